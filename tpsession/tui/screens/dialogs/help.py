"""What the screen below is for, and what can be done on it with which keys."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
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
from tpsession.tui.widgets.common.key_footer import KeyFooter


class ActionRow(Horizontal):
    """An action: its keys, its name and its sentence. A click chooses it, where it can be done now."""

    class Selected(Message):
        """The action is to be done."""

        def __init__(self, each: AvailableAction) -> None:
            super().__init__()
            self.each = each

    def __init__(self, each: AvailableAction, keys: str) -> None:
        """keys: in words."""
        super().__init__(classes="action" if each.enabled else "action -disabled")
        self._each = each
        self._keys = keys

    @property
    def action(self) -> Action:
        """What it is a row for."""
        return self._each.action

    def compose(self) -> ComposeResult:
        """The keys beside the words."""
        action = self.action
        yield Static(literal(self._keys), classes="keys")
        yield Static(Content.assemble((action.name, "bold $foreground"), "\n", action.help), classes="said")

    def on_click(self, event: Click) -> None:
        """Choose it."""
        event.stop()
        if self._each.enabled:
            self.post_message(self.Selected(self._each))


class HelpScreen(SingleResultScreen[None], PassThroughOverlay, ModalScreen[None], inherit_bindings=False):
    """Lies over the screen that it is about; nothing below it stops."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#box"
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, hidden=[GO, STOP, *APP_ACTIONS])

    def __init__(self, about: Screen[Any]) -> None:
        """about: the screen that is explained, as it is now."""
        super().__init__()
        self._heading = about.build_heading() if isinstance(about, Page) else ""
        self._about: str = getattr(about, "ABOUT", "")
        self._actions = find_available_actions(about, context_of(about).preferences)

    def compose(self) -> ComposeResult:
        """The screen's own words, then an action a row."""
        with VerticalScroll(id="box"):
            yield Static(literal(f"Help: {self._heading}" if self._heading else "Help"), id="title")
            if self._about:
                yield Static(literal(self._about), id="about")
            yield Static("A click on a line does it.", id="how", classes="quiet")
            for each in self._actions:
                yield ActionRow(each, self._keys(each))
        # Help over help is nothing to lead to.
        yield KeyFooter(shows_help=False)

    async def on_action_row_selected(self, event: ActionRow.Selected) -> None:
        """Go back to the screen, and do it there. It was looked up by its name: it is no slip."""
        event.stop()
        self.dismiss(None)
        if event.each.action is not HELP:
            await context_of(self).run_available_action(event.each, TRUSTED_PRESS)

    def action_close(self) -> None:
        """Go back to the screen."""
        self.dismiss(None)

    def _keys(self, each: AvailableAction) -> str:
        charset = context_of(self).charset
        return "  ".join(describe_key(key, charset) for key in each.keys)
