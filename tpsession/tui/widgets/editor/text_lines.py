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

from tpsession.tui.text.columns import fit_text
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList


class TextLines(SelectableList[str]):
    """Shows a line for each text. Enter or a click chooses the highlighted one."""

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

    def show(self, texts: Sequence[str]) -> None:
        """Show other lines, the first one highlighted."""
        if list(texts) != self._items:
            self._items, self._index = list(texts), 0
            self.update_virtual_size()
            self.scroll_home(animate=False)
            self.refresh()

    @property
    def lines_per_item(self) -> int:
        """Always 1."""
        return 1

    def highlight_moved(self) -> None:
        """Post `Highlighted`."""
        self.post_message(self.Highlighted(self, self._index))

    def item_clicked(self) -> None:
        """Post `Chosen`."""
        self.action_choose()

    def on_click(self, event: Click) -> None:
        """Highlight the line under the mouse. The base class's handler, which comes next, then chooses it."""
        offset = event.get_content_offset(self)
        if offset is not None:
            index, _ = self.item_and_line_at(offset.y)
            if index < len(self._items):
                self.highlight(index)

    def action_choose(self) -> None:
        """Post `Chosen`, if there is a line."""
        if self._items:
            self.post_message(self.Chosen(self, self._index))

    def render_line(self, y: int) -> Strip:
        """Draw a line, or nothing below the last one."""
        width = self.scrollable_content_region.width
        index, _ = self.item_and_line_at(y)
        style = self.visual_style
        if index >= len(self._items):
            return Strip.blank(width, style.rich_style)
        here = index == self._index and self.has_focus
        if here:
            style += self.get_visual_style("lines--here")
        start = pointer(self, here=here)
        text = start + fit_text(display_text(self._items[index]), max(width - len(start), 0))
        return Strip([Segment(text, style.rich_style)]).adjust_cell_length(width, style.rich_style)
