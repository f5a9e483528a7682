"""Phases and steps in words: titles, instructions and what comes next."""

from __future__ import annotations

import pytest

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
    TWO_STRETCHES,
    TWO_TURNS,
    plan_of,
)
from tests.plain.fake_services import SHORT, with_sides
from tpsession.core.catalog.area import AREAS, FOOT, HAND
from tpsession.core.catalog.routine import Rounds, Sides, Step
from tpsession.core.catalog.technique import PRESSURE, STRETCH, STROKES, WIPE
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.wording import (
    describe_again,
    describe_areas,
    describe_instruction,
    describe_limit,
    describe_next_phase,
    describe_pace,
    describe_phase,
    describe_phase_start,
    describe_step,
)


def test_switching_sides_names_the_next_side() -> None:
    plan = build_plan(with_sides(SHORT, Sides.EACH), PlanOptions())
    lines = [describe_phase_start(plan, index) for index in range(len(plan.phases))]
    assert "Switch sides: right side." in lines


def test_every_phase_is_announced_on_one_line() -> None:
    plan = build_plan(SHORT, PlanOptions())
    lines = [describe_phase_start(plan, index) for index in range(len(plan.phases))]
    assert lines[0] == "Get ready, 5 seconds. First: Broad circles."
    assert lines[-1].endswith("Take your time. Press enter when you are done. Last step.")
    assert all("\n" not in line and line.endswith(".") for line in lines)


def test_a_phase_has_a_title_an_instruction_and_a_next_phase() -> None:
    plan = build_plan(with_sides(SHORT, Sides.EACH), PlanOptions())
    titles = [describe_phase(plan, index) for index in range(len(plan.phases))]
    assert titles[:5] == [
        "Get ready",
        "Broad circles, left side",
        "Sustained pressure, left side, hold 1 of 2",
        "Release",
        "Sustained pressure, left side, hold 2 of 2",
    ]
    assert "Switch sides: right side" in titles
    assert describe_next_phase(plan, 0) == "Next: Broad circles, left side, 20 seconds."
    assert describe_next_phase(plan, 2) == "Next: Release, 15 seconds."
    gate = next(place for place, phase in enumerate(plan.phases) if phase.is_gate)
    assert describe_next_phase(plan, gate - 1) == "Next: Wipe your hands. Take your time."
    assert describe_next_phase(plan, gate) == "Last step."
    # Before a step its instruction is shown early, so that it can be read; in a release it isn't.
    assert describe_instruction(plan, 0) == f"Broad circles, left side. {describe_instruction(plan, 1)}"
    assert describe_instruction(plan, 3) == "Ease off, but stay in place, and keep breathing."


def test_a_gate_does_not_name_its_own_step_again_as_the_next() -> None:
    circles, holds, _ = SHORT.steps
    gated = [circles._replace(wait=True), holds._replace(wait=True), holds._replace(wait=True, repeat=1)]
    plan = build_plan(SHORT._replace(steps=tuple(gated)), PlanOptions())
    gates = [place for place, phase in enumerate(plan.phases) if phase.is_gate]
    assert [describe_next_phase(plan, gate) for gate in gates] == [
        "Next: this step, 20 seconds.",
        "Next: hold 1 of 2, 30 seconds.",
        "Next: hold, 30 seconds.",
    ]


def test_a_hold_to_relax_is_called_by_what_is_done() -> None:
    plan = plan_of(TWO_FISTS._replace(say="Fists"))
    assert [describe_phase(plan, index) for index in range(1, 5)] == [
        "Fists, tense 1 of 2", "Let go", "Fists, tense 2 of 2", "Let go",
    ]  # fmt: skip
    assert describe_phase_start(plan, 1).startswith("Step 1 of 1: Fists, tense 1 of 2, 5 seconds. Tense the")
    assert describe_phase_start(plan, 4) == "Let go, 15 seconds. Last step."
    assert describe_phase(plan_of(TWO_FISTS._replace(repeat=1)), 1) == "Relax, tense"


