"""The picture of the body: sizes, sides, areas, marks and clicks.

Drawing takes most of the time here. So a picture is drawn once, and the tests look at the same ones as far as
they can.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.tui.drawing.body.test_body_map import NOT_ON_A_MAP
from tpsession.core.catalog.area import AREAS, FOREARM, HIP, JAW, LOW_BACK, NECK, SKULL_BASE, Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body import picture
from tpsession.tui.drawing.body.body_map import MAPS, View
from tpsession.tui.drawing.body.picture import (
    body_legend,
    target_at,
    views_of,
    views_with_marks,
)
from tpsession.tui.drawing.body.targets import AREA_TARGETS, PLACE_TARGETS
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

SIZES = ((12, 12), (18, 22), (24, 28), (30, 24), (50, 50))


@cache
def _draw_once(*arguments: Any, highlighted: Area | None, **options: Any) -> Picture:  # noqa: ANN401 - passed on
    regions = None if highlighted is None else MAPS[highlighted.id].regions
    return picture.draw_body(*arguments, highlighted=regions, **options)


every_area = pytest.mark.parametrize("area", AREAS.values())
every_charset = pytest.mark.parametrize("charset", Charset)
every_view = pytest.mark.parametrize("view", View)


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
    others: tuple[Area, ...] = (),
) -> Picture:
    """A picture with these options, drawn once for all tests."""
    return _draw_once(
        view,
        columns,
        rows,
        charset,
        area=area,
        side=side,
        marks=marks,
        highlighted=highlighted,
        zoomed=zoomed,
        others=others,
    )


def cells(picture: Picture, ink: Ink) -> set[tuple[int, int]]:
    """Column and row of all characters in an ink."""
    found = set()
    for row, runs in enumerate(picture.rows):
        column = 0
        for text, run_ink in runs:
            if run_ink is ink:
                found |= {(column + step, row) for step in range(len(text))}
            column += len(text)
    return found


@every_view
@every_charset
def test_a_picture_has_exactly_the_size_asked_for(view: View, charset: Charset) -> None:
    for size in (*SIZES, (1, 1), (2, 5), (7, 3), (80, 4), (5, 60)):
        for zoomed in (False, True):
            picture = draw_body(view, *size, charset, area=NECK, zoomed=zoomed)
            assert len(picture.lines) == size[1], size
            assert {len(line) for line in picture.lines} == {size[0]}, size


@every_view
@every_area
def test_in_ascii_nothing_but_ascii_is_drawn(view: View, area: Area) -> None:
    pictures = [draw_body(view, *size, Charset.ASCII, area=area) for size in SIZES]
    pictures.append(draw_body(view, 24, 28, Charset.ASCII, area=area, highlighted=HIP))
    assert all("".join(picture.lines).isascii() for picture in pictures)


@every_view
@every_charset
def test_the_figure_keeps_its_proportions_at_any_size(view: View, charset: Charset) -> None:
    for size in ((50, 20), (20, 50), (60, 28)):
        outline = cells(draw_body(view, *size, charset), Ink.OUTLINE)
        width = max(column for column, _ in outline) - min(column for column, _ in outline) + 1
        height = max(row for _, row in outline) - min(row for _, row in outline) + 1
        assert width == pytest.approx(2 * 0.436 * height, abs=2)


@every_view
@every_charset
def test_the_figure_is_centred(view: View, charset: Charset) -> None:
    for columns, rows in SIZES:
        outline = cells(draw_body(view, columns, rows, charset), Ink.OUTLINE)
        left, right = min(column for column, _ in outline), max(column for column, _ in outline)
        above, below = min(row for _, row in outline), max(row for _, row in outline)
        assert abs(left - (columns - 1 - right)) <= 1, (columns, rows)
        assert abs(above - (rows - 1 - below)) <= 1, (columns, rows)


@every_charset
def test_both_figures_side_by_side_fill_a_terminal_of_24_rows_in_60_columns(charset: Charset) -> None:
    outline = cells(draw_body(View.BACK, 30, 24, charset), Ink.OUTLINE)
    assert {row for _, row in outline} == set(range(24))


@every_area
def test_every_area_is_visible_in_its_views_with_and_without_its_marks(area: Area) -> None:
    for size, charset, view, marks in product(SIZES, Charset, views_of(area), (True, False)):
        picture = draw_body(view, *size, charset, area=area, marks=marks)
        assert cells(picture, Ink.AREA), (size, charset, view, marks)


@every_area
def test_without_colours_an_area_differs_from_the_figure_and_from_a_highlighted_area(area: Area) -> None:
    view = views_of(area)[0]
    for charset in Charset:
        plain = draw_body(view, 24, 28, charset)
        filled = draw_body(view, 24, 28, charset, area=area, marks=False)
        highlighted = draw_body(view, 24, 28, charset, highlighted=area)
        assert len({plain.lines, filled.lines, highlighted.lines}) == 3, charset


def test_highlighting_the_area_that_is_shown_changes_its_ink() -> None:
    usual, highlighted = (
        draw_body(View.BACK, 24, 28, Charset.UNICODE, area=HIP, marks=False, highlighted=area)
        for area in (None, HIP)
    )
    assert cells(usual, Ink.AREA) == cells(highlighted, Ink.GUIDE)


@every_area
def test_the_spots_are_marked_at_every_size(area: Area) -> None:
    for charset, size in product(Charset, SIZES):
        picture = draw_body(views_of(area)[0], *size, charset, area=area)
        mark = "o" if charset is Charset.ASCII else "●"
        spots = cells(picture, Ink.SPOT)
        assert spots, (charset, size)
        assert {picture.lines[row][column] for column, row in spots} == {mark}, (charset, size)


@every_area
def test_a_large_picture_marks_each_spot_what_it_refers_to_and_what_never_to_press(area: Area) -> None:
    for charset in Charset:
        pictures = [draw_body(view, 50, 50, charset, area=area, side=Side.LEFT, zoomed=True) for view in View]
        inks = (Ink.SPOT, Ink.REFERS, Ink.NEVER)
        spots, refers, never = (sum(len(cells(picture, ink)) for picture in pictures) for ink in inks)
        assert spots >= len(area.spots), charset
        assert refers >= len(area.spots), charset
        assert never >= len(set(area.never_press) - NOT_ON_A_MAP), charset


def test_marks_can_be_turned_off() -> None:
    picture = draw_body(View.BACK, 40, 44, Charset.UNICODE, area=LOW_BACK, marks=False)
    assert not cells(picture, Ink.SPOT) | cells(picture, Ink.REFERS) | cells(picture, Ink.NEVER)


def test_places_that_pain_refers_to_are_marked_in_a_view_without_the_area_itself() -> None:
    front = draw_body(View.FRONT, 24, 28, Charset.UNICODE, area=LOW_BACK)
    assert cells(front, Ink.REFERS)
    assert not cells(front, Ink.AREA)


@every_charset
def test_a_small_picture_marks_only_the_spots(charset: Charset) -> None:
    picture = draw_body(View.BACK, 12, 12, charset, area=HIP)
    assert cells(picture, Ink.SPOT)
    assert not cells(picture, Ink.REFERS) | cells(picture, Ink.NEVER)


@every_area
def test_the_left_side_is_on_the_right_in_the_front_view_and_on_the_left_in_the_back_view(
    area: Area,
) -> None:
    # Without marks, which would hide cells of the area.
    drawings = [*product([Charset.ASCII], SIZES), (Charset.UNICODE, (24, 28))]
    for (charset, size), view, side in product(drawings, views_of(area), (Side.LEFT, Side.RIGHT)):
        middle = (size[0] - 1) // 2
        picture = draw_body(view, *size, charset, area=area, side=side, marks=False)
        columns = {column for column, _ in cells(picture, Ink.AREA)}
        if (side is Side.LEFT) is (view is View.FRONT):
            assert min(columns) >= middle, (charset, size, view, side)
        else:
            assert max(columns) <= middle, (charset, size, view, side)


@every_area
def test_left_and_right_are_mirror_images_and_together_both_sides(area: Area) -> None:
    view = views_of(area)[0]
    left, right, both, none = (
        draw_body(view, 41, 44, Charset.UNICODE, area=area, side=side, marks=False)
        for side in (Side.LEFT, Side.RIGHT, Side.BOTH, Side.NONE)
    )
    assert cells(left, Ink.AREA) == {(40 - column, row) for column, row in cells(right, Ink.AREA)}
    assert cells(left, Ink.AREA) | cells(right, Ink.AREA) == cells(both, Ink.AREA)
    assert both == none


@every_charset
def test_the_sides_are_labelled_left_and_right_in_each_view(charset: Charset) -> None:
    orders = ((View.FRONT, "RL"), (View.BACK, "LR"))
    for size, (view, order), zoomed, area in product(SIZES, orders, (False, True), (NECK, SKULL_BASE)):
        picture = draw_body(view, *size, charset, area=area, zoomed=zoomed)
        labels = "".join(picture.lines[row][column] for column, row in sorted(cells(picture, Ink.TEXT)))
        assert labels == order, (size, view, zoomed, area.id)


@every_area
def test_zooming_enlarges_every_area_and_makes_room_for_its_marks(area: Area) -> None:
    view = views_of(area)[0]
    whole, near = (
        len(cells(draw_body(view, 25, 17, Charset.UNICODE, area=area, marks=False, zoomed=zoomed), Ink.AREA))
        for zoomed in (False, True)
    )
    assert near > whole
    # As small as beside the text on 80 columns, where the whole body has no room for them.
    never = any(places.get(view) for places in MAPS[area.id].never.values())
    assert bool(cells(draw_body(view, 25, 17, Charset.UNICODE, area=area, zoomed=True), Ink.NEVER)) is never


@every_area
def test_a_click_in_the_middle_of_an_area_finds_it(area: Area) -> None:
    for (columns, rows), view, side in product(SIZES[1:], views_of(area), (Side.LEFT, Side.RIGHT)):
        picture = draw_body(view, columns, rows, Charset.ASCII, area=area, side=side, marks=False)
        area_cells = sorted(cells(picture, Ink.AREA))
        column = sum(column for column, _ in area_cells) / len(area_cells)
        row = sum(row for _, row in area_cells) / len(area_cells)
        nearest = min(area_cells, key=lambda cell: (cell[0] - column) ** 2 + (cell[1] - row) ** 2)
        assert target_at(AREA_TARGETS, view, *nearest, columns, rows) == area.id, (columns, rows, view, side)


@every_area
def test_every_area_can_be_clicked_in_the_smallest_picture(area: Area) -> None:
    found = {
        hit
        for column, row in product(range(12), range(12))
        if (hit := target_at(AREA_TARGETS, views_of(area)[0], column, row, 12, 12))
    }
    assert area.id in found


def test_a_click_may_miss_an_area_by_a_cell_but_not_by_far() -> None:
    picture = draw_body(View.FRONT, 40, 44, Charset.UNICODE, area=FOREARM, side=Side.LEFT, marks=False)
    column, row = max(cells(picture, Ink.AREA))
    assert target_at(AREA_TARGETS, View.FRONT, column + 1, row, 40, 44) == FOREARM.id
    assert target_at(AREA_TARGETS, View.FRONT, 0, 0, 40, 44) is None
    assert target_at(AREA_TARGETS, View.FRONT, 0, 0, 1, 1) is None


def test_a_click_on_the_midline_finds_an_area() -> None:
    picture = draw_body(View.BACK, 41, 44, Charset.UNICODE, area=LOW_BACK, marks=False)
    row = sorted(cells(picture, Ink.AREA), key=lambda cell: cell[1])[10][1]
    assert target_at(AREA_TARGETS, View.BACK, 20, row, 41, 44) == LOW_BACK.id


@every_area
def test_the_legend_explains_every_mark_in_the_areas_own_words(area: Area) -> None:
    lines = body_legend(area, Charset.UNICODE)
    texts = [text for _, _, text in lines]
    for spot in area.spots:
        assert f"tender spot: {spot.place}" in texts
        assert f"pain may be felt in: {spot.refers_to}" in texts
    never = [text for mark, _, text in lines if mark == "✕"]
    assert never == [f"never press: {place}" for place in area.never_press]
    assert len(lines) == 2 * len(area.spots) + len(area.never_press)


@every_area
def test_the_legend_shows_the_same_marks_as_the_picture(area: Area) -> None:
    for charset in Charset:
        pictures = [draw_body(view, 50, 50, charset, area=area, side=Side.LEFT, zoomed=True) for view in View]
        for mark, ink, _ in body_legend(area, charset):
            drawn = {
                picture.lines[row][column] for picture in pictures for column, row in cells(picture, ink)
            }
            assert drawn <= {mark}
        assert {mark.isascii() for mark, _, _ in body_legend(area, Charset.ASCII)} == {True}


@pytest.mark.parametrize("place", PLACE_TARGETS.ids)
def test_every_place_can_be_clicked_in_a_small_picture_and_highlighted(place: str) -> None:
    regions = PLACE_TARGETS.regions[place]
    clickable = {
        target_at(PLACE_TARGETS, view, column, row, 18, 22)
        for view in regions
        for column, row in product(range(18), range(22))
    }
    assert place in clickable
    for view, (columns, rows), charset in product(regions, SIZES[1:], Charset):
        shown = picture.draw_body(view, columns, rows, charset, highlighted=regions)
        assert cells(shown, Ink.GUIDE), (view, columns, charset)


def test_areas_are_sorted_from_the_head_to_the_foot() -> None:
    order = list(AREA_TARGETS.ids)
    assert sorted(order) == sorted(AREAS)
    assert order.index("jaw") < order.index("neck") < order.index("low-back") < order.index("thigh")
    assert order[-1] == "foot"


def test_views_with_marks_leaves_out_a_view_that_shows_nothing_of_an_area() -> None:
    assert views_with_marks(JAW) == (View.FRONT,)
    assert views_with_marks(LOW_BACK) == (View.FRONT, View.BACK)


def test_several_areas_are_filled_and_marked_in_one_picture() -> None:
    both = draw_body(View.BACK, 40, 44, Charset.UNICODE, area=HIP, others=(LOW_BACK,))
    for area in (HIP, LOW_BACK):
        alone = draw_body(View.BACK, 40, 44, Charset.UNICODE, area=area)
        assert cells(alone, Ink.SPOT) <= cells(both, Ink.SPOT)
    assert len(cells(both, Ink.AREA)) > len(cells(alone, Ink.AREA))
