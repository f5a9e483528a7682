"""A routine for any area is fitted to the one that is chosen, and usual words fit the step before."""

from __future__ import annotations

import pytest

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    EIGHT_STROKES,
    OIL_30S,
    REST_60S,
    THREE_HOLDS,
    TWO_STRETCHES,
    WIPE_GATE,
    plan_of,
    routine,
)
from tpsession.core.catalog.area import AREAS, CALF, HIP, JAW, LOW_BACK, Area
from tpsession.core.catalog.area_rules import OFF_THE_WALL
from tpsession.core.catalog.routine import Rounds, Sides, Step
from tpsession.core.catalog.technique import BREATHE, CIRCLES, OIL, PRESSURE, REST, STRETCH, WIPE
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan

WITHOUT_OIL = ["low-back", "upper-back", "skull-base", "jaw", "shoulder", "hip", "foot"]


def chosen(*steps: Step, area: Area, sides: Sides = Sides.LEFT) -> Plan:
    """The plan of a routine for any area, with what oil needs."""
    sample = routine(*steps, sides=sides, area=None)._replace(have=("oil", "a towel", "a pillow"))
    return build_plan(sample, PlanOptions(area=area))


def techniques(plan: Plan) -> list[str]:
    return [entry.technique.id for entry in plan.entries]


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_oil_is_neither_used_nor_needed_nor_wiped_off_where_none_belongs(area: Area) -> None:
    plan = chosen(OIL_30S, CIRCLES_60S, WIPE_GATE, REST_60S, area=area)

    assert area.has_oil == (area.id not in WITHOUT_OIL)
    left = "oil circles wipe rest" if area.has_oil else "circles rest"
    assert " ".join(techniques(plan)) == left
    assert ("oil" in plan.have) == area.has_oil
    assert "a pillow" in plan.have
    # The areas' own tools stay.
    assert set(area.tools_for({CIRCLES, REST})) <= set(plan.have)
    assert plan.entries[0].number == (1 if area.has_oil else 2)


def test_what_a_file_says_of_its_own_area_stays() -> None:
    plan = plan_of(OIL_30S, EIGHT_STROKES, WIPE_GATE, area=HIP)

    assert techniques(plan) == ["oil", "strokes", "wipe"]
    assert not any(phase.is_gate for phase in plan.phases[:-1])


def test_nothing_is_left_out_if_nothing_else_is_left_or_in_rounds() -> None:
    assert techniques(chosen(OIL_30S, area=HIP)) == [OIL.id]
    in_rounds = OIL_30S._replace(rounds=Rounds(1, 2))
    assert techniques(chosen(in_rounds, WIPE_GATE, area=HIP)) == [OIL.id, OIL.id, WIPE.id]


def test_a_step_in_words_of_its_own_is_never_left_out() -> None:
    own_oil = OIL_30S._replace(text="A drop of oil for the smell.")
    own_wipe = WIPE_GATE._replace(text="Wipe your hands, and put on the lamp.")

    assert techniques(chosen(own_oil, WIPE_GATE, area=HIP)) == [OIL.id, WIPE.id]
    wiping = chosen(OIL_30S, own_wipe, area=HIP)
    assert techniques(wiping) == [WIPE.id]
    assert "a towel" in wiping.have
    assert "oil" not in wiping.have


def test_oil_on_a_steps_own_area_is_wiped_off_though_the_chosen_one_has_none() -> None:
    plan = chosen(OIL_30S, OIL_30S._replace(area=CALF), WIPE_GATE, area=HIP)

    assert techniques(plan) == [OIL.id, WIPE.id]
    assert "oil" in plan.have
    assert techniques(chosen(WIPE_GATE, REST_60S, area=HIP)) == [WIPE.id, REST.id]


def test_there_is_time_to_place_a_ball_on_each_side_once() -> None:
    plan = chosen(CIRCLES_60S, EIGHT_STROKES, THREE_HOLDS, area=HIP, sides=Sides.EACH)
    gates = [plan.entries[phase.entry].technique.id for phase in plan.phases if phase.is_gate]

    assert gates == ["strokes", "strokes"]
    by_hand = chosen(CIRCLES_60S, EIGHT_STROKES, THREE_HOLDS, area=CALF)
    in_own_words = chosen(EIGHT_STROKES._replace(text="As I like it."), area=HIP)
    assert not any(phase.is_gate for phase in (*by_hand.phases, *in_own_words.phases))
    only_right = chosen(THREE_HOLDS, area=HIP, sides=Sides.EACH)
    assert [phase.kind for phase in only_right.phases].count(PhaseKind.GATE) == 2
    on_two_areas = chosen(THREE_HOLDS, THREE_HOLDS._replace(area=LOW_BACK), area=HIP)
    assert [phase.kind for phase in on_two_areas.phases].count(PhaseKind.GATE) == 2


@pytest.mark.parametrize(
    ("before", "area", "let_go"),
    [
        (THREE_HOLDS, HIP, OFF_THE_WALL),
        (EIGHT_STROKES, HIP, OFF_THE_WALL),
        (THREE_HOLDS, CALF, "Let go, and sit comfortably."),
        (THREE_HOLDS, AREAS["hand"], PRESSURE.let_go),
        (THREE_HOLDS._replace(text="As I like it."), HIP, PRESSURE.let_go),
        (TWO_STRETCHES, LOW_BACK, "Let go of the knee and put both feet flat."),
        (TWO_STRETCHES, AREAS["hand"], STRETCH.let_go),
    ],
)
def test_after_the_last_hold_the_usual_words_begin_with_letting_go(
    before: Step, area: Area, let_go: str
) -> None:
    plan = plan_of(before, BREATHE_60S, area=area)

    assert plan.entries[1].text == f"{let_go} {BREATHE.text}"
    own = plan_of(before, BREATHE_60S._replace(text="Breathe as I like it."), area=area)
    assert own.entries[1].text == "Breathe as I like it."


def test_nothing_is_let_go_where_nothing_is_held_or_the_same_goes_on() -> None:
    assert plan_of(CIRCLES_60S, BREATHE_60S).entries[1].text == BREATHE.text
    stretches = plan_of(TWO_STRETCHES, sides=Sides.EACH)
    assert stretches.entries[0].text == stretches.entries[1].text


def test_the_same_words_are_not_said_twice_where_one_technique_replaces_another() -> None:
    circles, again = plan_of(
        CIRCLES_60S, EIGHT_STROKES._replace(count=None, duration_s=40.0), area=JAW
    ).entries

    assert (circles.text, again.text) == (JAW.text_for(CIRCLES), "Go on as before.")
    left, right = plan_of(CIRCLES_60S, sides=Sides.EACH, area=JAW).entries
    assert left.text == right.text
