"""The catalog: every technique, area and cue is complete and consistent with the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from tpsession.core.catalog.area import ANY_AREA_ID, AREAS, Area
from tpsession.core.catalog.cues import COUNTDOWN_CUES, CUES, Countdown, Cue, CueGroup
from tpsession.core.catalog.no_area import NO_AREA, find_area, massaged_area
from tpsession.core.catalog.place import place_of_area
from tpsession.core.catalog.routine import (
    MAX_BREATH_S,
    MAX_DURATION_S,
    MAX_TEMPO,
    MIN_BREATH_S,
    MIN_DURATION_S,
    MIN_TEMPO,
)
from tpsession.core.catalog.technique import (
    CIRCLES,
    CUSTOM,
    LIGHT,
    OIL,
    PRESSURE,
    STRETCH,
    STROKES,
    TECHNIQUES,
    WIPE,
    Pacing,
    StepKey,
    Technique,
)
from tpsession.core.history.ratings import HIGHEST_ANCHOR, LOWEST_ANCHOR, QUESTION
from tpsession.core.settings.definitions import SETTINGS

EVERY_TECHNIQUE = pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=TECHNIQUES)
EVERY_AREA = pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
EVERY_CUE = pytest.mark.parametrize("cue", CUES.values(), ids=CUES)
PROMISES = re.compile(r"\b(cure|heal|toxin|detox|guarantee|cleared|proven|adhesion|knot)", re.IGNORECASE)
HOLD_KEYS = {StepKey.HOLD, StepKey.RELEASE, StepKey.REPEAT}


def texts_of(value: object) -> Iterator[str]:
    """Every text inside a definition."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))


def is_id(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]{1,64}", text) is not None


def is_label(text: str) -> bool:
    """Whether it reads as a name: a capital first, no full stop, no blanks around it."""
    return bool(text) and text == text.strip() and text[0].isupper() and not text.endswith(".")


def is_sentence(text: str) -> bool:
    """Whether it reads as one sentence or more."""
    return text == text.strip() and text[:1].isupper() and text.endswith(".") and "  " not in text


@pytest.mark.parametrize("registry", [TECHNIQUES, AREAS, CUES, SETTINGS])
def test_no_text_promises_what_massage_cannot_do(registry: object) -> None:
    values = tuple(registry.values()) if isinstance(registry, dict) else registry

    assert [text for text in texts_of(values) if PROMISES.search(text)] == []


def test_the_techniques_areas_and_cues_are_those_that_people_rely_on() -> None:
    assert " ".join(TECHNIQUES) == (
        "oil circles locate strokes pressure light stretch breathe relax rest wipe custom"
    )
    assert " ".join(AREAS) == (
        "jaw skull-base neck upper-back low-back shoulder forearm hand hip thigh calf foot"
    )
    assert not {ANY_AREA_ID, NO_AREA.id} & AREAS.keys()


def test_without_an_area_nothing_is_needed_or_massaged_and_pain_is_rated_overall() -> None:
    assert (NO_AREA.have, NO_AREA.spots, NO_AREA.never_press, NO_AREA.care) == ((), (), (), ())
    assert (place_of_area(NO_AREA), massaged_area(NO_AREA)) == ("overall", "")
    assert (place_of_area(AREAS["hip"]), massaged_area(AREAS["hip"])) == ("hip", "hip")
    assert (find_area("none"), find_area("hip"), find_area("any")) == (NO_AREA, AREAS["hip"], None)


# Techniques


@EVERY_TECHNIQUE
def test_a_technique_has_a_name_a_phrase_and_an_instruction(technique: Technique) -> None:
    assert TECHNIQUES[technique.id] is technique
    assert is_id(technique.id)
    assert is_label(technique.name)
    assert is_label(technique.phrase)
    # A custom step has no instruction of its own: the routine file must give one.
    assert is_sentence(technique.text) or (technique is CUSTOM and technique.text == "")


