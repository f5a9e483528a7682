"""Text in columns, measured in cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tpsession.tui.text.columns import fit_text, wrap_parts, align_right, wrap_text

# Among them wide characters and ones of no width of their own.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]) | st.sampled_from("肩こ右a ")
)
WIDTHS = st.integers(0, 60)


@given(WORDS, WIDTHS)
def test_a_text_fills_its_column_exactly_whatever_it_is(text: str, width: int) -> None:
    assert cell_len(fit_text(text, width)) == width
    assert cell_len(align_right(text, width)) == width


def test_a_text_that_fits_is_filled_up_and_one_that_does_not_is_cut_with_a_mark() -> None:
    assert fit_text("Neck", 6) == "Neck  "
    assert align_right("Neck", 6) == "  Neck"
    assert fit_text("Neck and shoulder", 6) == "Neck… "
    assert fit_text("肩こり", 4) == "肩… "


@given(WORDS, st.integers(2, 60))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str, width: int) -> None:
    lines = wrap_text(text, width)

    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap_text("the top of the shoulder", 12) == ["the top of", "the shoulder"]
    assert wrap_text("a/very/long/path is broken", 8) == ["a/very/l", "ong/path", "is", "broken"]
    assert wrap_text("", 8) == [""]


def test_parts_that_belong_together_stay_together() -> None:
    assert wrap_parts(["3 x 0:30,", "0:15 between"], 14) == ["3 x 0:30,", "0:15 between"]
    assert wrap_parts(["3 x 0:30,", "0:15 between"], 30) == ["3 x 0:30, 0:15 between"]
