"""Starting, stopping, pausing and waiting."""

from __future__ import annotations

import pytest

from tests.core.driving import ORIGIN, SessionRun, after
from tests.core.routines import LOCATE_GATE, OIL_30S, THREE_HOLDS, WIPE_GATE, plan_of, with_gate
from tpsession.core.catalog import cues
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import (
    CueReached,
    Ended,
    Found,
    Halted,
    PauseCause,
    Paused,
    PhaseBegan,
    Resumed,
)

# Start and end


def test_nothing_happens_before_the_start() -> None:
    session = Session(plan_of(OIL_30S))

    events = [
        *session.advance(10.0),
        *session.pause(20.0),
        *session.resume(30.0),
        *session.skip(40.0),
        *session.back(50.0),
        *session.extend(60.0, 10.0),
        *session.ease(70.0),
        *session.found(80.0),
        *session.halt(90.0),
        *session.slept(100.0),
    ]

    assert events == []
    assert session.mode is Mode.READY
    assert session.remaining_s(110.0) == 35.0
    assert list(session.upcoming_signals()) == []
    assert not session.is_in_gate


def test_starting_begins_the_get_ready_phase() -> None:
    session = Session(plan_of(OIL_30S))

    assert session.start(ORIGIN) == [PhaseBegan(ORIGIN, 0), CueReached(ORIGIN, cues.GET_READY)]
    assert session.phase.kind is PhaseKind.GET_READY
    assert session.start(ORIGIN + 1.0) == []


def test_the_last_phase_completes_the_session() -> None:
    run = SessionRun.started(plan_of(OIL_30S))

    events = run.perform(after(35.0, "advance"))

    assert events[-2:] == [CueReached(run.now, cues.END), Ended(run.now, Status.COMPLETED, None)]
    assert run.session.mode is Mode.ENDED
    assert run.session.status is Status.COMPLETED
    assert run.session.index == len(run.session.plan.phases)
    assert run.session.remaining_s(run.now) == 0.0


def test_nothing_happens_after_the_end() -> None:
    run = SessionRun.started(plan_of(LOCATE_GATE, OIL_30S)).finish()
    session, now = run.session, run.now + 1.0

    events = [
        *session.start(now),
        *session.advance(now),
        *session.pause(now),
        *session.resume(now),
        *session.skip(now),
        *session.back(now),
        *session.extend(now, 10.0),
        *session.ease(now),
        *session.found(now),
        *session.halt(now),
        *session.slept(now),
        *session.stop(now, StopReason.PAINFUL),
    ]

    assert events == []
    assert (session.status, session.reason) == (Status.COMPLETED, None)
    assert list(session.upcoming_signals()) == []
    assert not session.is_in_gate


@pytest.mark.parametrize("reason", StopReason)
def test_stopping_records_the_reason_and_the_active_time(reason: StopReason) -> None:
    run = SessionRun.started(plan_of(OIL_30S))
    run.perform(after(15.0, "advance"))

    events = run.session.stop(run.now + 5.0, reason)

    assert events == [Ended(run.now + 5.0, Status.STOPPED, reason)]
    assert (run.session.status, run.session.reason) == (Status.STOPPED, reason)
    assert run.session.active_s(run.now + 500.0) == 15.0


def test_stopping_before_the_start_records_no_active_time() -> None:
    session = Session(plan_of(OIL_30S))

    assert session.stop(5.0, StopReason.INTERRUPTED) == [Ended(5.0, Status.STOPPED, StopReason.INTERRUPTED)]
    assert session.active_s(5.0) == 0.0


def test_stopping_in_a_pause_ends_the_pause() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "pause")])

    run.session.stop(run.now + 60.0, StopReason.INTERRUPTED)

    assert run.state.paused_s == 60.0
    assert run.session.active_s(run.now + 60.0) == 5.0


# Pause, halt and sleep


def test_a_pause_stops_the_clock_until_it_is_resumed() -> None:
    run = SessionRun.started(plan_of(OIL_30S))

    assert run.perform(after(10.0, "pause"))[-2:] == [
        Paused(run.now, PauseCause.ASKED),
        CueReached(run.now, cues.PAUSED),
    ]
    remaining_s = run.session.remaining_s(run.now)
    assert run.perform(after(100.0, "advance")) == []
    assert list(run.session.upcoming_signals()) == []
    assert run.perform(after(0.0, "resume")) == [Resumed(run.now), CueReached(run.now, cues.RESUMED)]
    assert run.session.remaining_s(run.now) == remaining_s
    assert run.state.paused_s == 100.0
    assert run.finish().ended_at == ORIGIN + 35.0 + 100.0


