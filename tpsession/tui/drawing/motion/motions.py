"""The guide's motions: one function each, which draws a single moment of the motion on a stage.

All sizes derive from the stage's. What doesn't move is a thin outline. What moves is thick and filled, with
an empty rim around it, so that one can see it from across the room.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, exp, pi, sin, sqrt

from tpsession.tui.drawing.motion.stage import CyclePosition, Stage, ease, firmness, swell
from tpsession.tui.drawing.raster.canvas import DOTS_DOWN
from tpsession.tui.drawing.raster.picture import Ink
from tpsession.tui.drawing.raster.shapes import (
    Point,
    Surface,
    draw_line,
    draw_ring,
    fill_circle,
    fill_columns,
    fill_polygon,
    fill_rectangle,
)

Motion = Callable[[Stage, CyclePosition], None]
"""Draws one moment on a stage."""


def draw_drop(stage: Stage, position: CyclePosition) -> None:
    """Draw an oil drop that forms, falls, and spreads on the skin."""
    radius = max(1.5, min(stage.width * 0.2, stage.height * 0.18))
    ground = stage.snap_to_row(stage.height * 0.84)

    def skin(x: float) -> float:
        return ground + stage.height * 0.08 * ((x - stage.middle_x) / stage.middle_x) ** 2

    stage.draw_curve(skin)
    if position < _LANDS_AT:
        y = radius * (1.3 * ease(position / _FALLS_AT) - 0.3)
        y = stage.snap_to_row(
            y + (ground - radius - y) * max(0.0, (position - _FALLS_AT) / (_LANDS_AT - _FALLS_AT)) ** 2
        )
        side, neck = radius * 0.86, y - radius * 0.5
        tip = (
            (stage.middle_x - side, neck),
            (stage.middle_x, y - radius * 2.2),
            (stage.middle_x + side, neck),
        )
        fill_circle(stage.foreground, (stage.middle_x, y), radius, Ink.GUIDE)
        fill_polygon(stage.foreground, tip, Ink.GUIDE)
        return
    spread = ease((position - _LANDS_AT) / 0.4)
    reach = radius + (stage.width * 0.4 - radius) * spread
    depth = (radius * 1.6 * (1 - spread) + stage.height * 0.1) * (1 - ease((position - 0.85) / 0.15))

    def oil(x: float) -> tuple[float, float]:
        inside = 1 - ((x - stage.middle_x) / reach) ** 2
        return (skin(x) - depth * sqrt(inside), skin(x) + stage.line_width) if inside > 0 else (0, 0)

    fill_columns(stage.foreground, (oil(x + 0.5) for x in range(stage.width)), Ink.GUIDE)


_FALLS_AT, _LANDS_AT = 0.2, 0.45
"""The positions in the cycle at which the drop falls and at which it lands."""


def draw_circle(stage: Stage, position: CyclePosition) -> None:
    """Draw a palm that circles clockwise from the top: a ball with a tail on an oval track."""
    radius = max(1.5, stage.shorter_side * 0.18)
    down = stage.middle_y - radius - 0.5
    across = min(stage.middle_x - radius - 0.5, down * 1.8)
    half = stage.line_width / 2
    draw_ring(
        stage.background,
        (stage.middle_x, stage.middle_y),
        across + half,
        down + half,
        stage.line_width,
        Ink.OUTLINE,
    )

    def path(position: CyclePosition) -> Point:
        angle = 2 * pi * position
        return stage.middle_x + across * sin(angle), stage.middle_y - down * cos(angle)

    stage.draw_ball_with_tail(path, position, 0.25, radius)


def draw_strokes(stage: Stage, position: CyclePosition) -> None:
    """Draw a firm grip that moves up along a limb, which is two upright lines, and down again.

    The grip has a tip that points the way it moves and is longest where it moves fastest.
    """
    limb = max(1.5, stage.shorter_side * 0.17)
    hand = limb * 2.1
    tall = stage.height * 0.26
    for x in (stage.middle_x - limb, stage.middle_x + limb):
        fill_rectangle(
            stage.background,
            (x - stage.line_width / 2, 0),
            (x + stage.line_width / 2, stage.height),
            0,
            Ink.OUTLINE,
        )
    top = (stage.height - tall - 1) * (1 - swell(position)) + 0.5
    bottom = top + tall
    speed = sin(2 * pi * position)
    tip = stage.height * 0.22 * abs(speed)
    shoulder, point = (top + tall * 0.35, top - tip) if speed > 0 else (bottom - tall * 0.35, bottom + tip)
    left, right = stage.middle_x - hand, stage.middle_x + hand
    gap = stage.gap
    fill_rectangle(
        stage.background, (left, min(top, point) - gap), (right, max(bottom, point) + gap), 0, Ink.BLANK
    )
    fill_rectangle(stage.foreground, (left, top), (right, bottom), tall * 0.35, Ink.GUIDE)
    fill_polygon(stage.foreground, ((left, shoulder), (stage.middle_x, point), (right, shoulder)), Ink.GUIDE)


def draw_pressure(stage: Stage, position: CyclePosition) -> None:
    """Draw a hand whose fingertips sink into three layers of tissue, stay, and lift again."""
    finger = max(2.0, 2 * round(min(stage.width, stage.height) * 0.05))
    pitch = finger + max(1.0, round(stage.line_width))
    tip = stage.snap_to_row(draw_tissue(stage, position, pitch)) - 0.5
    for surface, rim, ink in stage.cutout_passes():
        _draw_hand(surface, (round(stage.middle_x - 2 * pitch), tip), finger, pitch, rim, ink)


def draw_tissue(stage: Stage, position: CyclePosition, pitch: float) -> float:
    """Draw three layers of tissue with a dent, as deep as the pressure is firm.

    Returns the height down to which the hand or ball is to be drawn, in dots from the top of the stage. With
    little pressure, that is above the skin.

    pitch: about a fifth of the dent's width, in dots.
    """
    firm = firmness(position)
    skin = stage.height * 0.56
    depth = stage.height * 0.24 * firm
    for below, share in ((0.0, 1.0), (0.17, 0.62), (0.34, 0.3)):
        _draw_layer(stage, skin + below * stage.height, depth * share, pitch * (2.4 + below * 3))
    return skin + depth - stage.height * 0.14 * (1 - firm)


def _draw_hand(
    surface: Surface, left_and_tip: Point, finger: float, pitch: float, rim: float, ink: Ink
) -> None:
    """Draw a hand that points down: fingers, the back of the hand, the thumb on its left, and the wrist.

    Args:
        surface: What to draw on.
        left_and_tip: The left edge of the fingers, and the tip of the longest.
        finger: The width of a finger.
        pitch: From the left edge of one finger to that of the next.
        rim: How much larger to draw everything on every side.
        ink: What to draw with.

    """
    left, tip = left_and_tip
    knuckles, right = tip - 3.2 * finger, left + 4 * pitch - 1
    for place, shorter in enumerate(_FINGERS):
        x, end = left + place * pitch, tip - shorter * finger
        top_left, bottom_right = (x - rim, knuckles - finger), (x + finger + rim, end + rim / 2)
        fill_rectangle(surface, top_left, bottom_right, finger / 2 + rim, ink)
    back = knuckles - 2.6 * finger
    fill_rectangle(surface, (left - rim, back), (right + rim, knuckles), finger + rim, ink)
    wrist = left + 0.7 * pitch - rim, -8.0 * finger - back
    fill_rectangle(surface, wrist, (left + 3.2 * pitch + rim, back + finger), 0, ink)
    root, end = left + finger, left - 1.5 * finger - rim
    thumb = (
        (root, knuckles - 3 * finger - rim),
        (end, knuckles - finger),
        (end + 0.9 * finger, knuckles + 0.4 * finger + rim),
        (root, knuckles - 0.8 * finger),
    )
    fill_polygon(surface, thumb, ink)


_FINGERS = (0.5, 0.0, 0.1, 0.7)
"""How much shorter each finger is than the longest, in widths of a finger, from the left."""


def _draw_layer(stage: Stage, level: float, depth: float, width: float) -> None:
    """Draw a layer of tissue with a dent in the middle, all in dots.

    level: how far down the layer is beside the dent. depth, width: of the dent.
    """
    stage.draw_curve(lambda x: level + depth * exp(-(((x - stage.middle_x) / width) ** 2)))


def draw_stretch(stage: Stage, position: CyclePosition) -> None:
    """Draw two hands, shown as balls, that pull a band long, hold it, and let it come back."""
    firm = firmness(position)
    hand = max(1.5, min(stage.width * 0.12, stage.height * 0.26))
    edge = stage.line_width + 0.5
    slack = stage.width * 0.2
    reach = max(0.5, slack + (stage.middle_x - edge - slack) * firm - hand)
    thick = max(2.0, hand * (0.9 - 0.5 * firm**2))
    for x in (0.0, stage.width - stage.line_width):
        fill_rectangle(
            stage.background,
            (x, stage.height * 0.12),
            (x + stage.line_width, stage.height * 0.88),
            0,
            Ink.OUTLINE,
        )

    def band(x: float) -> tuple[float, float]:
        waist = thick * (1 - 0.4 * firm * cos(pi / 2 * min(1.0, abs(x - stage.middle_x) / reach)))
        return stage.middle_y - waist, stage.middle_y + waist

    left, right = round(stage.middle_x - reach), round(stage.middle_x + reach)
    fill_columns(stage.foreground, (band(x + 0.5) for x in range(left, right)), Ink.GUIDE, left)
    for x in (stage.middle_x - reach, stage.middle_x + reach):
        fill_circle(stage.foreground, (round(x), stage.middle_y), hand, Ink.GUIDE)


def draw_hold(stage: Stage, position: CyclePosition) -> None:
    """Draw a bar in an outline that fills from its middle, stays full, and empties."""
    tall = stage.height * 0.3
    length = max(tall, stage.width * 0.46)
    inner = max(2.0, (tall - stage.line_width - stage.gap) // 2 * 2)

    def bar(surface: Surface, half: float, down: float, ink: Ink) -> None:
        """Draw a bar with round ends around the stage's middle, `2 * half` wide and `2 * down` high."""
        fill_rectangle(
            surface,
            (stage.middle_x - half, stage.middle_y - down),
            (stage.middle_x + half, stage.middle_y + down),
            down,
            ink,
        )

    bar(stage.background, length, tall, Ink.OUTLINE)
    bar(stage.background, length - stage.line_width, tall - stage.line_width, Ink.BLANK)
    bar(stage.foreground, round(inner + (length - tall) * firmness(position)), inner, Ink.GUIDE)


