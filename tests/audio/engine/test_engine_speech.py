"""The engine with a voice: nothing is said twice or over a cue, and pacing stays out of the way."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest

from tests.audio.engine.cues import NEXT_ALONE, OIL, SAY_NEXT_OIL, SAY_OIL, at, speech
from tpsession.audio.engine.cue_scheduler import SENTENCE_GAP_S
from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.mixer import HEADROOM, RATE
from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName, Topic
from tpsession.core.speech.utterance import mention, unless_mentioned, utterance

BLOCK = 2205
BEGIN = 100.0
LATENCY_S = 0.05
STRENGTHS = {"start": 1024, "pace-up": 2048, "say-next": 4096, "say-oil": 8192}
"""Each a bit of its own in the sum of all that sounds."""
WORD_S = 1.5
ANNOUNCEMENT = speech(110.0, SAY_NEXT_OIL, 105.0, 112.0)
TAKES_S = 2 * WORD_S + SENTENCE_GAP_S
BEGINS = 112.0 - TAKES_S
"""So that it ends in time."""


def constant(name: str, seconds: float) -> array[int]:
    return array("h", [int(STRENGTHS[name] / HEADROOM)] * round(seconds * RATE))


class Talk:
    """An engine, and a listener who tells its sounds apart by their strength."""

    def __init__(self) -> None:
        samples: dict[SoundName, array[int]] = {
            name: constant(name, WORD_S if name.startswith("say") else 0.1) for name in STRENGTHS
        }
        self.engine = Engine(samples, LATENCY_S)
        self.engine.restart(BEGIN)
        self.frames = 0
        self.heard: list[tuple[float, str]] = []
        """When each sound began."""
        self.ended: dict[str, float] = {}
        """When each sound was last heard."""
        self._sounding: set[str] = set()

    @property
    def now(self) -> float:
        return BEGIN + self.frames / RATE

    def schedule(self, *cues: TimedCue, since: float | None = None) -> None:
        self.engine.schedule(cues, self.now if since is None else since, self.now)

    def listen(self, until: float) -> None:
        while self.now < until:
            samples = array("h", self.engine.block(self.now, BLOCK))
            for index in range(0, BLOCK - 1, 21):
                if samples[index] != samples[index + 1]:
                    # A fade: its strength names nothing.
                    continue
                sounding = {name for name, strength in STRENGTHS.items() if samples[index] & strength}
                moment = self.now + LATENCY_S + index / RATE
                self.heard += [(moment, name) for name in sorted(sounding - self._sounding)]
                self.ended |= dict.fromkeys(sounding, moment)
                self._sounding = sounding
            self.frames += BLOCK

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.heard]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_an_utterance_is_heard_whole_so_that_it_ends_in_time(talk: Talk) -> None:
    talk.schedule(ANNOUNCEMENT, at(112.1, "start"))
    talk.listen(115)

    assert talk.names == ["say-next", "say-oil", "start"]
    assert [moment for moment, _ in talk.heard] == pytest.approx(
        [BEGINS, BEGINS + WORD_S + SENTENCE_GAP_S, 112.1], abs=0.002
    )


def test_pacing_under_speech_is_not_heard(talk: Talk) -> None:
    talk.schedule(ANNOUNCEMENT, *(at(108.0 + beat / 2, "pace-up") for beat in range(12)))
    talk.listen(115)

    paced = [moment for moment, name in talk.heard if name == "pace-up"]
    assert paced == pytest.approx([108.0, 108.5, 112.0, 112.5, 113.0, 113.5], abs=0.002)


def paused(talk: Talk, seconds: float) -> float:
    """Pause what is heard for some seconds; when it goes on."""
    talk.engine.cancel()
    talk.listen(talk.now + seconds)
    return talk.now


def moved(wanted: TimedCue, by_s: float) -> TimedCue:
    """The same after a pause."""
    earliest, until = wanted.earliest or 0.0, wanted.until or 0.0
    return replace(wanted, at=wanted.at + by_s, earliest=earliest + by_s, until=until + by_s)


NAME, SIDE = mention(Topic.NAME, NEXT_ALONE), mention(Topic.SIDE, OIL)
NAME_UNLESS, SIDE_UNLESS = unless_mentioned(Topic.NAME, NEXT_ALONE), unless_mentioned(Topic.SIDE, OIL)
KEYED = replace(ANNOUNCEMENT, cue=utterance([NAME, SIDE], [NAME]), key="1@10.000", subject="1")
BEHIND = speech(
    113.0, utterance([NAME_UNLESS, SIDE_UNLESS], [NAME_UNLESS]), 113.0, 120.0, key="1@0.000", subject="1"
)


def test_what_a_pause_cut_off_is_said_again_where_its_place_still_has_room(talk: Talk) -> None:
    talk.schedule(KEYED, BEHIND)
    talk.listen(109.5)
    paused(talk, 5.0)
    talk.schedule(moved(KEYED, 5.0), moved(BEHIND, 5.0))
    talk.listen(126)

    # There are two seconds left: the short way, and the rest behind the change.
    assert talk.names == ["say-next", "say-next", "say-oil"]
    assert talk.heard[2][0] == pytest.approx(118.0, abs=0.002)


def test_what_a_pause_cut_off_is_said_behind_the_change_where_no_room_is_left(talk: Talk) -> None:
    talk.schedule(KEYED, BEHIND)
    talk.listen(111.0)
    paused(talk, 5.0)
    talk.schedule(moved(KEYED, 5.0), moved(BEHIND, 5.0))
    talk.listen(126)

    assert talk.names == ["say-next", "say-oil", "say-next", "say-oil"]
    assert talk.heard[2][0] == pytest.approx(118.0, abs=0.002)


def test_what_was_said_whole_before_a_pause_is_not_said_again(talk: Talk) -> None:
    early = replace(KEYED, at=106.0)
    talk.schedule(early, BEHIND)
    talk.listen(110.0)
    paused(talk, 5.0)
    talk.schedule(moved(early, 5.0), moved(BEHIND, 5.0))
    talk.listen(126)

    assert talk.names == ["say-next", "say-oil"]


def test_what_one_output_said_whole_another_takes_for_said_and_for_told(talk: Talk) -> None:
    talk.schedule(KEYED, BEHIND)
    talk.listen(112.5)
    after = Talk()
    after.listen(talk.now)

    after.engine.add_finished_speech(talk.engine.finished_speech(talk.now))
    after.engine.restart(after.now)
    after.schedule(KEYED, replace(BEHIND, cue=utterance([NAME, SIDE_UNLESS], [NAME])))
    after.listen(118)

    assert talk.names == ["say-next", "say-oil"]
    assert after.names == ["say-next"]


def test_what_is_still_being_said_is_not_handed_on_as_said(talk: Talk) -> None:
    talk.schedule(KEYED, BEHIND)
    talk.listen(BEGINS + 1.0)

    assert talk.engine.finished_speech(talk.now) == []


def test_what_a_change_that_came_sooner_cut_off_is_said_behind_it(talk: Talk) -> None:
    talk.schedule(KEYED, at(112.1, "start"), BEHIND)
    talk.listen(109.5)
    # The step was shortened, so that its end cuts into the announcement.
    shorter = replace(KEYED, at=109.6, earliest=109.6, until=109.9, key="1@9.000")
    talk.schedule(shorter, at(110.0, "start"), moved(BEHIND, -2.9))
    talk.listen(120)

    assert talk.names == ["say-next", "start", "say-next", "say-oil"]


def test_what_is_no_longer_given_is_not_said_though_it_was_to_begin_before(talk: Talk) -> None:
    blocked = speech(101.0, SAY_OIL, 101.0, 110.0, key="1@1.000", subject="1")
    talk.schedule(at(101.0, "start"), blocked)
    talk.listen(100.9)
    talk.schedule(at(103.0, "start"), since=101.05)
    talk.listen(106)

    assert talk.names == ["start", "start"]


@pytest.mark.parametrize("again_at", [103.0, 108.9, 109.5, 110.5, 111.9])
def test_an_utterance_that_is_sent_again_is_said_once(talk: Talk, again_at: float) -> None:
    talk.schedule(ANNOUNCEMENT)
    talk.listen(again_at)
    again = [ANNOUNCEMENT] if again_at <= ANNOUNCEMENT.at else []
    talk.schedule(*again, at(112.1, "start"))
    talk.listen(116)

    assert talk.names == ["say-next", "say-oil", "start"]
    assert talk.heard[0][0] == pytest.approx(BEGINS, abs=0.002)


def test_a_signal_ends_what_is_being_said(talk: Talk) -> None:
    talk.schedule(ANNOUNCEMENT)
    talk.listen(109.5)
    # The person skips: what was announced is there.
    talk.schedule(at(talk.now, "start"), speech(talk.now, SAY_OIL, talk.now, talk.now + 5))
    cut = talk.now
    talk.listen(115)

    assert talk.names == ["say-next", "start", "say-oil"]
    assert talk.ended["say-next"] <= cut + LATENCY_S + 0.01
    said = talk.heard[2][0]
    assert said - talk.ended["start"] == pytest.approx(0.1, abs=0.06)


def test_pacing_does_not_end_what_is_being_said(talk: Talk) -> None:
    talk.schedule(ANNOUNCEMENT)
    talk.listen(109.5)
    talk.schedule(at(109.8, "pace-up"), at(113.0, "pace-up"), ANNOUNCEMENT)
    talk.listen(115)

    assert talk.names == ["say-next", "say-oil", "pace-up"]


def test_what_an_extended_step_still_says_is_finished_and_nothing_runs_over_it(talk: Talk) -> None:
    talk.schedule(ANNOUNCEMENT, at(112.1, "start"))
    talk.listen(109.5)
    later = replace(ANNOUNCEMENT, at=111.0, earliest=106.0, until=116.0)
    talk.schedule(later, at(116.1, "start"))
    talk.listen(118)

    # The end moved, and with it the announcement: it is made again for the new end.
    assert talk.names == ["say-next", "say-oil", "say-next", "say-oil", "start"]
    assert talk.heard[2][0] - (BEGINS + TAKES_S) == pytest.approx(0.1, abs=0.002)


def test_a_pause_silences_speech_and_leaves_none_of_it(talk: Talk) -> None:
    talk.schedule(ANNOUNCEMENT)
    talk.listen(109.5)
    talk.engine.cancel()
    talk.listen(116)

    assert talk.names == ["say-next"]
    assert talk.ended["say-next"] <= 109.6 + LATENCY_S
    talk.schedule(speech(117.0, SAY_OIL, 117.0, 120.0))
    talk.listen(120)
    assert talk.names == ["say-next", "say-oil"]


def test_the_voice_is_turned_down_by_itself(talk: Talk) -> None:
    talk.engine.set_volume({CueGroup.VOICE: 0, CueGroup.PACING: 0}, 100)
    talk.schedule(ANNOUNCEMENT, at(105.0, "pace-up"), at(112.1, "start"))
    talk.listen(115)

    assert talk.names == ["start"]


def test_the_sounds_ahead_are_named_in_the_order_in_which_they_are_heard(talk: Talk) -> None:
    talk.schedule(ANNOUNCEMENT, at(101.0, "start"), at(112.1, "start"))

    assert talk.engine.upcoming_sounds(112.0) == ["start", "say-next", "say-oil"]


def test_lengths_that_are_told_are_believed() -> None:
    engine = Engine({"say-oil": constant("say-oil", WORD_S)}, LATENCY_S, lambda _: 3.0)
    engine.schedule([speech(110.0, SAY_OIL, 105.0, 112.0)], BEGIN, BEGIN)

    assert engine.upcoming_sounds(109.0) == []
    assert engine.upcoming_sounds(109.01) == ["say-oil"]


def test_the_words_for_the_end_are_waited_for_and_no_others(talk: Talk) -> None:
    talk.schedule(at(101.0, "start"), speech(101.0, SAY_OIL, 101.0, 106.0), ANNOUNCEMENT)
    talk.listen(101.02)
    talk.engine.finish(talk.now)
    assert talk.engine.remaining_s() > 0
    talk.listen(115)

    assert talk.names == ["start", "say-oil"]
