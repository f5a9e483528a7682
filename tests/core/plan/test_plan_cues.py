"""Where the cues of a plan stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.driving import SessionRun, after
from tests.core.routines import LOCATE_GATE, OIL_30S, THREE_HOLDS, with_halfway_cue, plan_of, routine, with_gate
from tests.core.strategies import TimedAction, routines_with_options, plans
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import COUNTDOWN_CUES, Countdown, Speak
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import OIL
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import PlanOptions, Plan, build_plan
from tpsession.core.session.events import CueReached

COUNTING = {cue for count in COUNTDOWN_CUES.values() for cue in count}


def moments(phase: Phase) -> list[float]:
    """When the cues of a phase come, in seconds from its start."""
    return [placed.moment(phase.planned_s) for placed in phase.cues]


@given(plans(exact=False))
def test_every_cue_lies_inside_its_phase_and_in_order(laid: Plan) -> None:
    for phase in laid.phases:
        when = moments(phase)
        assert when[0] == 0.0
        assert when == sorted(when)
        assert all(moment == 0.0 or moment < phase.planned_s for moment in when)


@given(plans(exact=False))
def test_the_middle_and_the_countdown_stand_half_a_second_apart(laid: Plan) -> None:
    for phase in laid.phases:
        for (one, one_s), (other, other_s) in pairwise(zip(phase.cues, moments(phase), strict=True)):
            if cues.HALF_WAY in {one.cue, other.cue}:
                assert other_s - one_s >= 0.5 - 1e-6


@given(plans())
def test_every_phase_opens_with_the_cue_of_what_it_is(laid: Plan) -> None:
    opening = {
        PhaseKind.GET_READY: {cues.GET_READY},
        PhaseKind.SWITCH_SIDES: {cues.SWITCH_SIDES},
        PhaseKind.GATE: {cues.GATE},
        PhaseKind.RELEASE: {cues.RELEASE},
    }
    for index, phase in enumerate(laid.phases):
        first = phase.cues[0].cue
        starts = {laid.entries[phase.entry].technique.start_cue, cues.FOUND}
        assert first in opening.get(phase.kind, starts)
        own_gate = index > 0 and laid.phases[index - 1].is_gate
        own_gate = own_gate and laid.phases[index - 1].entry == phase.entry
        assert (first is cues.FOUND) == own_gate


@given(routines_with_options(), st.sampled_from(Countdown))
def test_the_countdown_that_was_chosen_counts_every_phase_that_is_long_enough(
    chosen: tuple[Routine, PlanOptions], countdown: Countdown
) -> None:
    routine, choices = chosen
    laid = build_plan(routine, PlanOptions(choices.area, choices.side, 5.0, countdown, halfway=False))

    for phase in laid.phases:
        counted = [
            (placed.cue, phase.planned_s - placed.moment(phase.planned_s))
            for placed in phase.cues
            if placed.cue in COUNTING
        ]
        long = phase.planned_s >= 5.0 and phase.kind is not PhaseKind.SWITCH_SIDES
        expected = zip(COUNTDOWN_CUES[countdown], [3.0, 2.0, 1.0], strict=False)
        assert [(cue, round(left, 6)) for cue, left in counted] == (list(expected) if long else [])


@given(routines_with_options())
def test_the_middle_is_signalled_where_the_step_asks_and_the_person_wants_it(
    chosen: tuple[Routine, PlanOptions],
) -> None:
    laid = build_plan(*chosen)

    for phase in laid.phases:
        step = chosen[0].steps[laid.entries[phase.entry].number - 1]
        halves = phase.kind in {PhaseKind.WORK, PhaseKind.HOLD, PhaseKind.REST}
        asked = halves and step.halfway and chosen[1].halfway
        signalled = [placed.moment(phase.planned_s) for placed in phase.cues if placed.cue is cues.HALF_WAY]
        assert signalled == ([phase.planned_s / 2] if asked else [])


@pytest.mark.parametrize(
    ("length_s", "halfway", "counts"),
    [(4.9, False, 0), (5.0, False, 3), (5.0, True, 0), (6.9, True, 0), (7.0, True, 3)],
)
def test_short_phases_are_not_counted_down(length_s: float, halfway: bool, counts: int) -> None:
    laid = plan_of(Step(OIL, duration_s=length_s, sided=True, halfway=halfway))

    counted = [placed.cue for placed in laid.phases[1].cues if placed.cue in COUNTING]

    assert len(counted) == counts


@pytest.mark.parametrize(
    ("length_s", "halfway", "told"),
    [(7.9, False, False), (8.0, False, True), (10.9, True, False), (11.0, True, True)],
)
def test_a_cue_says_that_a_step_comes_next_where_no_voice_does(
    length_s: float, halfway: bool, told: bool
) -> None:
    step = Step(OIL, duration_s=length_s, sided=True, halfway=halfway)
    laid = build_plan(routine(step, THREE_HOLDS), PlanOptions(speak=Speak.NONE))

    moments_of_next = [
        [length_s - placed.moment(length_s) for placed in phase.cues if placed.cue is cues.NEXT]
        for phase in laid.phases
    ]

    # Neither getting ready, nor a hold before its release, nor the last phase.
    assert [moments[:1] for moments in moments_of_next] == [
        [], [4.5] if told else [], [], [4.5], [], [4.5], [],
    ]  # fmt: skip


@given(routines_with_options())
def test_with_a_voice_no_cue_says_what_it_says(chosen: tuple[Routine, PlanOptions]) -> None:
    routine, choices = chosen
    spoken = {placed.cue for phase in build_plan(routine, choices).phases for placed in phase.cues}
    silent = build_plan(routine, choices._replace(speak=Speak.NONE, countdown=Countdown.SPOKEN))
    sounded = {placed.cue for phase in silent.phases for placed in phase.cues}

    assert cues.NEXT not in spoken
    assert not sounded & set(COUNTDOWN_CUES[Countdown.SPOKEN])


@pytest.mark.parametrize("change_s", [0.0, -1.0, -2.0, -10.0, -20.0])
def test_what_comes_next_and_the_middle_stay_apart_when_a_phase_is_changed(change_s: float) -> None:
    step = Step(OIL, duration_s=26.0, sided=True, halfway=True)
    laid = build_plan(routine(step, THREE_HOLDS, OIL_30S), PlanOptions(speak=Speak.NONE, countdown=Countdown.NONE))

    run = SessionRun.started(laid).perform_all([after(5.0, "advance"), TimedAction(0.0, "extend", change_s)]).finish()

    told = [(event.at, event.cue) for event in run.events if isinstance(event, CueReached)]
    for (one_s, one), (other_s, other) in pairwise(told):
        if {one, other} == {cues.HALF_WAY, cues.NEXT}:
            assert other_s - one_s >= 0.5


def test_a_persons_own_no_silences_every_middle() -> None:
    laid = build_plan(routine(with_halfway_cue(OIL_30S), with_halfway_cue(THREE_HOLDS)), PlanOptions(halfway=False))

    assert all(placed.cue is not cues.HALF_WAY for phase in laid.phases for placed in phase.cues)


def test_the_middle_of_each_hold_is_signalled() -> None:
    laid = plan_of(with_halfway_cue(THREE_HOLDS))

    signalled = [
        phase.kind for phase in laid.phases if any(placed.cue is cues.HALF_WAY for placed in phase.cues)
    ]

    assert signalled == [PhaseKind.HOLD] * 3


def test_the_announcement_of_the_other_side_is_not_counted_down() -> None:
    laid = plan_of(with_gate(OIL_30S), LOCATE_GATE, sides=Sides.EACH)

    (switch,) = [phase for phase in laid.phases if phase.kind is PhaseKind.SWITCH_SIDES]

    assert [placed.cue for placed in switch.cues] == [cues.SWITCH_SIDES]
    assert switch.planned_s == 3.0
