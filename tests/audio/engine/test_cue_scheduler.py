"""The cue scheduler: signals stay where they are, speech finds free time or is left out, pacing gives way."""

from __future__ import annotations

import random
from dataclasses import replace
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


class Limits(TypedDict, total=False):
    """What is known of the moment."""

    now: float
    speaking_until: float


def scheduled(*cues: TimedCue, **limits: Unpack[Limits]) -> list[tuple[float, str]]:
    """When each cue begins, and its id, or for speech its words."""
    return [
        (round(one.at, 6), one.text or one.timed.cue.id) for one in schedule_cues(cues, LENGTHS.get, **limits)
    ]


def spoken(*cues: TimedCue, **limits: Unpack[Limits]) -> list[float]:
    """When speech begins."""
    heard = schedule_cues(cues, LENGTHS.get, **limits)
    return [round(one.at, 6) for one in heard if one.timed.is_speech]


def sounds(*cues: TimedCue) -> list[SoundName]:
    """The sounds of the speech that is heard."""
    heard = schedule_cues(cues, LENGTHS.get)
    return [name for one in heard for _, name in one.sounds if one.timed.is_speech]


moments = st.floats(0.0, 30.0)


@st.composite
def requests(draw: st.DrawFn) -> list[TimedCue]:
    """Anything that can be requested within half a minute."""
    plain = st.builds(at, moments, st.sampled_from(SIGNALS + PACING))
    said = st.builds(
        lambda moment, cue, before, after: speech(moment, cue, moment - before, moment + after),
        moments,
        st.sampled_from(SPEECH),
        st.sampled_from([0.0, 0.0, 1.0, 5.0]),
        st.floats(0.0, 10.0),
    )
    return draw(st.lists(st.one_of(plain, said), max_size=25))


def of(kind: str, heard: list[ScheduledCue]) -> list[ScheduledCue]:
    """Those that are speech, pacing, or signals."""

    def kind_of(timed: TimedCue) -> str:
        return "speech" if timed.is_speech else "pacing" if is_pacing(timed) else "signal"

    return [one for one in heard if kind_of(one.timed) == kind]


@given(requests())
def test_every_signal_is_heard_at_its_moment(cues: list[TimedCue]) -> None:
    heard = of("signal", schedule_cues(cues, LENGTHS.get))

    requested = sorted((timed.at, timed.cue.id) for timed in cues if timed.cue.id in SIGNALS)
    assert sorted((one.at, one.timed.cue.id) for one in heard) == requested


@given(requests())
def test_speech_overlaps_nothing_and_stays_within_its_limits(cues: list[TimedCue]) -> None:
    heard = schedule_cues(cues, LENGTHS.get)
    speech = of("speech", heard)

    for said in speech:
        earliest, until = said.timed.earliest, said.timed.until
        assert earliest is not None
        assert until is not None
        assert earliest - ROUNDING_S <= said.at
        assert said.ends <= until + ROUNDING_S
        for other in of("signal", heard):
            gap_s = max(other.at - said.ends, said.at - other.ends)
            assert gap_s >= CLEAR_S - ROUNDING_S
    for one, other in pairwise(speech):
        assert other.at - one.ends >= CLEAR_S - ROUNDING_S


@given(requests())
def test_pacing_overlaps_no_signal_no_speech_and_no_other_pacing(cues: list[TimedCue]) -> None:
    heard = schedule_cues(cues, LENGTHS.get)
    beats = of("pacing", heard)

    assert all(one.at == one.timed.at for one in beats)
    for beat in beats:
        for other in of("signal", heard):
            assert beat.at <= other.at - NEAR_S or beat.at >= max(other.at + NEAR_S, other.ends)
        for said in of("speech", heard):
            assert beat.ends <= said.at or beat.at >= said.ends
    for one, other in pairwise(beats):
        assert other.at - one.ends >= -OVERLAP_S - ROUNDING_S


