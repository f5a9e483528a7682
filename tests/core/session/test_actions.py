"""Skipping, going back and easing off."""

from __future__ import annotations

import pytest

from tests.core.driving import SessionRun, after, cues_of
from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    LOCATE_GATE,
    OIL_30S,
    THREE_HOLDS,
    plan_of,
    with_gate,
)
from tests.core.strategies import TimedAction
from tpsession.core.catalog import cues
from tpsession.core.catalog.routine import Sides
from tpsession.core.history.records import Status
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import (
    CueReached,
    Eased,
    PhaseBegan,
    Resumed,
    Skipped,
    WentBack,
)

# Skip


def test_skipping_skips_the_rest_of_the_whole_step() -> None:
    run = SessionRun.started(plan_of(THREE_HOLDS, OIL_30S))

    events = run.perform(after(15.0, "skip"))

    skipped = Skipped(run.now, 0, PhaseKind.HOLD)
    assert events[-3:] == [skipped, PhaseBegan(run.now, 6), CueReached(run.now, cues.START_RUB)]
    assert run.state.skipped_s == 110.0
    assert [step.skipped for step in run.session.steps(run.now)] == [True, False]


def test_skipping_in_a_gate_skips_its_step() -> None:
    run = SessionRun.started(plan_of(with_gate(THREE_HOLDS), OIL_30S)).perform_all([after(8.0, "skip")])

    assert run.session.phase.entry == 1
    assert run.state.skipped_s == 120.0
    assert run.state.gate_s == 3.0


def test_skipping_a_lead_in_skips_no_step() -> None:
    run = SessionRun.started(plan_of(OIL_30S, sides=Sides.EACH)).perform_all(
        [after(1.0, "skip"), after(31.0, "skip")]
    )

    assert run.session.phase.kind is PhaseKind.WORK
    assert run.session.phase.entry == 1
    assert run.state.skipped_s == 4.0 + 7.0
    assert not any(step.skipped for step in run.session.steps(run.now))


def test_skipping_in_a_pause_stays_paused_and_resumes_without_an_opening_cue() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(10.0, "pause")])

    assert run.perform(after(1.0, "skip")) == [Skipped(run.now, 0, PhaseKind.WORK), PhaseBegan(run.now, 2)]
    assert run.session.mode is Mode.PAUSED
    assert run.perform(after(1.0, "resume")) == [Resumed(run.now), CueReached(run.now, cues.RESUMED)]


def test_skipping_the_last_step_in_a_pause_completes_the_session() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "pause"), after(4.0, "skip")])

    assert run.session.status is Status.COMPLETED
    assert run.state.paused_s == 4.0
    assert run.ended_at == run.now


# Back


def test_back_starts_the_step_again() -> None:
    run = SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all([after(100.0, "advance")])

    events = run.perform(after(0.0, "back"))

    assert events == [WentBack(run.now, 1), PhaseBegan(run.now, 2), CueReached(run.now, cues.START_PRESS)]
    assert run.state.repeated_s == 65.0
    assert run.session.remaining_s(run.now) == 120.0
    assert run.finish().session.steps(run.now)[1].active_s == 65.0 + 120.0


@pytest.mark.parametrize(("between_s", "entry"), [(3.0, 0), (3.25, 1)])
def test_back_again_within_three_seconds_goes_to_the_step_before(between_s: float, entry: int) -> None:
    run = SessionRun.started(plan_of(OIL_30S, THREE_HOLDS)).perform_all(
        [after(100.0, "back"), after(between_s, "back")]
    )

    assert run.session.phase.entry == entry
    went = [event for event in run.events if isinstance(event, WentBack)]
    assert [event.to_previous for event in went] == [False, entry == 0]


def test_back_at_the_first_step_never_leaves_it() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all(
        [after(10.0, "back"), after(1.0, "back"), after(1.0, "back")]
    )

    assert run.session.index == 1
    assert not any(event.to_previous for event in run.events if isinstance(event, WentBack))
    assert (
        SessionRun.started(plan_of(OIL_30S))
        .perform_all([after(2.0, "back"), after(1.0, "back")])
        .session.index
        == 0
    )


def test_back_while_the_sides_are_switched_announces_the_switch_again() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S, sides=Sides.EACH)).perform_all(
        [after(5 + 90 + 5.0, "advance")]
    )
    assert run.session.phase.planned_s == 5.0

    events = run.perform(after(0.0, "back"))

    assert events[-1] == CueReached(run.now, cues.SWITCH_SIDES)
    assert run.session.phase.kind is PhaseKind.SWITCH_SIDES
    assert run.state.repeated_s == 5.0


