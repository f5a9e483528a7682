"""What is said in each phase of a session, and within which limits of time."""

from __future__ import annotations

import re

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
    TWO_STRETCHES,
    TWO_TURNS,
    WIPE_GATE,
    routine,
    with_gate,
    with_halfway_cue,
)
from tests.core.speech.describe import describe_cue, describe_variants
from tests.core.strategies import plans
from tpsession.core.catalog.area import AREAS, CALF
from tpsession.core.catalog.cues import CUES, CueGroup, Speak
from tpsession.core.catalog.routine import Rounds, Sides, Step
from tpsession.core.catalog.technique import BREATHE, CUSTOM, REST, TECHNIQUES
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


def build(*steps: Step, sides: Sides = Sides.LEFT, speak: Speak = Speak.PHRASES) -> Plan:
    """The plan of these steps, for an area that changes none of their phrases."""
    return build_plan(routine(*steps, sides=sides, area=AREAS["hand"]), PlanOptions(speak=speak))


def preferred(announcement: Announcement) -> str:
    """The preferred variant of an announcement, without the names of the topics that it mentions."""
    return re.sub(r"(name|side|time)=", "", describe_variants(announcement.cue)[0])


def spoken_in(plan: Plan, index: int, entered_s: float | None = None) -> list[str]:
    """The preferred variants of what is said in a phase in any case."""
    announcements = list_announcements(plan, index, plan.phases[index].planned_s, entered_s=entered_s)
    return [variant for variant in map(preferred, announcements) if "?" not in variant]


def spoken_unless_mentioned(plan: Plan, index: int) -> list[str]:
    """The preferred variants of what is said in a phase with sentences that may be left out."""
    announcements = list_announcements(plan, index, plan.phases[index].planned_s)
    return [variant for variant in map(preferred, announcements) if "?" in variant]


def announced(*steps: Step, sides: Sides = Sides.LEFT) -> list[str]:
    """How each phase of these steps announces the next one; empty if it doesn't."""
    plan = build(*steps, sides=sides)
    spoken = [spoken_in(plan, index) for index in range(len(plan.phases))]
    return [phrases[-1] if phrases and phrases[-1].startswith("next") else "" for phrases in spoken]


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


def test_an_announcement_has_shorter_variants() -> None:
    plan = build(OIL_30S)

    (announcement,) = list_announcements(plan, 0, 5.0)

    assert describe_variants(announcement.cue) == [
        "name=next+oil,side=left-side,time=n-30+seconds", "name=next+oil,side=left-side", "name=next+oil",
        "name=oil",
    ]  # fmt: skip


def test_the_last_variants_are_the_usual_phrase_and_the_sound_of_the_cue_next() -> None:
    plan = build(OIL_30S, CIRCLES_60S._replace(say="A long text"))

    variants = describe_variants([*list_announcements(plan, 1, 30.0)][-1].cue)

    own, usual = "text:A long text|circles", "circles"
    assert variants == [
        f"name=next+{own},time=n-1+minute", f"name=next+{own}",
        f"name=next+{usual},time=n-1+minute", f"name=next+{usual}",
        f"name={own}", f"name={usual}", "cue:next",
    ]  # fmt: skip
    assert "cue:next" not in describe_variants([*list_announcements(plan, 1, 7.5)][-1].cue)
    assert "cue:next" not in describe_variants([*list_announcements(plan, 0, 30.0)][-1].cue)


def test_what_the_announcement_has_no_time_for_is_said_as_the_step_begins() -> None:
    plan = build(OIL_30S, with_gate(THREE_HOLDS), REST_60S, sides=Sides.EACH)
    second = plan.entry_start(2)

    spoken = [spoken_unless_mentioned(plan, index) for index in range(len(plan.phases))]

    assert spoken[:5] == [
        [], ["name?oil,side?left-side,time?n-30+seconds"], [], ["name?pressure,time?n-30+seconds"], [],
    ]  # fmt: skip
    assert spoken[second : second + 2] == [["name?oil,side?right-side,time?n-30+seconds"], []]
    # A rest is named as it begins even if it was announced.
    assert spoken[-1] == ["rest,time?n-1+minute"]


