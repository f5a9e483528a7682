"""A session's time: events don't depend on when `advance` is called, and no second is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.driving import ORIGIN, ROUNDING_S, SessionRun, TimeTally, perform
from tests.core.routines import OIL_30S, THREE_HOLDS, plan_of
from tests.core.strategies import ACTION_NAMES, GRID, TimedAction, action_sequences, on_grid, plans
from tpsession.core.catalog.routine import Rounds, Sides
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.plan import Plan
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import CueReached, Ended, Event, Extended

WITHOUT_BACK = tuple(name for name in ACTION_NAMES if name != "back")


def play_with_extra_advances(
    plan: Plan, actions: list[TimedAction], moments: list[float]
) -> tuple[Session, list[Event]]:
    """Play a session and also call `advance` at these moments, between the actions."""
    session = Session(plan)
    now = ORIGIN
    events = session.start(now)
    upcoming = sorted(moments)
    for action in actions:
        now += action.after_s
        while upcoming and upcoming[0] <= now:
            events += session.advance(upcoming.pop(0))
        events += perform(session, action, now)
    return session, events


@given(plans(), action_sequences(), st.data())
def test_events_do_not_depend_on_when_advance_is_called(
    plan: Plan, actions: list[TimedAction], data: st.DataObject
) -> None:
    plain = SessionRun.started(plan).perform_all(actions)
    # Every moment at which something was due is among them.
    moments = [event.at for event in plain.events]
    moments += [ORIGIN + seconds for seconds in data.draw(st.lists(on_grid(0.0, 400.0), max_size=20))]

    session, events = play_with_extra_advances(plan, actions, moments)

    assert events == plain.events
    assert session.state(plain.now) == plain.session.state(plain.now)


@given(plans(exact=False), action_sequences(exact=False), st.lists(st.floats(0.0, 400.0), max_size=20))
def test_events_do_not_depend_on_when_advance_is_called_with_rounded_times(
    plan: Plan, actions: list[TimedAction], moments: list[float]
) -> None:
    plain = SessionRun.started(plan).perform_all(actions)

    _, events = play_with_extra_advances(plan, actions, [ORIGIN + seconds for seconds in moments])

    assert events == plain.events


@given(plans(exact=False), action_sequences(exact=False))
def test_a_session_lasts_as_long_as_planned_extended_skipped_and_repeated(
    plan: Plan, actions: list[TimedAction]
) -> None:
    run = SessionRun.started(plan).perform_all(actions).finish()
    state = run.state

    played_s = run.ended_at - ORIGIN - state.paused_s - state.gate_s
    expected_s = plan.planned_s + state.extended_s - state.skipped_s + state.repeated_s

    assert played_s == pytest.approx(expected_s, abs=ROUNDING_S)


@given(plans(exact=False), action_sequences(exact=False))
def test_time_played_and_time_remaining_add_up_at_any_moment(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for action in actions:
        run.perform(action)
        state = run.state
        played_s = TimeTally.from_events(run.events, run.now).timed_s(plan)
        expected_s = plan.planned_s + state.extended_s - state.skipped_s + state.repeated_s
        assert played_s + run.session.remaining_s(run.now) == pytest.approx(expected_s, abs=ROUNDING_S)


def recorded_entries(plan: Plan) -> list[int]:
    """The indices of the entries that are recorded as steps: all but the rests between rounds."""
    return [index for index, entry in enumerate(plan.entries) if entry.number]


def test_each_round_is_recorded_and_the_rest_between_is_not() -> None:
    plan = plan_of(OIL_30S._replace(rounds=Rounds(1, 2, 20.0)), sides=Sides.EACH)
    steps = Session(plan).steps(0.0)
    assert [(step.technique, step.side.value, step.round) for step in steps] == [
        ("oil", "left", 1), ("oil", "right", 1), ("oil", "left", 2), ("oil", "right", 2),
    ]  # fmt: skip


def test_each_step_is_recorded_with_the_name_that_the_session_gives_it() -> None:
    own = OIL_30S._replace(say="Warm compress.")
    by_hold = THREE_HOLDS._replace(say="Fists", hold_says=("Fists", "Shoulders", "Face"))
    steps = Session(plan_of(OIL_30S, own, by_hold)).steps(0.0)
    assert [step.name for step in steps] == ["", "Warm compress", ""]


@given(plans(), action_sequences())
def test_pauses_and_gates_are_accounted_separately(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(actions).finish()

    tally = TimeTally.from_events(run.events)

    assert run.state.gate_s == tally.gate_s(plan)
    assert run.state.paused_s == tally.stopped_s


@given(plans(exact=False), action_sequences(exact=False))
def test_active_time_is_the_time_played_in_work_hold_and_release(
    plan: Plan, actions: list[TimedAction]
) -> None:
    run = SessionRun.started(plan).perform_all(actions)

    tally = TimeTally.from_events(run.events, run.now)
    steps = run.session.steps(run.now)

    for entry, step in zip(recorded_entries(plan), steps, strict=True):
        assert step.active_s == pytest.approx(tally.active_s(plan, entry), abs=ROUNDING_S)
    assert run.session.active_s(run.now) == pytest.approx(sum(step.active_s for step in steps))


@given(plans(), action_sequences(), on_grid(0.0, 30.0), st.sampled_from(StopReason))
def test_stopping_at_any_moment_records_exactly_the_time_played(
    plan: Plan, actions: list[TimedAction], later_s: float, reason: StopReason
) -> None:
    run = SessionRun.started(plan).perform_all(actions)
    assume(run.session.mode is not Mode.ENDED)

    run.events += run.session.stop(run.now + later_s, reason)

    tally = TimeTally.from_events(run.events)
    steps = run.session.steps(run.now + 1000.0)
    assert [step.active_s for step in steps] == [
        tally.active_s(plan, entry) for entry in recorded_entries(plan)
    ]
    assert run.state.gate_s == tally.gate_s(plan)
    assert run.state.paused_s == tally.stopped_s


@given(plans(exact=False), action_sequences(exact=False))
def test_no_action_takes_the_session_outside_its_plan(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for action in actions:
        run.perform(action)
        session, now = run.session, run.now
        state = session.state(now)
        ended = session.mode is Mode.ENDED
        assert session.index == len(plan.phases) if ended else 0 <= session.index < len(plan.phases)
        assert state.into_s >= 0.0
        assert session.phase.is_gate or state.into_s <= state.length_s
        assert 0.0 <= session.phase_remaining_s(now) <= session.remaining_s(now) + ROUNDING_S
        assert session.is_in_gate == (session.phase.is_gate and not ended)
        assert len(session.steps(now)) == len(recorded_entries(plan))


@given(plans(), action_sequences())
def test_no_action_changes_the_planned_times(plan: Plan, actions: list[TimedAction]) -> None:
    total, steps = plan.planned_s, [step.planned_s for step in Session(plan).steps(0.0)]

    run = SessionRun.started(plan).perform_all(actions)

    assert plan.planned_s == total
    assert [step.planned_s for step in run.session.steps(run.now)] == steps


@given(plans(), action_sequences(WITHOUT_BACK))
def test_extended_time_is_the_sum_of_all_extensions(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(actions)

    given_s = sum(event.seconds for event in run.events if isinstance(event, Extended))

    assert run.state.extended_s == given_s
    assert run.state.repeated_s == 0.0


@given(plans())
def test_a_session_without_actions_plays_every_phase_as_planned(plan: Plan) -> None:
    run = SessionRun.started(plan).finish()

    timed = {index: phase.planned_s for index, phase in enumerate(plan.phases) if not phase.is_gate}
    played = TimeTally.from_events(run.events).played_s

    assert {index: played.get(index, 0.0) for index in timed} == timed
    assert run.cues[0] is plan.phases[0].cues[0].cue
    assert run.events[-1] == Ended(run.ended_at, Status.COMPLETED, None)


@given(plans(), action_sequences())
def test_upcoming_signals_are_reported_later_if_nothing_else_happens(
    plan: Plan, actions: list[TimedAction]
) -> None:
    run = SessionRun.started(plan).perform_all(actions)
    running = run.session.mode is Mode.RUNNING

    announced = list(run.session.upcoming_signals())
    come = [
        event
        for event in run.session.advance(run.now + plan.planned_s + 1000.0)
        if isinstance(event, CueReached)
    ]

    # A sound of one's own is for the player alone.
    assert [(cue.at, cue.cue.id) for cue in announced] == [(event.at, event.cue.id) for event in come]
    assert all(cue.at > run.now for cue in announced)
    assert running or not announced


@given(plans(exact=False), action_sequences(exact=False))
def test_events_are_in_the_order_of_their_moments(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(actions).finish()

    moments = [event.at for event in run.events]

    assert all(later >= earlier - ROUNDING_S for earlier, later in pairwise(moments))


def test_times_on_the_grid_add_up_without_rounding() -> None:
    assert int(ORIGIN * GRID) == ORIGIN * GRID
    assert sum([1 / GRID] * 1000) == 1000 / GRID
