"""What is unsafe in an area is replaced or shortened, with a note."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.routines import REST_60S, THREE_HOLDS, plan_of, routine
from tests.core.strategies import routines, routines_with_options, steps
from tpsession.core.catalog.area import (
    AREAS,
    FOOT,
    HAND,
    HIP,
    JAW,
    LOW_BACK,
    NECK,
    SHOULDER,
    SKULL_BASE,
    UPPER_BACK,
    Area,
)
from tpsession.core.catalog.area_rules import TechniqueWording
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import (
    CIRCLES,
    CUSTOM,
    OIL,
    PRESSURE,
    STRETCH,
    STROKES,
    TECHNIQUES,
    StepKey,
    Technique,
)
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import PlanEntry, PlanOptions, build_plan
from tpsession.core.plan.safe_step import list_area_limits

EVERY_AREA = pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
EVERY_TECHNIQUE = pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=TECHNIQUES)
STROKES_60S = Step(STROKES, duration_s=60.0, tempo=12.0, sided=True)
WITH_OWN_TEXTS = STROKES_60S._replace(text="Only the top of the shoulder.", say="Top of the shoulder")

LIMITED = [(area, wording) for area in AREAS.values() for wording in area.wordings if wording.limit]
EVERY_LIMIT = pytest.mark.parametrize(
    ("area", "wording"), LIMITED, ids=[f"{area.id} {wording.technique.id}" for area, wording in LIMITED]
)


def with_default_texts(step: Step) -> Step:
    """The step with the texts that its technique gives by default."""
    return step._replace(text=step.technique.text, say=step.technique.phrase)


def only_entry(step: Step, area: Area, *, is_chosen: bool) -> PlanEntry:
    """The only entry of a routine of one step, with a fixed area or with one chosen at the start."""
    sample = routine(step, area=None if is_chosen else area)
    (entry,) = build_plan(sample, PlanOptions(area=area)).entries
    return entry


@EVERY_AREA
@settings(max_examples=settings().max_examples // 8)
@given(data=st.data())
def test_unsafe_techniques_are_replaced_and_long_holds_shortened_in_every_area(
    area: Area, data: st.DataObject
) -> None:
    for technique in TECHNIQUES.values():
        step = data.draw(steps(st.just(technique)))
        plan = build_plan(routine(step, area=None), PlanOptions(area=area))
        (entry,) = plan.entries
        substitution = area.substitution_for(technique)
        wording = area.wording_for(area.played_technique(technique))
        own = step.text or step.say

        assert entry.technique is (technique if substitution is None else substitution.replacement)
        assert entry.text == (step.text if substitution is None and step.text else area.text_for(technique))
        assert entry.say == (step.say if substitution is None and step.say else area.phrase_for(technique))
        assert entry.limit == (wording.limit if wording and own and substitution is None else "")
        assert not entry.limit or entry.limit in plan.notes
        if area.longest_hold_s is not None and technique.is_massage:
            hold_lengths = [phase.planned_s for phase in plan.phases if phase.kind is PhaseKind.HOLD]
            assert all(length <= area.longest_hold_s for length in hold_lengths)
        is_changed = substitution is not None or entry.planned_s != step.total_s
        assert bool(plan.notes) == (is_changed or bool(entry.limit))


@given(routines_with_options())
def test_every_played_step_is_safe_in_its_area(routine_and_options: tuple[Routine, PlanOptions]) -> None:
    plan = build_plan(*routine_and_options)

    for entry in plan.entries:
        substitution = plan.area.substitution_for(entry.technique)
        assert substitution is None or substitution.replacement is entry.technique
    assert len(plan.notes) == len(set(plan.notes))


@given(routines(sides=st.just(Sides.LEFT)))
def test_a_plan_for_an_area_without_limits_has_no_notes(routine: Routine) -> None:
    plan = build_plan(routine._replace(area=HAND), PlanOptions())

    assert plan.notes == ()
    first = [entry.planned_s for entry in plan.entries if entry.number and entry.round == 1]
    assert first == [step.total_s for step in routine.steps]


@pytest.mark.parametrize("area", [SKULL_BASE, JAW], ids=lambda area: area.id)
@pytest.mark.parametrize("is_chosen", [True, False])
def test_forceful_strokes_become_light_circles(area: Area, is_chosen: bool) -> None:
    entry = only_entry(WITH_OWN_TEXTS, area, is_chosen=is_chosen)

    assert entry.technique is CIRCLES
    assert entry.tempo == CIRCLES.tempo
    assert entry.say == "Light circles"
    assert "light" in entry.text


@pytest.mark.parametrize("step", [STROKES_60S, with_default_texts(STROKES_60S)], ids=["empty", "filled in"])
@pytest.mark.parametrize("area", ["neck", "thigh", "calf"])
@pytest.mark.parametrize("is_chosen", [True, False])
def test_no_firm_grip_is_asked_for_in_areas_that_forbid_it(step: Step, area: str, is_chosen: bool) -> None:
    entry = only_entry(step, AREAS[area], is_chosen=is_chosen)

    assert entry.technique is STROKES
    assert "firm" not in (entry.text + entry.say).lower()


@EVERY_LIMIT
def test_a_steps_own_words_stay_and_the_areas_limit_is_said_beside_them(
    area: Area, wording: TechniqueWording
) -> None:
    bare = Step(wording.technique, duration_s=10.0, sided=True)

    for step in (
        bare._replace(text="As I like it.", say="Hamstrings"),
        bare._replace(text="As I like it."),
        bare._replace(say="Hamstrings"),
    ):
        plan = plan_of(step, area=area)
        (entry,) = plan.entries
        assert entry.technique is wording.technique
        assert entry.text == (step.text or wording.text)
        assert entry.say == (step.say or area.phrase_for(wording.technique))
        assert entry.limit == wording.limit
        assert plan.notes == (wording.limit,)


@EVERY_LIMIT
def test_a_step_in_the_areas_own_words_needs_no_limit_beside_them(
    area: Area, wording: TechniqueWording
) -> None:
    bare = Step(wording.technique, duration_s=10.0, sided=True)

    for step in (
        bare,
        with_default_texts(bare),
        bare._replace(text=wording.text),
        bare._replace(say=area.phrase_for(wording.technique)),
    ):
        plan = plan_of(step, area=area)
        assert plan.notes == ()
        (entry,) = plan.entries
        assert (entry.text, entry.say, entry.limit) == (wording.text, area.phrase_for(wording.technique), "")


def test_words_for_an_unsafe_technique_are_left_out_and_the_person_is_told() -> None:
    plan = plan_of(REST_60S, WITH_OWN_TEXTS, area=JAW)

    assert plan.entries[1].technique is CIRCLES
    assert (plan.entries[1].text, plan.entries[1].limit) == (JAW.text_for(CIRCLES), "")
    assert plan.notes == (
        f"{JAW.substitutions[0].reason} The words of step 2 don't fit that and are left out.",
    )


def test_the_author_of_a_file_is_warned_of_each_limit_at_its_key() -> None:
    long_hold = THREE_HOLDS._replace(hold_s=45.0, text="With both thumbs.")
    steps = [None, WITH_OWN_TEXTS, STROKES_60S, long_hold, Step(PRESSURE, duration_s=45.0), REST_60S]

    warnings = list(list_area_limits(steps, SKULL_BASE))

    assert [(index, limit.key) for index, limit in warnings] == [
        (1, StepKey.TECHNIQUE),
        (2, StepKey.TECHNIQUE),
        (3, StepKey.TEXT),
        (3, StepKey.HOLD),
        (4, StepKey.DURATION),
    ]
    sentences = [limit.warning for _, limit in warnings]
    assert "own words are left out" in sentences[0]
    assert "own words" not in sentences[1]
    assert "shortened to 30 s" in sentences[3]
    ((_, only_say),) = list_area_limits([STROKES_60S._replace(say="Mine")], NECK)
    assert only_say.key is StepKey.SAY


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (STROKES_60S, ("to roll", "Roll over the ball")),
        (with_default_texts(STROKES_60S), ("to roll", "Roll over the ball")),
        (STROKES_60S._replace(say="Own phrase"), ("to roll", "Own phrase")),
        (STROKES_60S._replace(text="As I like it."), ("As I like it.", "Roll over the ball")),
        (STROKES_60S._replace(text="As I like it.", say="Own phrase"), ("As I like it.", "Own phrase")),
    ],
    ids=["empty", "filled in", "say", "text", "both"],
)
@pytest.mark.parametrize("area", [SHOULDER, HIP], ids=lambda area: area.id)
def test_a_steps_own_texts_win_over_the_areas_wording(
    area: Area, step: Step, expected: tuple[str, str]
) -> None:
    plan = plan_of(step, area=area)

    assert expected[0] in plan.entries[0].text
    assert plan.entries[0].say == expected[1]
    assert plan.notes == ()


@pytest.mark.parametrize(
    ("area", "technique", "expected"),
    [
        (JAW, OIL, "Two fingers, teeth apart"),
        (JAW, CIRCLES, "Two fingers on the cheek, teeth apart"),
        (JAW, STROKES, "Two fingers on the cheek, teeth apart"),
        (JAW, PRESSURE, "Two fingers, teeth apart"),
        (LOW_BACK, STROKES, "small, gentle knee bends"),
        (LOW_BACK, PRESSURE, "then lean gently"),
        (UPPER_BACK, PRESSURE, "between blade and spine, off both bones"),
        (AREAS["shoulder"], STROKES, "on the flat of the blade"),
        (AREAS["forearm"], STROKES, "to just before the wrist"),
        (AREAS["foot"], STROKES, "from heel to toes and back"),
        (NECK, PRESSURE, "find a tender spot at the top of this shoulder"),
        (SKULL_BASE, CIRCLES, "small, light circles"),
    ],
)
def test_a_routine_for_any_area_takes_the_areas_instructions(
    area: Area, technique: Technique, expected: str
) -> None:
    entry = only_entry(with_default_texts(Step(technique, duration_s=20.0, sided=True)), area, is_chosen=True)

    assert expected in entry.text
    assert "firm" not in (entry.text + entry.say).lower()


def test_holds_at_the_base_of_the_skull_are_shortened_with_one_note() -> None:
    plan = plan_of(THREE_HOLDS._replace(hold_s=45.0), sides=Sides.EACH, area=SKULL_BASE)

    holds = [phase.planned_s for phase in plan.phases if phase.kind is PhaseKind.HOLD]
    assert holds == [30.0] * 6
    assert plan.entries[0].planned_s == 3 * 30 + 2 * 15
    assert plan.notes == (
        "Step 1 holds 30 s instead of 45 s. At the base of the skull, a hold lasts 30 s at most.",
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
def test_only_holds_of_massage_are_shortened(step: Step, holds: list[float]) -> None:
    plan = plan_of(step, area=SKULL_BASE)

    assert [phase.planned_s for phase in plan.phases if phase.kind is PhaseKind.HOLD] == holds


# A step on another area


def test_a_step_has_the_words_and_limits_of_its_own_area_and_everything_is_shown_before() -> None:
    on_jaw = STROKES_60S._replace(area=JAW)
    on_foot = THREE_HOLDS._replace(area=FOOT, text="As I like it.")
    plan = plan_of(STROKES_60S, on_jaw, on_foot, area=NECK)
    neck, jaw, foot = plan.entries

    assert plan.areas == (NECK, JAW, FOOT)
    assert [plan.area_of(entry) for entry in plan.entries] == [NECK, JAW, FOOT]
    assert (neck.area, neck.text) == (NECK, NECK.text_for(STROKES))
    assert (jaw.technique, jaw.text) == (CIRCLES, JAW.text_for(CIRCLES))
    assert foot.text == "As I like it."
    assert [phase.planned_s for phase in plan.phases if phase.kind is PhaseKind.HOLD] == [15.0] * 3
    assert plan.notes == (
        JAW.substitutions[0].reason, f"Step 3 holds 15 s instead of 30 s. {FOOT.hold_reason}",
    )  # fmt: skip
    for area in plan.areas:
        assert set(area.never_press) <= set(plan.avoid)
        assert set(area.care) <= set(plan.care)
        assert set(area.have) <= set(plan.have)
        assert f"{area.name}: {area.position}" in plan.position


def test_a_steps_area_that_is_the_routines_is_none_of_its_own() -> None:
    plan = plan_of(STROKES_60S, STROKES_60S._replace(area=NECK), area=NECK)

    assert plan.areas == (NECK,)
    assert {entry.area for entry in plan.entries} == {None}
    assert plan.position == NECK.position


def test_the_check_warns_of_the_limits_of_a_steps_own_area_even_if_the_routines_is_chosen_later() -> None:
    own = WITH_OWN_TEXTS._replace(area=NECK)

    assert [index for index, _ in list_area_limits([STROKES_60S, own], HAND)] == [1]
    assert [index for index, _ in list_area_limits([STROKES_60S, own], None)] == [1]