def test_pausing_twice_is_one_pause() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "pause")])

    assert run.perform(after(5.0, "pause")) == []
    run.perform(after(5.0, "resume"))

    assert run.state.paused_s == 10.0


def test_sleep_pauses_at_the_last_known_moment_without_a_cue() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "advance")])

    events = run.session.slept(run.now)
    run.perform(after(3600.0, "resume"))

    assert events == [Paused(ORIGIN + 10.0, PauseCause.SLEPT)]
    assert run.state.paused_s == 3600.0
    assert run.session.position(run.now) == 5.0


def test_sleep_in_a_pause_changes_nothing() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "pause")])

    assert run.perform(after(1.0, "slept")) == []


@pytest.mark.parametrize("before", ["advance", "pause"])
def test_halting_stops_the_clock_and_can_be_undone(before: str) -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, before)])

    assert run.perform(after(0.0, "halt")) == [Halted(run.now), CueReached(run.now, cues.STOP)]
    for name in ("advance", "pause", "slept", "skip", "back", "extend", "ease", "found", "halt"):
        assert run.perform(after(1.0, name)) == []
    run.perform(after(1.0, "resume"))
    assert run.session.mode is Mode.RUNNING
    assert run.session.position(run.now) == 5.0
    assert run.state.paused_s == 10.0


def test_cancelling_a_stop_in_a_pause_stays_paused_without_a_cue() -> None:
    halts = [after(5.0, "halt"), after(0.0, "halt")]
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "pause"), *halts])

    assert run.perform(after(1.0, "cancel_stop")) == []
    assert run.session.mode is Mode.PAUSED
    run.perform(after(4.0, "resume"))
    assert run.session.position(run.now) == 5.0
    assert run.state.paused_s == 10.0


def test_cancelling_a_stop_otherwise_resumes() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "halt")])

    assert run.perform(after(5.0, "cancel_stop")) == [Resumed(run.now), CueReached(run.now, cues.RESUMED)]
    assert run.state.paused_s == 5.0
    assert run.perform(after(1.0, "cancel_stop")) == []
    assert run.session.mode is Mode.RUNNING


def test_halting_then_stopping_counts_only_the_time_played() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "halt")])

    events = run.session.stop(run.now + 20.0, StopReason.SHARP)

    assert events == [Ended(run.now + 20.0, Status.STOPPED, StopReason.SHARP)]
    assert run.session.active_s(run.now + 20.0) == 5.0


def test_resuming_a_running_session_only_lets_time_pass() -> None:
    run = SessionRun.started(plan_of(OIL_30S))

    assert run.perform(after(5.0, "resume"))[-1] == CueReached(run.now, cues.START_RUB)
    assert run.state.paused_s == 0.0


# Gates


def test_a_gate_waits_until_the_spot_is_found() -> None:
    run = SessionRun.started(plan_of(with_gate(THREE_HOLDS)))

    assert run.perform(after(100.0, "advance"))[-2:] == [
        PhaseBegan(ORIGIN + 5.0, 1),
        CueReached(ORIGIN + 5.0, cues.GATE),
    ]
    assert run.session.is_in_gate
    assert run.session.position(run.now) == 95.0
    assert run.session.phase_remaining_s(run.now) == 0.0
    assert run.session.remaining_s(run.now) == 120.0
    assert list(run.session.upcoming_signals()) == []
    assert run.perform(after(5.0, "found")) == [
        Found(run.now, 0),
        PhaseBegan(run.now, 2),
        CueReached(run.now, cues.FOUND),
    ]
    assert run.state.gate_s == 100.0
    assert run.session.active_s(run.now) == 0.0


def test_only_the_first_hold_waits() -> None:
    run = SessionRun.started(plan_of(with_gate(THREE_HOLDS))).perform_all([after(10.0, "found")])

    run.perform(after(120.0, "advance"))

    assert run.session.status is Status.COMPLETED


def test_found_outside_a_gate_does_nothing() -> None:
    run = SessionRun.started(plan_of(OIL_30S))

    assert run.perform(after(1.0, "found")) == []


def test_a_pause_in_a_gate_does_not_count_as_gate_time() -> None:
    run = SessionRun.started(plan_of(LOCATE_GATE, OIL_30S))

    run.perform_all([after(10.0, "pause"), after(50.0, "found"), after(0.0, "resume"), after(2.0, "found")])

    assert run.state.gate_s == 7.0
    assert run.state.paused_s == 50.0
    assert not run.session.is_in_gate


def test_passing_a_gate_at_the_end_completes_the_session() -> None:
    run = SessionRun.started(plan_of(OIL_30S, WIPE_GATE)).perform_all([after(50.0, "found")])

    assert run.session.status is Status.COMPLETED
    assert run.state.gate_s == 15.0
