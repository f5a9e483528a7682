"""Saves the card of a routine as a page to print, with a picture of the body and a code to scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import Plan
from tpsession.core.progress.report_writer import describe_saved_page
from tpsession.core.routine_editing.card import make_card
from tpsession.files.output_file import write_text_file
from tpsession.files.routine_editing.compact import compact_toml
from tpsession.report.card_page import BodyFigure, make_card_page
from tpsession.report.qr_code import make_qr_code
from tpsession.tui.drawing.body.body_map import MAPS, MarkedPlaces, Point, View
from tpsession.tui.drawing.body.contour import CONTOURS, LANDMARKS, Curve
from tpsession.tui.drawing.body.picture import viewport_of, views_with_marks
from tpsession.tui.drawing.body.projection import half_of_side, halves_of_side
from tpsession.tui.drawing.body.shapes import smooth_line, smooth_outline

PAGE_SUFFIXES = (".html", ".htm")
_LARGE = 3.0
"""Dots for each unit: the scale of the terminal's largest picture, from which every landmark is drawn."""


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A card that was saved as a page."""

    path: str
    """Absolute."""
    has_code: bool
    """Whether it has a code to scan; a long routine doesn't fit into one."""


def save_card_page(
    routine: Routine, plan: Plan, content: bytes, output: str, *, overwrite: bool = False
) -> SavedCard:
    """Save a routine's card as a page, as a whole or not at all; return its path and whether it has a code.

    Args:
        routine: The routine, which has no errors.
        plan: The plan of this routine for the area and the sides to print.
        content: What is in the routine's file; the code to scan on the card holds it, without its comments,
            if that fits.
        output: The path that the person typed, with one of the endings in `PAGE_SUFFIXES`.
        overwrite: Whether an existing file may be replaced.

    Raises:
        ExistsError: The file exists and must not be replaced.
        UsageError: `output` can't be the path of a page.
        TpsessionError: The file can't be written.

    """
    code = make_qr_code(compact_toml(content))
    areas = (area for area in plan.areas if area is not NO_AREA)
    figures = [_make_figure(area, view, plan.side) for area in areas for view in views_with_marks(area)]
    page = make_card_page(make_card(routine, plan), figures, code)
    return SavedCard(write_text_file(output, PAGE_SUFFIXES, page, overwrite=overwrite), code is not None)


def describe_saved_card(saved: SavedCard) -> tuple[str, ...]:
    """Return where a card was saved and what to do with it, each as a text for one line.

    If the card has no code, the last text says that, and why.
    """
    lines = describe_saved_page(saved.path)
    if saved.has_code:
        return lines
    return (
        *lines,
        "It has no code to scan, because the routine is too long for one: send its file instead.",
    )


def _make_figure(area: Area, view: View, side: Side) -> BodyFigure:
    """Return the part of the body around an area in one view, with the area and its marks.

    Args:
        area: What is massaged.
        view: How the body is seen, such as from the back.
        side: Which side of the body is massaged; for left or right, only that half of the area is marked.

    """
    area_map, viewport = MAPS[area.id], viewport_of(area)
    landmarks = [curve for curve in LANDMARKS[view] if curve.min_scale <= _LARGE]
    return BodyFigure(
        title=view.value,
        top=viewport.top,
        bottom=viewport.bottom,
        half_width=viewport.half_width,
        outlines=tuple(
            _path(smooth_line(curve.points, curve.closed), closed=curve.closed)
            for curve in (*CONTOURS[view], *landmarks)
        ),
        inside=tuple(_silhouette(curve) for curve in CONTOURS[view]),
        area=tuple(_path(smooth_outline(shape), closed=True) for shape in area_map.regions.get(view, ())),
        spots=_points(area_map.spots.values(), view),
        never=_points(area_map.never.values(), view),
        marked=halves_of_side(view, side),
        label=viewport.label,
        left=half_of_side(view, Side.LEFT),
    )


def _points(places: Iterable[MarkedPlaces], view: View) -> tuple[Point, ...]:
    """Return where these places are marked in a view of the body."""
    return tuple(point for views in places for point in views.get(view, ()))


def _silhouette(curve: Curve) -> str:
    """Return the SVG path around the inside of a contour in one half of the body.

    An open contour is closed along the midline.
    """
    points = smooth_line(curve.points, curve.closed)
    return _path(
        points if curve.closed else ((0.0, points[0][1]), *points, (0.0, points[-1][1])), closed=True
    )


def _path(points: Iterable[Point], *, closed: bool) -> str:
    """Return a line through these points as an SVG path; a closed one goes back to its first point."""
    return f"M{'L'.join(f'{x:.2f} {y:.2f}' for x, y in points)}{'z' if closed else ''}"
