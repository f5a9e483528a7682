"""Placing: signals stand, speech finds room between them or stays away, pacing gives way."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tpsession.audio.placing import (
    CLEAR_S,
    NEAR_S,
    OVERLAP_S,
    SENTENCE_GAP_S,
    WORD_GAP_S,
    Placed,
    Wanted,
    place,
)

LENGTHS = {
    "start": 0.65, "end": 0.8, "count-beep": 0.15, "half-way": 0.4,
    "pace-up": 0.2, "pace-down": 0.2, "pace-in": 1.0,
    "say-next": 0.4, "say-oil": 0.5, "say-pressure": 1.0, "say-left-side": 0.8, "say-release": 0.6,
    "text:Almond oil": 0.9,
}  # fmt: skip
SIGNALS = ("start", "end", "count-beep", "half-way")
PACING = ("pace-up", "pace-down", "pace-in")
SPEECH = ("say:next+pressure,left-side/pressure", "say:release", "say:text:Almond oil|oil")
ROUNDING_S = 1e-5


def placed(*wanted: Wanted, **limits: float) -> list[tuple[float, str]]:
    """When something begins, and what."""
    return [(round(one.at, 6), one.wanted.cue) for one in place(wanted, LENGTHS.get, **limits)]


def spoken(*wanted: Wanted, **limits: float) -> list[float]:
    """When something is said."""
    return [round(one.at, 6) for one in place(wanted, LENGTHS.get, **limits) if one.wanted.is_speech]


def sounds(*wanted: Wanted) -> list[str]:
    """What is said."""
    return [name for one in place(wanted, LENGTHS.get) for _, name in one.parts if one.wanted.is_speech]


moments = st.floats(0.0, 30.0)


@st.composite
def wishes(draw: st.DrawFn) -> list[Wanted]:
    """Anything that can be wanted within half a minute."""
    plain = st.tuples(moments, st.sampled_from(SIGNALS + PACING)).map(lambda pair: Wanted(*pair))
    speech = st.builds(
        lambda at, cue, before, after: Wanted(at, cue, at - before, at + after),
        moments,
        st.sampled_from(SPEECH),
        st.sampled_from([0.0, 0.0, 1.0, 5.0]),
        st.floats(0.0, 10.0),
    )
    return draw(st.lists(st.one_of(plain, speech), max_size=25))


def of(kind: str, all_placed: list[Placed]) -> list[Placed]:
    """Those that are speech, pacing, or signals."""

    def what(one: Wanted) -> str:
        return "speech" if one.is_speech else "pacing" if one.is_pacing else "signal"

    return [one for one in all_placed if what(one.wanted) == kind]


@given(wishes())
def test_every_signal_is_heard_at_its_moment(wanted: list[Wanted]) -> None:
    heard = of("signal", place(wanted, LENGTHS.get))

    asked = sorted((one.at, one.cue) for one in wanted if one.cue in SIGNALS)
    assert sorted((one.at, one.wanted.cue) for one in heard) == asked


@given(wishes())
def test_speech_runs_over_nothing_and_stays_in_its_place(wanted: list[Wanted]) -> None:
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
def test_pacing_gives_way_to_signals_to_speech_and_to_itself(wanted: list[Wanted]) -> None:
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
def test_the_order_in_which_it_is_wanted_decides_nothing(wanted: list[Wanted], dice: random.Random) -> None:
    mixed = list(wanted)
    assume(len({one.at for one in mixed}) == len(mixed))
    ordered = place(mixed, LENGTHS.get)
    dice.shuffle(mixed)

    def key(one: Placed) -> tuple[float, str]:
        return one.at, one.wanted.cue

    assert sorted(place(mixed, LENGTHS.get), key=key) == sorted(ordered, key=key)


@given(wishes())
def test_pacing_alone_is_dropped_only_where_something_is_in_its_way(wanted: list[Wanted]) -> None:
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
    announcement = Wanted(15.0, SPEECH[0], 10.0, 19.9)
    counted = announcement._replace(until=16.9)

    assert spoken(announcement) == [15.0]
    assert spoken(counted) == [pytest.approx(16.9 - takes_s)]
    assert spoken(counted._replace(earliest=15.0)) == [15.0]
    assert sounds(counted._replace(earliest=15.0)) == ["say-pressure"]
    assert spoken(counted._replace(earliest=16.5)) == []


def test_it_steps_aside_for_a_cue_to_the_nearer_side() -> None:
    said = Wanted(10.0, "say:release", 8.0, 14.0)

    assert spoken(said, Wanted(9.9, "start")) == [pytest.approx(9.9 + 0.65 + CLEAR_S)]
    assert spoken(said, Wanted(10.5, "start")) == [pytest.approx(10.5 - 0.6 - CLEAR_S)]
    crowd = (Wanted(10.2, "start"), Wanted(9.4, "start"), Wanted(10.9, "start"))
    assert spoken(said, *crowd) == [pytest.approx(9.4 - 0.6 - CLEAR_S)]


def test_an_announcement_goes_before_what_only_follows_a_cue() -> None:
    word = Wanted(10.0, "say:release", 10.0, 12.0)
    announcement = Wanted(10.5, "say:oil", 10.0, 11.0)

    assert placed(word, announcement) == [(10.5, "say:oil"), (11.1, "say:release")]


def test_what_is_already_spoken_is_not_spoken_over_nor_paced() -> None:
    wanted = (Wanted(10.0, "say:release", 10.0, 15.0), Wanted(10.5, "pace-up"), Wanted(13.0, "pace-up"))

    assert placed(*wanted, speaking_until=12.0) == [(12.1, "say:release"), (13.0, "pace-up")]


def test_nothing_that_may_choose_begins_in_the_past() -> None:
    said = Wanted(10.0, "say:release", 5.0, 15.0)

    assert spoken(said, now=11.0) == [11.0]
    # A signal that is late is still in the way.
    assert placed(said, Wanted(10.95, "start"), now=11.0) == [(10.95, "start"), (11.75, "say:release")]
    assert spoken(said, now=14.5) == []


def test_the_phrase_is_said_where_no_voice_has_made_the_text() -> None:
    said = Wanted(1.0, "say:text:Almond oil|oil")

    assert sounds(said) == ["text:Almond oil"]
    assert sounds(said._replace(cue="say:text:Warm oil|oil")) == ["say-oil"]
    assert sounds(said._replace(cue="say:text:Warm oil/oil")) == ["say-oil"]
    assert sounds(said._replace(cue="say:text:Warm oil")) == []


def test_the_parts_of_an_utterance_follow_each_other() -> None:
    (said,) = place([Wanted(1.0, SPEECH[0])], LENGTHS.get)

    assert [name for _, name in said.parts] == ["say-next", "say-pressure", "say-left-side"]
    begins = [0.0, 0.4 + WORD_GAP_S, 1.4 + WORD_GAP_S + SENTENCE_GAP_S]
    assert [moment for moment, _ in said.parts] == pytest.approx(begins)
    assert said.ends == pytest.approx(1.0 + 2.2 + WORD_GAP_S + SENTENCE_GAP_S)


def test_a_cue_without_a_sound_takes_no_time() -> None:
    assert placed(Wanted(1.0, "gate"), Wanted(1.0, "say:release", 1.0, 3.0))[0] == (1.0, "gate")


def test_at_sixty_times_the_speed_only_signals_are_left() -> None:
    wanted = [
        Wanted(0.0, "start"),
        Wanted(0.05, SPEECH[0], 0.0, 0.15),
        *(Wanted(number / 24, ("pace-up", "pace-down")[number % 2]) for number in range(1, 40)),
        Wanted(0.2, "end"),
    ]

    heard = placed(*wanted)

    assert [cue for _, cue in heard[:2]] == ["start", "end"]
    assert not any(cue.startswith("say:") for _, cue in heard)
    assert min(later - one for (one, _), (later, _) in pairwise(heard[2:])) >= 0.2 - OVERLAP_S
