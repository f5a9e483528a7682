"""The list of sessions: date, place, pain before and after, and more columns if there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as VisualStyle

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.wording import describe_record_routine, format_datetime, format_rating_change
from tpsession.core.text.formatting import format_timer
from tpsession.tui.text.columns import align_right, fit_text, wrap_text
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList

LOOK_AHEAD = 50
"""How many sessions before the end of the list the next ones are asked for."""
_MIN_WIDTH_OF_ONE_LINE = 54
"""The smallest width in cells at which a session takes one line."""
_GAP = "  "
_WHEN = len("2026-01-31 09:00")
_PAIN = len("10 → 10  10 less")
_WORKED = len("1:00:00")
_STATUS = len("unfinished")
_PLACE = 24
"""The largest width of the place if there are other columns to fill."""
_MARKS = {Status.COMPLETED: " ", Status.STOPPED: "x", Status.PARTIAL: "~", Status.RUNNING: ">"}
"""A mark for the status if there is no room for its word."""
_STATUS_WORDS = {
    Status.COMPLETED: "completed",
    Status.STOPPED: "stopped",
    Status.PARTIAL: "unfinished",
    Status.RUNNING: "running",
}


@dataclass(frozen=True, slots=True)
class _Columns:
    """The width of each column in cells; 0 if it isn't shown."""

    place: int
    routine: int = 0
    worked: int = 0
    status: int = 0


