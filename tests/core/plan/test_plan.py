"""The plan that a routine becomes once area, side and options are chosen."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    EIGHT_STROKES,
    LOCATE_GATE,
    OIL_30S,
    REST_60S,
    TEN_RAISES,
    THREE_HOLDS,
    TWO_FISTS,
    TWO_TURNS,
    WIPE_GATE,
    plan_of,
    routine,
    with_gate,
)
from tests.core.strategies import plans, routines, routines_with_options
from tpsession.core.catalog.area import AREAS, HAND, NECK, SHOULDER, Area
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import Rounds, Routine, Sides, Step, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import CUSTOM, PRESSURE, RELAX, REST
from tpsession.core.errors import UsageError
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan


def expected_order(routine: Routine, choices: PlanOptions) -> list[tuple[int, Side]]:
    """The number and side of each step in the order of playing, worked out from the routine alone."""
    if routine.sides is Sides.EACH and choices.side in {None, Side.BOTH}:
        sides = [Side.LEFT, Side.RIGHT] if routine.first is Side.LEFT else [Side.RIGHT, Side.LEFT]
    elif choices.side is not None:
        sides = [choices.side]
    else:
        sides = [Side(routine.sides.value)]
    order: list[tuple[int, Side]] = []
    numbered = list(enumerate(routine.steps, start=1))
    for rounds, part in groupby(numbered, key=lambda item: item[1].rounds):
        once = order_of_round(routine, list(part), sides)
        rest = [(0, Side.NONE)] if rounds and rounds.rest_s else []
        order += once + (rest + once) * (rounds.count - 1 if rounds else 0)
    return order


def order_of_round(
    routine: Routine, steps: list[tuple[int, Step]], sides: list[Side]
) -> list[tuple[int, Side]]:
    """The number and side of each step of a round in the order of playing."""
    order: list[tuple[int, Side]] = []
    run: list[int] = []
    for number, step in steps:
        if step.sided and routine.switch is Switch.STEP:
            order += [(number, side) for side in sides]
            continue
        if step.sided:
            run.append(number)
            continue
        order += [(sided, side) for side in sides for sided in run]
        order.append((number, Side.NONE))
        run = []
    return order + [(sided, side) for side in sides for sided in run]


@given(routines_with_options())
def test_each_run_of_sided_steps_is_played_once_a_side_and_other_steps_once(
    routine_and_options: tuple[Routine, PlanOptions],
) -> None:
    sample, options = routine_and_options
    if sample.area is None:
        # On other areas, steps with oil are left out.
        options = options._replace(area=HAND)
    plan = build_plan(sample, options)

    assert [(entry.number, entry.side) for entry in plan.entries] == expected_order(sample, options)


@given(plans())
def test_get_ready_comes_only_before_the_first_step_and_after_each_switch_of_sides(plan: Plan) -> None:
    phases = plan.phases
    assert phases[0].kind is PhaseKind.GET_READY

    last_side = None
    expected = [0]
    for index, entry in enumerate(plan.entries):
        if entry.side is not Side.NONE:
            if last_side is not None and entry.side is not last_side:
                expected.append(index)
            last_side = entry.side
    ready = [phase.entry for phase in phases if phase.kind is PhaseKind.GET_READY]
    switched = [phase.entry for phase in phases if phase.kind is PhaseKind.SWITCH_SIDES]

    assert ready == expected
    assert switched == expected[1:]
    for phase, following in pairwise(phases):
        if phase.kind is PhaseKind.SWITCH_SIDES:
            assert following.kind is PhaseKind.GET_READY


@given(plans())
def test_there_is_a_release_between_two_holds_and_after_the_last_one_to_relax(
    plan: Plan,
) -> None:
    for index, entry in enumerate(plan.entries):
        kinds = [phase.kind for phase in plan.phases if phase.entry == index and not phase.kind.is_lead_in]
        if PhaseKind.HOLD in kinds:
            holds = [kind for kind in kinds if kind is not PhaseKind.GATE]
            assert holds[::2] == [PhaseKind.HOLD] * entry.holds
            releases = entry.holds - (0 if entry.technique is RELAX else 1)
            assert holds[1::2] == [PhaseKind.RELEASE] * releases
        assert kinds.count(PhaseKind.GATE) <= 1
        assert PhaseKind.GATE not in kinds[1:]


@given(plans(exact=False))
def test_each_phase_starts_where_the_one_before_ends(plan: Plan) -> None:
    starts_s = 0.0
    for phase in plan.phases:
        assert phase.starts_s == starts_s
        starts_s += phase.planned_s
    assert plan.planned_s == starts_s


@given(plans())
def test_the_total_time_is_the_sum_of_the_steps_and_their_lead_ins(plan: Plan) -> None:
    leading = sum(phase.planned_s for phase in plan.phases if phase.kind.is_lead_in)

    assert plan.planned_s == leading + sum(entry.planned_s for entry in plan.entries)
    assert all(phase.planned_s == 0.0 for phase in plan.phases if phase.is_gate)


@given(plans())
def test_a_step_starts_after_its_lead_in(plan: Plan) -> None:
    for entry in range(len(plan.entries)):
        start = plan.entry_start(entry)
        assert plan.phases[start].entry == entry
        assert not plan.phases[start].kind.is_lead_in
        assert start == 0 or plan.phases[start - 1].entry != entry or plan.phases[start - 1].kind.is_lead_in
    for index, phase in enumerate(plan.phases):
        start = plan.section_start(index)
        assert start <= index
        assert all(
            (between.entry, between.kind.is_lead_in) == (phase.entry, phase.kind.is_lead_in)
            for between in plan.phases[start : index + 1]
        )


@given(plans())
def test_a_section_ends_where_the_next_one_starts(plan: Plan) -> None:
    for index in range(len(plan.phases)):
        end = plan.section_end(index)
        assert {plan.section_start(place) for place in range(index, end)} == {plan.section_start(index)}
        assert end == len(plan.phases) or plan.section_start(end) == end


def test_each_step_can_be_played_on_both_sides_before_the_next_and_the_right_side_first() -> None:
    each = routine(OIL_30S, CIRCLES_60S, REST_60S, sides=Sides.EACH)._replace(first=Side.RIGHT)

    def order(switch: Switch, side: Side | None = None) -> list[str]:
        plan = build_plan(each._replace(switch=switch), PlanOptions(side=side))
        return [f"{entry.number}{entry.side[0]}" for entry in plan.entries]

    assert order(Switch.BLOCK) == ["1r", "2r", "1l", "2l", "3n"]
    assert order(Switch.STEP) == ["1r", "1l", "2r", "2l", "3n"]
    assert order(Switch.STEP, Side.LEFT) == ["1l", "2l", "3n"]


def test_rounds_are_played_one_after_the_other_with_a_rest_between() -> None:
    rounds = Rounds(2, 3, 20.0)
    oil, circles = (step._replace(rounds=rounds) for step in (OIL_30S, CIRCLES_60S))
    plan = plan_of(LOCATE_GATE, oil, circles, WIPE_GATE, sides=Sides.EACH)

    assert [f"{entry.number}{entry.side[0]}{entry.round}" for entry in plan.entries] == [
        "1l1", "1r1", "2l1", "3l1", "2r1", "3r1", "0n2", "2l2", "3l2", "2r2", "3r2", "0n3", "2l3", "3l3",
        "2r3", "3r3", "4n1",
    ]  # fmt: skip
    assert [entry.round_count for entry in plan.entries[1:4]] == [1, 3, 3]
    rest = plan.entries[6]
    assert (rest.is_between_rounds, rest.technique, rest.planned_s) == (True, REST, 20.0)
    assert not any(entry.is_between_rounds for entry in plan_of(oil._replace(rounds=Rounds(1, 2))).entries)


def test_to_relax_ends_with_a_release_so_that_nobody_stays_tense() -> None:
    plan = plan_of(TWO_FISTS, REST_60S)

    assert [phase.kind.value for phase in plan.phases] == [
        "get-ready", "hold", "release", "hold", "release", "rest",
    ]  # fmt: skip
    assert [phase.hold for phase in plan.phases[1:5]] == [1, 1, 2, 2]
    assert plan.entries[0].planned_s == TWO_FISTS.total_s == 2 * (5 + 15)


def test_what_is_counted_is_timed_by_its_own_tempo_alone() -> None:
    plan = plan_of(EIGHT_STROKES, TEN_RAISES)

    assert [phase.kind.value for phase in plan.phases] == ["get-ready", "work", "gate"]
    assert [(entry.count, entry.planned_s) for entry in plan.entries] == [(8, 40.0), (10, 0.0)]
    assert (EIGHT_STROKES.massage_s, TEN_RAISES.massage_s) == (40.0, 50.0)
    # Strokes have a tempo of their own, but a count without one in the file waits.
    assert EIGHT_STROKES._replace(tempo=None).is_gate


def test_each_hold_has_its_own_words() -> None:
    (entry,) = plan_of(TWO_TURNS).entries

    assert [(entry.text_of(hold), entry.say_of(hold)) for hold in (1, 2)] == [
        ("Turn to the window.", "To the window"),
        ("Turn to the door.", "To the door"),
    ]
    (usual,) = plan_of(TWO_TURNS._replace(text="", hold_texts=("", "Other."))).entries
    assert usual.hold_texts == (usual.text, "Other.")
    assert "draw this arm across your chest" in usual.text


def test_a_custom_step_without_a_time_waits() -> None:
    assert [phase.kind.value for phase in plan_of(Step(CUSTOM)).phases] == ["get-ready", "gate"]


def test_a_routine_becomes_phases_in_order() -> None:
    plan = plan_of(
        OIL_30S, LOCATE_GATE, with_gate(THREE_HOLDS), BREATHE_60S, REST_60S, WIPE_GATE, sides=Sides.EACH
    )

    side = ["work", "gate", "gate", "hold", "release", "hold", "release", "hold"]
    assert [phase.kind.value for phase in plan.phases] == [
        "get-ready", *side, "switch-sides", "get-ready", *side, "work", "rest", "gate",
    ]  # fmt: skip
    assert [phase.hold for phase in plan.phases[4:9]] == [1, 1, 2, 2, 3]
    assert plan.planned_s == 5 + 2 * (30 + 120) + (3 + 5) + 60 + 60


def test_the_time_of_a_step_is_its_holds_and_the_releases_between_them() -> None:
    assert THREE_HOLDS.total_s == 3 * 30 + 2 * 15
    assert THREE_HOLDS.massage_s == 90
    assert OIL_30S.total_s == OIL_30S.massage_s == 30
    assert LOCATE_GATE.total_s == LOCATE_GATE.massage_s == 0
    assert (REST_60S.total_s, REST_60S.massage_s) == (60, 0)
    assert LOCATE_GATE.is_gate
    assert not THREE_HOLDS.is_gate


def test_a_pressure_with_a_duration_is_one_hold() -> None:
    plan = plan_of(Step(PRESSURE, duration_s=30.0, sided=True))

    assert [phase.kind.value for phase in plan.phases] == ["get-ready", "hold"]
    assert plan.entries[0].holds == 1


@pytest.mark.parametrize(
    ("sides", "chosen_side", "recorded_side", "played_sides"),
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
def test_the_recorded_side_and_the_played_sides_follow_from_routine_and_choice(
    sides: Sides, chosen_side: Side | None, recorded_side: Side, played_sides: list[Side]
) -> None:
    plan = build_plan(routine(OIL_30S, sides=sides), PlanOptions(side=chosen_side))

    assert plan.side is recorded_side
    assert [entry.side for entry in plan.entries] == played_sides


def test_sides_are_switched_again_when_a_later_run_starts_on_the_left() -> None:
    plan = plan_of(OIL_30S, BREATHE_60S, CIRCLES_60S, sides=Sides.EACH)

    switched = [plan.entries[phase.entry] for phase in plan.phases if phase.kind is PhaseKind.SWITCH_SIDES]

    assert [(entry.number, entry.side) for entry in switched] == [
        (1, Side.RIGHT),
        (3, Side.LEFT),
        (3, Side.RIGHT),
    ]


# Options


def test_options_override_the_routine() -> None:
    plan = build_plan(routine(OIL_30S), PlanOptions(get_ready_s=10.0, countdown=Countdown.CALM))

    assert plan.phases[0].planned_s == 10.0
    assert [phase_cue.cue.id for phase_cue in plan.phases[0].cues] == [
        "get-ready", "count-calm-3", "count-calm-2", "count-calm-1",
    ]  # fmt: skip


@given(routines(area=st.just(SHOULDER)))
def test_without_options_the_plan_follows_the_routine(routine: Routine) -> None:
    plan = build_plan(routine, PlanOptions())

    assert plan.routine == routine.id
    assert plan.name == routine.name
    assert plan.area is SHOULDER
    techniques = {entry.technique for entry in plan.entries}
    for_position = () if routine.position else SHOULDER.tools_for(techniques)
    assert set(plan.have) == {*for_position, *routine.have}
    assert len(plan.have) == len(set(plan.have))
    assert plan.have[: len(for_position)] == for_position
    assert plan.care == plan.area.care
    assert plan.phases[0].planned_s == routine.get_ready_s


@given(routines_with_options())
def test_what_never_to_press_lists_the_areas_places_then_the_routines_without_repeats(
    routine_and_options: tuple[Routine, PlanOptions],
) -> None:
    plan = build_plan(*routine_and_options)

    assert plan.avoid[: len(plan.area.never_press)] == plan.area.never_press
    assert set(routine_and_options[0].avoid) <= set(plan.avoid)
    assert len(plan.avoid) == len(set(plan.avoid))


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_a_routine_for_any_area_is_planned_for_the_chosen_one(area: Area) -> None:
    assert build_plan(routine(OIL_30S, area=None), PlanOptions(area=area)).area is area


def test_the_routines_own_area_may_be_chosen_explicitly() -> None:
    assert build_plan(routine(OIL_30S, area=NECK), PlanOptions(area=NECK)).area is NECK


def test_a_routine_for_any_area_is_refused_without_an_area() -> None:
    with pytest.raises(UsageError) as raised:
        build_plan(routine(OIL_30S, area=None), PlanOptions())

    assert str(raised.value) == '"Known" works for any area. Choose one with --area.'


def test_a_routine_for_one_area_is_refused_for_another() -> None:
    with pytest.raises(UsageError) as raised:
        build_plan(routine(OIL_30S), PlanOptions(area=NECK))

    assert str(raised.value) == '"Known" is for the area shoulder, not neck. Leave out --area.'


@pytest.mark.parametrize(
    ("sides", "side", "possible"),
    [
        (Sides.EACH, Side.NONE, "left, right, both"),
        (Sides.LEFT, Side.RIGHT, "left"),
        (Sides.LEFT, Side.BOTH, "left"),
        (Sides.BOTH, Side.NONE, "left, right, both"),
        (Sides.NONE, Side.LEFT, "none"),
    ],
)
def test_a_side_that_does_not_fit_is_refused_and_the_possible_ones_are_listed(
    sides: Sides, side: Side, possible: str
) -> None:
    with pytest.raises(UsageError) as raised:
        build_plan(routine(OIL_30S, sides=sides), PlanOptions(side=side))

    assert str(raised.value) == f'"Known" has no side "{side}". It can be played with: {possible}.'
