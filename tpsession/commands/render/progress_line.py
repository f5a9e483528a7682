"""For commands that take a while: a line that shows their progress, and Ctrl-C at a safe moment."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Self


class ProgressLine:
    """A line on standard error that changes as the work goes on, and is cleared at its end.

    Shows nothing if standard error is no terminal.
    """

    def __init__(self) -> None:
        self._shown = ""
        self._at_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.show("")

    def show(self, text: str) -> None:
        """Replace the line with this text, or clear the line if the text is empty.

        Does nothing if standard error is no terminal. The text isn't cut to the width of the terminal.
        """
        if self._at_terminal and text != self._shown:
            sys.stderr.write(f"\r{' ' * len(self._shown)}\r{text}")
            sys.stderr.flush()
            self._shown = text


class DelayedInterrupt:
    """Delays Ctrl-C until the next `check`: some libraries swallow an interrupt that comes inside them.

    Only the main thread may enter its block.
    """

    def __init__(self) -> None:
        self._pressed = False

    def __enter__(self) -> Self:
        self._earlier_handler = signal.signal(signal.SIGINT, self._note_press)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._earlier_handler)

    def check(self) -> None:
        """Raise `KeyboardInterrupt` if Ctrl-C was pressed since the start of the block.

        A press that no check follows is lost when the block ends.
        """
        if self._pressed:
            raise KeyboardInterrupt

    def _note_press(self, _number: int, _frame: FrameType | None) -> None:
        self._pressed = True