def test_back_again_while_the_sides_are_switched_goes_to_the_last_step_of_the_other_side() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S, sides=Sides.EACH))

    run.perform_all([after(5 + 90 + 5.0, "back"), after(1.0, "back")])

    assert run.session.phase.kind is PhaseKind.WORK
    assert run.session.phase.entry == 1
    assert run.finish().state.repeated_s == 5.0 + 1.0 + 60.0


def test_back_in_a_pause_stays_paused() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all([after(10.0, "pause"), after(1.0, "back")])

    assert run.session.mode is Mode.PAUSED
    assert run.session.remaining_s(run.now) == 30.0


def test_back_in_a_gate_waits_again() -> None:
    run = SessionRun.started(plan_of(LOCATE_GATE, OIL_30S)).perform_all([after(10.0, "back")])

    assert run.session.is_in_gate
    assert run.session.position(run.now) == 0.0
    assert run.state.gate_s == 5.0
    assert run.state.repeated_s == 0.0
    assert cues_of(run.events)[-1] is cues.GATE


def test_going_back_to_a_skipped_step_clears_its_mark() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all(
        [after(10.0, "skip"), after(1.0, "back")]
    )
    assert run.session.steps(run.now)[0].skipped

    run.perform(after(1.0, "back"))

    assert not run.session.steps(run.now)[0].skipped


def test_going_back_undoes_an_extension() -> None:
    run = SessionRun.started(plan_of(OIL_30S)).perform_all(
        [after(10.0, "advance"), TimedAction(0.0, "extend", 10.0)]
    )
    assert run.session.remaining_s(run.now) == 35.0

    run.perform(after(0.0, "back"))

    assert run.session.remaining_s(run.now) == 30.0
    assert run.state.extended_s == 0.0


# Ease


def test_easing_ends_the_hold_and_starts_its_release() -> None:
    run = SessionRun.started(plan_of(THREE_HOLDS))

    events = run.perform(after(15.0, "ease"))

    assert events[-3:] == [Eased(run.now, 0), PhaseBegan(run.now, 2), CueReached(run.now, cues.EASED)]
    assert run.session.phase.kind is PhaseKind.RELEASE
    assert run.state.skipped_s == 20.0
    step = run.session.steps(run.now)[0]
    assert step.eased
    assert not step.skipped


def test_easing_the_last_hold_of_a_step_continues_with_the_next_step() -> None:
    run = SessionRun.started(plan_of(THREE_HOLDS, BREATHE_60S)).perform_all([after(5 + 90 + 10.0, "ease")])

    assert run.session.phase.entry == 1
    assert cues_of(run.events)[-1] is cues.START_CALM


def test_easing_the_very_last_hold_completes_the_session() -> None:
    run = SessionRun.started(plan_of(THREE_HOLDS)).perform_all([after(5 + 90 + 10.0, "ease")])

    assert run.session.status is Status.COMPLETED


def test_easing_in_a_pause_stays_paused_in_the_release() -> None:
    run = SessionRun.started(plan_of(THREE_HOLDS)).perform_all([after(15.0, "pause")])

    assert run.perform(after(1.0, "ease")) == [Eased(run.now, 0), PhaseBegan(run.now, 2)]
    assert run.session.mode is Mode.PAUSED


@pytest.mark.parametrize("at_s", [1.0, 40.0, 130.0])
def test_easing_outside_a_hold_does_nothing(at_s: float) -> None:
    run = SessionRun.started(plan_of(THREE_HOLDS, OIL_30S)).perform_all([after(at_s, "advance")])
    assert run.session.phase.kind in {PhaseKind.GET_READY, PhaseKind.RELEASE, PhaseKind.WORK}

    assert run.perform(after(0.0, "ease")) == []
    assert not run.session.steps(run.now)[0].eased


# What would end the session


def test_skipping_ends_the_session_only_in_its_last_step() -> None:
    steps: list[TimedAction] = [after(10.0, "skip"), after(1.0, "found"), after(1.0, "skip")]
    run = SessionRun.started(plan_of(OIL_30S, with_gate(THREE_HOLDS)))
    ends = [run.session.skip_ends_session]
    for step in steps:
        run.perform(step)
        ends.append(run.session.skip_ends_session)
    assert ends == [False, True, True, False]
    assert run.session.mode is Mode.ENDED


def test_easing_ends_the_session_only_in_its_last_hold() -> None:
    steps: list[TimedAction] = [after(10.0, "ease"), after(20.0, "ease"), after(15.0, "advance")]
    run = SessionRun.started(plan_of(THREE_HOLDS))
    ends = [run.session.ease_ends_session]
    for step in steps:
        run.perform(step)
        ends.append(run.session.ease_ends_session)
    assert ends == [False, False, False, True]
    assert run.session.phase.hold == 3
    assert run.session.length_s == 30.0
