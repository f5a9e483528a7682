"""What takes a while, told and stopped: how far it is, in one line that vanishes in the end; and Ctrl-C."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Self


class ProgressLine:
    """A line on standard error; nothing where that is no terminal."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._shown = ""
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.tell("")

    def tell(self, text: str) -> None:
        """Show this in the place of what was shown before; the same text again costs nothing."""
        if self._terminal and text != self._shown:
            sys.stderr.write(f"\r{' ' * len(self._shown)}\r{text}")
            sys.stderr.flush()
            self._shown = text


class Interruptible:
    """Holds Ctrl-C back until `check`, so that it doesn't strike inside a library that would swallow it."""

    def __init__(self) -> None:
        """Hold nothing back yet."""
        self._pressed = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise `KeyboardInterrupt` if Ctrl-C was pressed."""
        if self._pressed:
            raise KeyboardInterrupt

    def _press(self, _number: int, _frame: FrameType | None) -> None:
        self._pressed = True
