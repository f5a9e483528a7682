"""How the body lies on the cells of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.body_map import WHOLE_BODY, Point, View, Viewport
from tpsession.tui.drawing.raster.canvas import DOTS_ACROSS, DOTS_DOWN

Cell = tuple[int, int]
"""Column and row of a picture, from 0."""
HalfCell = tuple[int, int]
"""Columns away from the midline's column, and row."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The body's scale and place.

    The midline runs through the middle of a column, so that both halves fall on cells in the same way.
    """

    middle: int
    """The midline's column."""
    top: int
    """Dots above the crown."""
    scale: float
    """Dots to a unit of the body."""

    def half_cell_of_dot(self, dot: tuple[int, int]) -> HalfCell:
        """The cell of a dot in one half of the body: dots from the midline, dots from the crown."""
        return (dot[0] + 1) // DOTS_ACROSS, (dot[1] + self.top) // DOTS_DOWN

    def half_cell_of_point(self, point: Point) -> HalfCell:
        """The cell that a point of the body falls on."""
        return self.half_cell_of_dot((floor(point[0] * self.scale), floor(point[1] * self.scale)))

    def point_at(self, half_cell: tuple[float, float]) -> Point:
        """The point of the body in the middle of a cell; halves of cells are welcome."""
        away, row = half_cell
        return away * DOTS_ACROSS / self.scale, ((row + 0.5) * DOTS_DOWN - self.top) / self.scale

    def cell_distance(self, one: Point, other: Point) -> float:
        """How many cells two points are apart, across and down alike."""
        across, down = (one[0] - other[0]) / DOTS_ACROSS, (one[1] - other[1]) / DOTS_DOWN
        return float(self.scale * (across**2 + down**2) ** 0.5)


def fit_projection(columns: int, rows: int, window: Viewport) -> Projection:
    """The largest frame that shows a window in so many cells.

    Rows to spare lie above and below the whole body alike; below a part of it more of the body is seen.
    """
    middle = (columns - 1) // 2
    half = min(middle, columns - 1 - middle) * DOTS_ACROSS + 1
    height = window.bottom - window.top
    scale = min(half / window.half_width, rows * DOTS_DOWN / height)
    above = (rows * DOTS_DOWN - floor(height * scale)) // 2 if window is WHOLE_BODY else 0
    return Projection(middle, above - floor(window.top * scale), scale)


def fitted_size(window: Viewport, columns: int, rows: int) -> tuple[int, int]:
    """The columns and rows that a window takes up when it is shown as large as so many cells let it be."""
    scale = fit_projection(columns, rows, window).scale
    # A hair less, so that a size that fits exactly isn't rounded up.
    away = ceil((window.half_width * scale - 1) / DOTS_ACROSS - 1e-9)
    down = ceil((window.bottom - window.top) * scale / DOTS_DOWN - 1e-9)
    return min(columns, 2 * max(0, away) + 1), min(rows, max(1, down))


def half_of_side(view: View, side: Side) -> int:
    """Whether a side of the person is to the right (1) or to the left (-1) of the midline in a picture."""
    return 1 if (side is Side.LEFT) is (view is View.FRONT) else -1


def halves_of_side(view: View, side: Side) -> tuple[int, ...]:
    """The halves of the picture that a side takes in: both unless it is left or right."""
    return (half_of_side(view, side),) if side in (Side.LEFT, Side.RIGHT) else (-1, 1)
