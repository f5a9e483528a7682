"""Placing: signals stand, speech finds room between them or stays away, pacing gives way."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TypedDict, Unpack

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tpsession.audio.engine.cue_scheduler import (
    NEAR_S,
    OVERLAP_S,
    SENTENCE_GAP_S,
    WORD_GAP_S,
    CueRequest,
    ScheduledCue,
    place,
)
from tpsession.core.speech.utterance import CLEAR_S

LENGTHS = {
    "start": 0.65, "end": 0.8, "count-beep": 0.15, "half-way": 0.4,
    "pace-up": 0.2, "pace-down": 0.2, "pace-in": 1.0, "pace-hold": 0.4, "next": 0.33,
    "say-next": 0.4, "say-oil": 0.5, "say-pressure": 1.0, "say-left-side": 0.8, "say-release": 0.6,
    "text:Almond oil": 0.9,
}  # fmt: skip
SIGNALS = ("start", "end", "count-beep", "half-way")
PACING = ("pace-up", "pace-down", "pace-in")
SPEECH = ("say:next+pressure,left-side/pressure", "say:release", "say:text:Almond oil|oil")
ROUNDING_S = 1e-5


class Limits(TypedDict, total=False):
    """What is known of the moment."""

    now: float
    speaking_until: float


def placed(*wanted: CueRequest, **limits: Unpack[Limits]) -> list[tuple[float, str]]:
    """When something begins, and what."""
    return [(round(one.at, 6), one.wanted.cue) for one in place(wanted, LENGTHS.get, **limits)]


def spoken(*wanted: CueRequest, **limits: Unpack[Limits]) -> list[float]:
    """When something is said."""
    return [round(one.at, 6) for one in place(wanted, LENGTHS.get, **limits) if one.wanted.is_speech]


def sounds(*wanted: CueRequest) -> list[str]:
    """What is said."""
    return [name for one in place(wanted, LENGTHS.get) for _, name in one.parts if one.wanted.is_speech]


moments = st.floats(0.0, 30.0)


@st.composite
def wishes(draw: st.DrawFn) -> list[CueRequest]:
    """Anything that can be wanted within half a minute."""
    plain = st.tuples(moments, st.sampled_from(SIGNALS + PACING)).map(lambda pair: CueRequest(*pair))
    speech = st.builds(
        lambda at, cue, before, after: CueRequest(at, cue, at - before, at + after),
        moments,
        st.sampled_from(SPEECH),
        st.sampled_from([0.0, 0.0, 1.0, 5.0]),
        st.floats(0.0, 10.0),
    )
    return draw(st.lists(st.one_of(plain, speech), max_size=25))


def of(kind: str, all_placed: list[ScheduledCue]) -> list[ScheduledCue]:
    """Those that are speech, pacing, or signals."""

    def what(one: CueRequest) -> str:
        return "speech" if one.is_speech else "pacing" if one.is_pacing else "signal"

    return [one for one in all_placed if what(one.wanted) == kind]


@given(wishes())
def test_every_signal_is_heard_at_its_moment(wanted: list[CueRequest]) -> None:
    heard = of("signal", place(wanted, LENGTHS.get))

    asked = sorted((one.at, one.cue) for one in wanted if one.cue in SIGNALS)
    assert sorted((one.at, one.wanted.cue) for one in heard) == asked


@given(wishes())
def test_speech_runs_over_nothing_and_stays_in_its_place(wanted: list[CueRequest]) -> None:
    heard = place(wanted, LENGTHS.get)
    speech = of("speech", heard)

    for said in speech:
        earliest, until = said.wanted.earliest, said.wanted.until
        assert earliest is not None
        assert until is not None
        assert earliest - ROUNDING_S <= said.at
        assert said.ends <= until + ROUNDING_S
        for other in of("signal", heard):
            apart = max(other.at - said.ends, said.at - other.ends)
            assert apart >= CLEAR_S - ROUNDING_S
    for one, other in pairwise(speech):
        assert other.at - one.ends >= CLEAR_S - ROUNDING_S


@given(wishes())
def test_pacing_gives_way_to_signals_to_speech_and_to_itself(wanted: list[CueRequest]) -> None:
    heard = place(wanted, LENGTHS.get)
    beats = of("pacing", heard)

    assert all(one.at == one.wanted.at for one in beats)
    for beat in beats:
        for other in of("signal", heard):
            assert beat.at <= other.at - NEAR_S or beat.at >= max(other.at + NEAR_S, other.ends)
        for said in of("speech", heard):
            assert beat.ends <= said.at or beat.at >= said.ends
    for one, other in pairwise(beats):
        assert other.at - one.ends >= -OVERLAP_S - ROUNDING_S


@given(wishes(), st.randoms())
def test_the_order_in_which_it_is_wanted_decides_nothing(
    wanted: list[CueRequest], dice: random.Random
) -> None:
    mixed = list(wanted)
    assume(len({one.at for one in mixed}) == len(mixed))
    ordered = place(mixed, LENGTHS.get)
    dice.shuffle(mixed)

    def key(one: ScheduledCue) -> tuple[float, str]:
        return one.at, one.wanted.cue

    assert sorted(place(mixed, LENGTHS.get), key=key) == sorted(ordered, key=key)


@given(wishes())
def test_pacing_alone_is_dropped_only_where_something_is_in_its_way(wanted: list[CueRequest]) -> None:
    heard = place(wanted, LENGTHS.get)
    kept = {one.wanted for one in heard}

    for beat in (one for one in wanted if one.is_pacing and one not in kept):
        ends = beat.at + LENGTHS[beat.cue]
        assert any(
            beat.at < max(other.ends, other.at + NEAR_S) and ends > other.at - NEAR_S for other in heard
        )


def test_an_announcement_comes_at_its_moment_or_as_much_earlier_as_it_needs() -> None:
    # "Next: sustained pressure. Left side." takes 2.45 s.
    takes_s = 0.4 + WORD_GAP_S + 1.0 + SENTENCE_GAP_S + 0.8
    announcement = CueRequest(15.0, SPEECH[0], 10.0, 19.9)
    counted = announcement._replace(until=16.9)

    assert spoken(announcement) == [15.0]
    assert spoken(counted) == [pytest.approx(16.9 - takes_s)]
    assert spoken(counted._replace(earliest=15.0)) == [15.0]
    assert sounds(counted._replace(earliest=15.0)) == ["say-pressure"]
    assert spoken(counted._replace(earliest=16.5)) == []


def test_it_steps_aside_for_a_cue_to_the_nearer_side() -> None:
    said = CueRequest(10.0, "say:release", 8.0, 14.0)

    assert spoken(said, CueRequest(9.9, "start")) == [pytest.approx(9.9 + 0.65 + CLEAR_S)]
    assert spoken(said, CueRequest(10.5, "start")) == [pytest.approx(10.5 - 0.6 - CLEAR_S)]
    crowd = (CueRequest(10.2, "start"), CueRequest(9.4, "start"), CueRequest(10.9, "start"))
    assert spoken(said, *crowd) == [pytest.approx(9.4 - 0.6 - CLEAR_S)]


def test_an_announcement_goes_before_what_only_follows_a_cue() -> None:
    word = CueRequest(10.0, "say:release", 10.0, 12.0)
    announcement = CueRequest(10.5, "say:oil", 10.0, 11.0)

    assert placed(word, announcement) == [(10.5, "say:oil"), (11.1, "say:release")]


def test_what_is_already_spoken_is_not_spoken_over_nor_paced() -> None:
    wanted = (
        CueRequest(10.0, "say:release", 10.0, 15.0),
        CueRequest(10.5, "pace-up"),
        CueRequest(13.0, "pace-up"),
    )

    assert placed(*wanted, speaking_until=12.0) == [(12.1, "say:release"), (13.0, "pace-up")]


def test_nothing_that_may_choose_begins_in_the_past() -> None:
    said = CueRequest(10.0, "say:release", 5.0, 15.0)

    assert spoken(said, now=11.0) == [11.0]
    # A signal that is late is still in the way.
    assert placed(said, CueRequest(10.95, "start"), now=11.0) == [(10.95, "start"), (11.75, "say:release")]
    assert spoken(said, now=14.5) == []


def test_the_phrase_is_said_where_no_voice_has_made_the_text() -> None:
    said = CueRequest(1.0, "say:text:Almond oil|oil")

    assert sounds(said) == ["text:Almond oil"]
    assert sounds(said._replace(cue="say:text:Warm oil|oil")) == ["say-oil"]
    assert sounds(said._replace(cue="say:text:Warm oil/oil")) == ["say-oil"]
    assert sounds(said._replace(cue="say:text:Warm oil")) == []


def test_the_parts_of_an_utterance_follow_each_other() -> None:
    (said,) = place([CueRequest(1.0, SPEECH[0])], LENGTHS.get)

    assert [name for _, name in said.parts] == ["say-next", "say-pressure", "say-left-side"]
    begins = [0.0, 0.4 + WORD_GAP_S, 1.4 + WORD_GAP_S + SENTENCE_GAP_S]
    assert [moment for moment, _ in said.parts] == pytest.approx(begins)
    assert said.ends == pytest.approx(1.0 + 2.2 + WORD_GAP_S + SENTENCE_GAP_S)


WAYS = "say:name=next+pressure,side=left-side/name=next+pressure/name=pressure/cue:next"
FOLLOWS = "say:name?pressure,side?left-side/name?pressure/side?left-side"


@pytest.mark.parametrize(
    ("room_s", "announced", "followed"),
    [
        (3.0, ["say-next", "say-pressure", "say-left-side"], []),
        (2.0, ["say-next", "say-pressure"], ["say-left-side"]),
        (1.2, ["say-pressure"], ["say-left-side"]),
        (0.5, ["next"], ["say-pressure", "say-left-side"]),
        (0.1, [], ["say-pressure", "say-left-side"]),
    ],
)
def test_what_was_not_told_before_is_said_behind_and_nothing_twice(
    room_s: float, announced: list[str], followed: list[str]
) -> None:
    coming = CueRequest(10.0, WAYS, 10.0, 10.0 + room_s, "1@10")
    behind = CueRequest(20.0, FOLLOWS, 20.0, 28.0, "1@0")

    heard = place([coming, behind], LENGTHS.get)

    assert [name for one in heard for _, name in one.parts if one.wanted is coming] == announced
    assert [name for one in heard for _, name in one.parts if one.wanted is behind] == followed


def test_what_was_told_of_another_topic_counts_for_nothing() -> None:
    coming, behind = CueRequest(10.0, WAYS, 10.0, 15.0, "1@10"), CueRequest(20.0, FOLLOWS, 20.0, 28.0, "2@0")

    assert sounds(coming, behind)[-2:] == ["say-pressure", "say-left-side"]
    (left,) = place([behind], LENGTHS.get, told={"2": {"name"}})
    assert (left.words, sorted(left.tells)) == ("Left side", ["side"])


def test_the_words_are_those_that_are_said() -> None:
    said = CueRequest(1.0, "say:next+text:Warm oil|oil,left-side/text:Almond oil|oil", 1.0, 9.0)

    assert [one.words for one in place([said], LENGTHS.get)] == ["Next oil. Left side"]
    assert [one.words for one in place([said._replace(until=2.2)], LENGTHS.get)] == ["Almond oil"]
    assert [one.words for one in place([CueRequest(1.0, "start")], LENGTHS.get)] == [""]


def test_speech_waits_for_the_tone_of_a_hold() -> None:
    hold = (CueRequest(10.0, "start"), CueRequest(10.875, "pace-hold"))
    said = CueRequest(10.0, "say:release", 10.0, 15.0)

    assert placed(*hold, said)[1:] == [(10.875, "pace-hold"), (11.375, "say:release")]
    # It sounds even where somebody speaks already: an action has ended what was said.
    assert placed(*hold, speaking_until=20.0)[-1] == (10.875, "pace-hold")


def test_a_cue_without_a_sound_takes_no_time() -> None:
    assert placed(CueRequest(1.0, "gate"), CueRequest(1.0, "say:release", 1.0, 3.0))[0] == (1.0, "gate")


def test_at_sixty_times_the_speed_only_signals_are_left() -> None:
    wanted = [
        CueRequest(0.0, "start"),
        CueRequest(0.05, SPEECH[0], 0.0, 0.15),
        *(CueRequest(number / 24, ("pace-up", "pace-down")[number % 2]) for number in range(1, 40)),
        CueRequest(0.2, "end"),
    ]

    heard = placed(*wanted)

    assert [cue for _, cue in heard[:2]] == ["start", "end"]
    assert not any(cue.startswith("say:") for _, cue in heard)
    assert min(later - one for (one, _), (later, _) in pairwise(heard[2:])) >= 0.2 - OVERLAP_S
