"""The line above the list of routines that says what a comparison has for today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tpsession.tui.text.plain_text import literal

if TYPE_CHECKING:
    from tpsession.core.comparison.today import DueThing, TodaysThing


SEE_RESULT = "See what came out."
"""Follows what is said of a comparison that is finished."""


class TodaysThingLine(Static, can_focus=True):
    """Says how a comparison stands. A click posts `Selected`; the screen then does what is due."""

    DEFAULT_CSS = """
    TodaysThingLine {
        height: auto;
        padding: 0 1;
        margin-bottom: 1;
        &:focus { background: $block-cursor-blurred-background; text-style: bold; }
    }
    """

    class Selected(Message):
        """Posted when the line is clicked."""

    def __init__(self, thing: TodaysThing, *, id: str | None = None) -> None:
        """Make the line for a comparison."""
        super().__init__(id=id)
        self.due: DueThing | None = None
        """What is due, or None."""
        self.show(thing)

    def show(self, thing: TodaysThing) -> None:
        """Show how the comparison stands now, and set `due` to what is due in it, or to None."""
        self.due = thing.due
        # The mark says without colour that the line can be chosen.
        self.update(literal(f"> {thing.text} {SEE_RESULT}" if thing.is_finished else f"> {thing.text}"))

    def on_click(self, event: Click) -> None:
        """Post `Selected`."""
        event.stop()
        self.post_message(self.Selected())
