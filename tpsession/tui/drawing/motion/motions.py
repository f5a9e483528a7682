"""The moving pictures of the guide: each draws one moment of its motion.

A motion takes where it is in its cycle, from 0 to below 1. Every size comes from the stage. What stands still
is a thin outline; what moves is fat, filled and cut free from it, so that it shows from across the room.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, exp, pi, sin, sqrt

from tpsession.tui.drawing.raster.canvas import DOTS_DOWN, BlockCanvas, Canvas
from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture
from tpsession.tui.drawing.raster.shapes import Point, Surface, fill_rectangle, fill_circle, fill_polygon, fill_columns, draw_ring, draw_line

HELD_FROM = 0.25
"""Where in the cycle of something held it is fully there; until `LIFTED` it stays, and eases by the pulse."""
HELD_UNTIL = 0.5
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
    if turn < HELD_FROM:
        return ease(turn / HELD_FROM)
    if turn < HELD_UNTIL:
        return 1 - _PULSE * (turn - HELD_FROM) / (HELD_UNTIL - HELD_FROM)
    return (1 - _PULSE) * (1 - ease((turn - HELD_UNTIL) / (1 - HELD_UNTIL)))


class Stage:
    """What a motion is drawn on, with the measures that all take from it, in dots."""

    def __init__(self, columns: int, rows: int, charset: Charset) -> None:
        self.background = Canvas(columns, rows)
        """For what stands still, and to cut it free of what moves."""
        self.foreground = BlockCanvas(columns, rows) if charset is Charset.UNICODE else self.background
        """For what moves, drawn last."""
        self._charset = charset
        self.width = self.background.width
        self.height = self.background.height
        self.shorter_side = min(self.width, self.height)
        self.middle_x = self.width / 2
        """The middle."""
        self.middle_y = self.height / 2
        self.line_width = max(1.0, self.shorter_side / 48)
        """Thickness of a thin line."""
        self.gap = 2 * self.line_width if self.shorter_side >= _AMPLE else 1.0
        """What is left free around what moves."""

    def to_picture(self) -> Picture:
        """What was drawn."""
        return self.background.to_picture(self._charset, None if self.foreground is self.background else self.foreground)

    def draw_curve(self, height: Callable[[float], float]) -> None:
        """Draw a thin line from side to side, by its upper edge at each place."""
        edges = [height(x + 0.5) for x in range(self.width)]
        fill_columns(self.background, ((edge, edge + self.line_width) for edge in edges), Ink.OUTLINE)

    def cutout_passes(self) -> tuple[tuple[Surface, float, Ink], ...]:
        """What to draw on to cut out what moves from what stands still, and then to show it.

        Each with how much larger it is to be there.
        """
        return (self.background, self.gap, Ink.BLANK), (self.foreground, 0.0, Ink.GUIDE)

    def snap_to_row(self, y: float) -> float:
        """The height of the nearest row of what moves; there it keeps its shape on its way."""
        return round(y / self.foreground.pitch) * float(self.foreground.pitch)

    def draw_ball(self, middle: Point, radius: float) -> None:
        """Draw something round that moves."""
        x, y = round(middle[0]), self.snap_to_row(middle[1])
        for surface, more, ink in self.cutout_passes():
            fill_circle(surface, (x, y), radius + more, ink)

    def draw_ball_with_tail(self, path: Callable[[float], Point], turn: float, tail: float, radius: float) -> None:
        """Draw a ball on a path, with a tail behind it that tells its direction.

        tail: the part of the cycle that it covers.
        """
        parts = [step / _TAIL for step in range(1, _TAIL)]
        along = [(path(turn - tail * part), max(1.5, radius * 0.65 * (1 - part))) for part in parts]
        for middle, thick in along:
            fill_circle(self.background, middle, thick + self.gap, Ink.BLANK)
        self.draw_ball(path(turn), radius)
        for middle, thick in along:
            fill_circle(self.foreground, middle, thick, Ink.GUIDE)


Motion = Callable[[Stage, float], None]

_AMPLE = 24
"""Dots of the shorter side from which on there is room between what moves and what stands still."""
_TAIL = 14
"""Steps that a tail is made of."""


def draw_drop(stage: Stage, turn: float) -> None:
    """An oil drop forms, falls, and spreads on the skin."""
    radius = max(1.5, min(stage.width * 0.2, stage.height * 0.18))
    ground = stage.snap_to_row(stage.height * 0.84)

    def skin(x: float) -> float:
        return ground + stage.height * 0.08 * ((x - stage.middle_x) / stage.middle_x) ** 2

    stage.draw_curve(skin)
    if turn < _LANDS:
        y = radius * (1.3 * ease(turn / _HANGS) - 0.3)
        y = stage.snap_to_row(y + (ground - radius - y) * max(0.0, (turn - _HANGS) / (_LANDS - _HANGS)) ** 2)
        side, neck = radius * 0.86, y - radius * 0.5
        tip = ((stage.middle_x - side, neck), (stage.middle_x, y - radius * 2.2), (stage.middle_x + side, neck))
        fill_circle(stage.foreground, (stage.middle_x, y), radius, Ink.GUIDE)
        fill_polygon(stage.foreground, tip, Ink.GUIDE)
        return
    spread = ease((turn - _LANDS) / 0.4)
    reach = radius + (stage.width * 0.4 - radius) * spread
    deep = (radius * 1.6 * (1 - spread) + stage.height * 0.1) * (1 - ease((turn - 0.85) / 0.15))

    def oil(x: float) -> tuple[float, float]:
        inside = 1 - ((x - stage.middle_x) / reach) ** 2
        return (skin(x) - deep * sqrt(inside), skin(x) + stage.line_width) if inside > 0 else (0, 0)

    fill_columns(stage.foreground, (oil(x + 0.5) for x in range(stage.width)), Ink.GUIDE)


_HANGS, _LANDS = 0.2, 0.45
"""Where in the cycle the drop lets go, and where it lands."""


def draw_circle(stage: Stage, turn: float) -> None:
    """A palm goes round and round."""
    radius = max(1.5, stage.shorter_side * 0.18)
    down = stage.middle_y - radius - 0.5
    across = min(stage.middle_x - radius - 0.5, down * 1.8)
    half = stage.line_width / 2
    draw_ring(stage.background, (stage.middle_x, stage.middle_y), across + half, down + half, stage.line_width, Ink.OUTLINE)

    def path(place: float) -> Point:
        angle = 2 * pi * place
        return stage.middle_x + across * sin(angle), stage.middle_y - down * cos(angle)

    stage.draw_ball_with_tail(path, turn, 0.25, radius)


def draw_strokes(stage: Stage, turn: float) -> None:
    """A firm grip goes up along a limb and down again; it points to where it goes."""
    limb = max(1.5, stage.shorter_side * 0.17)
    hand = limb * 2.1
    tall = stage.height * 0.26
    for x in (stage.middle_x - limb, stage.middle_x + limb):
        fill_rectangle(stage.background, (x - stage.line_width / 2, 0), (x + stage.line_width / 2, stage.height), 0, Ink.OUTLINE)
    top = (stage.height - tall - 1) * (1 - swell(turn)) + 0.5
    bottom = top + tall
    speed = sin(2 * pi * turn)
    tip = stage.height * 0.22 * abs(speed)
    shoulder, point = (top + tall * 0.35, top - tip) if speed > 0 else (bottom - tall * 0.35, bottom + tip)
    left, right = stage.middle_x - hand, stage.middle_x + hand
    free = stage.gap
    fill_rectangle(stage.background, (left, min(top, point) - free), (right, max(bottom, point) + free), 0, Ink.BLANK)
    fill_rectangle(stage.foreground, (left, top), (right, bottom), tall * 0.35, Ink.GUIDE)
    fill_polygon(stage.foreground, ((left, shoulder), (stage.middle_x, point), (right, shoulder)), Ink.GUIDE)


def draw_pressure(stage: Stage, turn: float) -> None:
    """A thumb sinks into the tissue, stays, and lifts again."""
    firm = _firm(turn)
    thumb = max(1.5, min(stage.width * 0.16, stage.height * 0.2))
    skin = stage.height * 0.46
    deep = stage.height * 0.3 * firm
    for below, share in ((0.0, 1.0), (0.2, 0.62), (0.4, 0.3)):
        _layer(stage, skin + below * stage.height, deep * share, thumb * (1.7 + below * 2))
    tip = skin + deep - stage.height * 0.14 * (1 - firm) - 0.5
    for surface, more, ink in stage.cutout_passes():
        corner = (stage.middle_x - thumb - more, -2.0 * stage.height)
        fill_rectangle(surface, corner, (stage.middle_x + thumb + more, tip + more / 2), thumb + more, ink)


def _layer(stage: Stage, level: float, deep: float, width: float) -> None:
    """Draw a layer of tissue that gives way in the middle."""
    stage.draw_curve(lambda x: level + deep * exp(-(((x - stage.middle_x) / width) ** 2)))


def draw_stretch(stage: Stage, turn: float) -> None:
    """Two hands pull a band long, hold it, and let it come back."""
    firm = _firm(turn)
    hand = max(1.5, min(stage.width * 0.12, stage.height * 0.26))
    edge = stage.line_width + 0.5
    slack = stage.width * 0.2
    reach = max(0.5, slack + (stage.middle_x - edge - slack) * firm - hand)
    thick = max(2.0, hand * (0.9 - 0.5 * firm**2))
    for x in (0.0, stage.width - stage.line_width):
        fill_rectangle(stage.background, (x, stage.height * 0.12), (x + stage.line_width, stage.height * 0.88), 0, Ink.OUTLINE)

    def band(x: float) -> tuple[float, float]:
        waist = thick * (1 - 0.4 * firm * cos(pi / 2 * min(1.0, abs(x - stage.middle_x) / reach)))
        return stage.middle_y - waist, stage.middle_y + waist

    left, right = round(stage.middle_x - reach), round(stage.middle_x + reach)
    fill_columns(stage.foreground, (band(x + 0.5) for x in range(left, right)), Ink.GUIDE, left)
    for x in (stage.middle_x - reach, stage.middle_x + reach):
        fill_circle(stage.foreground, (round(x), stage.middle_y), hand, Ink.GUIDE)


def draw_hold(stage: Stage, turn: float) -> None:
    """A bar fills from its middle, stays full, and empties."""
    tall = stage.height * 0.3
    length = max(tall, stage.width * 0.46)
    inner = max(2.0, (tall - stage.line_width - stage.gap) // 2 * 2)

    def bar(surface: Surface, half: float, down: float, ink: Ink) -> None:
        fill_rectangle(surface, (stage.middle_x - half, stage.middle_y - down), (stage.middle_x + half, stage.middle_y + down), down, ink)

    bar(stage.background, length, tall, Ink.OUTLINE)
    bar(stage.background, length - stage.line_width, tall - stage.line_width, Ink.BLANK)
    bar(stage.foreground, round(inner + (length - tall) * _firm(turn)), inner, Ink.GUIDE)


def draw_breath(stage: Stage, turn: float) -> None:
    """A ball swells with the breath in and falls with the breath out; arrows beside it show which way."""
    full = min(round(stage.height * 0.47), stage.middle_x)
    middle = (stage.middle_x, stage.middle_y)
    draw_ring(stage.background, middle, full, full, stage.line_width, Ink.OUTLINE)
    widest = full - stage.line_width - stage.gap
    fill_circle(stage.foreground, middle, full * 0.26 + (widest - full * 0.26) * swell(turn), Ink.GUIDE)
    room = stage.middle_x - full
    speed = sin(2 * pi * turn)
    tall = min(stage.height * 0.22, room * 0.8) * sqrt(abs(speed))
    if room < _ROOM:
        return
    for side in (-1, 1):
        x = stage.middle_x + side * (full + room * 0.53)
        ahead = side * tall * (0.5 if speed > 0 else -0.5)
        head = ((x - ahead, stage.middle_y - tall), (x + ahead, stage.middle_y), (x - ahead, stage.middle_y + tall))
        fill_polygon(stage.foreground, head, Ink.GUIDE)


_ROOM = 6
"""Dots beside the breath from which on arrows have room."""


def draw_search(stage: Stage, turn: float) -> None:
    """Three fingertips feel their way over the skin."""
    apart = max(DOTS_DOWN, round(stage.height / 6 / DOTS_DOWN) * DOTS_DOWN)
    for row in range(apart - 1, stage.height, apart):
        for column in range(apart * (row // apart % 2), stage.width, apart * 2):
            corner = (column + stage.line_width, row + stage.line_width)
            fill_rectangle(stage.background, (column, row), corner, 0, Ink.OUTLINE)
    finger = max(1.0, round(min(stage.width * 0.14, stage.height * 0.2)) / 2)
    gap = finger * 2 + stage.gap
    x = round(stage.middle_x + (stage.middle_x - gap - finger - 1) * sin(2 * pi * turn)) + finger % 1
    y = stage.height * 0.42 + stage.height * 0.16 * sin(4 * pi * turn)
    for surface, more, ink in stage.cutout_passes():
        for aside in (-1, 0, 1):
            at, tip = x + aside * gap, stage.snap_to_row(y + finger * (abs(aside) - 1.5))
            radius = finger + more
            fill_rectangle(surface, (at - radius, tip - more), (at + radius, 2.0 * stage.height), radius, ink)


def draw_rest(stage: Stage, turn: float) -> None:
    """A calm swell, like water that lies almost still."""
    thick = max(1.5, stage.height * 0.13)

    def wave(rise: float, level: float) -> Callable[[float], float]:
        return lambda x: level + rise * sin(2 * pi * (1.2 * x / stage.width - turn)) * sin(pi * x / stage.width)

    for level in (0.22, 0.78):
        stage.draw_curve(wave(stage.height * 0.08, stage.height * level))
    water = wave(stage.height * 0.14, (stage.height - thick) / 2)
    edges = [water(x + 0.5) for x in range(stage.width)]
    fill_columns(stage.foreground, ((edge, edge + thick) for edge in edges), Ink.GUIDE)


def draw_wait(stage: Stage, turn: float) -> None:
    """Three points swell one after the other: it waits."""
    full = min(stage.width * 0.14, stage.height * 0.3)
    for place in (-1, 0, 1):
        size = 0.4 + 0.6 * swell(turn - place / 4) ** 2
        middle = (stage.middle_x + place * round(full * 2.3), stage.middle_y)
        fill_circle(stage.foreground, middle, max(1.5, full * size), Ink.GUIDE)


def draw_wipe(stage: Stage, turn: float) -> None:
    """A cloth goes to and fro over the skin and leans to where it goes."""
    speed = sin(2 * pi * turn)
    cloth = stage.width * 0.17
    lean = stage.width * 0.1 * speed
    x = stage.width * 0.19 + stage.width * 0.62 * swell(turn)
    top, ground = stage.height * 0.1, stage.height * 0.88
    fill_rectangle(stage.background, (0, ground), (stage.width, ground + stage.line_width), 0, Ink.OUTLINE)
    left, right = x - cloth, x + cloth
    grip = cloth * 0.35
    hem = (
        (left + grip + lean, top),
        (right - grip + lean, top),
        (right - lean / 2, ground),
        (left - lean / 2, ground),
    )
    fill_polygon(stage.foreground, hem, Ink.GUIDE)
    for share in (0.56, 0.7):
        y = round(stage.height * share / 2) * 2
        fill_rectangle(stage.foreground, (0, y), (stage.width, y + 2 * stage.line_width), 0, Ink.BLANK)
    behind = x - (cloth + stage.width * 0.12) * (1 if speed > 0 else -1)
    for share in (0.3, 0.5):
        far = behind - stage.width * 0.2 * speed
        draw_line(stage.background, (behind, stage.height * share), (far, stage.height * share), stage.line_width, Ink.OUTLINE)


def draw_ready(stage: Stage, turn: float) -> None:
    """A ring closes in on a point; when it is there, it begins."""
    full = stage.shorter_side / 2
    core = full * 0.3
    thick = max(2.0, full * 0.2)
    fill_circle(stage.background, (stage.middle_x, stage.middle_y), core, Ink.OUTLINE)
    size = full - (full - core - thick) * turn
    draw_ring(stage.foreground, (stage.middle_x, stage.middle_y), size, size, thick, Ink.GUIDE)


def draw_to_right(stage: Stage, turn: float) -> None:
    """A ball goes over from the left to the right."""
    _over(stage, turn, 1)


def draw_to_left(stage: Stage, turn: float) -> None:
    """A ball goes over from the right to the left."""
    _over(stage, turn, -1)


def _over(stage: Stage, turn: float, way: int) -> None:
    radius = max(1.5, min(stage.width * 0.13, stage.height * 0.18))
    hollow = radius + stage.gap + stage.line_width
    reach = stage.middle_x - hollow
    ground = stage.height - hollow
    lift = ground - radius - 0.5

    def path(place: float) -> Point:
        part = pi * ease(place)
        return stage.middle_x - way * reach * cos(part), ground - lift * sin(part)

    half = stage.line_width / 2
    draw_ring(stage.background, (stage.middle_x, ground), reach + half, lift + half, stage.line_width, Ink.OUTLINE)
    fill_rectangle(stage.background, (0, ground), (stage.width, stage.height), 0, Ink.BLANK)
    for side in (-1, 1):
        middle = (stage.middle_x + side * reach, ground)
        fill_circle(stage.background, middle, hollow, Ink.BLANK)
        draw_ring(stage.background, middle, hollow, hollow, stage.line_width, Ink.OUTLINE)
    stage.draw_ball_with_tail(path, turn, 0.2, radius)


def draw_pace(stage: Stage, turn: float) -> None:
    """A ball swings to and fro."""
    radius = max(1.5, min(stage.width * 0.13, stage.height * 0.22))
    reach = max(0.5, stage.middle_x - radius - 0.5)
    sag = min(stage.height - 2 * radius - 1, reach * 0.6)

    def height(x: float) -> float:
        return stage.middle_y + sag * (0.5 - ((x - stage.middle_x) / reach) ** 2)

    columns = range(int(stage.middle_x - reach), int(stage.middle_x + reach) + 1)
    half = stage.line_width / 2
    track = ((height(x + 0.5) - half, height(x + 0.5) + half) for x in columns)
    fill_columns(stage.background, track, Ink.OUTLINE, columns.start)
    x = stage.middle_x - reach * cos(2 * pi * turn)
    stage.draw_ball((x, height(x)), radius)
