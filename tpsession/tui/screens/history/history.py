"""The sessions that were kept, newest first, and all about one of them."""

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

READING_AFTER_S = 0.3
"""Seconds after which it is said that the history is being read."""
_WIDTHS = [(0, "-stacked"), (110, "-beside"), (150, "-wide")]
_HEIGHTS = [(0, "-low"), (22, "-high")]
"""What the layout is called from so many columns and rows on."""
READING = "Reading the history ..."
NOTHING_YET = (
    "Nothing here yet. What you play is kept here: when, where, for how long, and the pain before and after."
)
FAILED = "The history can't be read."
NO_MATCH = "No session has these letters in its area or its routine."


class HistoryScreen(Page[None], inherit_bindings=False):
    """The list, and beside or below it the session that is pointed at."""

    CSS_PATH = "history.tcss"
    HEADING = "History"
    ABOUT = (
        "Every session that was kept, newest first. In a narrow list x stands for one that was stopped, ~ "
        "for one that was left unfinished. Older ones are read as you go down."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(DETAIL, FILTER, CLOSE, hidden=[HELP])
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Nothing is read before the screen is shown."""
        super().__init__()
        self._names: Mapping[str, str] = {}
        self._named = asyncio.Event()
        self._letters = ""
        self._complete = False
        """Whether everything that was asked for is in the list."""
        self._reading = False

    def compose_content(self) -> ComposeResult:
        """The list, and all about one session."""
        with Container(id="history"):
            with Vertical(id="sessions"):
                yield LineInput(placeholder="letters of an area or a routine", id="filter", compact=True)
                yield SessionList(id="list")
            yield SessionDetail(id="detail")
        with Vertical(id="failed"):
            yield Static("", id="trouble", classes="trouble")
            yield Button("Try again", id="again", variant="primary")

    def on_mount(self) -> None:
        """The list takes the keys; what isn't known yet isn't shown."""
        self._filter.display = False
        self._tell(None)
        self._list.focus()
        self.set_timer(READING_AFTER_S, self._say_reading)
        self._name_routines()
        self._begin()

    # Reading

    def _begin(self) -> None:
        """Read the list anew from its first page."""
        self._first()

    @work(name="names", group="names")
    async def _name_routines(self) -> None:
        """Learn the names of the routines: until then the sessions show their ids."""
        entries = await asyncio.to_thread(self.context.services.library.list_entries)
        self._names = {entry.id: entry.routine.name for entry in entries if entry.routine is not None}
        self._named.set()
        self._list.set_routine_names(self._names)
        self._detail.show(self._list.highlighted, self._names)

    @work(name="first", group="pages", exclusive=True)
    async def _first(self) -> None:
        self._reading = True
        try:
            records = await self._page(None)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._named.wait(), READING_AFTER_S)
            if records is not None:
                empty = NO_MATCH if self._letters.strip() else NOTHING_YET
                self._list.show(records, self._names, empty_text=empty)
        finally:
            self._reading = False

    @work(name="more", group="pages", exclusive=True)
    async def _more(self) -> None:
        """Put the next page at the end of the list, or all pages on the way to the oldest session."""
        self._reading = True
        try:
            while not self._complete and (oldest := self._list.oldest) is not None:
                records = await self._page(
                    oldest, LARGE_PAGE_SIZE if self._list.is_going_to_oldest else PAGE_SIZE
                )
                if records is None:
                    return
                self._list.append_older(records)
                if not self._list.is_going_to_oldest:
                    return
        finally:
            self._reading = False

    async def _page(self, past: SessionRecord | None, most: int = PAGE_SIZE) -> list[SessionRecord] | None:
        """The sessions past one; None where they can't be read."""
        queries = build_queries(self._letters, self._names)
        try:
            records = await self.context.history.load_page(queries, past, most)
        except HistoryError as error:
            self._tell(error)
            return None
        self._complete = not records
        self._tell(None)
        return records

    # Showing

    def _say_reading(self) -> None:
        if self._reading and self._list.highlighted is None:
            self._list.show((), {}, empty_text=READING)

    def _tell(self, error: HistoryError | None) -> None:
        """Say what failed and what to do, or nothing."""
        failed, again = self.query_one("#failed"), self.query_one("#again")
        if error is None and again.has_focus:
            self._list.focus()
        failed.display = error is not None
        if error is not None:
            self.query_one("#trouble", Static).update(literal(str(error)))
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

    # What the person does

    def on_session_list_highlighted(self, event: SessionList.Highlighted) -> None:
        """Show what is pointed at."""
        self._detail.show(event.record, self._names)
        self.set_class(event.record is None, "-empty")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a session there are no details."""
        return action != "detail" or self._list.highlighted is not None

    def on_session_list_selected(self) -> None:
        """A click on what is pointed at shows all of it."""
        self.action_detail()

    def on_session_list_near_end(self) -> None:
        """Read on, unless that is being done."""
        if not self._reading and not self._complete:
            self._reading = True
            self._more()

    def on_button_pressed(self) -> None:
        """Try again where it failed."""
        if self._list.highlighted is None:
            self._begin()
        else:
            self.on_session_list_near_end()

    def action_detail(self) -> None:
        """Show all that is kept of a session."""
        if self._list.highlighted is not None:
            self.app.push_screen(DetailScreen(self._list.highlighted, self._names))

    # Filter

    def action_filter(self) -> None:
        """Open the line over the list, or go back to it."""
        self._filter.display = True
        self._filter.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show only what has these letters."""
        if event.value != self._letters:
            self._letters = event.value
            self._begin()

    def on_input_submitted(self) -> None:
        """Go on in the list."""
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """From the filter's line the arrows move in the list."""
        if event.key in {"up", "down"} and self._filter.has_focus:
            event.stop()
            self._list.action_move(1 if event.key == "down" else -1)

    def action_close(self) -> None:
        """Put the filter away, or leave."""
        if self._filter.display:
            self._filter.value = ""
            self._filter.display = False
            self._list.focus()
        else:
            self.dismiss(None)


class DetailScreen(Page[None]):
    """All that is kept of one session."""

    CSS_PATH = "history.tcss"
    HEADING = "One session"
    ABOUT = "All that is kept of this session. The arrows scroll."

    def __init__(self, record: SessionRecord, names: Mapping[str, str]) -> None:
        """names: the names of routines by id."""
        super().__init__()
        self._record = record
        self._names = names

    def compose_content(self) -> ComposeResult:
        """The session."""
        yield SessionDetail(id="detail")

    def on_mount(self) -> None:
        """The arrows scroll."""
        detail = self.query_one(SessionDetail)
        detail.show(self._record, self._names)
        detail.focus()


class SessionDetail(VerticalScroll):
    """All that is kept of a session, as far as there is room; the arrows scroll."""

    def compose(self) -> ComposeResult:
        """Where it was, and the facts."""
        yield Static("", id="place", classes="strong")
        yield Facts(id="facts")

    def show(self, record: SessionRecord | None, names: Mapping[str, str]) -> None:
        """Show this session, or nothing."""
        self.query_one("#place", Static).update(literal(describe_record_place(record)) if record else "")
        self.query_one(Facts).show_facts(build_facts(record, names) if record else ())
        self.scroll_home(animate=False)


def build_facts(record: SessionRecord, names: Mapping[str, str]) -> list[Fact]:
    """What is kept of a session, in paragraphs."""
    ended = record.ended_at or record.started_at
    changes = record.before is not None and record.after is not None
    said = [
        ("When", [format_time_span(record)]),
        ("Routine", [describe_record_routine(record, names)]),
        ("Ended", [describe_status(record.status, record.stop_reason, record.steps)]),
        ("Ratings", [describe_ratings(record.before, record.after), CAUSE_UNKNOWN if changes else ""]),
        ("Later", [describe_later_rating(rating, ended) for rating in record.later]),
        ("Time", [describe_time_worked(record)]),
        ("Note", [record.note]),
        ("Steps", [describe_step(step) for step in record.steps]),
    ]
    return [Fact(name, text) for name, texts in said for text in texts if text]
