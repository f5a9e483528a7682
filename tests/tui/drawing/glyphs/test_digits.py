"""A time in large numerals that fill a box."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.tui.drawing.glyphs.digits import NUMERALS, draw_digits
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

TIMES = st.from_regex(r"\+?([0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2}", fullmatch=True)
COLUMNS = st.integers(1, 220)
ROWS = st.integers(1, 70)
CHARSETS = st.sampled_from(Charset)
BOXES = [(60, 20), (80, 24), (120, 40), (200, 60)]
DIGITS = "0123456789"


def size(picture: Picture) -> tuple[int, int]:
    """Columns and rows of a picture."""
    return max(map(len, picture.lines), default=0), len(picture.lines)


def pixels(char: str, columns: int, rows: int) -> frozenset[tuple[int, int]]:
    """The filled pixels of one digit in Unicode, two in each cell."""
    return frozenset(
        (x, y * 2 + half)
        for y, line in enumerate(draw_digits(char, columns, rows, Charset.UNICODE).lines)
        for x, cell in enumerate(line)
        for half, blocks in enumerate(("▀█", "▄█"))
        if cell in blocks
    )


@given(TIMES, COLUMNS, ROWS, CHARSETS)
def test_numerals_fit_the_box_and_use_only_the_characters_of_the_charset(
    time: str, columns: int, rows: int, charset: Charset
) -> None:
    picture = draw_digits(time, columns, rows, charset)
    wide, high = size(picture)

    assert 1 <= wide <= columns
    assert 1 <= high <= rows
    assert {len(line) for line in picture.lines} == {wide}
    assert {ink for row in picture.rows for _, ink in row} == {Ink.TEXT}
    drawn = set("".join(picture.lines))
    assert drawn <= set(" ▀▄█") or drawn <= set(NUMERALS) or charset is Charset.ASCII
    assert charset is Charset.UNICODE or drawn <= set(" #") or high <= 4


@given(TIMES, st.data(), COLUMNS, ROWS, CHARSETS)
def test_the_numerals_keep_their_size_while_the_time_counts_down(
    now: str, data: st.DataObject, columns: int, rows: int, charset: Charset
) -> None:
    later = "".join(data.draw(st.sampled_from(DIGITS)) if char in DIGITS else char for char in now)

    assert size(draw_digits(now, columns, rows, charset)) == size(draw_digits(later, columns, rows, charset))


@given(TIMES, COLUMNS, ROWS, st.integers(0, 30), st.integers(0, 20), CHARSETS)
def test_a_larger_box_never_gives_smaller_numerals(
    time: str, columns: int, rows: int, wider: int, higher: int, charset: Charset
) -> None:
    small = size(draw_digits(time, columns, rows, charset))
    large = size(draw_digits(time, columns + wider, rows + higher, charset))

    if small[1] > 1:
        assert large[0] >= small[0]
    assert large[1] >= small[1]


@pytest.mark.parametrize("time", ["0:45", "12:34", "1:02:03", "+0:45"])
@pytest.mark.parametrize("charset", Charset)
def test_each_usual_screen_size_has_numerals_of_a_different_size(time: str, charset: Charset) -> None:
    sizes = [size(draw_digits(time, *box, charset)) for box in BOXES]

    for smaller, larger in pairwise(sizes):
        assert larger[0] >= smaller[0] * 1.2
        assert larger[1] >= smaller[1] * 1.15


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("charset", Charset)
def test_a_time_fills_the_width_of_a_usual_screen_and_half_its_height(
    box: tuple[int, int], charset: Charset
) -> None:
    wide, high = size(draw_digits("12:34", *box, charset))

    assert wide >= box[0] * 0.9
    assert high >= box[1] * 0.5


@pytest.mark.parametrize("rows", [3, 4, 6, 12, 60])
def test_every_digit_differs_clearly_from_every_other(rows: int) -> None:
    for columns in (3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 22, 37):
        shapes = {char: pixels(char, columns, rows) for char in DIGITS}
        area = max(len(shape) for shape in shapes.values())

        for one, other in combinations(DIGITS, 2):
            apart = shapes[one] ^ shapes[other]
            assert len(apart) >= max(1 if columns == 3 else 2, area * 0.06), (columns, one, other)


@pytest.mark.parametrize("box", [(3, 3), (3, 5), (4, 5), (6, 7), (12, 14), (40, 60)])
def test_every_digit_differs_from_every_other_in_ascii(box: tuple[int, int]) -> None:
    drawn = {draw_digits(char, *box, Charset.ASCII).lines for char in DIGITS}

    assert len(drawn) == len(DIGITS)


def test_strokes_are_thick_enough_to_be_read_from_across_the_room() -> None:
    for columns in range(6, 60):
        wide, high = size(draw_digits("0", columns, 60, Charset.UNICODE))
        middle = {x for x, y in pixels("0", columns, 60) if y == high}

        assert 0.19 * wide <= len(middle) / 2 <= 0.34 * wide, columns


def test_three_rows_are_enough_for_numerals_and_two_are_not() -> None:
    assert draw_digits("07", 40, 3, Charset.UNICODE).lines == ("█▀▀█ ▀▀▀█", "█  █    █", "█▄▄█    █")
    assert draw_digits("07", 40, 3, Charset.ASCII).lines == (" _   _ ", "| |   |", "|_|   |")
    assert draw_digits("07", 40, 2, Charset.UNICODE).lines == ("07",)


def test_a_time_that_does_not_fit_is_plain_text_cut_to_the_box() -> None:
    assert draw_digits("1:02:03", 12, 30, Charset.UNICODE).lines == ("1:02:03",)
    assert draw_digits("1:02:03", 4, 30, Charset.ASCII).lines == ("1:02",)
    assert draw_digits("0:45", 0, 5, Charset.UNICODE).lines == ()
    assert draw_digits("0:45", 5, 0, Charset.UNICODE).lines == ()
    assert draw_digits("", 5, 5, Charset.UNICODE).lines == ()


def test_text_that_is_not_a_time_is_plain_text() -> None:
    assert draw_digits("soon", 80, 24, Charset.UNICODE).lines == ("soon",)


@given(COLUMNS, ROWS, CHARSETS)
def test_a_space_is_as_wide_as_a_digit(columns: int, rows: int, charset: Charset) -> None:
    assert size(draw_digits(" 9:59", columns, rows, charset)) == size(
        draw_digits("10:00", columns, rows, charset)
    )
