"""The groups of the settings in one line: shows the one of the highlighted setting, and leads to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tpsession.tui.widgets.settings.setting_row import MUTED_STYLE, VALUE_STYLE, clickable

_HINT = "tab: next group"


class GroupBar(Widget):
    """Shows the groups' names, the current one in brackets; if they don't fit, only that one between arrows.

    A click on a name or an arrow posts `Selected`.
    """

    DEFAULT_CSS = """
    GroupBar {
        width: 100%;
        height: 1;
        background: $surface;
        color: $foreground;
    }
    """
    ALLOW_SELECT = False

    current: reactive[int] = reactive(0)
    """The index of the group that the highlighted setting is in."""

    @dataclass
    class Selected(Message):
        """Posted when the name of a group, or an arrow that leads to it, was clicked."""

        index: int

    def __init__(self, names: Sequence[str], *, id: str | None = None) -> None:
        """Make the bar. names: of the groups, in their order."""
        super().__init__(id=id)
        self._names = names

    def on_click(self, event: Click) -> None:
        """Post `Selected` for the group whose name is under the mouse, or to which the arrow there leads."""
        if "part" in event.style.meta:
            event.stop()
            self.post_message(self.Selected(int(event.style.meta["number"])))

    def render(self) -> RenderResult:
        """Draw the names, and at the right, if there is room, which key leads to the next group.

        If the names don't fit, draw only the current one between two arrows. A click on an arrow leads to the
        group before or after; at the ends, to the current one.
        """
        room, last = self.content_size.width, len(self._names) - 1
        names = Content.assemble(
            *(
                clickable(f"[{name}]", VALUE_STYLE, "group", index)
                if index == self.current
                else clickable(f" {name} ", MUTED_STYLE, "group", index)
                for index, name in enumerate(self._names)
            )
        )
        if names.cell_length > room:
            before = clickable("◀ ", "", "group", max(self.current - 1, 0))
            after = clickable(" ▶", "", "group", min(self.current + 1, last))
            return Content.assemble(before, (self._names[self.current], VALUE_STYLE), after).truncate(room)
        spare = room - names.cell_length - len(_HINT)
        return Content.assemble(names, " " * spare, (_HINT, MUTED_STYLE)) if spare > 1 else names
