"""The list of saved sessions, searched and sorted, with the details of one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.events import Key
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from tpsession.core.catalog.routine import routine_names
from tpsession.core.errors import HistoryError
from tpsession.core.history.paging import ListPosition, SessionPage
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord
from tpsession.core.history.search_parser import SEARCH_HELP, parse_search
from tpsession.core.settings.actions import (
    CLOSE,
    CORRECT,
    DELETE,
    DETAIL,
    FILTER,
    HELP,
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
from tpsession.tui.view_models.history_pages import LARGE_PAGE_SIZE, PAGE_SIZE, ListAnchor, describe_reading
from tpsession.tui.view_models.session_rows import MARKS_HELP, next_order
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.lists.session_list import SessionList

READING_DELAY_S = 0.5
"""Seconds after which the screen says that it is reading, how far it is, and how to stop it."""
_NAMES_DELAY_S = 0.3
"""Seconds that the list waits at most for the names of routines."""
_WIDTHS = [(0, "-stacked"), (116, "-beside"), (150, "-wide")]
_HEIGHTS = [(0, "-low"), (22, "-high")]
"""The class that the screen gets from each number of columns or rows on."""
READING = "Reading the history…"
NOTHING_YET = (
    "Nothing here yet. Your sessions will be listed here: when, where, how long, and your pain before and "
    "after."
)
FAILED = "The history can't be read."
NO_MATCH = "No matching sessions."
NO_MATCH_YET = "No matching sessions so far."
PLACEHOLDER = "Words such as: neck left, stopped, 2026-01, 3 less"


class HistoryScreen(Page[None], inherit_bindings=False):
    """The list of sessions, with the highlighted one beside or below it."""

    CSS_PATH = "history.tcss"
    HEADING = "History"
    ABOUT = (
        f"Every saved session; more load as you move down. {SEARCH_HELP} Click a heading to sort by it; "
        f"↓ means from high to low. {MARKS_HELP}"
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        DETAIL, FILTER, SORT, CORRECT, DELETE, UNDO, PROGRESS, CLOSE, hidden=[HELP]
    )
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Make the screen; it reads nothing before it is shown."""
        super().__init__()
        self._names: Mapping[str, str] = {}
        """The names of routines by id."""
        self._names_loaded = asyncio.Event()
        self._filter_text = ""
        self._order = HistoryOrder.NEWEST
        self._anchor: ListAnchor | None = None
        """What to highlight in the list that is being read; None for the first session."""
        self._position: ListPosition | None = None
        """Where the next page begins; None for the first page."""
        self._is_complete = False
        """Whether the list holds every matching session."""
        self._is_reading = False
        self._is_slow = False
        """Whether the sessions that are being read take so long that the progress is shown."""
        self._is_stopped = False
        """Whether the person stopped reading."""
        self._looked_at = 0
        """How many sessions were looked at for this list, matching or not."""
        self._is_shown = False
        """Whether the first sessions of this list are shown; until then it is the list before."""
        self._slow_timer: Timer | None = None

    def compose_content(self) -> ComposeResult:
        """Build the filter, the list, the details and the error."""
        with Container(id="history"):
            with Vertical(id="sessions"):
                with Horizontal(id="filter-line"):
                    yield Static("Filter:", id="filter-label")
                    yield LineInput(placeholder=PLACEHOLDER, id="filter", compact=True)
                yield Static("", id="progress")
                yield SessionList(id="list")
            yield SessionDetail(id="detail")
        with Vertical(id="failed"):
            yield Static("", id="error", classes="warning")
            yield Button("Try again", id="again", variant="primary")

    def on_mount(self) -> None:
        """Hide the filter, focus the list, and start to read the first page and the names of routines."""
        self._filter_line.display = False
        self._show_progress()
        self._show_error(None)
        self._list.focus()
        self._load_names()
        self._load_from_start()

    # Reading

    @work(name="names", group="names")
    async def _load_names(self) -> None:
        """Read the names of the routines, and show them in place of their ids in the list and the details.

        If the person has typed a filter by then, the list is read again: the words may be in the names.
        """
        entries = await asyncio.to_thread(self.context.services.library.list_entries, with_deleted=True)
        self._names = routine_names(entries)
        self._names_loaded.set()
        self._list.set_routine_names(self._names)
        self._detail.show(self._list.highlighted, self._names)
        if self._filter_text.strip():
            self._load_from_start()

    def _load_from_start(self, anchor: ListAnchor | None = None) -> None:
        """Read the list from its beginning. What it showed before stays until there is something to show.

        anchor: what to highlight; None for the first session.
        """
        self._anchor = anchor
        self._position, self._looked_at, self._is_shown = None, 0, False
        self._start_reading(self._load_first_page)

    def _start_reading(self, load: Callable[[], object]) -> None:
        """Start one of the workers that read pages; it ends the one before.

        After `READING_DELAY_S` seconds it counts as slow. load: starts the worker.
        """
        self._is_reading, self._is_slow, self._is_stopped, self._is_complete = True, False, False, False
        if self._slow_timer is not None:
            self._slow_timer.stop()
        self._slow_timer = self.set_timer(READING_DELAY_S, self._note_slow)
        self._show_progress()
        load()

    @work(name="first", group="pages", exclusive=True)
    async def _load_first_page(self) -> None:
        """Read the first pages and show them instead of the list; if one can't be read, the list stays.

        Read until there is a session, or, if `_anchor` names one to highlight, until that is found or can't
        be near any more. Wait up to `_NAMES_DELAY_S` for the names of routines. Once the list is shown,
        append sessions up to `PAGE_SIZE`.
        """
        anchor, found = self._anchor, list[SessionRecord]()
        page = await self._load_page()
        while page is not None:
            found += page.records
            needs_more = not found if anchor is None else anchor.needs_more(found)
            if self._is_complete or not needs_more:
                break
            page = await self._load_page()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._names_loaded.wait(), _NAMES_DELAY_S)
        if page is not None:
            empty = NO_MATCH if self._filter_text.strip() else NOTHING_YET
            index = 0 if anchor is None else anchor.find_index(found)
            self._is_shown = True
            self._list.show(found, self._names, empty_text=empty, order=self._order, index=index)
            await self._append_pages(PAGE_SIZE - len(found))
        self._end_reading()

    @work(name="more", group="pages", exclusive=True)
    async def _load_more(self) -> None:
        """Append the next page, or all pages up to the last session if the person went to the end.

        If no session is listed after the last page, say that none matches.
        """
        await self._append_pages(PAGE_SIZE)
        if self._is_complete and self._list.highlighted is None:
            self._list.show((), self._names, empty_text=NO_MATCH, order=self._order)
        self._end_reading()

    async def _append_pages(self, wanted: int) -> None:
        """Append pages until so many more sessions are listed, or all if the person is going to the end.

        It ends early at the last session, or if a page can't be read.

        wanted: how many sessions; 0 or less for none.
        """
        while not self._is_complete and (wanted > 0 or self._list.is_going_to_end):
            page = await self._load_page()
            if page is None:
                return
            self._list.append(page.records, is_complete=self._is_complete)
            wanted -= len(page.records)

    async def _load_page(self) -> SessionPage | None:
        """Return the next page of the list; None if it can't be read, which is shown.

        After a page, the next call reads the one behind it; after an error, the same page again. Once
        `_is_complete` is set, it would begin with the first page again. If a page can be read, an error that
        was shown before is hidden.
        """
        query = HistoryQuery(
            limit=LARGE_PAGE_SIZE if self._reads_much else PAGE_SIZE,
            order=self._order,
            search=parse_search(
                self._filter_text, self._names, self.context.services.clock.local_time().date()
            ),
        )
        try:
            page = await self.context.history.load_page(query, self._position)
        except HistoryError as error:
            self._show_error(error)
            return None
        self._position, self._is_complete = page.position, page.position is None
        self._looked_at += page.looked_at
        self._show_error(None)
        self._show_progress()
        return page

    @property
    def _reads_much(self) -> bool:
        """Whether the list is read to its end, or to a session far from its beginning."""
        is_far = not self._is_shown and self._anchor is not None and self._anchor.index >= PAGE_SIZE
        return is_far or self._list.is_going_to_end

    def _end_reading(self) -> None:
        """Note that no page is being read any more."""
        self._is_reading = self._is_slow = False
        self._show_progress()

    def _stop_reading(self) -> None:
        """End the reading of pages; what was found stays.

        The person continues it by going to the end of the list.
        """
        self.workers.cancel_group(self, "pages")
        self._is_stopped = True
        if not self._is_shown:
            self._is_shown = True
            self._list.show((), self._names, empty_text=NO_MATCH_YET, order=self._order)
        self._end_reading()

    # Display

    def _note_slow(self) -> None:
        """If the list is still being read, show how far, in place of the sessions of the list before.

        A timer calls this `READING_DELAY_S` seconds after the reading began.
        """
        if not self._is_reading:
            return
        self._is_slow = True
        if not self._is_shown:
            self._list.show((), {}, empty_text=READING, order=self._order)
        self._show_progress()

    def _show_progress(self) -> None:
        """Show how far a slow list is read, that it was stopped, or an order other than newest first."""
        looked_at = self._looked_at if self._is_slow or self._is_stopped else None
        text = describe_reading(self._order, looked_at, is_stopped=self._is_stopped)
        progress = self.query_one("#progress", Static)
        progress.update(literal(text))
        progress.display = bool(text)

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

    @property
    def _filter_line(self) -> Horizontal:
        """The filter with its label."""
        return self.query_one("#filter-line", Horizontal)

    # Actions

    def on_session_list_highlighted(self, event: SessionList.Highlighted) -> None:
        """Show the details of the highlighted session, or none, and offer the actions that fit."""
        self._detail.show(event.record, self._names)
        self.set_class(event.record is None, "-empty")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: those about a session only if one is highlighted.

        Changes are offered only if anything is saved.
        """
        if action in {"correct", "delete", "undo"} and not self.context.history.saves:
            return False
        return action not in {"detail", "correct", "delete"} or self._list.highlighted is not None

    def on_session_list_selected(self) -> None:
        """Open the details of the session that was clicked on a page of their own."""
        self.action_detail()

    def on_session_list_near_end(self) -> None:
        """Start to read more, unless a page is being read or the list is complete.

        What the person stopped continues only if they go to the end of the list.
        """
        is_wanted = not self._is_stopped or self._list.is_going_to_end
        if not self._is_reading and not self._is_complete and is_wanted:
            self._start_reading(self._load_more)

    def on_session_list_order_chosen(self, event: SessionList.OrderChosen) -> None:
        """Sort the list by the heading that was clicked."""
        self._sort(event.order)

    def action_progress(self) -> None:
        """Show the progress over time."""
        self.app.push_screen(progress.ProgressScreen())

    def action_sort(self) -> None:
        """Sort the list by the next order."""
        self._sort(next_order(self._order))

    def _sort(self, order: HistoryOrder) -> None:
        """Read the list again in an order."""
        self._order = order
        self._load_from_start()

    def on_button_pressed(self) -> None:
        """Read again what couldn't be read: the first page if no session is shown, otherwise the next one."""
        if self._list.highlighted is None:
            self._load_from_start()
        else:
            self.on_session_list_near_end()

    def action_detail(self) -> None:
        """Open the details of the highlighted session on a page of their own."""
        if self._list.highlighted is not None:
            self.app.push_screen(DetailScreen(self._list.highlighted, self._names), self._load_if_changed)

    # Changes

    def action_correct(self) -> None:
        """Ask what is wrong in the highlighted session, and save it."""
        if self._list.highlighted is not None:
            self._change(partial(correct_session, self.context, self._list.highlighted.id))

    def action_delete(self) -> None:
        """Ask whether to delete the highlighted session."""
        if self._list.highlighted is not None:
            self._change(partial(delete_session, self.context, self._list.highlighted.id))

    def action_undo(self) -> None:
        """Ask whether to take back the latest change."""
        self._change(partial(undo_latest, self.context))

    @work(name="change", group="change", exclusive=True)
    async def _change(self, change: Callable[[], Awaitable[object]]) -> None:
        """Change the history as the person says, and read the list again if something was changed."""
        self._load_if_changed(bool(await change()))

    def _load_if_changed(self, is_changed: bool | None) -> None:
        """Read the list again if a session was changed; the highlighted one keeps its place.

        is_changed: the result of the screen that was closed; None if it was closed without one.
        """
        record = self._list.highlighted
        if is_changed:
            anchor = None if record is None else ListAnchor(record.id, self._list.highlighted_index)
            self._load_from_start(anchor)

    # Filter

    def action_filter(self) -> None:
        """Show the filter line and focus it."""
        self._filter_line.display = True
        self._filter.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read the first page of the sessions that match the new filter."""
        if event.value != self._filter_text:
            self._filter_text = event.value
            self._load_from_start()

    def on_input_submitted(self) -> None:
        """Return to the list."""
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """Move in the list with the arrows while the filter line has the focus."""
        if event.key in {"up", "down"} and self._filter.has_focus:
            event.stop()
            self._list.action_move(1 if event.key == "down" else -1)

    def action_close(self) -> None:
        """Stop reading if it is slow; clear and hide the filter, and focus the list; close the screen.

        Each call does the first of these that it finds to do.
        """
        if self._is_slow:
            self._stop_reading()
        elif self._filter_line.display:
            self._filter.value = ""
            self._filter_line.display = False
            self._list.focus()
        else:
            self.dismiss(None)
