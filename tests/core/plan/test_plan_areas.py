"""What an area doesn't bear is replaced or shortened, and said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.routines import THREE_HOLDS, plan_of, routine
from tests.core.strategies import routines_with_options, routines, steps
from tpsession.core.catalog.area import AREAS, HAND, HIP, JAW, LOW_BACK, NECK, SKULL_BASE, UPPER_BACK, Area
from tpsession.core.catalog.area_rules import TechniqueSubstitution
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import (
    CIRCLES,
    CUSTOM,
    OIL,
    PRESSURE,
    STRETCH,
    STROKES,
    TECHNIQUES,
    Technique,
)
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import PlanOptions, PlanStep, build_plan

EVERY_AREA = pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
EVERY_TECHNIQUE = pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=TECHNIQUES)
STROKED = Step(STROKES, duration_s=60.0, tempo=12.0, sided=True)
OWN_WORDS = replace(STROKED, text="Only the top of the shoulder.", say="Shoulder's top")

JAW_LIGHT = "On the jaw two fingers work, and only lightly."
MANNERED = [limit for area in AREAS.values() for limit in area.substitutions if limit.replacement is limit.technique]


def as_filled_in(step: Step) -> Step:
    """The step as a routine file without words of its own gives it: with the technique's."""
    return replace(step, text=step.technique.text, say=step.technique.phrase)


def only_entry(step: Step, area: Area, *, asked: bool) -> PlanStep:
    """The single entry of a routine of one step, for its own area or for one that was asked for."""
    known = routine(step, area=None if asked else area)
    (entry,) = build_plan(known, PlanOptions(area=area)).entries
    return entry


@EVERY_AREA
@EVERY_TECHNIQUE
@settings(max_examples=8)
@given(data=st.data())
def test_no_area_gets_what_it_does_not_bear(area: Area, technique: Technique, data: st.DataObject) -> None:
    step = data.draw(steps(st.just(technique)))
    laid = build_plan(routine(step, area=None), PlanOptions(area=area))
    (entry,) = laid.entries
    limit = area.substitution_for(technique)

    if limit is None:
        assert entry.technique is technique
        manner = area.wording_for(technique)
        assert entry.text == (step.text or (technique.text if manner is None else manner.text))
    else:
        assert entry.technique is limit.replacement
        assert entry.text == limit.text
        said = limit.say or limit.replacement.phrase
        assert entry.say == said
        own = step.text not in {"", limit.text} or step.say not in {"", said}
        assert (limit.reason in laid.notes) == (own or limit.replacement is not technique)
    if area.longest_hold_s is not None and technique.is_massage:
        held = [phase.planned_s for phase in laid.phases if phase.kind is PhaseKind.HOLD]
        assert all(length <= area.longest_hold_s for length in held)
    if limit is None:
        assert bool(laid.notes) == (entry.planned_s != step.total_s)


@given(routines_with_options())
def test_what_is_played_in_an_area_is_always_borne_by_it(chosen: tuple[Routine, PlanOptions]) -> None:
    laid = build_plan(*chosen)

    for entry in laid.entries:
        limit = laid.area.substitution_for(entry.technique)
        assert limit is None or limit.replacement is entry.technique
    assert len(laid.notes) == len(set(laid.notes))


@given(routines(sides=st.just(Sides.LEFT)))
def test_a_plan_without_limits_has_nothing_to_say(drawn: Routine) -> None:
    laid = build_plan(replace(drawn, area=HAND), PlanOptions())

    assert laid.notes == ()
    assert [entry.planned_s for entry in laid.entries] == [step.total_s for step in drawn.steps]


@pytest.mark.parametrize("area", [SKULL_BASE, JAW], ids=lambda area: area.id)
@pytest.mark.parametrize("asked", [True, False])
def test_strokes_with_force_become_light_circles(area: Area, asked: bool) -> None:
    entry = only_entry(OWN_WORDS, area, asked=asked)

    assert entry.technique is CIRCLES
    assert entry.tempo == CIRCLES.tempo
    assert entry.say == "Light circles"
    assert "light" in entry.text


@pytest.mark.parametrize("step", [STROKED, as_filled_in(STROKED)], ids=["empty", "filled in"])
@pytest.mark.parametrize("area", ["neck", "thigh", "calf"])
@pytest.mark.parametrize("asked", [True, False])
def test_where_no_firm_grip_is_borne_none_is_asked_for(step: Step, area: str, asked: bool) -> None:
    entry = only_entry(step, AREAS[area], asked=asked)

    assert entry.technique is STROKES
    assert "firm" not in (entry.text + entry.say).lower()


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    "step",
    [
        replace(STROKED, text="Grip the front of the neck hard."),
        replace(STROKED, say="Grip hard"),
        OWN_WORDS,
    ],
    ids=["text", "say", "both"],
)
def test_no_words_of_a_file_undo_what_an_area_limits(step: Step, asked: bool) -> None:
    entry = only_entry(step, NECK, asked=asked)
    limit = NECK.substitution_for(STROKES)

    assert limit is not None
    assert (entry.text, entry.say) == (limit.text, "Slow strokes")
    laid = build_plan(routine(step, area=None if asked else NECK), PlanOptions(area=NECK))
    assert laid.notes == (limit.reason,)


