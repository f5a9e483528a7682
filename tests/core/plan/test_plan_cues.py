"""Where the cues of a plan are: their phases and their moments."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.driving import SessionRun, after
from tests.core.routines import (
    LOCATE_GATE,
    OIL_30S,
    THREE_HOLDS,
    plan_of,
    routine,
    with_gate,
    with_halfway_cue,
)
from tests.core.strategies import TimedAction, plans, routines_with_options
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import COUNTDOWN_CUES, Countdown, Speak
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import OIL, REST
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.session.events import CueReached

COUNTING = {cue for count in COUNTDOWN_CUES.values() for cue in count}


def moments(phase: Phase) -> list[float]:
    """The moments of a phase's cues, in seconds from its start."""
    return [phase_cue.moment(phase.planned_s) for phase_cue in phase.cues]


@given(plans(exact=False))
def test_the_cues_of_a_phase_lie_inside_it_and_are_in_order(plan: Plan) -> None:
    for phase in plan.phases:
        when = moments(phase)
        assert when[0] == 0.0
        assert when == sorted(when)
        assert all(moment == 0.0 or moment < phase.planned_s for moment in when)


@given(plans(exact=False))
def test_the_half_way_cue_and_the_countdown_are_half_a_second_apart(plan: Plan) -> None:
    for phase in plan.phases:
        for (first, first_s), (second, second_s) in pairwise(zip(phase.cues, moments(phase), strict=True)):
            if cues.HALF_WAY in {first.cue, second.cue}:
                assert second_s - first_s >= 0.5 - 1e-6


@given(plans())
def test_every_phase_opens_with_the_cue_of_its_kind(plan: Plan) -> None:
    opening = {
        PhaseKind.GET_READY: {cues.GET_READY},
        PhaseKind.SWITCH_SIDES: {cues.SWITCH_SIDES},
        PhaseKind.GATE: {cues.GATE},
        PhaseKind.RELEASE: {cues.RELEASE},
    }
    for index, phase in enumerate(plan.phases):
        first = phase.cues[0].cue
        starts = {plan.entries[phase.entry].technique.start_cue, cues.FOUND}
        assert first in opening.get(phase.kind, starts)
        own_gate = index > 0 and plan.phases[index - 1].is_gate
        own_gate = own_gate and plan.phases[index - 1].entry == phase.entry
        assert (first is cues.FOUND) == own_gate


@given(routines_with_options(), st.sampled_from(Countdown))
def test_the_chosen_countdown_is_in_every_phase_that_is_long_enough(
    routine_and_options: tuple[Routine, PlanOptions], countdown: Countdown
) -> None:
    routine, options = routine_and_options
    plan = build_plan(routine, PlanOptions(options.area, options.side, 5.0, countdown, halfway=False))

    for phase in plan.phases:
        counted = [
            (phase_cue.cue, phase.planned_s - phase_cue.moment(phase.planned_s))
            for phase_cue in phase.cues
            if phase_cue.cue in COUNTING
        ]
        long = phase.planned_s >= 5.0 and phase.kind is not PhaseKind.SWITCH_SIDES
        expected = zip(COUNTDOWN_CUES[countdown], [3.0, 2.0, 1.0], strict=False)
        assert [(cue, round(before_end_s, 6)) for cue, before_end_s in counted] == (
            list(expected) if long else []
        )


@given(routines_with_options())
def test_half_way_cues_need_both_the_step_and_the_option(
    routine_and_options: tuple[Routine, PlanOptions],
) -> None:
    plan = build_plan(*routine_and_options)

    for phase in plan.phases:
        number = plan.entries[phase.entry].number
        step = routine_and_options[0].steps[number - 1] if number else Step(REST)
        can_halve = phase.kind in {PhaseKind.WORK, PhaseKind.HOLD, PhaseKind.REST}
        asked = can_halve and step.halfway and routine_and_options[1].halfway
        signalled = [
            phase_cue.moment(phase.planned_s) for phase_cue in phase.cues if phase_cue.cue is cues.HALF_WAY
        ]
        assert signalled == ([phase.planned_s / 2] if asked else [])


