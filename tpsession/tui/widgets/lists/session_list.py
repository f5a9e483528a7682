"""The list of sessions: when, where, the pain before and after, and what was played where there is room."""

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

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.wording import describe_record_routine, format_datetime, format_rating_change
from tpsession.core.text.formatting import format_timer
from tpsession.tui.text.columns import align_right, fit_text, wrap_text
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList

LOOK_AHEAD = 50
"""Sessions before the end of the list at which more are asked for."""
_SINGLE = 54
"""Cells from which on a session needs a single line."""
_GAP = "  "
_WHEN = len("2026-01-31 09:00")
_PAIN = len("10 → 10  10 less")
_WORKED = len("1:00:00")
_STATUS = len("unfinished")
_PLACE = 24
_MARKS = {Status.COMPLETED: " ", Status.STOPPED: "x", Status.PARTIAL: "~", Status.RUNNING: ">"}
"""Stands for the status where there is no room for its word."""
_WORDS = {
    Status.COMPLETED: "completed",
    Status.STOPPED: "stopped",
    Status.PARTIAL: "unfinished",
    Status.RUNNING: "running",
}


@dataclass(frozen=True, slots=True)
class _Columns:
    """The cells of each column; 0 where it isn't shown."""

    place: int
    routine: int = 0
    worked: int = 0
    status: int = 0


