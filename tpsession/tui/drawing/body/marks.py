"""The marks on the body: where it is tender, where pain refers, what never to press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog.area import Area
from tpsession.tui.drawing.body.body_map import MAPS, MarkedPlaces, Point, View
from tpsession.tui.drawing.body.frame import Projection, HalfCell
from tpsession.tui.drawing.raster.picture import Charset, Ink

_MARKS = {
    Charset.UNICODE: {Ink.SPOT: "●", Ink.REFERS: "≈", Ink.NEVER: "✕"},
    Charset.ASCII: {Ink.SPOT: "o", Ink.REFERS: "~", Ink.NEVER: "x"},
}
_FARTHEST = 1.3
"""Cells that a mark may lie beside its place when another mark is already there; it is left out otherwise."""
_LEAST = 0.7
"""The scale, in dots to a unit of the body, from which on more than the spots is marked: below, the marks
would hide the area."""


@dataclass(frozen=True, slots=True)
class BodyMark:
    """A mark in one half of the body."""

    char: str
    ink: Ink


def mark_for(ink: Ink, charset: Charset) -> BodyMark:
    """The mark of a spot, a place that pain refers to, or one never to press."""
    return BodyMark(_MARKS[charset][ink], ink)


def place_marks(
    area: Area, view: View, frame: Projection, charset: Charset, worked: frozenset[HalfCell]
) -> dict[HalfCell, BodyMark]:
    """The marks of an area by their cells in one half of the body, none upon another.

    `worked` are the cells in which the area is seen. Spots leave at least one of them, the other marks half
    of them; what never to press moves off them where it can.
    """
    marks: dict[HalfCell, BodyMark] = {}
    for ink, point in _wanted(area, view, frame):
        mark = mark_for(ink, charset)
        cells = _nearest(point, frame)
        if ink is Ink.NEVER:
            cells.sort(key=worked.__contains__)
        left_over = 1 if ink is Ink.SPOT else (len(worked) + 1) // 2
        for cell in cells:
            if marks.get(cell) == mark:
                break
            if cell in marks or (cell in worked and len(worked - marks.keys()) <= left_over):
                continue
            marks[cell] = mark
            break
    return marks


def _wanted(area: Area, view: View, frame: Projection) -> Iterator[tuple[Ink, Point]]:
    """Every mark that the size has room for, the more important ones first."""
    chart = MAPS[area.id]
    groups: tuple[tuple[Ink, dict[str, MarkedPlaces]], ...] = (
        (Ink.SPOT, chart.spots),
        (Ink.NEVER, chart.never),
        (Ink.REFERS, chart.refers),
    )
    for ink, places in groups:
        if ink is not Ink.SPOT and frame.scale < _LEAST:
            return
        for views in places.values():
            for point in views.get(view, ()):
                yield ink, point


def _nearest(point: Point, frame: Projection) -> list[HalfCell]:
    """The cell of a point, then those around it that are near enough, the nearest first."""
    away, row = home = frame.half_cell_of_point(point)
    if not point[0]:
        return [home]
    around = [(a, r) for a in (away - 1, away, away + 1) for r in (row - 1, row, row + 1) if a >= 0]
    apart = {cell: frame.cell_distance(frame.point_at(cell), point) for cell in around if cell != home}
    near = sorted((far, cell) for cell, far in apart.items() if far <= _FARTHEST)
    return [home, *(cell for _, cell in near)]