def test_the_jaw_is_pressed_lightly_whatever_a_file_says() -> None:
    laid = plan_of(replace(THREE_HOLDS, text="Press with both thumbs as hard as you can."), area=JAW)

    assert laid.entries[0].technique is PRESSURE
    assert laid.entries[0].text.startswith("Two fingers, light")
    assert laid.notes == (JAW_LIGHT,)


@pytest.mark.parametrize("limit", MANNERED, ids=lambda limit: limit.text)
def test_a_step_that_already_does_what_the_area_allows_is_unchanged(
    limit: TechniqueSubstitution,
) -> None:
    area = next(area for area in AREAS.values() if limit in area.substitutions)
    bare = Step(limit.technique, duration_s=10.0, sided=True)
    said = limit.say or limit.technique.phrase

    for step in (bare, as_filled_in(bare), replace(bare, text=limit.text), replace(bare, say=said)):
        laid = plan_of(step, area=area)
        assert laid.notes == ()
        assert (laid.entries[0].text, laid.entries[0].say) == (limit.text, said)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (STROKED, ("over the ball", "Roll over the ball")),
        (as_filled_in(STROKED), ("over the ball", "Roll over the ball")),
        (replace(STROKED, say="Own words"), ("over the ball", "Own words")),
        (replace(STROKED, text="As I like it."), ("As I like it.", STROKES.phrase)),
        (replace(STROKED, text="As I like it.", say="Own words"), ("As I like it.", "Own words")),
    ],
    ids=["empty", "filled in", "say", "text", "both"],
)
@pytest.mark.parametrize("area", [UPPER_BACK, HIP], ids=lambda area: area.id)
def test_an_areas_own_manner_gives_way_to_the_words_of_a_step(
    area: Area, step: Step, words: tuple[str, str]
) -> None:
    laid = plan_of(step, area=area)

    assert words[0] in laid.entries[0].text
    assert laid.entries[0].say == words[1]
    assert laid.notes == ()


@pytest.mark.parametrize(
    ("area", "technique", "words"),
    [
        (JAW, OIL, "Two fingers, light"),
        (JAW, CIRCLES, "Two fingers, light"),
        (JAW, STROKES, "Two fingers, light"),
        (JAW, PRESSURE, "Two fingers, light"),
        (LOW_BACK, STROKES, "small passes over the ball, 15 to 20 at most, not strong"),
        (LOW_BACK, PRESSURE, "lean gently on the ball"),
        (UPPER_BACK, PRESSURE, "on the ball"),
        (AREAS["shoulder"], STROKES, "on the flat of the shoulder blade"),
        (AREAS["forearm"], STROKES, "from elbow to wrist"),
        (AREAS["foot"], STROKES, "roll the ball slowly from heel to toes"),
        (NECK, PRESSURE, "Pinch the tender spot in the shoulder's top"),
        (SKULL_BASE, CIRCLES, "small, light circles"),
    ],
)
def test_a_routine_for_any_area_is_said_in_the_areas_words(
    area: Area, technique: Technique, words: str
) -> None:
    entry = only_entry(as_filled_in(Step(technique, duration_s=20.0, sided=True)), area, asked=True)

    assert words in entry.text
    assert "firm" not in (entry.text + entry.say).lower()


def test_holds_at_the_base_of_the_skull_are_shortened_and_it_is_said_once() -> None:
    laid = plan_of(replace(THREE_HOLDS, hold_s=45.0), sides=Sides.EACH, area=SKULL_BASE)

    holds = [phase.planned_s for phase in laid.phases if phase.kind is PhaseKind.HOLD]
    assert holds == [30.0] * 6
    assert laid.entries[0].planned_s == 3 * 30 + 2 * 15
    assert laid.notes == (
        "Step 1 holds 30 s instead of 45 s. At the base of the skull a hold lasts 30 s at most.",
    )


@pytest.mark.parametrize(
    ("step", "holds"),
    [
        (Step(PRESSURE, duration_s=60.0), [30.0]),
        (Step(PRESSURE, hold_s=30.0), [30.0]),
        (Step(CUSTOM, hold_s=60.0, release_s=5.0, repeat=2), [30.0, 30.0]),
        (Step(STRETCH, hold_s=60.0), [60.0]),
        (Step(CUSTOM, duration_s=60.0), []),
    ],
)
def test_only_holds_that_press_are_shortened(step: Step, holds: list[float]) -> None:
    laid = plan_of(step, area=SKULL_BASE)

    assert [phase.planned_s for phase in laid.phases if phase.kind is PhaseKind.HOLD] == holds
