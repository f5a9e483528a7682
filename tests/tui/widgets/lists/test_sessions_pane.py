"""A long, slow or unreadable history is read page by page, in the background."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from threading import Event

import pytest
from textual.events import MouseScrollDown
from textual.widgets import Input

from tests.fakes.history import MemoryFile, MemoryHistory
from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.screens.history.test_history import (
    DONE,
    highlighted,
    many,
    with_sessions,
)
from tests.tui.user import User, open_screen, press_keys, wait_until
from tpsession.core.errors import HistoryError
from tpsession.core.history.paging import ListPosition, SessionPage
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.view_models.history_pages import LARGE_PAGE_SIZE, PAGE_SIZE
from tpsession.tui.widgets.lists import sessions_pane
from tpsession.tui.widgets.lists.session_list import SessionList
from tpsession.tui.widgets.lists.sessions_pane import SessionsPane


@dataclass
class RecordingHistory(MemoryHistory):
    """A history that remembers its queries."""

    queries: list[HistoryQuery] = field(default_factory=list)

    def __init__(self) -> None:
        super().__init__()
        self.queries = []

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        self.queries.append(query)
        return super().load_page(query, position)


def many_recorded(count: int) -> tuple[FakeTui, RecordingHistory]:
    """Return a program with so many sessions, and its history, which remembers its queries."""
    tui, history = many(count), RecordingHistory()
    history.file = tui.history.file
    return replace(tui, history=history), history


def test_a_long_history_opens_with_its_first_page_only() -> None:
    tui, history = many_recorded(5 * PAGE_SIZE)
    open_screen(HistoryScreen(), press_keys("down", "down"), (80, 24), tui)
    assert [query.limit for query in history.queries] == [PAGE_SIZE]


def test_moving_down_loads_more_without_losing_or_repeating_a_session() -> None:
    last = 2 * PAGE_SIZE + 57

    async def act(user: User) -> None:
        sessions = user.app.screen.query_one(SessionList)
        for number in (40, 80, 120, 160, 200, 240, last, last):
            sessions.action_move(40)
            await user.pilot.pause(0.1)
            assert highlighted(user) == number

    open_screen(HistoryScreen(), act, (80, 24), many(last + 1))


def test_end_goes_to_the_oldest_session_however_many_there_are() -> None:
    async def act(user: User) -> None:
        await user.press("end")
        await wait_until(user.pilot, lambda: highlighted(user) == 12 * PAGE_SIZE - 1)
        await user.press("home")
        assert highlighted(user) == 0

    open_screen(HistoryScreen(), act, (80, 24), many(12 * PAGE_SIZE))


def test_any_move_cancels_going_to_the_oldest() -> None:
    async def act(user: User) -> None:
        sessions = user.app.screen.query_one(SessionList)
        sessions.action_last()
        sessions.action_first()
        for _ in range(20):
            await user.pilot.pause(0.01)
        assert highlighted(user) == 0
        assert not sessions.is_going_to_end

    open_screen(HistoryScreen(), act, (80, 24), many(12 * PAGE_SIZE))


def test_the_mouse_wheel_loads_more_too() -> None:
    tui, history = many_recorded(3 * PAGE_SIZE)

    async def act(user: User) -> None:
        sessions = user.app.screen.query_one(SessionList)
        for _ in range(25):
            sessions.post_message(MouseScrollDown(sessions, 5, 5, 0, 0, 0, False, False, False))
            await user.pilot.pause()
        assert highlighted(user) == 0

    open_screen(HistoryScreen(), act, (80, 24), tui)
    assert len(history.queries) > 1


# Slow or unreadable histories


def test_a_slow_history_shows_that_it_is_being_read_and_then_appears(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Longer than a busy machine takes for the first screen.
    monkeypatch.setattr(sessions_pane, "READING_DELAY_S", 2.0)
    tui = with_sessions(DONE)
    may_read = Event()
    load_page = tui.history.load_page

    def slow(query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        may_read.wait(10)
        return load_page(query, position)

    tui.history.load_page = slow  # type: ignore[method-assign] # a slow disk
    app = tui.single_screen_app(HistoryScreen())

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            assert sessions_pane.READING not in screen_text(app)
            await wait_until(pilot, lambda: sessions_pane.READING in screen_text(app))
            may_read.set()
            await wait_until(pilot, lambda: "Neck, left" in screen_text(app))
            assert sessions_pane.READING not in screen_text(app)

    asyncio.run(run())


class FailingHistory(MemoryHistory):
    """A history that can't be read until `is_repaired` is set."""

    is_repaired = False
    tries = 0

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        self._fail_unless_repaired()
        return super().find_sessions(query)

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        self.tries += 1
        self._fail_unless_repaired()
        return super().load_page(query, position)

    def _fail_unless_repaired(self) -> None:
        if not self.is_repaired:
            raise HistoryError("The history can't be read [x].", "Look whether the disk is there.")


