"""Which instructions are spoken, and in which phase, in a session in which all of them are."""

from __future__ import annotations

import re

import pytest

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    LOCATE_GATE,
    OIL_30S,
    THREE_HOLDS,
    TWO_STRETCHES,
    WIPE_GATE,
    routine,
    with_gate,
)
from tests.core.speech.describe import describe_variants
from tpsession.audio.engine.cue_scheduler import schedule_cues
from tpsession.core.catalog.area import HAND, JAW, NECK, SKULL_BASE, Area
from tpsession.core.catalog.cues import Cue, Speak
from tpsession.core.catalog.routine import Sides, Step
from tpsession.core.catalog.technique import CUSTOM, DISCOMFORT, PRESSURE, STRETCH, STROKES
from tpsession.core.catalog.utterance import SoundName, VoicedText
from tpsession.core.plan.plan import GateKey, Plan, PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.speech.announcements import list_announcements
from tpsession.core.speech.instructions import (
    PRESSURE_SCALE,
    explains_pressure,
    find_pressure_explanation,
    list_instructions,
)

STROKES_60S = Step(STROKES, duration_s=60.0, tempo=12.0, sided=True)


def build(*steps: Step, area: Area = HAND, key: GateKey = GateKey.NONE, speak: Speak = Speak.LEARN) -> Plan:
    """The plan of these steps on the left side."""
    options = PlanOptions(speak=speak, gate_key=key)
    return build_plan(routine(*steps, sides=Sides.LEFT, area=area), options)


def instructions(plan: Plan, index: int) -> list[Cue]:
    """What is spoken in a phase as instructions, without the pressure scale."""
    cues = [instruction.cue for instruction in list_instructions(plan, index)]
    return [cue for cue in cues if cue.text != PRESSURE_SCALE]


def preferred(plan: Plan) -> dict[int, list[str]]:
    """The preferred variant of each instruction but the scale, by the phase in which it is spoken."""
    spoken = {
        index: [describe_variants(cue)[0] for cue in instructions(plan, index)]
        for index in range(len(plan.phases))
    }
    return {index: variants for index, variants in spoken.items() if variants}


def heard(plan: Plan, text_s: float, gate_s: float) -> list[tuple[str, float]]:
    """The texts that are heard in a session whose gates take so long, each with its moment in seconds."""

    def seconds_of(name: SoundName) -> float:
        return text_s if isinstance(name, VoicedText) else 0.5

    return [
        (name.text, scheduled.at + offset)
        for scheduled in schedule_cues(full_timeline(plan, gate_s), seconds_of)
        for offset, name in scheduled.sounds
        if isinstance(name, VoicedText)
    ]


@pytest.mark.parametrize("speak", Speak)
def test_each_step_has_its_instruction_once_if_instructions_are_spoken(speak: Speak) -> None:
    plan = build(OIL_30S, THREE_HOLDS, speak=speak)
    oil, pressure = (f"instruction?text:{entry.text}" for entry in plan.entries)
    release = f"text:{PRESSURE.release_text}"

    assert preferred(plan) == ({1: [oil], 2: [pressure], 3: [release]} if speak.has_instructions else {})


def test_each_later_hold_of_a_stretch_says_to_go_into_it_again() -> None:
    plan = build(THREE_HOLDS._replace(technique=STRETCH))
    text, out, again = (
        f"instruction?text:{plan.entries[0].text}",
        f"text:{STRETCH.release_text}",
        f"text:{STRETCH.again_text}",
    )

    assert preferred(plan) == {1: [text], 2: [out], 3: [again], 5: [again]}


def test_a_limit_is_said_behind_a_steps_own_words_or_alone_if_time_is_short() -> None:
    own = Step(STROKES, duration_s=60.0, text="Only the top.", say="Top")
    plan = build(own, area=NECK)
    limit = plan.entries[0].limit

    assert "firm grip" in limit
    (instruction,) = instructions(plan, 1)
    text, beside = "instruction?text:Only the top.", f"instruction?text:{limit}"
    assert describe_variants(instruction) == [f"{text},{beside}", beside, text]


