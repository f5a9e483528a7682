"""The picture of the body, as someone sees it."""

from __future__ import annotations

from itertools import product

import pytest

from tpsession.core.catalog.area import AREAS, FOREARM, HIP, JAW, LOW_BACK, NECK, SKULL_BASE, THIGH, Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.body import (
    area_at,
    draw_body,
    areas_head_to_foot,
    body_legend,
    views_of,
    views_with_marks,
    viewport_of,
)
from tpsession.tui.drawing.body.body_map import WHOLE_BODY, View
from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture

SIZES = ((12, 12), (18, 22), (24, 28), (30, 24), (50, 50))

every_area = pytest.mark.parametrize("area", AREAS.values())
every_size = pytest.mark.parametrize("size", SIZES)
every_charset = pytest.mark.parametrize("charset", Charset)
every_view = pytest.mark.parametrize("view", View)


def cells(picture: Picture, ink: Ink) -> set[tuple[int, int]]:
    """Column and row of everything in an ink."""
    found = set()
    for row, runs in enumerate(picture.rows):
        column = 0
        for text, shown in runs:
            if shown is ink:
                found |= {(column + step, row) for step in range(len(text))}
            column += len(text)
    return found


@every_view
@every_charset
@pytest.mark.parametrize("size", [*SIZES, (1, 1), (2, 5), (7, 3), (80, 4), (5, 60)])
def test_a_picture_has_exactly_the_size_asked_for(
    view: View, charset: Charset, size: tuple[int, int]
) -> None:
    for closer in (False, True):
        picture = draw_body(view, *size, charset, area=NECK, zoomed=closer)
        assert len(picture.lines) == size[1]
        assert {len(line) for line in picture.lines} == {size[0]}


@every_view
@every_area
def test_in_ascii_nothing_but_ascii_is_drawn(view: View, area: Area) -> None:
    for size in SIZES:
        assert "".join(draw_body(view, *size, Charset.ASCII, area=area, highlighted=HIP).lines).isascii()


@every_view
@every_charset
def test_the_figure_keeps_its_proportions_in_any_room(view: View, charset: Charset) -> None:
    for size in ((50, 20), (20, 50), (60, 28)):
        drawn = cells(draw_body(view, *size, charset), Ink.OUTLINE)
        wide = max(column for column, _ in drawn) - min(column for column, _ in drawn) + 1
        high = max(row for _, row in drawn) - min(row for _, row in drawn) + 1
        assert wide == pytest.approx(2 * 0.436 * high, abs=2)


@every_view
@every_charset
@every_size
def test_the_figure_stands_in_the_middle(view: View, charset: Charset, size: tuple[int, int]) -> None:
    columns, rows = size
    drawn = cells(draw_body(view, *size, charset), Ink.OUTLINE)
    left, right = min(column for column, _ in drawn), max(column for column, _ in drawn)
    above, below = min(row for _, row in drawn), max(row for _, row in drawn)
    assert abs(left - (columns - 1 - right)) <= 1
    assert abs(above - (rows - 1 - below)) <= 1


@every_charset
def test_both_figures_side_by_side_fill_a_terminal_of_24_rows_in_60_columns(charset: Charset) -> None:
    drawn = cells(draw_body(View.BACK, 30, 24, charset), Ink.OUTLINE)
    assert {row for _, row in drawn} == set(range(24))


@every_area
@every_size
@every_charset
def test_every_area_is_seen_in_its_views_with_and_without_its_marks(
    area: Area, size: tuple[int, int], charset: Charset
) -> None:
    for view, marks in product(views_of(area), (True, False)):
        assert cells(draw_body(view, *size, charset, area=area, marks=marks), Ink.AREA)


@every_area
@every_charset
def test_without_colours_an_area_still_differs_from_the_figure_and_from_an_area_pointed_at(
    area: Area, charset: Charset
) -> None:
    view = views_of(area)[0]
    plain = draw_body(view, 24, 28, charset)
    filled = draw_body(view, 24, 28, charset, area=area, marks=False)
    pointed = draw_body(view, 24, 28, charset, highlighted=area)
    assert len({plain.lines, filled.lines, pointed.lines}) == 3


