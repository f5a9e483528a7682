"""The body's areas by name, from the head to the foot, to point at and to choose from."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, MouseMove
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tpsession.core.catalog.area import Area
from tpsession.tui.drawing.body.picture import areas_head_to_foot
from tpsession.tui.text.columns import fit_text
from tpsession.tui.widgets.body.area_messages import AreaHighlighted, AreaSelected
from tpsession.tui.widgets.lists.pointer import pointer


class AreaList(Widget, can_focus=True):
    """A line an area. At first it points at none, so that a stray enter chooses nothing."""

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

    def __init__(self) -> None:
        """All areas, none pointed at."""
        super().__init__()
        self._areas = areas_head_to_foot()
        self._here: int | None = None

    def highlight(self, area: Area) -> None:
        """Point at an area, and tell so if it is another one than before."""
        place = self._areas.index(area)
        if place != self._here:
            self._here = place
            self.refresh()
            self.post_message(AreaHighlighted(area))

    @property
    def highlighted_row(self) -> int:
        """The row that is pointed at; the first as long as none is."""
        return self._here or 0

    def action_move(self, by: int) -> None:
        """Point at the next line, or the one before; from none at the first or the last."""
        if self._here is None:
            self.action_move_to(0 if by > 0 else -1)
        else:
            self.action_move_to((self._here + by) % len(self._areas))

    def action_move_to(self, place: int) -> None:
        """Point at a line; -1 is the last."""
        self.highlight(self._areas[place])

    def action_choose(self) -> None:
        """Choose the area pointed at."""
        if self._here is not None:
            self.post_message(AreaSelected(self._areas[self._here]))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Point at the line under the mouse."""
        if 0 <= event.y < len(self._areas):
            self.highlight(self._areas[event.y])

    def on_click(self, event: Click) -> None:
        """Choose the line under the mouse."""
        if 0 <= event.y < len(self._areas):
            self.highlight(self._areas[event.y])
            self.action_choose()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row an area."""
        return len(self._areas)

    def render_line(self, y: int) -> Strip:
        """One area."""
        width = self.size.width
        if y >= len(self._areas):
            return Strip.blank(width, self.visual_style.rich_style)
        here = y == self._here
        style = self.get_visual_style("areas--here" if here else "areas--name").rich_style
        return Strip([Segment(fit_text(pointer(self, here=here) + self._areas[y].name, width), style)], width)
