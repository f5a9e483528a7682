"""What is said in a session, and the place that it is given."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    LOCATE_GATE,
    OIL_30S,
    REST_60S,
    THREE_HOLDS,
    TWO_STRETCHES,
    WIPE_GATE,
    routine,
    with_gate,
    with_halfway_cue,
)
from tests.core.speech.describe import describe_cue, describe_variants
from tests.core.strategies import plans
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.area_rules import TechniqueSubstitution, TechniqueWording
from tpsession.core.catalog.cues import CUES, CueGroup, Speak
from tpsession.core.catalog.routine import Sides, Step
from tpsession.core.catalog.technique import BREATHE, CUSTOM, REST
from tpsession.core.catalog.utterance import VoicedText
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.speech.announcements import (
    ANNOUNCED_EARLIEST_S,
    ANNOUNCED_S,
    Announcement,
    list_announcements,
    list_voiced_texts,
)
from tpsession.core.speech.phrases import PHRASES


def laid(*steps: Step, sides: Sides = Sides.LEFT, speak: Speak = Speak.PHRASES) -> Plan:
    """The plan of these steps, for an area that has no words of its own for them."""
    return build_plan(routine(*steps, sides=sides, area=AREAS["hand"]), PlanOptions(speak=speak))


def first_way(said: Announcement) -> str:
    """The preferred way to say something, without its prefix and what it tells."""
    return re.sub(r"(name|side|time)=", "", describe_variants(said.cue)[0])


def said_in(plan: Plan, index: int, came_s: float | None = None) -> list[str]:
    """What is said in a phase whatever was said before it, each in its preferred way."""
    all_said = list_announcements(plan, index, plan.phases[index].planned_s, entered_s=came_s)
    return [way for way in map(first_way, all_said) if "?" not in way]


def left_to_say(plan: Plan, index: int) -> list[str]:
    """What is said at a phase's beginning, of which the marked is left out where it was told before."""
    return [
        way
        for way in map(first_way, list_announcements(plan, index, plan.phases[index].planned_s))
        if "?" in way
    ]


def announced(*steps: Step, sides: Sides = Sides.LEFT) -> list[str]:
    """What the phases of these steps announce, in order; empty where one announces nothing."""
    plan = laid(*steps, sides=sides)
    last = [said_in(plan, index)[-1:] for index in range(len(plan.phases))]
    return [said[0] if said and said[0].startswith("next") else "" for said in last]


def test_the_next_step_is_announced_with_its_side_and_its_time() -> None:
    assert announced(OIL_30S, THREE_HOLDS, REST_60S) == [
        "next+oil,left-side,n-30+seconds",
        "next+pressure,n-30+seconds",
        "",
        "next+pressure,n-30+seconds",
        "",
        "next+pressure,n-30+seconds",
        "next+rest,n-1+minute",
        "",
    ]


def test_shorter_ways_to_announce_it_stand_ready() -> None:
    plan = laid(OIL_30S)

    (said,) = list_announcements(plan, 0, 5.0)

    assert describe_variants(said.cue) == [
        "name=next+oil,side=left-side,time=n-30+seconds", "name=next+oil,side=left-side", "name=next+oil",
        "name=oil",
    ]  # fmt: skip


def test_a_say_that_is_too_long_makes_way_for_the_usual_phrase_and_all_words_for_the_cue_next() -> None:
    plan = laid(OIL_30S, replace(CIRCLES_60S, say="A long text"))

    said = describe_variants([*list_announcements(plan, 1, 30.0)][-1].cue)

    own, usual = "text:A long text|circles", "circles"
    assert said == [
        f"name=next+{own},time=n-1+minute", f"name=next+{own}",
        f"name=next+{usual},time=n-1+minute", f"name=next+{usual}",
        f"name={own}", f"name={usual}", "cue:next",
    ]  # fmt: skip
    assert "cue:next" not in describe_variants([*list_announcements(plan, 1, 7.5)][-1].cue)
    assert "cue:next" not in describe_variants([*list_announcements(plan, 0, 30.0)][-1].cue)


