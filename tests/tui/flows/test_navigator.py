"""The navigator in the whole program: one flow at a time, and a loading screen between its screens."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from unittest.mock import patch

import pytest
from textual.pilot import Pilot

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeSettings
from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.flows.test_startup import after_crash, after_session
from tests.tui.user import wait_until
from tpsession.core.dialogue.rescue import RESTORED
from tpsession.core.errors import HistoryError, OpeningChoice
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.tui.app import TpsessionApp
from tpsession.tui.flows.navigator import opening_question
from tpsession.tui.screens.dialogs.loading import LoadingScreen
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.prepare.prepare import PrepareScreen
from tpsession.tui.screens.session.session import SessionScreen

Person = Callable[[TpsessionApp, Pilot[int]], Awaitable[None]]
"""What a person does in the program."""


def run_program(tui: FakeTui, act: Person) -> None:
    """Open the whole program while a person does something."""

    async def run() -> None:
        app = tui.app()
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.1)
            await act(app, pilot)

    asyncio.run(run())


def test_a_routine_chosen_during_the_prompts_is_played_after_them() -> None:
    tui = after_crash()
    ready = threading.Event()
    find_interrupted_sessions = tui.history.find_interrupted_sessions

    def slow() -> object:
        ready.wait(10.0)
        return find_interrupted_sessions()

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        await wait_until(pilot, lambda: "Short" in screen_text(app))
        app.run_deferred_startup()
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, HomeScreen)
        ready.set()
        await wait_until(pilot, lambda: "a session unfinished" in screen_text(app))
        await pilot.press("s")
        tui.clock.pass_time(2.0)
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, PrepareScreen))

    with patch.object(tui.history, "find_interrupted_sessions", slow):
        run_program(tui, act)


def test_leaving_at_the_question_about_an_interrupted_session_keeps_the_question_for_the_next_start() -> None:
    tui = after_crash()

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        await wait_until(pilot, lambda: "a session unfinished" in screen_text(app))
        await pilot.press("q")
        await wait_until(pilot, lambda: app.return_value == 0)

    run_program(tui, act)
    assert len(tui.history.find_interrupted_sessions()) == 1


def test_two_starts_at_once_count_as_one() -> None:
    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        # Before that, a press would wait for the end of the prompts.
        await wait_until(pilot, lambda: not app.navigator._is_starting)
        await wait_until(pilot, lambda: "Position" in screen_text(app))
        await pilot.press("enter", "enter", "r", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, PrepareScreen))
        await pilot.pause(0.2)
        assert sum(isinstance(screen, PrepareScreen) for screen in app.screen_stack) == 1

    run_program(after_session(50.0), act)


def test_a_loading_screen_covers_the_list_between_two_screens_of_a_flow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Long enough for a busy machine to show the screen without the message first.
    monkeypatch.setattr("tpsession.tui.screens.dialogs.loading.MESSAGE_DELAY_S", 2.0)
    tui = after_session(50.0)
    ready = threading.Event()
    find_sessions = tui.history.find_sessions

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        # Before that, a press would wait for the end of the prompts.
        await wait_until(pilot, lambda: not app.navigator._is_starting)
        await wait_until(pilot, lambda: "Position" in screen_text(app))

        def slow(query: HistoryQuery) -> object:
            ready.wait(10.0)
            return find_sessions(query)

        with patch.object(tui.history, "find_sessions", slow):
            await pilot.press("enter")
            await wait_until(pilot, lambda: isinstance(app.screen, LoadingScreen))
            assert "One moment" not in screen_text(app)
            await wait_until(pilot, lambda: "One moment" in screen_text(app))
            await pilot.press("h", "s", "r", "escape")
            ready.set()
            await wait_until(pilot, lambda: isinstance(app.screen, PrepareScreen))
        tui.clock.pass_time(2.0)
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert len(app.screen_stack) == 1

    run_program(tui, act)


@pytest.mark.parametrize(
    ("area", "reason", "title"),
    [
        ("neck", StopReason.NUMB, "No session on this side today."),
        ("foot", StopReason.DIZZY, "No session today."),
    ],
)
def test_a_resting_area_or_body_shows_a_notice_in_place_of_a_session(
    area: str, reason: StopReason, title: str
) -> None:
    tui = after_session(0.2, area=area, status=Status.STOPPED, stop_reason=reason, after=3)

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        await wait_until(pilot, lambda: not app.navigator._is_starting)
        await wait_until(pilot, lambda: "Position" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Earlier" in screen_text(app))
        assert title in screen_text(app)
        # It was a slip: asked in its own words, it is taken back, and the session can be prepared.
        tui.clock.pass_time(2.0)
        await pilot.press("s")
        await wait_until(pilot, lambda: "Did you have" in screen_text(app))
        for key in ("n", "enter"):
            tui.clock.pass_time(2.0)
            await pilot.press(key)
        await wait_until(pilot, lambda: isinstance(app.screen, PrepareScreen))

    run_program(tui, act)
    stopped = tui.history.find_sessions(HistoryQuery())[-1]
    assert stopped.stop_reason is StopReason.INTERRUPTED


@pytest.mark.parametrize(("width", "list_width"), [(60, 60), (80, 37), (120, 37)])
def test_the_list_fits_the_window_from_the_first_screen_on(width: int, list_width: int) -> None:
    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        await pilot.resize_terminal(width, 24)
        await wait_until(pilot, lambda: app.screen.query_one("#routines").region.width == list_width)

    run_program(after_session(50.0), act)


@pytest.mark.parametrize(("settings", "wishes"), [({}, [True]), ({"session.stay_awake": False}, [])])
def test_in_a_session_the_computer_stays_awake_unless_the_settings_say_otherwise(
    settings: dict[str, str | int | bool], wishes: list[bool]
) -> None:
    tui = after_crash()
    tui.services = tui.services._replace(settings=FakeSettings(settings))

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        await wait_until(pilot, lambda: bool(app.screen.query("#answer-resume")))
        assert tui.awake.wishes == []
        tui.clock.pass_time(2.0)
        await pilot.press("r")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionScreen))
        tui.clock.pass_time(2.0)
        await pilot.press("space")
        assert tui.awake.wishes == wishes

    run_program(tui, act)


def test_a_history_that_is_recovered_shows_how_far_it_is_and_can_be_stopped_and_a_backup_chosen() -> None:
    tui = FakeTui()
    progress, asked_for = tui.opening, list[str]()
    progress.begin("Recovering your history").report(30, 100)

    def recover() -> MemoryHistory:
        if len(asked_for) == 2:
            return tui.history
        if asked_for:
            failed = HistoryError("The backup is damaged.")
            failed.keeps_choices = True
            raise failed
        while not progress.is_stopped:
            threading.Event().wait(0.01)
        error = HistoryError("It was damaged.")
        error.choices = (
            OpeningChoice("Continue: 1 session"),
            OpeningChoice("Go back: 2 sessions", "/backup"),
        )
        raise error

    def open_again(backup: str) -> None:
        asked_for.append(backup)
        progress.restart()

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        await wait_until(pilot, lambda: "Recovering your history: 30 %" in screen_text(app))
        await pilot.press("enter")
        assert progress.is_stopped
        await wait_until(pilot, lambda: "b  Go back: 2 sessions" in screen_text(app))
        assert "Quit and fix it" not in screen_text(app)
        tui.clock.pass_time(2.0)
        await pilot.press("b")
        # The backup can't be used, and the choices are still there.
        await wait_until(pilot, lambda: "The backup is damaged." in screen_text(app))
        tui.clock.pass_time(2.0)
        await pilot.press("b")
        await wait_until(pilot, lambda: not app.navigator._is_starting)
        await wait_until(pilot, lambda: isinstance(app.screen, HomeScreen))
        # The list has read all again, and forgot the error.
        await wait_until(pilot, lambda: "It was damaged." not in screen_text(app))
        assert app.history.saves
        assert app.history.error is None
        assert asked_for == ["/backup", "/backup"]
        assert [str(shown.message) for shown in app._notifications] == [RESTORED]

    tui.history.mark_welcome_seen(tui.clock.local_time())
    tui.services = tui.services._replace(history=recover, open_again=open_again)
    run_program(tui, act)


def test_a_history_that_is_not_open_offers_what_can_be_done() -> None:
    error = HistoryError("It was damaged.", "tpsession restore /backup")
    error.explanation = "The other one is kept."
    choices = (OpeningChoice("Continue"), OpeningChoice("Go back", "/backup"))
    question = opening_question(error, choices)
    assert [(answer.key, answer.text) for answer in question.answers[:2]] == [
        ("o", "Continue"),
        ("b", "Go back"),
    ]
    assert question.sentences == ("It was damaged.", "The other one is kept.")
    question = opening_question(HistoryError("It is full.", "Free some space."), ())
    assert question.answers[0].text == "Quit and fix it"
    assert question.sentences == ("It is full.", "Free some space.")


def test_leaving_the_program_stops_a_history_that_is_still_recovered() -> None:
    tui = FakeTui()
    progress = tui.opening

    progress.begin("Recovering your history")

    def recover() -> MemoryHistory:
        while not progress.is_stopped:
            threading.Event().wait(0.01)
        raise HistoryError("You stopped it.")

    async def act(app: TpsessionApp, pilot: Pilot[int]) -> None:
        app.run_deferred_startup()
        await wait_until(pilot, lambda: "Recovering your history" in screen_text(app))
        await pilot.press("q")
        await wait_until(pilot, lambda: app.return_value == 0)

    tui.services = tui.services._replace(history=recover)
    run_program(tui, act)
    assert progress.is_stopped
