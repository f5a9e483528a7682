"""A session that is kept and taken up again goes on as if nothing had happened."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given

from tests.core.driving import ORIGIN, SessionRun, after, cues_of
from tests.core.routines import LOCATE_GATE, OIL_30S, THREE_HOLDS, with_halfway_cue, plan_of, with_gate
from tests.core.strategies import ACTION_NAMES, TimedAction, action_sequences, plans
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.plan.plan import Plan
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import Event, Resumed
from tpsession.core.session.serialization import (
    SerializationError,
    plan_from_text,
    plan_to_text,
    state_from_text,
    state_to_text,
)
from tpsession.core.session.state import EntryState

# What was done less than three seconds before a program died isn't remembered: then going back again
# starts the step once more instead of leading to the one before.
WITHOUT_BACK = tuple(name for name in ACTION_NAMES if name != "back")
AGES_S = 65536.0
"""How much later the session is taken up."""


def taken_up(run: SessionRun) -> SessionRun:
    """The same session as another run of the program finds it."""
    plan = plan_from_text(plan_to_text(run.session.plan))
    state = state_from_text(state_to_text(run.session.state(run.now)))
    return SessionRun(Session.restore(plan, state), run.now + AGES_S)


def shifted(events: list[Event], by_s: float) -> list[Event]:
    """The events as they would have come some seconds later."""
    return [replace(event, at=event.at + by_s) for event in events]


def test_who_takes_a_session_up_is_told_where_it_is_once_it_goes_on() -> None:
    run = taken_up(SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all([after(5.0 + 10.0, "advance")]))
    run.perform(after(3.0, "resume"))

    told = next(timed for timed in run.session.upcoming_sounds(run.now) if timed.cue.group is CueGroup.VOICE)

    assert told.at == run.now
    assert told.cue.text == "Oil. Left side. Twenty seconds remaining"


def test_a_state_that_was_kept_before_there_were_these_fields_is_taken_up() -> None:
    run = SessionRun.started(plan_of(OIL_30S, with_halfway_cue(THREE_HOLDS))).perform_all([after(5.0 + 30.0 + 20.0, "advance")])
    kept = json.loads(state_to_text(run.session.state(run.now)))
    assert (kept.pop("middle_s"), kept.pop("came_s"), kept["halved"]) == (15.0, None, True)

    state = state_from_text(json.dumps(kept))

    restored = SessionRun(Session.restore(run.session.plan, state), run.now)
    restored.perform(after(1.0, "resume"))
    spoken = [timed.cue.text for timed in restored.session.upcoming_sounds(restored.now) if timed.key]
    # The next one is that of the hold to come.
    assert spoken.index("Half-way") > spoken.index("Release")
    assert spoken[0] == "Lean on the ball. Left side. Ten seconds remaining"


@given(plans(), action_sequences(), action_sequences(WITHOUT_BACK))
def test_a_restored_session_goes_on_as_the_unbroken_one(
    plan: Plan, course: list[TimedAction], further: list[TimedAction]
) -> None:
    unbroken = SessionRun.started(plan).perform_all(course)
    assume(unbroken.session.mode is not Mode.ENDED)
    restored = taken_up(unbroken)
    unbroken.perform_all([TimedAction(0.0, "pause")])
    known = len(unbroken.events)

    for run in (unbroken, restored):
        run.perform(TimedAction(10.0, "resume"))
        run.perform_all(further).finish()

    assert shifted(unbroken.events[known:], AGES_S) == restored.events
    assert restored.session.steps(restored.now) == unbroken.session.steps(unbroken.now)
    assert restored.session.extended_s == unbroken.session.extended_s
    assert restored.session.skipped_s == unbroken.session.skipped_s
    assert restored.session.repeated_s == unbroken.session.repeated_s
    assert restored.session.gate_s == unbroken.session.gate_s


@given(plans(), action_sequences())
def test_a_restored_session_is_paused_where_it_was(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(course)
    assume(run.session.mode is not Mode.ENDED)

    again = taken_up(run)

    assert again.session.mode is Mode.PAUSED
    assert again.session.index == run.session.index
    assert again.session.position(again.now) == run.session.position(run.now)
    assert again.session.remaining_s(again.now) == run.session.remaining_s(run.now)
    assert again.session.active_s(again.now) == run.session.active_s(run.now)
    assert again.perform(TimedAction(100.0, "advance")) == []


def test_the_time_between_two_runs_of_the_program_is_no_pause() -> None:
    run = taken_up(SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "advance")]))

    run.perform(after(60.0, "resume"))

    assert run.session.paused_s == 0.0
    assert isinstance(run.events[0], Resumed)


def test_a_session_that_was_kept_in_an_open_gate_still_waits() -> None:
    run = taken_up(SessionRun.started(plan_of(with_gate(THREE_HOLDS))).perform_all([after(25.0, "advance")]))
    assert run.session.is_in_gate

    run.perform_all([after(0.0, "resume"), after(5.0, "found")])

    assert run.session.gate_s == 25.0
    assert cues_of(run.events)[-1] is cues.FOUND


def test_a_session_that_was_kept_when_stopping_was_asked_is_paused() -> None:
    run = taken_up(SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "halt")]))

    assert run.session.mode is Mode.PAUSED


def test_a_session_that_was_kept_before_its_start_can_be_started() -> None:
    kept = Session(plan_of(LOCATE_GATE, OIL_30S))

    session = Session.restore(kept.plan, kept.state(ORIGIN))

    assert session.mode is Mode.READY
    assert session.start(ORIGIN)


def test_what_is_kept_does_not_change_with_the_session() -> None:
    run = SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all([after(10.0, "advance")])
    kept = run.session.state(run.now)
    text = state_to_text(kept)

    run.finish()

    assert state_to_text(kept) == text


def test_going_on_does_not_change_what_was_kept() -> None:
    run = SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all([after(10.0, "advance")])
    kept = run.session.state(run.now)
    text = state_to_text(kept)

    SessionRun(Session.restore(run.session.plan, kept)).finish()

    assert state_to_text(kept) == text


@pytest.mark.parametrize("index", [-1, 2])
def test_a_state_outside_the_plan_is_refused(index: int) -> None:
    run = SessionRun.started(plan_of(OIL_30S))
    state = replace(run.session.state(run.now), index=index)

    with pytest.raises(SerializationError, match="isn't one of this plan"):
        Session.restore(run.session.plan, state)


def test_a_state_of_other_steps_is_refused() -> None:
    run = SessionRun.started(plan_of(OIL_30S))
    state = replace(run.session.state(run.now), entries=[EntryState(), EntryState()])

    with pytest.raises(SerializationError, match="isn't one of this plan"):
        Session.restore(run.session.plan, state)
