"""The terminal's own console, as far as it needs no terminal."""

from __future__ import annotations

import queue

import pytest

from tpsession.plain.console import TerminalConsole


class Interrupted(queue.SimpleQueue[str | None]):
    """A wait that Ctrl-C ends."""

    def get(self, block: bool = True, timeout: float | None = None) -> str | None:
        raise KeyboardInterrupt


@pytest.mark.parametrize("attended", [True, False])
def test_ctrl_c_leaves_no_line_begun_where_somebody_pressed_it(
    attended: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    console = TerminalConsole()
    console.attended = attended
    console._lines = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        console.ask("A number:") if attended else console.read_line(1.0)
    assert capsys.readouterr().out == ("A number:\n\n" if attended else "")
