"""The engine and speech: nothing is said twice or during a cue, and pacing gives way to speech."""

from __future__ import annotations

from array import array

import pytest

from tests.audio.engine.cues import NEXT_ALONE, OIL, SAY_NEXT_OIL, SAY_OIL, at, speech
from tpsession.audio.engine.cue_scheduler import SENTENCE_GAP_S
from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.mixer import HEADROOM, RATE
from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName, Topic
from tpsession.core.speech.utterance import CLEAR_S, mention, unless_mentioned, utterance

BLOCK = 2205
BEGIN = 100.0
LATENCY_S = 0.05
STRENGTHS = {"start": 1024, "pace-up": 2048, "say-next": 4096, "say-oil": 8192}
"""The sample value of each sound: a single bit, so that the sum of several sounds tells which they are."""
WORD_S = 1.5
"""The length of each phrase."""
ANNOUNCEMENT = speech(110.0, SAY_NEXT_OIL, 105.0, 112.0)
ANNOUNCEMENT_S = 2 * WORD_S + SENTENCE_GAP_S
BEGINS = 112.0 - ANNOUNCEMENT_S
"""When the announcement begins, so that it ends in time."""


def constant(name: str, seconds: float) -> array[int]:
    return array("h", [int(STRENGTHS[name] / HEADROOM)] * round(seconds * RATE))


class RecordedEngine:
    """An engine, and a record of its sounds, which are recognised by their sample values."""

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

    def play(self, until: float) -> None:
        """Take blocks until a moment, and note what is heard."""
        while self.now < until:
            samples = array("h", self.engine.block(self.now, BLOCK))
            for index in range(0, BLOCK - 1, 21):
                if samples[index] != samples[index + 1]:
                    # During a fade, the value doesn't say which sound it is.
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
def recorded() -> RecordedEngine:
    return RecordedEngine()


def test_speech_begins_early_enough_to_end_in_time(recorded: RecordedEngine) -> None:
    recorded.schedule(ANNOUNCEMENT, at(112.1, "start"))
    recorded.play(115)

    assert recorded.names == ["say-next", "say-oil", "start"]
    assert [moment for moment, _ in recorded.heard] == pytest.approx(
        [BEGINS, BEGINS + WORD_S + SENTENCE_GAP_S, 112.1], abs=0.002
    )


def test_pacing_during_speech_is_not_heard(recorded: RecordedEngine) -> None:
    recorded.schedule(ANNOUNCEMENT, *(at(108.0 + beat / 2, "pace-up") for beat in range(12)))
    recorded.play(115)

    paced = [moment for moment, name in recorded.heard if name == "pace-up"]
    assert paced == pytest.approx([108.0, 108.5, 112.0, 112.5, 113.0, 113.5], abs=0.002)


def pause(recorded: RecordedEngine, seconds: float) -> None:
    """Cancel all sound and let some seconds pass."""
    recorded.engine.cancel()
    recorded.play(recorded.now + seconds)


def moved(timed: TimedCue, by_s: float) -> TimedCue:
    """The same speech, later by some seconds."""
    earliest, until = timed.earliest or 0.0, timed.until or 0.0
    return timed._replace(at=timed.at + by_s, earliest=earliest + by_s, until=until + by_s)


NAME, SIDE = mention(Topic.NAME, NEXT_ALONE), mention(Topic.SIDE, OIL)
NAME_UNLESS, SIDE_UNLESS = unless_mentioned(Topic.NAME, NEXT_ALONE), unless_mentioned(Topic.SIDE, OIL)
KEYED = ANNOUNCEMENT._replace(cue=utterance([NAME, SIDE], [NAME]), key="1@10.000", subject="1")
"""The announcement of a step, with a key and a subject."""
OPENING = speech(
    113.0, utterance([NAME_UNLESS, SIDE_UNLESS], [NAME_UNLESS]), 113.0, 120.0, key="1@0.000", subject="1"
)
"""What is said as that step begins, unless the announcement mentioned it."""


