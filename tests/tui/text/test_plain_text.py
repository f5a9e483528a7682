"""Text from files and people can't control the terminal and has a predictable width."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tpsession.core.text.sanitize import sanitize
from tpsession.tui.text.plain_text import display_text, literal

JOINED = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("a👩👧👍❤1🇩e\u0301\u200d\u200c\ufe0f\U0001f3fd\u20e3\u0e33ㅤ각"),
    )
)


@given(JOINED)
def test_a_text_is_as_wide_as_the_sum_of_its_characters(text: str) -> None:
    safe = display_text(text)
    assert cell_len(safe) == sum(map(cell_len, safe))
    for place in range(len(safe)):
        assert cell_len(safe[:place]) + cell_len(safe[place:]) == cell_len(safe)


@given(JOINED)
def test_a_text_starts_with_a_character_that_has_a_width_and_is_harmless(text: str) -> None:
    safe = display_text(text)
    assert not safe or cell_len(safe[0]) > 0
    assert sanitize(safe) == safe == display_text(safe)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Evening, shoulder", "Evening, shoulder"),
        ("Übung für den Fuß", "Übung für den Fuß"),
        (unicodedata.normalize("NFD", "Übung"), "Übung"),
        ("x\u0302\u0323 marks", "x\u0323\u0302 marks"),
        ("肩のマッサージ", "肩のマッサージ"),
        ("👩\u200d👩\u200d👧 family", "👩👩👧 family"),
        ("❤\ufe0f heart", "❤ heart"),
        ("👍\U0001f3fd hand", "👍 hand"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u062e\u0648"),
        ("\u0301lonely", "lonely"),
        ("\x1b[31mred", "\N{REPLACEMENT CHARACTER}[31mred"),
    ],
)
def test_letters_keep_their_accents_and_emoji_joiners_are_removed(text: str, safe: str) -> None:
    assert display_text(text) == safe
    assert literal(text).plain == safe