def _fit_columns(room: int) -> _Columns:
    """Return the width of each column for a line of `room` cells, which also holds the date and the pain.

    The place is always shown. If there is room, the status is added, then the routine and the time worked
    together.
    """
    free = room - _WHEN - _PAIN - 2 * len(_GAP)
    if free < _STATUS + 3 * len(_GAP) + _PLACE:
        return _Columns(place=free - 2)
    free -= _STATUS + len(_GAP)
    if free < 2 * _PLACE:
        return _Columns(place=free, status=_STATUS)
    free -= _WORKED + len(_GAP)
    place = min(_PLACE, free // 2 - 1)
    return _Columns(place, free - place - len(_GAP), _WORKED, _STATUS)


class SessionList(SelectableList[SessionRecord]):
    """Shows sessions. It posts `NearEnd` when its end comes near, so that the screen appends older ones."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sessions--loud", "sessions--quiet", "sessions--here"}
    DEFAULT_CSS = """
    SessionList {
        & > .sessions--loud { color: $foreground; }
        & > .sessions--quiet { color: $text-muted; }
        & > .sessions--here { background: $block-hover-background; }
        &:focus > .sessions--here { background: $block-cursor-blurred-background; }
    }
    """
    HEADER_ROWS = 1
    """The row with the names of the columns."""

    @dataclass
    class Highlighted(Message):
        """Posted when another session is highlighted."""

        record: SessionRecord | None
        """The session; None if the list is empty."""

    class Selected(Message):
        """Posted when the highlighted session is clicked."""

    class NearEnd(Message):
        """Posted when the list needs older sessions."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id)
        self._names: Mapping[str, str] = {}
        self._is_going_to_oldest = False
        self._empty_text = ""

    # Content

    @property
    def oldest(self) -> SessionRecord | None:
        """The last session of the list; None if it is empty."""
        return self._items[-1] if self._items else None

    @property
    def is_going_to_oldest(self) -> bool:
        """Whether the person pressed end, so that all older sessions are needed."""
        return self._is_going_to_oldest

    def show(self, records: Sequence[SessionRecord], names: Mapping[str, str], *, empty_text: str) -> None:
        """Show these sessions from the first, highlight that, and post `Highlighted`.

        Args:
            records: The sessions, newest first.
            names: The names of routines by id.
            empty_text: Shown if there are no sessions.

        """
        self._items = list(records)
        self._names, self._empty_text = names, empty_text
        self._index, self._is_going_to_oldest = 0, False
        self.update_virtual_size()
        self.scroll_to(y=0, animate=False)
        self.refresh()
        self.post_message(self.Highlighted(self.highlighted))

    def append_older(self, records: Sequence[SessionRecord]) -> None:
        """Add older sessions at the end, and post `NearEnd` if even more are needed.

        If the person is going to the oldest session, highlight the last one now and post `Highlighted`. An
        empty `records` means that there are no more sessions: then the person has arrived.
        """
        self._items += records
        self.update_virtual_size()
        if self._is_going_to_oldest:
            self._index = len(self._items) - 1
            self.scroll_to_highlighted()
            self.post_message(self.Highlighted(self.highlighted))
            self._is_going_to_oldest = bool(records)
        self.refresh()
        if records:
            self._ask_for_more_near_end()

    def set_routine_names(self, names: Mapping[str, str]) -> None:
        """Change the names of routines, by id; all else stays."""
        self._names = names
        self.refresh()

    # Selection

    def highlight_moved(self) -> None:
        """Post `Highlighted`, and `NearEnd` if the end is near."""
        self.post_message(self.Highlighted(self.highlighted))
        self._ask_for_more_near_end()

    def item_clicked(self) -> None:
        """Post `Selected`."""
        self.post_message(self.Selected())

    def action_last(self) -> None:
        """Highlight the last session, and have all older ones appended until the oldest is highlighted."""
        super().action_last()
        self._is_going_to_oldest = True
        self._ask_for_more_near_end()

    def highlight(self, index: int) -> None:
        """Highlight a session, and stop going to the oldest one."""
        self._is_going_to_oldest = False
        super().highlight(index)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post `NearEnd` also if the mouse wheel scrolls near the end."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_more_near_end()

    def _ask_for_more_near_end(self) -> None:
        """Post `NearEnd` if the end is near or the person goes to the oldest session; not if it is empty."""
        lowest = max(self._index, (self.scroll_offset.y + self.visible_rows) // self.lines_per_item)
        if self._items and (self._is_going_to_oldest or lowest >= len(self._items) - LOOK_AHEAD):
            self.post_message(self.NearEnd())

    # Drawing

    @property
    def lines_per_item(self) -> int:
        """1 if the list is wide enough, otherwise 2."""
        return 1 if self.scrollable_content_region.width >= _MIN_WIDTH_OF_ONE_LINE else 2

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the widget: the names of the columns, a line of a session, or nothing.

        In an empty list, draw a line of the text that replaces the sessions.
        """
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        muted = self._style(is_highlighted=False, muted=True)
        room = width - 3
        if not self._items:
            lines = ["", *wrap_text(self._empty_text, width - 2)]
            text = f" {lines[y]}" if y < len(lines) else ""
            return Strip([Segment(text, muted)]).adjust_cell_length(width, blank)
        if y == 0:
            return Strip([Segment(f"  {self._column_names(room)}", muted)]).adjust_cell_length(width, blank)
        index, line = self.item_and_line_at(y)
        if index >= len(self._items):
            return Strip.blank(width, blank)
        record, is_highlighted = self._items[index], index == self._index
        start = pointer(self, here=is_highlighted and line == 0)
        in_columns = self.lines_per_item == 1
        text = (
            self._row_in_columns(record, room) if in_columns else self._row_in_two_lines(record, line, room)
        )
        style = self._style(is_highlighted=is_highlighted, muted=line > 0)
        strip = Strip([Segment(f"{start}{text} ", style)])
        return strip.adjust_cell_length(width, style if is_highlighted else blank)

    def _column_names(self, room: int) -> str:
        """Return the names of the columns, as the row above the sessions, in `room` cells."""
        if self.lines_per_item > 1:
            return fit_text("When", room - _PAIN) + fit_text("Pain", _PAIN)
        columns = _fit_columns(room)
        parts = [fit_text("When", _WHEN)]
        if columns.routine:
            parts.append(fit_text("Routine", columns.routine))
        parts.append(fit_text("Where", columns.place + (0 if columns.status else 2)))
        parts.append(fit_text("Pain", _PAIN))
        if columns.worked:
            parts.append(align_right("Worked", _WORKED))
        if columns.status:
            parts.append(fit_text("Status", columns.status))
        return _GAP.join(parts)

    def _row_in_columns(self, record: SessionRecord, room: int) -> str:
        """Return a session as one line of columns that fill `room` cells.

        If there is no column for the status, a mark in front of the place shows it.
        """
        columns = _fit_columns(room)
        parts = [fit_text(format_datetime(record.started_at), _WHEN)]
        if columns.routine:
            parts.append(fit_text(self._routine(record), columns.routine))
        mark = "" if columns.status else f"{_MARKS[record.status]} "
        parts.append(mark + self._place_and_side(record, columns.place))
        parts.append(fit_text(self._pain(record), _PAIN))
        if columns.worked:
            worked = format_timer(record.active_s) if record.active_s else ""
            parts.append(align_right(worked, _WORKED))
        if columns.status:
            parts.append(fit_text(_STATUS_WORDS[record.status], columns.status))
        return _GAP.join(parts)

    def _row_in_two_lines(self, record: SessionRecord, line: int, room: int) -> str:
        """Return the first (0) or the second (1) line of a session, `room` cells wide."""
        if line == 0:
            date = fit_text(format_datetime(record.started_at), room - _PAIN)
            return date + fit_text(self._pain(record), _PAIN)
        mark = _MARKS[record.status]
        return fit_text(f"{mark} {self._place_and_side(record)}; {self._routine(record)}", room)

    @staticmethod
    def _place_and_side(record: SessionRecord, width: int | None = None) -> str:
        """Return place and side, in exactly `width` cells if given; the place is cut off first."""
        name = display_text(place_name(record.place))
        side = "" if record.side is Side.NONE else f", {record.side}"
        if width is None:
            return name + side
        room = width - len(side)
        return fit_text((name if cell_len(name) <= room else fit_text(name, room).rstrip()) + side, width)

    def _routine(self, record: SessionRecord) -> str:
        return display_text(describe_record_routine(record, self._names))

    @staticmethod
    def _pain(record: SessionRecord) -> str:
        """Return both ratings, a dash for one that is missing, and their change in words.

        A rise in pain has the same colour and no mark, just like a fall.
        """
        before = "-" if record.before is None else str(record.before)
        after = "-" if record.after is None else str(record.after)
        return f"{before:>2} → {after:2}  {format_rating_change(record.before, record.after)}"

    def _style(self, *, is_highlighted: bool, muted: bool) -> Style:
        """Return the style of a session's text. muted: for its second line."""
        style = self.visual_style + self.get_visual_style("sessions--quiet" if muted else "sessions--loud")
        if is_highlighted:
            style += self.get_visual_style("sessions--here") + VisualStyle(bold=not muted)
        return style.rich_style
