"""The terminal's own title."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tpsession.core.text import harmless

_SAVE = "\x1b[22;2t"
_RESTORE = "\x1b[23;2t"
"""xterm's title stack; other terminals ignore it."""


def set_window_title(app: App[Any], words: str) -> None:
    """Show words beside the program's name in the terminal's title."""
    title = f"{harmless(words)} - {app.title}" if words else app.title
    _write(app, f"\x1b]2;{title}\x07")


def save_window_title(app: App[Any]) -> None:
    """Remember the title that the terminal had."""
    _write(app, _SAVE)


def restore_window_title(app: App[Any]) -> None:
    """Give the terminal back the title that it had."""
    _write(app, f"\x1b]2;\x07{_RESTORE}")


def _write(app: App[Any], sequence: str) -> None:
    driver = app._driver  # noqa: SLF001 - the only way that goes in turn with what is drawn
    if driver is not None and not app.is_headless:
        driver.write(sequence)
