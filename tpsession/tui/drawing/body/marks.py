"""Places the marks of an area on the body: tender spots, where pain refers, and what never to press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog.area import Area
from tpsession.tui.drawing.body.body_map import MAPS, MarkedPlaces, Point, View
from tpsession.tui.drawing.body.projection import HalfCell, Projection
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink

_MARKS = {
    Charset.UNICODE: {Ink.SPOT: "●", Ink.REFERS: "≈", Ink.NEVER: "✕"},
    Charset.ASCII: {Ink.SPOT: "o", Ink.REFERS: "~", Ink.NEVER: "x"},
}
_MAX_SHIFT = 1.3
"""How many cells a mark may move aside when another mark is in its place; otherwise it is left out."""
_MIN_SCALE = 0.7
"""The smallest scale at which more than the spots is marked, in dots for each unit of body coordinates.

In a smaller picture the marks would hide the area.
"""


@dataclass(frozen=True, slots=True)
class BodyMark:
    """A character that marks a place, and its ink."""

    char: str
    ink: Ink


def mark_for(ink: Ink, charset: Charset) -> BodyMark:
    """Return the character and the ink that mark a place of this kind.

    ink: `Ink.SPOT`, `Ink.REFERS` or `Ink.NEVER`.
    """
    return BodyMark(_MARKS[charset][ink], ink)


def place_marks(
    area: Area, view: View, projection: Projection, charset: Charset, area_cells: frozenset[HalfCell]
) -> dict[HalfCell, BodyMark]:
    """Return the marks of an area by their cells in one half of the body, at most one in each cell.

    A mark moves to a cell nearby if its own is taken or must stay free, and is left out if there is none. Two
    places of the same kind may share a cell and its mark. Nothing is drawn.

    area_cells: the cells in which the area is visible. A spot takes one of them only if at least one more is
    free; another kind of mark, only if at least half of them stay free. "Never press" marks move off them
    where possible.
    """
    marks: dict[HalfCell, BodyMark] = {}
    for ink, point in _points_to_mark(area, view, projection):
        mark = mark_for(ink, charset)
        cells = _cells_near(point, projection)
        if ink is Ink.NEVER:
            cells.sort(key=area_cells.__contains__)
        min_free = 1 if ink is Ink.SPOT else (len(area_cells) + 1) // 2
        for cell in cells:
            if marks.get(cell) == mark:
                break
            if cell in marks or (cell in area_cells and len(area_cells - marks.keys()) <= min_free):
                continue
            marks[cell] = mark
            break
    return marks


def _points_to_mark(area: Area, view: View, projection: Projection) -> Iterator[tuple[Ink, Point]]:
    """Yield the points to mark in a view, with their inks, the important first.

    That is: the spots, then the places never to press, then the places where pain refers. Below the scale
    `_MIN_SCALE` there are only the spots.
    """
    area_map = MAPS[area.id]
    groups: tuple[tuple[Ink, dict[str, MarkedPlaces]], ...] = (
        (Ink.SPOT, area_map.spots),
        (Ink.NEVER, area_map.never),
        (Ink.REFERS, area_map.refers),
    )
    for ink, places in groups:
        if ink is not Ink.SPOT and projection.scale < _MIN_SCALE:
            return
        for views in places.values():
            for point in views.get(view, ()):
                yield ink, point


def _cells_near(point: Point, projection: Projection) -> list[HalfCell]:
    """Return the cell of a point, then those neighbours whose centres are near the point, the nearest first.

    Near means at most `_MAX_SHIFT` cells away. A point on the midline has only its own cell.
    """
    away, row = own_cell = projection.half_cell_of_point(point)
    if not point[0]:
        return [own_cell]
    neighbours = [(a, r) for a in (away - 1, away, away + 1) for r in (row - 1, row, row + 1) if a >= 0]
    distances = {
        cell: projection.cell_distance(projection.point_at(cell), point)
        for cell in neighbours
        if cell != own_cell
    }
    near = sorted((distance, cell) for cell, distance in distances.items() if distance <= _MAX_SHIFT)
    return [own_cell, *(cell for _, cell in near)]