def test_what_an_announcement_had_no_room_for_is_said_as_the_step_begins() -> None:
    plan = laid(OIL_30S, with_gate(THREE_HOLDS), REST_60S, sides=Sides.EACH)
    second = plan.entry_start(2)

    said = [left_to_say(plan, index) for index in range(len(plan.phases))]

    assert said[:5] == [
        [], ["name?oil,side?left-side,time?n-30+seconds"], [], ["name?pressure,time?n-30+seconds"], [],
    ]  # fmt: skip
    assert said[second : second + 2] == [["name?oil,side?right-side,time?n-30+seconds"], []]
    # A rest is called one as it begins, announced or not.
    assert said[-1] == ["rest,time?n-1+minute"]


def test_a_step_without_words_before_it_tells_its_side_in_the_gate() -> None:
    plan = laid(with_gate(THREE_HOLDS))
    gate, hold = (
        next(iter(list_announcements(plan, index, 0.0 if index == 1 else 30.0))) for index in (1, 2)
    )

    assert first_way(gate) == "locate,side?left-side"
    assert first_way(hold) == "name?pressure,side?left-side,time?n-30+seconds"
    # What one of them tells the other needn't; nor what was announced before the gate.
    assert [
        gate.subject_index,
        hold.subject_index,
        [*list_announcements(plan, 0, 5.0)][-1].subject_index,
    ] == [1, 1, 1]


def test_who_comes_into_a_step_out_of_turn_is_told_the_step_the_side_and_the_time() -> None:
    plan = laid(OIL_30S, CIRCLES_60S, with_gate(THREE_HOLDS), REST_60S, sides=Sides.EACH)

    assert said_in(plan, 2, came_s=0.0)[0] == "circles,left-side,n-1+minute"
    assert said_in(plan, 3, came_s=0.0) == ["locate,left-side"]
    assert said_in(plan, len(plan.phases) - 1, came_s=0.0)[0] == "rest,n-1+minute"
    # In the middle it is the time that is left.
    assert said_in(plan, 2, came_s=20.5)[0] == "circles,left-side,n-40+seconds+remaining"
    assert said_in(plan, 5, came_s=5.0)[0] == "release,left-side,n-10+seconds+remaining"
    assert said_in(plan, 2, came_s=59.9)[0] == "next+pressure,n-30+seconds"
    assert {said.at_s for said in list_announcements(plan, 2, 60.0, entered_s=20.5)} == {20.5, 55.0}
    (waited,) = list_announcements(plan, 3, 0.0, entered_s=40.0)
    assert (waited.at_s, waited.until_s) == (40.0, 70.0)


def test_the_area_is_said_at_the_very_start_where_there_is_room_before_the_announcement() -> None:
    calm = build_plan(replace(routine(OIL_30S, OIL_30S, sides=Sides.EACH), get_ready_s=10.0), PlanOptions())

    ready, coming = list_announcements(calm, 0, 10.0)
    assert first_way(ready) == "get-ready,shoulder"
    assert (ready.at_s, ready.until_s, coming.at_s) == (0.0, 5.0, 5.0)
    assert len([*list_announcements(calm, 0, 5.0)]) == 1
    again = next(index for index, phase in enumerate(calm.phases) if index and phase.kind == "get-ready")
    assert len([*list_announcements(calm, again, 10.0)]) == 1


def test_what_is_said_in_a_gate_ends_with_it_where_its_length_is_known() -> None:
    plan = laid(with_gate(THREE_HOLDS), speak=Speak.EVERYTHING)

    assert {said.until_s for said in list_announcements(plan, 1, 0.0)} == {30.0}
    assert {said.until_s for said in list_announcements(plan, 1, 10.0)} == {9.9}


def test_a_gate_is_announced_with_the_time_of_what_waits_behind_it_and_asks_to_find_the_spot() -> None:
    plan = laid(OIL_30S, with_gate(THREE_HOLDS))

    assert said_in(plan, 1)[-1] == "next+pressure,n-30+seconds"
    assert said_in(plan, 2) == ["locate"]