def test_pointing_at_the_area_that_is_shown_is_seen_too() -> None:
    shown, pointed = (
        draw_body(View.BACK, 24, 28, Charset.UNICODE, area=HIP, marks=False, highlighted=other)
        for other in (None, HIP)
    )
    assert cells(shown, Ink.AREA) == cells(pointed, Ink.GUIDE)


@every_area
@every_charset
def test_the_spots_are_marked_at_every_size(area: Area, charset: Charset) -> None:
    for size in SIZES:
        picture = draw_body(views_of(area)[0], *size, charset, area=area)
        mark = "o" if charset is Charset.ASCII else "●"
        spots = cells(picture, Ink.SPOT)
        assert spots
        assert {picture.lines[row][column] for column, row in spots} == {mark}


@every_area
@every_charset
def test_a_large_picture_marks_each_spot_what_it_refers_to_and_what_never_to_press(
    area: Area, charset: Charset
) -> None:
    pictures = [draw_body(view, 50, 50, charset, area=area, side=Side.LEFT, zoomed=True) for view in View]
    inks = (Ink.SPOT, Ink.REFERS, Ink.NEVER)
    spots, refers, never = (sum(len(cells(picture, ink)) for picture in pictures) for ink in inks)
    assert spots >= len(area.spots)
    assert refers >= len(area.spots)
    assert never >= len(set(area.never_press) - {"any pulse", "veins", "numb skin"})


def test_the_marks_can_be_left_out() -> None:
    picture = draw_body(View.BACK, 40, 44, Charset.UNICODE, area=LOW_BACK, marks=False)
    assert not cells(picture, Ink.SPOT) | cells(picture, Ink.REFERS) | cells(picture, Ink.NEVER)


def test_what_pain_refers_to_is_marked_also_where_the_area_itself_is_not_seen() -> None:
    front = draw_body(View.FRONT, 24, 28, Charset.UNICODE, area=LOW_BACK)
    assert cells(front, Ink.REFERS)
    assert not cells(front, Ink.AREA)


@every_charset
def test_a_small_picture_marks_no_more_than_the_spots(charset: Charset) -> None:
    picture = draw_body(View.BACK, 12, 12, charset, area=HIP)
    assert cells(picture, Ink.SPOT)
    assert not cells(picture, Ink.REFERS) | cells(picture, Ink.NEVER)


@every_area
@every_charset
@every_size
def test_a_persons_left_is_right_of_the_middle_from_the_front_and_left_of_it_from_behind(
    area: Area, charset: Charset, size: tuple[int, int]
) -> None:
    middle = (size[0] - 1) // 2
    for view in views_of(area):
        for side in (Side.LEFT, Side.RIGHT):
            columns = {
                column for column, _ in cells(draw_body(view, *size, charset, area=area, side=side), Ink.AREA)
            }
            if (side is Side.LEFT) is (view is View.FRONT):
                assert min(columns) >= middle
            else:
                assert max(columns) <= middle


@every_area
def test_the_sides_are_each_others_mirror_image_and_together_the_whole(area: Area) -> None:
    view = views_of(area)[0]
    left, right, both, none = (
        draw_body(view, 41, 44, Charset.UNICODE, area=area, side=side, marks=False)
        for side in (Side.LEFT, Side.RIGHT, Side.BOTH, Side.NONE)
    )
    assert cells(left, Ink.AREA) == {(40 - column, row) for column, row in cells(right, Ink.AREA)}
    assert cells(left, Ink.AREA) | cells(right, Ink.AREA) == cells(both, Ink.AREA)
    assert both == none


@every_charset
@every_size
def test_the_sides_are_named_so_that_nobody_is_in_doubt(charset: Charset, size: tuple[int, int]) -> None:
    for view, order in ((View.FRONT, "RL"), (View.BACK, "LR")):
        for closer, area in product((False, True), (NECK, SKULL_BASE)):
            picture = draw_body(view, *size, charset, area=area, zoomed=closer)
            named = "".join(picture.lines[row][column] for column, row in sorted(cells(picture, Ink.TEXT)))
            assert named == order


