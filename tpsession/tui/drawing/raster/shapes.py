"""Filled shapes, in dots: x to the right, y down, the first dot reaches from 0 to 1.

Places and sizes may lie between dots, so that a shape can move smoothly; a dot is set where its middle lies
inside. With `Ink.BLANK` a shape cuts itself out of what was drawn before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil, hypot, sqrt
from typing import Protocol

from tpsession.tui.drawing.raster.picture import Ink

Point = tuple[float, float]


class Surface(Protocol):
    """What shapes are drawn on: rows of dots, or of what is as wide as a dot and higher."""

    @property
    def height(self) -> int:
        """Number of rows."""

    @property
    def row_height(self) -> int:
        """Height of a row in dots."""

    def fill_row(self, first: int, last: int, y: int, ink: Ink) -> None:
        """Fill row `y` from column `first` to `last`; what is outside is left out."""


def fill_between(surface: Surface, left: float, right: float, y: int, ink: Ink) -> None:
    """Fill the row of dots `y` between two places."""
    surface.fill_row(ceil(left - 0.5), ceil(right - 0.5) - 1, y, ink)


def _covered(surface: Surface, top: float, bottom: float) -> range:
    """The rows whose middle lies between two heights."""
    pitch = surface.row_height
    return range(max(0, ceil(top / pitch - 0.5)), min(surface.height, ceil(bottom / pitch - 0.5)))


def _lines(surface: Surface, top: float, bottom: float) -> Iterator[tuple[int, float]]:
    """The rows whose middle lies between two heights, and where that is."""
    for line in _covered(surface, top, bottom):
        yield line, (line + 0.5) * surface.row_height


def fill_ellipse(surface: Surface, middle: Point, across_r: float, down_r: float, ink: Ink) -> None:
    """Fill an ellipse with these two radii; without a size nothing happens."""
    x, y = middle
    for line, away in _round_lines(surface, y, down_r):
        half = across_r * sqrt(1 - (away / down_r) ** 2)
        fill_between(surface, x - half, x + half, line, ink)


def _round_lines(surface: Surface, middle: float, radius: float) -> Iterator[tuple[int, float]]:
    """The rows of something round, and how far from its middle; what would only be a nipple is left out."""
    for line, y in _lines(surface, middle - radius, middle + radius):
        if abs(y - middle) < radius - surface.row_height * _NIPPLE:
            yield line, y - middle


_NIPPLE = 0.2
"""How far the middle of a row must lie inside something round, in rows."""


def fill_circle(surface: Surface, middle: Point, radius: float, ink: Ink) -> None:
    """Fill a circle."""
    fill_ellipse(surface, middle, radius, radius, ink)


def draw_ring(surface: Surface, middle: Point, across_r: float, down_r: float, thick: float, ink: Ink) -> None:
    """Draw the rim of an ellipse, `thick` dots inwards from its radii; what is inside stays as it is."""
    x, y = middle
    inner_across, inner_down = across_r - thick, down_r - thick
    for line, away in _round_lines(surface, y, down_r):
        half = across_r * sqrt(1 - (away / down_r) ** 2)
        if inner_across <= 0 or abs(away) >= inner_down - surface.row_height * _NIPPLE:
            fill_between(surface, x - half, x + half, line, ink)
            continue
        hole = inner_across * sqrt(1 - (away / inner_down) ** 2)
        fill_between(surface, x - half, x - hole, line, ink)
        fill_between(surface, x + hole, x + half, line, ink)


def fill_rectangle(surface: Surface, corner: Point, opposite: Point, round_r: float | Point, ink: Ink) -> None:
    """Fill a rectangle from its upper left to its lower right corner.

    round_r: radius of its rounded corners, or two: across and down.
    """
    (left, top), (right, bottom) = corner, opposite
    across_r, down_r = round_r if isinstance(round_r, tuple) else (round_r, round_r)
    across_r = min(across_r, (right - left) / 2)
    down_r = min(down_r, (bottom - top) / 2)
    for line, y in _lines(surface, top, bottom):
        away = max(top + down_r - y, y - bottom + down_r)
        inset = 0.0
        if away > 0 and across_r > 0:
            inset = across_r * (1 - sqrt(max(0.0, 1 - (away / down_r) ** 2)))
        fill_between(surface, left + inset, right - inset, line, ink)


def fill_polygon(surface: Surface, points: Sequence[Point], ink: Ink) -> None:
    """Fill the inside of a closed line through these points."""
    edges = list(zip(points, (*points[1:], points[0]), strict=True))
    heights = [y for _, y in points]
    for line, y in _lines(surface, min(heights), max(heights)):
        crossings = sorted(
            x + (y - y_from) * (x_to - x) / (y_to - y_from)
            for (x, y_from), (x_to, y_to) in edges
            if (y_from <= y) is not (y_to <= y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=True):
            fill_between(surface, left, right, line, ink)


def draw_line(surface: Surface, start: Point, end: Point, thick: float, ink: Ink) -> None:
    """Draw a straight line, `thick` dots wide, with flat ends."""
    (x, y), (x_to, y_to) = start, end
    length = hypot(x_to - x, y_to - y)
    if not length:
        return
    aside_x, aside_y = (y - y_to) / length * thick / 2, (x_to - x) / length * thick / 2
    corners = (
        (x + aside_x, y + aside_y),
        (x_to + aside_x, y_to + aside_y),
        (x_to - aside_x, y_to - aside_y),
        (x - aside_x, y - aside_y),
    )
    fill_polygon(surface, corners, ink)


def fill_columns(surface: Surface, heights: Iterable[tuple[float, float]], ink: Ink, left: int = 0) -> None:
    """Fill column by column from `left` on, each between its upper and lower height."""
    columns = [_covered(surface, top, bottom) for top, bottom in heights]
    rows = [row for column in columns for row in (column.start, column.stop) if column]
    for row in range(min(rows, default=0), max(rows, default=0)):
        covered = [column.start <= row < column.stop for column in columns]
        for first, last in _stretches(covered):
            surface.fill_row(left + first, left + last, row, ink)


def _stretches(covered: list[bool]) -> Iterator[tuple[int, int]]:
    """The first and last place of each unbroken run of what is covered."""
    first = 0
    for inside, together in groupby(covered):
        stop = first + sum(1 for _ in together)
        if inside:
            yield first, stop - 1
        first = stop
