"""The cue scheduler: signals keep their moments, speech gets free time or is left out, pacing gives way."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TypedDict, Unpack

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.audio.engine.cues import (
    LEFT_SIDE,
    NEXT_PRESSURE,
    PRESSURE,
    SAY_ALMOND_OIL,
    SAY_NEXT_PRESSURE,
    SAY_OIL,
    SAY_RELEASE,
    at,
    speech,
    text_only,
)
from tpsession.audio.engine.cue_scheduler import (
    NEAR_S,
    OVERLAP_S,
    SENTENCE_GAP_S,
    WORD_GAP_S,
    ScheduledCue,
    is_pacing,
    schedule_cues,
)
from tpsession.core.catalog.cues import CUES, TimedCue
from tpsession.core.catalog.utterance import SoundName, Topic, VoicedText
from tpsession.core.speech.phrases import NEXT, PHRASES
from tpsession.core.speech.utterance import (
    CLEAR_S,
    cue_part,
    mention,
    sentence,
    text_or_phrase,
    unless_mentioned,
    utterance,
)

ALMOND_OIL = VoicedText("Almond oil")
LENGTHS: dict[SoundName, float] = {
    "start": 0.65, "end": 0.8, "count-beep": 0.15, "half-way": 0.4,
    "pace-up": 0.2, "pace-down": 0.2, "pace-in": 1.0, "pace-hold": 0.4, "next": 0.33,
    "say-next": 0.4, "say-oil": 0.5, "say-pressure": 1.0, "say-left-side": 0.8, "say-release": 0.6,
    ALMOND_OIL: 0.9,
}  # fmt: skip
SIGNALS = ("start", "end", "count-beep", "half-way")
PACING = ("pace-up", "pace-down", "pace-in")
SPEECH = (SAY_NEXT_PRESSURE, SAY_RELEASE, SAY_ALMOND_OIL)
ROUNDING_S = 1e-5


def test_an_own_sound_plays_in_the_place_of_a_cue_if_it_is_there() -> None:
    start = TimedCue(5.0, CUES["start"]._replace(own="bell.wav"))
    lengths: dict[SoundName, float] = {**LENGTHS, "bell.wav": 2.0}
    (own,) = schedule_cues([start], lengths.get, now=0.0)
    assert (own.sounds, own.ends) == (((0.0, "bell.wav"),), 7.0)
    (usual,) = schedule_cues([start], LENGTHS.get, now=0.0)
    assert usual.sounds == ((0.0, "start"),)


class Options(TypedDict, total=False):
    """Options of `schedule_cues`."""

    now: float
    sounding_until: float


def scheduled(*cues: TimedCue, **options: Unpack[Options]) -> list[tuple[float, str]]:
    """The moment of each cue that is heard, and its id, or for speech its words."""
    return [
        (round(cue.at, 6), cue.text or cue.timed.cue.id)
        for cue in schedule_cues(cues, LENGTHS.get, **options)
    ]


def spoken(*cues: TimedCue, **options: Unpack[Options]) -> list[float]:
    """The moments at which speech begins."""
    heard = schedule_cues(cues, LENGTHS.get, **options)
    return [round(cue.at, 6) for cue in heard if cue.timed.is_speech]


def sounds(*cues: TimedCue) -> list[SoundName]:
    """The sounds of all speech that is heard."""
    heard = schedule_cues(cues, LENGTHS.get)
    return [name for cue in heard for _, name in cue.sounds if cue.timed.is_speech]


moments = st.floats(0.0, 30.0)


@st.composite
def requests(draw: st.DrawFn) -> list[TimedCue]:
    """Any cues that can be requested within half a minute."""
    sounds = st.builds(at, moments, st.sampled_from(SIGNALS + PACING))
    spoken = st.builds(
        lambda moment, cue, before, after: speech(moment, cue, moment - before, moment + after),
        moments,
        st.sampled_from(SPEECH),
        st.sampled_from([0.0, 0.0, 1.0, 5.0]),
        st.floats(0.0, 10.0),
    )
    return draw(st.lists(st.one_of(sounds, spoken), max_size=25))


def of_kind(kind: str, heard: list[ScheduledCue]) -> list[ScheduledCue]:
    """The cues of a kind: speech, pacing or signal."""

    def kind_of(timed: TimedCue) -> str:
        return "speech" if timed.is_speech else "pacing" if is_pacing(timed) else "signal"

    return [cue for cue in heard if kind_of(cue.timed) == kind]


@given(requests())
def test_every_signal_is_heard_at_its_moment(cues: list[TimedCue]) -> None:
    heard = of_kind("signal", schedule_cues(cues, LENGTHS.get))

    requested = sorted((timed.at, timed.cue.id) for timed in cues if timed.cue.id in SIGNALS)
    assert sorted((cue.at, cue.timed.cue.id) for cue in heard) == requested


@given(requests())
def test_speech_overlaps_nothing_and_stays_within_its_limits(cues: list[TimedCue]) -> None:
    heard = schedule_cues(cues, LENGTHS.get)
    speech = of_kind("speech", heard)

    for spoken_cue in speech:
        earliest, until = spoken_cue.timed.earliest, spoken_cue.timed.until
        assert earliest is not None
        assert until is not None
        assert earliest - ROUNDING_S <= spoken_cue.at
        assert spoken_cue.ends <= until + ROUNDING_S
        for other in of_kind("signal", heard):
            gap_s = max(other.at - spoken_cue.ends, spoken_cue.at - other.ends)
            assert gap_s >= CLEAR_S - ROUNDING_S
    for one, other in pairwise(speech):
        assert other.at - one.ends >= CLEAR_S - ROUNDING_S


@given(requests())
def test_pacing_overlaps_no_signal_no_speech_and_no_other_pacing(cues: list[TimedCue]) -> None:
    heard = schedule_cues(cues, LENGTHS.get)
    beats = of_kind("pacing", heard)

    assert all(cue.at == cue.timed.at for cue in beats)
    for beat in beats:
        for other in of_kind("signal", heard):
            assert beat.at <= other.at - NEAR_S or beat.at >= max(other.at + NEAR_S, other.ends)
        for spoken_cue in of_kind("speech", heard):
            assert beat.ends <= spoken_cue.at or beat.at >= spoken_cue.ends
    for one, other in pairwise(beats):
        assert other.at - one.ends >= -OVERLAP_S - ROUNDING_S


@given(requests(), st.randoms())
def test_the_order_of_the_requests_makes_no_difference(
    cues: list[TimedCue], generator: random.Random
) -> None:
    mixed = list(cues)
    assume(len({timed.at for timed in mixed}) == len(mixed))
    ordered = schedule_cues(mixed, LENGTHS.get)
    generator.shuffle(mixed)

    def key(cue: ScheduledCue) -> tuple[float, str, str]:
        return cue.at, cue.timed.cue.id, cue.text

    assert sorted(schedule_cues(mixed, LENGTHS.get), key=key) == sorted(ordered, key=key)


@given(requests())
def test_pacing_is_dropped_only_where_it_would_overlap_something(cues: list[TimedCue]) -> None:
    heard = schedule_cues(cues, LENGTHS.get)
    kept = {cue.timed for cue in heard}

    for beat in (timed for timed in cues if is_pacing(timed) and timed not in kept):
        ends = beat.at + LENGTHS[beat.cue.id]
        assert any(
            beat.at < max(other.ends, other.at + NEAR_S) and ends > other.at - NEAR_S for other in heard
        )


def test_an_announcement_comes_at_its_moment_or_earlier_if_it_needs_more_time() -> None:
    # "Next: sustained pressure. Left side." takes 2.45 s.
    takes_s = 0.4 + WORD_GAP_S + 1.0 + SENTENCE_GAP_S + 0.8
    announcement = speech(15.0, SAY_NEXT_PRESSURE, 10.0, 19.9)
    counted = announcement._replace(until=16.9)

    assert spoken(announcement) == [15.0]
    assert spoken(counted) == [pytest.approx(16.9 - takes_s)]
    assert spoken(counted._replace(earliest=15.0)) == [15.0]
    assert sounds(counted._replace(earliest=15.0)) == ["say-pressure"]
    assert spoken(counted._replace(earliest=16.5)) == []


def test_speech_moves_to_the_nearer_side_of_a_signal() -> None:
    request = speech(10.0, SAY_RELEASE, 8.0, 14.0)

    assert spoken(request, at(9.9, "start")) == [pytest.approx(9.9 + 0.65 + CLEAR_S)]
    assert spoken(request, at(10.5, "start")) == [pytest.approx(10.5 - 0.6 - CLEAR_S)]
    many = (at(10.2, "start"), at(9.4, "start"), at(10.9, "start"))
    assert spoken(request, *many) == [pytest.approx(9.4 - 0.6 - CLEAR_S)]


def test_an_announcement_has_precedence_over_speech_that_follows_a_signal() -> None:
    following = speech(10.0, SAY_RELEASE, 10.0, 12.0)
    announcement = speech(10.5, SAY_OIL, 10.0, 11.0)

    assert scheduled(following, announcement) == [(10.5, "Oil"), (11.1, "Release")]


def test_nothing_overlaps_speech_that_has_already_begun() -> None:
    cues = (speech(10.0, SAY_RELEASE, 10.0, 15.0), at(10.5, "pace-up"), at(13.0, "pace-up"))

    assert scheduled(*cues, sounding_until=12.0) == [(12.1, "Release"), (13.0, "pace-up")]


def test_nothing_overlaps_speech_that_is_longer_than_any_one_sound() -> None:
    instruction = speech(0.0, utterance([text_only("Press"), text_only("Breathe")]), key="instruction")
    lengths: dict[SoundName, float] = {**LENGTHS, VoicedText("Press"): 20.0, VoicedText("Breathe"): 20.0}
    first, second = schedule_cues([instruction, speech(35.0, SAY_RELEASE)], lengths.get)
    assert second.at >= first.ends + CLEAR_S - ROUNDING_S


def test_no_speech_begins_in_the_past() -> None:
    request = speech(10.0, SAY_RELEASE, 5.0, 15.0)

    assert spoken(request, now=11.0) == [11.0]
    # Speech waits for a late signal, too.
    assert scheduled(request, at(10.95, "start"), now=11.0) == [(10.95, "start"), (11.75, "Release")]
    assert spoken(request, now=14.5) == []


def test_the_phrase_is_said_if_the_voice_has_not_made_the_text() -> None:
    oil = PHRASES["oil"]

    def sounds_of(*variants: str) -> list[SoundName]:
        """The sounds of variants that are each a voiced text, or the phrase for oil if empty."""
        cue = utterance(*([text_only(text) if text else sentence(oil)] for text in variants))
        return sounds(speech(1.0, cue))

    assert sounds(speech(1.0, SAY_ALMOND_OIL)) == [ALMOND_OIL]
    assert sounds(speech(1.0, utterance([sentence(text_or_phrase("Warm oil", oil))]))) == ["say-oil"]
    assert sounds_of("Warm oil", "") == ["say-oil"]
    assert sounds_of("Warm oil") == []


def test_the_parts_of_an_utterance_are_said_one_after_the_other() -> None:
    (spoken_cue,) = schedule_cues([speech(1.0, SAY_NEXT_PRESSURE)], LENGTHS.get)

    assert [name for _, name in spoken_cue.sounds] == ["say-next", "say-pressure", "say-left-side"]
    begins = [0.0, 0.4 + WORD_GAP_S, 1.4 + WORD_GAP_S + SENTENCE_GAP_S]
    assert [moment for moment, _ in spoken_cue.sounds] == pytest.approx(begins)
    assert spoken_cue.ends == pytest.approx(1.0 + 2.2 + WORD_GAP_S + SENTENCE_GAP_S)


ANNOUNCED_NAME, ANNOUNCED_SIDE = mention(Topic.NAME, NEXT_PRESSURE), mention(Topic.SIDE, LEFT_SIDE)
ANNOUNCEMENT = utterance(
    [ANNOUNCED_NAME, ANNOUNCED_SIDE],
    [ANNOUNCED_NAME],
    [mention(Topic.NAME, PRESSURE)],
    [sentence(cue_part(CUES["next"]))],
)
NAME_UNLESS, SIDE_UNLESS = unless_mentioned(Topic.NAME, PRESSURE), unless_mentioned(Topic.SIDE, LEFT_SIDE)
OPENING = utterance([NAME_UNLESS, SIDE_UNLESS], [NAME_UNLESS], [SIDE_UNLESS])
"""Said as the step begins."""


@pytest.mark.parametrize(
    ("room_s", "announced", "said_later"),
    [
        (3.0, ["say-next", "say-pressure", "say-left-side"], []),
        (2.0, ["say-next", "say-pressure"], ["say-left-side"]),
        (1.2, ["say-pressure"], ["say-left-side"]),
        (0.5, ["next"], ["say-pressure", "say-left-side"]),
        (0.1, [], ["say-pressure", "say-left-side"]),
    ],
)
def test_what_the_announcement_leaves_out_is_said_as_the_step_begins_and_nothing_is_said_twice(
    room_s: float, announced: list[str], said_later: list[str]
) -> None:
    announcement = speech(10.0, ANNOUNCEMENT, 10.0, 10.0 + room_s, key="1@10", subject="1")
    opening = speech(20.0, OPENING, 20.0, 28.0, key="1@0", subject="1")

    heard = schedule_cues([announcement, opening], LENGTHS.get)

    assert [name for cue in heard for _, name in cue.sounds if cue.timed is announcement] == announced
    assert [name for one in heard for _, name in one.sounds if one.timed is opening] == said_later


def test_a_topic_counts_as_mentioned_only_for_its_own_subject() -> None:
    announcement = speech(10.0, ANNOUNCEMENT, 10.0, 15.0, key="1@10", subject="1")
    opening = speech(20.0, OPENING, 20.0, 28.0, key="2@0", subject="2")

    assert sounds(announcement, opening)[-2:] == ["say-pressure", "say-left-side"]
    (rest,) = schedule_cues([opening], LENGTHS.get, mentioned={"2": {Topic.NAME}})
    assert (rest.text, sorted(rest.topics)) == ("Left side", [Topic.SIDE])


def test_the_text_contains_the_words_that_are_really_said() -> None:
    oil = PHRASES["oil"]
    cue = utterance(
        [sentence(NEXT, text_or_phrase("Warm oil", oil)), LEFT_SIDE],
        [sentence(text_or_phrase("Almond oil", oil))],
    )
    request = speech(1.0, cue, 1.0, 9.0)

    assert [cue.text for cue in schedule_cues([request], LENGTHS.get)] == ["Next oil. Left side"]
    assert [cue.text for cue in schedule_cues([request._replace(until=2.2)], LENGTHS.get)] == ["Almond oil"]
    assert [cue.text for cue in schedule_cues([at(1.0, "start")], LENGTHS.get)] == [""]


def test_speech_waits_for_the_tone_of_a_hold() -> None:
    hold = (at(10.0, "start"), at(10.875, "pace-hold"))
    request = speech(10.0, SAY_RELEASE, 10.0, 15.0)

    assert scheduled(*hold, request)[1:] == [(10.875, "pace-hold"), (11.375, "Release")]
    # The tone sounds even during speech that has begun, because an action has made that speech out of date.
    assert scheduled(*hold, sounding_until=20.0)[-1] == (10.875, "pace-hold")


def test_a_cue_without_a_sound_takes_no_time() -> None:
    assert scheduled(at(1.0, "gate"), speech(1.0, SAY_RELEASE, 1.0, 3.0))[0] == (1.0, "gate")


def test_at_60_times_the_speed_only_signals_and_some_pacing_are_heard() -> None:
    cues = [
        at(0.0, "start"),
        speech(0.05, SAY_NEXT_PRESSURE, 0.0, 0.15),
        *(at(number / 24, ("pace-up", "pace-down")[number % 2]) for number in range(1, 40)),
        at(0.2, "end"),
    ]

    heard = schedule_cues(cues, LENGTHS.get)

    assert [cue.timed.cue.id for cue in heard[:2]] == ["start", "end"]
    assert not any(cue.timed.is_speech for cue in heard)
    assert min(later.at - one.at for one, later in pairwise(heard[2:])) >= 0.2 - OVERLAP_S
