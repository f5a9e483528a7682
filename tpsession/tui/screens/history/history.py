"""The list of saved sessions, searched and sorted, with the details of one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Button, Static

from tpsession.core.catalog.routine import routine_names
from tpsession.core.errors import HistoryError
from tpsession.core.history.search_parser import SEARCH_HELP
from tpsession.core.settings.actions import (
    CLOSE,
    CORRECT,
    DELETE,
    DETAIL,
    FILTER,
    HELP,
    LOG,
    PROGRESS,
    SORT,
    UNDO,
)
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens import progress
from tpsession.tui.screens.history.corrections import correct_session, delete_session, undo_latest
from tpsession.tui.screens.history.detail import DetailScreen, SessionDetail
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.session_rows import MARKS_HELP
from tpsession.tui.widgets.lists.sessions_pane import SessionsPane

_WIDTHS = [(0, "-stacked"), (150, "-beside")]
_HEIGHTS = [(0, "-low"), (22, "-high"), (34, "-tall")]
"""The class that the screen gets from each number of columns or rows on."""


class HistoryScreen(Page[None], inherit_bindings=False):
    """The list of sessions, with the highlighted one beside or below it."""

    CSS_PATH = "history.tcss"
    HEADING = "History"
    ABOUT = (
        f"Every saved session; more load as you move down. {SEARCH_HELP} Click a heading to sort by it; "
        f"↓ means from high to low. {MARKS_HELP}"
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        DETAIL, FILTER, CORRECT, LOG, SORT, DELETE, UNDO, PROGRESS, CLOSE, hidden=[HELP]
    )
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def compose_content(self) -> ComposeResult:
        """Build the list with its filter, the details, and the error with the button "Try again"."""
        with Container(id="history"):
            yield SessionsPane(id="sessions")
            yield SessionDetail(id="detail")
        with Vertical(id="failed"):
            yield Static("", id="error", classes="warning")
            yield Button("Try again", id="again", variant="primary")

    def on_mount(self) -> None:
        """Hide the error, and start to read the list and the names of routines."""
        self._show_error(None)
        self._pane.start()
        self._load_names()

    # Reading

    @work(name="names", group="names")
    async def _load_names(self) -> None:
        """Read the names of the routines, and show them in place of their ids in the list and the details."""
        entries = await asyncio.to_thread(self.context.services.library.list_entries, with_deleted=True)
        names = routine_names(entries)
        self._pane.show_names(names)
        self._detail.show(self._pane.highlighted, names)

    # Display

    def on_sessions_pane_failed(self, event: SessionsPane.Failed) -> None:
        """Show why the list can't be read; hide the error if the list could be read."""
        self._show_error(event.error)

    def _show_error(self, error: HistoryError | None) -> None:
        """Show an error and the button to try again, or hide both if `error` is None.

        On an error with no session in the list, the button gets the focus. When the button is hidden while it
        has the focus, the list gets the focus.
        """
        failed, again = self.query_one("#failed"), self.query_one("#again")
        if error is None and again.has_focus:
            self._pane.focus_list()
        failed.display = error is not None
        if error is not None:
            self.query_one("#error", Static).update(literal(str(error)))
            if self._pane.highlighted is None:
                again.focus()

    @property
    def _pane(self) -> SessionsPane:
        return self.query_one(SessionsPane)

    @property
    def _detail(self) -> SessionDetail:
        return self.query_one(SessionDetail)

    # Actions

    def on_sessions_pane_highlighted(self, event: SessionsPane.Highlighted) -> None:
        """Show the details of the highlighted session, or none, and offer the actions that fit."""
        self._detail.show(event.record, self._pane.names)
        self.set_class(event.record is None, "-empty")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: those about a session only if one is highlighted.

        Those that change the history are offered only if this run saves anything.
        """
        if action in {"correct", "delete", "undo", "log"} and not self.context.history.saves:
            return False
        return action not in {"detail", "correct", "delete"} or self._pane.highlighted is not None

    def on_session_list_selected(self) -> None:
        """Open the details of the session that was clicked on a page of their own."""
        self.action_detail()

    def action_progress(self) -> None:
        """Open the screen that shows the progress over time."""
        self.app.push_screen(progress.ProgressScreen())

    def action_sort(self) -> None:
        """Sort the list in the next of its orders."""
        self._pane.sort_next()

    def on_button_pressed(self) -> None:
        """Read again what couldn't be read."""
        self._pane.read_again()

    def action_detail(self) -> None:
        """Open the details of the highlighted session on a page of their own.

        If the session is corrected or deleted there, read the list again afterwards.
        """
        record = self._pane.highlighted
        if record is not None:
            self.app.push_screen(DetailScreen(record, self._pane.names), self._reload_if_changed)

    # Changes

    def action_correct(self) -> None:
        """Ask what is wrong in the highlighted session and what is right instead, and save that."""
        if self._pane.highlighted is not None:
            self._change(partial(correct_session, self.context, self._pane.highlighted.id))

    def action_delete(self) -> None:
        """Ask whether to delete the highlighted session, and delete it on a yes."""
        if self._pane.highlighted is not None:
            self._change(partial(delete_session, self.context, self._pane.highlighted.id))

    def action_log(self) -> None:
        """Ask for a pain score or a session done without the program, and save it."""
        from tpsession.tui.screens.home.log import log_by_hand  # noqa: PLC0415 - 8 ms, only if asked for

        self._change(partial(log_by_hand, self.context))

    def action_undo(self) -> None:
        """Ask whether to undo the latest change of the history, and undo it on a yes."""
        self._change(partial(undo_latest, self.context))

    @work(name="change", group="change", exclusive=True)
    async def _change(self, change: Callable[[], Awaitable[object]]) -> None:
        """Await a change, and read the list again if its result is true.

        change: asks the person, changes the history, and returns something true if it changed something.
        """
        self._reload_if_changed(bool(await change()))

    def _reload_if_changed(self, is_changed: bool | None) -> None:
        """Read the list again if the history was changed; the highlighted session stays so unless it is gone.

        is_changed: the result of the screen or of the questions; None, from a screen without a result, means
        no.
        """
        if is_changed:
            self._pane.reload()

    # Filter

    def action_filter(self) -> None:
        """Show the filter line and focus it."""
        self._pane.open_filter()

    def action_close(self) -> None:
        """Stop reading if it is slow; clear and hide the filter, and focus the list; close the screen.

        Each call does the first of these that it finds to do. Closing also hides all notifications.
        """
        if not self._pane.go_back():
            # What was said about a session is over with its list.
            self.app.clear_notifications()
            self.dismiss(None)
