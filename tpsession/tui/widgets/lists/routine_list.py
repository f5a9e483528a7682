"""The list of routines: one line for each if the list is wide, otherwise two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as VisualStyle

from tpsession.tui.text.columns import align_right, fit_text, wrap_text
from tpsession.tui.view_models.routine_rows import RoutineRow, describe_last_done, format_length
from tpsession.tui.widgets.lists.pointer import pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList

_MIN_WIDTH_OF_ONE_LINE = 52
"""The smallest width in cells at which a routine takes one line."""
_BROKEN_MARK = "!"
_GAP = "  "
_LENGTH = len("180 min")
_DAY = len("2026-01-31")


class RoutineList(SelectableList[RoutineRow]):
    """Shows routines. It posts which one is highlighted or clicked; the screen decides what to do."""

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

    class Highlighted(Message):
        """Posted when another routine is highlighted."""

        def __init__(self, routine: RoutineRow | None, by_person: bool) -> None:
            """Make the message.

            Args:
                routine: The routine; None if the list is empty.
                by_person: Whether the person moved the highlight; False if a new list did.

            """
            super().__init__()
            self.routine = routine
            self.by_person = by_person

    class Selected(Message):
        """Posted when the highlighted routine is clicked."""

    class Resized(Message):
        """Posted when the list has another size, so that its routines may take more or fewer rows."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id)
        self._days: Mapping[str, date] = {}
        self._today = date.min
        self._empty_text = ""
        self._widest_name = 0
        self._widest_area = 0

    # Content

    def show(
        self,
        routines: Sequence[RoutineRow],
        *,
        empty_text: str,
        keep_highlight: bool = False,
        wanted: str = "",
    ) -> None:
        """Show these routines in this order, and highlight the first.

        Post `Highlighted` if the highlighted row isn't equal to the one before: another routine, the same
        one with other data, or none any more.

        Args:
            routines: The rows to show.
            empty_text: Shown if there are no routines.
            keep_highlight: Whether the routine that was highlighted stays so. If it isn't in the new list,
                the one in its place is highlighted.
            wanted: The id of the routine to highlight instead, if it is in the list.

        """
        before = self.highlighted
        self._items = list(routines)
        self._empty_text = empty_text
        self._widest_name = max((cell_len(_marked_name(row)) for row in routines), default=0)
        self._widest_area = max((cell_len(row.shown.area) for row in routines), default=0)
        ids = [row.id for row in routines]
        if wanted in ids:
            self._index = ids.index(wanted)
        elif not keep_highlight or before is None:
            self._index = 0
        else:
            last = max(len(ids) - 1, 0)
            self._index = ids.index(before.id) if before.id in ids else min(self._index, last)
        self.update_virtual_size()
        self.scroll_to_highlighted()
        self.refresh()
        if self.highlighted != before:
            self.post_message(self.Highlighted(self.highlighted, by_person=False))

    def show_last_days(self, days: Mapping[str, date], today: date) -> None:
        """Show when each routine was last done, by its id; the order stays."""
        self._days, self._today = days, today
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Post `Resized`; Textual calls the method of the base class, too."""
        self.post_message(self.Resized())

    # Selection

    def highlight_moved(self) -> None:
        """Post `Highlighted`, because the highlight moved to another routine."""
        self.post_message(self.Highlighted(self.highlighted, by_person=True))

    def item_clicked(self) -> None:
        """Post `Selected`."""
        self.post_message(self.Selected())

    # Drawing

    @property
    def lines_per_item(self) -> int:
        """1 if the list is wide enough, otherwise 2."""
        return 1 if self.scrollable_content_region.width >= _MIN_WIDTH_OF_ONE_LINE else 2

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the widget: a line of a routine, of the text in an empty list, or nothing."""
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        index, line = self.item_and_line_at(y)
        if not self._items:
            return Strip(self._placeholder_line(y, width)).adjust_cell_length(width, blank)
        if index >= len(self._items):
            return Strip.blank(width, blank)
        row, is_highlighted = self._items[index], index == self._index
        style = self._style(row, is_highlighted)
        muted = self._style(row, is_highlighted, muted=True)
        start = Segment(pointer(self, here=is_highlighted and line == 0), style)
        room = width - cell_len(start.text) - 1
        if self.lines_per_item == 1:
            segments = self._row_in_columns(row, style, muted, room + 1)
        elif line == 0:
            segments = [Segment(fit_text(_marked_name(row), room), style)]
        else:
            segments = [Segment(self._second_line(row, room), muted)]
        return Strip([start, *segments, Segment(" ", muted)]).adjust_cell_length(width, blank)

    def _placeholder_line(self, y: int, width: int) -> list[Segment]:
        """Return line `y` of the text that is shown instead of routines; line 0 is blank."""
        lines = ["", *wrap_text(self._empty_text, width - 2)]
        text = f" {lines[y]}" if y < len(lines) else ""
        return [Segment(text, self.get_visual_style("routines--quiet").rich_style)]

    def _row_in_columns(self, row: RoutineRow, style: Style, muted: Style, room: int) -> list[Segment]:
        """Return a routine's name, area, length and last day in columns that fill `room` cells.

        If its file has errors, the problem is shown instead of everything but the name.
        """
        free = room - _LENGTH - _DAY - 3 * len(_GAP)
        area_width = min(self._widest_area, max(free - self._widest_name, free // 3))
        name = Segment(fit_text(_marked_name(row), free - area_width) + _GAP, style)
        if row.is_broken:
            return [name, Segment(fit_text(row.shown.problem_text, room - cell_len(name.text)), muted)]
        length = align_right(format_length(row.shown.length_s), _LENGTH)
        day = fit_text(describe_last_done(row, self._days, self._today), _DAY)
        return [name, Segment(_GAP.join((fit_text(row.shown.area, area_width), length, day)), muted)]

    def _second_line(self, row: RoutineRow, room: int) -> str:
        """Return the line below a routine's name, padded or cut to `room` cells: area, length and last day.

        The day of the routine's last session is at the end of the line. If its file has errors, the line is
        the problem.
        """
        if row.is_broken:
            return fit_text(row.shown.problem_text, room)
        day = describe_last_done(row, self._days, self._today)
        text = f"{row.shown.area}, {format_length(row.shown.length_s)}"
        return fit_text(text, room - cell_len(day) - len(_GAP)) + _GAP + day

    def _style(self, row: RoutineRow, is_highlighted: bool, *, muted: bool = False) -> Style:
        """Return the style of a row's text, which also shows a problem with its file.

        muted: for everything but the name and the pointer.
        """
        name = "routines--broken" if row.is_broken else "routines--quiet" if muted else "routines--name"
        style = self.visual_style + self.get_visual_style(name)
        if is_highlighted:
            style += self.get_visual_style("routines--here")
            style += VisualStyle(bold=not muted)
        return style.rich_style


def _marked_name(row: RoutineRow) -> str:
    """Return the routine's name, with a mark in front if there is a problem with its file."""
    return f"{_BROKEN_MARK} {row.name}" if row.is_broken else row.name
