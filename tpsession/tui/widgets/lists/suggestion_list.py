"""The list of routines for pain at a place, each with the area that it massages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tpsession.core.dialogue.place_guide import SuggestedRoutine
from tpsession.tui.text.columns import fit_text
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList


def fit_suggestion(lead: str, suggestion: SuggestedRoutine, width: int) -> str:
    """Return the line for a suggested routine, in exactly `width` cells.

    If it doesn't fit, the routine's name is cut, and the minutes after it stay. If there is no room for these
    either, they are cut, too.

    Args:
        lead: What the line begins with, such as the pointer.
        suggestion: The routine.
        width: Cells of the line.

    """
    length = f", {suggestion.length}"
    name = f"{lead}{suggestion.name}"
    if cell_len(name) + len(length) > width:
        name = fit_text(name, max(0, width - len(length)))
    return fit_text(f"{name}{length}", width)


class SuggestionList(SelectableList[SuggestedRoutine], inherit_bindings=True):
    """Shows one suggested routine a line. Enter or a click on the highlighted line selects it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"suggestions--name", "suggestions--here"}
    DEFAULT_CSS = """
    SuggestionList {
        height: auto;
        & > .suggestions--name { color: $foreground; }
        & > .suggestions--here {
            color: $foreground;
            background: $block-cursor-blurred-background;
            text-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Choose", show=False)]

    @dataclass
    class Highlighted(Message):
        """Posted when another line is highlighted."""

    @dataclass
    class Selected(Message):
        """Posted when the highlighted line is chosen, by enter or by a click."""

    def __init__(self, choices: Sequence[SuggestedRoutine], highlighted: int = 0) -> None:
        """Make the list. highlighted: the index of the line that is highlighted at first."""
        super().__init__()
        self._items = list(choices)
        self._index = highlighted

    @property
    def lines_per_item(self) -> int:
        """Always 1."""
        return 1

    def highlight_moved(self) -> None:
        """Post `Highlighted`."""
        self.post_message(self.Highlighted())

    def item_clicked(self) -> None:
        """Post `Selected`, because the highlighted line was clicked."""
        self.post_message(self.Selected())

    def action_choose(self) -> None:
        """Post `Selected`, if there is a line."""
        if self._items:
            self.post_message(self.Selected())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(self._items)

    def render_line(self, y: int) -> Strip:
        """Draw the line in row `y`, with the pointer if it is highlighted; a blank row below the last."""
        width, index = self.scrollable_content_region.width, y + self.scroll_offset.y
        if index >= len(self._items):
            return Strip.blank(width, self.visual_style.rich_style)
        is_here = index == self.highlighted_index
        style = self.get_visual_style("suggestions--here" if is_here else "suggestions--name").rich_style
        text = fit_suggestion(pointer(self, here=is_here), self._items[index], width)
        return Strip([Segment(text, style)], width)