@pytest.mark.parametrize("by", ["key", "mouse"])
def test_an_unreadable_history_says_why_and_what_to_do_and_can_be_tried_again(by: str) -> None:
    history = FailingHistory()
    tui = FakeTui(history=history)

    async def act(user: User) -> None:
        again = user.app.screen.query_one("#again")
        await wait_until(user.pilot, lambda: again.has_focus)
        assert "can't be read [x]. Look whether the disk is there." in user.screen_text
        await (user.press("enter") if by == "key" else user.click("#again"))
        await wait_until(user.pilot, lambda: history.tries == 2 and not again.has_class("-active"))
        assert "Try again" in user.screen_text
        history.is_repaired = True
        history.add_session(DONE, [])
        await (user.press("enter") if by == "key" else user.click("#again"))
        await wait_until(user.pilot, lambda: "Neck, left" in user.screen_text)
        assert "Try again" not in user.screen_text
        await user.press("enter")
        await wait_until(user.pilot, lambda: "Session details" in user.screen_text)

    open_screen(HistoryScreen(), act, (80, 24), tui)


def test_an_unreadable_later_page_keeps_the_list_and_can_be_tried_again() -> None:
    tui = many(2 * PAGE_SIZE)
    history = FailingHistory(tui.history.file)
    history.is_repaired = True
    tui = replace(tui, history=history)

    async def act(user: User) -> None:
        history.is_repaired = False
        await user.press("end")
        await wait_until(user.pilot, lambda: "Try again" in user.screen_text)
        assert "Neck, left" in user.screen_text
        history.is_repaired = True
        await user.click("#again")
        await wait_until(user.pilot, lambda: highlighted(user) == 2 * PAGE_SIZE - 1)
        assert "Try again" not in user.screen_text

    open_screen(HistoryScreen(), act, (80, 24), tui)


def test_a_reload_that_fails_repeats_no_session_when_it_is_tried_again() -> None:
    tui = many(2 * PAGE_SIZE)
    history = FailingHistory(tui.history.file)
    history.is_repaired = True

    async def act(user: User) -> None:
        pane = user.app.screen.query_one(SessionsPane)
        await user.press("down")
        history.is_repaired = False
        pane.reload()
        await wait_until(user.pilot, lambda: "Try again" in user.screen_text)
        history.is_repaired = True
        await user.click("#again")
        await wait_until(user.pilot, lambda: "Try again" not in user.screen_text)
        assert user.app.screen.query_one(SessionList).highlighted_index == 1
        user.app.screen.query_one(SessionList).action_last()
        await wait_until(user.pilot, lambda: highlighted(user) == 2 * PAGE_SIZE - 1)
        assert user.app.screen.query_one(SessionList).highlighted_index == 2 * PAGE_SIZE - 1

    open_screen(HistoryScreen(), act, (80, 24), replace(tui, history=history))


# A search that takes long


class SlowHistory(MemoryHistory):
    """A history whose searches stop after some pieces until `may_read` is set."""

    def __init__(self, file: MemoryFile) -> None:
        super().__init__(file)
        self.may_read = Event()
        self.pieces = 0

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        if query.search is not None:
            self.pieces += 1
            if self.pieces > 3:
                self.may_read.wait(10)
        return super().load_page(query, position)


def test_a_slow_search_shows_how_far_it_is_and_can_be_stopped_and_continued() -> None:
    tui = many(5 * PAGE_SIZE)
    oldest = DONE._replace(id="999999", started_at=DONE.started_at.replace(year=2001), note="a rare word")
    tui.history.add_session(oldest, [])
    history = SlowHistory(tui.history.file)
    tui = replace(tui, history=history)

    async def act(user: User) -> None:
        await user.press("slash")
        user.app.screen.query_one(Input).value = "rare"
        await wait_until(
            user.pilot, lambda: "120 sessions read so far. Press escape to stop." in user.screen_text
        )
        assert sessions_pane.NO_MATCH not in user.screen_text
        await user.press("escape")
        await wait_until(user.pilot, lambda: "Stopped after 120 sessions." in user.screen_text)
        assert sessions_pane.NO_MATCH_YET in user.screen_text
        history.may_read.set()
        await user.press("enter", "end")
        await wait_until(user.pilot, lambda: "2001-01-31" in user.screen_text)
        assert highlighted(user) == 999999
        assert "Stopped" not in user.screen_text
        await user.press("escape", "escape")
        assert user.is_closed

    open_screen(HistoryScreen(), act, (80, 24), tui)


