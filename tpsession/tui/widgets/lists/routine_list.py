"""The list of routines: a line each where it is wide, two where it isn't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as VisualStyle

from tpsession.tui.text.columns import align_right, fit_text, wrap_text
from tpsession.tui.view_models.routine_rows import RoutineRow, describe_last_done, format_length
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList

_WIDE = 52
"""Cells from which on a routine needs a single line."""
_BROKEN = "!"
_GAP = "  "
_LENGTH = len("180 min")
_DAY = len("2026-01-31")


class RoutineList(SelectableList[RoutineRow]):
    """Shows routines and points at one. What is pointed at or clicked it posts: the screen decides."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "routines--name",
        "routines--quiet",
        "routines--here",
        "routines--broken",
    }
    DEFAULT_CSS = """
    RoutineList {
        & > .routines--name { color: $foreground; }
        & > .routines--quiet { color: $text-muted; }
        & > .routines--broken { color: $text-warning; }
        & > .routines--here { color: $foreground; background: $block-hover-background; }
        &:focus > .routines--here { background: $block-cursor-blurred-background; }
    }
    """

    @dataclass
    class Highlighted(Message):
        """Another routine is pointed at, or none."""

        routine: RoutineRow | None
        by_person: bool
        """Whether the person did that, not a new list."""

    class Selected(Message):
        """The routine that is pointed at was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        """An empty list."""
        super().__init__(id=id)
        self._days: Mapping[str, date] = {}
        self._today = date.min
        self._empty = ""
        self._widest_name = 0
        self._widest_area = 0

    # What is shown

    def show(self, routines: Sequence[RoutineRow], *, empty_text: str, keep_highlight: bool = False) -> None:
        """Show these routines in this order, and point at the first.

        empty: the words that are shown where there are none. stay: what was pointed at still is, if it is
        there.
        """
        before = self.highlighted
        self._things = list(routines)
        self._empty = empty_text
        self._widest_name = max((cell_len(_name(one)) for one in routines), default=0)
        self._widest_area = max((cell_len(one.area) for one in routines), default=0)
        ids = [one.id for one in routines]
        self._at = ids.index(before.id) if keep_highlight and before is not None and before.id in ids else 0
        self.update_virtual_size()
        self.scroll_to_highlighted()
        self.refresh()
        if self.highlighted != before:
            self.post_message(self.Highlighted(self.highlighted, by_person=False))

    def show_last_days(self, days: Mapping[str, date], today: date) -> None:
        """Say when each was last done; the order stays."""
        self._days, self._today = days, today
        self.refresh()

    # Moving

    def highlight_moved(self) -> None:
        """Tell the screen."""
        self.post_message(self.Highlighted(self.highlighted, by_person=True))

    def item_clicked(self) -> None:
        """It is meant."""
        self.post_message(self.Selected())

    # Drawing

    @property
    def lines_per_item(self) -> int:
        """A line where there is room, else two."""
        return 1 if self.scrollable_content_region.width >= _WIDE else 2

    def render_line(self, y: int) -> Strip:
        """One line of a routine."""
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        at, part = self.item_and_line_at(y)
        if not self._things:
            return Strip(self._words_for_none(y, width)).adjust_cell_length(width, blank)
        if at >= len(self._things):
            return Strip.blank(width, blank)
        one, here = self._things[at], at == self._at
        start = Segment(pointer(self, here=here and part == 0), self._ink(one, here))
        room = width - cell_len(start.text) - 1
        if self.lines_per_item == 1:
            cells = self._single(one, here, room + 1)
        elif part == 0:
            cells = [Segment(fit_text(_name(one), room), self._ink(one, here))]
        else:
            cells = [Segment(self._below(one, room), self._ink(one, here, quiet=True))]
        end = Segment(" ", self._ink(one, here, quiet=True))
        return Strip([start, *cells, end]).adjust_cell_length(width, blank)

    def _words_for_none(self, y: int, width: int) -> list[Segment]:
        lines = ["", *wrap_text(self._empty, width - 2)]
        words = f" {lines[y]}" if y < len(lines) else ""
        return [Segment(words, self.get_visual_style("routines--quiet").rich_style)]

    def _single(self, one: RoutineRow, here: bool, room: int) -> list[Segment]:
        """Name, area, length and day in columns."""
        loud, quiet = self._ink(one, here), self._ink(one, here, quiet=True)
        left = room - _LENGTH - _DAY - 3 * len(_GAP)
        area_room = min(self._widest_area, max(left - self._widest_name, left // 3))
        name = Segment(fit_text(_name(one), left - area_room) + _GAP, loud)
        if one.plan is None:
            return [name, Segment(fit_text(one.problem_text, room - cell_len(name.text)), quiet)]
        length = align_right(format_length(one.plan.planned_s), _LENGTH)
        day = fit_text(describe_last_done(one, self._days, self._today), _DAY)
        return [name, Segment(_GAP.join((fit_text(one.area, area_room), length, day)), quiet)]

    def _below(self, one: RoutineRow, room: int) -> str:
        """Area and length, and the day at the right end."""
        if one.plan is None:
            return fit_text(one.problem_text, room)
        day = describe_last_done(one, self._days, self._today)
        words = f"{one.area}, {format_length(one.plan.planned_s)}"
        return fit_text(words, room - cell_len(day) - len(_GAP)) + _GAP + day

    def _ink(self, one: RoutineRow, here: bool, *, quiet: bool = False) -> Style:
        name = "routines--broken" if one.problem_text else "routines--quiet" if quiet else "routines--name"
        style = self.visual_style + self.get_visual_style(name)
        if here:
            style += self.get_visual_style("routines--here")
            style += VisualStyle(bold=not quiet)
        return style.rich_style


def _name(one: RoutineRow) -> str:
    return f"{_BROKEN} {one.name}" if one.problem_text else one.name