def test_how_many_times_is_said_with_the_step() -> None:
    plan = plan_of(EIGHT_STROKES, TEN_RAISES, TEN_RAISES._replace(count=1), area=HAND, sides=Sides.NONE)
    assert [describe_phase(plan, index) for index in (1, 2, 3)] == [
        "Firm strokes, 8 times",
        "Calf raises, 10 times",
        "Calf raises, once",
    ]
    assert describe_phase_start(plan, 1).startswith("Step 1 of 3: Firm strokes, 8 times, 40 seconds. Take")
    assert describe_phase_start(plan, 2).startswith("Step 2 of 3: Calf raises, 10 times. Up on the toes")


def test_a_step_in_rounds_says_which() -> None:
    plan = plan_of(OIL_30S._replace(rounds=Rounds(1, 2, 20.0)), area=HAND, sides=Sides.NONE)
    assert [describe_phase_start(plan, index)[:55] for index in (1, 2, 3)] == [
        "Step 1 of 2, round 1 of 2: Oil, 30 seconds. Put a littl",
        "Rest, 20 seconds. After that: round 2 of 2. Oil.",
        "Step 2 of 2, round 2 of 2: Oil, 30 seconds. Put a littl",
    ]


def test_the_rest_between_rounds_says_only_that_and_which_round_comes_next() -> None:
    rounds = Rounds(1, 2, 20.0)
    plan = plan_of(OIL_30S._replace(rounds=rounds), LOCATE_GATE._replace(rounds=rounds), sides=Sides.LEFT)
    rest = next(place for place, phase in enumerate(plan.phases) if plan.entries[phase.entry].number == 0)
    assert (describe_phase(plan, rest), describe_instruction(plan, rest)) == ("Rest", "")
    assert describe_next_phase(plan, rest) == "Next: round 2 of 2. Oil, left side, 30 seconds."
    assert describe_phase_start(plan, rest) == "Rest, 20 seconds. After that: round 2 of 2. Oil, left side."
    gated = plan_of(LOCATE_GATE._replace(rounds=rounds), sides=Sides.LEFT)
    assert describe_next_phase(gated, 2) == "Next: round 2 of 2. Find the spot, left side. Take your time."


def test_the_words_of_each_hold_are_shown_with_it_and_in_the_release_before() -> None:
    plan = plan_of(TWO_TURNS)
    assert [describe_phase(plan, index) for index in (1, 3)] == [
        "To the window, hold 1 of 2", "To the door, hold 2 of 2",
    ]  # fmt: skip
    assert [describe_instruction(plan, index) for index in range(4)] == [
        "To the window. Turn to the window.",
        "Turn to the window.",
        "Let go, and keep breathing. Next: To the door. Turn to the door.",
        "Turn to the door.",
    ]
    only_named = plan_of(TWO_TURNS._replace(hold_texts=()))
    assert describe_instruction(only_named, 2) == "Let go, and keep breathing. Next: To the door."
    assert describe_instruction(plan_of(TWO_FISTS), 4) == "Let go, and keep breathing."


def test_in_the_list_of_phases_the_words_of_a_hold_are_said_in_the_release_before_and_only_there() -> None:
    plan = plan_of(TWO_TURNS)
    assert [describe_phase_start(plan, index) for index in (2, 3)] == [
        "Release, 10 seconds. Next: To the door. Turn to the door.",
        "Step 1 of 1: To the door, hold 2 of 2, 20 seconds. Last step.",
    ]


def test_in_the_list_of_phases_a_steps_first_release_says_what_it_asks_for() -> None:
    plan = plan_of(THREE_HOLDS)
    assert describe_phase_start(plan, 2) == f"Release, 15 seconds. {PRESSURE.release_text}"
    assert describe_phase_start(plan, 4) == "Release, 15 seconds."
    on_foot = plan_of(THREE_HOLDS, area=FOOT)
    assert describe_instruction(on_foot, 2) == (
        "Ease off, and move to another place on the sole. If none is tender, stay where you are."
    )
    own = plan_of(THREE_HOLDS._replace(text="As I like it."))
    assert describe_phase_start(own, 2) == "Release, 15 seconds."


