"""The taste of a session says what the hand does."""

from __future__ import annotations

from tpsession.tui.widgets.session.taste import word_at


def test_the_hand_presses_holds_and_lets_go() -> None:
    words = [word_at(step / 100) for step in range(100)]
    assert list(dict.fromkeys(words)) == ["press", "hold", "let go"]
    assert words == sorted(words, key=["press", "hold", "let go"].index)