def test_the_side_of_a_step_that_was_not_announced_is_said_in_its_gate() -> None:
    plan = build(with_gate(THREE_HOLDS))
    gate, hold = (
        next(iter(list_announcements(plan, index, 0.0 if index == 1 else 30.0))) for index in (1, 2)
    )

    assert preferred(gate) == "locate,side?left-side"
    assert preferred(hold) == "name?pressure,side?left-side,time?n-30+seconds"
    # They share a subject with the announcement before the gate, so nothing is said twice.
    assert [
        gate.subject_index,
        hold.subject_index,
        [*list_announcements(plan, 0, 5.0)][-1].subject_index,
    ] == [1, 1, 1]


def test_after_a_skip_or_a_step_back_the_step_the_side_and_the_time_are_said() -> None:
    plan = build(OIL_30S, CIRCLES_60S, with_gate(THREE_HOLDS), REST_60S, sides=Sides.EACH)

    assert spoken_in(plan, 2, entered_s=0.0)[0] == "circles,left-side,n-1+minute"
    assert spoken_in(plan, 3, entered_s=0.0) == ["locate,left-side"]
    assert spoken_in(plan, len(plan.phases) - 1, entered_s=0.0)[0] == "rest,n-1+minute"
    # In the middle of a phase the remaining time is said.
    assert spoken_in(plan, 2, entered_s=20.5)[0] == "circles,left-side,n-40+seconds+remaining"
    assert spoken_in(plan, 5, entered_s=5.0)[0] == "release,left-side,n-10+seconds+remaining"
    assert spoken_in(plan, 2, entered_s=59.9)[0] == "next+pressure,n-30+seconds"
    assert {announcement.at_s for announcement in list_announcements(plan, 2, 60.0, entered_s=20.5)} == {
        20.5,
        55.0,
    }
    (waited,) = list_announcements(plan, 3, 0.0, entered_s=40.0)
    assert (waited.at_s, waited.until_s) == (40.0, 70.0)


def test_the_area_is_said_at_the_start_of_the_session_if_there_is_time_before_the_announcement() -> None:
    calm = build_plan(routine(OIL_30S, OIL_30S, sides=Sides.EACH)._replace(get_ready_s=10.0), PlanOptions())

    ready, coming = list_announcements(calm, 0, 10.0)
    assert preferred(ready) == "get-ready,shoulder"
    assert (ready.at_s, ready.until_s, coming.at_s) == (0.0, 5.0, 5.0)
    assert len([*list_announcements(calm, 0, 5.0)]) == 1
    again = next(index for index, phase in enumerate(calm.phases) if index and phase.kind == "get-ready")
    assert len([*list_announcements(calm, again, 10.0)]) == 1


def test_speech_in_a_gate_ends_before_the_gate_if_its_length_is_known() -> None:
    plan = build(with_gate(THREE_HOLDS), speak=Speak.EVERYTHING)

    assert {announcement.until_s for announcement in list_announcements(plan, 1, 0.0)} == {30.0, 45.0}
    assert {announcement.until_s for announcement in list_announcements(plan, 1, 10.0)} == {9.9}


def test_a_gate_is_announced_with_the_time_of_the_phase_behind_it_and_asks_to_find_the_spot() -> None:
    plan = build(OIL_30S, with_gate(THREE_HOLDS))

    assert spoken_in(plan, 1)[-1] == "next+pressure,n-30+seconds"
    assert spoken_in(plan, 2) == ["locate"]


