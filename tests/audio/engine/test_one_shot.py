"""Cues that are each a sound of their own: punctual although opening takes its time, and revocable."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from tests.audio.engine.cues import NEXT_ALONE, OIL, all_at, at, speech
from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.client.protocol import OVERDUE_S
from tpsession.audio.engine.mixer import HEADROOM, RATE
from tpsession.audio.engine.one_shot import LEAD_S, READ_S, STUCK_S, OneShotEngine
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName, Topic
from tpsession.core.speech.utterance import mention, unless_mentioned, utterance

pytestmark = pytest.mark.timing

CLOCK = SystemClock()
LATENCY_S = 0.02
CLICK = 20_000
WORD_S = 0.3
SAMPLES: dict[SoundName, array[int]] = {
    "start": array("h", [CLICK] * 100),
    "end": array("h", [CLICK] * RATE),
    "say-next": array("h", [CLICK] * round(WORD_S * RATE)),
    "say-oil": array("h", [CLICK] * round(WORD_S * RATE)),
}
EXACT_S = 0.002


def wait_until(moment: float) -> None:
    threading.Event().wait(max(0.0, moment - CLOCK.now()))


@dataclass
class Speaker:
    """A library that takes its time to open and then reads each buffer as it plays it."""

    opening_s: float = 0.005
    absent: bool = False
    begun: list[tuple[float, array[int]]] = field(default_factory=list)

    def play(self, buffer: array[int]) -> None:
        if self.absent:
            raise NoDeviceError("no device")
        threading.Event().wait(self.opening_s)
        self.begun.append((CLOCK.now(), buffer))

    def heard(self) -> list[float]:
        """When each cue began to be heard, if it was."""
        firsts = [
            (begun, next((place for place, sample in enumerate(buffer) if sample), None))
            for begun, buffer in self.begun
        ]
        return [begun + first / RATE + LATENCY_S for begun, first in firsts if first is not None]


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()


@pytest.fixture
def cues(speaker: Speaker) -> Iterator[OneShotEngine]:
    cues = OneShotEngine(SAMPLES, LATENCY_S, CLOCK.now)
    thread = threading.Thread(target=cues.run, args=(speaker.play,))
    thread.start()
    yield cues
    cues.halt()
    thread.join()


def test_a_cue_is_heard_at_its_moment_whatever_opening_takes(cues: OneShotEngine, speaker: Speaker) -> None:
    begin = CLOCK.now()
    moments = [begin + 0.5, begin + 1.0, begin + 1.5]
    cues.schedule(all_at(moments), begin, begin)
    for moment, opening_s in zip(moments, (0.005, 0.12, 0.2), strict=True):
        wait_until(moment - LEAD_S - LATENCY_S - 0.02)
        speaker.opening_s = opening_s
        wait_until(moment)
    assert speaker.heard() == pytest.approx(moments, abs=EXACT_S)


def test_two_cues_at_one_moment_are_both_heard_then(cues: OneShotEngine, speaker: Speaker) -> None:
    moment = CLOCK.now() + 0.5
    cues.schedule([at(moment, "start"), at(moment, "end")], 0.0, CLOCK.now())
    wait_until(moment)
    assert speaker.heard() == pytest.approx([moment, moment], abs=EXACT_S)


def test_a_cue_that_is_due_now_is_heard_at_once(cues: OneShotEngine, speaker: Speaker) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "start")], now, now)
    wait_until(now + 0.1)
    assert speaker.heard() == pytest.approx([now + speaker.opening_s + LATENCY_S], abs=0.02)


def test_an_overdue_cue_is_dropped(cues: OneShotEngine, speaker: Speaker) -> None:
    now = CLOCK.now()
    cues.schedule([at(now - OVERDUE_S - 0.01, "start")], 0.0, now)
    wait_until(now + 0.1)
    assert speaker.begun == []


def test_what_an_endless_opening_made_late_is_dropped_and_the_next_is_punctual(
    cues: OneShotEngine, speaker: Speaker
) -> None:
    begin = CLOCK.now()
    speaker.opening_s = 1.0
    moments = [begin + 0.4, begin + 0.5, begin + 2.0]
    cues.schedule(all_at(moments), begin, begin)
    wait_until(begin + 0.9)
    speaker.opening_s = 0.005
    wait_until(begin + 2.0)
    assert speaker.heard() == pytest.approx([begin + 2.0], abs=EXACT_S)


def test_cancel_silences_what_sounds_and_what_is_opened(cues: OneShotEngine, speaker: Speaker) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "end"), at(now + 0.3, "start"), at(now + 0.9, "start")], now, now)
    wait_until(now + 0.2)
    assert len(speaker.begun) == 2
    cues.cancel()
    assert speaker.heard() == []
    assert cues.remaining_s() == 0.0
    wait_until(now + 0.7)
    assert len(speaker.begun) == 2


def test_a_new_schedule_revokes_what_was_opened_ahead_and_keeps_what_it_holds_again(
    cues: OneShotEngine, speaker: Speaker
) -> None:
    begin = CLOCK.now()
    kept, gone, fresh = begin + 0.3, begin + 0.32, begin + 0.6
    cues.schedule([at(kept, "start"), at(gone, "end")], begin, begin)
    wait_until(begin + 0.15)
    assert len(speaker.begun) == 2
    cues.schedule([at(kept, "start"), at(fresh, "start")], begin + 0.1, CLOCK.now())
    wait_until(fresh)
    assert speaker.heard() == pytest.approx([kept, fresh], abs=EXACT_S)


def test_a_cue_that_was_given_is_not_repeated_by_a_schedule_that_holds_it_again(
    cues: OneShotEngine, speaker: Speaker
) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "start")], now, now)
    wait_until(now + 0.1)
    cues.schedule([at(now, "start"), at(now + 0.2, "start")], now, CLOCK.now())
    wait_until(now + 0.3)
    assert len(speaker.begun) == 2


def test_a_schedule_leaves_what_already_sounds(cues: OneShotEngine, speaker: Speaker) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "end")], now, now)
    wait_until(now + 0.2)
    cues.schedule([], now, CLOCK.now())
    assert len(speaker.heard()) == 1


def test_a_volume_is_heard_in_all_of_what_sounds_that_was_not_read_yet_and_without_a_step(
    cues: OneShotEngine, speaker: Speaker
) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "end")], now, now)
    wait_until(now + 0.15)
    ((_, buffer),) = speaker.begun
    full = int(CLICK * HEADROOM)
    assert max(buffer) == full
    cues.set_volume({CueGroup.CUES: 50}, 100)
    soon = int((CLOCK.now() - now + READ_S + 0.1) * RATE)
    assert set(buffer[soon:]) == {full // 4}
    # What was read already isn't touched: the change is where it is heard.
    assert set(buffer[int(0.1 * RATE) : int(0.2 * RATE)]) == {full}
    assert max(before - after for before, after in pairwise(buffer)) < full // 100
    cues.set_volume({CueGroup.CUES: 50}, 0)
    assert not any(buffer[soon + int(0.1 * RATE) :])


def test_at_the_end_only_what_sounds_is_left(cues: OneShotEngine, speaker: Speaker) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "end"), at(now + 0.4, "start"), at(now + 5, "start")], now, now)
    wait_until(now + 0.2)
    cues.finish(CLOCK.now())
    assert cues.remaining_s() == pytest.approx(0.8, abs=0.1)
    assert len(speaker.heard()) == 1


SAID_NAME, SAID_SIDE = mention(Topic.NAME, NEXT_ALONE), mention(Topic.SIDE, OIL)
SAID = utterance([SAID_NAME, SAID_SIDE], [SAID_NAME])
REST = utterance([unless_mentioned(Topic.NAME, NEXT_ALONE), unless_mentioned(Topic.SIDE, OIL)])


def said(moment: float, until: float, subject: str = "1") -> TimedCue:
    """Two words, or the first of them where there is less room."""
    return speech(moment, SAID, moment, until, key=f"{subject}@0.000", subject=subject)


def behind(moment: float) -> TimedCue:
    """What of them wasn't said."""
    return speech(moment, REST, moment, moment + 5.0, key="1@1.000", subject="1")


