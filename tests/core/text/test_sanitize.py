"""Text from files is made safe to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.text.sanitize import sanitize


@given(st.text())
def test_sanitized_text_can_not_control_a_terminal_or_reverse_direction(text: str) -> None:
    shown = sanitize(text)
    assert len(shown) == len(text)
    assert not set(shown) & set("\x1b\x07\x08\r\n\t\u202e\u2066\u200f\x9b")


def test_ordinary_text_is_left_unchanged() -> None:
    text = "Nacken: äöü [bold] 首 🙂  two spaces"
    assert sanitize(text) == text
