"""The list of the lines of a variation, in which left and right, or a click, change the values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click, Key
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as VisualStyle

from tpsession.core.routine_editing.lines import LineId, RoutineLine
from tpsession.tui.text.charset import charset_of
from tpsession.tui.view_models.routines.variation_view import ClickedPart, LinePart, LineTone, VariationView
from tpsession.tui.widgets.lists.pointer import POINTER_CELLS, pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList

_TURNING_KEYS = {"left": -1, "right": 1}
_TURNING_CLICKS = {ClickedPart.DOWN: -1, ClickedPart.UP: 1}
_RESET_KEYS = frozenset({"d", "delete", "backspace"})
_STYLES = {
    LineTone.HEADING: "variation--heading",
    LineTone.NAME: "variation--name",
    LineTone.VALUE: "variation--value",
    LineTone.CHANGED: "variation--changed",
    LineTone.QUIET: "variation--quiet",
}


class VariationList(SelectableList[LineId]):
    """Shows the lines of a variation, and posts what the person does with one; the screen changes it.

    Page up and down go to the step before or after.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_STYLES.values(), "variation--here"}
    DEFAULT_CSS = """
    VariationList {
        & > .variation--heading { color: $text-accent; text-style: bold; }
        & > .variation--name { color: $foreground; }
        & > .variation--value { color: $foreground; }
        & > .variation--changed { color: $text-primary; text-style: bold; }
        & > .variation--quiet { color: $text-muted; }
        & > .variation--here { background: $block-hover-background; }
        &:focus > .variation--here { background: $block-cursor-blurred-background; }
    }
    """

    @dataclass
    class Highlighted(Message):
        """Posted when another line is highlighted."""

        line: LineId

    @dataclass
    class Turned(Message):
        """Posted when a line is to get its next value, or the one before."""

        line: LineId
        by: int
        """1 or -1."""

    @dataclass
    class Opened(Message):
        """Posted when the value of a line is to be typed, or the next one to be chosen."""

        line: LineId

    @dataclass
    class Reset(Message):
        """Posted when a line is to get the value that it had at first."""

        line: LineId

    def __init__(self, view: VariationView, *, id: str | None = None) -> None:
        """Make the list of a view's lines."""
        super().__init__(id=id)
        self._view = view
        self._items = list(view.lines)

    def show(self, view: VariationView) -> None:
        """Show another state of the variation. The same line stays highlighted, even if its step has moved.

        That line must also be in `view`.
        """
        here = self._items[self._index]
        self._view = view
        self._items = list(view.lines)
        self._index = self._items.index(here)
        self.update_virtual_size()
        self.scroll_to_highlighted()
        self.refresh()

    @property
    def lines_per_item(self) -> int:
        """Always 1."""
        return 1

    def highlight_moved(self) -> None:
        """Post `Highlighted` for the line that is highlighted now."""
        self.post_message(self.Highlighted(self._items[self._index]))

    def item_clicked(self) -> None:
        """Do nothing: `on_click` handles every click itself."""

    def action_turn(self, by: int) -> None:
        """Highlight the first line of the next step (1) or of this step (-1). Page down and up call this.

        From the first line of a step, -1 goes to the step before. If there is no next step, 1 goes to the
        last line of the list. If there is no step before, -1 goes to the first line of the list, which is
        above all steps. The list scrolls so that the line is at its top, as far as it can.
        """
        starts = (index for index, line in enumerate(self._items) if line.subject is RoutineLine.PLAYED)
        steps = [0, *starts]
        if by > 0:
            index = next((index for index in steps if index > self._index), len(self._items) - 1)
        else:
            index = next(index for index in reversed(steps) if index < self._index or index == 0)
        # Its other lines come into view, too.
        self.scroll_to(y=index, animate=False)
        self.highlight(index)

    def on_key(self, event: Key) -> None:
        """Post what the key does with the highlighted line; other keys do nothing here.

        Left and right post `Turned`, enter and space `Opened`, and d, delete and backspace `Reset`.
        """
        line = self._items[self._index]
        if event.key in _TURNING_KEYS:
            self.post_message(self.Turned(line, _TURNING_KEYS[event.key]))
        elif event.key in {"enter", "space"}:
            self.post_message(self.Opened(line))
        elif event.key in _RESET_KEYS:
            self.post_message(self.Reset(line))
        else:
            return
        event.stop()

    def on_click(self, event: Click) -> None:
        """Highlight the clicked line, and post `Turned` or `Opened` if the clicked part changes or opens it.

        The base class doesn't handle the click, so that it never calls `item_clicked`.
        """
        event.stop()
        event.prevent_default()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index, _ = self.item_and_line_at(offset.y)
        if index >= len(self._items):
            return
        self.highlight(index)
        part = self._part_at(self._items[index], offset.x - POINTER_CELLS)
        if part in _TURNING_CLICKS:
            self.post_message(self.Turned(self._items[index], _TURNING_CLICKS[part]))
        elif part is ClickedPart.OPEN:
            self.post_message(self.Opened(self._items[index]))

    def _part_at(self, line: LineId, x: int) -> ClickedPart:
        """Return what a click on a cell of a line does; `NOTHING` after its end.

        x: the cell, counted from 0 after the pointer.
        """
        for part in self._draw(line):
            x -= cell_len(part.text)
            if x < 0:
                return part.clicked
        return ClickedPart.NOTHING

    def _draw(self, line: LineId) -> list[LinePart]:
        # The last cell stays free: the scrollbar is right beside it.
        width = self.scrollable_content_region.width - POINTER_CELLS - 1
        return self._view.draw(line, width, charset_of(self))

    def render_line(self, y: int) -> Strip:
        """Draw the line in row `y` of the widget, or a blank row below the last line."""
        width = self.scrollable_content_region.width
        index, _ = self.item_and_line_at(y)
        base = self.visual_style
        if index >= len(self._items):
            return Strip.blank(width, base.rich_style)
        here = index == self._index
        if here:
            base += self.get_visual_style("variation--here")
        segments = [Segment(pointer(self, here=here), (base + VisualStyle(bold=here)).rich_style)]
        segments += [
            Segment(part.text, (base + self._style_of(part.tone)).rich_style)
            for part in self._draw(self._items[index])
        ]
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def _style_of(self, tone: LineTone) -> VisualStyle:
        """Return the foreground colour and the weight for a part of a line that has this tone."""
        style = self.get_visual_style(_STYLES[tone])
        return VisualStyle(foreground=style.foreground, bold=style.bold)
