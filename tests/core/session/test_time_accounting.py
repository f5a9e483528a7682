"""The session's time: what happens doesn't depend on how it is looked at, and no second is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.driving import ROUNDING_S, ORIGIN, TimeTally, SessionRun, perform
from tests.core.strategies import ACTION_NAMES, GRID, TimedAction, action_sequences, on_grid, plans
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.plan import Plan
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import CueReached, Ended, Event, Extended

FORWARD = tuple(name for name in ACTION_NAMES if name != "back")


def played_with_looks(plan: Plan, course: list[TimedAction], looks: list[float]) -> tuple[Session, list[Event]]:
    """A session in which `advance` is called at all these moments too, in between the actions."""
    session = Session(plan)
    now = ORIGIN
    events = session.start(now)
    ahead = sorted(looks)
    for act in course:
        now += act.after_s
        while ahead and ahead[0] <= now:
            look = ahead.pop(0)
            events += session.advance(look)
        events += perform(session, act, now)
    return session, events


@given(plans(), action_sequences(), st.data())
def test_events_do_not_depend_on_how_time_is_cut(plan: Plan, course: list[TimedAction], data: st.DataObject) -> None:
    plain = SessionRun.started(plan).perform_all(course)
    # Each moment at which something was due is looked at exactly, and so are others.
    looks = [event.at for event in plain.events]
    looks += [ORIGIN + look for look in data.draw(st.lists(on_grid(0.0, 400.0), max_size=20))]

    session, events = played_with_looks(plan, course, looks)

    assert events == plain.events
    assert session.state(plain.now) == plain.session.state(plain.now)


@given(plans(exact=False), action_sequences(exact=False), st.lists(st.floats(0.0, 400.0), max_size=20))
def test_events_do_not_depend_on_how_rounded_time_is_cut(
    plan: Plan, course: list[TimedAction], looks: list[float]
) -> None:
    plain = SessionRun.started(plan).perform_all(course)

    _, events = played_with_looks(plan, course, [ORIGIN + look for look in looks])

    assert events == plain.events


@given(plans(exact=False), action_sequences(exact=False))
def test_a_session_lasts_as_long_as_planned_extended_skipped_and_repeated(
    plan: Plan, course: list[TimedAction]
) -> None:
    run = SessionRun.started(plan).perform_all(course).finish()
    session = run.session

    without = run.ended_at - ORIGIN - session.paused_s - session.gate_s
    expected = plan.planned_s + session.extended_s - session.skipped_s + session.repeated_s

    assert without == pytest.approx(expected, abs=ROUNDING_S)


@given(plans(exact=False), action_sequences(exact=False))
def test_what_was_played_and_what_is_left_add_up_at_any_moment(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for act in course:
        run.perform(act)
        session = run.session
        played = TimeTally.from_events(run.events, run.now).timed_s(plan)
        expected = plan.planned_s + session.extended_s - session.skipped_s + session.repeated_s
        assert played + session.remaining_s(run.now) == pytest.approx(expected, abs=ROUNDING_S)


@given(plans(), action_sequences())
def test_pauses_and_gates_are_told_apart_from_played_time(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(course).finish()

    reckoned = TimeTally.from_events(run.events)

    assert run.session.gate_s == reckoned.gate_s(plan)
    assert run.session.paused_s == reckoned.stopped_s


@given(plans(exact=False), action_sequences(exact=False))
def test_active_time_is_what_was_played_of_work_hold_and_release(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(course)

    reckoned = TimeTally.from_events(run.events, run.now)
    steps = run.session.steps(run.now)

    for entry, step in enumerate(steps):
        assert step.active_s == pytest.approx(reckoned.active_s(plan, entry), abs=ROUNDING_S)
    assert run.session.active_s(run.now) == pytest.approx(sum(step.active_s for step in steps))


@given(plans(), action_sequences(), on_grid(0.0, 30.0), st.sampled_from(StopReason))
def test_stopping_at_any_moment_keeps_exactly_what_was_played(
    plan: Plan, course: list[TimedAction], later_s: float, reason: StopReason
) -> None:
    run = SessionRun.started(plan).perform_all(course)
    assume(run.session.mode is not Mode.ENDED)

    run.events += run.session.stop(run.now + later_s, reason)

    reckoned = TimeTally.from_events(run.events)
    steps = run.session.steps(run.now + 1000.0)
    assert [step.active_s for step in steps] == [
        reckoned.active_s(plan, entry) for entry in range(len(plan.entries))
    ]
    assert run.session.gate_s == reckoned.gate_s(plan)
    assert run.session.paused_s == reckoned.stopped_s


@given(plans(exact=False), action_sequences(exact=False))
def test_whatever_is_done_the_session_stands_inside_its_plan(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for act in course:
        run.perform(act)
        session, now = run.session, run.now
        state = session.state(now)
        ended = session.mode is Mode.ENDED
        assert session.index == len(plan.phases) if ended else 0 <= session.index < len(plan.phases)
        assert state.into_s >= 0.0
        assert session.phase.is_gate or state.into_s <= state.length_s
        assert 0.0 <= session.phase_remaining_s(now) <= session.remaining_s(now) + ROUNDING_S
        assert session.is_in_gate == (session.phase.is_gate and not ended)
        assert len(session.steps(now)) == len(plan.entries)


@given(plans(), action_sequences())
def test_nothing_changes_what_was_planned(plan: Plan, course: list[TimedAction]) -> None:
    total, steps = plan.planned_s, [step.planned_s for step in Session(plan).steps(0.0)]

    run = SessionRun.started(plan).perform_all(course)

    assert plan.planned_s == total
    assert [step.planned_s for step in run.session.steps(run.now)] == steps


@given(plans(), action_sequences(FORWARD))
def test_extended_is_the_sum_of_what_extending_gave(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(course)

    given_s = sum(event.seconds for event in run.events if isinstance(event, Extended))

    assert run.session.extended_s == given_s
    assert run.session.repeated_s == 0.0


@given(plans())
def test_an_untouched_session_plays_every_phase_as_planned(plan: Plan) -> None:
    run = SessionRun.started(plan).finish()

    timed = {index: phase.planned_s for index, phase in enumerate(plan.phases) if not phase.is_gate}
    played = TimeTally.from_events(run.events).played_s

    assert {index: played.get(index, 0.0) for index in timed} == timed
    assert run.cues[0] is plan.phases[0].cues[0].cue
    assert run.events[-1] == Ended(run.ended_at, Status.COMPLETED, None)


@given(plans(), action_sequences())
def test_upcoming_is_what_then_comes_if_nothing_is_done(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(course)
    running = run.session.mode is Mode.RUNNING

    announced = list(run.session.upcoming_signals())
    come = [
        event
        for event in run.session.advance(run.now + plan.planned_s + 1000.0)
        if isinstance(event, CueReached)
    ]

    assert [(cue.at, cue.cue) for cue in announced] == [(event.at, event.cue) for event in come]
    assert all(cue.at > run.now for cue in announced)
    assert running or not announced


@given(plans(exact=False), action_sequences(exact=False))
def test_events_come_in_the_order_of_their_moments(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(course).finish()

    moments = [event.at for event in run.events]

    assert all(later >= earlier - ROUNDING_S for earlier, later in pairwise(moments))


def test_the_grid_of_the_tests_adds_up_without_rounding() -> None:
    assert int(ORIGIN * GRID) == ORIGIN * GRID
    assert sum([1 / GRID] * 1000) == 1000 / GRID
