"""What plain mode asks at its start: interrupted sessions, missing ratings and notes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import CTRL_C, FakeClock
from tests.plain.fake_services import SAFE, SHORT, PlainRun
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.plain.console import TerminalClosed


def interrupted_history(clock: FakeClock, after_s: float = 30.0) -> MemoryHistory:
    """Return the history after the program died this many seconds into a session."""
    history = MemoryHistory()
    chosen = build_plan(SHORT, PlanOptions())
    runner, _ = SessionRunner.begin(chosen, "left", 6, RunnerPorts(clock, FakePlayer(), history))
    for _ in range(int(after_s)):
        clock.pass_time(1.0)
        runner.tick()
    runner.pause()
    history.close()
    return MemoryHistory(history.file)


def test_an_interrupted_session_is_resumed_where_it_was() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    clock.pass_time(600.0)
    run = PlainRun(["?", "r", "3", ""], [(10.0, ""), (200.0, "")], history=history, clock=clock)
    assert run.play() == 0
    record = run.record
    assert (record.id, record.status, record.before, record.after) == ("left", Status.COMPLETED, 6, 3)
    assert record.active_s == pytest.approx(95.0)


def test_after_a_resumed_session_the_menu_comes_if_no_routine_was_named() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    clock.pass_time(600.0)
    run = PlainRun(["r", "3", "", "quit"], [(10.0, ""), (200.0, "")], history=history, clock=clock)
    assert run.choose() == 0
    assert run.console.lines[-1] == run.menus[-1]
    assert run.record.status is Status.COMPLETED


def test_going_back_after_a_resumed_session_leads_to_the_menu_and_not_to_the_named_routine() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    clock.pass_time(600.0)
    run = PlainRun(["r", "3", "back", "quit"], [(10.0, ""), (200.0, "")], history=history, clock=clock)
    assert run.play() == 0
    assert run.console.lines[-1] == run.menus[-1]
    assert run.record.status is Status.COMPLETED


def test_a_resumed_session_that_ctrl_c_ends_ends_the_program() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    run = PlainRun(["r", "\x03"], [(10.0, "\x03")], history=history, clock=clock)
    assert run.choose() == 130
    assert run.menus == []


def test_an_interrupted_session_can_be_finished_and_rated() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    run = PlainRun(["f", "4", "", SAFE, "5", "3", ""], history=history, clock=clock)
    run.play()
    first, second = sorted(history.find_sessions(HistoryQuery()), key=lambda record: record.id)
    assert (first.id, first.status, first.after) == ("left", Status.STOPPED, 4)
    assert second.status is Status.COMPLETED
    assert "Pain before 6, after 4: 2 points less." in run.console.lines


def test_an_interrupted_session_can_be_kept_as_it_is() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    PlainRun(["s", SAFE, "5", "3", ""], history=history, clock=clock).play()
    kept = next(record for record in history.find_sessions(HistoryQuery()) if record.id == "left")
    assert (kept.status, kept.after) == (Status.PARTIAL, None)
    assert kept.active_s == pytest.approx(25.0, abs=0.01)


@pytest.mark.parametrize(("attended", "waited_s"), [(True, 3601.0), (False, 60.0)])
def test_after_an_hour_or_without_a_person_it_is_saved_unfinished(attended: bool, waited_s: float) -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    clock.pass_time(waited_s)
    run = PlainRun([SAFE, "5", "3", ""], attended=attended, history=history, clock=clock)
    run.play()
    assert history.find_interrupted_sessions() == []
    assert any(line.endswith("is saved as unfinished.") for line in run.console.lines)


def test_an_unreadable_plan_is_saved_unfinished_and_the_routine_is_played() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    history.find_interrupted_sessions = lambda: [  # type: ignore[method-assign] # what a future program may have written
        replace(left, plan='{"format": 99}') for left in MemoryHistory.find_interrupted_sessions(history)
    ]
    run = PlainRun(["r", SAFE, "5", "3", ""], history=history, clock=clock)
    assert run.play() == 0
    assert "This version of the program can't resume this session." in run.console.lines


def test_after_an_unreadable_plan_the_other_prompts_still_come() -> None:
    clock = FakeClock()
    PlainRun([SAFE, "6", "3", "l"], clock=clock, history=(noted := MemoryHistory())).play()
    chosen = build_plan(SHORT, PlanOptions())
    SessionRunner.begin(chosen, "left", 6, RunnerPorts(clock, FakePlayer(), noted))
    noted.close()
    history = MemoryHistory(noted.file)
    history.find_interrupted_sessions = lambda: [  # type: ignore[method-assign] # what a future program may have written
        replace(left, plan='{"format": 99}') for left in MemoryHistory.find_interrupted_sessions(history)
    ]
    run = PlainRun(["r", "better by noon", SAFE, "5", "3", ""], history=history, clock=clock)
    assert run.play() == 0
    assert "better by noon" in {record.note for record in history.find_sessions(HistoryQuery())}


def test_a_note_is_saved_or_skipped() -> None:
    noted = PlainRun(answers=[SAFE, "6", "3", "stiff at first"])
    noted.play()
    assert noted.record.note == "stiff at first"
    assert noted.history.find_sessions_awaiting_note() == []
    without = PlainRun(answers=[SAFE, "6", "3", ""])
    without.play()
    assert without.record.note == ""
    assert without.history.find_sessions_awaiting_note() == []


def test_a_postponed_note_is_asked_for_at_each_start_until_it_is_written() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", "L"], clock=clock, history=history).play()
    again = PlainRun(["l", SAFE, "5", "3", ""], clock=clock, history=history)
    again.play()
    assert again.console.lines[0] == "You put off the note for this session: 31 January 2026, 09:00, Neck."
    PlainRun(["better by noon", SAFE, "4", "3", ""], clock=clock, history=history).play()
    assert history.find_sessions(HistoryQuery())[-1].note == "better by noon"
    last = PlainRun([SAFE, "4", "3", ""], clock=clock, history=history)
    last.play()
    assert "put off" not in last.shown


def test_several_notes_are_asked_for_newest_first_and_enter_skips_one() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", "l"], clock=clock, history=history).play()
    PlainRun(["l", SAFE, "6", "3", "l"], clock=clock, history=history).play()
    PlainRun(["", "the first one", SAFE, "5", "3", ""], clock=clock, history=history).play()
    assert [record.note for record in history.find_sessions(HistoryQuery())] == ["", "", "the first one"]
    assert history.find_sessions_awaiting_note() == []


def test_without_an_answer_a_note_is_still_asked_for_next_time() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", "l"], clock=clock, history=history).play()
    for run in (
        PlainRun([], clock=clock, history=history, attended=False),
        PlainRun([CTRL_C], clock=clock, history=history),
    ):
        with suppress(KeyboardInterrupt):
            run.play()
        assert len(history.find_sessions_awaiting_note()) == 1


def test_an_interrupted_session_on_a_resting_area_cannot_be_resumed() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    PlainRun(["s", SAFE, "6", "3", "", "7", ""], [(30.0, "x")], clock=clock, history=history).play()
    chosen = build_plan(SHORT, PlanOptions())
    SessionRunner.begin(chosen, "second", 6, RunnerPorts(clock, FakePlayer(), history))
    history.close()
    again = PlainRun(["r", "s", ""], clock=clock, history=MemoryHistory(history.file))
    assert again.play() == 1
    assert not any("r to resume" in line for line in again.console.lines)


def test_a_missing_after_rating_is_asked_for_at_the_next_start() -> None:
    clock, history = FakeClock(), MemoryHistory()
    with pytest.raises(TerminalClosed):
        PlainRun([SAFE, "6"], clock=clock, history=history).play()
    again = PlainRun(["4", "", SAFE, "5", "3", ""], clock=clock, history=history)
    again.play()
    assert any("You haven't rated your pain after the session" in line for line in again.console.lines)
    assert history.find_sessions(HistoryQuery())[-1].after == 4


def test_a_session_in_another_window_is_mentioned() -> None:
    clock, history = FakeClock(), MemoryHistory()
    SessionRunner.begin(
        build_plan(SHORT, PlanOptions()), "first", 6, RunnerPorts(clock, FakePlayer(), history)
    )
    second = PlainRun([SAFE, "6", "3", ""], clock=clock, history=MemoryHistory(history.file))
    second.play()
    assert "Another session is running in another window." in second.console.lines
