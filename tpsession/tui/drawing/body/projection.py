"""Converts between points of the body and the dots and cells of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.body_map import WHOLE_BODY, Point, View, Viewport
from tpsession.tui.drawing.raster.canvas import DOTS_ACROSS, DOTS_DOWN

Cell = tuple[int, int]
"""Column and row of a picture, from 0."""
HalfCell = tuple[int, int]
"""A cell in either half: its distance from the midline's column, in columns, and its row."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The scale and position at which the body is drawn.

    The midline runs through the middle of a column, so that both halves fall on cells in the same way.
    """

    middle: int
    """The midline's column."""
    top: int
    """Dots above the crown."""
    scale: float
    """Dots for each unit of body coordinates."""

    def half_cell_of_dot(self, dot: tuple[int, int]) -> HalfCell:
        """Return the cell that holds a dot.

        dot: its distances from the midline and from the crown, in dots.
        """
        return (dot[0] + 1) // DOTS_ACROSS, (dot[1] + self.top) // DOTS_DOWN

    def half_cell_of_point(self, point: Point) -> HalfCell:
        """Return the cell that holds a point given in body coordinates."""
        return self.half_cell_of_dot((floor(point[0] * self.scale), floor(point[1] * self.scale)))

    def point_at(self, half_cell: tuple[float, float]) -> Point:
        """Return the point of the body at the centre of a cell.

        half_cell: how many columns the cell is from the body's midline, and its row; fractions are between
        cells.
        """
        away, row = half_cell
        return away * DOTS_ACROSS / self.scale, ((row + 0.5) * DOTS_DOWN - self.top) / self.scale

    def cell_distance(self, one: Point, other: Point) -> float:
        """Return the distance between two points of the body, in cells: one column or one row counts as 1."""
        across, down = (one[0] - other[0]) / DOTS_ACROSS, (one[1] - other[1]) / DOTS_DOWN
        return float(self.scale * (across**2 + down**2) ** 0.5)


def fit_projection(columns: int, rows: int, viewport: Viewport) -> Projection:
    """Return the projection that shows a part of the body as large as possible in this many cells.

    The whole body is centred in height. Below a part of the body, spare rows show more of the body.
    """
    middle = (columns - 1) // 2
    half = min(middle, columns - 1 - middle) * DOTS_ACROSS + 1
    height = viewport.bottom - viewport.top
    scale = min(half / viewport.half_width, rows * DOTS_DOWN / height)
    above = (rows * DOTS_DOWN - floor(height * scale)) // 2 if viewport is WHOLE_BODY else 0
    return Projection(middle, above - floor(viewport.top * scale), scale)


def fitted_size(viewport: Viewport, columns: int, rows: int) -> tuple[int, int]:
    """Return the columns and rows that a part of the body fills at the largest scale that fits.

    columns, rows: the cells into which it has to fit.
    """
    scale = fit_projection(columns, rows, viewport).scale
    # 1e-9 less, so that rounding errors don't add a cell to a size that fits exactly.
    away = ceil((viewport.half_width * scale - 1) / DOTS_ACROSS - 1e-9)
    down = ceil((viewport.bottom - viewport.top) * scale / DOTS_DOWN - 1e-9)
    return min(columns, 2 * max(0, away) + 1), min(rows, max(1, down))


def half_of_side(view: View, side: Side) -> int:
    """Return the half of the picture that shows the person's left or right side.

    That is -1 for the half left of the midline and 1 for the half right of it. From the front, the person's
    left is in the right half.
    """
    return 1 if (side is Side.LEFT) is (view is View.FRONT) else -1


def halves_of_side(view: View, side: Side) -> tuple[int, ...]:
    """Return the halves, -1 or 1, of the picture that show a side: one for left or right, otherwise both."""
    return (half_of_side(view, side),) if side in (Side.LEFT, Side.RIGHT) else (-1, 1)
