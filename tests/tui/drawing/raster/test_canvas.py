"""Dots on a canvas, shapes made of dots, and the characters they become."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.tui.drawing.raster.canvas import DOTS_ACROSS, DOTS_DOWN, BlockCanvas, Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture
from tpsession.tui.drawing.raster.shapes import (
    draw_line,
    draw_ring,
    fill_circle,
    fill_columns,
    fill_ellipse,
    fill_polygon,
    fill_rectangle,
)

SIDES = st.integers(0, 30)
PLACES = st.floats(-200, 200)
RADII = st.floats(0.25, 100)


def dots(canvas: Canvas) -> set[tuple[int, int]]:
    """The dots that are set, as a reader of braille would find them."""
    places = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
    return {
        (column * DOTS_ACROSS + x, row * DOTS_DOWN + y)
        for row, line in enumerate(canvas.to_picture(Charset.UNICODE).lines)
        for column, char in enumerate(line)
        if char != " "
        for bit, (x, y) in enumerate(places)
        if (ord(char) - 0x2800) >> bit & 1
    }


def inks(picture: Picture, row: int) -> list[Ink]:
    """The ink of each cell of a row."""
    return [ink for text, ink in picture.rows[row] for _ in text]


@given(SIDES, SIDES, st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 130))))
def test_a_dot_is_shown_where_it_was_set_and_ignored_outside_the_canvas(
    columns: int, rows: int, wanted: list[tuple[int, int]]
) -> None:
    canvas = Canvas(columns, rows)
    for x, y in wanted:
        canvas.set_dot(x, y, Ink.GUIDE)

    assert dots(canvas) == {(x, y) for x, y in wanted if 0 <= x < columns * 2 and 0 <= y < rows * 4}


@given(SIDES, SIDES, st.integers(-9, 70), st.integers(-9, 70), st.integers(-5, 130))
def test_filling_a_row_sets_all_its_dots(columns: int, rows: int, first: int, last: int, y: int) -> None:
    at_once, one_by_one = Canvas(columns, rows), Canvas(columns, rows)
    at_once.fill_row(first, last, y, Ink.GUIDE)
    for x in range(first, last + 1):
        one_by_one.set_dot(x, y, Ink.GUIDE)

    assert at_once.to_picture(Charset.UNICODE) == one_by_one.to_picture(Charset.UNICODE)


@given(SIDES, SIDES, PLACES, PLACES, RADII, RADII, st.sampled_from(Charset))
def test_a_picture_always_has_the_size_of_its_canvas(
    columns: int, rows: int, x: float, y: float, wide: float, high: float, charset: Charset
) -> None:
    canvas = Canvas(columns, rows)
    fill_ellipse(canvas, (x, y), wide, high, Ink.GUIDE)
    draw_ring(canvas, (y, x), wide, high, 1.5, Ink.OUTLINE)
    fill_rectangle(canvas, (x, y), (x + wide, y + high), 3, Ink.AREA)
    draw_line(canvas, (x, y), (high, wide), 2, Ink.GUIDE)
    fill_polygon(canvas, ((x, y), (wide, y), (x, high)), Ink.BLANK)
    fill_columns(canvas, ((y, y + high) for _ in range(70)), Ink.SPOT)

    picture = canvas.to_picture(charset)

    assert [len(line) for line in picture.lines] == [columns] * rows
    assert charset is Charset.UNICODE or all(" " <= char <= "~" for line in picture.lines for char in line)


def test_a_cell_has_the_ink_of_its_last_dot() -> None:
    canvas = Canvas(2, 1)
    canvas.set_dot(0, 0, Ink.OUTLINE)
    canvas.set_dot(3, 0, Ink.OUTLINE)
    canvas.set_dot(1, 3, Ink.GUIDE)

    assert inks(canvas.to_picture(Charset.UNICODE), 0) == [Ink.GUIDE, Ink.OUTLINE]


def test_clearing_all_dots_of_a_cell_leaves_it_blank() -> None:
    canvas = Canvas(3, 1)
    canvas.fill_row(0, 5, 0, Ink.OUTLINE)
    canvas.fill_row(2, 4, 0, Ink.BLANK)

    assert dots(canvas) == {(0, 0), (1, 0), (5, 0)}
    assert inks(canvas.to_picture(Charset.UNICODE), 0) == [Ink.OUTLINE, Ink.BLANK, Ink.OUTLINE]


def test_a_character_replaces_the_dots_of_its_cell_and_has_its_own_ink() -> None:
    canvas = Canvas(3, 2)
    canvas.fill_row(0, 5, 4, Ink.OUTLINE)
    canvas.put_char(1, 1, "x", Ink.SPOT)
    canvas.put_char(7, 1, "y", Ink.SPOT)
    picture = canvas.to_picture(Charset.ASCII)

    assert picture.lines[1][1] == "x"
    assert inks(picture, 1) == [Ink.OUTLINE, Ink.SPOT, Ink.OUTLINE]
    assert picture.lines[0] == "   "


@pytest.mark.parametrize(
    ("wanted", "char"),
    [
        ([], " "),
        ([(x, y) for x in (0, 1) for y in range(4)], "#"),
        ([(0, y) for y in range(4)], "|"),
        ([(0, 1), (1, 1)], "-"),
        ([(0, 3), (1, 3)], "_"),
        ([(0, 3)], "."),
        ([(1, 0)], "'"),
        ([(0, 1)], "'"),
        ([(0, 0), (1, 3)], ":"),
    ],
)
def test_ascii_characters_keep_the_position_and_direction_of_the_dots(
    wanted: list[tuple[int, int]], char: str
) -> None:
    canvas = Canvas(1, 1)
    for x, y in wanted:
        canvas.set_dot(x, y, Ink.GUIDE)

    assert canvas.to_picture(Charset.ASCII).lines == (char,)


def test_blocks_replace_whole_cells_of_dots_below_them() -> None:
    dotted, blocks = Canvas(4, 1), BlockCanvas(4, 1)
    fill_rectangle(dotted, (0, 0), (8, 4), 0, Ink.OUTLINE)
    fill_rectangle(blocks, (0, 0), (3, 4), 0, Ink.GUIDE)
    fill_rectangle(blocks, (4, 2), (6, 4), 0, Ink.GUIDE)
    picture = dotted.to_picture(Charset.UNICODE, over=blocks)

    assert picture.lines == ("█▌▄⣿",)
    assert inks(picture, 0) == [Ink.GUIDE] * 3 + [Ink.OUTLINE]
    assert dotted.to_picture(Charset.ASCII, over=blocks).lines == ("#|.#",)


@given(PLACES, PLACES, RADII, st.floats(2, 100))
def test_blocks_cover_the_same_place_as_dots(x: float, y: float, wide: float, high: float) -> None:
    dotted, blocks = Canvas(30, 20), BlockCanvas(30, 20)
    for surface in (dotted, blocks):
        fill_rectangle(surface, (x, y), (x + wide, y + high), 0, Ink.GUIDE)
    cells = zip(
        "".join(dotted.to_picture(Charset.UNICODE).lines),
        "".join(blocks.to_picture(Charset.UNICODE).lines),
        strict=True,
    )

    for dots_there, block in cells:
        assert block == "█" or dots_there != "⣿"
        assert block == " " or dots_there != " "


@given(st.floats(2, 12), st.floats(0, 1), st.floats(0, 1))
def test_a_circle_reaches_as_far_as_its_radius_and_no_further(radius: float, x: float, y: float) -> None:
    canvas = Canvas(16, 8)
    middle = (16 + x, 16 + y)
    fill_circle(canvas, middle, radius, Ink.GUIDE)

    def away(dot: tuple[int, int]) -> float:
        return hypot(dot[0] + 0.5 - middle[0], dot[1] + 0.5 - middle[1])

    inside = {(x, y) for x in range(32) for y in range(32) if away((x, y)) < radius - 0.3}
    assert (
        inside
        <= dots(canvas)
        <= {(x, y) for x in range(32) for y in range(32) if away((x, y)) < radius + 0.001}
    )


def test_a_ring_leaves_its_inside_empty() -> None:
    canvas = Canvas(20, 10)
    draw_ring(canvas, (20, 20), 18, 12, 2, Ink.GUIDE)
    drawn = dots(canvas)

    assert {(x, 20) for x in range(40)} & drawn == {(2, 20), (3, 20), (36, 20), (37, 20)}
    assert {(20, y) for y in range(40)} & drawn == {(20, 8), (20, 9), (20, 30), (20, 31)}


def test_a_polygon_is_filled_between_its_edges() -> None:
    canvas = Canvas(4, 2)
    fill_polygon(canvas, ((0, 0), (8, 0), (8, 8)), Ink.GUIDE)

    assert dots(canvas) == {(x, y) for x in range(8) for y in range(8) if x >= y}


def test_a_line_without_length_draws_nothing() -> None:
    canvas = Canvas(2, 2)
    draw_line(canvas, (2, 2), (2, 2), 3, Ink.GUIDE)

    assert not dots(canvas)


def test_a_shape_without_a_size_draws_nothing() -> None:
    canvas = Canvas(2, 2)
    fill_circle(canvas, (2.5, 2.5), 0, Ink.GUIDE)
    draw_ring(canvas, (2.5, 2.5), 0, 2, 1, Ink.GUIDE)

    assert not dots(canvas)


@given(st.floats(0, 31), st.floats(0, 31), st.floats(1, 8))
def test_a_level_line_is_as_thick_as_asked(start: float, end: float, thick: float) -> None:
    canvas = Canvas(16, 8)
    draw_line(canvas, (start, 16), (end, 16), thick, Ink.GUIDE)
    drawn = dots(canvas)

    for x in {x for x, _ in drawn}:
        assert abs(sum(1 for at, _ in drawn if at == x) - thick) <= 1