def _columns(room: int) -> _Columns:
    """What fits beside the time and the pain: the place first, then status, routine and time worked."""
    left = room - _WHEN - _PAIN - 2 * len(_GAP)
    if left < _STATUS + 3 * len(_GAP) + _PLACE:
        return _Columns(place=left - 2)
    left -= _STATUS + len(_GAP)
    if left < 2 * _PLACE:
        return _Columns(place=left, status=_STATUS)
    left -= _WORKED + len(_GAP)
    place = min(_PLACE, left // 2 - 1)
    return _Columns(place, left - place - len(_GAP), _WORKED, _STATUS)


class SessionList(SelectableList[SessionRecord]):
    """Shows sessions and points at one. Where its end comes near it posts `NearEnd`: the screen adds more."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sessions--loud", "sessions--quiet", "sessions--here"}
    DEFAULT_CSS = """
    SessionList {
        & > .sessions--loud { color: $foreground; }
        & > .sessions--quiet { color: $text-muted; }
        & > .sessions--here { background: $block-hover-background; }
        &:focus > .sessions--here { background: $block-cursor-blurred-background; }
    }
    """
    HEAD = 1
    """The names of the columns."""

    @dataclass
    class Highlighted(Message):
        """Another session is pointed at, or none."""

        record: SessionRecord | None

    class Selected(Message):
        """The session that is pointed at was clicked."""

    class NearEnd(Message):
        """More are wanted."""

    def __init__(self, *, id: str | None = None) -> None:
        """An empty list."""
        super().__init__(id=id)
        self._names: Mapping[str, str] = {}
        self._wants_oldest = False
        self._empty = ""

    # What is shown

    @property
    def oldest(self) -> SessionRecord | None:
        """The last session of the list, or None where there is none."""
        return self._things[-1] if self._things else None

    @property
    def is_going_to_oldest(self) -> bool:
        """Whether the person is on the way to the oldest session, so that all are wanted."""
        return self._wants_oldest

    def show(self, records: Sequence[SessionRecord], names: Mapping[str, str], *, empty_text: str) -> None:
        """Show these sessions, newest first, and point at the first.

        names: the names of routines by id. empty: the words that are shown where there are no sessions.
        """
        self._things = list(records)
        self._names, self._empty = names, empty_text
        self._at, self._wants_oldest = 0, False
        self.update_virtual_size()
        self.scroll_to(y=0, animate=False)
        self.refresh()
        self.post_message(self.Highlighted(self.highlighted))

    def append_older(self, records: Sequence[SessionRecord]) -> None:
        """Put older sessions at the end; none says that there are no more."""
        self._things += records
        self.update_virtual_size()
        if self._wants_oldest:
            self._at = len(self._things) - 1
            self.scroll_to_highlighted()
            self.post_message(self.Highlighted(self.highlighted))
            self._wants_oldest = bool(records)
        self.refresh()
        if records:
            self._look_ahead()

    def set_routine_names(self, names: Mapping[str, str]) -> None:
        """Take the names of routines by id; all else stays."""
        self._names = names
        self.refresh()

    # Moving

    def highlight_moved(self) -> None:
        """Tell the screen, and ask for more where the end is near."""
        self.post_message(self.Highlighted(self.highlighted))
        self._look_ahead()

    def item_clicked(self) -> None:
        """It is meant."""
        self.post_message(self.Selected())

    def action_last(self) -> None:
        """Point at the oldest, however many there are."""
        super().action_last()
        self._wants_oldest = True
        self._look_ahead()

    def highlight(self, at: int) -> None:
        """Point at a session; on the way to the oldest no more."""
        self._wants_oldest = False
        super().highlight(at)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The wheel comes near the end as well."""
        super().watch_scroll_y(old_value, new_value)
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Ask for more where the end is near."""
        seen = max(self._at, (self.scroll_offset.y + self.visible_rows) // self.lines_per_item)
        if self._things and (self._wants_oldest or seen >= len(self._things) - LOOK_AHEAD):
            self.post_message(self.NearEnd())

    # Drawing

    @property
    def lines_per_item(self) -> int:
        """A line where there is room, else two."""
        return 1 if self.scrollable_content_region.width >= _SINGLE else 2

    def render_line(self, y: int) -> Strip:
        """The names of the columns, or one line of a session."""
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        quiet = self._ink(here=False, quiet=True)
        room = width - 3
        if not self._things:
            lines = ["", *wrap_text(self._empty, width - 2)]
            return Strip([Segment(f" {lines[y]}" if y < len(lines) else "", quiet)]).adjust_cell_length(
                width, blank
            )
        if y == 0:
            return Strip([Segment(f"  {self._titles(room)}", quiet)]).adjust_cell_length(width, blank)
        at, part = self.item_and_line_at(y)
        if at >= len(self._things):
            return Strip.blank(width, blank)
        record, here = self._things[at], at == self._at
        start = pointer(self, here=here and part == 0)
        words = self._single(record, room) if self.lines_per_item == 1 else self._double(record, part, room)
        ink = self._ink(here=here, quiet=part > 0)
        return Strip([Segment(start + words + " ", ink)]).adjust_cell_length(width, ink if here else blank)

    def _titles(self, room: int) -> str:
        if self.lines_per_item > 1:
            return fit_text("When", room - _PAIN) + fit_text("Pain", _PAIN)
        columns = _columns(room)
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

    def _single(self, record: SessionRecord, room: int) -> str:
        columns = _columns(room)
        parts = [fit_text(format_datetime(record.started_at), _WHEN)]
        if columns.routine:
            parts.append(fit_text(self._routine(record), columns.routine))
        mark = "" if columns.status else f"{_MARKS[record.status]} "
        parts.append(mark + self._place(record, columns.place))
        parts.append(fit_text(self._pain(record), _PAIN))
        if columns.worked:
            worked = format_timer(record.active_s) if record.active_s else ""
            parts.append(align_right(worked, _WORKED))
        if columns.status:
            parts.append(fit_text(_WORDS[record.status], columns.status))
        return _GAP.join(parts)

    def _double(self, record: SessionRecord, part: int, room: int) -> str:
        if part == 0:
            return fit_text(format_datetime(record.started_at), room - _PAIN) + fit_text(
                self._pain(record), _PAIN
            )
        mark = _MARKS[record.status]
        return fit_text(f"{mark} {self._place(record)}; {self._routine(record)}", room)

    @staticmethod
    def _place(record: SessionRecord, width: int | None = None) -> str:
        """Area and side in as few cells as they take, or in so many: the area is cut before the side."""
        name = AREAS[record.area].name if record.area in AREAS else display_text(record.area)
        side = "" if record.side is Side.NONE else f", {record.side}"
        if width is None:
            return name + side
        room = width - len(side)
        return fit_text((name if cell_len(name) <= room else fit_text(name, room).rstrip()) + side, width)

    def _routine(self, record: SessionRecord) -> str:
        return display_text(describe_record_routine(record, self._names))

    @staticmethod
    def _pain(record: SessionRecord) -> str:
        """The ratings and the change, each in its own cells; worsening looks like relief."""
        before = "-" if record.before is None else str(record.before)
        after = "-" if record.after is None else str(record.after)
        return f"{before:>2} → {after:2}  {format_rating_change(record.before, record.after)}"

    def _ink(self, *, here: bool, quiet: bool) -> Style:
        style = self.visual_style + self.get_visual_style("sessions--quiet" if quiet else "sessions--loud")
        if here:
            style += self.get_visual_style("sessions--here") + VisualStyle(bold=not quiet)
        return style.rich_style
