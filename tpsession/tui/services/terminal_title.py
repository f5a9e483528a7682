"""The terminal's own title."""

from __future__ import annotations

import sys
from typing import Any

from textual.app import App

from tpsession.core.text.sanitize import sanitize

_SAVE = "\x1b[22;2t"
_RESTORE = "\x1b[23;2t"
"""xterm's title stack; other terminals ignore it."""


class TerminalTitle:
    """The title of the terminal's window, borrowed while the program runs."""

    def __init__(self, app: App[Any]) -> None:
        """The terminal keeps its own title for now."""
        self._app = app
        self._saved = False

    def save(self) -> None:
        """Remember the title that the terminal has."""
        self._saved = self._write(_SAVE)

    def show(self, words: str) -> None:
        """Show words beside the program's name."""
        title = f"{sanitize(words)} - {self._app.title}" if words else self._app.title
        self._write(f"\x1b]2;{title}\x07")

    def restore(self) -> None:
        """Give the terminal its title back, once nothing is drawn any more, however that came about."""
        # The toolkit drew there.
        terminal = sys.__stderr__
        if self._saved and terminal is not None and not terminal.closed:
            self._saved = False
            terminal.write(f"\x1b]2;\x07{_RESTORE}")
            terminal.flush()

    def _write(self, sequence: str) -> bool:
        """Write in turn with what is drawn; whether there is a terminal to write to."""
        driver = self._app._driver  # noqa: SLF001 - the only way that goes in turn with what is drawn
        if driver is None or self._app.is_headless:
            return False
        driver.write(sequence)
        return True
