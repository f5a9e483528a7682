"""The list of routines: a line for each, with as many columns as the names leave room for."""

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

from tpsession.core.text.formatting import format_length
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.columns import align_right, fit_name, fit_text, wrap_text
from tpsession.tui.view_models.routine_columns import GAP, RoutineColumns, fit_columns
from tpsession.tui.view_models.routine_rows import RoutineRow, describe_last_done
from tpsession.tui.widgets.lists.pointer import POINTER_CELLS, pointer
from tpsession.tui.widgets.lists.selectable_list import SelectableList

_BROKEN_MARK = "!"
_FAVOURITE_MARKS = {Charset.UNICODE: "★", Charset.ASCII: "*"}


class RoutineList(SelectableList[RoutineRow]):
    """Shows routines, one a line. Posts what the person does in the list; the screen decides what follows."""

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
        """Posted when another routine is highlighted, or the highlighted one has other data or is gone."""

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
        self._widest_length = 0

    # Content

    def show(
        self,
        routines: Sequence[RoutineRow],
        *,
        empty_text: str,
        keep_highlight: bool = False,
        wanted: str = "",
    ) -> None:
        """Show these routines in this order, and highlight the first unless an argument says otherwise.

        Post `Highlighted` if the highlighted row isn't equal to the one before: another routine, the same one
        with other data, or none any more.

        Args:
            routines: The rows to show.
            empty_text: Shown if there are no routines.
            keep_highlight: Whether the routine that was highlighted stays so. If it isn't in the new list,
                the routine at the same index is highlighted, or the last one.
            wanted: The id of a routine to highlight, whatever `keep_highlight` is, if it is in the list.

        """
        before = self.highlighted
        self._items = list(routines)
        self._empty_text = empty_text
        self._widest_name = max((cell_len(self._marked_name(row)) for row in routines), default=0)
        self._widest_area = max((cell_len(row.shown.area) for row in routines), default=0)
        self._widest_length = max((len(format_length(row.shown.length_s)) for row in routines), default=0)
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
        """Take the day on which each routine was last done; show it in the lines if the list is wide enough.

        The order of the routines stays.

        Args:
            days: The day of each routine's last session, by the routine's id; none for one without a session.
            today: The day that is called "today".

        """
        self._days, self._today = days, today
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Post `Resized`; Textual calls the method of the base class, too."""
        self.post_message(self.Resized())

    # Selection

    def highlight_moved(self) -> None:
        """Post `Highlighted`, because the person moved the highlight to another routine."""
        self.post_message(self.Highlighted(self.highlighted, by_person=True))

    def item_clicked(self) -> None:
        """Post `Selected`, because the highlighted routine was clicked."""
        self.post_message(self.Selected())

    # Drawing

    @property
    def unseen_last_day(self) -> str:
        """When the highlighted routine was last done, in words; empty if the list itself has room to show it.

        Empty, too, if no day is known, and without routines.
        """
        row = self.highlighted
        return "" if row is None or self._columns.day else describe_last_done(row, self._days, self._today)

    @property
    def _columns(self) -> RoutineColumns:
        """The widths of the columns in the list's present width, as `fit_columns` chooses them."""
        room = self.scrollable_content_region.width - POINTER_CELLS - 1
        return fit_columns(room, name=self._widest_name, area=self._widest_area, length=self._widest_length)

    @property
    def lines_per_item(self) -> int:
        """Every routine takes one line."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the widget: a routine, a line of the text in an empty list, or a blank row."""
        width = self.scrollable_content_region.width
        blank = self.visual_style.rich_style
        index, _ = self.item_and_line_at(y)
        if not self._items:
            return Strip(self._placeholder_line(y, width)).adjust_cell_length(width, blank)
        if index >= len(self._items):
            return Strip.blank(width, blank)
        row, is_highlighted = self._items[index], index == self._index
        style = self._style(row, is_highlighted)
        muted = self._style(row, is_highlighted, muted=True)
        start = Segment(pointer(self, here=is_highlighted), style)
        room = width - cell_len(start.text) - 1
        segments = self._row_in_columns(row, style, muted, room)
        return Strip([start, *segments, Segment(" ", muted)]).adjust_cell_length(width, blank)

    def _placeholder_line(self, y: int, width: int) -> list[Segment]:
        """Return line `y` of the text that is shown instead of routines; line 0 is blank."""
        lines = ["", *wrap_text(self._empty_text, width - 2)]
        text = f" {lines[y]}" if y < len(lines) else ""
        return [Segment(text, self.get_visual_style("routines--quiet").rich_style)]

    def _row_in_columns(self, row: RoutineRow, style: Style, muted: Style, room: int) -> list[Segment]:
        """Return a routine's name, area, length and last day in the columns of the list that are shown.

        The area is left blank if it is the routine's name. If the routine's file has errors, there are only
        the name and what is wrong, with the name cut if they need more than `room` cells.
        """
        name = self._marked_name(row)
        if row.is_broken:
            least = max(room - len(GAP) - cell_len(row.shown.problem_text), room // 2)
            name = fit_name(name, min(cell_len(name), least))
            return [Segment(name, style), Segment(f"{GAP}{row.shown.problem_text}", muted)]
        columns = self._columns
        cells = (
            # Not said twice of a routine that is called what its area is.
            fit_text("" if row.shown.area == row.name else row.shown.area, columns.area),
            align_right(format_length(row.shown.length_s), columns.length),
            fit_text(describe_last_done(row, self._days, self._today), columns.day),
        )
        others = "".join(f"{GAP}{cell}" for cell in cells if cell)
        return [Segment(fit_name(name, columns.name), style), Segment(others, muted)]

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

    def _marked_name(self, row: RoutineRow) -> str:
        """Return the routine's name, with a mark before it if its file has errors or it is a favourite.

        A favourite with errors has only the mark for errors.
        """
        if row.is_broken:
            return f"{_BROKEN_MARK} {row.name}"
        return f"{_FAVOURITE_MARKS[charset_of(self)]} {row.name}" if row.is_favourite else row.name