@given(requests(), st.randoms())
def test_the_order_of_the_requests_makes_no_difference(cues: list[TimedCue], dice: random.Random) -> None:
    mixed = list(cues)
    assume(len({timed.at for timed in mixed}) == len(mixed))
    ordered = schedule_cues(mixed, LENGTHS.get)
    dice.shuffle(mixed)

    def key(one: ScheduledCue) -> tuple[float, str, str]:
        return one.at, one.timed.cue.id, one.text

    assert sorted(schedule_cues(mixed, LENGTHS.get), key=key) == sorted(ordered, key=key)


@given(requests())
def test_pacing_is_dropped_only_where_it_would_overlap_something(cues: list[TimedCue]) -> None:
    heard = schedule_cues(cues, LENGTHS.get)
    kept = {one.timed for one in heard}

    for beat in (timed for timed in cues if is_pacing(timed) and timed not in kept):
        ends = beat.at + LENGTHS[beat.cue.id]
        assert any(
            beat.at < max(other.ends, other.at + NEAR_S) and ends > other.at - NEAR_S for other in heard
        )


def test_an_announcement_comes_at_its_moment_or_as_much_earlier_as_it_needs() -> None:
    # "Next: sustained pressure. Left side." takes 2.45 s.
    takes_s = 0.4 + WORD_GAP_S + 1.0 + SENTENCE_GAP_S + 0.8
    announcement = speech(15.0, SAY_NEXT_PRESSURE, 10.0, 19.9)
    counted = replace(announcement, until=16.9)

    assert spoken(announcement) == [15.0]
    assert spoken(counted) == [pytest.approx(16.9 - takes_s)]
    assert spoken(replace(counted, earliest=15.0)) == [15.0]
    assert sounds(replace(counted, earliest=15.0)) == ["say-pressure"]
    assert spoken(replace(counted, earliest=16.5)) == []


def test_speech_moves_to_the_nearer_side_of_a_signal() -> None:
    said = speech(10.0, SAY_RELEASE, 8.0, 14.0)

    assert spoken(said, at(9.9, "start")) == [pytest.approx(9.9 + 0.65 + CLEAR_S)]
    assert spoken(said, at(10.5, "start")) == [pytest.approx(10.5 - 0.6 - CLEAR_S)]
    crowd = (at(10.2, "start"), at(9.4, "start"), at(10.9, "start"))
    assert spoken(said, *crowd) == [pytest.approx(9.4 - 0.6 - CLEAR_S)]


def test_an_announcement_goes_before_speech_that_only_follows_a_signal() -> None:
    word = speech(10.0, SAY_RELEASE, 10.0, 12.0)
    announcement = speech(10.5, SAY_OIL, 10.0, 11.0)

    assert scheduled(word, announcement) == [(10.5, "Oil"), (11.1, "Release")]


def test_nothing_overlaps_speech_that_has_already_begun() -> None:
    cues = (speech(10.0, SAY_RELEASE, 10.0, 15.0), at(10.5, "pace-up"), at(13.0, "pace-up"))

    assert scheduled(*cues, speaking_until=12.0) == [(12.1, "Release"), (13.0, "pace-up")]


def test_no_speech_begins_in_the_past() -> None:
    said = speech(10.0, SAY_RELEASE, 5.0, 15.0)

    assert spoken(said, now=11.0) == [11.0]
    # A signal that is late is still in the way.
    assert scheduled(said, at(10.95, "start"), now=11.0) == [(10.95, "start"), (11.75, "Release")]
    assert spoken(said, now=14.5) == []


def test_the_phrase_is_said_if_no_voice_has_made_the_text() -> None:
    oil = PHRASES["oil"]

    def sounds_of(*variants: str) -> list[SoundName]:
        """The sounds of variants that are each a voiced text, or the phrase for oil if empty."""
        said = utterance(*([text_only(text) if text else sentence(oil)] for text in variants))
        return sounds(speech(1.0, said))

    assert sounds(speech(1.0, SAY_ALMOND_OIL)) == [ALMOND_OIL]
    assert sounds(speech(1.0, utterance([sentence(text_or_phrase("Warm oil", oil))]))) == ["say-oil"]
    assert sounds_of("Warm oil", "") == ["say-oil"]
    assert sounds_of("Warm oil") == []


