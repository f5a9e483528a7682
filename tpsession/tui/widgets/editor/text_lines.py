"""A list of lines of text of which one can be chosen, such as the problems of a routine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from tpsession.tui.text.columns import fit_text, wrap_text
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList


class TextLines(SelectableList[str]):
    """Shows each text in one or more rows. Enter chooses the highlighted text, a click the clicked one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--here"}
    DEFAULT_CSS = """
    TextLines {
        &:focus > .lines--here { background: $block-cursor-blurred-background; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Choose", show=False)]

    @dataclass
    class Highlighted(Message):
        """Posted when another line is highlighted."""

        lines: TextLines
        index: int

    @dataclass
    class Chosen(Message):
        """Posted when the person chooses a line. index: counted from 0."""

        lines: TextLines
        index: int

    def __init__(self, *, id: str, most_rows: int, in_sight: bool = False) -> None:
        """Make the list without texts.

        Args:
            id: Textual's id of the widget.
            most_rows: How many rows a text takes at most; a longer one is cut.
            in_sight: Whether texts take only as many rows as leave all of them in sight, but one at least.

        """
        super().__init__(id=id)
        self._highest, self._in_sight = most_rows, in_sight

    @property
    def _most_rows(self) -> int:
        """How many rows each text may take: as many as the constructor's `most_rows` says.

        With `in_sight` it is less if not all texts would be visible together; always at least 1.
        """
        fitting = max(1, self.visible_rows // max(1, len(self._items)))
        return min(self._highest, fitting) if self._in_sight else self._highest

    def show(self, texts: Sequence[str]) -> None:
        """Show these texts, the first one highlighted, from the top; do nothing if they are shown already.

        No `Highlighted` is posted.
        """
        if list(texts) != self._items:
            self._items, self._index = list(texts), 0
            self.update_virtual_size()
            self.scroll_home(animate=False)
            self.refresh()

    @property
    def lines_per_item(self) -> int:
        """Rows that each text takes: what the longest one needs, at most `_most_rows`; 1 without texts."""
        if self._most_rows == 1:
            return 1
        return max((len(self._wrap(text)) for text in self._items), default=1)

    def _wrap(self, text: str) -> list[str]:
        """Return a text as rows that fit beside the pointer, at most `_most_rows`.

        If the text is longer, the last row is cut off.
        """
        room = max(self.scrollable_content_region.width - len(pointer(self, here=False)), 1)
        text = display_text(text)
        rows = [text] if self._most_rows == 1 else wrap_text(text, room)
        shown, rest = rows[: self._most_rows - 1], " ".join(rows[self._most_rows - 1 :])
        return [*shown, fit_text(rest, room)] if rest else shown

    def highlight_moved(self) -> None:
        """Post `Highlighted` for the line that is highlighted now."""
        self.post_message(self.Highlighted(self, self._index))

    def item_clicked(self) -> None:
        """Post `Chosen` for the highlighted line, which was clicked."""
        self.action_choose()

    def on_click(self, event: Click) -> None:
        """Highlight the line under the mouse, if there is one.

        Textual calls `on_click` of the base class next, which then has `item_clicked` called.
        """
        offset = event.get_content_offset(self)
        if offset is not None:
            index, _ = self.item_and_line_at(offset.y)
            if index < len(self._items):
                self.highlight(index)

    def action_choose(self) -> None:
        """Post `Chosen` for the highlighted line, if there is a line."""
        if self._items:
            self.post_message(self.Chosen(self, self._index))

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the widget: one of the rows of a text, or a blank row below the last text."""
        width = self.scrollable_content_region.width
        index, line = self.item_and_line_at(y)
        style = self.visual_style
        if index >= len(self._items):
            return Strip.blank(width, style.rich_style)
        here = index == self._index and self.has_focus
        if here:
            style += self.get_visual_style("lines--here")
        rows = self._wrap(self._items[index])
        text = pointer(self, here=here and line == 0) + (rows[line] if line < len(rows) else "")
        return Strip([Segment(text, style.rich_style)]).adjust_cell_length(width, style.rich_style)