def draw_breath(stage: Stage, position: CyclePosition) -> None:
    """Draw a ball that grows with the breath in and shrinks with the breath out.

    A ring surrounds its largest size. Arrowheads beside it point outwards or inwards, if there is room.
    """
    full = min(round(stage.height * 0.47), stage.middle_x)
    middle = (stage.middle_x, stage.middle_y)
    draw_ring(stage.background, middle, full, full, stage.line_width, Ink.OUTLINE)
    widest = full - stage.line_width - stage.gap
    fill_circle(stage.foreground, middle, full * 0.26 + (widest - full * 0.26) * swell(position), Ink.GUIDE)
    room = stage.middle_x - full
    speed = sin(2 * pi * position)
    tall = min(stage.height * 0.22, room * 0.8) * sqrt(abs(speed))
    if room < _ARROW_ROOM:
        return
    for side in (-1, 1):
        x = stage.middle_x + side * (full + room * 0.53)
        ahead = side * tall * (0.5 if speed > 0 else -0.5)
        head = (
            (x - ahead, stage.middle_y - tall),
            (x + ahead, stage.middle_y),
            (x - ahead, stage.middle_y + tall),
        )
        fill_polygon(stage.foreground, head, Ink.GUIDE)


_ARROW_ROOM = 6
"""From this many dots beside the ball on, there is room for arrows."""


