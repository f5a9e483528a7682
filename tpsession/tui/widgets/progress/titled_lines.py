"""Lines below a rule with a title, for what home shows where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tpsession.tui.text.plain_text import literal


class TitledLines(Static):
    """Shows lines below a rule with a title, or nothing without lines; a click posts `Selected`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TitledLines {
        display: none;
        height: auto;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        border-top: solid $edge;
        border-title-color: $text-muted;
        &:hover { background: $block-hover-background; }
    }
    """

    class Selected(Message):
        """Posted when it is clicked."""

    def __init__(self, title: str, tooltip: str, *, id: str) -> None:
        """Make it without lines, so that nothing is shown.

        Args:
            title: Stands in the rule above the lines.
            tooltip: Says what a click does.
            id: Of the widget.

        """
        super().__init__(id=id)
        self.border_title = title
        self.tooltip = tooltip
        self._shown: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows that the widget takes, the rule with the title included; 0 if it has no lines."""
        return len(self._shown) + 1 if self._shown else 0

    def show(self, lines: Sequence[str]) -> None:
        """Show these lines instead of those before, a row each; hide the widget if there are none."""
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        self.display = bool(lines)
        self.update(Content("\n").join(map(literal, lines)))

    def on_click(self, event: Click) -> None:
        """Post `Selected`."""
        event.stop()
        self.post_message(self.Selected())