@EVERY_TECHNIQUE
def test_a_techniques_defaults_are_valid_in_a_routine_file(technique: Technique) -> None:
    assert MIN_DURATION_S <= technique.duration_s <= MAX_DURATION_S
    assert MIN_DURATION_S <= technique.release_s <= MAX_DURATION_S
    assert technique.tempo is None or MIN_TEMPO <= technique.tempo <= MAX_TEMPO
    for breath in (technique.inhale_s, technique.exhale_s):
        assert breath is None or MIN_BREATH_S <= breath <= MAX_BREATH_S


@EVERY_TECHNIQUE
def test_a_techniques_keys_go_together(technique: Technique) -> None:
    keys = technique.step_keys

    assert {StepKey.TECHNIQUE, StepKey.SIDED, StepKey.TEXT, StepKey.SAY} <= keys
    # A step without a duration has holds.
    assert StepKey.DURATION in keys or keys >= HOLD_KEYS
    assert not keys & HOLD_KEYS or keys >= HOLD_KEYS
    assert (StepKey.INHALE in keys) == (StepKey.EXHALE in keys)
    assert (StepKey.INHALE in keys) == (technique.pacing is Pacing.BREATH)
    assert (technique.pacing is Pacing.BREATH) == (technique.exhale_s is not None)
    assert (technique.inhale_s is None) == (technique.exhale_s is None)
    assert technique.tempo is None or StepKey.TEMPO in keys
    if technique.pacing in {Pacing.CIRCLES, Pacing.STROKES}:
        assert technique.tempo is not None
    if technique.pacing is Pacing.HOLD:
        assert keys >= HOLD_KEYS
    # A gate can't wait for another gate; a custom step may have a time, too.
    assert not (technique.waits and StepKey.WAIT in keys) or technique is CUSTOM
    assert not technique.hold_phrase or technique.ends_released
    assert not (technique.is_rest and technique.is_massage)


# Areas


@EVERY_AREA
def test_an_area_has_complete_and_well_formed_texts(area: Area) -> None:
    assert AREAS[area.id] is area
    assert is_id(area.id)
    assert is_label(area.name)
    assert is_sentence(area.position)
    assert area.spots
    assert area.never_press
    assert {tool for wording in area.wordings for tool in wording.tools} <= set(area.have)
    for text in (*texts_of(area.spots), *area.never_press, *area.have):
        assert text
        assert text == text.strip()
        assert not text.endswith(".")
    assert len(set(area.never_press)) == len(area.never_press)
    assert all(is_sentence(text) for text in area.care)


@EVERY_AREA
def test_what_never_to_press_reads_as_names_of_places(area: Area) -> None:
    places = re.compile(r"(the|any|numb|veins|front)\b")

    assert [text for text in area.never_press if not places.match(text)] == []
    assert [
        text for text in area.never_press if re.search(r"\b(on|with|unless|when|stop|firm)\b", text)
    ] == []


@EVERY_AREA
def test_an_area_lists_the_tools_that_its_position_needs(area: Area) -> None:
    tools = " ".join(area.have)

    for tool in ("wall", "ball", "chair", "compress"):
        if tool in area.position and "or a ball" not in area.position:
            assert tool in tools


@EVERY_AREA
def test_an_areas_own_wordings_never_overlap_with_its_substitutions(area: Area) -> None:
    for wording in area.wordings:
        assert area.wording_for(wording.technique) is wording
        assert area.substitution_for(wording.technique) is None
        assert is_sentence(wording.text)
        assert wording.say == "" or is_label(wording.say)
        assert wording.limit == "" or is_sentence(wording.limit)


