"""Scrolls text that doesn't fit on the screen by pages."""

from __future__ import annotations

from textual.widget import Widget

PAGE_KEYS = {"pageup": -1, "pagedown": 1}
"""The direction in which each key scrolls: 1 is down."""


def scroll_page(widget: Widget, direction: int) -> None:
    """Scroll a widget by one page, less the line that stays in sight. direction: 1 is down, -1 is up."""
    widget.scroll_relative(y=direction * max(1, widget.size.height - 1), animate=False)
