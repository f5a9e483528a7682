"""Text with a hanging indent: its lines wrap beside a bullet, key or box at its start."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tpsession.tui.text.plain_text import literal

_WORD = re.compile(r"\S+")
_SEPARATOR = re.compile(r"[/\\]")
"""What parts the folders of a path, on all systems."""


def wrap_paths(text: Content, width: int) -> list[Content]:
    """Return text wrapped into lines of at most `width` cells, 1 or more.

    A word that is longer than a line, such as a path, is broken after its last slash or backslash that fits
    in the line. If none fits, it is broken where the line is full.
    """
    breaks: list[int] = []
    for word in _WORD.finditer(text.plain):
        start = word.start()
        while cell_len(text.plain[start : word.end()]) > width:
            # At least a character, also if it is wider than the line.
            end = start + max(1, len(set_cell_size(text.plain[start : word.end()], width).rstrip()))
            fitting = [found.end() for found in _SEPARATOR.finditer(text.plain, start, end)]
            start = fitting[-1] if fitting else end
            if fitting:
                breaks.append(start)
    return [line for part in text.divide(breaks) for line in part.wrap(width)] if breaks else text.wrap(width)


def hanging_indent(lead: Content, text: Content, width: int) -> list[Content]:
    """Return text wrapped beside a lead, such as a bullet, as lines of at most `width` cells, unpadded.

    Only the first line has the lead; the other lines have blanks in its place. An empty text gives one line,
    the lead alone. If the lead leaves no room, the text beside it is one cell wide, and the lines are longer
    than `width`.
    """
    room = max(1, width - lead.cell_length)
    first, *rest = wrap_paths(text, room) or [Content("")]
    return [lead + first, *(line.pad_left(lead.cell_length) for line in rest)]


class BulletList(Widget):
    """A list with bullets or plain lines, with or without a heading; long paths break at separators."""

    DEFAULT_CSS = """
    BulletList { width: 100%; height: auto; }
    """

    _items: Sequence[str] = ()
    _heading = ""
    _bullet = ""

    def show(self, items: Sequence[str], heading: str = "", bullet: str = "•  ") -> None:
        """Show a heading and below it these items, instead of those before.

        Args:
            items: The texts of the items. Long ones wrap beside the bullet.
            heading: Empty for none.
            bullet: Shown before the first line of each item; may be empty.

        """
        self._items = items
        self._heading = heading
        self._bullet = bullet
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the text takes at this width."""
        return len(self._wrapped_lines(width))

    def render(self) -> RenderResult:
        """Draw the heading and the items."""
        return Content("\n").join(self._wrapped_lines(self.content_size.width))

    def _wrapped_lines(self, width: int) -> list[Content]:
        """Return the heading and the items as lines of at most `width` cells."""
        lines = literal(self._heading).stylize("bold").wrap(max(1, width)) if self._heading else []
        for item in self._items:
            lines += hanging_indent(Content(self._bullet), literal(item), width)
        return lines