def test_a_gate_says_what_to_do() -> None:
    assert spoken_in(build(OIL_30S, LOCATE_GATE), 2) == ["locate"]
    assert spoken_in(build(OIL_30S, WIPE_GATE), 2) == ["wipe"]
    assert spoken_in(build(OIL_30S, with_gate(CIRCLES_60S)), 2) == ["circles"]


def test_each_round_is_announced_as_it_begins() -> None:
    rounds = Rounds(1, 2, 20.0)
    plan = build(*(step._replace(rounds=rounds) for step in (OIL_30S, CIRCLES_60S)), WIPE_GATE)

    spoken = [re.sub("round=", "", spoken_in(plan, index)[-1]) for index in range(5)]
    assert spoken == [
        "next+oil,round+n-1,left-side,n-30+seconds",
        "next+circles,n-1+minute",
        "next+rest,n-20+seconds",
        "next+oil,round+n-2,n-30+seconds",
        "next+circles,n-1+minute",
    ]
    assert spoken_unless_mentioned(plan, 4) == ["name?oil,round?round+n-2,time?n-30+seconds"]


def test_how_many_times_is_said_in_place_of_a_time() -> None:
    plan = build(EIGHT_STROKES, TEN_RAISES, TEN_RAISES._replace(count=1))

    assert spoken_in(plan, 0)[-1] == "next+strokes,left-side,n-8+times"
    assert spoken_in(plan, 1)[-1] == "next+text:Calf raises|custom".replace("next+", "") + ",n-10+times"
    assert spoken_unless_mentioned(plan, 2) == ["text:Calf raises|custom,time?n-10+times"]
    assert spoken_in(plan, 1, entered_s=0.0)[0] == "strokes,left-side,n-8+times"
    assert spoken_in(plan, 1, entered_s=10.5)[0] == "strokes,left-side,n-30+seconds+remaining"
    assert spoken_in(plan, 2, entered_s=0.0)[0] == "text:Calf raises|custom,left-side,n-10+times"
    assert spoken_in(plan, 3, entered_s=0.0)[0] == "text:Calf raises|custom,left-side"


def test_a_gate_says_no_time_for_what_is_done_once() -> None:
    plan = build(REST_60S, EIGHT_STROKES._replace(wait=True, count=1))

    assert spoken_unless_mentioned(plan, 2) == ["strokes,side?left-side"]


def test_each_hold_is_announced_and_read_out_in_its_own_words() -> None:
    plan = build(TWO_TURNS, speak=Speak.EVERYTHING)

    assert spoken_in(plan, 2)[-1] == "next+text:To the door|stretch,n-20+seconds"
    assert "text:Turn to the door." in spoken_in(plan, 3)
    assert "instruction?text:Turn to the window." in spoken_unless_mentioned(plan, 1)


def test_to_relax_the_voice_says_when_to_tense_and_when_to_let_go() -> None:
    plan = build(TWO_FISTS, REST_60S)

    assert [[phrase for phrase in spoken_in(plan, index) if "next" not in phrase] for index in range(5)] == [
        [], [], ["let-go"], [], ["let-go"],
    ]  # fmt: skip
    assert [spoken_unless_mentioned(plan, index) for index in (1, 3)] == [["name?relax,tense"]] * 2
    # Five seconds leave no time for more than the word itself; the hold before says the name.
    (tense,) = list_announcements(plan, 1, 5.0)
    assert describe_variants(tense.cue)[-1] == "tense"
    assert spoken_in(plan, 1, entered_s=0.0) == ["relax,tense"]
    assert spoken_in(plan, 4, entered_s=5.0)[0] == "let-go,n-10+seconds+remaining"
    assert spoken_in(plan, 4)[-1] == "next+rest,n-1+minute"


def test_a_switch_of_sides_is_announced_and_said_and_the_first_step_after_it_is_announced() -> None:
    plan = build(OIL_30S, sides=Sides.EACH)

    assert [spoken_in(plan, index) for index in range(len(plan.phases))] == [
        ["next+oil,left-side,n-30+seconds"],
        ["next+switch-sides"],
        ["switch-sides,right-side"],
        ["next+oil,right-side,n-30+seconds"],
        [],
    ]


