"""Scrolls text that doesn't fit on the screen by pages."""

from __future__ import annotations

from textual.widget import Widget

PAGE_KEYS = {"pageup": -1, "pagedown": 1}
"""The direction in which each key scrolls: 1 is down."""


def page_rows(widget: Widget) -> int:
    """Return by how many rows a page scrolls: one less than the widget has, so that one stays in sight.

    It is at least 1.
    """
    return max(1, widget.size.height - 1)


def scroll_page(widget: Widget, direction: int) -> None:
    """Scroll a widget by one page. direction: 1 is down, -1 is up."""
    widget.scroll_relative(y=direction * page_rows(widget), animate=False)
