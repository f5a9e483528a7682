"""The start-up prompts: interrupted sessions, missing ratings, notes, later ratings, and the welcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock, FakeLibrary
from tests.plain.fake_services import SHORT
from tests.tui.driving import FakeNavigator, FlowApp, run_flow
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE
from tests.tui.user import User, UserActions
from tests.tui.widgets.lists.test_sessions_pane import FailingHistory
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.tui.app import TpsessionApp
from tpsession.tui.flows.startup import StartupFlow

HOUR_S = 3600.0


async def run_startup(app: TpsessionApp, navigator: FakeNavigator) -> bool:
    """Run the start-up flow; return whether no session is resumed."""
    resumed = await StartupFlow(app, navigator).run()
    if resumed is not None:
        navigator.resumed.append(resumed.record.id)
    return resumed is None


def open_program(tui: FakeTui, act: UserActions, size: tuple[int, int] = (80, 24)) -> FlowApp:
    """Open the program while a person answers; every prompt must be answered at the end."""
    return run_flow(run_startup, act, tui, size)


async def expect_no_prompt(user: User) -> None:
    assert "the list of routines" in user.screen_text


def after_crash(ago_s: float = 60.0, *, sessions: int = 1, area: str = "neck") -> FakeTui:
    """Return a program that opens so many seconds after an earlier run died during a session."""
    clock, history = FakeClock(), MemoryHistory()
    plan = build_plan(SHORT._replace(area=NECK if area == "neck" else FOOT), PlanOptions())
    for number in range(sessions):
        clock.pass_time(1.0)
        runner, _ = SessionRunner.begin(plan, f"left-{number}", 6, RunnerPorts(clock, FakePlayer(), history))
        for _ in range(30):
            clock.pass_time(1.0)
            runner.tick()
        runner.save_progress()
    history.close()
    clock.pass_time(ago_s)
    return FakeTui(clock=clock, history=MemoryHistory(history.file))


def after_session(hours_ago: float, tui: FakeTui | None = None, **changes: object) -> FakeTui:
    """Return a program that opens so many hours after a session ended."""
    tui = tui or FakeTui()
    end = tui.clock.local_time() - timedelta(hours=hours_ago)
    record = DONE._replace(started_at=end - timedelta(minutes=12), ended_at=end)
    tui.history.add_session(record._replace(**changes), [])  # type: ignore[arg-type] # fields of the record
    return tui


def notifications(user: User) -> str:
    """Return the texts of the notifications."""
    return " ".join(notification.message for notification in user.app._notifications)


def running_text(user: User) -> str:
    """Return what is shown as running text, without frames."""
    return " ".join(user.screen_text.replace("│", " ").split())


def find_record(tui: FakeTui, name: str) -> SessionRecord:
    return next(found for found in tui.history.find_sessions(HistoryQuery()) if found.id == name)


def later_ratings(tui: FakeTui, name: str = "done") -> list[int]:
    return [rating.value for rating in find_record(tui, name).later]


def test_nothing_is_asked_if_nothing_is_missing() -> None:
    open_program(after_session(50.0), expect_no_prompt)


# Interrupted sessions


def test_an_interrupted_session_can_be_resumed_and_then_nothing_else_is_asked() -> None:
    tui = after_session(3.0, after_crash(sessions=2), place="foot", area="foot")

    async def act(user: User) -> None:
        assert "You left a session unfinished at 09:01: Short, Neck." in user.screen_text
        await user.press("r")

    app = open_program(tui, act)
    assert app.fake_navigator.resumed == ["left-1"]
    assert app.result is False
    assert len(tui.history.find_interrupted_sessions()) == 2


@pytest.mark.parametrize("key", ["l", "escape"])
def test_later_leaves_the_session_as_it_is_and_the_next_start_asks_again(key: str) -> None:
    tui = after_crash()

    async def act(user: User) -> None:
        assert "10:00." in user.screen_text
        await user.press(key)

    for _ in range(2):
        assert open_program(tui, act).fake_navigator.resumed == []
        assert len(tui.history.find_interrupted_sessions()) == 1


def test_the_routine_of_the_command_line_is_played_unless_a_session_is_resumed() -> None:
    async def resume(user: User) -> None:
        await user.press("r")

    async def save(user: User) -> None:
        await user.press("s", "enter")

    for act, played in ((resume, []), (save, ["short"])):
        tui = replace(after_crash(), routine="short")
        assert (
            run_flow(
                lambda app, navigator: navigator._ask_prompts_and_choose_flow(), act, tui
            ).fake_navigator.played
            == played
        )


def test_an_interrupted_session_can_be_finished_and_rated() -> None:
    tui = after_crash()

    async def act(user: User) -> None:
        await user.press("f", "enter")
        assert QUESTION in user.screen_text
        await user.press("4", "enter")
        assert "Pain before 6, after 4: 2 points less." in user.screen_text
        assert "Stopped: interrupted; nothing is wrong." in user.screen_text
        await user.press("o", "k", "enter")

    app = open_program(tui, act)
    found = find_record(tui, "left-0")
    assert (found.status, found.stop_reason) == (Status.STOPPED, StopReason.INTERRUPTED)
    assert (found.after, found.note) == (4, "ok")
    assert app.result is True


def test_an_interrupted_session_can_be_saved_unfinished_and_a_message_says_so() -> None:
    tui = after_crash()

    async def act(user: User) -> None:
        await user.press("down", "down", "down", "enter")
        assert "is saved as unfinished." in notifications(user)

    open_program(tui, act)
    found = find_record(tui, "left-0")
    assert (found.status, found.after) == (Status.PARTIAL, None)
    assert found.active_s == pytest.approx(25.0, abs=0.01)


def test_a_session_whose_routine_is_gone_is_named_by_its_id() -> None:
    tui = after_crash()
    tui.services = tui.services._replace(library=FakeLibrary())

    async def act(user: User) -> None:
        assert "unfinished at 09:00: short, Neck." in user.screen_text
        await user.press("s", "enter")

    open_program(tui, act)


def test_escape_enter_and_single_letters_decide_nothing() -> None:
    tui = after_crash()

    async def act(user: User) -> None:
        await user.press("escape", "enter", "space")
        await user.press("f")
        await user.press("s")
        assert len(tui.history.find_interrupted_sessions()) == 1
        await user.press("s", "enter")

    open_program(tui, act)


def test_several_interrupted_sessions_are_asked_about_one_after_another() -> None:
    tui = after_crash(sessions=3)

    async def act(user: User) -> None:
        await user.press("s", "enter")
        await user.press("s", "enter")
        await user.press("s", "enter")

    open_program(tui, act)
    assert tui.history.find_interrupted_sessions() == []


def test_a_session_on_a_resting_area_cannot_be_resumed() -> None:
    tui = after_crash()
    tui = after_session(0.5, tui, status=Status.STOPPED, stop_reason=StopReason.NUMB)

    async def act(user: User) -> None:
        assert "No more massage on this side today: left neck." in user.screen_text
        assert "Resume" not in user.screen_text
        await user.press("r")
        await user.press("s", "enter")

    app = open_program(tui, act)
    assert app.fake_navigator.resumed == []
    assert tui.history.find_interrupted_sessions() == []


@pytest.mark.parametrize("hours", [1.1, 3.0, 40.0])
def test_after_an_hour_it_is_saved_unfinished_and_a_rating_today_is_a_later_rating(hours: float) -> None:
    tui = after_crash(hours * HOUR_S)

    async def act(user: User) -> None:
        assert "is saved as unfinished." in notifications(user)
        assert "you worked on this area: Neck." in user.screen_text
        await user.press("5", "enter")

    open_program(tui, act)
    found = find_record(tui, "left-0")
    assert (found.status, later_ratings(tui, "left-0")) == (Status.PARTIAL, [5])


def test_a_session_running_in_another_window_is_not_touched() -> None:
    clock, history = FakeClock(), MemoryHistory()
    SessionRunner.begin(
        build_plan(SHORT, PlanOptions()), "running", 6, RunnerPorts(clock, FakePlayer(), history)
    )
    open_program(FakeTui(clock=clock, history=MemoryHistory(history.file)), expect_no_prompt)


# Missing ratings and notes


def test_a_missing_rating_after_a_session_is_asked_for() -> None:
    tui = after_session(0.5, after=None)

    async def act(user: User) -> None:
        assert "You haven't rated your pain after the session that ended at 08:30." in running_text(user)
        assert "Neck, left side" in running_text(user)
        await user.press("7", "enter")
        assert "Pain before 6, after 7: 1 point more." in user.screen_text
        await user.press("enter")

    open_program(tui, act)
    assert find_record(tui, "done").after == 7


def test_skipping_the_missing_rating_leads_straight_to_the_list() -> None:
    async def act(user: User) -> None:
        await user.press("minus", "y")
        assert "the list of routines" in user.screen_text

    tui = after_session(0.5, after=None)
    open_program(tui, act)
    assert find_record(tui, "done").after is None


def test_postponed_notes_are_asked_for_newest_first() -> None:
    tui = after_session(50.0)
    after_session(60.0, tui, id="older", place="foot", area="foot")
    for name in ("older", "done"):
        tui.history.request_note(name)

    async def act(user: User) -> None:
        assert "Neck, left side" in user.screen_text
        await user.press("o", "n", "e", "enter")
        assert "Foot, left side" in user.screen_text
        await user.click("#none")
        await user.pilot.pause()

    open_program(tui, act)
    assert (find_record(tui, "done").note, find_record(tui, "older").note) == ("one", "")
    assert tui.history.find_sessions_awaiting_note() == []


def test_a_note_postponed_again_is_kept_and_no_other_is_asked_for() -> None:
    tui = after_session(50.0)
    after_session(60.0, tui, id="older")
    for name in ("older", "done"):
        tui.history.request_note(name)

    async def act(user: User) -> None:
        await user.press("escape")
        assert "the list of routines" in user.screen_text

    open_program(tui, act)
    assert len(tui.history.find_sessions_awaiting_note()) == 2


# Without a history


@pytest.mark.parametrize("options", [SessionOptions(save=False), SessionOptions(speed=10.0)])
def test_nothing_is_asked_if_nothing_is_to_be_saved(options: SessionOptions) -> None:
    tui = replace(after_crash(), options=options)
    open_program(tui, expect_no_prompt)
    assert len(tui.history.find_interrupted_sessions()) == 1


def test_an_unreadable_history_is_reported_and_the_program_continues() -> None:
    tui = after_session(3.0, FakeTui(history=FailingHistory()))

    async def act(user: User) -> None:
        assert "can't be read [x]" in notifications(user)

    assert open_program(tui, act).result is True


def test_a_failed_save_is_reported_and_can_be_given_up() -> None:
    tui = after_crash()
    tui.history.write_error = HistoryError("The disk is full.")

    async def act(user: User) -> None:
        await user.press("s", "enter")
        assert "The disk is full." in user.screen_text
        await user.press("d")
        assert "is saved as unfinished." not in notifications(user)

    open_program(tui, act)
