"""Draws the body from the front or the back, with an area, its marks, and a legend for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import hypot

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.body_canvas import BOTH_HALVES, BodyCanvas
from tpsession.tui.drawing.body.body_map import MAPS, WHOLE_BODY, Point, View, Viewport
from tpsession.tui.drawing.body.contour import CONTOURS, LANDMARKS, Curve
from tpsession.tui.drawing.body.marks import BodyMark, mark_for, place_marks
from tpsession.tui.drawing.body.projection import HalfCell, fit_projection, half_of_side, halves_of_side
from tpsession.tui.drawing.body.shapes import Dot, Outline, dots_inside, smooth_line, smooth_outline
from tpsession.tui.drawing.body.targets import BodyTargets, Regions
from tpsession.tui.drawing.raster.canvas import Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

BodyLegend = tuple[tuple[str, Ink, str], ...]
"""For each line of the legend: the mark, its ink, and what it stands for."""
_MARK_ORDER = (Ink.SPOT, Ink.NEVER, Ink.REFERS)
"""Which mark is shown where several areas have one, the first before the others."""
_CLICK_TOLERANCE = 1.5
"""How far a click may miss an area, in cells."""


def _silhouette(curve: Curve) -> Outline:
    """Return a contour as a closed line in one half of the body; an open one is closed along the midline."""
    points = smooth_line(curve.points, curve.closed)
    if curve.closed:
        return Outline(points)
    return Outline((*points, (0.0, points[-1][1]), (0.0, points[0][1])))


_SILHOUETTES = {view: tuple(_silhouette(curve) for curve in curves) for view, curves in CONTOURS.items()}


def views_of(area: Area) -> tuple[View, ...]:
    """Return the views that show an area, the one that shows it best first."""
    return tuple(MAPS[area.id].regions)


def views_with_marks(area: Area) -> tuple[View, ...]:
    """Return the views that show an area or any of its marks, the front first.

    A mark may be in another view than the area, as where its pain refers.
    """
    area_map = MAPS[area.id]
    marked = [*area_map.spots.values(), *area_map.refers.values(), *area_map.never.values()]
    return tuple(
        view for view in View if view in area_map.regions or any(view in places for places in marked)
    )


def viewport_of(area: Area) -> Viewport:
    """Return the part of the body that a zoomed picture of an area shows at least."""
    return MAPS[area.id].viewport


def body_legend(area: Area, charset: Charset) -> BodyLegend:
    """Return the lines that explain the marks of an area.

    For each spot there is a line with its place and a line with the places its pain refers to. Each place
    never to press has a line. Places that can't be drawn have lines too.
    """
    spot_mark, refers_mark, never_mark = (mark_for(ink, charset) for ink in (Ink.SPOT, Ink.REFERS, Ink.NEVER))
    lines: list[tuple[str, Ink, str]] = []
    for spot in area.spots:
        lines.append((spot_mark.char, spot_mark.ink, f"tender spot: {spot.place}"))
        lines.append((refers_mark.char, refers_mark.ink, f"pain may be felt in: {spot.refers_to}"))
    lines += [(never_mark.char, never_mark.ink, f"never press: {place}") for place in area.never_press]
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
    highlighted: Regions | None = None,
    zoomed: bool = False,
    others: tuple[Area, ...] = (),
    resting: Mapping[Area, Side] | None = None,
) -> Picture:
    """Return a picture of the body in exactly this many cells, with its proportions kept.

    It is as large as it can be. The whole body is in the middle; the zoomed part begins at the top. The
    letters L and R name the person's left and right.

    Args:
        view: From the front or from the back.
        columns: Cells across.
        rows: Cells down.
        charset: The characters that the terminal shows.
        area: Is filled on `side`; None fills no area.
        side: The side on which `area` and `others` are filled and marked.
        marks: Whether the marks of `area` and `others` are drawn.
        highlighted: The regions of a target that could be chosen. They are filled loosely in `Ink.GUIDE`, on
            both sides. An area that is filled and has these same regions gets `Ink.GUIDE` too.
        zoomed: Whether to enlarge the part of the body around `area`; without `area`, the whole body is shown
            all the same.
        others: More areas, which are shown as `area` is; without `area` they aren't.
        resting: Areas that have to rest today, with the side on which each is crossed out.

    """
    viewport = viewport_of(area) if zoomed and area is not None else WHOLE_BODY
    body = BodyCanvas(Canvas(columns, rows), fit_projection(columns, rows, viewport), charset)
    for curve in (*CONTOURS[view], *LANDMARKS[view]):
        if body.projection.scale >= curve.min_scale:
            body.draw_line(curve)
    for rests, rested in (resting or {}).items():
        dots = _region(MAPS[rests.id].regions.get(view, ()), view, body.projection.scale)
        crossed = {(x, y) for x, y in dots if (x + y) % 4 == 0 or (x - y) % 4 == 0}
        body.fill(crossed, halves_of_side(view, rested), Ink.NEVER, "x")
    if highlighted is not None:
        dots = _region(highlighted.get(view, ()), view, body.projection.scale)
        body.fill({(x, y) for x, y in dots if x % 2 or y % 2}, BOTH_HALVES, Ink.GUIDE, "%")
    halves = halves_of_side(view, side)
    marked: dict[HalfCell, BodyMark] = {}
    for shown in () if area is None else (area, *others):
        regions = MAPS[shown.id].regions
        ink = Ink.GUIDE if highlighted is regions else Ink.AREA
        dots = _region(regions.get(view, ()), view, body.projection.scale)
        area_cells = body.fill(dots, halves, ink, "#")
        placed = place_marks(shown, view, body.projection, charset, area_cells) if marks else {}
        for cell, mark in placed.items():
            if cell not in marked or _MARK_ORDER.index(mark.ink) < _MARK_ORDER.index(marked[cell].ink):
                marked[cell] = mark
    for cell, mark in marked.items():
        body.put_char(cell, halves, mark.char, mark.ink)
    label_cell = body.projection.half_cell_of_point(viewport.label)
    for labelled in (Side.LEFT, Side.RIGHT):
        body.put_char(label_cell, (half_of_side(view, labelled),), labelled[0].upper(), Ink.TEXT)
    return body.canvas.to_picture(charset)


def target_at(targets: BodyTargets, view: View, column: int, row: int, columns: int, rows: int) -> str | None:
    """Return the id of the target that a click on the picture of the whole body hits; None without one.

    The nearest target counts, on either side of the body, if it is at most `_CLICK_TOLERANCE` cells away.

    column, row: the cell that was clicked. columns, rows: the size of the picture.
    """
    from_midline = abs(column - fit_projection(columns, rows, WHOLE_BODY).middle)
    cells = _targets_by_cell(targets, view, columns, rows)
    distances = {cell: hypot(from_midline - cell[0], row - cell[1]) for cell in cells}
    nearest = min(distances, key=distances.__getitem__, default=None)
    if nearest is None or distances[nearest] > _CLICK_TOLERANCE:
        return None
    return cells[nearest]


@lru_cache(maxsize=128)
def _region(shapes: tuple[tuple[Point, ...], ...], view: View, scale: float) -> frozenset[Dot]:
    """Return the dots of one half of the body that are inside any of these shapes; none without a shape.

    A smooth closed line goes through the points of each shape. Dots outside the body's outline are left out.
    scale: dots for each unit of body coordinates.
    """
    dots: set[Dot] = set()
    for shape in shapes:
        dots |= dots_inside(Outline(smooth_outline(shape)), _SILHOUETTES[view], scale)
    return frozenset(dots)


@lru_cache(maxsize=16)
def _targets_by_cell(targets: BodyTargets, view: View, columns: int, rows: int) -> dict[HalfCell, str]:
    """Return the cells in one half of the body that show a target, each with the id of its target.

    Where several share a cell, it belongs to the one that has the largest part of itself there.
    """
    projection = fit_projection(columns, rows, WHOLE_BODY)
    shares: dict[HalfCell, tuple[float, str]] = {}
    for target, regions in targets.regions.items():
        dots = _region(regions.get(view, ()), view, projection.scale)
        for cell, count in Counter(map(projection.half_cell_of_dot, dots)).items():
            shares[cell] = max(shares.get(cell, (0.0, "")), (count / len(dots), target))
    return {cell: target for cell, (_, target) in shares.items()}
