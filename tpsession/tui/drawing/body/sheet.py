"""Puts the body's lines, fillings and marks on a canvas: dots, or in ASCII a character for each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tpsession.tui.drawing.body.contour import Curve
from tpsession.tui.drawing.body.frame import Projection, HalfCell
from tpsession.tui.drawing.body.shapes import Dot, line_dots
from tpsession.tui.drawing.raster.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from tpsession.tui.drawing.raster.picture import Charset, Ink

BOTH_HALVES = (-1, 1)
"""Both halves of a picture."""
_MIRRORED = {"/": "\\", "\\": "/"}
_LEVEL = 1.3
"""Dots across for one dot down from which on a line counts as level in ASCII."""
_UPRIGHT = 0.25
"""Dots across for one dot down up to which a line counts as upright in ASCII."""
_FULL = 3
"""Dots of a cell from which on a filling is well seen in it."""


@dataclass(frozen=True, slots=True)
class BodyCanvas:
    """A canvas with the body's frame on it; what is given for one half is drawn on the halves named."""

    canvas: Canvas
    projection: Projection
    charset: Charset

    def draw_line(self, curve: Curve) -> None:
        """Draw a line of the body, on both halves."""
        dots = line_dots(curve, self.projection.scale)
        if curve.dotted:
            dots = tuple(dot for dot in dots if (dot[1] + self.projection.top) % DOTS_DOWN == 1)
        if self.charset is Charset.UNICODE:
            self._dots(dots, BOTH_HALVES, Ink.OUTLINE)
            return
        for cell, char in self._strokes(dots).items():
            self.put_char(cell, BOTH_HALVES, char, Ink.OUTLINE)

    def fill(
        self, dots: Collection[Dot], halves: tuple[int, ...], ink: Ink, char: str
    ) -> frozenset[HalfCell]:
        """Fill a shape, in ASCII with a character of its own; returns the cells in which it is well seen."""
        counted = Counter(self.projection.half_cell_of_dot(dot) for dot in dots)
        enough = min(_FULL, max(counted.values(), default=0))
        seen = frozenset(cell for cell, count in counted.items() if count >= enough)
        if self.charset is Charset.UNICODE:
            self._dots(dots, halves, ink)
        else:
            for cell in seen:
                self.put_char(cell, halves, char, ink)
        return seen

    def put_char(self, cell: HalfCell, halves: tuple[int, ...], char: str, ink: Ink) -> None:
        """Put a character on a cell and on its mirror image."""
        away, row = cell
        for half in halves:
            turned = _MIRRORED.get(char, char) if half < 0 else char
            self.canvas.put_char(self.projection.middle + half * away, row, turned, ink)

    def _dots(self, dots: Iterable[Dot], halves: tuple[int, ...], ink: Ink) -> None:
        right = self.projection.middle * DOTS_ACROSS + 1
        for x, y in dots:
            for half in halves:
                self.canvas.set_dot(right + x if half > 0 else right - 1 - x, y + self.projection.top, ink)

    def _strokes(self, dots: Sequence[Dot]) -> dict[HalfCell, str]:
        """A character for each cell that a line crosses, by the line's direction there.

        A steep line gets one in each row: two beside each other would make it look thick.
        """
        strokes: dict[HalfCell, str] = {}
        for start, stop in _runs([self.projection.half_cell_of_dot(dot)[1] for dot in dots]):
            cells = [self.projection.half_cell_of_dot(dot) for dot in dots[start:stop]]
            around = dots[max(0, start - 1) : stop + 1]
            steep = abs(around[-1][1] - around[0][1]) > abs(around[-1][0] - around[0][0])
            fullest = Counter(cells).most_common(1)[0][0]
            for first, last in _runs(cells):
                cell = cells[first]
                if not steep or cell == fullest:
                    nearby = dots[max(0, start + first - 1) : start + last + 1]
                    strokes.setdefault(cell, self._stroke(nearby, cell))
        return strokes

    def _stroke(self, dots: Sequence[Dot], cell: HalfCell) -> str:
        across, down = dots[-1][0] - dots[0][0], dots[-1][1] - dots[0][1]
        if abs(across) <= _UPRIGHT * abs(down):
            return "|" if down else "."
        if abs(across) >= _LEVEL * abs(down) or not cell[0]:
            low = sum((y + self.projection.top) % DOTS_DOWN for _, y in dots) / len(dots)
            return "_" if low > DOTS_DOWN / 2 else "-"
        return "\\" if (across > 0) is (down > 0) else "/"


def _runs(items: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Where each stretch of equal items starts and stops."""
    start = 0
    for _, together in groupby(items):
        stop = start + sum(1 for _ in together)
        yield start, stop
        start = stop