@every_area
def test_a_closer_look_shows_more_of_the_small_areas(area: Area) -> None:
    view = views_of(area)[0]
    whole, near = (
        len(cells(draw_body(view, 24, 28, Charset.UNICODE, area=area, marks=False, zoomed=closer), Ink.AREA))
        for closer in (False, True)
    )
    assert near == whole if viewport_of(area) == WHOLE_BODY else near > whole
    assert viewport_of(JAW) != WHOLE_BODY
    assert viewport_of(THIGH) == WHOLE_BODY


@every_area
@pytest.mark.parametrize("size", SIZES[1:])
def test_a_press_in_the_middle_of_an_area_means_it(area: Area, size: tuple[int, int]) -> None:
    for view, side in product(views_of(area), (Side.LEFT, Side.RIGHT)):
        seen = sorted(cells(draw_body(view, *size, Charset.ASCII, area=area, side=side, marks=False), Ink.AREA))
        column = sum(column for column, _ in seen) / len(seen)
        row = sum(row for _, row in seen) / len(seen)
        nearest = min(seen, key=lambda cell: (cell[0] - column) ** 2 + (cell[1] - row) ** 2)
        assert area_at(view, *nearest, *size) is area


@every_area
def test_every_area_can_be_pressed_in_the_smallest_picture(area: Area) -> None:
    pressed = {
        hit.id
        for column, row in product(range(12), range(12))
        if (hit := area_at(views_of(area)[0], column, row, 12, 12))
    }
    assert area.id in pressed


def test_a_finger_may_miss_a_little_but_not_by_far() -> None:
    picture = draw_body(View.FRONT, 40, 44, Charset.UNICODE, area=FOREARM, side=Side.LEFT, marks=False)
    seen = cells(picture, Ink.AREA)
    column, row = max(seen)
    assert area_at(View.FRONT, column + 1, row, 40, 44) is FOREARM
    assert area_at(View.FRONT, 0, 0, 40, 44) is None
    assert area_at(View.FRONT, 0, 0, 1, 1) is None


def test_a_press_on_the_midline_means_an_area_as_well() -> None:
    picture = draw_body(View.BACK, 41, 44, Charset.UNICODE, area=LOW_BACK, marks=False)
    row = sorted(cells(picture, Ink.AREA), key=lambda cell: cell[1])[10][1]
    assert area_at(View.BACK, 20, row, 41, 44) is LOW_BACK


@every_area
def test_the_legend_says_everything_in_the_areas_own_words(area: Area) -> None:
    lines = body_legend(area, Charset.UNICODE)
    said = [words for _, _, words in lines]
    for spot in area.spots:
        assert f"tender spot: {spot.place}" in said
        assert f"pain may refer to: {spot.refers_to}" in said
    assert [words for mark, _, words in lines if mark == "✕"] == [f"never press: {x}" for x in area.never_press]
    assert len(lines) == 2 * len(area.spots) + len(area.never_press)


@every_area
def test_the_legends_marks_are_the_pictures(area: Area) -> None:
    for charset in Charset:
        pictures = [draw_body(view, 50, 50, charset, area=area, zoomed=True) for view in View]
        for mark, ink, _ in body_legend(area, charset):
            drawn = {
                picture.lines[row][column] for picture in pictures for column, row in cells(picture, ink)
            }
            assert drawn <= {mark}
        assert {mark.isascii() for mark, _, _ in body_legend(area, Charset.ASCII)} == {True}


def test_the_areas_follow_one_another_from_the_head_to_the_foot() -> None:
    order = [area.id for area in areas_head_to_foot()]
    assert sorted(order) == sorted(AREAS)
    assert order.index("jaw") < order.index("neck") < order.index("low-back") < order.index("thigh")
    assert order[-1] == "foot"


def test_a_view_with_nothing_of_an_area_is_told_apart() -> None:
    assert views_with_marks(JAW) == (View.FRONT,)
    assert views_with_marks(LOW_BACK) == (View.FRONT, View.BACK)
