"""How far a phase can be extended: the limits of a phase, a hold and a spot."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.core.driving import ORIGIN, ROUNDING_S, SessionRun, TimeTally, after
from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    LOCATE_GATE,
    OIL_30S,
    REST_60S,
    TEN_RAISES,
    THREE_HOLDS,
    TWO_STRETCHES,
    plan_of,
)
from tests.core.strategies import TimedAction, action_sequences, plans
from tpsession.core.catalog.area import HIP, SKULL_BASE
from tpsession.core.catalog.routine import HOLD_LIMIT_S, SPOT_LIMIT_S, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import PRESSURE, STRETCH
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.session.events import Extended


def extending(seconds: float = 10.0, gap_s: float = 0.0) -> TimedAction:
    """Ask for more time."""
    return TimedAction(gap_s, "extend", seconds)


def allowed_s(run: SessionRun, seconds: float = 10.0) -> float:
    """Ask for some seconds, and return how many were added."""
    event = run.perform(extending(seconds))[-1]
    assert isinstance(event, Extended)
    return event.seconds


def spot_s(run: SessionRun) -> float:
    """Seconds of massage on the current spot, done and planned, added up from the events.

    Each repetition that the person counts is 5 s.
    """
    plan = run.session.plan
    side = plan.entries[run.session.phase.entry].side
    massage_phases = [
        index
        for index, phase in enumerate(plan.phases)
        if phase.kind in {PhaseKind.WORK, PhaseKind.HOLD}
        and plan.entries[phase.entry].technique.is_massage
        and plan.entries[phase.entry].side is side
    ]
    played = TimeTally.from_events(run.events, run.now).played_s
    done = sum(played.get(index, 0.0) for index in massage_phases)
    planned = sum(plan.phases[index].planned_s for index in massage_phases if index > run.session.index)
    counted = sum(
        5.0 * entry.count
        for entry in plan.entries
        if entry.count and not entry.planned_s and entry.technique.is_massage and entry.side is side
    )
    return done + run.session.phase_remaining_s(run.now) + planned + counted


@given(plans(exact=False), action_sequences(exact=False))
def test_no_sequence_of_actions_extends_past_a_limit(plan: Plan, actions: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for action in actions:
        run.session.advance(run.now + action.after_s)
        remaining_s = run.session.phase_remaining_s(run.now + action.after_s)
        events = run.perform(action)
        changes = [event.seconds for event in events if isinstance(event, Extended)]
        if not changes:
            continue
        (change,) = changes
        session, phase = run.session, run.session.phase
        asked = action.seconds
        assert min(asked, 0.0) <= change <= max(asked, 0.0)
        assert session.phase_remaining_s(run.now) == pytest.approx(remaining_s + change, abs=ROUNDING_S)
        if phase.is_gate:
            assert change == 0.0
        if change < 0.0:
            assert session.phase_remaining_s(run.now) >= 1.0 - ROUNDING_S
        is_massage = plan.entries[phase.entry].technique.is_massage
        if change > 0.0 and phase.kind is PhaseKind.HOLD:
            longest = min(plan.area.longest_hold_s or 90.0, 90.0) if is_massage else 90.0
            assert session.position(run.now) + session.phase_remaining_s(run.now) <= longest + ROUNDING_S
        if change > 0.0 and phase.kind is PhaseKind.RELEASE:
            assert session.position(run.now) + session.phase_remaining_s(run.now) <= 60.0 + ROUNDING_S
        if change > 0.0 and is_massage and phase.kind in {PhaseKind.WORK, PhaseKind.HOLD}:
            assert spot_s(run) <= 300.0 + ROUNDING_S


def test_ten_seconds_can_be_added_to_a_phase() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "advance")])

    assert run.perform(extending()) == [Extended(run.now, 10.0)]
    assert run.session.phase_remaining_s(run.now) == 35.0
    assert run.session.remaining_s(run.now) == 35.0
    assert run.finish().ended_at == ORIGIN + 45.0


def test_time_can_be_added_and_taken_away_in_a_pause() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all(
        [after(10.0, "pause"), extending(10.0, 1.0), extending(-10.0, 1.0)]
    )

    assert run.state.extended_s == 0.0
    assert run.session.remaining_s(run.now) == 25.0


def test_taking_time_away_leaves_one_second() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(30.0, "advance")])

    assert allowed_s(run, -10.0) == -4.0
    assert run.session.phase_remaining_s(run.now) == 1.0
    assert allowed_s(run, -10.0) == 0.0


def test_in_the_last_second_no_time_can_be_taken_away() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(34.5, "advance")])

    assert allowed_s(run, -10.0) == 0.0


def test_a_hold_is_never_extended_past_ninety_seconds() -> None:
    run = SessionRun.started(plan_of(Step(PRESSURE, hold_s=85.0, sided=True))).perform_all(
        [after(10.0, "advance")]
    )

    assert allowed_s(run) == 5.0
    assert allowed_s(run) == 0.0


def test_a_release_is_never_extended_past_sixty_seconds() -> None:
    step = Step(PRESSURE, hold_s=20.0, release_s=45.0, repeat=2, sided=True)
    run = SessionRun.started(plan_of(step)).perform_all([after(30.0, "advance")])

    assert run.session.phase.kind is PhaseKind.RELEASE
    assert [allowed_s(run) for _ in range(3)] == [10.0, 5.0, 0.0]


def test_a_hold_planned_longer_than_the_limit_is_not_extended() -> None:
    run = SessionRun.started(plan_of(Step(PRESSURE, hold_s=120.0, sided=True))).perform_all(
        [after(10.0, "advance")]
    )

    assert allowed_s(run) == 0.0
    assert allowed_s(run, -10.0) == -10.0


def test_a_pressure_with_a_duration_counts_as_a_hold() -> None:
    run = SessionRun.started(plan_of(Step(PRESSURE, duration_s=85.0, sided=True))).perform_all(
        [after(10.0, "advance")]
    )

    assert allowed_s(run) == 5.0


def test_a_hold_is_never_extended_past_the_areas_limit() -> None:
    pressure = Step(PRESSURE, hold_s=25.0, sided=True)
    run = SessionRun.started(plan_of(pressure, area=SKULL_BASE)).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 5.0
    assert allowed_s(run) == 0.0


def test_an_areas_hold_limit_does_not_apply_to_stretches() -> None:
    run = SessionRun.started(plan_of(TWO_STRETCHES, area=SKULL_BASE)).perform_all([after(10.0, "advance")])

    assert [allowed_s(run) for _ in range(3)] == [10.0, 10.0, 10.0]


def test_a_spot_is_never_extended_past_five_minutes() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S._replace(duration_s=200.0), THREE_HOLDS)).perform_all(
        [after(10.0, "advance")]
    )

    assert allowed_s(run) == 10.0
    assert allowed_s(run) == 0.0


def test_each_side_is_a_spot_of_its_own() -> None:
    circles = CIRCLES_60S._replace(duration_s=290.0)
    run = SessionRun.started(plan_of(circles, sides=Sides.EACH)).perform_all(
        [after(10.0, "advance"), extending()]
    )
    assert run.state.extended_s == 10.0

    run.perform(after(300.0, "advance"))

    assert run.session.plan.entries[run.session.phase.entry].side is Side.RIGHT
    run.perform(after(10.0, "advance"))
    assert allowed_s(run) == 10.0
    assert allowed_s(run) == 0.0


def test_repeated_time_counts_towards_the_spots_limit() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S._replace(duration_s=200.0)))
    run.perform_all([after(5.0 + 95.0, "back")])

    assert allowed_s(run) == 5.0


def test_skipped_time_does_not_count_towards_the_spots_limit() -> None:
    run = SessionRun.started(
        plan_of(CIRCLES_60S._replace(duration_s=290.0), CIRCLES_60S._replace(duration_s=200.0))
    )

    run.perform_all([after(15.0, "skip")])

    assert run.session.phase.entry == 1
    assert allowed_s(run, 100.0) == 90.0


def test_only_massage_counts_towards_the_spots_limit() -> None:
    run = SessionRun.started(
        plan_of(THREE_HOLDS, CIRCLES_60S._replace(duration_s=210.0), TWO_STRETCHES, BREATHE_60S)
    )
    run.perform_all([after(5.0 + 35.0, "advance")])
    assert run.session.phase.kind is PhaseKind.RELEASE

    assert allowed_s(run) == 10.0


def test_repetitions_that_the_person_counts_are_five_seconds_each() -> None:
    counted = TEN_RAISES._replace(count=54)
    run = SessionRun.started(plan_of(OIL_30S, counted, TEN_RAISES._replace(technique=STRETCH)))
    run.perform_all([after(5.0 + 10.0, "advance")])

    # 30 s of oil and 270 s leave nothing.
    assert allowed_s(run) == 0.0
    fewer = SessionRun.started(plan_of(OIL_30S, counted._replace(count=53)))
    fewer.perform_all([after(5.0 + 10.0, "advance")])
    assert allowed_s(fewer) == 5.0


def test_a_rest_can_be_extended_without_limit() -> None:
    run = SessionRun.started(plan_of(REST_60S)).perform_all([after(10.0, "advance")])

    assert allowed_s(run, 1000.0) == 1000.0


def test_a_gate_can_not_be_extended() -> None:
    run = SessionRun.started(plan_of(LOCATE_GATE, OIL_30S)).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 0.0
    assert allowed_s(run, -10.0) == 0.0
    assert run.state.extended_s == 0.0


def test_the_limits_match_their_sources() -> None:
    assert (HOLD_LIMIT_S, SPOT_LIMIT_S) == (90.0, 300.0)


def test_a_step_on_another_area_has_that_areas_limits_and_a_spot_of_its_own() -> None:
    # Four minutes and 50 seconds on the shoulder leave 10 s there, but all five minutes elsewhere.
    work = CIRCLES_60S._replace(duration_s=290.0)
    held = Step(PRESSURE, hold_s=25.0, sided=True, area=SKULL_BASE)
    elsewhere = CIRCLES_60S._replace(area=HIP)
    run = SessionRun.started(plan_of(work, held, elsewhere)).perform_all([after(10.0, "advance")])
    assert (allowed_s(run), allowed_s(run)) == (10.0, 0.0)

    run.perform_all([after(0.0, "skip"), after(1.0, "advance")])
    assert (allowed_s(run), allowed_s(run)) == (5.0, 0.0)

    run.perform_all([after(0.0, "skip"), after(1.0, "advance")])
    assert allowed_s(run, 200.0) == 200.0
    assert [step.area for step in run.session.steps(run.now)] == ["", "skull-base", "hip"]
