"""When the program opens: what an earlier run left, what is missing, and how it is now."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock, FakeLibrary
from tests.plain.fake_services import SHORT
from tests.tui.driving import FakeVisit, OneWay, along, settled, step
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE, FailingHistory
from tests.tui.user import Does, Hands
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, SettingsError
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.safety import screening
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.session.wording import FOLLOW_UPS_OFF
from tpsession.tui.app import TpsessionApp
from tpsession.tui.flows.startup import TRY_OUT, StartupFlow, ask_follow_ups

HOUR_S = 3600.0


async def run_startup(app: TpsessionApp, visit: FakeVisit) -> bool:
    """Whether nothing is resumed."""
    resumed = await StartupFlow(app, visit).run()
    if resumed is not None:
        visit.resumed.append(resumed.record.id)
    return resumed is None


def opened(tui: FakeTui, does: Does, size: tuple[int, int] = (80, 24)) -> OneWay:
    """Open the program while a person answers; everything must have been asked then."""
    return along(run_startup, does, tui, size)


async def nothing(hands: Hands) -> None:
    assert "the list of routines" in hands.shown


def after_crash(ago_s: float = 60.0, *, sessions: int = 1, area: str = "neck") -> FakeTui:
    """A program that opens so many seconds after another one died in a session."""
    clock, history = FakeClock(), MemoryHistory()
    chosen = build_plan(replace(SHORT, area=NECK if area == "neck" else FOOT), PlanOptions())
    for number in range(sessions):
        clock.pass_time(1.0)
        sitting, _ = SessionRunner.begin(
            chosen, f"left-{number}", 6, RunnerPorts(clock, FakePlayer(), history)
        )
        for _ in range(30):
            clock.pass_time(1.0)
            sitting.tick()
        sitting.save_progress()
    history.close()
    clock.pass_time(ago_s)
    return FakeTui(clock=clock, history=MemoryHistory(history.file))


def after_session(hours_ago: float, tui: FakeTui | None = None, **changes: object) -> FakeTui:
    """A program that opens so long after a session ended."""
    house = tui or FakeTui()
    end = house.clock.local_time() - timedelta(hours=hours_ago)
    record = replace(DONE, started_at=end - timedelta(minutes=12), ended_at=end)
    house.history.add_session(replace(record, **changes), [])  # type: ignore[arg-type] # fields of the record
    return house


def told(hands: Hands) -> str:
    """What passing messages say."""
    return " ".join(one.message for one in hands.app._notifications)


def record(tui: FakeTui, name: str) -> SessionRecord:
    return next(one for one in tui.history.find_sessions(HistoryQuery()) if one.id == name)


def later(tui: FakeTui, name: str = "done") -> list[int]:
    return [rating.value for rating in record(tui, name).later]


def test_where_nothing_is_missing_nothing_is_asked() -> None:
    opened(after_session(50.0), nothing)


# Sessions that were left


def test_a_session_that_was_left_can_be_resumed_and_then_nothing_else_is_asked() -> None:
    tui = after_session(3.0, after_crash(sessions=2), area="foot")

    async def does(hands: Hands) -> None:
        assert "You left a session unfinished at 09:01: Short, Neck." in hands.shown
        await step(hands, "r")

    app = opened(tui, does)
    assert app.fake_visit.resumed == ["left-1"]
    assert app.result is False
    assert len(tui.history.find_interrupted_sessions()) == 2


def test_the_routine_that_it_was_opened_for_is_played_unless_a_session_is_resumed() -> None:
    async def resume(hands: Hands) -> None:
        await step(hands, "r")

    async def keep(hands: Hands) -> None:
        await step(hands, "k", "enter")

    for does, played in ((resume, []), (keep, ["short"])):
        tui = replace(after_crash(), routine="short")
        assert along(lambda app, visit: visit._ask_prompts_and_play(), does, tui).fake_visit.played == played


def test_a_session_that_was_left_can_be_finished_and_rated() -> None:
    tui = after_crash()

    async def does(hands: Hands) -> None:
        await step(hands, "f", "enter")
        assert QUESTION in hands.shown
        await step(hands, "4", "enter")
        assert "Pain before 6, after 4: 2 points less." in hands.shown
        assert "Stopped: interrupted; nothing is wrong." in hands.shown
        await step(hands, "o", "k", "enter")

    app = opened(tui, does)
    found = record(tui, "left-0")
    assert (found.status, found.stop_reason) == (Status.STOPPED, StopReason.INTERRUPTED)
    assert (found.after, found.note) == (4, "ok")
    assert app.result is True


def test_a_session_that_was_left_can_be_kept_as_it_is_and_that_is_said() -> None:
    tui = after_crash()

    async def does(hands: Hands) -> None:
        await step(hands, "down", "down", "down", "enter")
        assert "is kept as partial." in told(hands)

    opened(tui, does)
    found = record(tui, "left-0")
    assert (found.status, found.after) == (Status.PARTIAL, None)
    assert found.active_s == pytest.approx(25.0, abs=0.01)


def test_a_session_whose_routine_the_library_has_lost_is_named_by_its_id() -> None:
    tui = after_crash()
    tui.house = replace(tui.house, library=FakeLibrary())

    async def does(hands: Hands) -> None:
        assert "unfinished at 09:00: short, Neck." in hands.shown
        await step(hands, "k", "enter")

    opened(tui, does)


def test_escape_and_enter_alone_decide_nothing() -> None:
    tui = after_crash()

    async def does(hands: Hands) -> None:
        await step(hands, "escape", "enter", "space")
        await step(hands, "f")
        await step(hands, "k")
        assert len(tui.history.find_interrupted_sessions()) == 1
        await step(hands, "k", "enter")

    opened(tui, does)


def test_several_sessions_that_were_left_are_asked_about_one_after_another() -> None:
    tui = after_crash(sessions=3)

    async def does(hands: Hands) -> None:
        await step(hands, "k", "enter")
        await step(hands, "k", "enter")
        await step(hands, "k", "enter")

    opened(tui, does)
    assert tui.history.find_interrupted_sessions() == []


def test_on_an_area_that_rests_nothing_is_resumed() -> None:
    tui = after_crash()
    tui = after_session(0.5, tui, status=Status.STOPPED, stop_reason=StopReason.NUMB)

    async def does(hands: Hands) -> None:
        assert screening.AREA_RESTS in hands.shown
        assert "Resume" not in hands.shown
        await step(hands, "r")
        await step(hands, "k", "enter")

    app = opened(tui, does)
    assert app.fake_visit.resumed == []
    assert tui.history.find_interrupted_sessions() == []


@pytest.mark.parametrize("hours", [1.1, 3.0, 40.0])
def test_after_an_hour_it_is_kept_as_partial_and_todays_number_is_a_later_rating(hours: float) -> None:
    tui = after_crash(hours * HOUR_S)

    async def does(hands: Hands) -> None:
        assert "is kept as partial." in told(hands)
        assert "you worked on this area: Neck." in hands.shown
        await step(hands, "5", "enter")

    opened(tui, does)
    found = record(tui, "left-0")
    assert (found.status, later(tui, "left-0")) == (Status.PARTIAL, [5])


def test_a_session_that_runs_in_another_window_is_left_alone() -> None:
    clock, history = FakeClock(), MemoryHistory()
    SessionRunner.begin(
        build_plan(SHORT, PlanOptions()), "running", 6, RunnerPorts(clock, FakePlayer(), history)
    )
    opened(FakeTui(clock=clock, history=MemoryHistory(history.file)), nothing)


# What is missing


def test_a_rating_after_that_was_missed_is_asked_for() -> None:
    tui = after_session(0.5, after=None)

    async def does(hands: Hands) -> None:
        assert (
            "You haven't rated your pain after the session that ended at 08:30 has no rating after it."
            in hands.shown
        )
        assert "Neck, left side" in hands.shown
        await step(hands, "7", "enter")
        assert "Pain before 6, after 7: 1 point more." in hands.shown
        await step(hands, "enter")

    opened(tui, does)
    assert record(tui, "done").after == 7


def test_a_rating_that_is_left_out_again_leads_straight_to_the_list() -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "minus", "y")
        assert "the list of routines" in hands.shown

    tui = after_session(0.5, after=None)
    opened(tui, does)
    assert record(tui, "done").after is None


def test_notes_that_were_put_off_are_asked_for_newest_first() -> None:
    tui = after_session(50.0)
    after_session(60.0, tui, id="older", area="foot")
    for name in ("older", "done"):
        tui.history.request_note(name)

    async def does(hands: Hands) -> None:
        assert "Neck, left side" in hands.shown
        await step(hands, "o", "n", "e", "enter")
        assert "Foot, left side" in hands.shown
        await hands.click("#none")
        await settled(hands)

    opened(tui, does)
    assert (record(tui, "done").note, record(tui, "older").note) == ("one", "")
    assert tui.history.find_sessions_awaiting_note() == []


def test_a_note_that_is_put_off_again_goes_on_waiting_and_no_other_is_asked_for() -> None:
    tui = after_session(50.0)
    after_session(60.0, tui, id="older")
    for name in ("older", "done"):
        tui.history.request_note(name)

    async def does(hands: Hands) -> None:
        await step(hands, "escape")
        assert "the list of routines" in hands.shown

    opened(tui, does)
    assert len(tui.history.find_sessions_awaiting_note()) == 2


# How it is now


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
def test_hours_after_a_session_it_asks_how_it_is_now(size: tuple[int, int]) -> None:
    tui = after_session(3.0)

    async def does(hands: Hands) -> None:
        assert "3 hours ago you worked on this area: Neck, left side." in hands.shown
        assert QUESTION in hands.shown
        assert "Not now" in hands.shown
        assert "Never ask" in hands.shown
        await step(hands, "4", "enter")

    opened(tui, does, size)
    assert later(tui) == [4]


@pytest.mark.parametrize("way", ["escape", "minus", "#leave-out"])
def test_not_now_asks_again_at_the_next_start_of_the_window(way: str) -> None:
    tui = after_session(3.0)

    async def not_now(hands: Hands) -> None:
        await (hands.click(way) if way.startswith("#") else hands.press(way))
        await settled(hands)
        assert "the list of routines" in hands.shown

    async def number(hands: Hands) -> None:
        await step(hands, "1", "0", "enter")

    opened(tui, not_now)
    assert later(tui) == []
    opened(tui, number)
    assert later(tui) == [10]


def test_each_area_that_waits_is_asked_about() -> None:
    tui = after_session(3.0)
    after_session(4.0, tui, id="foot", area="foot")

    async def does(hands: Hands) -> None:
        await step(hands, "escape")
        assert "4 hours ago you worked on this area: Foot, left side." in hands.shown
        await step(hands, "2", "enter")

    opened(tui, does)
    assert (later(tui), later(tui, "foot")) == ([], [2])


def test_never_turns_the_setting_off_and_says_how_to_turn_it_on() -> None:
    tui = after_session(3.0)
    after_session(4.0, tui, id="foot", area="foot")

    async def does(hands: Hands) -> None:
        await hands.click("#never")
        await settled(hands)
        assert FOLLOW_UPS_OFF in told(hands)

    opened(tui, does)
    assert tui.house.settings.load_preferences().switch("follow_up.ask") is False
    opened(tui, nothing)


def test_a_setting_that_cannot_be_written_is_told() -> None:
    tui = after_session(3.0)

    def refuse(name: str, value: object) -> None:
        raise SettingsError(f"{name} can't be changed.")

    tui.house.settings.save_setting = refuse  # type: ignore[method-assign] # a file that is broken

    async def does(hands: Hands) -> None:
        await hands.click("#never")
        await settled(hands)
        assert "follow_up.ask can't be changed." in told(hands)
        assert FOLLOW_UPS_OFF not in told(hands)

    opened(tui, does)


def test_where_asking_is_turned_off_nothing_is_asked() -> None:
    opened(after_session(3.0, FakeTui({"follow_up.ask": False})), nothing)


@pytest.mark.parametrize("hours", [1.0, 37.0])
def test_outside_its_windows_nothing_is_asked(hours: float) -> None:
    opened(after_session(hours), nothing)


def test_the_area_of_the_routine_that_it_was_opened_for_waits_for_the_rating_before() -> None:
    opened(after_session(3.0, FakeTui(routine="short")), nothing)
    opened(after_session(3.0, FakeTui(routine="short", wishes=SessionOptions(area=NECK))), nothing)

    async def does(hands: Hands) -> None:
        await step(hands, "4", "enter")

    for tui in (
        FakeTui(routine="no-such-routine"),
        FakeTui(routine="short", wishes=SessionOptions(area=FOOT)),
    ):
        opened(after_session(3.0, tui), does)
        assert later(tui) == [4]


def test_what_was_left_too_long_ago_waits_for_the_rating_before_on_its_area_too() -> None:
    async def arrives(app: TpsessionApp, visit: FakeVisit) -> list[str]:
        await run_startup(app, visit)
        return visit.follow_up.find_answered_by(tui.history, tui.clock.local_time(), NECK)

    tui = replace(after_crash(1.2 * HOUR_S), routine="short")
    assert along(arrives, nothing, tui).result == ["left-0"]


def test_where_the_rating_before_does_not_come_after_all_it_is_asked_about_but_only_once_a_run() -> None:
    async def arrives(app: TpsessionApp, visit: FakeVisit) -> None:
        await run_startup(app, visit)
        await ask_follow_ups(app, visit, None)
        await ask_follow_ups(app, visit, None)

    async def does(hands: Hands) -> None:
        assert "3 hours ago you worked on this area" in hands.shown
        await step(hands, "escape")

    along(arrives, does, after_session(3.0, FakeTui(routine="short")))


def test_around_a_rehearsal_nothing_is_asked() -> None:
    async def arrives(app: TpsessionApp, visit: FakeVisit) -> None:
        await run_startup(app, visit)
        await ask_follow_ups(app, visit, None)

    along(arrives, nothing, after_session(3.0, FakeTui(routine="short", wishes=SessionOptions(speed=10.0))))


def test_the_program_is_not_left_by_a_slip_before_a_rating_that_is_missing_and_it_is_asked_again() -> None:
    async def does(hands: Hands) -> None:
        await step(hands, "f", "enter")
        await step(hands, "q")
        assert "asks for it again" in " ".join(hands.shown.replace("│", " ").split())
        await step(hands, "s")
        await step(hands, "minus", "y")
        assert "the list of routines" in hands.shown

    tui = after_crash()
    opened(tui, does)

    async def rates(hands: Hands) -> None:
        assert "has no rating after it." in hands.shown
        await step(hands, "3", "enter")
        await step(hands, "escape")

    opened(tui, rates)
    assert record(tui, "left-0").after == 3


# The first start


def first_start(routine: str | None = None) -> FakeTui:
    return FakeTui(routines=(SHORT, replace(SHORT, id=TRY_OUT)), routine=routine)


async def welcomed(hands: Hands) -> None:
    assert "Welcome" in hands.shown


def test_where_no_session_was_ever_kept_the_try_out_is_offered() -> None:
    async def tries(hands: Hands) -> None:
        await welcomed(hands)
        await step(hands, "t")

    assert opened(first_start(), tries).fake_visit.played == [TRY_OUT]


@pytest.mark.parametrize("key", ["s", "escape"])
def test_the_try_out_can_be_skipped(key: str) -> None:
    async def skips(hands: Hands) -> None:
        await welcomed(hands)
        await step(hands, key)

    assert opened(first_start(), skips).fake_visit.played == []


@pytest.mark.parametrize("key", ["s", "escape", "t", "q"])
def test_the_welcome_comes_once_however_it_is_left(key: str) -> None:
    tui = first_start()

    async def leaves(hands: Hands) -> None:
        await welcomed(hands)
        assert not tui.history.has_seen_welcome()
        await step(hands, key)

    app = opened(tui, leaves)
    assert tui.history.has_seen_welcome()
    assert (app.return_code == 0) == (key == "q")
    assert opened(tui, nothing).fake_visit.played == []


def test_that_the_welcome_was_seen_may_not_be_kept_and_the_program_goes_on() -> None:
    tui = first_start()
    tui.history.write_error = HistoryError("The disk is full.")

    async def tries(hands: Hands) -> None:
        await step(hands, "t")
        assert "The disk is full." in told(hands)

    assert opened(tui, tries).fake_visit.played == [TRY_OUT]


def test_the_try_out_does_not_wait_for_the_disk() -> None:
    tui = first_start()
    disk = threading.Event()
    keep = tui.history.mark_welcome_seen

    def slowly(at: datetime) -> None:
        disk.wait(10.0)
        keep(at)

    tui.history.mark_welcome_seen = slowly  # type: ignore[method-assign]

    async def tries(hands: Hands) -> None:
        await step(hands, "t")
        try:
            assert hands.closed
            assert not tui.history.has_seen_welcome()
        finally:
            disk.set()

    assert opened(tui, tries).fake_visit.played == [TRY_OUT]
    assert tui.history.has_seen_welcome()


def test_that_the_welcome_could_not_be_kept_is_told_after_leaving_too() -> None:
    tui = first_start()
    tui.history.write_error = HistoryError("The disk is full.")

    async def leaves(hands: Hands) -> None:
        await step(hands, "q")

    app = opened(tui, leaves)
    assert app.return_code == 0
    assert app.history.error is tui.history.write_error


def test_once_a_session_was_kept_or_where_one_is_to_be_played_there_is_no_welcome() -> None:
    for tui in (after_session(1000.0, first_start()), first_start(routine="short")):
        assert opened(tui, nothing).fake_visit.played == []


def test_a_try_out_that_is_missing_is_told() -> None:
    async def tries(hands: Hands) -> None:
        await step(hands, "t")
        assert "There is no routine try-out." in told(hands)

    assert opened(FakeTui(), tries).fake_visit.played == []


# Nothing is kept, or nothing can be


@pytest.mark.parametrize("wishes", [SessionOptions(save=False), SessionOptions(speed=10.0)])
def test_where_nothing_is_to_be_kept_nothing_is_asked(wishes: SessionOptions) -> None:
    tui = replace(after_crash(), wishes=wishes)
    opened(tui, nothing)
    assert len(tui.history.find_interrupted_sessions()) == 1


def test_a_history_that_cannot_be_read_is_told_and_the_program_goes_on() -> None:
    tui = after_session(3.0, FakeTui(history=FailingHistory()))

    async def does(hands: Hands) -> None:
        assert "can't be read [x]" in told(hands)

    assert opened(tui, does).result is True


def test_what_cannot_be_kept_is_told_and_can_be_left() -> None:
    tui = after_crash()
    tui.history.write_error = HistoryError("The disk is full.")

    async def does(hands: Hands) -> None:
        await step(hands, "k", "enter")
        assert "The disk is full." in hands.shown
        await step(hands, "l")
        assert "is kept as partial." not in told(hands)

    opened(tui, does)
