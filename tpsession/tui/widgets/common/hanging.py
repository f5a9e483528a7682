"""Words that wrap under their own beginning, beside what leads them: a key, a box, a bullet."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tpsession.tui.text.plain_text import literal


def hanging_indent(lead: Content, words: Content, width: int) -> list[Content]:
    """The lead and the words in lines of so many cells."""
    room = max(1, width - lead.cell_length)
    first, *rest = words.wrap(room) or [Content("")]
    return [lead + first, *(line.pad_left(lead.cell_length) for line in rest)]


class BulletList(Widget):
    """A list, with a line above it where there is one."""

    DEFAULT_CSS = """
    Bullets { width: 100%; height: auto; }
    """

    _items: Sequence[str] = ()
    _lead = ""
    _bullet = ""

    def show(self, items: Sequence[str], lead: str = "", bullet: str = "•  ") -> None:
        """Show these, each after a bullet."""
        self._items = items
        self._lead = lead
        self._bullet = bullet
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the words need."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """The list."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        lines = literal(self._lead).stylize("bold").wrap(max(1, width)) if self._lead else []
        for item in self._items:
            lines += hanging_indent(Content(self._bullet), literal(item), width)
        return lines