def test_gates_say_what_they_wait_for() -> None:
    assert said_in(laid(OIL_30S, LOCATE_GATE), 2) == ["locate"]
    assert said_in(laid(OIL_30S, WIPE_GATE), 2) == ["wipe"]
    assert said_in(laid(OIL_30S, with_gate(CIRCLES_60S)), 2) == ["circles"]


def test_the_change_of_sides_is_announced_said_and_the_first_step_after_it_named() -> None:
    plan = laid(OIL_30S, sides=Sides.EACH)

    assert [said_in(plan, index) for index in range(len(plan.phases))] == [
        ["next+oil,left-side,n-30+seconds"],
        ["next+switch-sides"],
        ["switch-sides,right-side"],
        ["next+oil,right-side,n-30+seconds"],
        [],
    ]


def test_a_step_on_both_sides_is_switched_to_by_its_own_words() -> None:
    assert announced(OIL_30S, sides=Sides.BOTH)[0] == "next+oil,both-sides,n-30+seconds"
    assert announced(OIL_30S, sides=Sides.NONE)[0] == "next+oil,n-30+seconds"


def test_release_rest_and_the_middle_are_said_after_their_cues() -> None:
    plan = laid(OIL_30S, with_halfway_cue(THREE_HOLDS), REST_60S)

    assert said_in(plan, 2) == ["half-way"]
    assert said_in(plan, 3)[0] == "release"
    assert left_to_say(plan, len(plan.phases) - 1) == ["rest,time?n-1+minute"]
    assert [said.at_s for said in list_announcements(plan, 2, 30.0)] == [0.0, 15.0]


def test_a_middle_that_is_not_signalled_is_not_said() -> None:
    plan = laid(OIL_30S, with_halfway_cue(THREE_HOLDS))

    assert said_in(plan, 2) == ["half-way"]
    assert not any("half-way" in describe_cue(said.cue) for said in list_announcements(plan, 2, 6.0))
    # One that was signalled is said for then, however the phase was extended since.
    assert [said.at_s for said in list_announcements(plan, 2, 40.0, middle_s=15.0)] == [0.0, 15.0]


def test_the_time_left_is_said_now_and_then_in_long_steps_only() -> None:
    plan = laid(replace(REST_60S, duration_s=150.0))

    assert said_in(plan, 1) == ["n-2+minutes+remaining", "n-1+minute+remaining"]
    assert [said.at_s for said in list_announcements(plan, 1, 150.0)][1:] == [30.0, 90.0]
    # The phase as it is counts, not as it was planned.
    assert [first_way(said) for said in list_announcements(plan, 1, 119.0)] == [
        "rest,time?n-2+minutes+n-30+seconds"
    ]


def test_half_an_hour_is_not_told_minute_by_minute() -> None:
    plan = laid(Step(REST, duration_s=1800.0))

    assert [said.split("+")[0] for said in said_in(plan, 1)] == [
        "n-20", "n-15", "n-10", "n-5", "n-4", "n-3", "n-2", "n-1",
    ]  # fmt: skip


def test_the_first_two_breaths_are_led_by_words() -> None:
    plan = laid(BREATHE_60S)

    said = [(said.at_s, first_way(said)) for said in list_announcements(plan, 1, 60.0)][1:]

    assert said == [(0.0, "breathe-in"), (4.0, "breathe-out"), (10.0, "breathe-in"), (14.0, "breathe-out")]
    # A word that takes 0.7 s begins with its breath, or a second later at most.
    assert {said.until_s - said.at_s for said in [*list_announcements(plan, 1, 60.0)][1:]} == {1.75}


def test_a_steps_own_words_are_said_where_a_voice_has_made_them() -> None:
    plan = laid(replace(OIL_30S, say="Almond oil, warm."), replace(OIL_30S, say="broad circles."), WIPE_GATE)

    assert said_in(plan, 0) == ["next+text:Almond oil, warm|oil,left-side,n-30+seconds"]
    assert said_in(plan, 1)[-1] == "next+circles,n-30+seconds"
    assert list_voiced_texts(plan) == ("Almond oil, warm",)


