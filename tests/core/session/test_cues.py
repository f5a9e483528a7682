"""The signals of a session are reported in order, once, and never late."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.driving import ORIGIN, ROUNDING_S, SessionRun, after, cues_of
from tests.core.routines import CIRCLES_60S, OIL_30S, THREE_HOLDS, plan_of, with_halfway_cue
from tests.core.strategies import ACTION_NAMES, TimedAction, action_sequences, plans, routines
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import COUNTDOWN_CUES
from tpsession.core.catalog.routine import Step
from tpsession.core.catalog.technique import OIL, REST, TECHNIQUES
from tpsession.core.plan.plan import Plan
from tpsession.core.session.events import CueReached, Event, Extended, PhaseBegan

COUNTING = {cue for count in COUNTDOWN_CUES.values() for cue in count}
ONLY_TIME = tuple(name for name in ACTION_NAMES if name != "extend")


def cue_times(events: list[Event], since: float = ORIGIN) -> list[tuple[float, str]]:
    """The cues among some events, with their seconds since a moment."""
    return [(event.at - since, event.cue.id) for event in events if isinstance(event, CueReached)]


def by_phase(events: list[Event]) -> list[list[CueReached]]:
    """The cues of each phase that began, in the order in which they were reported."""
    phases: list[list[CueReached]] = []
    for event in events:
        if isinstance(event, PhaseBegan):
            phases.append([])
        elif isinstance(event, CueReached):
            phases[-1].append(event)
    return phases


OWN = {cues.GET_READY, cues.HALF_WAY, cues.RELEASE, cues.SWITCH_SIDES, cues.GATE, cues.FOUND, cues.NEXT} | {
    technique.start_cue for technique in TECHNIQUES.values()
}


@given(plans(exact=False), action_sequences(exact=False))
def test_no_cue_is_reported_twice_in_a_phase(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(actions).finish()

    for reported in by_phase(run.events):
        repeated = Counter(event.cue for event in reported if event.cue in OWN)
        assert all(count == 1 for count in repeated.values())


@given(plans(exact=False), action_sequences(ONLY_TIME, exact=False))
def test_a_phase_is_counted_down_once_unless_its_end_moves(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(actions).finish()

    for reported in by_phase(run.events):
        counted = [event for event in reported if event.cue in COUNTING]
        assert len(counted) in {0, 1, 2, 3}


@given(plans(exact=False), action_sequences(exact=False))
def test_events_are_neither_late_nor_early(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for action in actions:
        before = run.now
        reported = run.perform(action)
        assert all(before - ROUNDING_S <= event.at <= run.now for event in reported)


@given(plans(routines(exact=False, techniques=st.sampled_from([OIL, REST]))), action_sequences(exact=False))
def test_the_half_way_cue_never_runs_into_the_countdown(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan).perform_all(actions).finish()

    for reported in by_phase(run.events):
        for first, second in pairwise(reported):
            if {first.cue, second.cue} & {cues.HALF_WAY} and {first.cue, second.cue} & COUNTING:
                assert second.at - first.at >= 0.5 - 1e-6


def test_the_cues_of_a_step_are_reported_at_their_moments() -> None:
    run = SessionRun.started(plan_of(with_halfway_cue(OIL_30S)))

    reported = cue_times(run.finish().events)

    assert reported == [
        (0.0, "get-ready"),
        (2.0, "count-beep"),
        (3.0, "count-beep"),
        (4.0, "count-beep"),
        (5.0, "start-rub"),
        (20.0, "half-way"),
        (32.0, "count-beep"),
        (33.0, "count-beep"),
        (34.0, "count-beep"),
        (35.0, "end"),
    ]


def test_extending_in_the_countdown_counts_down_again_before_the_new_end() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all(
        [after(5.0 + 28.5, "advance"), TimedAction(0.0, "extend", 10.0)]
    )

    reported = cue_times(run.perform(after(100.0, "advance")))

    assert reported == [(42.0, "count-beep"), (43.0, "count-beep"), (44.0, "count-beep"), (45.0, "end")]


def test_shortening_a_phase_drops_the_cues_that_are_then_past() -> None:
    run = SessionRun.started(plan_of(with_halfway_cue(OIL_30S))).perform_all([after(5.0 + 12.0, "advance")])

    run.perform(TimedAction(0.0, "extend", -15.0))

    assert run.session.phase_remaining_s(run.now) == 3.0
    assert cue_times(run.perform(after(2.5, "advance")), run.now - 2.5) == [
        (1.0, "count-beep"),
        (2.0, "count-beep"),
    ]


def test_shortening_to_the_last_second_drops_the_countdown() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all(
        [after(25.0, "advance"), TimedAction(0.0, "extend", -10.0)]
    )

    assert run.perform(after(0.5, "advance")) == []
    assert cues_of(run.perform(after(0.5, "advance"))) == [cues.END]


def test_a_middle_that_moves_ahead_again_is_reported_once() -> None:
    run = SessionRun.started(plan_of(with_halfway_cue(CIRCLES_60S))).perform_all(
        [after(5.0 + 25.0, "advance")]
    )

    run.perform_all(
        [TimedAction(0.0, "extend", -20.0), TimedAction(0.0, "extend", 60.0), after(200.0, "advance")]
    )

    assert run.cues.count(cues.HALF_WAY) == 1


def test_a_half_way_cue_is_not_repeated_when_the_phase_is_extended() -> None:
    run = SessionRun.started(plan_of(with_halfway_cue(OIL_30S))).perform_all([after(5.0 + 16.0, "advance")])

    run.perform_all([TimedAction(0.0, "extend", 10.0), after(100.0, "advance")])

    assert run.cues.count(cues.HALF_WAY) == 1


def test_a_shortened_phase_drops_its_half_way_cue_for_the_countdown() -> None:
    run = SessionRun.started(plan_of(with_halfway_cue(Step(OIL, duration_s=16.0, sided=True))))

    run.perform_all([after(5.0 + 2.0, "advance"), TimedAction(0.0, "extend", -10.0), after(100.0, "advance")])

    assert cues.HALF_WAY not in run.cues
    assert cue_times(run.events)[-4:-1] == [(8.0, "count-beep"), (9.0, "count-beep"), (10.0, "count-beep")]


@pytest.mark.parametrize("gap_s", [0.0, 0.1, 1 / 3])
def test_tiny_extensions_repeat_no_cues(gap_s: float) -> None:
    pressed = THREE_HOLDS._replace(hold_s=10.1)
    run = SessionRun.started(plan_of(pressed)).perform_all([after(5.0 + 8.1 + gap_s, "advance")])

    for change in (0.7, -0.7, 0.1, -0.1):
        run.perform(TimedAction(0.0, "extend", change))
    reported = cues_of(run.perform(after(10.1 - 8.1 - gap_s - 0.01, "advance")))

    assert isinstance(run.events[-1], (CueReached, Extended))
    assert len(reported) <= 2