@dataclass
class Still:
    """The cues without their thread, and a clock that a test sets."""

    speaker: Speaker = field(default_factory=lambda: Speaker(opening_s=0.0))
    now: float = 100.0

    def __post_init__(self) -> None:
        self.cues = OneShotEngine(SAMPLES, 0.0, lambda: self.now)

    def pass_to(self, moment: float) -> None:
        """Begin whatever is to be opened until a moment, ten times a second."""
        while self.now < moment:
            self.now += 0.1
            while self.cues._due and self.cues._wait_s() == 0.0:
                self.cues._play_next(self.speaker.play)

    @property
    def sounds(self) -> int:
        """The sounds that were opened and not silenced."""
        return sum(any(buffer) for _, buffer in self.speaker.begun)


def test_speech_that_a_pause_cut_off_comes_again_and_what_was_said_whole_does_not() -> None:
    still = Still()
    still.cues.schedule([said(101.0, 102.0), behind(103.0)], 100.0, still.now)
    still.pass_to(101.2)
    still.cues.cancel()
    assert still.sounds == 0
    still.pass_to(105.0)
    # Going on there is room for the short way; the rest comes behind.
    still.cues.schedule([said(104.8, 105.4), behind(107.0)], still.now, still.now)
    still.pass_to(108.0)
    assert still.sounds == 2
    still.cues.cancel()
    still.cues.schedule([said(107.9, 112.0), behind(112.0)], still.now, still.now)
    still.pass_to(114.0)
    assert still.cues.upcoming_sounds(200.0) == []
    assert len(still.speaker.begun) == 4


