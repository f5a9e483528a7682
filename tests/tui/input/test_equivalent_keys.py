"""A letter means the same in both cases and on every layout, unless the screen tells them apart."""

from __future__ import annotations

import pytest
from textual.events import Key

from tpsession.tui.input.equivalent_keys import TerminalKey, translate_key


def translated(event: Key, *used: str) -> tuple[str, str | None]:
    translate_key(event, used)
    return event.key, event.character


@pytest.mark.parametrize(
    ("event", "used", "expected"),
    [
        (Key("x", "x"), ["x"], ("x", "x")),
        (Key("X", "X"), ["x"], ("x", "x")),
        (Key("X", "X"), ["x", "X"], ("X", "X")),
        (Key("x", "x"), ["X"], ("X", "X")),
        (Key("X", "X"), [], ("x", "x")),
        (Key("alt+X", None), ["alt+x"], ("alt+x", None)),
        (Key("question_mark", "?"), ["x"], ("question_mark", "?")),
        (Key("backspace", "\x7f"), ["delete"], ("delete", None)),
        (Key("backspace", "\x7f"), ["delete", "backspace"], ("backspace", "\x7f")),
        (Key("backspace", "\x7f"), [], ("backspace", "\x7f")),
        (TerminalKey("ctrl+\u0441", None, "ctrl+c"), ["ctrl+c"], ("ctrl+c", None)),
        (TerminalKey("ч", "ч", "x"), ["x"], ("x", "x")),
        (TerminalKey("Ч", "Ч", "x"), ["x"], ("x", "x")),
        (TerminalKey("ч", "ч", "x"), ["X"], ("X", "X")),
        (TerminalKey("ч", "ч", "x"), ["ч", "x"], ("ч", "ч")),
        (TerminalKey("ч", "ч", "x"), [], ("x", "x")),
        (TerminalKey("é", "é", "2"), [], ("2", "2")),
    ],
)
def test_a_key_stands_for_the_equivalent_that_the_screen_uses(
    event: Key, used: list[str], expected: tuple[str, str | None]
) -> None:
    assert translated(event, *used) == expected
