"""Text with a hanging indent: its lines wrap beside a bullet, key or box at its start."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tpsession.tui.text.plain_text import literal


def hanging_indent(lead: Content, text: Content, width: int) -> list[Content]:
    """Return text wrapped beside a lead, such as a bullet, into lines of at most `width` cells, unpadded.

    Only the first line has the lead; the other lines have blanks in its place. An empty text gives one line.
    """
    room = max(1, width - lead.cell_length)
    first, *rest = text.wrap(room) or [Content("")]
    return [lead + first, *(line.pad_left(lead.cell_length) for line in rest)]


class BulletList(Widget):
    """A bulleted list, with or without a heading."""

    DEFAULT_CSS = """
    BulletList { width: 100%; height: auto; }
    """

    _items: Sequence[str] = ()
    _heading = ""
    _bullet = ""

    def show(self, items: Sequence[str], heading: str = "", bullet: str = "•  ") -> None:
        """Show these items, each after a bullet, below a heading if it isn't empty."""
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
