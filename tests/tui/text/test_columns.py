"""Text in columns, measured in cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tpsession.tui.text.columns import fitted, in_lines, to_the_right, wrapped

# Among them wide characters and ones of no width of their own.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]) | st.sampled_from("肩こ右a ")
)
WIDTHS = st.integers(0, 60)


@given(WORDS, WIDTHS)
def test_a_text_fills_its_column_exactly_whatever_it_is(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) == width
    assert cell_len(to_the_right(text, width)) == width


def test_a_text_that_fits_is_filled_up_and_one_that_does_not_is_cut_with_a_mark() -> None:
    assert fitted("Neck", 6) == "Neck  "
    assert to_the_right("Neck", 6) == "  Neck"
    assert fitted("Neck and shoulder", 6) == "Neck… "
    assert fitted("肩こり", 4) == "肩… "


@given(WORDS, st.integers(2, 60))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_stay_whole_where_they_fit() -> None:
    assert wrapped("the top of the shoulder", 12) == ["the top of", "the shoulder"]
    assert wrapped("a/very/long/path is broken", 8) == ["a/very/l", "ong/path", "is", "broken"]
    assert wrapped("", 8) == [""]


def test_parts_that_belong_together_stay_together() -> None:
    assert in_lines(["3 x 0:30,", "0:15 between"], 14) == ["3 x 0:30,", "0:15 between"]
    assert in_lines(["3 x 0:30,", "0:15 between"], 30) == ["3 x 0:30, 0:15 between"]
