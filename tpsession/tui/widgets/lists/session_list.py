"""The list of sessions: date, place, pain before and after, its change, and more if there is room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as VisualStyle

from tpsession.core.history.records import HistoryOrder, SessionRecord
from tpsession.tui.text.columns import wrap_text
from tpsession.tui.view_models.session_rows import (
    GAP,
    MIN_WIDTH_OF_ONE_LINE,
    Cell,
    Tone,
    describe_marks,
    find_marks,
    make_headings,
    make_row,
    make_two_lines,
    order_of_heading,
)
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList

LOOK_AHEAD = 50
"""How many sessions before the end of the list the next ones are asked for."""
_LEFT_MARGIN = 2
"""The cells before the first column, which hold the pointer."""


class SessionList(SelectableList[SessionRecord]):
    """Shows sessions. It posts `NearEnd` near the end of the list, so that more are read and appended."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sessions--loud",
        "sessions--quiet",
        "sessions--here",
        "sessions--less",
        "sessions--more",
    }
    DEFAULT_CSS = """
    SessionList {
        & > .sessions--loud { color: $foreground; }
        & > .sessions--quiet { color: $text-muted; }
        & > .sessions--less { color: $text-success; }
        & > .sessions--more { color: $text-warning; }
        & > .sessions--here { background: $block-hover-background; }
        &:focus > .sessions--here { background: $block-cursor-blurred-background; }
    }
    """
    HEADER_ROWS = 1
    """The row with the names of the columns."""

    @dataclass
    class Highlighted(Message):
        """Posted when another session is highlighted, and whenever `show` was called."""

        record: SessionRecord | None
        """The session; None if the list is empty."""

    class Selected(Message):
        """Posted when the highlighted session is clicked."""

    class NearEnd(Message):
        """Posted when the end of the list is near or all sessions are wanted, even if none is left."""

    @dataclass
    class OrderChosen(Message):
        """Posted when the heading of a column that can be sorted by is clicked."""

        order: HistoryOrder

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id)
        self._names: Mapping[str, str] = {}
        self._is_going_to_end = False
        self._empty_text = ""
        self._order = HistoryOrder.NEWEST
        self._marks: set[str] = set()
        """The marks that any listed session has."""

    # Content

    @property
    def is_going_to_end(self) -> bool:
        """Whether the person pressed end, so that all sessions that follow are wanted.

        False again once the person moves the highlight, other sessions are shown, or the last ones are
        appended.
        """
        return self._is_going_to_end

    def describe_marks(self) -> str:
        """Return what the marks mean that the listed sessions have at the list's width; empty for none."""
        return describe_marks(self._marks, self._room)

    def show(
        self,
        records: Sequence[SessionRecord],
        names: Mapping[str, str],
        *,
        empty_text: str,
        order: HistoryOrder = HistoryOrder.NEWEST,
        index: int = 0,
    ) -> None:
        """Show these sessions instead of those before, highlight one, and post `Highlighted`.

        Args:
            records: The sessions, in `order`.
            names: The names of routines by id.
            empty_text: Shown if there are no sessions.
            order: What the headings say that the list is sorted by.
            index: Which session to highlight, counted from 0; for the first, the list begins at its top.

        """
        self._items = list(records)
        self._marks = find_marks(records)
        self._names, self._empty_text, self._order = names, empty_text, order
        self._index, self._is_going_to_end = index, False
        self.update_virtual_size()
        if index:
            self.scroll_to_highlighted()
        else:
            self.scroll_to(y=0, animate=False)
        self.refresh()
        self.post_message(self.Highlighted(self.highlighted))

    def append(self, records: Sequence[SessionRecord], *, is_complete: bool) -> None:
        """Add sessions at the end. If more will follow, post `NearEnd` as `_ask_for_more_near_end` decides.

        If the person is going to the end, highlight the last listed session. Post `Highlighted` if another
        session is highlighted than before.

        Args:
            records: The sessions that follow in the list's order; there may be none.
            is_complete: Whether no further session will follow these.

        """
        before = self.highlighted
        self._items += records
        self._marks |= find_marks(records)
        self.update_virtual_size()
        if self._is_going_to_end:
            self._index = max(0, len(self._items) - 1)
            self.scroll_to_highlighted()
            self._is_going_to_end = not is_complete
        if self.highlighted is not before:
            self.post_message(self.Highlighted(self.highlighted))
        self.refresh()
        if not is_complete:
            self._ask_for_more_near_end()

    def set_routine_names(self, names: Mapping[str, str]) -> None:
        """Show these names of routines, by id, instead of those before; all else stays."""
        self._names = names
        self.refresh()

    # Selection

    def highlight_moved(self) -> None:
        """Post `Highlighted`, and `NearEnd` if the end is near."""
        self.post_message(self.Highlighted(self.highlighted))
        self._ask_for_more_near_end()

    def item_clicked(self) -> None:
        """Post `Selected`, because the highlighted session was clicked."""
        self.post_message(self.Selected())

    def action_last(self) -> None:
        """Highlight the last listed session, and ask for all that follow.

        Each `append` then moves the highlight to the new last session, until `is_going_to_end` is False.
        """
        super().action_last()
        self._is_going_to_end = True
        self._ask_for_more_near_end()

    def highlight(self, index: int) -> None:
        """Highlight the session with this index as the base class does.

        If the highlight was following the list to its end while that is read, it no longer does.
        """
        self._is_going_to_end = False
        super().highlight(index)

    def stop_going_to_end(self) -> None:
        """Make `is_going_to_end` False, until the person presses end again."""
        self._is_going_to_end = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """After scrolling, post `NearEnd` as `_ask_for_more_near_end` decides.

        The mouse wheel scrolls without moving the highlight.
        """
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_more_near_end()

    def _ask_for_more_near_end(self) -> None:
        """Post `NearEnd` if `is_going_to_end`, or if the end of the list is near.

        The end is near if the highlight or the visible part is within `LOOK_AHEAD` sessions of it. The end of
        an empty list isn't near.
        """
        lowest = max(self._index, (self.scroll_offset.y + self.visible_rows) // self.lines_per_item)
        if self._is_going_to_end or (self._items and lowest >= len(self._items) - LOOK_AHEAD):
            self.post_message(self.NearEnd())

    def header_clicked(self, x: int) -> None:
        """Post `OrderChosen` if the heading of a column that can be sorted by is clicked.

        An empty list has no headings.

        x: the cell that was clicked, counted from 0 at the left of the list.
        """
        end = _LEFT_MARGIN
        for cell in self._headings() if self._items else ():
            end += cell_len(cell.text) + len(GAP)
            if x < end:
                order = order_of_heading(cell.column, self._order)
                if order is not None:
                    self.post_message(self.OrderChosen(order))
                return

    # Drawing

    @property
    def lines_per_item(self) -> int:
        """1 if the list is wide enough, otherwise 2."""
        return 1 if self.scrollable_content_region.width >= MIN_WIDTH_OF_ONE_LINE else 2

    @property
    def _room(self) -> int:
        """The cells of a row between its margins."""
        return self.scrollable_content_region.width - _LEFT_MARGIN - 1

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the widget: the headings of the columns, a line of a session, or a blank row.

        In an empty list, draw a line of the text that replaces the sessions.
        """
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        if not self._items:
            lines = ["", *wrap_text(self._empty_text, width - 2)]
            text = f" {lines[y]}" if y < len(lines) else ""
            return Strip([Segment(text, self._style("quiet"))]).adjust_cell_length(width, blank)
        if y < self.HEADER_ROWS:
            segments = self._segments(" " * _LEFT_MARGIN, self._headings(), "quiet", is_highlighted=False)
            return Strip(segments).adjust_cell_length(width, blank)
        index, line = self.item_and_line_at(y)
        if index >= len(self._items):
            return Strip.blank(width, blank)
        record, is_highlighted = self._items[index], index == self._index
        if self.lines_per_item == 1:
            cells = make_row(record, self._names, self._room)
        else:
            cells = make_two_lines(record, self._names, line, self._room)
        start = pointer(self, here=is_highlighted and line == 0)
        base = "quiet" if line > 0 else "loud"
        strip = Strip(self._segments(start, cells, base, is_highlighted=is_highlighted))
        return strip.adjust_cell_length(width, self._style(base, here=True) if is_highlighted else blank)

    def _headings(self) -> list[Cell]:
        """Return the headings of the columns that the list has at its present width."""
        return make_headings(self._room, self._order, in_one_line=self.lines_per_item == 1)

    def _segments(
        self, start: str, cells: Sequence[Cell], base: str, *, is_highlighted: bool
    ) -> Iterator[Segment]:
        """Yield the segments of a row: `start`, then the cells with gaps between them, then a space.

        Args:
            start: What comes before the first cell.
            cells: The cells of the row, at least one.
            base: The name of the style, as for `_style`, of all but the cells with a tone.
            is_highlighted: Whether the row belongs to the highlighted session.

        """
        plain = self._style(base, here=is_highlighted)
        yield Segment(start, plain)
        for index, cell in enumerate(cells):
            style = plain if cell.tone is Tone.PLAIN else self._style(cell.tone, here=is_highlighted)
            yield Segment(cell.text, style)
            yield Segment(GAP if index < len(cells) - 1 else " ", plain)

    def _style(self, name: str, *, here: bool = False) -> Style:
        """Return the style of a component class.

        Args:
            name: The class, without ``sessions--``.
            here: Whether the style is for the highlighted session, which stands out from the others.

        """
        style = self.visual_style + self.get_visual_style(f"sessions--{name}")
        if here:
            marked = self.get_visual_style("sessions--here")
            # The quiet second line is too faint there; less and more pain keep their colours.
            style += marked if name == "quiet" else VisualStyle(background=marked.background, bold=True)
        return style.rich_style