@pytest.mark.parametrize(
    ("step", "when"),
    [
        (LOCATE_GATE, "when you have found it"),
        (with_gate(THREE_HOLDS), "when you have found it"),
        (with_gate(OIL_30S), "when you are ready"),
        (with_gate(BREATHE_60S), "when you are ready"),
        (WIPE_GATE, "when you are done"),
    ],
)
def test_a_gate_says_what_to_do_and_then_what_to_press(step: Step, when: str) -> None:
    plan = build(CIRCLES_60S, step, key=GateKey.BIG)
    (instruction,) = instructions(plan, 2)
    text, prompt = f"instruction?text:{plan.entries[1].text}", f"text:Press any big key {when}."

    assert describe_variants(instruction) == [f"{text},{prompt}", prompt]
    assert f"Press enter {when}." in preferred(build(CIRCLES_60S, step, key=GateKey.ENTER))[2][0]
    assert "Press" not in preferred(build(CIRCLES_60S, step))[2][0].removeprefix(text)


def test_a_step_without_a_text_says_only_what_to_press() -> None:
    assert preferred(build(Step(CUSTOM, sided=True), key=GateKey.BIG)) == {
        1: ["text:Press any big key when you are done."]
    }
    assert preferred(build(Step(CUSTOM, duration_s=60.0))) == {}


@pytest.mark.parametrize(("gate_s", "first_s"), [(20.0, 6.0), (10.0, 15.0)])
def test_an_instruction_that_is_too_long_for_its_gate_is_spoken_behind_it_and_never_twice(
    gate_s: float, first_s: float
) -> None:
    plan = build(with_gate(THREE_HOLDS)._replace(technique=STRETCH, repeat=1))

    ((text, at_s),) = [spoken for spoken in heard(plan, 9.5, gate_s) if spoken[0] != PRESSURE_SCALE]

    assert text == plan.entries[0].text
    assert first_s <= at_s < first_s + 3.0


def test_what_was_not_heard_in_a_gate_is_about_the_same_subject_behind_it() -> None:
    plan = build(with_gate(THREE_HOLDS))

    subjects = {
        announcement.subject_index
        for index in (1, 2)
        for announcement in list_announcements(plan, index, plan.phases[index].planned_s)
        if plan.entries[0].text in announcement.cue.text
    }

    assert subjects == {1}


def scale_moments(plan: Plan) -> list[float]:
    """When the pressure scale is heard in a session, in seconds; texts take 9.5 s, gates 30 s."""
    return [at_s for text, at_s in heard(plan, 9.5, 30.0) if text == PRESSURE_SCALE]


def test_the_pressure_scale_is_explained_once_in_the_timed_step_before_the_first_firm_one() -> None:
    plan = build(OIL_30S, CIRCLES_60S, THREE_HOLDS, STROKES_60S)

    (at_s,) = scale_moments(plan)

    circles, pressure = (plan.phases[plan.entry_start(entry)] for entry in (1, 2))
    assert circles.starts_s < at_s < pressure.starts_s - 9.5


def test_the_screen_may_show_the_scale_in_these_phases_and_in_no_session_without_instructions() -> None:
    steps = (OIL_30S, CIRCLES_60S, THREE_HOLDS, STROKES_60S)
    taught = build(*steps)
    shown = [index for index in range(len(taught.phases)) if explains_pressure(taught, index)]
    assert [taught.phases[index].entry for index in shown] == [1, 2]
    known = taught._replace(speak=Speak.PHRASES)
    assert not any(explains_pressure(known, index) for index in range(len(known.phases)))


