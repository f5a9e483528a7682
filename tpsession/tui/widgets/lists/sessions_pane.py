"""The list of saved sessions with its filter: it reads itself page by page, and shows how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from tpsession.core.errors import HistoryError
from tpsession.core.history.paging import ListPosition, SessionPage
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord
from tpsession.core.history.search_parser import parse_search
from tpsession.tui.context import context_of
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.history_pages import LARGE_PAGE_SIZE, PAGE_SIZE, ListAnchor, describe_reading
from tpsession.tui.view_models.session_rows import next_order
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.lists.session_list import SessionList

READING_DELAY_S = 0.5
"""Seconds after which the list says that it is being read, how far it is, and how to stop it."""
_NAMES_DELAY_S = 0.3
"""Seconds that the list waits at most for the names of routines."""
READING = "Reading the history…"
NOTHING_YET = (
    "Nothing here yet. Your sessions will be listed here: when, where, how long, and your pain before and "
    "after."
)
FAILED = "The history can't be read."
NO_MATCH = "No matching sessions."
NO_MATCH_YET = "No matching sessions so far."
NOTHING_READ_YET = "No sessions have been read yet."
PLACEHOLDER = "Words such as: neck left, stopped, 2026-01, 3 less"


class SessionsPane(Vertical):
    """Lists all saved sessions, or those that match the filter; more are read as the person moves down."""

    @dataclass
    class Highlighted(Message):
        """Posted when another session is highlighted, by the person or because others are listed."""

        record: SessionRecord | None
        """The session; None if the list is empty."""

    @dataclass
    class Failed(Message):
        """Posted when a page can't be read, and again when one can be."""

        error: HistoryError | None
        """Why it can't be read; None once one can be."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty list; it reads nothing before `start`."""
        super().__init__(id=id)
        self.names: Mapping[str, str] = {}
        """The names of routines by id."""
        self._names_loaded = asyncio.Event()
        self._filter_text = ""
        self._order = HistoryOrder.NEWEST
        self._anchor: ListAnchor | None = None
        """What to highlight in the list that is being read; None for the first session."""
        self._found: list[SessionRecord] = []
        """The sessions that were read for this list before it is shown."""
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
        self._has_failed = False
        """Whether the last page couldn't be read."""

    def compose(self) -> ComposeResult:
        """Build the filter line, a line on the reading or the order, the list, and its marks' meaning."""
        with Horizontal(id="filter-line"):
            yield Static("Filter:", id="filter-label")
            yield LineInput(placeholder=PLACEHOLDER, id="filter", compact=True)
        yield Static("", id="progress")
        yield SessionList(id="list")
        yield Static("", id="marks", classes="quiet")

    def start(self) -> None:
        """Hide the filter, focus the list, and start to read the first page."""
        self._filter_line.display = False
        self._list.focus()
        self.load_from_start()

    def focus_list(self) -> None:
        """Give the list the focus."""
        self._list.focus()

    @property
    def highlighted(self) -> SessionRecord | None:
        """The session that is highlighted; None if the list is empty."""
        return self._list.highlighted

    def show_names(self, names: Mapping[str, str]) -> None:
        """Show these names of routines, by id, instead of the ids or of earlier names.

        If there is a filter, read the list again from its beginning, because the filter's words may be in the
        names. The first session is highlighted then.
        """
        self.names = names
        self._names_loaded.set()
        self._list.set_routine_names(names)
        if self._filter_text.strip():
            self.load_from_start()

    # Reading

    def load_from_start(self, anchor: ListAnchor | None = None) -> None:
        """Start to read the list from its beginning.

        The sessions shown before stay until the new ones are shown, or until reading counts as slow.

        Args:
            anchor: The session to highlight, or if it is gone, the one in its place; None for the first one.

        """
        self._anchor = anchor
        self._position, self._looked_at, self._is_shown = None, 0, False
        self._start_reading(self._load_first_page)

    def _start_reading(self, load: Callable[[], object]) -> None:
        """Start one of the workers that read pages, and end the one before.

        If it is still reading after `READING_DELAY_S` seconds, it counts as slow: `_note_slow`.

        Args:
            load: Starts the worker and returns at once.

        """
        self._is_reading, self._is_slow, self._is_stopped, self._is_complete = True, False, False, False
        if self._slow_timer is not None:
            self._slow_timer.stop()
        self._slow_timer = self.set_timer(READING_DELAY_S, self._note_slow)
        self._show_progress()
        load()

    @work(name="first", group="pages", exclusive=True)
    async def _load_first_page(self) -> None:
        """Read the first pages and show them instead of the list. Textual runs this as a worker.

        Read until there is a session, or no page is left. If `_anchor` names one to highlight, read until
        that is found, or can't be near its old place any more. Then wait up to `_NAMES_DELAY_S` seconds for
        the names of routines. Once the list is shown, read on until it has `PAGE_SIZE` sessions. If a page
        can't be read before that, none of the new list is shown.
        """
        anchor = self._anchor
        self._found = found = list[SessionRecord]()
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
            self._show_found(self._empty_text)
            await self._append_pages(PAGE_SIZE - len(found))
        self._end_reading()

    @work(name="more", group="pages", exclusive=True)
    async def _load_more(self) -> None:
        """Append pages until `PAGE_SIZE` more sessions are listed, or all if the person is going to the end.

        If the list has been read to its end and is empty, show why: `_empty_text`. Textual runs this as a
        worker.
        """
        await self._append_pages(PAGE_SIZE)
        if self._is_complete and self._list.highlighted is None:
            self._list.show((), self.names, empty_text=self._empty_text, order=self._order)
        self._end_reading()

    async def _append_pages(self, wanted: int) -> None:
        """Append pages until `wanted` more sessions are listed, or all if the person is going to the end.

        Return early if there are no more sessions, or if a page can't be read.

        Args:
            wanted: The number of sessions; with 0 or less, only going to the end makes this read.

        """
        while not self._is_complete and (wanted > 0 or self._list.is_going_to_end):
            page = await self._load_page()
            if page is None:
                return
            self._list.append(page.records, is_complete=self._is_complete)
            wanted -= len(page.records)

    async def _load_page(self) -> SessionPage | None:
        """Return the next page of the list; None if it can't be read.

        After a page, the next call reads the page that follows it. After an error, the next call reads the
        same page again. Once `_is_complete` is set, don't call this: it would read the first page again.

        Post `Failed` with the error if the page can't be read, and `Failed` with None at the first page that
        can be read after an error. If the list is empty at an error, its text says that the history can't be
        read.
        """
        query = HistoryQuery(
            limit=LARGE_PAGE_SIZE if self._reads_much else PAGE_SIZE,
            order=self._order,
            search=parse_search(
                self._filter_text, self.names, context_of(self).services.clock.local_time().date()
            ),
        )
        try:
            page = await context_of(self).history.load_page(query, self._position)
        except HistoryError as error:
            if self._list.highlighted is None:
                self._list.show((), {}, empty_text=FAILED)
            self._has_failed = True
            self.post_message(self.Failed(error))
            return None
        self._position, self._is_complete = page.position, page.position is None
        self._looked_at += page.looked_at
        if self._has_failed:
            self._has_failed = False
            self.post_message(self.Failed(None))
        self._show_progress()
        return page

    @property
    def _reads_much(self) -> bool:
        """Whether large pages should be read: up to the end, or to a session far from the beginning."""
        is_far = not self._is_shown and self._anchor is not None and self._anchor.index >= PAGE_SIZE
        return is_far or self._list.is_going_to_end

    def _end_reading(self) -> None:
        """Note that no page is being read any more, and show the progress line anew."""
        self._is_reading = self._is_slow = False
        self._show_progress()

    def _stop_reading(self) -> None:
        """End the reading of pages, and list the sessions that were found, if they aren't listed yet.

        The person continues the reading by going to the end of the list.
        """
        self.workers.cancel_group(self, "pages")
        self._is_stopped = True
        # Otherwise, scrolling would continue the reading.
        self._list.stop_going_to_end()
        if not self._is_shown:
            self._show_found(NO_MATCH_YET if self._filter_text.strip() else NOTHING_READ_YET)
        self._end_reading()

    @property
    def _empty_text(self) -> str:
        """The text for a list that is empty though it was read to its end."""
        return NO_MATCH if self._filter_text.strip() else NOTHING_YET

    def _show_found(self, empty_text: str) -> None:
        """Show the sessions that were read so far in place of the list, or `empty_text` if there are none."""
        index = 0 if self._anchor is None else self._anchor.find_index(self._found)
        self._is_shown = True
        self._list.show(self._found, self.names, empty_text=empty_text, order=self._order, index=index)

    def on_session_list_near_end(self) -> None:
        """Start to read more, under the conditions of `read_on`."""
        self.read_on()

    def read_on(self) -> None:
        """Start to read what follows, unless a page is being read or the list is complete.

        If none of the list is shown, because its first pages couldn't be read, read it from its beginning. If
        the person has stopped the reading, start only if they are going to the end of the list.
        """
        is_wanted = not self._is_stopped or self._list.is_going_to_end
        if self._is_reading or self._is_complete or not is_wanted:
            return
        if self._is_shown:
            self._start_reading(self._load_more)
        else:
            self.load_from_start(self._anchor)

    def read_again(self) -> None:
        """Read what couldn't be read.

        That is the next page. If no session of the list is listed yet, it is the list from its beginning.
        """
        if self._list.highlighted is None:
            self.load_from_start(self._anchor)
        else:
            self.read_on()

    def reload(self) -> None:
        """Read the list again after a change in the history, and highlight the same session again.

        If that session is gone, highlight the one in its place; in a list that is too short for that, the
        last one.
        """
        record = self._list.highlighted
        anchor = None if record is None else ListAnchor(record.id, self._list.highlighted_index)
        self.load_from_start(anchor)

    # Display

    def on_session_list_highlighted(self, event: SessionList.Highlighted) -> None:
        """Post the pane's own `Highlighted`."""
        # Textual doesn't pass it on if this widget has caused it.
        event.stop()
        self.post_message(self.Highlighted(event.record))

    def _note_slow(self) -> None:
        """Show how far the list has been read, if it is still being read.

        If none of its sessions is shown yet, remove those of the list before. A timer calls this
        `READING_DELAY_S` seconds after the reading began.
        """
        if not self._is_reading:
            return
        self._is_slow = True
        if not self._is_shown:
            self._list.show((), {}, empty_text=READING, order=self._order)
        self._show_progress()

    def _show_progress(self) -> None:
        """Show how far a slow reading is or where it was stopped; else the order, if it isn't the usual one.

        Also show what the marks in the list mean.
        """
        looked_at = self._looked_at if self._is_slow or self._is_stopped else None
        text = describe_reading(self._order, looked_at, is_stopped=self._is_stopped)
        self._show_line("#progress", text)
        self._show_line("#marks", self._list.describe_marks())

    def on_resize(self) -> None:
        """Show what the marks in the list mean, because a list of another width may show other marks."""
        self.call_after_refresh(self._show_progress)

    def _show_line(self, selector: str, text: str) -> None:
        """Show a line of text above or below the list; hide an empty one."""
        line = self.query_one(selector, Static)
        line.update(literal(text))
        line.display = bool(text)

    @property
    def _list(self) -> SessionList:
        return self.query_one(SessionList)

    @property
    def _filter(self) -> Input:
        return self.query_one("#filter", Input)

    @property
    def _filter_line(self) -> Horizontal:
        """The filter with its label."""
        return self.query_one("#filter-line", Horizontal)

    # Order

    def on_session_list_order_chosen(self, event: SessionList.OrderChosen) -> None:
        """Read the list again, in the order that a click on a heading chose."""
        self._sort(event.order)

    def sort_next(self) -> None:
        """Read the list again in the order that follows the present one; after the last comes the first."""
        self._sort(next_order(self._order))

    def _sort(self, order: HistoryOrder) -> None:
        """Read the list from its beginning, in this order from now on, and highlight its first session."""
        self._order = order
        self.load_from_start()

    # Filter

    def open_filter(self) -> None:
        """Show the filter line and focus it."""
        self._filter_line.display = True
        self._filter.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Start to read the sessions that match the filter, if its text differs from before."""
        if event.value != self._filter_text:
            self._filter_text = event.value
            self.load_from_start()

    def on_input_submitted(self) -> None:
        """Focus the list; the filter stays."""
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """Move the list's highlight by the up and down keys while the filter line has the focus."""
        if event.key in {"up", "down"} and self._filter.has_focus:
            event.stop()
            self._list.action_move(1 if event.key == "down" else -1)

    def go_back(self) -> bool:
        """Stop the reading if it is slow; otherwise, if the filter line is shown, clear and hide it.

        When the filter line is hidden, the list gets the focus. Return False if neither was to do, otherwise
        True.
        """
        if self._is_slow:
            self._stop_reading()
        elif self._filter_line.display:
            self._filter.value = ""
            self._filter_line.display = False
            self._list.focus()
        else:
            return False
        return True