def test_speech_that_a_pause_cut_off_is_said_again_if_there_is_still_time(recorded: RecordedEngine) -> None:
    recorded.schedule(KEYED, OPENING)
    recorded.play(109.5)
    pause(recorded, 5.0)
    recorded.schedule(moved(KEYED, 5.0), moved(OPENING, 5.0))
    recorded.play(126)

    # Two seconds remain: the short variant is said, and the rest after the change.
    assert recorded.names == ["say-next", "say-next", "say-oil"]
    assert recorded.heard[2][0] == pytest.approx(118.0, abs=0.002)


def test_speech_that_a_pause_cut_off_is_said_after_the_change_if_there_is_no_time_left(
    recorded: RecordedEngine,
) -> None:
    recorded.schedule(KEYED, OPENING)
    recorded.play(111.0)
    pause(recorded, 5.0)
    recorded.schedule(moved(KEYED, 5.0), moved(OPENING, 5.0))
    recorded.play(126)

    assert recorded.names == ["say-next", "say-oil", "say-next", "say-oil"]
    assert recorded.heard[2][0] == pytest.approx(118.0, abs=0.002)


def test_speech_that_ended_before_a_pause_is_not_said_again(recorded: RecordedEngine) -> None:
    early = KEYED._replace(at=106.0)
    recorded.schedule(early, OPENING)
    recorded.play(110.0)
    pause(recorded, 5.0)
    recorded.schedule(moved(early, 5.0), moved(OPENING, 5.0))
    recorded.play(126)

    assert recorded.names == ["say-next", "say-oil"]


def test_speech_that_ended_on_another_output_is_not_said_again_and_counts_as_mentioned(
    recorded: RecordedEngine,
) -> None:
    recorded.schedule(KEYED, OPENING)
    recorded.play(112.5)
    other = RecordedEngine()
    other.play(recorded.now)

    other.engine.add_finished_speech(recorded.engine.finished_speech(recorded.now))
    other.engine.restart(other.now)
    other.schedule(KEYED, OPENING._replace(cue=utterance([NAME, SIDE_UNLESS], [NAME])))
    other.play(118)

    assert recorded.names == ["say-next", "say-oil"]
    assert other.names == ["say-next"]


def test_unfinished_speech_is_not_reported_as_finished(recorded: RecordedEngine) -> None:
    recorded.schedule(KEYED, OPENING)
    recorded.play(BEGINS + 1.0)

    assert recorded.engine.finished_speech(recorded.now) == []


def test_speech_that_an_earlier_change_cut_off_is_said_after_that_change(recorded: RecordedEngine) -> None:
    recorded.schedule(KEYED, at(112.1, "start"), OPENING)
    recorded.play(109.5)
    # The step was shortened, so that its end cuts off the announcement.
    shorter = KEYED._replace(at=109.6, earliest=109.6, until=109.9, key="1@9.000")
    recorded.schedule(shorter, at(110.0, "start"), moved(OPENING, -2.9))
    recorded.play(120)

    assert recorded.names == ["say-next", "start", "say-next", "say-oil"]


def test_waiting_speech_that_a_new_schedule_leaves_out_is_not_said_even_if_it_was_due_before(
    recorded: RecordedEngine,
) -> None:
    blocked = speech(101.0, SAY_OIL, 101.0, 110.0, key="1@1.000", subject="1")
    recorded.schedule(at(101.0, "start"), blocked)
    recorded.play(100.9)
    recorded.schedule(at(103.0, "start"), since=101.05)
    recorded.play(106)

    assert recorded.names == ["start", "start"]


@pytest.mark.parametrize("again_at", [103.0, 108.9, 109.5, 110.5, 111.9])
def test_speech_that_is_scheduled_again_is_said_once(recorded: RecordedEngine, again_at: float) -> None:
    recorded.schedule(ANNOUNCEMENT)
    recorded.play(again_at)
    again = [ANNOUNCEMENT] if again_at <= ANNOUNCEMENT.at else []
    recorded.schedule(*again, at(112.1, "start"))
    recorded.play(116)

    assert recorded.names == ["say-next", "say-oil", "start"]
    assert recorded.heard[0][0] == pytest.approx(BEGINS, abs=0.002)