@pytest.mark.parametrize(
    ("length_s", "halfway", "counts"),
    [(4.9, False, 0), (5.0, False, 3), (5.0, True, 0), (6.9, True, 0), (7.0, True, 3)],
)
def test_short_phases_are_not_counted_down(length_s: float, halfway: bool, counts: int) -> None:
    plan = plan_of(Step(OIL, duration_s=length_s, sided=True, halfway=halfway))

    counted = [phase_cue.cue for phase_cue in plan.phases[1].cues if phase_cue.cue in COUNTING]

    assert len(counted) == counts


@pytest.mark.parametrize(
    ("length_s", "halfway", "announced"),
    [(7.9, False, False), (8.0, False, True), (10.9, True, False), (11.0, True, True)],
)
def test_a_cue_announces_the_next_step_if_nothing_is_spoken(
    length_s: float, halfway: bool, announced: bool
) -> None:
    step = Step(OIL, duration_s=length_s, sided=True, halfway=halfway)
    plan = build_plan(routine(step, THREE_HOLDS), PlanOptions(speak=Speak.NONE))

    moments_of_next = [
        [length_s - phase_cue.moment(length_s) for phase_cue in phase.cues if phase_cue.cue is cues.NEXT]
        for phase in plan.phases
    ]

    # None in get-ready, in a hold that a release follows, and in the last phase.
    assert [moments[:1] for moments in moments_of_next] == [
        [], [4.5] if announced else [], [], [4.5], [], [4.5], [],
    ]  # fmt: skip


@given(routines_with_options())
def test_no_cue_repeats_what_the_voice_says(routine_and_options: tuple[Routine, PlanOptions]) -> None:
    routine, options = routine_and_options
    spoken = {phase_cue.cue for phase in build_plan(routine, options).phases for phase_cue in phase.cues}
    silent = build_plan(routine, options._replace(speak=Speak.NONE, countdown=Countdown.SPOKEN))
    sounded = {phase_cue.cue for phase in silent.phases for phase_cue in phase.cues}

    assert cues.NEXT not in spoken
    assert not sounded & set(COUNTDOWN_CUES[Countdown.SPOKEN])


@pytest.mark.parametrize("change_s", [0.0, -1.0, -2.0, -10.0, -20.0])
def test_next_and_half_way_cues_stay_apart_when_a_phase_is_extended_or_shortened(change_s: float) -> None:
    step = Step(OIL, duration_s=26.0, sided=True, halfway=True)
    plan = build_plan(
        routine(step, THREE_HOLDS, OIL_30S), PlanOptions(speak=Speak.NONE, countdown=Countdown.NONE)
    )

    run = (
        SessionRun.started(plan)
        .perform_all([after(5.0, "advance"), TimedAction(0.0, "extend", change_s)])
        .finish()
    )

    reported = [(event.at, event.cue) for event in run.events if isinstance(event, CueReached)]
    for (first_s, first), (second_s, second) in pairwise(reported):
        if {first, second} == {cues.HALF_WAY, cues.NEXT}:
            assert second_s - first_s >= 0.5


def test_the_option_can_turn_off_all_half_way_cues() -> None:
    plan = build_plan(
        routine(with_halfway_cue(OIL_30S), with_halfway_cue(THREE_HOLDS)), PlanOptions(halfway=False)
    )

    assert all(phase_cue.cue is not cues.HALF_WAY for phase in plan.phases for phase_cue in phase.cues)


def test_each_hold_has_a_half_way_cue() -> None:
    plan = plan_of(with_halfway_cue(THREE_HOLDS))

    signalled = [
        phase.kind for phase in plan.phases if any(phase_cue.cue is cues.HALF_WAY for phase_cue in phase.cues)
    ]

    assert signalled == [PhaseKind.HOLD] * 3


def test_switching_sides_is_not_counted_down() -> None:
    plan = plan_of(with_gate(OIL_30S), LOCATE_GATE, sides=Sides.EACH)

    (switch,) = [phase for phase in plan.phases if phase.kind is PhaseKind.SWITCH_SIDES]

    assert [phase_cue.cue for phase_cue in switch.cues] == [cues.SWITCH_SIDES]
    assert switch.planned_s == 3.0
