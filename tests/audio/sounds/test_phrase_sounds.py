"""The spoken phrases that ship: understood, equally loud, cleanly cut, and of a calm length."""

from __future__ import annotations

import importlib.util
import math
import os
import wave
from array import array
from itertools import chain

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.sounds.listener import ANNOUNCEMENT, ONE_PHRASE, RATE, Listener, words
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import BREATHE, LOCATE, PRESSURE, STROKES
from tpsession.core.speech.phrases import (
    NEXT,
    PHRASES,
    Phrase,
    area_phrase,
    duration_phrases,
    side_phrases,
    technique_phrase,
)

IN_A_SENTENCE = {"next", "minute", "neck"}
"""Taken for "next step", "minutes" and "next" when heard alone, which begin like them."""
NOT_RECOGNISED = {"foot"}
"""No recording of this short word was recognised; its length, level and ends are checked as all others'."""
LENGTHS_S = {"next": 0.64, "minute": 0.50, "neck": 0.61, "foot": 0.56}
"""Of the phrases that aren't recognised alone, so that no other sound can stand in their place."""
LEVEL = 0.125
"""The cues' level, as a part of full scale."""
BLOCK = RATE // 100


def read(phrase: Phrase) -> array[int]:
    """A phrase's samples as they ship."""
    with wave.open(str(SOUNDS / f"{phrase.sound}.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        return array("h", file.readframes(file.getnframes()))


def levels(samples: array[int]) -> list[float]:
    """Root mean squares of blocks of 10 ms, as parts of full scale."""
    starts = range(0, len(samples) - BLOCK + 1, BLOCK)
    return [math.sqrt(sum(s * s for s in samples[n : n + BLOCK]) / BLOCK) / 32_768 for n in starts]


def mean(blocks: list[float]) -> float:
    return math.sqrt(sum(level * level for level in blocks) / len(blocks))


@pytest.fixture(scope="module")
def sounds() -> dict[str, array[int]]:
    return {phrase.id: read(phrase) for phrase in PHRASES.values()}


def listener(grammar: str) -> Listener:
    if "CI" not in os.environ and importlib.util.find_spec("pocketsphinx") is None:
        pytest.skip("pocketsphinx isn't installed, which has no wheel for this Python")
    from pocketsphinx import Decoder

    return Listener(Decoder, grammar)


@pytest.fixture(scope="module")
def of_phrases() -> Listener:
    return listener(ONE_PHRASE)


@pytest.fixture(scope="module")
def of_announcements() -> Listener:
    return listener(ANNOUNCEMENT)


def test_each_phrase_has_its_sound_and_no_other_ships() -> None:
    assert {path.stem for path in SOUNDS.glob("say-*")} == {phrase.sound for phrase in PHRASES.values()}


@pytest.mark.parametrize("phrase", sorted(PHRASES.keys() - IN_A_SENTENCE - NOT_RECOGNISED))
def test_a_phrase_is_understood_among_all_others(
    sounds: dict[str, array[int]], of_phrases: Listener, phrase: str
) -> None:
    assert of_phrases.hears(sounds[phrase]) == words(PHRASES[phrase].text)


def announcements() -> list[tuple[Phrase, ...]]:
    """A step, its side and its time, as they are announced, and what is left of a time."""
    steps = [
        (PRESSURE, Side.LEFT, 30),
        (STROKES, Side.RIGHT, 60),
        (LOCATE, Side.BOTH, 0),
        (BREATHE, Side.NONE, 90),
    ]
    said = [
        (NEXT, technique_phrase(technique), *side_phrases(side), *duration_phrases(seconds))
        for technique, side, seconds in steps
    ]
    areas = [(area_phrase(AREAS[area]), *side_phrases(Side.LEFT)) for area in ("neck", "shoulder")]
    return [*said, *areas, (*duration_phrases(90), PHRASES["remaining"]), duration_phrases(45)]


@pytest.mark.parametrize("said", announcements(), ids=lambda said: " ".join(phrase.id for phrase in said))
def test_phrases_are_understood_one_after_the_other(
    sounds: dict[str, array[int]], of_announcements: Listener, said: tuple[Phrase, ...]
) -> None:
    joined = array("h", chain.from_iterable(sounds[phrase.id] for phrase in said))

    assert of_announcements.hears(joined) == words(" ".join(phrase.text for phrase in said))


def test_the_words_that_need_a_sentence_are_in_one() -> None:
    assert {phrase.id for said in announcements() for phrase in said} >= IN_A_SENTENCE


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_calm_and_not_drawn_out(sounds: dict[str, array[int]], phrase: str) -> None:
    seconds = len(sounds[phrase]) / RATE
    letters = len(words(PHRASES[phrase].text).replace(" ", ""))

    # 8 to 18 letters a second, and a third of a second for beginning and end.
    assert letters / 18 < seconds < letters / 8 + 0.35


def test_a_phrase_that_is_not_recognised_alone_has_a_known_length(sounds: dict[str, array[int]]) -> None:
    assert LENGTHS_S.keys() == IN_A_SENTENCE | NOT_RECOGNISED
    for phrase, seconds in LENGTHS_S.items():
        assert len(sounds[phrase]) / RATE == pytest.approx(seconds, abs=0.006)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_as_loud_as_the_cues_and_never_clipped(
    sounds: dict[str, array[int]], phrase: str
) -> None:
    blocks = levels(sounds[phrase])
    sounding = [level for level in blocks if level > 0.1 * max(blocks)]

    assert abs(20 * math.log10(mean(sounding) / LEVEL)) < 1
    assert max(map(abs, sounds[phrase])) < 30_000
    assert abs(sum(sounds[phrase]) / len(sounds[phrase])) < 10


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_begins_at_once_and_ends_softly(sounds: dict[str, array[int]], phrase: str) -> None:
    samples = sounds[phrase]
    blocks = levels(samples)
    audible = [number for number, level in enumerate(blocks) if level > 0.01 * max(blocks)]

    assert (samples[0], samples[-1]) == (0, 0)
    # Neither a click nor a word cut off: what is near the ends is soft.
    assert max(map(abs, samples[: RATE // 1000])) < 400
    assert max(map(abs, samples[-RATE // 1000 :])) < 400
    assert mean(blocks[-2:]) < 0.1 * max(blocks)
    # Little silence, which would add up between phrases.
    assert audible[0] <= 3
    assert len(blocks) - audible[-1] <= 5
