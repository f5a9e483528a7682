"""Text in columns, measured in cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tpsession.tui.text.columns import align_right, fit_name, fit_text, wrap_parts, wrap_text

# Among them wide characters and ones of no width of their own.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]) | st.sampled_from("肩こ右a ")
)
WIDTHS = st.integers(0, 60)


@given(WORDS, WIDTHS)
def test_any_text_fills_its_column_exactly(text: str, width: int) -> None:
    assert cell_len(fit_text(text, width)) == width
    assert cell_len(fit_name(text, width)) == width
    assert cell_len(align_right(text, width)) == width


@given(WORDS, st.integers(-60, 0))
def test_in_no_room_nothing_is_left_of_a_text(text: str, width: int) -> None:
    assert fit_text(text, width) == fit_name(text, width) == align_right(text, width) == ""


def test_a_short_text_is_padded_and_a_long_one_is_cut_with_an_ellipsis() -> None:
    assert fit_text("Neck", 6) == "Neck  "
    assert align_right("Neck", 6) == "  Neck"
    assert fit_text("Neck and shoulder", 6) == "Neck… "
    assert fit_text("肩こり", 4) == "肩… "


def test_a_long_name_keeps_its_end() -> None:
    assert fit_name("Upper back with a ball, mine", 24) == "Upper back with…ll, mine"
    assert fit_name("Neck", 6) == "Neck  "


@given(WORDS, st.integers(2, 60))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str, width: int) -> None:
    lines = wrap_text(text, width)

    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_that_fit_into_a_line_are_not_broken() -> None:
    assert wrap_text("the top of the shoulder", 12) == ["the top of", "the shoulder"]
    assert wrap_text("a/very/long/path is broken", 8) == ["a/very/l", "ong/path", "is", "broken"]
    assert wrap_text("", 8) == [""]


def test_parts_that_fit_into_a_line_are_not_broken() -> None:
    assert wrap_parts(["3 x 0:30,", "0:15 between"], 14) == ["3 x 0:30,", "0:15 between"]
    assert wrap_parts(["3 x 0:30,", "0:15 between"], 30) == ["3 x 0:30, 0:15 between"]
