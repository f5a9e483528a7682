"""Functions that fill shapes on a canvas: circles, rings, rectangles, polygons and lines.

All places and sizes are in dots, x to the right and y down; the first dot reaches from 0 to 1. They may lie
between dots, so that a shape can move smoothly: a dot is set where its centre lies inside the shape. With
`Ink.BLANK` a shape is cut out of what was drawn before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil, hypot, sqrt
from typing import Protocol

from tpsession.tui.drawing.raster.picture import Ink

Point = tuple[float, float]


class Surface(Protocol):
    """What shapes are drawn on. A column is one dot wide; a row is one or more dots high."""

    @property
    def height(self) -> int:
        """Number of rows."""

    @property
    def row_height(self) -> int:
        """Height of a row, in dots."""

    def fill_row(self, first: int, last: int, y: int, ink: Ink) -> None:
        """Fill row `y` from column `first` to column `last`, both included; ignore what lies outside."""


def fill_between(surface: Surface, left: float, right: float, y: int, ink: Ink) -> None:
    """Fill the columns of row `y` whose centres lie between two x positions."""
    surface.fill_row(ceil(left - 0.5), ceil(right - 0.5) - 1, y, ink)


def _rows_between(surface: Surface, top: float, bottom: float) -> range:
    """Return the rows of the surface whose centre lies between two heights, which are in dots."""
    row_height = surface.row_height
    return range(max(0, ceil(top / row_height - 0.5)), min(surface.height, ceil(bottom / row_height - 0.5)))


def _row_centres(surface: Surface, top: float, bottom: float) -> Iterator[tuple[int, float]]:
    """Yield the rows whose centre lies between two heights, each with the height of its centre."""
    for row in _rows_between(surface, top, bottom):
        yield row, (row + 0.5) * surface.row_height


def fill_ellipse(surface: Surface, centre: Point, x_radius: float, y_radius: float, ink: Ink) -> None:
    """Fill an ellipse. One with a radius of 0 draws nothing."""
    x, y = centre
    for row, offset in _round_rows(surface, y, y_radius):
        half = x_radius * sqrt(1 - (offset / y_radius) ** 2)
        fill_between(surface, x - half, x + half, row, ink)


def _round_rows(surface: Surface, centre: float, radius: float) -> Iterator[tuple[int, float]]:
    """Yield the numbers of the surface's rows that a round shape covers, each with its offset.

    The offset is how far the middle of the row is below the shape's centre, in dots; negative above. centre
    and radius are in dots. A row at the very edge is left out: it would show as a small bump.
    """
    for row, y in _row_centres(surface, centre - radius, centre + radius):
        if abs(y - centre) < radius - surface.row_height * _EDGE_MARGIN:
            yield row, y - centre


_EDGE_MARGIN = 0.2
"""How far a row's centre must lie inside a round shape to be drawn, in rows."""


def fill_circle(surface: Surface, centre: Point, radius: float, ink: Ink) -> None:
    """Fill a circle."""
    fill_ellipse(surface, centre, radius, radius, ink)


def draw_ring(
    surface: Surface, centre: Point, x_radius: float, y_radius: float, thickness: float, ink: Ink
) -> None:
    """Draw a rim along the inside of an ellipse's edge, `thickness` dots wide. The rest stays as it is.

    If the rim is at least as thick as one of the radii, the whole ellipse is filled.
    """
    x, y = centre
    inner_x, inner_y = x_radius - thickness, y_radius - thickness
    for row, offset in _round_rows(surface, y, y_radius):
        half = x_radius * sqrt(1 - (offset / y_radius) ** 2)
        if inner_x <= 0 or abs(offset) >= inner_y - surface.row_height * _EDGE_MARGIN:
            fill_between(surface, x - half, x + half, row, ink)
            continue
        hole = inner_x * sqrt(1 - (offset / inner_y) ** 2)
        fill_between(surface, x - half, x - hole, row, ink)
        fill_between(surface, x + hole, x + half, row, ink)


def fill_rectangle(
    surface: Surface, corner: Point, opposite: Point, corner_radius: float | Point, ink: Ink
) -> None:
    """Fill a rectangle from its upper left to its lower right corner.

    corner_radius: radius of the rounded corners, or two radii: across and down. A radius over half the
    rectangle's size counts as half of it.
    """
    (left, top), (right, bottom) = corner, opposite
    x_radius, y_radius = corner_radius if isinstance(corner_radius, tuple) else (corner_radius, corner_radius)
    x_radius = min(x_radius, (right - left) / 2)
    y_radius = min(y_radius, (bottom - top) / 2)
    for row, y in _row_centres(surface, top, bottom):
        into_corner = max(top + y_radius - y, y - bottom + y_radius)
        inset = 0.0
        if into_corner > 0 and x_radius > 0:
            inset = x_radius * (1 - sqrt(max(0.0, 1 - (into_corner / y_radius) ** 2)))
        fill_between(surface, left + inset, right - inset, row, ink)


def fill_polygon(surface: Surface, points: Sequence[Point], ink: Ink) -> None:
    """Fill the inside of the closed line through these points."""
    edges = list(zip(points, (*points[1:], points[0]), strict=True))
    heights = [y for _, y in points]
    for row, y in _row_centres(surface, min(heights), max(heights)):
        crossings = sorted(
            x + (y - y_from) * (x_to - x) / (y_to - y_from)
            for (x, y_from), (x_to, y_to) in edges
            if (y_from <= y) is not (y_to <= y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=True):
            fill_between(surface, left, right, row, ink)


def draw_line(surface: Surface, start: Point, end: Point, thickness: float, ink: Ink) -> None:
    """Draw a straight line with flat ends, `thickness` dots wide. One without length draws nothing."""
    (x, y), (x_to, y_to) = start, end
    length = hypot(x_to - x, y_to - y)
    if not length:
        return
    aside_x, aside_y = (y - y_to) / length * thickness / 2, (x_to - x) / length * thickness / 2
    corners = (
        (x + aside_x, y + aside_y),
        (x_to + aside_x, y_to + aside_y),
        (x_to - aside_x, y_to - aside_y),
        (x - aside_x, y - aside_y),
    )
    fill_polygon(surface, corners, ink)


def fill_columns(
    surface: Surface, heights: Iterable[tuple[float, float]], ink: Ink, first_column: int = 0
) -> None:
    """Fill column after column from `first_column` on.

    heights: the upper and the lower edge in each column; where the two are equal, nothing is drawn.
    """
    columns = [_rows_between(surface, top, bottom) for top, bottom in heights]
    rows = [row for column in columns for row in (column.start, column.stop) if column]
    for row in range(min(rows, default=0), max(rows, default=0)):
        covered = [column.start <= row < column.stop for column in columns]
        for first, last in _stretches(covered):
            surface.fill_row(first_column + first, first_column + last, row, ink)


def _stretches(covered: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each unbroken run of true values."""
    first = 0
    for inside, group in groupby(covered):
        stop = first + sum(1 for _ in group)
        if inside:
            yield first, stop - 1
        first = stop
