"""Words in letters as large as the box allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.tui.drawing.glyphs.letters import draw_letters, draw_prompt, draw_title_and_text
from tpsession.tui.drawing.raster.charset import Charset

CHARSETS = st.sampled_from(Charset)
TEXTS = st.text(st.characters(max_codepoint=0x2FF, exclude_categories=("Cc", "Cs")), max_size=40)
TITLE = "Sustained pressure, left side"
TEXT = (
    "Pinch the tender spot at the top of the shoulder, and stay. Discomfort 4 to 5 out of 10, never over 6."
)


@given(TEXTS, st.integers(0, 220), st.integers(0, 60), CHARSETS)
def test_the_picture_fits_its_box_and_all_its_rows_are_equally_wide(
    text: str, columns: int, rows: int, charset: Charset
) -> None:
    lines = draw_letters(text, columns, rows, charset).lines
    assert len(lines) <= rows
    assert len({len(line) for line in lines}) <= 1
    assert all(len(line) <= columns for line in lines)
    if charset is Charset.ASCII and len(lines) > 1:
        assert "".join(lines).isascii()


@given(TEXTS, TEXTS, st.integers(1, 220), st.integers(0, 60), CHARSETS)
def test_a_title_and_a_text_fit_their_box_or_are_not_drawn(
    title: str, text: str, columns: int, rows: int, charset: Charset
) -> None:
    picture = draw_title_and_text(title, text, columns, rows, charset)
    if picture is not None:
        assert len(picture.rows) <= rows
        assert {len(line) for line in picture.lines} <= {columns}


def test_letters_come_from_a_font_with_small_ones_and_signs() -> None:
    assert draw_letters("Hi!", 12, 4, Charset.UNICODE).lines == (
        "  ▌ ▌▗ ▐    ",
        "  ▙▄▌▄ ▐    ",
        "  ▌ ▌▐ ▝    ",
        "  ▘ ▘▀▘▝    ",
    )


@pytest.mark.parametrize("charset", list(Charset))
def test_a_larger_box_gives_larger_letters(charset: Charset) -> None:
    small = draw_letters("Wipe your hands", 56, 6, charset).lines
    large = draw_letters("Wipe your hands", 196, 50, charset).lines
    assert len(small) <= 5
    assert len(large) >= 7


def test_words_are_put_on_several_lines_where_the_box_is_narrow() -> None:
    assert len(draw_letters("Wipe your hands", 56, 8, Charset.UNICODE).lines) == 4
    assert len(draw_letters("Wipe your hands", 26, 8, Charset.UNICODE).lines) == 8


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [("Wipe your hands", 3, 10), ("Wipe your hands", 90, 2), ("手を拭く", 90, 30), ("Wipe 👋", 90, 30)],
)
def test_text_that_does_not_fit_or_cannot_be_drawn_is_plain_text(text: str, columns: int, rows: int) -> None:
    assert draw_letters(text, columns, rows, Charset.UNICODE).lines == (text[:columns],)


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_gives_an_empty_picture(text: str) -> None:
    assert draw_letters(text, 80, 24, Charset.UNICODE).lines == ()


@pytest.mark.parametrize("charset", list(Charset))
def test_what_to_do_grows_with_the_room_and_the_title_is_never_smaller_than_the_text(
    charset: Charset,
) -> None:
    heights = [
        len(picture.rows)
        for columns, rows in ((116, 10), (116, 22), (196, 60))
        if (picture := draw_title_and_text("Release", "Ease off, and breathe.", columns, rows, charset))
        is not None
    ]
    assert len(heights) == 3
    assert heights == sorted(set(heights))


@pytest.mark.parametrize(
    ("title", "text", "rows"), [(TITLE, TEXT, 8), ("深呼吸", TEXT, 60), (TITLE, "深", 60)]
)
def test_what_can_not_be_drawn_large_is_left_to_lines_of_text(title: str, text: str, rows: int) -> None:
    assert draw_title_and_text(title, text, 116, rows, Charset.UNICODE) is None


@pytest.mark.parametrize("charset", list(Charset))
def test_a_title_alone_needs_no_row_below_it(charset: Charset) -> None:
    fitting = next(
        rows for rows in range(20) if draw_title_and_text("Release", "", 60, rows, charset) is not None
    )
    picture = draw_title_and_text("Release", "", 60, fitting, charset)
    assert picture is not None
    assert len(picture.rows) == fitting


def test_the_gap_between_words_is_wider_than_between_letters() -> None:
    lines = draw_letters("to it on it", 56, 4, Charset.UNICODE).lines
    columns = "".join(" " if column.isspace() else "x" for column in map("".join, zip(*lines, strict=True)))
    assert sorted(len(gap) for gap in columns.strip().split("x") if gap)[-3:] == [2, 2, 2]


def test_a_text_of_more_than_two_lines_is_not_drawn_large() -> None:
    assert draw_title_and_text(TITLE, TEXT, 196, 60, Charset.UNICODE) is not None
    assert draw_title_and_text(TITLE, f"{TEXT} {TEXT}", 196, 60, Charset.UNICODE) is None


@pytest.mark.parametrize("charset", list(Charset))
def test_what_to_press_is_as_large_as_there_is_room_for(charset: Charset) -> None:
    both, answer, plain, row = (
        draw_prompt("Found it?", "Press space", columns, rows, charset).lines
        for columns, rows in ((56, 12), (42, 5), (20, 5), (22, 1))
    )
    assert len(both) >= 8
    rows_of_both = [sum(bool(row.strip()) for row in half) for half in (both[:5], both[-5:])]
    assert rows_of_both[0] == rows_of_both[1]
    assert not any("Found" in line or "Press" in line for line in both)
    assert answer[0].strip() == "Found it?"
    assert len(answer) > 2
    assert [line.strip() for line in plain] == ["Found it?", "Press space"]
    assert [line.strip() for line in row] == ["Found it? Press space"]


@given(TEXTS, TEXTS, st.integers(1, 120), st.integers(1, 40), CHARSETS)
def test_what_to_press_fits_its_box(
    question: str, answer: str, columns: int, rows: int, charset: Charset
) -> None:
    lines = draw_prompt(question, answer, columns, rows, charset).lines
    assert len(lines) <= rows
    assert {len(line) for line in lines} == {columns}


def test_a_title_alone_has_no_empty_rows_below_it() -> None:
    picture = draw_title_and_text("Halfway", "", 60, 10, Charset.UNICODE)
    assert picture is not None
    assert picture.lines[-1].strip()
