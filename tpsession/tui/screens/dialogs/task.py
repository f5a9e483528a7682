"""The screens over another one while a long task on the history is done."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tpsession.core.settings.actions import CLOSE, HELP, QUIT
from tpsession.core.task_progress import TaskProgress
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.widgets.common.loading_bar import LoadingBar

_REFRESH_S = 0.1
"""Seconds between two looks at how far the history is."""


class TaskScreen(Page[None], inherit_bindings=False):
    """Shows how far a long task is, by default the opening of the history, and can stop it.

    Whoever showed it closes it with `close_when_in_front`.
    """

    # Without the name of the class, so that it holds in a subclass, too.
    CSS = """
    Vertical { width: 1fr; height: 1fr; align: center middle; }
    #box { width: 56; height: auto; }
    #box > * { width: 100%; height: auto; }
    LoadingBar { height: 1; margin: 1 0; }
    #buttons { margin-top: 1; }
    """
    HEADING = "Reading your history"
    ABOUT = (
        "The history is damaged, from an older version or replaced by a backup, so opening it takes longer "
        "this once. You can stop it or leave: your history then stays as it was."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, QUIT, hidden=[HELP])

    def __init__(self, progress: TaskProgress) -> None:
        """Make the screen for a task that is being done."""
        super().__init__()
        self.progress = progress
        """How far the task is."""
        self._is_finished = False

    def compose_content(self) -> ComposeResult:
        """Build how far the task is, as a text and a bar, that it can be stopped, and the button for that."""
        with Vertical(), Vertical(id="box"):
            yield Static(id="text", classes="strong")
            yield LoadingBar()
            yield Static("You can stop at any time. Nothing is changed then.", classes="quiet")
            with Horizontal(id="buttons"):
                yield Button("Stop", id="stop", compact=True)

    def on_mount(self) -> None:
        """Show how far the task is at once, and again every `_REFRESH_S` seconds."""
        self._show_progress()
        self.set_interval(_REFRESH_S, self._show_progress)

    def _show_progress(self) -> None:
        """Show how far the task is, or that it is being stopped; close the screen once it is finished."""
        progress = self.progress
        text = "Stopping…" if progress.is_stopped else progress.describe()
        self.query_one("#text", Static).update(text)
        self.query_one(LoadingBar).share = progress.share
        if self._is_finished:
            self.dismiss(None)

    def on_button_pressed(self) -> None:
        """Ask the task to stop, as `action_close` does."""
        self.action_close()

    def action_close(self) -> None:
        """Ask the task to stop; the screen stays until it has ended, which takes a moment."""
        self.progress.stop()
        self.query_one(Button).disabled = True
        self._show_progress()

    def close_when_in_front(self) -> None:
        """Close because the task has ended: at once, or once this screen is in front again."""
        self._is_finished = True
        self.dismiss(None)


class UndoingScreen(TaskScreen, inherit_bindings=False):
    """Shows how far the undoing of an import is, and can stop it."""

    HEADING = "Undoing an import"
    ABOUT = (
        "Everything that the import brought is taken out of your history. You can stop it or leave: your "
        "history then stays as it was."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, QUIT, hidden=[HELP])
