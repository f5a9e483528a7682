"""A list of the body's areas by name, from head to foot, from which the person selects one."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, MouseMove
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tpsession.core.catalog.area import Area
from tpsession.core.safety.eligibility import RESTS_TODAY
from tpsession.tui.drawing.body.picture import areas_head_to_foot
from tpsession.tui.text.columns import fit_text
from tpsession.tui.widgets.body.area_messages import AreaHighlighted, AreaSelected
from tpsession.tui.widgets.lists.pointer import pointer


class AreaList(Widget, can_focus=True):
    """Shows one area a line. No area is highlighted at first, so that a stray enter selects nothing."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"areas--name", "areas--here"}
    DEFAULT_CSS = """
    AreaList {
        height: auto;
        & > .areas--name { color: $foreground; }
        & > .areas--here { color: $foreground; background: $panel; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("home", "move_to(0)", "First", show=False),
        Binding("end", "move_to(-1)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    def __init__(self, resting: Collection[Area] = ()) -> None:
        """Make the list with no area highlighted. resting: areas that have to rest today, which say so."""
        super().__init__()
        self._resting = resting
        self._areas = areas_head_to_foot()
        self._highlighted: int | None = None
        """The row of the highlighted area."""

    def highlight(self, area: Area) -> None:
        """Highlight an area, and post `AreaHighlighted` if it is not the one highlighted already."""
        row = self._areas.index(area)
        if row != self._highlighted:
            self._highlighted = row
            self.refresh()
            self.post_message(AreaHighlighted(area))

    @property
    def highlighted_row(self) -> int:
        """The row of the highlighted area, counted from 0; 0 if none is highlighted."""
        return self._highlighted or 0

    def action_move(self, by: int) -> None:
        """Move the highlight down (1) or up (-1), round the ends; without one, start at that end."""
        if self._highlighted is None:
            self.action_move_to(0 if by > 0 else -1)
        else:
            self.action_move_to((self._highlighted + by) % len(self._areas))

    def action_move_to(self, row: int) -> None:
        """Highlight the area in a row, counted from 0; -1 is the last row."""
        self.highlight(self._areas[row])

    def action_choose(self) -> None:
        """Select the highlighted area, if there is one."""
        if self._highlighted is not None:
            self.post_message(AreaSelected(self._areas[self._highlighted]))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Highlight the area under the mouse, if there is one."""
        if 0 <= event.y < len(self._areas):
            self.highlight(self._areas[event.y])

    def on_click(self, event: Click) -> None:
        """Highlight and select the area under the mouse, if there is one."""
        if 0 <= event.y < len(self._areas):
            self.highlight(self._areas[event.y])
            self.action_choose()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of areas, because each takes one row."""
        return len(self._areas)

    def render_line(self, y: int) -> Strip:
        """Draw the name of the area in row `y`, with a mark if it is highlighted; below the last, nothing."""
        width = self.size.width
        if y >= len(self._areas):
            return Strip.blank(width, self.visual_style.rich_style)
        is_highlighted = y == self._highlighted
        style = self.get_visual_style("areas--here" if is_highlighted else "areas--name").rich_style
        area = self._areas[y]
        rests = f", {RESTS_TODAY}" if area in self._resting else ""
        name = f"{pointer(self, here=is_highlighted)}{area.name}{rests}"
        return Strip([Segment(fit_text(name, width), style)], width)