def test_the_parts_of_an_utterance_follow_each_other() -> None:
    (said,) = schedule_cues([speech(1.0, SAY_NEXT_PRESSURE)], LENGTHS.get)

    assert [name for _, name in said.sounds] == ["say-next", "say-pressure", "say-left-side"]
    begins = [0.0, 0.4 + WORD_GAP_S, 1.4 + WORD_GAP_S + SENTENCE_GAP_S]
    assert [moment for moment, _ in said.sounds] == pytest.approx(begins)
    assert said.ends == pytest.approx(1.0 + 2.2 + WORD_GAP_S + SENTENCE_GAP_S)


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
def test_what_an_announcement_left_out_is_said_as_the_step_begins_and_nothing_twice(
    room_s: float, announced: list[str], said_later: list[str]
) -> None:
    announcement = speech(10.0, ANNOUNCEMENT, 10.0, 10.0 + room_s, key="1@10", subject="1")
    opening = speech(20.0, OPENING, 20.0, 28.0, key="1@0", subject="1")

    heard = schedule_cues([announcement, opening], LENGTHS.get)

    assert [name for one in heard for _, name in one.sounds if one.timed is announcement] == announced
    assert [name for one in heard for _, name in one.sounds if one.timed is opening] == said_later


def test_a_topic_counts_as_mentioned_only_for_its_own_subject() -> None:
    announcement = speech(10.0, ANNOUNCEMENT, 10.0, 15.0, key="1@10", subject="1")
    opening = speech(20.0, OPENING, 20.0, 28.0, key="2@0", subject="2")

    assert sounds(announcement, opening)[-2:] == ["say-pressure", "say-left-side"]
    (left,) = schedule_cues([opening], LENGTHS.get, mentioned={"2": {Topic.NAME}})
    assert (left.text, sorted(left.topics)) == ("Left side", [Topic.SIDE])


def test_the_text_is_what_is_really_said() -> None:
    oil = PHRASES["oil"]
    cue = utterance(
        [sentence(NEXT, text_or_phrase("Warm oil", oil)), LEFT_SIDE],
        [sentence(text_or_phrase("Almond oil", oil))],
    )
    said = speech(1.0, cue, 1.0, 9.0)

    assert [one.text for one in schedule_cues([said], LENGTHS.get)] == ["Next oil. Left side"]
    assert [one.text for one in schedule_cues([replace(said, until=2.2)], LENGTHS.get)] == ["Almond oil"]
    assert [one.text for one in schedule_cues([at(1.0, "start")], LENGTHS.get)] == [""]


def test_speech_waits_for_the_tone_of_a_hold() -> None:
    hold = (at(10.0, "start"), at(10.875, "pace-hold"))
    said = speech(10.0, SAY_RELEASE, 10.0, 15.0)

    assert scheduled(*hold, said)[1:] == [(10.875, "pace-hold"), (11.375, "Release")]
    # The tone sounds even over speech that has begun: an action has made that speech out of date.
    assert scheduled(*hold, speaking_until=20.0)[-1] == (10.875, "pace-hold")


def test_a_cue_without_a_sound_takes_no_time() -> None:
    assert scheduled(at(1.0, "gate"), speech(1.0, SAY_RELEASE, 1.0, 3.0))[0] == (1.0, "gate")


def test_at_sixty_times_the_speed_only_signals_are_left() -> None:
    cues = [
        at(0.0, "start"),
        speech(0.05, SAY_NEXT_PRESSURE, 0.0, 0.15),
        *(at(number / 24, ("pace-up", "pace-down")[number % 2]) for number in range(1, 40)),
        at(0.2, "end"),
    ]

    heard = schedule_cues(cues, LENGTHS.get)

    assert [one.timed.cue.id for one in heard[:2]] == ["start", "end"]
    assert not any(one.timed.is_speech for one in heard)
    assert min(later.at - one.at for one, later in pairwise(heard[2:])) >= 0.2 - OVERLAP_S
