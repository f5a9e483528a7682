"""The plan: what a routine becomes once area and side are chosen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    LOCATE_GATE,
    OIL_30S,
    THREE_HOLDS,
    REST_60S,
    WIPE_GATE,
    plan_of,
    routine,
    with_gate,
)
from tests.core.strategies import routines_with_options, plans, routines
from tpsession.core.catalog.area import AREAS, NECK, SHOULDER, Area
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import PRESSURE
from tpsession.core.errors import UsageError
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import PlanOptions, Plan, build_plan


def played(routine: Routine, choices: PlanOptions) -> list[tuple[int, Side]]:
    """The steps by number, and their sides, in the order of playing: told from the routine alone."""
    if routine.sides is Sides.EACH and choices.side in {None, Side.BOTH}:
        sides = [Side.LEFT, Side.RIGHT]
    elif choices.side is not None:
        sides = [choices.side]
    else:
        sides = [Side(routine.sides.value)]
    order: list[tuple[int, Side]] = []
    run: list[int] = []
    for number, step in enumerate(routine.steps, start=1):
        if step.sided:
            run.append(number)
            continue
        order += [(sided, side) for side in sides for sided in run]
        order.append((number, Side.NONE))
        run = []
    return order + [(sided, side) for side in sides for sided in run]


@given(routines_with_options())
def test_every_run_of_sided_steps_is_played_side_by_side_and_the_others_once(
    chosen: tuple[Routine, PlanOptions],
) -> None:
    laid = build_plan(*chosen)

    assert [(entry.number, entry.side) for entry in laid.entries] == played(*chosen)


@given(plans())
def test_getting_ready_comes_before_the_first_step_and_after_each_switch_of_sides_only(laid: Plan) -> None:
    phases = laid.phases
    assert phases[0].kind is PhaseKind.GET_READY

    worked = None
    expected = [0]
    for index, entry in enumerate(laid.entries):
        if entry.side is not Side.NONE:
            if worked is not None and entry.side is not worked:
                expected.append(index)
            worked = entry.side
    ready = [phase.entry for phase in phases if phase.kind is PhaseKind.GET_READY]
    switched = [phase.entry for phase in phases if phase.kind is PhaseKind.SWITCH_SIDES]

    assert ready == expected
    assert switched == expected[1:]
    for phase, following in pairwise(phases):
        if phase.kind is PhaseKind.SWITCH_SIDES:
            assert following.kind is PhaseKind.GET_READY


@given(plans())
def test_nothing_follows_the_last_hold_and_a_release_parts_two(laid: Plan) -> None:
    for index, entry in enumerate(laid.entries):
        kinds = [phase.kind for phase in laid.phases if phase.entry == index and not phase.kind.is_lead_in]
        if PhaseKind.HOLD in kinds:
            holds = [kind for kind in kinds if kind is not PhaseKind.GATE]
            assert holds[::2] == [PhaseKind.HOLD] * entry.rounds
            assert holds[1::2] == [PhaseKind.RELEASE] * (entry.rounds - 1)
        assert kinds.count(PhaseKind.GATE) <= 1
        assert PhaseKind.GATE not in kinds[1:]


@given(plans(exact=False))
def test_each_phase_starts_where_the_one_before_ends(laid: Plan) -> None:
    starts_s = 0.0
    for phase in laid.phases:
        assert phase.starts_s == starts_s
        starts_s += phase.planned_s
    assert laid.planned_s == starts_s


@given(plans())
def test_the_total_is_the_steps_and_what_leads_in_to_them(laid: Plan) -> None:
    leading = sum(phase.planned_s for phase in laid.phases if phase.kind.is_lead_in)

    assert laid.planned_s == leading + sum(entry.planned_s for entry in laid.entries)
    assert all(phase.planned_s == 0.0 for phase in laid.phases if phase.is_gate)


@given(plans())
def test_the_start_of_a_step_is_after_what_leads_in_to_it(laid: Plan) -> None:
    for entry in range(len(laid.entries)):
        start = laid.entry_start(entry)
        assert laid.phases[start].entry == entry
        assert not laid.phases[start].kind.is_lead_in
        assert start == 0 or laid.phases[start - 1].entry != entry or laid.phases[start - 1].kind.is_lead_in
    for index, phase in enumerate(laid.phases):
        start = laid.section_start(index)
        assert start <= index
        assert all(
            (between.entry, between.kind.is_lead_in) == (phase.entry, phase.kind.is_lead_in)
            for between in laid.phases[start : index + 1]
        )


@given(plans())
def test_a_step_ends_where_another_begins_or_what_leads_in_to_it(laid: Plan) -> None:
    for index in range(len(laid.phases)):
        end = laid.section_end(index)
        assert {laid.section_start(place) for place in range(index, end)} == {laid.section_start(index)}
        assert end == len(laid.phases) or laid.section_start(end) == end


def test_a_routine_becomes_phases_in_order() -> None:
    laid = plan_of(OIL_30S, LOCATE_GATE, with_gate(THREE_HOLDS), BREATHE_60S, REST_60S, WIPE_GATE, sides=Sides.EACH)

    side = ["work", "gate", "gate", "hold", "release", "hold", "release", "hold"]
    assert [phase.kind.value for phase in laid.phases] == [
        "get-ready", *side, "switch-sides", "get-ready", *side, "work", "rest", "gate",
    ]  # fmt: skip
    assert [phase.round for phase in laid.phases[4:9]] == [1, 1, 2, 2, 3]
    assert laid.planned_s == 5 + 2 * (30 + 120) + (3 + 5) + 60 + 60


def test_the_time_of_a_step_is_its_holds_and_the_releases_between() -> None:
    assert THREE_HOLDS.total_s == 3 * 30 + 2 * 15
    assert THREE_HOLDS.massage_s == 90
    assert OIL_30S.total_s == OIL_30S.massage_s == 30
    assert LOCATE_GATE.total_s == LOCATE_GATE.massage_s == 0
    assert (REST_60S.total_s, REST_60S.massage_s) == (60, 0)
    assert LOCATE_GATE.is_gate
    assert not THREE_HOLDS.is_gate


def test_a_pressure_that_is_given_as_a_duration_is_one_hold() -> None:
    laid = plan_of(Step(PRESSURE, duration_s=30.0, sided=True))

    assert [phase.kind.value for phase in laid.phases] == ["get-ready", "hold"]
    assert laid.entries[0].rounds == 1


@pytest.mark.parametrize(
    ("sides", "chosen", "kept", "worked"),
    [
        (Sides.EACH, None, Side.BOTH, [Side.LEFT, Side.RIGHT]),
        (Sides.EACH, Side.BOTH, Side.BOTH, [Side.LEFT, Side.RIGHT]),
        (Sides.EACH, Side.LEFT, Side.LEFT, [Side.LEFT]),
        (Sides.EACH, Side.RIGHT, Side.RIGHT, [Side.RIGHT]),
        (Sides.LEFT, None, Side.LEFT, [Side.LEFT]),
        (Sides.RIGHT, Side.RIGHT, Side.RIGHT, [Side.RIGHT]),
        (Sides.BOTH, None, Side.BOTH, [Side.BOTH]),
        (Sides.BOTH, Side.LEFT, Side.LEFT, [Side.LEFT]),
        (Sides.NONE, None, Side.NONE, [Side.NONE]),
        (Sides.NONE, Side.NONE, Side.NONE, [Side.NONE]),
    ],
)
def test_the_side_that_is_kept_and_those_that_are_worked(
    sides: Sides, chosen: Side | None, kept: Side, worked: list[Side]
) -> None:
    laid = build_plan(routine(OIL_30S, sides=sides), PlanOptions(side=chosen))

    assert laid.side is kept
    assert [entry.side for entry in laid.entries] == worked


def test_the_sides_are_switched_again_when_a_later_run_starts_on_the_left() -> None:
    laid = plan_of(OIL_30S, BREATHE_60S, CIRCLES_60S, sides=Sides.EACH)

    switched = [laid.entries[phase.entry] for phase in laid.phases if phase.kind is PhaseKind.SWITCH_SIDES]

    assert [(entry.number, entry.side) for entry in switched] == [
        (1, Side.RIGHT),
        (3, Side.LEFT),
        (3, Side.RIGHT),
    ]


# What a person chooses


def test_choices_win_over_the_routine() -> None:
    laid = build_plan(routine(OIL_30S), PlanOptions(get_ready_s=10.0, countdown=Countdown.CALM))

    assert laid.phases[0].planned_s == 10.0
    assert [placed.cue.id for placed in laid.phases[0].cues] == [
        "get-ready", "count-calm-3", "count-calm-2", "count-calm-1",
    ]  # fmt: skip


@given(routines(area=st.just(SHOULDER)))
def test_without_choices_the_routine_says_everything(drawn: Routine) -> None:
    laid = build_plan(drawn, PlanOptions())

    assert laid.routine == drawn.id
    assert laid.name == drawn.name
    assert laid.area is SHOULDER
    assert set(laid.have) == {*laid.area.have, *drawn.have}
    assert len(laid.have) == len(set(laid.have))
    assert laid.have[: len(laid.area.have)] == laid.area.have
    assert laid.care == laid.area.care
    assert laid.phases[0].planned_s == drawn.get_ready_s


def test_the_position_is_the_areas_where_the_routine_gives_none() -> None:
    assert plan_of(OIL_30S).position == SHOULDER.position


@given(routines_with_options())
def test_what_never_to_press_is_the_areas_own_and_then_the_routines_once(
    chosen: tuple[Routine, PlanOptions],
) -> None:
    laid = build_plan(*chosen)

    assert laid.avoid[: len(laid.area.never_press)] == laid.area.never_press
    assert set(chosen[0].avoid) <= set(laid.avoid)
    assert len(laid.avoid) == len(set(laid.avoid))


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_a_routine_for_any_area_is_laid_out_for_the_one_that_was_chosen(area: Area) -> None:
    assert build_plan(routine(OIL_30S, area=None), PlanOptions(area=area)).area is area


def test_the_area_of_a_routine_may_be_named_again() -> None:
    assert build_plan(routine(OIL_30S, area=NECK), PlanOptions(area=NECK)).area is NECK


def test_a_routine_for_any_area_needs_one() -> None:
    with pytest.raises(UsageError) as refused:
        build_plan(routine(OIL_30S, area=None), PlanOptions())

    assert str(refused.value) == '"Known" works for any area. Choose one with --area.'


def test_a_routine_for_one_area_takes_no_other() -> None:
    with pytest.raises(UsageError) as refused:
        build_plan(routine(OIL_30S), PlanOptions(area=NECK))

    assert str(refused.value) == '"Known" is for the area shoulder, not neck. Leave --area out.'


@pytest.mark.parametrize(
    ("sides", "side", "known"),
    [
        (Sides.EACH, Side.NONE, "left, right, both"),
        (Sides.LEFT, Side.RIGHT, "left"),
        (Sides.LEFT, Side.BOTH, "left"),
        (Sides.BOTH, Side.NONE, "left, right, both"),
        (Sides.NONE, Side.LEFT, "none"),
    ],
)
def test_a_side_that_the_routine_does_not_have_is_refused_with_those_it_has(
    sides: Sides, side: Side, known: str
) -> None:
    with pytest.raises(UsageError) as refused:
        build_plan(routine(OIL_30S, sides=sides), PlanOptions(side=side))

    assert str(refused.value) == f'"Known" has no side "{side}". It can be played with: {known}.'
