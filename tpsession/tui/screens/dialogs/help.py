"""Help about the current screen: what it is for, and its actions with their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tpsession.core.settings.actions import CLOSE, GO, HELP, STOP, Action
from tpsession.tui.base.overlays import PassThroughOverlay
from tpsession.tui.base.page import Page
from tpsession.tui.base.single_result import SingleResultScreen
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import (
    APP_ACTIONS,
    AvailableAction,
    describe_key,
    find_available_actions,
    make_bindings,
)
from tpsession.tui.input.press_filter import TRUSTED_PRESS
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.help_columns import arrange_help
from tpsession.tui.widgets.common.key_footer import KeyFooter

_WIDTHS = [(0, "-narrow"), (110, "-wide")]
"""The class for each width in columns; in ``-wide`` the actions have two columns."""
_TEXT_CELLS = 38
"""Cells for what an action does in the narrowest of two columns, about."""
CLICK_RUNS = "Click an action to run it."


class ActionRow(Horizontal):
    """One action: its keys, its name and its description. A click selects it if it is enabled."""

    ALLOW_SELECT = False

    class Selected(Message):
        """The person selected the action."""

        def __init__(self, available: AvailableAction) -> None:
            super().__init__()
            self.available = available

    def __init__(self, available: AvailableAction, keys_text: str) -> None:
        """Make the row of an action. keys_text: its keys as they are shown."""
        super().__init__(classes="action" if available.enabled else "action -disabled")
        self._available = available
        self._keys_text = keys_text

    @property
    def action(self) -> Action:
        """The action of this row."""
        return self._available.action

    def compose(self) -> ComposeResult:
        """Build the keys, and beside them the name and the description."""
        action = self.action
        yield Static(literal(self._keys_text), classes="keys")
        yield Static(
            Content.assemble((action.name, "bold $foreground"), "  ", action.help), classes="message"
        )

    def on_click(self, event: Click) -> None:
        """Post `Selected` for the action if it is enabled; the help screen then closes and runs it."""
        event.stop()
        if self._available.enabled:
            self.post_message(self.Selected(self._available))


class HelpScreen(SingleResultScreen[None], PassThroughOverlay, ModalScreen[None], inherit_bindings=False):
    """Shown over the screen that it explains; a session below it continues."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#box"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, hidden=[GO, STOP, *APP_ACTIONS])

    def __init__(self, about: Screen[Any]) -> None:
        """Collect the help for a screen. about: the screen to explain, in its current state."""
        super().__init__()
        self._heading = about.build_heading() if isinstance(about, Page) else ""
        self._about: str = getattr(about, "ABOUT", "")
        available = find_available_actions(about, context_of(about).preferences)
        self._actions = {each.action.id: each for each in available}
        texts = {each.action.id: f"{each.action.name}  {each.action.help}" for each in available}
        self._columns = arrange_help({action: -(-len(text) // _TEXT_CELLS) for action, text in texts.items()})

    def compose(self) -> ComposeResult:
        """Build the text about the screen below, then a row for each of its actions, its own first."""
        with VerticalScroll(id="box"):
            yield Static(literal(f"Help: {self._heading}" if self._heading else "Help"), classes="strong")
            about = literal(f"{self._about} " if self._about else "")
            yield Static(Content.assemble(about, (CLICK_RUNS, "$text-muted")), id="about")
            with Container(id="columns"):
                with Vertical(classes="column"):
                    yield from self._make_rows(self._columns.first)
                with Vertical(classes="column"):
                    yield from self._make_rows(self._columns.second)
                    if self._columns.everywhere:
                        is_below = "-below" if self._columns.second else ""
                        yield Static("On every screen", id="everywhere", classes=is_below)
                        yield from self._make_rows(self._columns.everywhere)
        # There is no help about help.
        yield KeyFooter(shows_help=False)

    def _make_rows(self, action_ids: Sequence[str]) -> Iterator[ActionRow]:
        """Make a row for each of these actions, in this order. action_ids: their ids."""
        actions = (self._actions[action_id] for action_id in action_ids)
        return (ActionRow(available, self._format_keys(available)) for available in actions)

    async def on_action_row_selected(self, event: ActionRow.Selected) -> None:
        """Close help, then run the action; if the action is help itself, only close.

        The person chose the action by name, so it runs as a deliberate press: the filter against held keys
        and accidental presses doesn't apply.
        """
        event.stop()
        self.dismiss(None)
        if event.available.action is not HELP:
            await context_of(self).run_available_action(event.available, TRUSTED_PRESS)

    def action_close(self) -> None:
        """Close help."""
        self.dismiss(None)

    def _format_keys(self, available: AvailableAction) -> str:
        """Return the keys of an action as they are shown to people, side by side."""
        charset = context_of(self).charset
        return "  ".join(describe_key(key, charset) for key in available.keys)
