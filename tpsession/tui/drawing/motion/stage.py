"""The stage that the guide's motions are drawn on, with the measures and curves they share."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from tpsession.tui.drawing.raster.canvas import BlockCanvas, Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture
from tpsession.tui.drawing.raster.shapes import Point, Surface, fill_circle, fill_columns

CyclePosition = float
"""Where a motion is in its cycle, from 0 to below 1."""
HELD_FROM = 0.25
"""The position in the cycle at which a hold is fully built up."""
HELD_UNTIL = 0.5
"""The position at which it lets go. Between the two it stays, and eases a little by the pulse."""
_PULSE = 0.07
"""How far the pulse eases a hold, as a part of its firmness."""
_ROOMY = 24
"""From this many dots of the shorter side on, there is room for a wide gap around moving shapes."""
_TAIL_STEPS = 14
"""How many circles a tail is made of."""


def ease(part: float) -> float:
    """Map a part from 0 to 1 onto 0 to 1 with a soft start and a soft end; values outside are clamped."""
    return (1 - cos(pi * min(max(part, 0.0), 1.0))) / 2


def swell(position: CyclePosition) -> float:
    """Return a value that rises from 0 to 1 in the first half of a cycle, and falls to 0 in the second."""
    return (1 - cos(2 * pi * position)) / 2


def firmness(position: CyclePosition) -> float:
    """Return how firmly something is held at a position in the cycle, from 0 to 1.

    It builds up until `HELD_FROM`, stays until `HELD_UNTIL` but for a slight easing, and lets go until 1.
    """
    if position < HELD_FROM:
        return ease(position / HELD_FROM)
    if position < HELD_UNTIL:
        return 1 - _PULSE * (position - HELD_FROM) / (HELD_UNTIL - HELD_FROM)
    return (1 - _PULSE) * (1 - ease((position - HELD_UNTIL) / (1 - HELD_UNTIL)))


class Stage:
    """Two canvases, one for the background and one for moving shapes. All measures are in dots.

    In ASCII both are the same canvas.
    """

    def __init__(self, columns: int, rows: int, charset: Charset) -> None:
        """Make an empty stage of this many cells."""
        self.background = Canvas(columns, rows)
        """For what doesn't move, with gaps cut around what does."""
        self.foreground = BlockCanvas(columns, rows) if charset is Charset.UNICODE else self.background
        """For moving shapes; it is laid over the background."""
        self._charset = charset
        self.width = self.background.width
        self.height = self.background.height
        self.shorter_side = min(self.width, self.height)
        self.middle_x = self.width / 2
        self.middle_y = self.height / 2
        self.line_width = max(1.0, self.shorter_side / 48)
        """Thickness of a thin line."""
        self.gap = 2 * self.line_width if self.shorter_side >= _ROOMY else 1.0
        """Width of the empty rim around moving shapes."""

    def to_picture(self) -> Picture:
        """Return the drawing as characters, with the moving shapes laid over the background."""
        over = None if self.foreground is self.background else self.foreground
        return self.background.to_picture(self._charset, over)

    def draw_curve(self, height: Callable[[float], float]) -> None:
        """Draw a thin line over the whole width of the background.

        height: gives its upper edge at an x position.
        """
        edges = [height(x + 0.5) for x in range(self.width)]
        fill_columns(self.background, ((edge, edge + self.line_width) for edge in edges), Ink.OUTLINE)

    def cutout_passes(self) -> tuple[tuple[Surface, float, Ink], ...]:
        """Return the two passes in which a moving shape is drawn: cut it out of the background, then show it.

        Each pass is a surface to draw on, how much larger to draw the shape on every side, and the ink.
        """
        return (self.background, self.gap, Ink.BLANK), (self.foreground, 0.0, Ink.GUIDE)

    def snap_to_row(self, y: float) -> float:
        """Round a height to the nearest upper edge of a row of the foreground, in dots from the top.

        A shape that moves from row to row keeps its form.
        """
        return round(y / self.foreground.row_height) * float(self.foreground.row_height)

    def draw_ball(self, centre: Point, radius: float) -> None:
        """Draw a filled ball as a moving shape: with a gap cut out of the background, and snapped to a row.

        Draw the background before it.
        """
        x, y = round(centre[0]), self.snap_to_row(centre[1])
        for surface, rim, ink in self.cutout_passes():
            fill_circle(surface, (x, y), radius + rim, ink)

    def draw_ball_with_tail(
        self, path: Callable[[CyclePosition], Point], position: CyclePosition, tail: float, radius: float
    ) -> None:
        """Draw a ball and, along the path behind it, a tail that gets thinner; cut a gap around both.

        Draw the background before it.

        path: gives the ball's centre at a position in the cycle. tail: the part of the cycle that the tail
        covers.
        """
        parts = [step / _TAIL_STEPS for step in range(1, _TAIL_STEPS)]
        circles = [(path(position - tail * part), max(1.5, radius * 0.65 * (1 - part))) for part in parts]
        for centre, tail_radius in circles:
            fill_circle(self.background, centre, tail_radius + self.gap, Ink.BLANK)
        self.draw_ball(path(position), radius)
        for centre, tail_radius in circles:
            fill_circle(self.foreground, centre, tail_radius, Ink.GUIDE)
