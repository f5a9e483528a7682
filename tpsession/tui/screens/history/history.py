"""The list of saved sessions, newest first, with the details of one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import Button, Input, Static

from tpsession.core.errors import HistoryError
from tpsession.core.history.records import SessionRecord
from tpsession.core.history.wording import (
    describe_later_rating,
    describe_ratings,
    describe_record_place,
    describe_record_routine,
    describe_status,
    describe_step,
    describe_time_worked,
    format_time_span,
)
from tpsession.core.settings.actions import CLOSE, DETAIL, FILTER, HELP
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.history_pages import LARGE_PAGE_SIZE, PAGE_SIZE, build_queries
from tpsession.tui.widgets.common.facts import Fact, Facts
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.lists.session_list import SessionList

READING_DELAY_S = 0.3
"""Seconds after which a message says that the history is being read."""
_WIDTHS = [(0, "-stacked"), (110, "-beside"), (150, "-wide")]
_HEIGHTS = [(0, "-low"), (22, "-high")]
"""The class that the screen gets from each number of columns or rows on."""
READING = "Reading the history…"
NOTHING_YET = (
    "Nothing here yet. Your sessions will be listed here: when, where, how long, and your pain before and "
    "after."
)
FAILED = "The history can't be read."
NO_MATCH = "No matching sessions."


class HistoryScreen(Page[None], inherit_bindings=False):
    """The list of sessions, with the highlighted one beside or below it."""

    CSS_PATH = "history.tcss"
    HEADING = "History"
    ABOUT = (
        "Every saved session, newest first. In a narrow list, x marks a session that was stopped and ~ one "
        "that was left unfinished. Older sessions load as you move down."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(DETAIL, FILTER, CLOSE, hidden=[HELP])
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Make the screen; it reads nothing before it is shown."""
        super().__init__()
        self._names: Mapping[str, str] = {}
        """The names of routines by id."""
        self._names_loaded = asyncio.Event()
        self._filter_text = ""
        self._complete = False
        """Whether the list holds every matching session."""
        self._reading = False

    def compose_content(self) -> ComposeResult:
        """Build the filter, the list, the details and the error."""
        with Container(id="history"):
            with Vertical(id="sessions"):
                yield LineInput(placeholder="Filter by area or routine", id="filter", compact=True)
                yield SessionList(id="list")
            yield SessionDetail(id="detail")
        with Vertical(id="failed"):
            yield Static("", id="error", classes="warning")
            yield Button("Try again", id="again", variant="primary")

    def on_mount(self) -> None:
        """Hide the filter, focus the list, and start to read the first page and the names of routines."""
        self._filter.display = False
        self._show_error(None)
        self._list.focus()
        self.set_timer(READING_DELAY_S, self._show_reading)
        self._load_names()
        self._load_first_page()

    # Reading

    @work(name="names", group="names")
    async def _load_names(self) -> None:
        """Load the names of the routines, and show them in place of their ids in the list and the details."""
        entries = await asyncio.to_thread(self.context.services.library.list_entries)
        self._names = {entry.id: entry.routine.name for entry in entries if entry.routine is not None}
        self._names_loaded.set()
        self._list.set_routine_names(self._names)
        self._detail.show(self._list.highlighted, self._names)

    @work(name="first", group="pages", exclusive=True)
    async def _load_first_page(self) -> None:
        """Read the first page and show it instead of the list; if it can't be read, the list stays.

        It waits up to `READING_DELAY_S` for the names of routines.
        """
        self._reading = True
        try:
            records = await self._load_page(None)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._names_loaded.wait(), READING_DELAY_S)
            if records is not None:
                empty = NO_MATCH if self._filter_text.strip() else NOTHING_YET
                self._list.show(records, self._names, empty_text=empty)
        finally:
            self._reading = False

    @work(name="more", group="pages", exclusive=True)
    async def _load_more(self) -> None:
        """Append the next page, or all pages up to the oldest session if the person went to the end."""
        self._reading = True
        try:
            while not self._complete and (oldest := self._list.oldest) is not None:
                records = await self._load_page(
                    oldest, LARGE_PAGE_SIZE if self._list.is_going_to_oldest else PAGE_SIZE
                )
                if records is None:
                    return
                self._list.append_older(records)
                if not self._list.is_going_to_oldest:
                    return
        finally:
            self._reading = False

    async def _load_page(
        self, after: SessionRecord | None, limit: int = PAGE_SIZE
    ) -> list[SessionRecord] | None:
        """Return a page of the sessions that match the filter; None if they can't be read, which is shown.

        An empty page marks the list as complete. An error that was shown before is hidden.

        Args:
            after: The last session of the page before; None for the first page.
            limit: The most sessions to return.

        """
        queries = build_queries(self._filter_text, self._names)
        try:
            records = await self.context.history.load_page(queries, after, limit)
        except HistoryError as error:
            self._show_error(error)
            return None
        self._complete = not records
        self._show_error(None)
        return records

    # Display

    def _show_reading(self) -> None:
        """Show that the history is being read, if it still is and no session is shown."""
        if self._reading and self._list.highlighted is None:
            self._list.show((), {}, empty_text=READING)

    def _show_error(self, error: HistoryError | None) -> None:
        """Show an error and the button to try again, or hide both if `error` is None.

        On an error with no session in the list, the list says `FAILED`, and the button gets the focus. When
        the button is hidden while it has the focus, the list gets the focus.
        """
        failed, again = self.query_one("#failed"), self.query_one("#again")
        if error is None and again.has_focus:
            self._list.focus()
        failed.display = error is not None
        if error is not None:
            self.query_one("#error", Static).update(literal(str(error)))
            if self._list.highlighted is None:
                self._list.show((), {}, empty_text=FAILED)
                again.focus()

    @property
    def _list(self) -> SessionList:
        return self.query_one(SessionList)

    @property
    def _detail(self) -> SessionDetail:
        return self.query_one(SessionDetail)

    @property
    def _filter(self) -> Input:
        return self.query_one("#filter", Input)

    # Actions

    def on_session_list_highlighted(self, event: SessionList.Highlighted) -> None:
        """Show the details of the highlighted session, or none, and offer the actions that fit."""
        self._detail.show(event.record, self._names)
        self.set_class(event.record is None, "-empty")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the details only if a session is highlighted."""
        return action != "detail" or self._list.highlighted is not None

    def on_session_list_selected(self) -> None:
        """Open the details of the session that was clicked on a page of their own."""
        self.action_detail()

    def on_session_list_near_end(self) -> None:
        """Start to read older sessions, unless a page is being read already or the list is complete."""
        if not self._reading and not self._complete:
            self._reading = True
            self._load_more()

    def on_button_pressed(self) -> None:
        """Read again what couldn't be read: the first page if no session is shown, otherwise the next one."""
        if self._list.highlighted is None:
            self._load_first_page()
        else:
            self.on_session_list_near_end()

    def action_detail(self) -> None:
        """Open the details of the highlighted session on a page of their own."""
        if self._list.highlighted is not None:
            self.app.push_screen(DetailScreen(self._list.highlighted, self._names))

    # Filter

    def action_filter(self) -> None:
        """Show the filter line and focus it."""
        self._filter.display = True
        self._filter.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read the first page of the sessions that match the new filter."""
        if event.value != self._filter_text:
            self._filter_text = event.value
            self._load_first_page()

    def on_input_submitted(self) -> None:
        """Return to the list."""
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """Move in the list with the arrows while the filter line has the focus."""
        if event.key in {"up", "down"} and self._filter.has_focus:
            event.stop()
            self._list.action_move(1 if event.key == "down" else -1)

    def action_close(self) -> None:
        """Clear and hide the filter, and focus the list; close the screen if the filter is hidden."""
        if self._filter.display:
            self._filter.value = ""
            self._filter.display = False
            self._list.focus()
        else:
            self.dismiss(None)


class DetailScreen(Page[None]):
    """Everything saved about one session, on a page of its own."""

    CSS_PATH = "history.tcss"
    HEADING = "Session details"
    ABOUT = "Everything saved about this session. Scroll with the arrows."

    def __init__(self, record: SessionRecord, names: Mapping[str, str]) -> None:
        """Make the page for a session. names: the names of routines by id."""
        super().__init__()
        self._record = record
        self._names = names

    def compose_content(self) -> ComposeResult:
        """Build the details."""
        yield SessionDetail(id="detail")

    def on_mount(self) -> None:
        """Show the session, and focus the details so that the arrows scroll."""
        detail = self.query_one(SessionDetail)
        detail.show(self._record, self._names)
        detail.focus()


class SessionDetail(VerticalScroll):
    """Everything saved about one session; it scrolls if there isn't room for all."""

    def compose(self) -> ComposeResult:
        """Build the place and the facts."""
        yield Static("", id="place", classes="strong")
        yield Facts(id="facts")

    def show(self, record: SessionRecord | None, names: Mapping[str, str]) -> None:
        """Show a session from its beginning; None shows nothing. names: the names of routines by id."""
        self.query_one("#place", Static).update(literal(describe_record_place(record)) if record else "")
        self.query_one(Facts).show_facts(build_facts(record, names) if record else ())
        self.scroll_home(animate=False)


def build_facts(record: SessionRecord, names: Mapping[str, str]) -> list[Fact]:
    """Return everything saved about a session, as named facts; what wasn't saved is left out.

    names: the names of routines by id.
    """
    ended = record.ended_at or record.started_at
    has_change = record.before is not None and record.after is not None
    facts = [
        ("When", [format_time_span(record)]),
        ("Routine", [describe_record_routine(record, names)]),
        ("Ended", [describe_status(record.status, record.stop_reason, record.steps)]),
        ("Ratings", [describe_ratings(record.before, record.after), CAUSE_UNKNOWN if has_change else ""]),
        ("Later", [describe_later_rating(rating, ended) for rating in record.later]),
        ("Time", [describe_time_worked(record)]),
        ("Note", [record.note]),
        ("Steps", [describe_step(step) for step in record.steps]),
    ]
    return [Fact(name, text) for name, texts in facts for text in texts if text]
