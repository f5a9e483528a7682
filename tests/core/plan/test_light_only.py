"""If only light massage is all right, a plan has light steps alone, and no word of any other."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from tests.core.strategies import routines
from tpsession.core.catalog.area import AREAS, LOW_BACK, NECK, Area
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import CIRCLES, PRESSURE, REST, STRETCH, WIPE
from tpsession.core.plan.light_only import (
    LIGHT_ONLY,
    LIGHT_POSITION,
    LIGHT_TECHNIQUES,
    PREGNANCY,
)
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.plan.wording import describe_phase_start
from tpsession.core.session.serialization import plan_from_text, plan_to_text
from tpsession.core.session.wording import describe_preparation
from tpsession.core.speech.announcements import list_voiced_texts
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

FIRM = re.compile(r"\b(ball|out of 10|pressure|firm|stretch|tender|lean|pinch\w*)\b", re.IGNORECASE)
BUILT_IN = sorted(path.stem for path in find_resources().routines.glob("*.toml"))


def built_in(name: str) -> Routine:
    found, _ = read_routine(find_resources().routines / f"{name}.toml")
    assert found is not None
    return found


def light_plan(routine: Routine, area: Area | None = None) -> Plan:
    return build_plan(routine, PlanOptions(area=area, speak=Speak.EVERYTHING, light_only=True))


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_built_in_routine_has_a_firm_step_or_a_word_of_one(name: str) -> None:
    routine = built_in(name)
    for area in [None] if routine.area else AREAS.values():
        plan = light_plan(routine, area)
        assert {entry.technique for entry in plan.entries} <= LIGHT_TECHNIQUES
        assert plan.notes[:2] == (LIGHT_ONLY, PREGNANCY)
        told = [
            *list_voiced_texts(plan), plan.position, *plan.have, *plan.care,
            *(describe_phase_start(plan, index) for index in range(len(plan.phases))),
            *(line for line in describe_preparation(plan) if not line.startswith(("Limit:", "Never press:"))),
        ]  # fmt: skip
        assert [text for text in told if FIRM.search(text.replace("a firm chair", ""))] == []


@given(routines())
def test_every_routine_has_a_light_plan_that_is_kept_as_it_was(routine: Routine) -> None:
    plan = light_plan(routine, None if routine.area else NECK)
    assert {entry.technique for entry in plan.entries} <= LIGHT_TECHNIQUES
    assert plan.light_only
    assert plan_from_text(plan_to_text(plan)) == plan


def test_a_routine_without_light_steps_becomes_light_strokes_and_a_ball_is_not_even_placed() -> None:
    place = Step(REST, duration_s=10.0, text="Put the ball under the back.", say="Place the ball")
    steps = (place, Step(PRESSURE, hold_s=30.0), Step(STRETCH, hold_s=30.0))
    routine = Routine("one", "One", LOW_BACK, Sides.NONE, steps, have=("a ball", "oil"))
    plan = light_plan(routine)
    assert [entry.technique.id for entry in plan.entries] == ["light"]
    assert plan.position == LIGHT_POSITION
    assert "oil" in plan.have
    assert [tool for tool in plan.have if "ball" in tool] == []
    # What only the stretch needs goes with it.
    assert "a mat or a bed" not in plan.have


def test_a_persons_own_words_stay_unless_they_are_of_pressing_or_a_ball() -> None:
    soft, hard = "Slowly, over the whole back.", "Circle with the ball, 5 out of 10."
    steps = (Step(CIRCLES, duration_s=9.0, text=soft), Step(CIRCLES, duration_s=9.0, text=hard), Step(WIPE))
    plan = light_plan(Routine("one", "One", NECK, Sides.NONE, steps))
    assert plan.entries[0].text == soft
    assert plan.entries[1].text == NECK.text_for(CIRCLES)
