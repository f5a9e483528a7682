"""The list of notes, each with a tick box, for the page for an appointment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from tpsession.core.settings.actions import TICK, TICK_ALL
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.text.columns import fit_text
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.view_models.report_page import ReportNote
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList


class NoteList(SelectableList[ReportNote]):
    """Shows a line for each note. It posts `Toggled` for a note that the person ticks or unticks.

    The screen decides what is ticked, and calls `show_ticks`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"notes--ticked", "notes--here"}
    DEFAULT_CSS = """
    NoteList {
        & > .notes--ticked { color: $text-primary; text-style: bold; }
        & > .notes--here { background: $block-hover-background; }
        &:focus > .notes--here { background: $block-cursor-blurred-background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *make_bindings(TICK, TICK_ALL),
        Binding("enter", "finish", "Continue", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """Posted when another note is highlighted."""

        note: ReportNote

    @dataclass
    class Toggled(Message):
        """Posted when the person ticks a note or removes its tick; the list waits for `show_ticks`."""

        note: ReportNote

    class AllToggled(Message):
        """Posted when the person ticks all notes, or removes all ticks."""

    class Finished(Message):
        """Posted when the person has chosen."""

    def __init__(self, notes: Sequence[ReportNote], *, id: str | None = None) -> None:
        """Make a list in which nothing is ticked."""
        super().__init__(id=id)
        self._items = list(notes)
        self._ticked: Collection[str] = ()

    def show_ticks(self, ticked: Collection[str]) -> None:
        """Show exactly these notes as ticked.

        ticked: the ids of their sessions.
        """
        self._ticked = ticked
        self.refresh()

    @property
    def lines_per_item(self) -> int:
        """Always 1: the whole note is shown below the list."""
        return 1

    def highlight_moved(self) -> None:
        """Post `Highlighted` for the note that is highlighted now."""
        self.post_message(self.Highlighted(self._items[self._index]))

    def item_clicked(self) -> None:
        """Post `Toggled` for the highlighted note."""
        self.post_message(self.Toggled(self._items[self._index]))

    def on_click(self, event: Click) -> None:
        """Highlight the note under the mouse, if there is one.

        Textual calls `on_click` of the base class next. That finds the note highlighted, and calls
        `item_clicked`.
        """
        offset = event.get_content_offset(self)
        if offset is not None:
            index, _ = self.item_and_line_at(offset.y)
            if index < len(self._items):
                self.highlight(index)

    def action_move(self, by: int) -> None:
        """Move the highlight down by so many notes, or up if `by` is negative, at most to an end.

        If the last note is highlighted already, 1 posts `Finished`; quick repeats of a held key don't.
        """
        is_last = self._index == len(self._items) - 1
        if is_last and by == 1 and context_of(self).press.is_new:
            self.action_finish()
        super().action_move(by)

    def action_tick(self) -> None:
        """Post `Toggled` for the highlighted note, if any; quick repeats of a held key do nothing."""
        if self._items and context_of(self).press.is_new:
            self.item_clicked()

    def action_tick_all(self) -> None:
        """Post `AllToggled`; quick repeats of a held key do nothing."""
        if context_of(self).press.is_new:
            self.post_message(self.AllToggled())

    def action_finish(self) -> None:
        """Post `Finished`."""
        self.post_message(self.Finished())

    def render_line(self, y: int) -> Strip:
        """Draw the note in row `y` with its tick box, or a blank row below the last note."""
        width = self.scrollable_content_region.width
        index, _ = self.item_and_line_at(y)
        style = self.visual_style
        if index >= len(self._items):
            return Strip.blank(width, style.rich_style)
        note, here = self._items[index], index == self._index
        is_ticked = note.session_id in self._ticked
        if is_ticked:
            style += self.get_visual_style("notes--ticked")
        if here:
            style += self.get_visual_style("notes--here")
        start = f"{pointer(self, here=here)}{'[x]' if is_ticked else '[ ]'} {note.day}  "
        text = start + fit_text(display_text(note.text), max(width - len(start) - 1, 0))
        return Strip([Segment(text, style.rich_style)]).adjust_cell_length(width, style.rich_style)