def test_what_another_output_said_whole_is_not_said_again() -> None:
    still, after = Still(), Still()
    still.cues.schedule([said(101.0, 105.0)], 100.0, still.now)
    still.pass_to(101.2)
    assert still.cues.finished_speech(still.now) == []
    still.pass_to(104.0)
    after.now = still.now
    after.cues.add_finished_speech(still.cues.finished_speech(still.now))
    after.cues.restart(after.now)
    after.cues.schedule([said(103.9, 109.0)], after.now, after.now)
    after.pass_to(110.0)
    assert still.sounds > 0
    assert after.sounds == 0


def test_a_signal_that_cuts_speech_off_leaves_none_of_its_words() -> None:
    still = Still()
    still.cues.schedule([said(101.0, 105.0)], 100.0, still.now)
    still.pass_to(101.05)
    still.cues.schedule([at(101.15, "start"), behind(101.2)], still.now, still.now)
    still.pass_to(103.0)
    # The cue and both words behind it; of what was cut off only the first had been opened.
    assert (still.sounds, len(still.speaker.begun)) == (3, 4)


def test_the_words_for_the_end_are_waited_for() -> None:
    still = Still()
    still.cues.schedule([at(101.0, "end"), said(101.0, 106.0), said(103.0, 108.0, "2")], 100.0, still.now)
    still.pass_to(101.05)
    still.cues.finish(still.now)
    assert still.cues.upcoming_sounds(200.0) == ["say-next", "say-oil"]
    still.pass_to(104.0)
    assert still.sounds == 3


def test_a_device_that_does_not_open_ends_the_run_and_loses_no_later_cue() -> None:
    cues = OneShotEngine(SAMPLES, LATENCY_S, CLOCK.now)
    now = CLOCK.now()
    cues.schedule([at(now, "start"), at(now + 0.4, "start")], now, now)
    with pytest.raises(NoDeviceError):
        cues.run(Speaker(absent=True).play)
    cues.restart(CLOCK.now())
    speaker = Speaker()
    thread = threading.Thread(target=cues.run, args=(speaker.play,))
    thread.start()
    wait_until(now + 0.5)
    cues.halt()
    thread.join()
    assert speaker.heard() == pytest.approx([now + 0.4], abs=EXACT_S)


def test_a_buffer_held_beyond_its_end_tells_that_the_device_stands_still(
    cues: OneShotEngine, speaker: Speaker
) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "start")], now, now)
    wait_until(now + 0.1)
    assert cues.callbacks == 1
    assert cues.unresponsive_s(now + 0.5) == 0.0
    assert cues.unresponsive_s(now + STUCK_S + 0.5) > STUCK_S
    speaker.begun.clear()
    assert cues.unresponsive_s(now + STUCK_S + 0.5) == 0.0


def test_a_cue_without_sound_opens_nothing(cues: OneShotEngine, speaker: Speaker) -> None:
    now = CLOCK.now()
    cues.schedule([at(now, "gate")], now, now)
    wait_until(now + 0.1)
    assert speaker.begun == []