def test_what_an_area_says_in_a_techniques_place_is_a_phrase_too() -> None:
    said: list[str] = []
    for area in AREAS.values():
        owns: tuple[TechniqueSubstitution | TechniqueWording, ...] = (*area.substitutions, *area.wordings)
        for own in owns:
            step = Step(own.technique, duration_s=10.0)
            said += list_voiced_texts(build_plan(routine(step, sides=Sides.NONE, area=area), PlanOptions()))

    assert said == []


def test_a_persons_own_step_is_called_next_once() -> None:
    assert said_in(laid(Step(CUSTOM, duration_s=10.0)), 0) == ["custom,n-10+seconds"]
    own = Step(CUSTOM, duration_s=10.0, say="Shake it out")
    assert said_in(laid(own), 0) == ["text:Shake it out|custom,n-10+seconds"]


def test_everything_is_the_instruction_too_once_a_step() -> None:
    plan = laid(with_gate(THREE_HOLDS), speak=Speak.EVERYTHING)

    spoken = [said for index in range(len(plan.phases)) for said in said_in(plan, index)]

    (text,) = list_voiced_texts(plan)
    assert text == plan.entries[0].text
    assert [said for said in spoken if said.startswith("text:")] == [said_in(plan, 1)[-1]]


def test_a_person_who_wants_no_speech_hears_none() -> None:
    plan = laid(THREE_HOLDS, TWO_STRETCHES, BREATHE_60S, speak=Speak.NONE)

    assert [said_in(plan, index) for index in range(len(plan.phases))] == [[]] * len(plan.phases)


@given(plans(exact=False), st.floats(1.0, 4000.0))
def test_everything_said_has_a_place_inside_its_phase_and_before_the_countdown(
    plan: Plan, length_s: float
) -> None:
    for index, phase in enumerate(plan.phases):
        counted_s = 3.0 if phase.has_countdown else 0.0
        for said in list_announcements(plan, index, length_s):
            assert 0.0 <= said.earliest_s <= said.at_s <= length_s
            assert phase.is_gate or said.until_s <= length_s - counted_s
            assert length_s - said.earliest_s <= ANNOUNCED_EARLIEST_S or said.earliest_s == said.at_s


@given(plans())
def test_what_follows_is_announced_before_each_change_but_where_the_cue_itself_says_it(plan: Plan) -> None:
    for index, (phase, following) in enumerate(zip(plan.phases, plan.phases[1:], strict=False)):
        ahead = [
            said
            for said in list_announcements(plan, index, phase.planned_s)
            if said.at_s == max(phase.planned_s - ANNOUNCED_S, 0.0)
            and said.earliest_s == max(phase.planned_s - ANNOUNCED_EARLIEST_S, 0.0)
        ]
        silent = phase.is_gate or following.kind in {PhaseKind.RELEASE, PhaseKind.GET_READY}
        if not silent and phase.planned_s > 3.1:
            assert ahead


@given(plans())
def test_only_phrases_that_exist_are_said(plan: Plan) -> None:
    sounds = {phrase.sound for phrase in PHRASES.values()}
    for index, phase in enumerate(plan.phases):
        for said in list_announcements(plan, index, phase.planned_s):
            assert said.cue.group is CueGroup.VOICE
            assert said.cue.id not in CUES
            assert said.cue.utterance is not None
            for variant in said.cue.utterance.variants:
                for part in (part for sentence in variant for part in sentence.parts):
                    assert part[-1] in sounds or isinstance(part[-1], VoicedText) or part == ("next",)


@pytest.mark.parametrize("speak", Speak)
def test_a_breath_that_can_not_be_is_not_led(speak: Speak) -> None:
    plan = laid(BREATHE_60S, speak=speak)
    broken = replace(plan, entries=(replace(plan.entries[0], inhale_s=-1.0),))

    assert not [
        said for said in list_announcements(broken, 1, 60.0) if "breathe-in" in describe_cue(said.cue)
    ]
    assert plan.entries[0].technique is BREATHE
