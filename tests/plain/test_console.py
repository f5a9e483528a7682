"""The console of a terminal, as far as tests need no terminal for it."""

from __future__ import annotations

import queue

import pytest

from tpsession.plain.console import TerminalConsole, format_line


class InterruptedQueue(queue.SimpleQueue[str | None]):
    """A queue in which Ctrl-C ends the wait for a line."""

    def get(self, block: bool = True, timeout: float | None = None) -> str | None:
        raise KeyboardInterrupt


@pytest.mark.parametrize("attended", [True, False])
def test_ctrl_c_ends_the_current_line_if_a_person_pressed_it(
    attended: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    console = TerminalConsole()
    console.attended = attended
    console._lines = InterruptedQueue()
    with pytest.raises(KeyboardInterrupt):
        console.ask("A number:") if attended else console.read_line(1.0)
    assert capsys.readouterr().out == ("A number:\n\n" if attended else "")


def test_a_line_is_wrapped_between_words_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "  Front of the thigh: pain may be felt"
    monkeypatch.setenv("COLUMNS", "24")
    assert format_line(text) == text
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert format_line(text) == "  Front of the thigh:\n  pain may be felt"
