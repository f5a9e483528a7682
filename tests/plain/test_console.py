"""The console of a terminal, as far as tests need no terminal for it."""

from __future__ import annotations

import errno
import io
import queue
import sys
from collections.abc import Callable

import pytest

from tpsession.plain.console import TerminalClosed, TerminalConsole, format_line


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
    assert format_line("Type tpsession play try-out") == "Type tpsession play\ntry-out"


@pytest.mark.parametrize("write", [TerminalConsole.ring, lambda console: console.say("Ready?")])
def test_a_terminal_that_is_gone_ends_the_program_whatever_is_written(
    write: Callable[[TerminalConsole], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    class GoneTerminal(io.StringIO):
        def isatty(self) -> bool:
            return True

        def flush(self) -> None:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(TerminalConsole, "_read_lines", lambda _: None)
    console = TerminalConsole()
    monkeypatch.setattr(sys, "stdout", GoneTerminal())
    with pytest.raises(TerminalClosed):
        write(console)


def test_with_output_into_a_file_the_terminal_gets_it_too_and_no_text_joins_what_is_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    file, terminal = io.StringIO(), Terminal()
    monkeypatch.setattr(sys, "stdout", file)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("tpsession.plain.console.has_terminal", lambda stream: stream is not file)
    monkeypatch.setattr(TerminalConsole, "_read_lines", lambda _: None)
    console = TerminalConsole()
    console._lines.put("yes")
    console.say("Ready?")
    assert file.getvalue() == terminal.getvalue() == "Ready?\n"
    assert console.read_line(0.0) == "yes"
    console.say("Begin.")
    assert console.read_line(0.0) is None
    console.say("A step begins.")
    console.say("Its instruction.")
    assert file.getvalue() == "Ready?\nBegin.\nA step begins.\nIts instruction.\n"
    assert terminal.getvalue() == "Ready?\nBegin.\n\nA step begins.\nIts instruction.\n"
