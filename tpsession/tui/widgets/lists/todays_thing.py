"""The line above the list of routines that says what a comparison has for today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tpsession.tui.text.plain_text import literal

if TYPE_CHECKING:
    from tpsession.core.comparison.today import DueThing, TodaysThing


class TodaysThingLine(Static):
    """Says how a comparison stands; it takes the focus if something is due, which enter or a click starts."""

    DEFAULT_CSS = """
    TodaysThingLine {
        height: auto;
        padding: 0 1;
        margin-bottom: 1;
        &:focus { background: $block-cursor-blurred-background; text-style: bold; }
    }
    """

    class Selected(Message):
        """Posted when the line is clicked while something is due."""

    def __init__(self, thing: TodaysThing, *, id: str | None = None) -> None:
        """Make the line for a comparison."""
        super().__init__(id=id)
        self.due: DueThing | None = None
        """What is due, or None."""
        self.show(thing)

    def show(self, thing: TodaysThing) -> None:
        """Show how the comparison stands now."""
        self.due = thing.due
        self.can_focus = thing.due is not None
        # The mark says without colour that the line can be chosen.
        self.update(literal(f"> {thing.text}" if thing.due is not None else thing.text))

    def on_click(self, event: Click) -> None:
        """Post that the line was chosen, if something is due."""
        if self.due is not None:
            event.stop()
            self.post_message(self.Selected())
