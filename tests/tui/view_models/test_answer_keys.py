"""The keys of answers in a long list."""

from __future__ import annotations

from tpsession.tui.view_models.answer_keys import answer_key


def test_digits_come_before_letters_and_none_leaves_the_program() -> None:
    keys = [answer_key(number) for number in range(30)]
    assert keys[:10] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "a"]
    assert "q" not in keys
    given = [key for key in keys if key]
    assert len(given) == len(set(given)) == 25
    assert keys[-1] == ""