def test_a_step_on_both_sides_is_announced_with_them() -> None:
    assert announced(OIL_30S, sides=Sides.BOTH)[0] == "next+oil,both-sides,n-30+seconds"
    assert announced(OIL_30S, sides=Sides.NONE)[0] == "next+oil,n-30+seconds"


def test_release_rest_and_the_middle_are_said_after_their_cues() -> None:
    plan = build(OIL_30S, with_halfway_cue(THREE_HOLDS), REST_60S)

    assert spoken_in(plan, 2) == ["half-way"]
    assert spoken_in(plan, 3)[0] == "release"
    assert spoken_unless_mentioned(plan, len(plan.phases) - 1) == ["rest,time?n-1+minute"]
    assert [announcement.at_s for announcement in list_announcements(plan, 2, 30.0)] == [0.0, 15.0]


def test_the_middle_is_said_only_if_it_is_signalled() -> None:
    plan = build(OIL_30S, with_halfway_cue(THREE_HOLDS))

    assert spoken_in(plan, 2) == ["half-way"]
    assert not any(
        "half-way" in describe_cue(announcement.cue) for announcement in list_announcements(plan, 2, 6.0)
    )
    # It is said at the moment of the signal, even if the phase was extended since then.
    assert [announcement.at_s for announcement in list_announcements(plan, 2, 40.0, middle_s=15.0)] == [
        0.0,
        15.0,
    ]


def test_the_remaining_time_is_said_only_in_long_steps() -> None:
    plan = build(REST_60S._replace(duration_s=150.0))

    assert spoken_in(plan, 1) == ["n-2+minutes+remaining", "n-1+minute+remaining"]
    assert [announcement.at_s for announcement in list_announcements(plan, 1, 150.0)][1:] == [30.0, 90.0]
    # The real length of the phase counts, not the planned one.
    assert [preferred(announcement) for announcement in list_announcements(plan, 1, 119.0)] == [
        "rest,time?n-2+minutes+n-30+seconds"
    ]


def test_in_half_an_hour_the_remaining_time_is_not_said_every_minute() -> None:
    plan = build(Step(REST, duration_s=1800.0))

    assert [variant.split("+")[0] for variant in spoken_in(plan, 1)] == [
        "n-20", "n-15", "n-10", "n-5", "n-4", "n-3", "n-2", "n-1",
    ]  # fmt: skip


def test_the_first_two_breaths_are_led_by_words() -> None:
    plan = build(BREATHE_60S)

    spoken = [
        (announcement.at_s, preferred(announcement)) for announcement in list_announcements(plan, 1, 60.0)
    ][1:]

    assert spoken == [(0.0, "breathe-in"), (4.0, "breathe-out"), (10.0, "breathe-in"), (14.0, "breathe-out")]
    # The words take 0.7 s, so they begin with the breath or a second later at most.
    assert {
        announcement.until_s - announcement.at_s for announcement in [*list_announcements(plan, 1, 60.0)][1:]
    } == {1.75}


def test_the_own_words_of_a_step_are_said_if_the_voice_has_made_them() -> None:
    plan = build(OIL_30S._replace(say="Almond oil, warm."), OIL_30S._replace(say="broad circles."), WIPE_GATE)

    assert spoken_in(plan, 0) == ["next+text:Almond oil, warm|oil,left-side,n-30+seconds"]
    assert spoken_in(plan, 1)[-1] == "next+circles,n-30+seconds"
    assert list_voiced_texts(plan) == ("Almond oil, warm",)


def test_the_phrases_of_areas_need_no_synthesised_voice() -> None:
    voiced: list[str] = []
    for area in AREAS.values():
        for technique in TECHNIQUES.values():
            step = Step(technique, duration_s=10.0)
            voiced += list_voiced_texts(build_plan(routine(step, sides=Sides.NONE, area=area), PlanOptions()))

    assert voiced == []


