"""The spoken phrases: they are complete and distinct, and are combined as a person would say them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.area import AREAS, HAND, NECK, Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import PRESSURE, STROKES, TECHNIQUES
from tpsession.core.speech import phrases as phrase_module
from tpsession.core.speech.phrases import (
    MAX_SPOKEN_S,
    NUMBERS,
    PHRASES,
    Phrase,
    area_phrases,
    duration_phrases,
    number_phrases,
    side_phrases,
    step_phrase,
    technique_phrase,
)
from tpsession.core.text.formatting import format_duration


def ids(phrases: Iterable[Phrase]) -> str:
    return " ".join(phrase.id for phrase in phrases)


def test_the_id_and_the_words_of_a_phrase_are_well_formed() -> None:
    for phrase in PHRASES.values():
        assert PHRASES[phrase.id] is phrase
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", phrase.id), phrase
        assert re.fullmatch(r"[A-Z][a-z ,-]*[a-z]", phrase.text), phrase
        assert phrase.sound == f"say-{phrase.id}"


def test_no_two_phrases_have_the_same_words() -> None:
    assert len({phrase.text.casefold() for phrase in PHRASES.values()}) == len(PHRASES)


def test_no_phrase_has_the_id_of_another() -> None:
    named = [value for value in vars(phrase_module).values() if isinstance(value, Phrase)]
    sides = [phrase for side in Side for phrase in side_phrases(side)]

    for phrase in (*named, *sides, *NUMBERS.values()):
        assert PHRASES[phrase.id] is phrase


def test_every_technique_area_and_side_has_a_phrase() -> None:
    for technique in TECHNIQUES.values():
        assert technique_phrase(technique) == Phrase(technique.id, technique.phrase)
        assert PHRASES[technique.id] == technique_phrase(technique)
    for area in AREAS.values():
        assert area_phrases(area) == (Phrase(area.id, area.name),)
        assert PHRASES[area.id] in area_phrases(area)
    assert area_phrases(NO_AREA) == ()
    assert [ids(side_phrases(side)) for side in Side] == ["left-side", "right-side", "both-sides", ""]


def test_the_numbers_are_1_to_20_and_the_tens_up_to_60() -> None:
    assert sorted(NUMBERS) == [*range(1, 21), 30, 40, 50, 60]
    assert [NUMBERS[number].id for number in (1, 20, 30)] == ["n-1", "n-20", "n-30"]


def test_a_step_is_named_by_its_own_words_if_they_are_a_phrase() -> None:
    assert step_phrase(STROKES.phrase, STROKES, HAND).id == "strokes"
    assert step_phrase(" sustained pressure. ", STROKES, HAND).id == "pressure"
    assert step_phrase("Press the spot by the door", PRESSURE, HAND).id == "pressure"
    assert step_phrase("", PRESSURE, HAND).id == "pressure"


def test_without_a_sound_for_its_own_words_a_step_is_named_as_the_area_names_it() -> None:
    # The technique's own phrase asks for the firm grip that this area forbids.
    assert step_phrase("Top of the shoulder", STROKES, NECK).text == "Slow strokes"


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_the_words_that_an_area_has_for_a_technique_are_always_a_phrase_of_their_own(area: Area) -> None:
    for wording in area.wordings:
        assert not wording.say or step_phrase(wording.say, wording.technique, area).text == wording.say


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [
        (30, "n-30 seconds"),
        (90, "n-1 minute n-30 seconds"),
        (45, "n-40 n-5 seconds"),
        (1, "n-1 second"),
        (60, "n-1 minute"),
        (300, "n-5 minutes"),
        (3610, "n-60 minutes n-10 seconds"),
        (12.4, "n-12 seconds"),
        (59.6, "n-1 minute"),
        (0.4, ""),
        (0, ""),
        (-5, ""),
        (MAX_SPOKEN_S, "n-60 n-9 minutes n-50 n-9 seconds"),
        (MAX_SPOKEN_S + 1, ""),
    ],
)
def test_a_duration_is_said_to_the_second(seconds: float, spoken: str) -> None:
    assert ids(duration_phrases(seconds)) == spoken


def total_seconds(phrases: tuple[Phrase, ...]) -> int:
    """The duration that phrases say, in seconds."""
    numbers = {phrase: number for number, phrase in NUMBERS.items()}
    total = count = 0
    for phrase in phrases:
        if phrase in numbers:
            count += numbers[phrase]
        else:
            total += count * (60 if phrase.id.startswith("minute") else 1)
            count = 0
    return total


@given(st.floats(0.5, MAX_SPOKEN_S, exclude_min=True))
def test_the_spoken_duration_is_the_written_one(seconds: float) -> None:
    spoken = duration_phrases(seconds)

    assert total_seconds(spoken) == round(seconds)
    units = [phrase.text.lower() for phrase in spoken if phrase not in NUMBERS.values()]
    # Hours are said as minutes.
    assert seconds >= 3599.5 or units == re.findall("[a-z]+", format_duration(seconds))


@pytest.mark.parametrize("number", [0, -1, 70, 100])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 69"):
        number_phrases(number)
