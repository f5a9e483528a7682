"""The body as a picture, from the front and from behind: where an area lies, and what to know about it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import hypot

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.body_map import MAPS, WHOLE_BODY, View, Viewport
from tpsession.tui.drawing.body.contour import CONTOURS, LANDMARKS, Curve
from tpsession.tui.drawing.body.frame import HalfCell, half_of_side, halves_of_side, fit_projection
from tpsession.tui.drawing.body.marks import mark_for, place_marks
from tpsession.tui.drawing.body.shapes import Dot, Outline, dots_inside, smooth_outline, smooth_line
from tpsession.tui.drawing.body.sheet import BOTH_HALVES, BodyCanvas
from tpsession.tui.drawing.raster.canvas import Canvas
from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture

BodyLegend = tuple[tuple[str, Ink, str], ...]
"""A mark, its ink, and the words for it, a line each."""
_REACH = 1.5
"""Cells that a finger may miss an area by."""


def _silhouette(curve: Curve) -> Outline:
    points = smooth_line(curve.points, curve.closed)
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


def areas_head_to_foot() -> tuple[Area, ...]:
    """Every area, from the head to the foot."""

    def height(area: Area) -> float:
        chart = MAPS[area.id].regions[views_of(area)[0]][0]
        return sum(down for _, down in chart) / len(chart)

    return tuple(sorted(AREAS.values(), key=height))


def viewport_of(area: Area) -> Viewport:
    """The part of the body that a closer look at an area shows; all of it where the area is large enough."""
    return MAPS[area.id].viewport


def body_legend(area: Area, charset: Charset) -> BodyLegend:
    """What the marks of an area stand for, in the area's own words; also of what can't be drawn."""
    spot, refers, never = (mark_for(ink, charset) for ink in (Ink.SPOT, Ink.REFERS, Ink.NEVER))
    lines: list[tuple[str, Ink, str]] = []
    for each in area.spots:
        lines.append((spot.char, spot.ink, f"tender spot: {each.place}"))
        lines.append((refers.char, refers.ink, f"pain may refer to: {each.refers_to}"))
    lines += [(never.char, never.ink, f"never press: {place}") for place in area.never_press]
    return tuple(lines)


def draw_body(
    view: View,
    columns: int,
    rows: int,
    charset: Charset,
    *,
    area: Area | None = None,
    side: Side = Side.BOTH,
    marks: bool = True,
    highlighted: Area | None = None,
    zoomed: bool = False,
) -> Picture:
    """The body in exactly so many cells, its proportions kept, in their middle.

    `area` is filled on the given side, and its marks are set unless `marks` is false; `pointed` is an area
    that could be chosen, filled more loosely on both sides and in the ink of what is followed, which
    `area` takes over where it is the same. `closer` shows only the part of the body around the area where
    that shows more.
    """
    window = viewport_of(area) if zoomed and area is not None else WHOLE_BODY
    sheet = BodyCanvas(Canvas(columns, rows), fit_projection(columns, rows, window), charset)
    for curve in (*CONTOURS[view], *LANDMARKS[view]):
        if sheet.projection.scale >= curve.min_scale:
            sheet.draw_line(curve)
    if highlighted is not None:
        dots = _region(highlighted, view, sheet.projection.scale)
        sheet.fill({(x, y) for x, y in dots if x % 2 or y % 2}, BOTH_HALVES, Ink.GUIDE, "%")
    if area is not None:
        ink = Ink.GUIDE if highlighted is area else Ink.AREA
        worked = sheet.fill(_region(area, view, sheet.projection.scale), halves_of_side(view, side), ink, "#")
        if marks:
            for cell, mark in place_marks(area, view, sheet.projection, charset, worked).items():
                sheet.put_char(cell, halves_of_side(view, side), mark.char, mark.ink)
    for named in (Side.LEFT, Side.RIGHT):
        cell = sheet.projection.half_cell_of_point(window.label)
        sheet.put_char(cell, (half_of_side(view, named),), named[0].upper(), Ink.TEXT)
    return sheet.canvas.to_picture(charset)


def area_at(view: View, column: int, row: int, columns: int, rows: int) -> Area | None:
    """The area that a press on a cell of the whole body means; a finger may miss it a little."""
    away = column - fit_projection(columns, rows, WHOLE_BODY).middle
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
        dots |= dots_inside(Outline(smooth_outline(shape)), _SILHOUETTES[view], scale)
    return dots


@lru_cache(maxsize=16)
def _areas_by_cell(view: View, columns: int, rows: int) -> dict[HalfCell, str]:
    """Which area each cell of one half belongs to: the one that has the largest part of itself there."""
    frame = fit_projection(columns, rows, WHOLE_BODY)
    shares: dict[HalfCell, tuple[float, str]] = {}
    for area in AREAS.values():
        dots = _region(area, view, frame.scale)
        for cell, count in Counter(map(frame.half_cell_of_dot, dots)).items():
            shares[cell] = max(shares.get(cell, (0.0, "")), (count / len(dots), area.id))
    return {cell: area_id for cell, (_, area_id) in shares.items()}