def test_the_announcement_of_a_custom_step_says_next_once() -> None:
    assert spoken_in(build(Step(CUSTOM, duration_s=10.0)), 0) == ["custom,n-10+seconds"]
    own = Step(CUSTOM, duration_s=10.0, say="Shake it out")
    assert spoken_in(build(own), 0) == ["text:Shake it out|custom,n-10+seconds"]


def test_without_speech_nothing_is_said() -> None:
    plan = build(THREE_HOLDS, TWO_STRETCHES, BREATHE_60S, speak=Speak.NONE)

    assert [spoken_in(plan, index) for index in range(len(plan.phases))] == [[]] * len(plan.phases)


@given(plans(exact=False), st.floats(1.0, 4000.0))
def test_everything_is_said_within_its_phase_and_before_the_countdown(plan: Plan, length_s: float) -> None:
    for index, phase in enumerate(plan.phases):
        countdown_s = 3.0 if phase.has_countdown else 0.0
        for announcement in list_announcements(plan, index, length_s):
            assert 0.0 <= announcement.earliest_s <= announcement.at_s <= length_s
            assert phase.is_gate or announcement.until_s <= length_s - countdown_s
            assert (
                length_s - announcement.earliest_s <= ANNOUNCED_EARLIEST_S
                or announcement.earliest_s == announcement.at_s
            )


@given(plans())
def test_every_change_is_announced_unless_its_cue_says_enough(plan: Plan) -> None:
    for index, (phase, following) in enumerate(zip(plan.phases, plan.phases[1:], strict=False)):
        announcements = [
            announcement
            for announcement in list_announcements(plan, index, phase.planned_s)
            if announcement.at_s == max(phase.planned_s - ANNOUNCED_S, 0.0)
            and announcement.earliest_s == max(phase.planned_s - ANNOUNCED_EARLIEST_S, 0.0)
        ]
        is_silent = phase.is_gate or following.kind in {PhaseKind.RELEASE, PhaseKind.GET_READY}
        if not is_silent and phase.planned_s > 3.1:
            assert announcements


@given(plans())
def test_only_existing_phrases_are_said(plan: Plan) -> None:
    sounds = {phrase.sound for phrase in PHRASES.values()}
    for index, phase in enumerate(plan.phases):
        for announcement in list_announcements(plan, index, phase.planned_s):
            assert announcement.cue.group is CueGroup.VOICE
            assert announcement.cue.id not in CUES
            assert announcement.cue.utterance is not None
            for variant in announcement.cue.utterance.variants:
                for part in (part for sentence in variant for part in sentence.parts):
                    assert part[-1] in sounds or isinstance(part[-1], VoicedText) or part == ("next",)


@pytest.mark.parametrize("speak", Speak)
def test_impossible_breaths_are_not_led_by_words(speak: Speak) -> None:
    plan = build(BREATHE_60S, speak=speak)
    broken = plan._replace(entries=(plan.entries[0]._replace(inhale_s=-1.0),))

    assert not [
        announcement
        for announcement in list_announcements(broken, 1, 60.0)
        if "breathe-in" in describe_cue(announcement.cue)
    ]
    assert plan.entries[0].technique is BREATHE


def test_the_area_is_said_whenever_it_changes_if_there_are_several() -> None:
    steps = (OIL_30S, OIL_30S._replace(area=CALF), OIL_30S._replace(area=CALF), OIL_30S)
    plan = build(*steps)

    announced = [[each for each in spoken_in(plan, index) if "next" in each] for index in range(4)]
    assert announced == [
        ["next+oil,hand+left-side,n-30+seconds"],
        ["next+oil,calf+left-side,n-30+seconds"],
        ["next+oil,n-30+seconds"],
        ["next+oil,hand+left-side,n-30+seconds"],
    ]
