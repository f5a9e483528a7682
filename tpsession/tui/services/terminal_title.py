"""Sets the title of the terminal window, and restores the old one when the program ends."""

from __future__ import annotations

import sys
from typing import Any

from textual.app import App

from tpsession.core.text.sanitize import sanitize

_SAVE = "\x1b[22;2t"
_RESTORE = "\x1b[23;2t"
"""Escape sequences for xterm's stack of titles; other terminals ignore them."""


class TerminalTitle:
    """The title of the terminal window, changed only while the program runs."""

    def __init__(self, app: App[Any]) -> None:
        """Leave the title as it is for now."""
        self._app = app
        self._is_saved = False

    def save(self) -> None:
        """Have the terminal remember its current title, for `restore`. Does nothing without a terminal."""
        self._is_saved = self._write(_SAVE)

    def show(self, text: str) -> None:
        """Show a text in front of the program's name, or the name alone if the text is empty.

        Does nothing without a terminal.
        """
        title = f"{sanitize(text)} - {self._app.title}" if text else self._app.title
        self._write(f"\x1b]2;{title}\x07")

    def restore(self) -> None:
        """Restore the title that was saved; do nothing if none was, or if it was restored already.

        A terminal that can't remember titles shows none. Call this after the screen has closed, also after an
        error.
        """
        # Textual writes to standard error too.
        terminal = sys.__stderr__
        if self._is_saved and terminal is not None and not terminal.closed:
            self._is_saved = False
            terminal.write(f"\x1b]2;\x07{_RESTORE}")
            terminal.flush()

    def _write(self, sequence: str) -> bool:
        """Write an escape sequence in order with Textual's output; return whether it was written.

        It isn't while Textual draws on no terminal: in a test, and before and after the program runs.
        """
        driver = self._app._driver  # noqa: SLF001 - nothing else keeps the order of the output
        if driver is None or self._app.is_headless:
            return False
        driver.write(sequence)
        return True
