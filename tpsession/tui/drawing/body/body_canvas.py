"""Draws the body's lines, filled areas and marks on a canvas: as dots, or as one ASCII character a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tpsession.tui.drawing.body.contour import Curve
from tpsession.tui.drawing.body.projection import HalfCell, Projection
from tpsession.tui.drawing.body.shapes import Dot, line_dots
from tpsession.tui.drawing.raster.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink

BOTH_HALVES = (-1, 1)
"""Both halves of a picture: left of the midline and right of it."""
_MIRRORED = {"/": "\\", "\\": "/"}
_LEVEL = 1.3
"""From this many dots across for each dot down on, a line counts as level in ASCII."""
_UPRIGHT = 0.25
"""Up to this many dots across for each dot down, a line counts as upright in ASCII."""
_WELL_FILLED_DOTS = 3
"""From this many dots on, a filled shape is clearly visible in a cell."""


@dataclass(frozen=True, slots=True)
class BodyCanvas:
    """A canvas for the body. Everything is given for one half and drawn on the halves asked for."""

    canvas: Canvas
    projection: Projection
    charset: Charset

    def draw_line(self, curve: Curve) -> None:
        """Draw a line of the body on both halves, as dots, or in ASCII as characters that show its direction.

        Of a `dotted` curve only the dots in one of the four dot lines of each row of cells are drawn.
        """
        dots = line_dots(curve, self.projection.scale)
        if curve.dotted:
            dots = tuple(dot for dot in dots if (dot[1] + self.projection.top) % DOTS_DOWN == 1)
        if self.charset is Charset.UNICODE:
            self._set_dots(dots, BOTH_HALVES, Ink.OUTLINE)
            return
        for cell, char in self._stroke_chars(dots).items():
            self.put_char(cell, BOTH_HALVES, char, Ink.OUTLINE)

    def fill(
        self, dots: Collection[Dot], halves: tuple[int, ...], ink: Ink, char: str
    ) -> frozenset[HalfCell]:
        """Fill a shape and return the cells in which it is clearly visible.

        These are the cells that hold at least `_WELL_FILLED_DOTS` dots of the shape; if no cell holds that
        many, the cells that hold the most. In ASCII, only these cells are filled. Otherwise all dots are set.

        Args:
            dots: The shape in one half of the body.
            halves: The halves to fill, of `BOTH_HALVES`.
            ink: The ink of the shape.
            char: What a filled cell shows in ASCII.

        Returns:
            The cells of one half. Those of the other half are the same, mirrored.

        """
        counts = Counter(self.projection.half_cell_of_dot(dot) for dot in dots)
        enough = min(_WELL_FILLED_DOTS, max(counts.values(), default=0))
        visible = frozenset(cell for cell, count in counts.items() if count >= enough)
        if self.charset is Charset.UNICODE:
            self._set_dots(dots, halves, ink)
        else:
            for cell in visible:
                self.put_char(cell, halves, char, ink)
        return visible

    def put_char(self, cell: HalfCell, halves: tuple[int, ...], char: str, ink: Ink) -> None:
        """Show a character in a cell of each of these halves; slashes are mirrored in the left half.

        A slash becomes a backslash there, and a backslash a slash.
        """
        away, row = cell
        for half in halves:
            shown = _MIRRORED.get(char, char) if half < 0 else char
            self.canvas.put_char(self.projection.middle + half * away, row, shown, ink)

    def _set_dots(self, dots: Iterable[Dot], halves: tuple[int, ...], ink: Ink) -> None:
        """Set dots, given for one half of the body, in the halves named (of `BOTH_HALVES`).

        The left is mirrored.
        """
        right = self.projection.middle * DOTS_ACROSS + 1
        for x, y in dots:
            for half in halves:
                self.canvas.set_dot(right + x if half > 0 else right - 1 - x, y + self.projection.top, ink)

    def _stroke_chars(self, dots: Sequence[Dot]) -> dict[HalfCell, str]:
        """Return ASCII characters for the cells that a line crosses, by the line's direction there.

        Where it is steep, it gets only one character each time that it crosses a row of cells: two side by
        side would make it look thick. Where the line crosses a cell twice, the first crossing counts.
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
                    strokes.setdefault(cell, self._stroke_char(nearby, cell))
        return strokes

    def _stroke_char(self, dots: Sequence[Dot], cell: HalfCell) -> str:
        """Return the ASCII character that shows the direction of a line in a cell.

        In the midline's column there are no slashes, because the two halves of the picture share it.

        dots: the line's dots in the cell, and the ones just before and after.
        """
        across, down = dots[-1][0] - dots[0][0], dots[-1][1] - dots[0][1]
        if abs(across) <= _UPRIGHT * abs(down):
            return "|" if down else "."
        if abs(across) >= _LEVEL * abs(down) or not cell[0]:
            low = sum((y + self.projection.top) % DOTS_DOWN for _, y in dots) / len(dots)
            return "_" if low > DOTS_DOWN / 2 else "-"
        return "\\" if (across > 0) is (down > 0) else "/"


def _runs(items: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield the start and the stop index of each run of equal items that are next to each other."""
    start = 0
    for _, group in groupby(items):
        stop = start + sum(1 for _ in group)
        yield start, stop
        start = stop
