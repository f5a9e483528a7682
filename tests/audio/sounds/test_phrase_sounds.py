"""The recordings of the spoken phrases: understood, equally loud, cut cleanly and spoken calmly."""

from __future__ import annotations

import math
import wave
from array import array
from functools import cached_property
from itertools import chain

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.sounds.recogniser import ANNOUNCEMENT, ONE_PHRASE, RATE, Recogniser, words
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import BREATHE, LOCATE, PRESSURE, STROKES
from tpsession.core.speech.phrases import (
    NEXT,
    PHRASES,
    Phrase,
    area_phrases,
    duration_phrases,
    side_phrases,
    technique_phrase,
)

IN_A_SENTENCE = {"next", "minute", "neck"}
"""Alone, the recogniser takes them for "next step", "minutes" and "next", which begin in the same way."""
NOT_RECOGNISED = {"foot"}
"""No recording of this short word was recognised. Its length, level and ends are tested like those of all."""
LENGTHS_S = {"next": 0.64, "minute": 0.50, "neck": 0.61, "foot": 0.56}
"""The lengths of the phrases that aren't recognised alone, so that no other recording can replace them."""
LEVEL = 0.125
"""The level of the cues, as a part of full scale."""
BLOCK = RATE // 100
"""Frames in a block of 10 ms."""


class Recording:
    """The samples of a phrase as they ship, and their levels."""

    def __init__(self, phrase: Phrase) -> None:
        with wave.open(str(SOUNDS / f"{phrase.sound}.wav")) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
            self.samples = array("h", file.readframes(file.getnframes()))

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    @cached_property
    def levels(self) -> list[float]:
        """The root mean square of each block of 10 ms, as a part of full scale."""
        starts = range(0, len(self.samples) - BLOCK + 1, BLOCK)
        return [math.sqrt(sum(s * s for s in self.samples[n : n + BLOCK]) / BLOCK) / 32_768 for n in starts]


def mean(levels: list[float]) -> float:
    """The root mean square of several levels."""
    return math.sqrt(sum(level * level for level in levels) / len(levels))


@pytest.fixture(scope="session")
def recordings() -> dict[str, Recording]:
    return {phrase.id: Recording(phrase) for phrase in PHRASES.values()}


def test_each_phrase_has_a_recording_and_there_are_no_others() -> None:
    assert {path.stem for path in SOUNDS.glob("say-*")} == {phrase.sound for phrase in PHRASES.values()}


@pytest.mark.parametrize("phrase", sorted(PHRASES.keys() - IN_A_SENTENCE - NOT_RECOGNISED))
def test_a_phrase_is_understood_among_all_others(
    recordings: dict[str, Recording], recogniser: Recogniser, phrase: str
) -> None:
    recognised = recogniser.recognise(recordings[phrase].samples, ONE_PHRASE)

    assert recognised == words(PHRASES[phrase].text)


def announcements() -> list[tuple[Phrase, ...]]:
    """Steps with their sides and times as they are announced, and a remaining time."""
    steps = [
        (PRESSURE, Side.LEFT, 30),
        (STROKES, Side.RIGHT, 60),
        (LOCATE, Side.BOTH, 0),
        (BREATHE, Side.NONE, 90),
    ]
    announced_steps = [
        (NEXT, technique_phrase(technique), *side_phrases(side), *duration_phrases(seconds))
        for technique, side, seconds in steps
    ]
    areas = [(*area_phrases(AREAS[area]), *side_phrases(Side.LEFT)) for area in ("neck", "shoulder")]
    return [*announced_steps, *areas, (*duration_phrases(90), PHRASES["remaining"]), duration_phrases(45)]


@pytest.mark.parametrize(
    "spoken", announcements(), ids=lambda spoken: " ".join(phrase.id for phrase in spoken)
)
def test_phrases_are_understood_one_after_the_other(
    recordings: dict[str, Recording], recogniser: Recogniser, spoken: tuple[Phrase, ...]
) -> None:
    joined = array("h", chain.from_iterable(recordings[phrase.id].samples for phrase in spoken))

    assert recogniser.recognise(joined, ANNOUNCEMENT) == words(" ".join(phrase.text for phrase in spoken))


def test_the_phrases_that_are_not_recognised_alone_are_tested_in_an_announcement() -> None:
    assert {phrase.id for spoken in announcements() for phrase in spoken} >= IN_A_SENTENCE


def test_a_phrase_is_spoken_calmly_but_not_too_slowly(recordings: dict[str, Recording]) -> None:
    for name, phrase in PHRASES.items():
        letters = len(words(phrase.text).replace(" ", ""))

        # 8 to 18 letters a second, with up to a third of a second for the start and the end.
        assert letters / 18 < recordings[name].seconds < letters / 8 + 0.35, name


def test_a_phrase_that_is_not_recognised_alone_has_a_known_length(recordings: dict[str, Recording]) -> None:
    assert LENGTHS_S.keys() == IN_A_SENTENCE | NOT_RECOGNISED
    for phrase, seconds in LENGTHS_S.items():
        assert recordings[phrase].seconds == pytest.approx(seconds, abs=0.006)


def test_a_phrase_is_as_loud_as_the_cues_and_never_clipped(recordings: dict[str, Recording]) -> None:
    for phrase in PHRASES:
        samples, levels = recordings[phrase].samples, recordings[phrase].levels
        sounding = [level for level in levels if level > 0.1 * max(levels)]

        assert abs(20 * math.log10(mean(sounding) / LEVEL)) < 1, phrase
        assert max(map(abs, samples)) < 30_000, phrase
        assert abs(sum(samples) / len(samples)) < 10, phrase


def test_a_phrase_begins_without_a_pause_and_ends_softly(recordings: dict[str, Recording]) -> None:
    for phrase in PHRASES:
        samples, levels = recordings[phrase].samples, recordings[phrase].levels
        audible = [number for number, level in enumerate(levels) if level > 0.01 * max(levels)]

        assert (samples[0], samples[-1]) == (0, 0), phrase
        # Both ends are soft: there is no click, and no word is cut off.
        assert max(map(abs, samples[: RATE // 1000])) < 400, phrase
        assert max(map(abs, samples[-RATE // 1000 :])) < 400, phrase
        assert mean(levels[-2:]) < 0.1 * max(levels), phrase
        # There is little silence, which would add up between phrases.
        assert audible[0] <= 3, phrase
        assert len(levels) - audible[-1] <= 5, phrase
