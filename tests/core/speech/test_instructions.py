"""Which instructions are spoken, and in which phase, in a session in which all of them are."""

from __future__ import annotations

import pytest

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    LOCATE_GATE,
    OIL_30S,
    THREE_HOLDS,
    WIPE_GATE,
    routine,
    with_gate,
)
from tests.core.speech.describe import describe_variants
from tpsession.audio.engine.cue_scheduler import schedule_cues
from tpsession.core.catalog.area import HAND, NECK, Area
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Sides, Step
from tpsession.core.catalog.technique import CUSTOM, STROKES
from tpsession.core.catalog.utterance import SoundName, VoicedText
from tpsession.core.plan.plan import GateKey, Plan, PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.speech.announcements import list_announcements
from tpsession.core.speech.instructions import list_instructions


def build(*steps: Step, area: Area = HAND, key: GateKey = GateKey.NONE, speak: Speak = Speak.LEARN) -> Plan:
    """The plan of these steps on the left side."""
    options = PlanOptions(speak=speak, gate_key=key)
    return build_plan(routine(*steps, sides=Sides.LEFT, area=area), options)


def preferred(plan: Plan) -> dict[int, list[str]]:
    """The preferred variant of each instruction, by the phase in which it is spoken."""
    spoken = {
        index: [describe_variants(instruction.cue)[0] for instruction in list_instructions(plan, index)]
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

    assert preferred(plan) == ({1: [oil], 2: [pressure]} if speak.has_instructions else {})


def test_a_limit_is_said_behind_a_steps_own_words_or_alone_if_time_is_short() -> None:
    own = Step(STROKES, duration_s=60.0, text="Only the top.", say="Top")
    plan = build(own, area=NECK)
    limit = plan.entries[0].limit

    assert "firm grip" in limit
    (instruction,) = list_instructions(plan, 1)
    text, beside = "instruction?text:Only the top.", f"instruction?text:{limit}"
    assert describe_variants(instruction.cue) == [f"{text},{beside}", beside, text]


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
    (instruction,) = list_instructions(plan, 2)
    text, prompt = f"instruction?text:{plan.entries[1].text}", f"text:Press any big key {when}."

    assert describe_variants(instruction.cue) == [f"{text},{prompt}", prompt]
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
    plan = build(with_gate(THREE_HOLDS))

    ((text, at_s),) = heard(plan, 9.5, gate_s)

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
