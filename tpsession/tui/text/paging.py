"""Turning the pages of text that is longer than its room."""

from __future__ import annotations

from textual.widget import Widget

PAGE_KEYS = {"pageup": -1, "pagedown": 1}
"""Which way a key turns."""


def scroll_page(widget: Widget, direction: int) -> None:
    """Scroll so that the last line in sight is the first (1), or the other way round (-1)."""
    widget.scroll_relative(y=direction * max(1, widget.size.height - 1), animate=False)
