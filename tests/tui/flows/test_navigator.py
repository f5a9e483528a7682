"""The ways of the whole program: one at a time, with nothing in the gaps between their screens."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from unittest.mock import patch

import pytest
from textual.pilot import Pilot

from tests.tui.fake_tui import FakeTui, shown
from tests.tui.flows.test_startup import after_crash, after_session
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.tui.app import TpsessionApp
from tpsession.tui.screens.dialogs.loading import LoadingScreen
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.prepare.prepare import PrepareScreen

Person = Callable[[TpsessionApp, Pilot[int]], Awaitable[None]]


def program(tui: FakeTui, does: Person) -> None:
    """Open the whole program and do something."""

    async def run() -> None:
        app = tui.app()
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.1)
            await does(app, pilot)

    asyncio.run(run())


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait for something that happens apart from the screen."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError(shown(pilot.app))


def test_what_is_chosen_while_the_program_still_asks_is_done_afterwards() -> None:
    tui = after_crash()
    ready = threading.Event()
    unfinished = tui.history.find_interrupted_sessions

    def slow() -> object:
        ready.wait(10.0)
        return unfinished()

    async def does(app: TpsessionApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "Short" in shown(app))
        app.run_deferred_startup()
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, HomeScreen)
        ready.set()
        await until(pilot, lambda: "left unfinished" in shown(app))
        await pilot.press("k")
        tui.clock.pass_time(2.0)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PrepareScreen))

    with patch.object(tui.history, "find_interrupted_sessions", slow):
        program(tui, does)


def test_who_leaves_where_an_unfinished_session_is_asked_about_is_asked_again_at_the_next_start() -> None:
    tui = after_crash()

    async def does(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        await until(pilot, lambda: "left unfinished" in shown(app))
        await pilot.press("q")
        await until(pilot, lambda: app.return_value == 0)

    program(tui, does)
    assert len(tui.history.find_interrupted_sessions()) == 1


def test_two_starts_at_once_are_one() -> None:
    async def does(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        # Until then what is pressed is done afterwards.
        await until(pilot, lambda: not app.navigator._is_starting)
        await until(pilot, lambda: "Position" in shown(app))
        await pilot.press("enter", "enter", "r", "enter")
        await until(pilot, lambda: isinstance(app.screen, PrepareScreen))
        await pilot.pause(0.2)
        assert sum(isinstance(screen, PrepareScreen) for screen in app.screen_stack) == 1

    program(after_session(50.0), does)


def test_between_two_screens_of_a_way_it_says_that_it_takes_a_moment_and_no_key_meets_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Long enough that a busy machine still sees the screen without the words.
    monkeypatch.setattr("tpsession.tui.screens.dialogs.loading.PATIENCE_S", 2.0)
    tui = after_session(50.0)
    ready = threading.Event()
    sessions = tui.history.find_sessions

    async def does(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        # Until then what is pressed is done afterwards.
        await until(pilot, lambda: not app.navigator._is_starting)
        await until(pilot, lambda: "Position" in shown(app))

        def slow(query: HistoryQuery) -> object:
            ready.wait(10.0)
            return sessions(query)

        with patch.object(tui.history, "find_sessions", slow):
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, LoadingScreen))
            assert "One moment" not in shown(app)
            await until(pilot, lambda: "One moment" in shown(app))
            await pilot.press("h", "s", "r", "escape")
            ready.set()
            await until(pilot, lambda: isinstance(app.screen, PrepareScreen))
        tui.clock.pass_time(2.0)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert len(app.screen_stack) == 1

    program(tui, does)


@pytest.mark.parametrize(
    ("area", "reason", "title"),
    [
        ("neck", StopReason.NUMB, "No session on this area today."),
        ("foot", StopReason.DIZZY, "No session today."),
    ],
)
def test_where_an_area_or_the_whole_body_rests_that_is_said_in_place_of_a_session(
    area: str, reason: StopReason, title: str
) -> None:
    tui = after_session(0.2, area=area, status=Status.STOPPED, stop_reason=reason, after=3)

    async def does(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        await until(pilot, lambda: not app.navigator._is_starting)
        await until(pilot, lambda: "Position" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Earlier today" in shown(app))
        assert title in shown(app)

    program(tui, does)


@pytest.mark.parametrize(("width", "list_width"), [(60, 60), (80, 34), (120, 36)])
def test_the_list_is_laid_out_as_the_window_asks_from_the_first_screen_on(
    width: int, list_width: int
) -> None:
    async def does(app: TpsessionApp, pilot: Pilot[int]) -> None:
        await pilot.resize_terminal(width, 24)
        await until(pilot, lambda: app.screen.query_one("#routines").region.width == list_width)

    program(after_session(50.0), does)
