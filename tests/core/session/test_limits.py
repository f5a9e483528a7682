"""How far extending goes: what a phase, a hold and a spot bear."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.core.driving import ROUNDING_S, ORIGIN, TimeTally, SessionRun, after
from tests.core.routines import BREATHE_60S, CIRCLES_60S, LOCATE_GATE, OIL_30S, THREE_HOLDS, REST_60S, TWO_STRETCHES, plan_of
from tests.core.strategies import TimedAction, action_sequences, plans
from tpsession.core.catalog.area import SKULL_BASE
from tpsession.core.catalog.routine import HOLD_LIMIT_S, SPOT_LIMIT_S, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import PRESSURE
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.session.events import Extended


def longer(seconds: float = 10.0, gap_s: float = 0.0) -> TimedAction:
    """Asking for more time."""
    return TimedAction(gap_s, "extend", seconds)


def allowed_s(run: SessionRun, seconds: float = 10.0) -> float:
    """What asking for some seconds gives."""
    told = run.perform(longer(seconds))[-1]
    assert isinstance(told, Extended)
    return told.seconds


def spot_s(run: SessionRun) -> float:
    """Seconds of massage on the current spot, done and still to come, reckoned from the events."""
    plan = run.session.plan
    side = plan.entries[run.session.phase.entry].side
    worked = [
        index
        for index, phase in enumerate(plan.phases)
        if phase.kind in {PhaseKind.WORK, PhaseKind.HOLD}
        and plan.entries[phase.entry].technique.is_massage
        and plan.entries[phase.entry].side is side
    ]
    played = TimeTally.from_events(run.events, run.now).played_s
    done = sum(played.get(index, 0.0) for index in worked)
    ahead = sum(plan.phases[index].planned_s for index in worked if index > run.session.index)
    return done + run.session.phase_remaining_s(run.now) + ahead


@given(plans(exact=False), action_sequences(exact=False))
def test_no_course_of_actions_takes_extending_past_a_limit(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for act in course:
        run.session.advance(run.now + act.after_s)
        left = run.session.phase_remaining_s(run.now + act.after_s)
        told = run.perform(act)
        changes = [event.seconds for event in told if isinstance(event, Extended)]
        if not changes:
            continue
        (change,) = changes
        session, phase = run.session, run.session.phase
        asked = act.seconds
        assert min(asked, 0.0) <= change <= max(asked, 0.0)
        assert session.phase_remaining_s(run.now) == pytest.approx(left + change, abs=ROUNDING_S)
        if phase.is_gate:
            assert change == 0.0
        if change < 0.0:
            assert session.phase_remaining_s(run.now) >= 1.0 - ROUNDING_S
        massages = plan.entries[phase.entry].technique.is_massage
        if change > 0.0 and phase.kind is PhaseKind.HOLD:
            longest = min(plan.area.longest_hold_s or 90.0, 90.0) if massages else 90.0
            assert session.position(run.now) + session.phase_remaining_s(run.now) <= longest + ROUNDING_S
        if change > 0.0 and massages and phase.kind in {PhaseKind.WORK, PhaseKind.HOLD}:
            assert spot_s(run) <= 300.0 + ROUNDING_S


def test_ten_seconds_more_are_added_to_the_phase() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "advance")])

    assert run.perform(longer()) == [Extended(run.now, 10.0)]
    assert run.session.phase_remaining_s(run.now) == 35.0
    assert run.session.remaining_s(run.now) == 35.0
    assert run.finish().ended_at == ORIGIN + 45.0


def test_time_can_be_added_and_taken_in_a_pause() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "pause"), longer(10.0, 1.0), longer(-10.0, 1.0)])

    assert run.session.extended_s == 0.0
    assert run.session.remaining_s(run.now) == 25.0


def test_taking_time_leaves_a_second() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(30.0, "advance")])

    assert allowed_s(run, -10.0) == -4.0
    assert run.session.phase_remaining_s(run.now) == 1.0
    assert allowed_s(run, -10.0) == 0.0


def test_within_the_last_second_nothing_is_taken() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(34.5, "advance")])

    assert allowed_s(run, -10.0) == 0.0


def test_a_hold_is_never_extended_past_ninety_seconds() -> None:
    run = SessionRun.started(plan_of(Step(PRESSURE, hold_s=85.0, sided=True))).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 5.0
    assert allowed_s(run) == 0.0


def test_a_hold_that_was_planned_longer_is_not_extended() -> None:
    run = SessionRun.started(plan_of(Step(PRESSURE, hold_s=120.0, sided=True))).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 0.0
    assert allowed_s(run, -10.0) == -10.0


def test_a_pressure_that_is_given_as_a_duration_is_a_hold_too() -> None:
    run = SessionRun.started(plan_of(Step(PRESSURE, duration_s=85.0, sided=True))).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 5.0


def test_a_hold_is_never_extended_past_what_the_area_bears() -> None:
    pressed = Step(PRESSURE, hold_s=25.0, sided=True)
    run = SessionRun.started(plan_of(pressed, area=SKULL_BASE)).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 5.0
    assert allowed_s(run) == 0.0


def test_the_limit_of_an_area_is_for_pressing_not_for_stretching() -> None:
    run = SessionRun.started(plan_of(TWO_STRETCHES, area=SKULL_BASE)).perform_all([after(10.0, "advance")])

    assert [allowed_s(run) for _ in range(3)] == [10.0, 10.0, 10.0]


def test_a_spot_is_never_extended_past_five_minutes() -> None:
    run = SessionRun.started(plan_of(replace(CIRCLES_60S, duration_s=200.0), THREE_HOLDS)).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 10.0
    assert allowed_s(run) == 0.0


def test_each_side_is_a_spot_of_its_own() -> None:
    circled = replace(CIRCLES_60S, duration_s=290.0)
    run = SessionRun.started(plan_of(circled, sides=Sides.EACH)).perform_all([after(10.0, "advance"), longer()])
    assert run.session.extended_s == 10.0

    run.perform(after(300.0, "advance"))

    assert run.session.plan.entries[run.session.phase.entry].side is Side.RIGHT
    run.perform(after(10.0, "advance"))
    assert allowed_s(run) == 10.0
    assert allowed_s(run) == 0.0


def test_what_going_back_repeats_counts_for_the_spot() -> None:
    run = SessionRun.started(plan_of(replace(CIRCLES_60S, duration_s=200.0)))
    run.perform_all([after(5.0 + 95.0, "back")])

    assert allowed_s(run) == 5.0


def test_what_was_skipped_makes_room_on_the_spot() -> None:
    run = SessionRun.started(plan_of(replace(CIRCLES_60S, duration_s=290.0), replace(CIRCLES_60S, duration_s=200.0)))

    run.perform_all([after(15.0, "skip")])

    assert run.session.phase.entry == 1
    assert allowed_s(run, 100.0) == 90.0


def test_releases_and_what_is_no_massage_do_not_count_for_the_spot() -> None:
    run = SessionRun.started(plan_of(THREE_HOLDS, replace(CIRCLES_60S, duration_s=210.0), TWO_STRETCHES, BREATHE_60S))
    run.perform_all([after(5.0 + 35.0, "advance")])
    assert run.session.phase.kind is PhaseKind.RELEASE

    assert allowed_s(run) == 10.0


def test_rest_bears_any_length() -> None:
    run = SessionRun.started(plan_of(REST_60S)).perform_all([after(10.0, "advance")])

    assert allowed_s(run, 1000.0) == 1000.0


def test_a_gate_has_no_length_to_change() -> None:
    run = SessionRun.started(plan_of(LOCATE_GATE, OIL_30S)).perform_all([after(10.0, "advance")])

    assert allowed_s(run) == 0.0
    assert allowed_s(run, -10.0) == 0.0
    assert run.session.extended_s == 0.0


def test_the_limits_are_those_that_the_sources_give() -> None:
    assert (HOLD_LIMIT_S, SPOT_LIMIT_S) == (90.0, 300.0)
