"""A session that is stored and restored continues as if nothing had happened."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given

from tests.core.driving import ORIGIN, SessionRun, after, cues_of
from tests.core.routines import LOCATE_GATE, OIL_30S, THREE_HOLDS, plan_of, with_gate, with_halfway_cue
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

# The state doesn't hold when the person last went back. So after a restart, going back within three seconds
# restarts the step instead of leading to the one before.
WITHOUT_BACK = tuple(name for name in ACTION_NAMES if name != "back")
LATER_S = 65536.0
"""Seconds until the session is restored."""


def restored_run(run: SessionRun) -> SessionRun:
    """The session as another run of the program restores it."""
    plan = plan_from_text(plan_to_text(run.session.plan))
    state = state_from_text(state_to_text(run.session.state(run.now)))
    return SessionRun(Session.restore(plan, state), run.now + LATER_S)


def moved(events: list[Event], by_s: float) -> list[Event]:
    """The events, moved to some seconds later."""
    return [replace(event, at=event.at + by_s) for event in events]


def test_a_resumed_session_announces_where_it_continues() -> None:
    run = restored_run(
        SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all([after(5.0 + 10.0, "advance")])
    )
    run.perform(after(3.0, "resume"))

    announcement = next(
        timed for timed in run.session.upcoming_sounds(run.now) if timed.cue.group is CueGroup.VOICE
    )

    assert announcement.at == run.now
    assert announcement.cue.text == "Oil. Left side. Twenty seconds remaining"


def test_a_state_stored_without_the_newer_fields_can_be_restored() -> None:
    run = SessionRun.started(plan_of(OIL_30S, with_halfway_cue(THREE_HOLDS))).perform_all(
        [after(5.0 + 30.0 + 20.0, "advance")]
    )
    stored = json.loads(state_to_text(run.session.state(run.now)))
    assert (stored.pop("middle_s"), stored.pop("came_s"), stored["halved"]) == (15.0, None, True)

    state = state_from_text(json.dumps(stored))

    restored = SessionRun(Session.restore(run.session.plan, state), run.now)
    restored.perform(after(1.0, "resume"))
    spoken = [timed.cue.text for timed in restored.session.upcoming_sounds(restored.now) if timed.key]
    # The next half-way announcement is the one of the following hold.
    assert spoken.index("Halfway") > spoken.index("Release")
    assert spoken[0] == "Lean on the ball. Left side. Ten seconds remaining"


@given(plans(), action_sequences(), action_sequences(WITHOUT_BACK))
def test_a_restored_session_continues_like_an_uninterrupted_one(
    plan: Plan, actions: list[TimedAction], later_actions: list[TimedAction]
) -> None:
    uninterrupted = SessionRun.started(plan).perform_all(actions)
    assume(uninterrupted.session.mode is not Mode.ENDED)
    restored = restored_run(uninterrupted)
    uninterrupted.perform_all([TimedAction(0.0, "pause")])
    event_count = len(uninterrupted.events)

    for run in (uninterrupted, restored):
        run.perform(TimedAction(10.0, "resume"))
        run.perform_all(later_actions).finish()

    assert moved(uninterrupted.events[event_count:], LATER_S) == restored.events
    assert restored.session.steps(restored.now) == uninterrupted.session.steps(uninterrupted.now)
    assert restored.state.extended_s == uninterrupted.state.extended_s
    assert restored.state.skipped_s == uninterrupted.state.skipped_s
    assert restored.state.repeated_s == uninterrupted.state.repeated_s
    assert restored.state.gate_s == uninterrupted.state.gate_s


@given(plans(), action_sequences())
def test_a_restored_session_is_paused_at_its_last_position(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(actions)
    assume(run.session.mode is not Mode.ENDED)

    restored = restored_run(run)

    assert restored.session.mode is Mode.PAUSED
    assert restored.session.index == run.session.index
    assert restored.session.position(restored.now) == run.session.position(run.now)
    assert restored.session.remaining_s(restored.now) == run.session.remaining_s(run.now)
    assert restored.session.active_s(restored.now) == run.session.active_s(run.now)
    assert restored.perform(TimedAction(100.0, "advance")) == []


def test_time_between_two_runs_of_the_program_is_not_paused_time() -> None:
    run = restored_run(SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "advance")]))

    run.perform(after(60.0, "resume"))

    assert run.state.paused_s == 0.0
    assert isinstance(run.events[0], Resumed)


def test_a_session_stored_in_a_gate_still_waits_in_it() -> None:
    run = restored_run(
        SessionRun.started(plan_of(with_gate(THREE_HOLDS))).perform_all([after(25.0, "advance")])
    )
    assert run.session.is_in_gate

    run.perform_all([after(0.0, "resume"), after(5.0, "found")])

    assert run.state.gate_s == 25.0
    assert cues_of(run.events)[-1] is cues.FOUND


def test_a_session_stored_while_halted_is_restored_as_paused() -> None:
    run = restored_run(SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "halt")]))

    assert run.session.mode is Mode.PAUSED


def test_a_session_stored_before_its_start_can_be_started() -> None:
    stored = Session(plan_of(LOCATE_GATE, OIL_30S))

    session = Session.restore(stored.plan, stored.state(ORIGIN))

    assert session.mode is Mode.READY
    assert session.start(ORIGIN)


def test_a_stored_state_does_not_change_with_the_session() -> None:
    run = SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all([after(10.0, "advance")])
    stored = run.session.state(run.now)
    text = state_to_text(stored)

    run.finish()

    assert state_to_text(stored) == text


def test_playing_a_restored_session_does_not_change_the_stored_state() -> None:
    run = SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all([after(10.0, "advance")])
    stored = run.session.state(run.now)
    text = state_to_text(stored)

    SessionRun(Session.restore(run.session.plan, stored)).finish()

    assert state_to_text(stored) == text


@pytest.mark.parametrize("index", [-1, 2])
def test_a_state_outside_the_plan_is_refused(index: int) -> None:
    run = SessionRun.started(plan_of(OIL_30S))
    state = replace(run.session.state(run.now), index=index)

    with pytest.raises(SerializationError, match="doesn't belong to this plan"):
        Session.restore(run.session.plan, state)


def test_a_state_of_other_steps_is_refused() -> None:
    run = SessionRun.started(plan_of(OIL_30S))
    state = replace(run.session.state(run.now), entries=[EntryState(), EntryState()])

    with pytest.raises(SerializationError, match="doesn't belong to this plan"):
        Session.restore(run.session.plan, state)
