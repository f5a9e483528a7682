"""The screen behind the screens of a flow, seen while the flow waits for something."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Static

from tpsession.core.settings.actions import HELP
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings

MESSAGE_DELAY_S = 0.5
"""Seconds of waiting after which the message appears."""


class LoadingScreen(Page[None], inherit_bindings=False):
    """Covers the list during a flow, so that no key reaches the list between two screens of the flow."""

    CSS = "LoadingScreen #waiting { width: 1fr; height: 1fr; content-align: center middle; }"
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(HELP)
    ABOUT = "The program is reading, saving or preparing something. It will continue in a moment."

    def __init__(self) -> None:
        """Make the screen for a flow that starts."""
        super().__init__()
        self._is_finished = False
        self._timer: Timer | None = None

    def compose_content(self) -> ComposeResult:
        """Build the message "One moment…"."""
        yield Static("One moment…", id="waiting", classes="quiet")

    def on_screen_resume(self) -> None:
        """Hide the message for `MESSAGE_DELAY_S`, because the next screen usually appears at once.

        If the flow is over, close instead.
        """
        self.query_one("#waiting").visible = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(MESSAGE_DELAY_S, self._show_message)
        if self._is_finished:
            self.dismiss(None)

    def _show_message(self) -> None:
        self.query_one("#waiting").visible = True

    def close_when_in_front(self) -> None:
        """Close because the flow is over: at once, or as soon as this screen is in front again."""
        self._is_finished = True
        self.dismiss(None)
