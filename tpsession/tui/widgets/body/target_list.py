"""A list of what can be pointed at on the body, by name, to select one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, Key, MouseMove
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side
from tpsession.core.safety.eligibility import format_rest_mark
from tpsession.tui.drawing.body.targets import BodyTargets
from tpsession.tui.text.columns import fit_text
from tpsession.tui.widgets.body.target_messages import TargetHighlighted, TargetSelected
from tpsession.tui.widgets.lists.pointer import pointer


class TargetList(Widget, can_focus=True):
    """Shows one target a line. None is highlighted at first, so that a stray enter selects nothing."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"targets--name", "targets--here"}
    DEFAULT_CSS = """
    TargetList {
        height: auto;
        & > .targets--name { color: $foreground; }
        & > .targets--here {
            color: $foreground;
            background: $block-cursor-blurred-background;
            text-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("home", "move_to(0)", "First", show=False),
        Binding("end", "move_to(-1)", "Last", show=False),
        Binding("enter,space", "choose", "Choose", show=False),
    ]

    def __init__(self, targets: BodyTargets, resting: Mapping[Area, Side] | None = None) -> None:
        """Make the list with nothing highlighted. resting: areas, with a side, that rest today and say so."""
        super().__init__()
        self._resting = {area.id: side for area, side in (resting or {}).items()}
        self._targets = targets
        self._ids = targets.ids
        self._highlighted: int | None = None
        """The row of the highlighted target."""

    def highlight(self, target: str) -> None:
        """Highlight a target by its id, and post `TargetHighlighted`, unless it is highlighted already."""
        row = self._ids.index(target)
        if row != self._highlighted:
            self._highlighted = row
            self.refresh()
            self.post_message(TargetHighlighted(target))

    @property
    def highlighted_row(self) -> int:
        """The row of the highlighted target, counted from 0; 0 if none is highlighted."""
        return self._highlighted or 0

    def action_move(self, by: int) -> None:
        """Move the highlight one row down (1) or up (-1), round the ends.

        If no target is highlighted, 1 highlights the first target and -1 the last.
        """
        if self._highlighted is None:
            self.action_move_to(0 if by > 0 else -1)
        else:
            self.action_move_to((self._highlighted + by) % len(self._ids))

    def action_move_to(self, row: int) -> None:
        """Highlight the target in a row, counted from 0; -1 is the last row."""
        self.highlight(self._ids[row])

    def action_choose(self) -> None:
        """Post `TargetSelected` for the highlighted target, if there is one."""
        if self._highlighted is not None:
            self.post_message(TargetSelected(self._ids[self._highlighted]))

    def on_key(self, event: Key) -> None:
        """Highlight the next target whose name begins with the typed letter; after the last comes the first.

        A key that isn't a letter, or with which no name begins, is left to other handlers.
        """
        letter = (event.character or "").casefold()
        start = -1 if self._highlighted is None else self._highlighted
        rows = [(start + step) % len(self._ids) for step in range(1, len(self._ids) + 1)]
        found = [row for row in rows if self._targets.names[self._ids[row]].casefold().startswith(letter)]
        if letter.isalpha() and found:
            event.stop()
            self.action_move_to(found[0])

    def on_mouse_move(self, event: MouseMove) -> None:
        """Highlight the target under the mouse, if there is one."""
        if 0 <= event.y < len(self._ids):
            self.highlight(self._ids[event.y])

    def on_click(self, event: Click) -> None:
        """Highlight the target under the mouse, and post `TargetSelected` for it, if there is one."""
        if 0 <= event.y < len(self._ids):
            self.highlight(self._ids[event.y])
            self.action_choose()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of targets, because each takes one row."""
        return len(self._ids)

    def render_line(self, y: int) -> Strip:
        """Draw the name of the target in row `y`, counted from 0; below the last target, a blank row.

        A pointer is before the highlighted name. If an area has to rest today, words after its name say so.
        """
        width = self.size.width
        if y >= len(self._ids):
            return Strip.blank(width, self.visual_style.rich_style)
        is_highlighted = y == self._highlighted
        style = self.get_visual_style("targets--here" if is_highlighted else "targets--name").rich_style
        target = self._ids[y]
        rests = format_rest_mark(self._resting.get(target, Side.NONE))
        name = f"{pointer(self, here=is_highlighted)}{self._targets.names[target]}{rests}"
        return Strip([Segment(fit_text(name, width), style)], width)