def draw_search(stage: Stage, position: CyclePosition) -> None:
    """Draw three fingertips that feel their way over the skin, which is a pattern of small squares."""
    draw_skin(stage)
    finger = max(1.0, round(min(stage.width * 0.14, stage.height * 0.2)) / 2)
    gap = finger * 2 + stage.gap
    x = round(stage.middle_x + (stage.middle_x - gap - finger - 1) * sin(2 * pi * position)) + finger % 1
    y = stage.height * 0.42 + stage.height * 0.16 * sin(4 * pi * position)
    for surface, rim, ink in stage.cutout_passes():
        for aside in (-1, 0, 1):
            at, tip = x + aside * gap, stage.snap_to_row(y + finger * (abs(aside) - 1.5))
            radius = finger + rim
            fill_rectangle(surface, (at - radius, tip - rim), (at + radius, 2.0 * stage.height), radius, ink)


def draw_skin(stage: Stage) -> None:
    """Draw skin as a pattern of small squares."""
    spacing = max(DOTS_DOWN, round(stage.height / 6 / DOTS_DOWN) * DOTS_DOWN)
    for row in range(spacing - 1, stage.height, spacing):
        for column in range(spacing * (row // spacing % 2), stage.width, spacing * 2):
            corner = (column + stage.line_width, row + stage.line_width)
            fill_rectangle(stage.background, (column, row), corner, 0, Ink.OUTLINE)


def draw_rest(stage: Stage, position: CyclePosition) -> None:
    """Draw a slow wave, like almost still water, between two thin wavy lines."""
    thick = max(1.5, stage.height * 0.13)

    def wave(rise: float, level: float) -> Callable[[float], float]:
        """Return a wavy line's height at x: `rise` at most above or below `level`."""
        return lambda x: (
            level + rise * sin(2 * pi * (1.2 * x / stage.width - position)) * sin(pi * x / stage.width)
        )

    for level in (0.22, 0.78):
        stage.draw_curve(wave(stage.height * 0.08, stage.height * level))
    water = wave(stage.height * 0.14, (stage.height - thick) / 2)
    edges = [water(x + 0.5) for x in range(stage.width)]
    fill_columns(stage.foreground, ((edge, edge + thick) for edge in edges), Ink.GUIDE)


def draw_wait(stage: Stage, position: CyclePosition) -> None:
    """Draw three points that grow one after the other: the session waits for the person."""
    full = min(stage.width * 0.14, stage.height * 0.3)
    for place in (-1, 0, 1):
        size = 0.4 + 0.6 * swell(position - place / 4) ** 2
        middle = (stage.middle_x + place * round(full * 2.3), stage.middle_y)
        fill_circle(stage.foreground, middle, max(1.5, full * size), Ink.GUIDE)


def draw_wipe(stage: Stage, position: CyclePosition) -> None:
    """Draw a cloth that wipes to and fro over the skin and leans in the direction it moves.

    Two short lines behind it show its speed.
    """
    speed = sin(2 * pi * position)
    cloth = stage.width * 0.17
    lean = stage.width * 0.1 * speed
    x = stage.width * 0.19 + stage.width * 0.62 * swell(position)
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
        draw_line(
            stage.background,
            (behind, stage.height * share),
            (far, stage.height * share),
            stage.line_width,
            Ink.OUTLINE,
        )


def draw_ready(stage: Stage, position: CyclePosition) -> None:
    """Draw a ring that closes in on a point; when it gets there, the step begins."""
    full = stage.shorter_side / 2
    core = full * 0.3
    thick = max(2.0, full * 0.2)
    fill_circle(stage.background, (stage.middle_x, stage.middle_y), core, Ink.OUTLINE)
    size = full - (full - core - thick) * position
    draw_ring(stage.foreground, (stage.middle_x, stage.middle_y), size, size, thick, Ink.GUIDE)


def draw_to_right(stage: Stage, position: CyclePosition) -> None:
    """Draw a ball that moves in an arc from the left side to the right side."""
    _draw_ball_on_arc(stage, position, 1)


def draw_to_left(stage: Stage, position: CyclePosition) -> None:
    """Draw a ball that moves in an arc from the right side to the left side."""
    _draw_ball_on_arc(stage, position, -1)


def _draw_ball_on_arc(stage: Stage, position: CyclePosition, direction: int) -> None:
    """Draw a ball on its way along an arc that has a hollow at both ends.

    direction: 1 to the right, -1 to the left.
    """
    radius = max(1.5, min(stage.width * 0.13, stage.height * 0.18))
    hollow = radius + stage.gap + stage.line_width
    reach = stage.middle_x - hollow
    ground = stage.height - hollow
    lift = ground - radius - 0.5

    def path(position: CyclePosition) -> Point:
        part = pi * ease(position)
        return stage.middle_x - direction * reach * cos(part), ground - lift * sin(part)

    half = stage.line_width / 2
    draw_ring(
        stage.background, (stage.middle_x, ground), reach + half, lift + half, stage.line_width, Ink.OUTLINE
    )
    fill_rectangle(stage.background, (0, ground), (stage.width, stage.height), 0, Ink.BLANK)
    for side in (-1, 1):
        middle = (stage.middle_x + side * reach, ground)
        fill_circle(stage.background, middle, hollow, Ink.BLANK)
        draw_ring(stage.background, middle, hollow, hollow, stage.line_width, Ink.OUTLINE)
    stage.draw_ball_with_tail(path, position, 0.2, radius)


def draw_pace(stage: Stage, position: CyclePosition) -> None:
    """Draw a ball that swings to and fro on a track that sags in the middle."""
    radius = max(1.5, min(stage.width * 0.13, stage.height * 0.22))
    reach = max(0.5, stage.middle_x - radius - 0.5)
    sag = min(stage.height - 2 * radius - 1, reach * 0.6)

    def height(x: float) -> float:
        return stage.middle_y + sag * (0.5 - ((x - stage.middle_x) / reach) ** 2)

    columns = range(int(stage.middle_x - reach), int(stage.middle_x + reach) + 1)
    half = stage.line_width / 2
    track = ((height(x + 0.5) - half, height(x + 0.5) + half) for x in columns)
    fill_columns(stage.background, track, Ink.OUTLINE, columns.start)
    x = stage.middle_x - reach * cos(2 * pi * position)
    stage.draw_ball((x, height(x)), radius)