def test_in_the_list_of_phases_a_later_hold_of_a_stretch_says_to_go_into_it_again() -> None:
    plan = plan_of(TWO_STRETCHES)
    first, later = (describe_phase_start(plan, index) for index in (1, 3))
    assert "again" not in first
    assert (
        later == f"Step 1 of 1: Stretch, left side, hold 2 of 2, 20 seconds. {STRETCH.again_text} Last step."
    )
    own = plan_of(TWO_STRETCHES._replace(text="As I like it."))
    assert (
        describe_phase_start(own, 3) == "Step 1 of 1: Stretch, left side, hold 2 of 2, 20 seconds. Last step."
    )


def test_a_later_hold_with_words_of_its_own_does_not_repeat_the_first_with_the_usual_ones() -> None:
    plan = plan_of(TWO_STRETCHES._replace(hold_texts=(STRETCH.text, "Look up.")), area=HAND)
    assert describe_again(plan, 3) == ""
    assert describe_instruction(plan, 3) == "Look up."


def test_only_paced_phases_describe_a_pace() -> None:
    plan = plan_of(CIRCLES_60S, THREE_HOLDS, BREATHE_60S, REST_60S)
    paces = [describe_pace(phase, plan.entries[phase.entry]) for phase in plan.phases]
    assert [pace for pace in paces if pace] == ["15 a minute", "4 s in, 6 s out"]
    stretch = plan_of(Step(STRETCH, duration_s=30.0, sided=True))
    oil = plan_of(OIL_30S)
    assert [describe_pace(plan.phases[1], plan.entries[0]) for plan in (stretch, oil)] == ["", ""]


@pytest.mark.parametrize(
    ("say", "heading"),
    [
        ("", "Firm strokes"),
        (STROKES.phrase, "Firm strokes"),
        ("Roll the ball", "Roll the ball"),
        ("Roll the ball. ", "Roll the ball"),
        (" . ", "Firm strokes"),
    ],
)
def test_a_step_is_named_by_its_own_phrase_or_by_its_technique(say: str, heading: str) -> None:
    plan = plan_of(Step(STROKES, duration_s=10.0, sided=True, say=say), area=HAND)
    assert describe_step(plan.entries[0]) == f"{heading}, left side"
    assert describe_phase_start(plan, 0) == f"Get ready, 5 seconds. First: {heading}, left side."


@pytest.mark.parametrize("area", ["neck", "thigh", "calf"])
def test_no_step_name_asks_for_a_firm_grip_where_it_is_forbidden(area: str) -> None:
    plan = plan_of(Step(STROKES, duration_s=10.0), area=AREAS[area])
    assert describe_step(plan.entries[0]) == "Slow strokes"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("With both thumbs", "With both thumbs. Only lightly."),
        ("With both thumbs!", "With both thumbs! Only lightly."),
        ("", "Only lightly."),
    ],
)
def test_a_limit_follows_the_instruction_as_a_sentence_of_its_own(text: str, said: str) -> None:
    plan = plan_of(THREE_HOLDS)
    entry = plan.entries[0]._replace(text=text, limit="Only lightly.")
    limited = plan._replace(entries=(entry,))

    assert f" {said} " in f"{describe_phase_start(limited, 1)} "
    assert [describe_limit(limited, index) for index in range(3)] == ["Only lightly.", "Only lightly.", ""]


def test_in_a_plan_over_several_areas_each_step_at_a_place_is_named_with_its_own() -> None:
    plan = plan_of(CIRCLES_60S, CIRCLES_60S._replace(area=HAND), Step(WIPE))

    assert describe_areas(plan) == "Shoulder; hand and thumb"
    assert [describe_step(entry) for entry in plan.entries] == [
        "Shoulder: Broad circles, left side", "Hand and thumb: Broad circles, left side", "Wipe your hands",
    ]  # fmt: skip
    named = plan_of(CIRCLES_60S, CIRCLES_60S._replace(area=AREAS["calf"], say="Calf on the roller"))
    assert describe_step(named.entries[1]) == "Calf on the roller, left side"
