"""The moving pictures of the guide: each draws one moment of its motion.

A motion takes where it is in its cycle, from 0 to below 1. Every size comes from the stage. What stands still
is a thin outline; what moves is fat, filled and cut free from it, so that it shows from across the room.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, exp, pi, sin, sqrt

from tpsession.tui.drawing.raster.canvas import DOWN, Blocks, Canvas
from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture
from tpsession.tui.drawing.raster.shapes import Point, Surface, box, disc, polygon, ribbon, ring, stroke

PRESSED = 0.25
"""Where in the cycle of something held it is fully there; until `LIFTED` it stays, and eases by the pulse."""
LIFTED = 0.5
_PULSE = 0.07
"""How far the pulse eases what is held."""


def ease(part: float) -> float:
    """From 0 to 1, beginning and ending softly."""
    return (1 - cos(pi * min(max(part, 0.0), 1.0))) / 2


def swell(turn: float) -> float:
    """From 0 to 1 at half the cycle and back."""
    return (1 - cos(2 * pi * turn)) / 2


def _firm(turn: float) -> float:
    """How firmly something is held, from 0 to 1: it builds, stays, and lets go."""
    if turn < PRESSED:
        return ease(turn / PRESSED)
    if turn < LIFTED:
        return 1 - _PULSE * (turn - PRESSED) / (LIFTED - PRESSED)
    return (1 - _PULSE) * (1 - ease((turn - LIFTED) / (1 - LIFTED)))


class Stage:
    """What a motion is drawn on, with the measures that all take from it, in dots."""

    def __init__(self, columns: int, rows: int, charset: Charset) -> None:
        self.track = Canvas(columns, rows)
        """For what stands still, and to cut it free of what moves."""
        self.guide = Blocks(columns, rows) if charset is Charset.UNICODE else self.track
        """For what moves, drawn last."""
        self._charset = charset
        self.wide = self.track.width
        self.high = self.track.height
        self.small = min(self.wide, self.high)
        self.x = self.wide / 2
        """The middle."""
        self.y = self.high / 2
        self.line = max(1.0, self.small / 48)
        """Thickness of a thin line."""
        self.free = 2 * self.line if self.small >= _AMPLE else 1.0
        """What is left free around what moves."""

    def picture(self) -> Picture:
        """What was drawn."""
        return self.track.picture(self._charset, None if self.guide is self.track else self.guide)

    def curve(self, height: Callable[[float], float]) -> None:
        """Draw a thin line from side to side, by its upper edge at each place."""
        edges = [height(x + 0.5) for x in range(self.wide)]
        ribbon(self.track, ((edge, edge + self.line) for edge in edges), Ink.OUTLINE)

    def cut_free(self) -> tuple[tuple[Surface, float, Ink], ...]:
        """What to draw on to cut out what moves from what stands still, and then to show it.

        Each with how much larger it is to be there.
        """
        return (self.track, self.free, Ink.BLANK), (self.guide, 0.0, Ink.GUIDE)

    def snapped(self, y: float) -> float:
        """The height of the nearest row of what moves; there it keeps its shape on its way."""
        return round(y / self.guide.pitch) * float(self.guide.pitch)

    def ball(self, middle: Point, radius: float) -> None:
        """Draw something round that moves."""
        x, y = round(middle[0]), self.snapped(middle[1])
        for surface, more, ink in self.cut_free():
            disc(surface, (x, y), radius + more, ink)

    def comet(self, path: Callable[[float], Point], turn: float, tail: float, radius: float) -> None:
        """Draw a ball on a path, with a tail behind it that tells its direction.

        tail: the part of the cycle that it covers.
        """
        parts = [step / _TAIL for step in range(1, _TAIL)]
        along = [(path(turn - tail * part), max(1.5, radius * 0.65 * (1 - part))) for part in parts]
        for middle, thick in along:
            disc(self.track, middle, thick + self.free, Ink.BLANK)
        self.ball(path(turn), radius)
        for middle, thick in along:
            disc(self.guide, middle, thick, Ink.GUIDE)


Motion = Callable[[Stage, float], None]

_AMPLE = 24
"""Dots of the shorter side from which on there is room between what moves and what stands still."""
_TAIL = 14
"""Steps that a tail is made of."""


def drop(stage: Stage, turn: float) -> None:
    """An oil drop forms, falls, and spreads on the skin."""
    radius = max(1.5, min(stage.wide * 0.2, stage.high * 0.18))
    ground = stage.snapped(stage.high * 0.84)

    def skin(x: float) -> float:
        return ground + stage.high * 0.08 * ((x - stage.x) / stage.x) ** 2

    stage.curve(skin)
    if turn < _LANDS:
        y = radius * (1.3 * ease(turn / _HANGS) - 0.3)
        y = stage.snapped(y + (ground - radius - y) * max(0.0, (turn - _HANGS) / (_LANDS - _HANGS)) ** 2)
        side, neck = radius * 0.86, y - radius * 0.5
        tip = ((stage.x - side, neck), (stage.x, y - radius * 2.2), (stage.x + side, neck))
        disc(stage.guide, (stage.x, y), radius, Ink.GUIDE)
        polygon(stage.guide, tip, Ink.GUIDE)
        return
    spread = ease((turn - _LANDS) / 0.4)
    reach = radius + (stage.wide * 0.4 - radius) * spread
    deep = (radius * 1.6 * (1 - spread) + stage.high * 0.1) * (1 - ease((turn - 0.85) / 0.15))

    def oil(x: float) -> tuple[float, float]:
        inside = 1 - ((x - stage.x) / reach) ** 2
        return (skin(x) - deep * sqrt(inside), skin(x) + stage.line) if inside > 0 else (0, 0)

    ribbon(stage.guide, (oil(x + 0.5) for x in range(stage.wide)), Ink.GUIDE)


_HANGS, _LANDS = 0.2, 0.45
"""Where in the cycle the drop lets go, and where it lands."""


def circle(stage: Stage, turn: float) -> None:
    """A palm goes round and round."""
    radius = max(1.5, stage.small * 0.18)
    down = stage.y - radius - 0.5
    across = min(stage.x - radius - 0.5, down * 1.8)
    half = stage.line / 2
    ring(stage.track, (stage.x, stage.y), across + half, down + half, stage.line, Ink.OUTLINE)

    def path(place: float) -> Point:
        angle = 2 * pi * place
        return stage.x + across * sin(angle), stage.y - down * cos(angle)

    stage.comet(path, turn, 0.25, radius)


def strokes(stage: Stage, turn: float) -> None:
    """A firm grip goes up along a limb and down again; it points to where it goes."""
    limb = max(1.5, stage.small * 0.17)
    hand = limb * 2.1
    tall = stage.high * 0.26
    for x in (stage.x - limb, stage.x + limb):
        box(stage.track, (x - stage.line / 2, 0), (x + stage.line / 2, stage.high), 0, Ink.OUTLINE)
    top = (stage.high - tall - 1) * (1 - swell(turn)) + 0.5
    bottom = top + tall
    speed = sin(2 * pi * turn)
    tip = stage.high * 0.22 * abs(speed)
    shoulder, point = (top + tall * 0.35, top - tip) if speed > 0 else (bottom - tall * 0.35, bottom + tip)
    left, right = stage.x - hand, stage.x + hand
    free = stage.free
    box(stage.track, (left, min(top, point) - free), (right, max(bottom, point) + free), 0, Ink.BLANK)
    box(stage.guide, (left, top), (right, bottom), tall * 0.35, Ink.GUIDE)
    polygon(stage.guide, ((left, shoulder), (stage.x, point), (right, shoulder)), Ink.GUIDE)


def pressure(stage: Stage, turn: float) -> None:
    """A thumb sinks into the tissue, stays, and lifts again."""
    firm = _firm(turn)
    thumb = max(1.5, min(stage.wide * 0.16, stage.high * 0.2))
    skin = stage.high * 0.46
    deep = stage.high * 0.3 * firm
    for below, share in ((0.0, 1.0), (0.2, 0.62), (0.4, 0.3)):
        _layer(stage, skin + below * stage.high, deep * share, thumb * (1.7 + below * 2))
    tip = skin + deep - stage.high * 0.14 * (1 - firm) - 0.5
    for surface, more, ink in stage.cut_free():
        corner = (stage.x - thumb - more, -2.0 * stage.high)
        box(surface, corner, (stage.x + thumb + more, tip + more / 2), thumb + more, ink)


def _layer(stage: Stage, level: float, deep: float, width: float) -> None:
    """Draw a layer of tissue that gives way in the middle."""
    stage.curve(lambda x: level + deep * exp(-(((x - stage.x) / width) ** 2)))


def stretch(stage: Stage, turn: float) -> None:
    """Two hands pull a band long, hold it, and let it come back."""
    firm = _firm(turn)
    hand = max(1.5, min(stage.wide * 0.12, stage.high * 0.26))
    edge = stage.line + 0.5
    slack = stage.wide * 0.2
    reach = max(0.5, slack + (stage.x - edge - slack) * firm - hand)
    thick = max(2.0, hand * (0.9 - 0.5 * firm**2))
    for x in (0.0, stage.wide - stage.line):
        box(stage.track, (x, stage.high * 0.12), (x + stage.line, stage.high * 0.88), 0, Ink.OUTLINE)

    def band(x: float) -> tuple[float, float]:
        waist = thick * (1 - 0.4 * firm * cos(pi / 2 * min(1.0, abs(x - stage.x) / reach)))
        return stage.y - waist, stage.y + waist

    left, right = round(stage.x - reach), round(stage.x + reach)
    ribbon(stage.guide, (band(x + 0.5) for x in range(left, right)), Ink.GUIDE, left)
    for x in (stage.x - reach, stage.x + reach):
        disc(stage.guide, (round(x), stage.y), hand, Ink.GUIDE)


def hold(stage: Stage, turn: float) -> None:
    """A bar fills from its middle, stays full, and empties."""
    tall = stage.high * 0.3
    length = max(tall, stage.wide * 0.46)
    inner = max(2.0, (tall - stage.line - stage.free) // 2 * 2)

    def bar(surface: Surface, half: float, down: float, ink: Ink) -> None:
        box(surface, (stage.x - half, stage.y - down), (stage.x + half, stage.y + down), down, ink)

    bar(stage.track, length, tall, Ink.OUTLINE)
    bar(stage.track, length - stage.line, tall - stage.line, Ink.BLANK)
    bar(stage.guide, round(inner + (length - tall) * _firm(turn)), inner, Ink.GUIDE)


def breath(stage: Stage, turn: float) -> None:
    """A ball swells with the breath in and falls with the breath out; arrows beside it show which way."""
    full = min(round(stage.high * 0.47), stage.x)
    middle = (stage.x, stage.y)
    ring(stage.track, middle, full, full, stage.line, Ink.OUTLINE)
    widest = full - stage.line - stage.free
    disc(stage.guide, middle, full * 0.26 + (widest - full * 0.26) * swell(turn), Ink.GUIDE)
    room = stage.x - full
    speed = sin(2 * pi * turn)
    tall = min(stage.high * 0.22, room * 0.8) * sqrt(abs(speed))
    if room < _ROOM:
        return
    for side in (-1, 1):
        x = stage.x + side * (full + room * 0.53)
        ahead = side * tall * (0.5 if speed > 0 else -0.5)
        head = ((x - ahead, stage.y - tall), (x + ahead, stage.y), (x - ahead, stage.y + tall))
        polygon(stage.guide, head, Ink.GUIDE)


_ROOM = 6
"""Dots beside the breath from which on arrows have room."""


def search(stage: Stage, turn: float) -> None:
    """Three fingertips feel their way over the skin."""
    apart = max(DOWN, round(stage.high / 6 / DOWN) * DOWN)
    for row in range(apart - 1, stage.high, apart):
        for column in range(apart * (row // apart % 2), stage.wide, apart * 2):
            corner = (column + stage.line, row + stage.line)
            box(stage.track, (column, row), corner, 0, Ink.OUTLINE)
    finger = max(1.0, round(min(stage.wide * 0.14, stage.high * 0.2)) / 2)
    gap = finger * 2 + stage.free
    x = round(stage.x + (stage.x - gap - finger - 1) * sin(2 * pi * turn)) + finger % 1
    y = stage.high * 0.42 + stage.high * 0.16 * sin(4 * pi * turn)
    for surface, more, ink in stage.cut_free():
        for aside in (-1, 0, 1):
            at, tip = x + aside * gap, stage.snapped(y + finger * (abs(aside) - 1.5))
            radius = finger + more
            box(surface, (at - radius, tip - more), (at + radius, 2.0 * stage.high), radius, ink)


def rest(stage: Stage, turn: float) -> None:
    """A calm swell, like water that lies almost still."""
    thick = max(1.5, stage.high * 0.13)

    def wave(rise: float, level: float) -> Callable[[float], float]:
        return lambda x: level + rise * sin(2 * pi * (1.2 * x / stage.wide - turn)) * sin(pi * x / stage.wide)

    for level in (0.22, 0.78):
        stage.curve(wave(stage.high * 0.08, stage.high * level))
    water = wave(stage.high * 0.14, (stage.high - thick) / 2)
    edges = [water(x + 0.5) for x in range(stage.wide)]
    ribbon(stage.guide, ((edge, edge + thick) for edge in edges), Ink.GUIDE)


def wait(stage: Stage, turn: float) -> None:
    """Three points swell one after the other: it waits."""
    full = min(stage.wide * 0.14, stage.high * 0.3)
    for place in (-1, 0, 1):
        size = 0.4 + 0.6 * swell(turn - place / 4) ** 2
        middle = (stage.x + place * round(full * 2.3), stage.y)
        disc(stage.guide, middle, max(1.5, full * size), Ink.GUIDE)


def wipe(stage: Stage, turn: float) -> None:
    """A cloth goes to and fro over the skin and leans to where it goes."""
    speed = sin(2 * pi * turn)
    cloth = stage.wide * 0.17
    lean = stage.wide * 0.1 * speed
    x = stage.wide * 0.19 + stage.wide * 0.62 * swell(turn)
    top, ground = stage.high * 0.1, stage.high * 0.88
    box(stage.track, (0, ground), (stage.wide, ground + stage.line), 0, Ink.OUTLINE)
    left, right = x - cloth, x + cloth
    grip = cloth * 0.35
    hem = (
        (left + grip + lean, top),
        (right - grip + lean, top),
        (right - lean / 2, ground),
        (left - lean / 2, ground),
    )
    polygon(stage.guide, hem, Ink.GUIDE)
    for share in (0.56, 0.7):
        y = round(stage.high * share / 2) * 2
        box(stage.guide, (0, y), (stage.wide, y + 2 * stage.line), 0, Ink.BLANK)
    behind = x - (cloth + stage.wide * 0.12) * (1 if speed > 0 else -1)
    for share in (0.3, 0.5):
        far = behind - stage.wide * 0.2 * speed
        stroke(stage.track, (behind, stage.high * share), (far, stage.high * share), stage.line, Ink.OUTLINE)


def ready(stage: Stage, turn: float) -> None:
    """A ring closes in on a point; when it is there, it begins."""
    full = stage.small / 2
    core = full * 0.3
    thick = max(2.0, full * 0.2)
    disc(stage.track, (stage.x, stage.y), core, Ink.OUTLINE)
    size = full - (full - core - thick) * turn
    ring(stage.guide, (stage.x, stage.y), size, size, thick, Ink.GUIDE)


def to_right(stage: Stage, turn: float) -> None:
    """A ball goes over from the left to the right."""
    _over(stage, turn, 1)


def to_left(stage: Stage, turn: float) -> None:
    """A ball goes over from the right to the left."""
    _over(stage, turn, -1)


def _over(stage: Stage, turn: float, way: int) -> None:
    radius = max(1.5, min(stage.wide * 0.13, stage.high * 0.18))
    hollow = radius + stage.free + stage.line
    reach = stage.x - hollow
    ground = stage.high - hollow
    lift = ground - radius - 0.5

    def path(place: float) -> Point:
        part = pi * ease(place)
        return stage.x - way * reach * cos(part), ground - lift * sin(part)

    half = stage.line / 2
    ring(stage.track, (stage.x, ground), reach + half, lift + half, stage.line, Ink.OUTLINE)
    box(stage.track, (0, ground), (stage.wide, stage.high), 0, Ink.BLANK)
    for side in (-1, 1):
        middle = (stage.x + side * reach, ground)
        disc(stage.track, middle, hollow, Ink.BLANK)
        ring(stage.track, middle, hollow, hollow, stage.line, Ink.OUTLINE)
    stage.comet(path, turn, 0.2, radius)


def pace(stage: Stage, turn: float) -> None:
    """A ball swings to and fro."""
    radius = max(1.5, min(stage.wide * 0.13, stage.high * 0.22))
    reach = max(0.5, stage.x - radius - 0.5)
    sag = min(stage.high - 2 * radius - 1, reach * 0.6)

    def height(x: float) -> float:
        return stage.y + sag * (0.5 - ((x - stage.x) / reach) ** 2)

    columns = range(int(stage.x - reach), int(stage.x + reach) + 1)
    half = stage.line / 2
    track = ((height(x + 0.5) - half, height(x + 0.5) + half) for x in columns)
    ribbon(stage.track, track, Ink.OUTLINE, columns.start)
    x = stage.x - reach * cos(2 * pi * turn)
    stage.ball((x, height(x)), radius)