def test_a_search_that_was_stopped_and_finds_nothing_in_the_end_says_so() -> None:
    tui = many(PAGE_SIZE)
    history = SlowHistory(tui.history.file)
    history.pieces = 2

    async def act(user: User) -> None:
        await user.press("slash")
        user.app.screen.query_one(Input).value = "rare"
        await wait_until(user.pilot, lambda: "Press escape to stop." in user.screen_text)
        await user.press("escape")
        await wait_until(user.pilot, lambda: sessions_pane.NO_MATCH_YET in user.screen_text)
        history.may_read.set()
        await user.press("enter", "end")
        await wait_until(user.pilot, lambda: sessions_pane.NO_MATCH in user.screen_text)

    open_screen(HistoryScreen(), act, (80, 24), replace(tui, history=history))


def test_the_first_session_that_a_continued_search_finds_is_shown_though_the_person_moved() -> None:
    tui = many(5 * PAGE_SIZE)
    oldest = DONE._replace(id="999999", started_at=DONE.started_at.replace(year=2001), note="a rare word")
    tui.history.add_session(oldest, [])
    history = SlowHistory(tui.history.file)

    async def act(user: User) -> None:
        await user.press("slash")
        user.app.screen.query_one(Input).value = "rare"
        await wait_until(user.pilot, lambda: "Press escape to stop." in user.screen_text)
        await user.press("escape")
        await wait_until(user.pilot, lambda: sessions_pane.NO_MATCH_YET in user.screen_text)
        await user.press("enter", "end", "up")
        history.may_read.set()
        await wait_until(user.pilot, lambda: "a rare word" in user.screen_text)

    open_screen(HistoryScreen(), act, (120, 40), replace(tui, history=history))


class SlowAfterFirstPage(MemoryHistory):
    """A history whose pages after the first can be read only while `may_read` is set."""

    def __init__(self, file: MemoryFile) -> None:
        super().__init__(file)
        self.may_read = Event()
        self.may_read.set()

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        if position is not None:
            self.may_read.wait(10)
        return super().load_page(query, position)


def test_a_reload_that_was_stopped_lists_what_it_found_and_misses_no_session_later() -> None:
    count = LARGE_PAGE_SIZE + 2 * PAGE_SIZE
    tui = many(count)
    history = SlowAfterFirstPage(tui.history.file)

    async def act(user: User) -> None:
        pane = user.app.screen.query_one(SessionsPane)
        await user.press("end")
        await wait_until(user.pilot, lambda: highlighted(user) == count - 1)
        history.may_read.clear()
        pane.reload()
        progress = f"{LARGE_PAGE_SIZE:,} sessions read so far. Press escape to stop."
        await wait_until(user.pilot, lambda: progress in user.screen_text)
        await user.press("escape")
        await wait_until(user.pilot, lambda: "Press end to continue." in user.screen_text)
        assert sessions_pane.NO_MATCH_YET not in user.screen_text
        history.may_read.set()
        await user.press("end")
        await wait_until(user.pilot, lambda: highlighted(user) == count - 1)
        assert user.app.screen.query_one(SessionList).highlighted_index == count - 1

    open_screen(HistoryScreen(), act, (80, 24), replace(tui, history=history))


def test_going_to_the_end_that_was_stopped_goes_on_only_after_end_is_pressed_again() -> None:
    count = 12 * PAGE_SIZE
    tui = many(count)
    history = SlowAfterFirstPage(tui.history.file)
    history.may_read.clear()

    async def act(user: User) -> None:
        sessions = user.app.screen.query_one(SessionList)
        await user.press("end")
        await wait_until(user.pilot, lambda: "Press escape to stop." in user.screen_text)
        await user.press("escape")
        await wait_until(user.pilot, lambda: "Press end to continue." in user.screen_text)
        history.may_read.set()
        sessions.scroll_to(y=0, animate=False)
        for _ in range(20):
            await user.pilot.pause(0.01)
        assert "Press end to continue." in user.screen_text
        assert highlighted(user) == PAGE_SIZE - 1
        await user.press("end")
        await wait_until(user.pilot, lambda: highlighted(user) == count - 1)

    open_screen(HistoryScreen(), act, (80, 24), replace(tui, history=history))


class SlowFirstPage(MemoryHistory):
    """A history without sessions, of which nothing can be read until `may_read` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.may_read = Event()

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        self.may_read.wait(10)
        return super().load_page(query, position)


def test_an_empty_history_whose_reading_was_stopped_and_continued_says_that_nothing_is_there_yet() -> None:
    history = SlowFirstPage()

    async def act(user: User) -> None:
        await wait_until(user.pilot, lambda: "Press escape to stop." in user.screen_text)
        await user.press("escape")
        await wait_until(user.pilot, lambda: "Press end to continue." in user.screen_text)
        assert sessions_pane.NOTHING_READ_YET in user.screen_text
        history.may_read.set()
        await user.press("end")
        await wait_until(user.pilot, lambda: "Nothing here yet." in user.screen_text)
        assert sessions_pane.NO_MATCH not in user.screen_text

    open_screen(HistoryScreen(), act, (80, 24), replace(many(0), history=history))
