"""What stands between two screens of a way, while something is waited for."""

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
"""What is waited for longer than this is told."""


class LoadingScreen(Page[None], inherit_bindings=False):
    """Lies below the screens of a way, so that no key meets the list in the gaps between them."""

    CSS = "LoadingScreen #waiting { width: 1fr; height: 1fr; content-align: center middle; }"
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(HELP)
    ABOUT = "Something is being read, written or made ready; it goes on by itself."

    def __init__(self) -> None:
        """For a way that begins."""
        super().__init__()
        self._over = False
        self._timer: Timer | None = None

    def compose_content(self) -> ComposeResult:
        """One line."""
        yield Static("One moment …", id="waiting", classes="quiet")

    def on_screen_resume(self) -> None:
        """A screen was left, or the way begins: the next one is there in a moment."""
        self.query_one("#waiting").visible = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(MESSAGE_DELAY_S, self._tell)
        if self._over:
            self.dismiss(None)

    def _tell(self) -> None:
        self.query_one("#waiting").visible = True

    def finish(self) -> None:
        """Leave, at once or as soon as nothing lies over it."""
        self._over = True
        self.dismiss(None)
