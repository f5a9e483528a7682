"""Text beside a lead: it wraps at words, and a path that is too long for a line behind a separator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tpsession.tui.widgets.common.hanging import hanging_indent, wrap_paths


def lines_of(text: str, width: int) -> list[str]:
    return [line.plain.rstrip() for line in wrap_paths(Content(text), width)]


@pytest.mark.parametrize("separator", ["/", "\\"])
def test_a_long_path_breaks_behind_a_separator(separator: str) -> None:
    path = separator.join(["home", "somebody", "routines", "evening.toml"])
    first = f"home{separator}somebody{separator}"
    assert lines_of(f"Saved as {path}", 16) == ["Saved as", first, f"routines{separator}", "evening.toml"]


def test_what_fits_stays_whole_and_a_part_that_is_too_long_breaks_anywhere() -> None:
    assert lines_of("Saved as a/b now", 16) == ["Saved as a/b now"]
    assert lines_of("a/" + "x" * 12, 8) == ["a/", "x" * 8, "x" * 4]


def test_wide_letters_are_measured_in_cells() -> None:
    assert lines_of("/日本語日本/日本語日本", 20) == ["/日本語日本/", "日本語日本"]


@given(st.text("ab本/ \\", max_size=60), st.integers(2, 20))
def test_no_line_is_too_long_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrap_paths(Content(text), width)
    assert all(line.rstrip().cell_length <= width for line in lines)
    assert "".join("".join(line.plain for line in lines).split()) == "".join(text.split())


def test_only_the_first_line_has_the_lead() -> None:
    lines = hanging_indent(Content("• "), Content("one two three"), 9)
    assert [line.plain.rstrip() for line in lines] == ["• one two", "  three"]
