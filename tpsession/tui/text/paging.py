"""Turning the pages of text that is longer than its room."""

from __future__ import annotations

from textual.widget import Widget

PAGES = {"pageup": -1, "pagedown": 1}
"""Which way a key turns."""


def scroll_page(sheet: Widget, way: int) -> None:
    """Scroll so that the last line in sight is the first (1), or the other way round (-1)."""
    sheet.scroll_relative(y=way * max(1, sheet.size.height - 1), animate=False)
