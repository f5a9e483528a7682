"""The body as a picture, from the front and from behind: where an area lies, and what to know about it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import hypot

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.body_map import MAPS, WHOLE, View, Window
from tpsession.tui.drawing.body.contour import CONTOURS, LANDMARKS, Curve
from tpsession.tui.drawing.body.frame import HalfCell, direction, directions, fit
from tpsession.tui.drawing.body.marks import mark_of, placed
from tpsession.tui.drawing.body.shapes import Dot, Outline, filled, rounded, smooth
from tpsession.tui.drawing.body.sheet import BOTH, BodySheet
from tpsession.tui.drawing.raster.canvas import Canvas
from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture

Legend = tuple[tuple[str, Ink, str], ...]
"""A mark, its ink, and the words for it, a line each."""
_REACH = 1.5
"""Cells that a finger may miss an area by."""


def _silhouette(curve: Curve) -> Outline:
    points = smooth(curve.points, curve.closed)
    if curve.closed:
        return Outline(points)
    return Outline((*points, (0.0, points[-1][1]), (0.0, points[0][1])))


_SILHOUETTES = {view: tuple(_silhouette(curve) for curve in curves) for view, curves in CONTOURS.items()}


def views_of(area: Area) -> tuple[View, ...]:
    """The views that show an area, the one that tells most first."""
    return tuple(MAPS[area.id].regions)


def views_with_marks(area: Area) -> tuple[View, ...]:
    """The views in which there is anything to see of an area, be it only where its pain refers."""
    chart = MAPS[area.id]
    marked = [*chart.spots.values(), *chart.refers.values(), *chart.never.values()]
    return tuple(view for view in View if view in chart.regions or any(view in places for places in marked))


def downwards() -> tuple[Area, ...]:
    """Every area, from the head to the foot."""

    def height(area: Area) -> float:
        chart = MAPS[area.id].regions[views_of(area)[0]][0]
        return sum(down for _, down in chart) / len(chart)

    return tuple(sorted(AREAS.values(), key=height))


def window_of(area: Area) -> Window:
    """The part of the body that a closer look at an area shows; all of it where the area is large enough."""
    return MAPS[area.id].window


def legend(area: Area, charset: Charset) -> Legend:
    """What the marks of an area stand for, in the area's own words; also of what can't be drawn."""
    spot, refers, never = (mark_of(ink, charset) for ink in (Ink.SPOT, Ink.REFERS, Ink.NEVER))
    lines: list[tuple[str, Ink, str]] = []
    for each in area.spots:
        lines.append((spot.char, spot.ink, f"tender spot: {each.place}"))
        lines.append((refers.char, refers.ink, f"pain may refer to: {each.refers_to}"))
    lines += [(never.char, never.ink, f"never press: {place}") for place in area.never_press]
    return tuple(lines)


def body(
    view: View,
    columns: int,
    rows: int,
    charset: Charset,
    *,
    area: Area | None = None,
    side: Side = Side.BOTH,
    marks: bool = True,
    pointed: Area | None = None,
    closer: bool = False,
) -> Picture:
    """The body in exactly so many cells, its proportions kept, in their middle.

    `area` is filled on the given side, and its marks are set unless `marks` is false; `pointed` is an area
    that could be chosen, filled more loosely on both sides and in the ink of what is followed, which
    `area` takes over where it is the same. `closer` shows only the part of the body around the area where
    that shows more.
    """
    window = window_of(area) if closer and area is not None else WHOLE
    sheet = BodySheet(Canvas(columns, rows), fit(columns, rows, window), charset)
    for curve in (*CONTOURS[view], *LANDMARKS[view]):
        if sheet.frame.scale >= curve.least:
            sheet.line(curve)
    if pointed is not None:
        dots = _region(pointed, view, sheet.frame.scale)
        sheet.fill({(x, y) for x, y in dots if x % 2 or y % 2}, BOTH, Ink.GUIDE, "%")
    if area is not None:
        ink = Ink.GUIDE if pointed is area else Ink.AREA
        worked = sheet.fill(_region(area, view, sheet.frame.scale), directions(view, side), ink, "#")
        if marks:
            for cell, mark in placed(area, view, sheet.frame, charset, worked).items():
                sheet.mark(cell, directions(view, side), mark.char, mark.ink)
    for named in (Side.LEFT, Side.RIGHT):
        cell = sheet.frame.half_cell_of(window.label)
        sheet.mark(cell, (direction(view, named),), named[0].upper(), Ink.TEXT)
    return sheet.canvas.picture(charset)


def area_at(view: View, column: int, row: int, columns: int, rows: int) -> Area | None:
    """The area that a press on a cell of the whole body means; a finger may miss it a little."""
    away = column - fit(columns, rows, WHOLE).middle
    cells = _areas_by_cell(view, columns, rows)
    apart = {cell: hypot(abs(away) - cell[0], row - cell[1]) for cell in cells}
    nearest = min(apart, key=apart.__getitem__, default=None)
    if nearest is None or apart[nearest] > _REACH:
        return None
    return AREAS[cells[nearest]]


def _region(area: Area, view: View, scale: float) -> set[Dot]:
    """The dots of an area in one half of the body."""
    dots: set[Dot] = set()
    for shape in MAPS[area.id].regions.get(view, ()):
        dots |= filled(Outline(rounded(shape)), _SILHOUETTES[view], scale)
    return dots


@lru_cache(maxsize=16)
def _areas_by_cell(view: View, columns: int, rows: int) -> dict[HalfCell, str]:
    """Which area each cell of one half belongs to: the one that has the largest part of itself there."""
    frame = fit(columns, rows, WHOLE)
    shares: dict[HalfCell, tuple[float, str]] = {}
    for area in AREAS.values():
        dots = _region(area, view, frame.scale)
        for cell, count in Counter(map(frame.half_cell, dots)).items():
            shares[cell] = max(shares.get(cell, (0.0, "")), (count / len(dots), area.id))
    return {cell: area_id for cell, (_, area_id) in shares.items()}