@pytest.mark.parametrize(
    ("steps", "entry"),
    [
        ((OIL_30S, CIRCLES_60S, THREE_HOLDS), 1),
        ((LOCATE_GATE, STROKES_60S), 1),
        ((OIL_30S, STROKES_60S), 1),
        ((OIL_30S, BREATHE_60S), None),
    ],
    ids=["before the first firm step", "as it begins", "not with the oil", "never"],
)
def test_it_is_read_once_before_the_first_firm_step_where_nothing_is_spoken(
    steps: tuple[Step, ...], entry: int | None
) -> None:
    plan = build(*steps, speak=Speak.PHRASES)
    assert find_pressure_explanation(plan) == (None if entry is None else plan.entry_start(entry))


@pytest.mark.parametrize(
    "steps",
    [(STROKES_60S,), (LOCATE_GATE, STROKES_60S), (OIL_30S._replace(duration_s=15.0), STROKES_60S)],
    ids=["first", "behind a gate", "behind a short step"],
)
def test_it_is_explained_as_the_first_firm_step_begins_where_no_step_before_it_has_time(
    steps: tuple[Step, ...],
) -> None:
    plan = build(*steps)
    begins = plan.phases[plan.entry_start(len(steps) - 1)].starts_s
    gates_s = 30.0 * sum(phase.is_gate for phase in plan.phases)

    # The hands have to know what to do first.
    assert [begins + 9.5 < at_s - gates_s < begins + 14.0 for at_s in scale_moments(plan)] == [True]
    assert [text for text, _ in heard(plan, 9.5, 30.0)][-2:] == [plan.entries[-1].text, PRESSURE_SCALE]


def test_it_is_explained_in_the_gate_of_a_firm_step_and_not_again_behind_it() -> None:
    plan = build(with_gate(THREE_HOLDS), key=GateKey.BIG)
    prompt = "Press any big key when you have found it."

    assert [text for text, _ in heard(plan, 9.5, 45.0)] == [PRESSURE_SCALE, plan.entries[0].text, prompt]


@pytest.mark.parametrize(
    "plan",
    [
        build(OIL_30S, CIRCLES_60S, BREATHE_60S),
        build(OIL_30S, THREE_HOLDS, STROKES_60S, area=JAW),
        build(OIL_30S, THREE_HOLDS, area=SKULL_BASE),
        build(OIL_30S, THREE_HOLDS, speak=Speak.PHRASES),
    ],
    ids=["nothing firm", "jaw", "base of the skull", "phrases only"],
)
def test_it_is_not_explained_without_firm_pressure_or_instructions(plan: Plan) -> None:
    assert scale_moments(plan) == []


def test_it_is_explained_before_a_firm_step_on_another_area_than_one_that_is_only_touched_lightly() -> None:
    press = THREE_HOLDS._replace(wait=False)
    plan = build(press, CIRCLES_60S._replace(area=HAND), press._replace(area=HAND), area=JAW)
    circles = find_pressure_explanation(plan)
    assert circles is not None
    assert plan.area_of(plan.entries[plan.phases[circles].entry]) is HAND
    plan = build(CIRCLES_60S, press._replace(area=JAW), area=HAND)
    assert find_pressure_explanation(plan) is None


def test_it_is_not_explained_in_a_step_on_an_area_that_is_only_touched_lightly() -> None:
    press = THREE_HOLDS._replace(wait=False)
    plan = build(press, press._replace(area=HAND), area=JAW)
    firm = plan.entry_start(1)

    assert find_pressure_explanation(plan) == firm
    assert [index for index in range(len(plan.phases)) if explains_pressure(plan, index)] == [firm]


def test_it_is_explained_in_the_last_hold_of_a_step_before_the_first_firm_one() -> None:
    plan = build(TWO_STRETCHES, THREE_HOLDS)
    hold = plan.entry_start(1) - 1
    texts = [instruction.cue.text for instruction in list_instructions(plan, hold)]

    assert texts == [STRETCH.again_text, PRESSURE_SCALE]


def test_it_says_what_the_discomfort_of_the_written_instructions_says() -> None:
    numbers = ["4", "5", "10", "6"]
    assert re.findall(r"\d+", PRESSURE_SCALE) == re.findall(r"\d+", DISCOMFORT) == numbers
