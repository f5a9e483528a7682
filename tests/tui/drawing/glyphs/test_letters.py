"""Words in letters as large as the box allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.tui.drawing.glyphs.letters import LETTERS, draw_letters
from tpsession.tui.drawing.raster.charset import Charset

CHARSETS = st.sampled_from(Charset)
WORDS = st.lists(st.text(sorted(LETTERS), min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)


@given(WORDS, st.integers(0, 220), st.integers(0, 60), CHARSETS)
def test_the_picture_fits_its_box_and_all_its_rows_are_equally_wide(
    text: str, columns: int, rows: int, charset: Charset
) -> None:
    lines = draw_letters(text, columns, rows, charset).lines
    assert len(lines) <= rows
    assert len({len(line) for line in lines}) <= 1
    assert all(len(line) <= columns for line in lines)
    if charset is Charset.ASCII:
        assert "".join(lines).isascii()


def test_letters_are_drawn_from_their_pixels() -> None:
    assert draw_letters("Hi", 12, 3, Charset.UNICODE).lines == ("█   █ ▀█▀", "█▀▀▀█  █ ", "▀   ▀ ▀▀▀")
    assert draw_letters("L", 5, 5, Charset.ASCII).lines == ("#    ", "#    ", "#    ", "#    ", "#####")


@pytest.mark.parametrize("charset", list(Charset))
def test_a_larger_box_gives_larger_letters(charset: Charset) -> None:
    small = draw_letters("Wipe your hands", 56, 14, charset).lines
    large = draw_letters("Wipe your hands", 196, 50, charset).lines
    assert len(large[0]) > 2 * len(small[0])
    assert len(large) > 2 * len(small)


def test_words_are_put_on_several_lines_where_that_makes_them_larger() -> None:
    wide = draw_letters("Wipe your hands", 90, 3, Charset.UNICODE).lines
    narrow = draw_letters("Wipe your hands", 56, 8, Charset.UNICODE).lines
    assert len(wide) == 3
    assert len(narrow) == 6


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [("Wipe your hands", 20, 10), ("Wipe your hands", 90, 2), ("Größe", 90, 30), ("Hands!", 90, 30)],
)
def test_text_that_does_not_fit_or_cannot_be_drawn_is_plain_text(text: str, columns: int, rows: int) -> None:
    assert draw_letters(text, columns, rows, Charset.UNICODE).lines == (text[:columns],)


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_gives_an_empty_picture(text: str) -> None:
    assert draw_letters(text, 80, 24, Charset.UNICODE).lines == ()


def test_every_letter_differs_from_every_other() -> None:
    assert (
        len({draw_letters(letter, 5, 3, Charset.UNICODE).lines for letter in LETTERS}) == len(LETTERS) == 26
    )