def test_a_signal_interrupts_speech(recorded: RecordedEngine) -> None:
    recorded.schedule(ANNOUNCEMENT)
    recorded.play(109.5)
    # The person skips to the announced step.
    recorded.schedule(
        at(recorded.now, "start"), speech(recorded.now, SAY_OIL, recorded.now, recorded.now + 5)
    )
    interrupted = recorded.now
    recorded.play(115)

    assert recorded.names == ["say-next", "start", "say-oil"]
    assert recorded.ended["say-next"] <= interrupted + LATENCY_S + 0.01
    resumed = recorded.heard[2][0]
    assert resumed - recorded.ended["start"] == pytest.approx(0.1, abs=0.06)


def test_speech_that_is_scheduled_again_during_a_signal_waits_for_its_end(recorded: RecordedEngine) -> None:
    request = speech(110.0, SAY_OIL, 110.0, 115.0)
    recorded.schedule(at(110.0, "start"), request)
    recorded.play(110.0)
    # As when the voice has recorded a text: the signal has begun, so it isn't among the cues.
    recorded.schedule(request)
    recorded.play(113.0)

    assert recorded.names == ["start", "say-oil"]
    assert recorded.heard[1][0] - recorded.ended["start"] == pytest.approx(CLEAR_S, abs=0.01)


def test_pacing_does_not_interrupt_speech(recorded: RecordedEngine) -> None:
    recorded.schedule(ANNOUNCEMENT)
    recorded.play(109.5)
    recorded.schedule(at(109.8, "pace-up"), at(113.0, "pace-up"), ANNOUNCEMENT)
    recorded.play(115)

    assert recorded.names == ["say-next", "say-oil", "pace-up"]


def test_the_announcement_of_an_extended_step_is_finished_and_then_said_again_for_the_new_end(
    recorded: RecordedEngine,
) -> None:
    recorded.schedule(ANNOUNCEMENT, at(112.1, "start"))
    recorded.play(109.5)
    later = ANNOUNCEMENT._replace(at=111.0, earliest=106.0, until=116.0)
    recorded.schedule(later, at(116.1, "start"))
    recorded.play(118)

    # The end of the step moved, so there is a new announcement.
    assert recorded.names == ["say-next", "say-oil", "say-next", "say-oil", "start"]
    assert recorded.heard[2][0] - (BEGINS + ANNOUNCEMENT_S) == pytest.approx(0.1, abs=0.002)


def test_speech_that_a_pause_cut_off_does_not_continue_by_itself(recorded: RecordedEngine) -> None:
    recorded.schedule(ANNOUNCEMENT)
    recorded.play(109.5)
    recorded.engine.cancel()
    recorded.play(116)

    assert recorded.names == ["say-next"]
    assert recorded.ended["say-next"] <= 109.6 + LATENCY_S
    recorded.schedule(speech(117.0, SAY_OIL, 117.0, 120.0))
    recorded.play(120)
    assert recorded.names == ["say-next", "say-oil"]


def test_the_voice_has_a_volume_of_its_own(recorded: RecordedEngine) -> None:
    recorded.engine.set_volume({CueGroup.VOICE: 0, CueGroup.PACING: 0}, 100)
    recorded.schedule(ANNOUNCEMENT, at(105.0, "pace-up"), at(112.1, "start"))
    recorded.play(115)

    assert recorded.names == ["start"]


def test_upcoming_sounds_come_in_the_order_in_which_they_are_heard(recorded: RecordedEngine) -> None:
    recorded.schedule(ANNOUNCEMENT, at(101.0, "start"), at(112.1, "start"))

    assert recorded.engine.upcoming_sounds(112.0) == ["start", "say-next", "say-oil"]


def test_given_lengths_are_used_instead_of_those_of_the_samples() -> None:
    engine = Engine({"say-oil": constant("say-oil", WORD_S)}, LATENCY_S, lambda _: 3.0)
    engine.schedule([speech(110.0, SAY_OIL, 105.0, 112.0)], BEGIN, BEGIN)

    assert engine.upcoming_sounds(109.0) == []
    assert engine.upcoming_sounds(109.01) == ["say-oil"]


def test_finishing_waits_for_speech_that_was_due_and_drops_later_speech(recorded: RecordedEngine) -> None:
    recorded.schedule(at(101.0, "start"), speech(101.0, SAY_OIL, 101.0, 106.0), ANNOUNCEMENT)
    recorded.play(101.02)
    recorded.engine.finish(recorded.now)
    assert recorded.engine.remaining_s() > 0
    recorded.play(115)

    assert recorded.names == ["start", "say-oil"]
