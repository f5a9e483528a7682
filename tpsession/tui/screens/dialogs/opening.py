"""The screen over the list of routines while the history is recovered, updated or checked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Button, Static

from tpsession.core.opening import OpeningProgress
from tpsession.core.settings.actions import CLOSE, HELP, QUIT
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.widgets.common.loading_bar import LoadingBar

_REFRESH_S = 0.1
"""Seconds between two looks at how far the history is."""


class OpeningScreen(Page[None], inherit_bindings=False):
    """Shows how far the opening of the history is, and can stop it. Whoever showed it closes it."""

    CSS = """
    OpeningScreen Vertical { width: 1fr; height: 1fr; align: center middle; }
    OpeningScreen #box { width: 56; height: auto; }
    OpeningScreen #box > * { width: 100%; height: auto; }
    OpeningScreen LoadingBar { height: 1; margin: 1 0; }
    OpeningScreen #box > Button { width: auto; margin-top: 1; }
    """
    HEADING = "Reading your history"
    ABOUT = (
        "The history is damaged or from an older version, so opening it takes longer this once. You can stop "
        "it or leave: your history then stays as it was, and the next start begins again."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, QUIT, hidden=[HELP])

    def __init__(self, progress: OpeningProgress) -> None:
        """Make the screen for a history that is being opened."""
        super().__init__()
        self._progress = progress
        self._is_finished = False

    def compose_content(self) -> ComposeResult:
        """Build the text, the bar and the button."""
        with Vertical(), Vertical(id="box"):
            yield Static(id="text", classes="strong")
            yield LoadingBar()
            yield Static("You can stop at any time. Nothing is changed then.", classes="quiet")
            yield Button("Stop", id="stop", compact=True)

    def on_mount(self) -> None:
        """Show how far it is, again and again."""
        self._show_progress()
        self.set_interval(_REFRESH_S, self._show_progress)

    def _show_progress(self) -> None:
        """Show how far it is, or that it is stopping; close if it is finished."""
        progress = self._progress
        text = "Stopping…" if progress.is_stopped else progress.describe()
        self.query_one("#text", Static).update(text)
        self.query_one(LoadingBar).share = progress.share
        if self._is_finished:
            self.dismiss(None)

    def on_button_pressed(self) -> None:
        """Stop it."""
        self.action_close()

    def action_close(self) -> None:
        """Ask the opening to stop; the screen stays until it has ended, which takes a moment."""
        self._progress.stop()
        self.query_one(Button).disabled = True
        self._show_progress()

    def close_when_in_front(self) -> None:
        """Close because the history is open, or can't be: at once, or once this screen is in front again."""
        self._is_finished = True
        self.dismiss(None)