@EVERY_AREA
def test_what_replaces_an_unsafe_technique_has_the_areas_own_words(area: Area) -> None:
    for substitution in area.substitutions:
        assert area.substitution_for(substitution.technique) is substitution
        assert area.substitution_for(substitution.replacement) is None
        assert area.wording_for(substitution.replacement) is not None
        assert is_sentence(substitution.reason)
        assert substitution.replacement.step_keys >= substitution.technique.step_keys
    assert (area.longest_hold_s is None) == (area.hold_reason == "")
    assert area.hold_reason == "" or is_sentence(area.hold_reason)


@EVERY_AREA
def test_an_area_has_a_short_instruction_of_its_own_for_whatever_hands_or_a_ball_do(area: Area) -> None:
    played = [OIL, CIRCLES, STROKES, PRESSURE, STRETCH]
    expected = {area.played_technique(technique).id for technique in played}

    # Light strokes and wiping are the same nearly everywhere.
    assert {wording.technique.id for wording in area.wordings} - {LIGHT.id, WIPE.id} == expected
    assert all(len(text) <= 140 for wording in area.wordings for text in (wording.text, wording.limit))


@pytest.mark.parametrize("technique", [STROKES, PRESSURE, STRETCH], ids=lambda technique: technique.id)
def test_no_two_areas_share_an_instruction(technique: Technique) -> None:
    texts = [area.text_for(technique) for area in AREAS.values()]

    assert len(set(texts)) == len(texts)


@EVERY_AREA
def test_oil_is_wiped_off_before_a_ball_and_before_standing(area: Area) -> None:
    texts = " ".join(wording.text for wording in area.wordings if wording.technique is not OIL).lower()

    if "ball" in texts or re.search(r"\bstand\b", texts):
        assert re.match(r"No oil here|.*Wipe it (off|dry) later, before", area.text_for(OIL))


def test_five_areas_can_be_massaged_as_a_whole() -> None:
    whole = [area.id for area in AREAS.values() if not area.paired]

    assert whole == ["jaw", "skull-base", "neck", "upper-back", "low-back"]


def test_an_area_without_a_substitution_for_a_technique_returns_none() -> None:
    assert AREAS["hip"].substitution_for(TECHNIQUES["strokes"]) is None


def test_two_areas_limit_how_long_a_hold_lasts() -> None:
    limits = {area.id: area.longest_hold_s for area in AREAS.values() if area.longest_hold_s is not None}

    assert limits == {"skull-base": 30.0, "foot": 15.0}


# Cues


@EVERY_CUE
def test_a_cue_has_an_id_a_text_and_a_group(cue: Cue) -> None:
    assert CUES[cue.id] is cue
    assert is_id(cue.id)
    assert is_label(cue.text)
    assert cue.group in CueGroup


@EVERY_CUE
def test_a_cue_refers_only_to_cues_that_exist(cue: Cue) -> None:
    assert cue.stems[0] == (cue.sound or cue.id)
    assert not cue.fallback or CUES[cue.fallback].group is cue.group
    if cue.variant_of:
        general = CUES[cue.variant_of]
        assert cue.stems == (cue.id, general.id)
        assert (general.variant_of, general.group, general.text) == ("", cue.group, cue.text)


def test_starting_cues_share_one_rhythm_and_differ_only_in_timbre() -> None:
    start_cues = {technique.start_cue for technique in TECHNIQUES.values()}

    assert len(start_cues) <= 6
    assert {cue.variant_of or cue.id for cue in start_cues} == {"start"}


@pytest.mark.parametrize("countdown", Countdown)
def test_a_countdown_has_three_cues_or_none(countdown: Countdown) -> None:
    counts = COUNTDOWN_CUES[countdown]

    assert len(counts) == (0 if countdown is Countdown.NONE else 3)
    assert all(cue.group is CueGroup.COUNTDOWN and CUES[cue.id] is cue for cue in counts)


def test_the_rating_question_and_its_anchors_never_change() -> None:
    assert QUESTION == "How strong is your pain in this area right now?"
    assert (LOWEST_ANCHOR, HIGHEST_ANCHOR) == ("No pain", "Pain as bad as you can imagine")
