"""The one-shot engine: cues are punctual although each opens the device, and can be taken back."""

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
from tpsession.audio.engine.one_shot import LEAD_S, STUCK_S, OneShotEngine
from tpsession.audio.engine.open_sound import READ_S
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
class FakeLibrary:
    """A sound library that takes some time to open the device and then plays each buffer."""

    opening_s: float = 0.005
    """How long an opening takes."""
    is_absent: bool = False
    """Whether there is no device."""
    started: list[tuple[float, array[int]]] = field(default_factory=list)
    """The moment at which each buffer began to play, and the buffer."""

    def play(self, buffer: array[int]) -> None:
        if self.is_absent:
            raise NoDeviceError("no device")
        threading.Event().wait(self.opening_s)
        self.started.append((CLOCK.now(), buffer))

    def heard(self) -> list[float]:
        """When each cue began to be heard; silenced cues are left out."""
        firsts = [
            (started, next((frame for frame, sample in enumerate(buffer) if sample), None))
            for started, buffer in self.started
        ]
        return [started + first / RATE + LATENCY_S for started, first in firsts if first is not None]


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def engine(library: FakeLibrary) -> Iterator[OneShotEngine]:
    """An engine that runs in its thread."""
    engine = OneShotEngine(SAMPLES, LATENCY_S, CLOCK.now)
    thread = threading.Thread(target=engine.run, args=(library.play,))
    thread.start()
    yield engine
    engine.halt()
    thread.join()


def test_a_cue_is_heard_at_its_moment_however_long_the_opening_takes(
    engine: OneShotEngine, library: FakeLibrary
) -> None:
    begin = CLOCK.now()
    moments = [begin + 0.5, begin + 1.0, begin + 1.5]
    engine.schedule(all_at(moments), begin, begin)
    for moment, opening_s in zip(moments, (0.005, 0.12, 0.2), strict=True):
        wait_until(moment - LEAD_S - LATENCY_S - 0.02)
        library.opening_s = opening_s
        wait_until(moment)
    assert library.heard() == pytest.approx(moments, abs=EXACT_S)


def test_two_cues_at_one_moment_are_both_heard(engine: OneShotEngine, library: FakeLibrary) -> None:
    moment = CLOCK.now() + 0.5
    engine.schedule([at(moment, "start"), at(moment, "end")], 0.0, CLOCK.now())
    wait_until(moment)
    assert library.heard() == pytest.approx([moment, moment], abs=EXACT_S)


def test_a_cue_that_is_due_now_is_heard_at_once(engine: OneShotEngine, library: FakeLibrary) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "start")], now, now)
    wait_until(now + 0.1)
    assert library.heard() == pytest.approx([now + library.opening_s + LATENCY_S], abs=0.02)


def test_an_overdue_cue_is_dropped(engine: OneShotEngine, library: FakeLibrary) -> None:
    now = CLOCK.now()
    engine.schedule([at(now - OVERDUE_S - 0.01, "start")], 0.0, now)
    wait_until(now + 0.1)
    assert library.started == []


def test_cues_that_a_very_slow_opening_delays_are_dropped_and_the_next_one_is_punctual(
    engine: OneShotEngine, library: FakeLibrary
) -> None:
    begin = CLOCK.now()
    library.opening_s = 1.0
    moments = [begin + 0.4, begin + 0.5, begin + 2.0]
    engine.schedule(all_at(moments), begin, begin)
    wait_until(begin + 0.9)
    library.opening_s = 0.005
    wait_until(begin + 2.0)
    assert library.heard() == pytest.approx([begin + 2.0], abs=EXACT_S)


def test_cancel_silences_every_sound_that_was_started(engine: OneShotEngine, library: FakeLibrary) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "end"), at(now + 0.3, "start"), at(now + 0.9, "start")], now, now)
    wait_until(now + 0.2)
    assert len(library.started) == 2
    engine.cancel()
    assert library.heard() == []
    assert engine.remaining_s() == 0.0
    wait_until(now + 0.7)
    assert len(library.started) == 2


def test_a_new_schedule_silences_what_was_opened_ahead_except_what_it_contains_too(
    engine: OneShotEngine, library: FakeLibrary
) -> None:
    begin = CLOCK.now()
    kept, replaced, added = begin + 0.3, begin + 0.32, begin + 0.6
    engine.schedule([at(kept, "start"), at(replaced, "end")], begin, begin)
    wait_until(begin + 0.15)
    assert len(library.started) == 2
    engine.schedule([at(kept, "start"), at(added, "start")], begin + 0.1, CLOCK.now())
    wait_until(added)
    assert library.heard() == pytest.approx([kept, added], abs=EXACT_S)


def test_a_cue_that_was_started_is_not_repeated_by_a_schedule_that_contains_it_too(
    engine: OneShotEngine, library: FakeLibrary
) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "start")], now, now)
    wait_until(now + 0.1)
    engine.schedule([at(now, "start"), at(now + 0.2, "start")], now, CLOCK.now())
    wait_until(now + 0.3)
    assert len(library.started) == 2


def test_a_new_schedule_does_not_silence_what_sounds_already(
    engine: OneShotEngine, library: FakeLibrary
) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "end")], now, now)
    wait_until(now + 0.2)
    engine.schedule([], now, CLOCK.now())
    assert len(library.heard()) == 1


def test_a_new_volume_changes_everything_that_was_not_read_yet_without_a_click(
    engine: OneShotEngine, library: FakeLibrary
) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "end")], now, now)
    wait_until(now + 0.15)
    ((_, buffer),) = library.started
    full = int(CLICK * HEADROOM)
    assert max(buffer) == full
    engine.set_volume({CueGroup.CUES: 50}, 100)
    soon = int((CLOCK.now() - now + READ_S + 0.1) * RATE)
    assert set(buffer[soon:]) == {full // 4}
    # What the library has read isn't changed, because the change would come too late there.
    assert set(buffer[int(0.1 * RATE) : int(0.2 * RATE)]) == {full}
    assert max(before - after for before, after in pairwise(buffer)) < full // 100
    engine.set_volume({CueGroup.CUES: 50}, 0)
    assert not any(buffer[soon + int(0.1 * RATE) :])


def test_finishing_leaves_only_what_sounds(engine: OneShotEngine, library: FakeLibrary) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "end"), at(now + 0.4, "start"), at(now + 5, "start")], now, now)
    wait_until(now + 0.2)
    engine.finish(CLOCK.now())
    assert engine.remaining_s() == pytest.approx(0.8, abs=0.1)
    assert len(library.heard()) == 1


NAME, SIDE = mention(Topic.NAME, NEXT_ALONE), mention(Topic.SIDE, OIL)
ANNOUNCEMENT = utterance([NAME, SIDE], [NAME])
OPENING = utterance([unless_mentioned(Topic.NAME, NEXT_ALONE), unless_mentioned(Topic.SIDE, OIL)])


def announcement(moment: float, until: float, subject: str = "1") -> TimedCue:
    """Two phrases, or only the first one if there is less time."""
    return speech(moment, ANNOUNCEMENT, moment, until, key=f"{subject}@0.000", subject=subject)


def opening(moment: float) -> TimedCue:
    """What the announcement has left out."""
    return speech(moment, OPENING, moment, moment + 5.0, key="1@1.000", subject="1")


@dataclass
class SteppedEngine:
    """An engine without its thread, and a clock that the test moves on."""

    library: FakeLibrary = field(default_factory=lambda: FakeLibrary(opening_s=0.0))
    now: float = 100.0

    def __post_init__(self) -> None:
        self.engine = OneShotEngine(SAMPLES, 0.0, lambda: self.now)

    def schedule(self, *cues: TimedCue) -> None:
        self.engine.schedule(cues, self.now, self.now)

    def pass_to(self, moment: float) -> None:
        """Move the clock to a moment in steps of 0.1 s, and start what is due."""
        while self.now < moment:
            self.now += 0.1
            while self.engine._due and self.engine._wait_s() == 0.0:
                self.engine._start_next(self.library.play)

    @property
    def sounds(self) -> int:
        """The number of sounds that were started and not silenced."""
        return sum(any(buffer) for _, buffer in self.library.started)


def test_speech_that_a_pause_cut_off_is_said_again_and_finished_speech_is_not() -> None:
    stepped = SteppedEngine()
    stepped.schedule(announcement(101.0, 102.0), opening(103.0))
    stepped.pass_to(101.2)
    stepped.engine.cancel()
    assert stepped.sounds == 0
    stepped.pass_to(105.0)
    # After the pause there is time for the short variant, and the rest is said later.
    stepped.schedule(announcement(104.8, 105.4), opening(107.0))
    stepped.pass_to(108.0)
    assert stepped.sounds == 2
    stepped.engine.cancel()
    stepped.schedule(announcement(107.9, 112.0), opening(112.0))
    stepped.pass_to(114.0)
    assert stepped.engine.upcoming_sounds(200.0) == []
    assert len(stepped.library.started) == 4


def test_speech_that_ended_on_another_output_is_not_said_again() -> None:
    stepped, other = SteppedEngine(), SteppedEngine()
    stepped.schedule(announcement(101.0, 105.0))
    stepped.pass_to(101.2)
    assert stepped.engine.finished_speech(stepped.now) == []
    stepped.pass_to(104.0)
    other.now = stepped.now
    other.engine.add_finished_speech(stepped.engine.finished_speech(stepped.now))
    other.engine.restart(other.now)
    other.schedule(announcement(103.9, 109.0))
    other.pass_to(110.0)
    assert stepped.sounds > 0
    assert other.sounds == 0


def test_a_signal_that_interrupts_speech_silences_all_of_its_words() -> None:
    stepped = SteppedEngine()
    stepped.schedule(announcement(101.0, 105.0))
    stepped.pass_to(101.05)
    stepped.schedule(at(101.15, "start"), opening(101.2))
    stepped.pass_to(103.0)
    # The signal and both phrases after it; of the interrupted speech only the first phrase was started.
    assert (stepped.sounds, len(stepped.library.started)) == (3, 4)


def test_speech_that_is_scheduled_again_during_a_signal_waits_for_its_end() -> None:
    stepped = SteppedEngine()
    stepped.schedule(at(101.0, "end"), announcement(101.0, 106.0))
    stepped.pass_to(101.05)
    # As when the voice has recorded a text: the signal has begun, so it isn't among the cues.
    stepped.schedule(announcement(101.0, 106.0))
    # The signal takes 1 s.
    assert stepped.engine.upcoming_sounds(102.0) == []
    assert stepped.engine.upcoming_sounds(102.2) == ["say-next"]


def test_finishing_waits_for_speech_that_was_due() -> None:
    stepped = SteppedEngine()
    stepped.schedule(at(101.0, "end"), announcement(101.0, 106.0), announcement(103.0, 108.0, "2"))
    stepped.pass_to(101.05)
    stepped.engine.finish(stepped.now)
    assert stepped.engine.upcoming_sounds(200.0) == ["say-next", "say-oil"]
    stepped.pass_to(104.0)
    assert stepped.sounds == 3


def test_a_device_that_does_not_open_ends_the_run_and_later_cues_are_kept() -> None:
    engine = OneShotEngine(SAMPLES, LATENCY_S, CLOCK.now)
    now = CLOCK.now()
    engine.schedule([at(now, "start"), at(now + 0.4, "start")], now, now)
    with pytest.raises(NoDeviceError):
        engine.run(FakeLibrary(is_absent=True).play)
    engine.restart(CLOCK.now())
    library = FakeLibrary()
    thread = threading.Thread(target=engine.run, args=(library.play,))
    thread.start()
    wait_until(now + 0.5)
    engine.halt()
    thread.join()
    assert library.heard() == pytest.approx([now + 0.4], abs=EXACT_S)


def test_speech_whose_sound_could_not_be_opened_does_not_count_as_said() -> None:
    engine = OneShotEngine(SAMPLES, LATENCY_S, CLOCK.now)
    now = CLOCK.now()
    engine.schedule([speech(now, utterance([OIL]), key="oil")], now, now)
    with pytest.raises(NoDeviceError):
        engine.run(FakeLibrary(is_absent=True).play)
    engine.restart(CLOCK.now())
    assert engine.finished_speech(now + 60.0) == []


def test_a_buffer_that_is_held_after_its_end_shows_that_the_device_is_stuck(
    engine: OneShotEngine, library: FakeLibrary
) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "start")], now, now)
    wait_until(now + 0.1)
    assert engine.callbacks == 1
    assert engine.unresponsive_s(now + 0.5) == 0.0
    assert engine.unresponsive_s(now + STUCK_S + 0.5) > STUCK_S
    library.started.clear()
    assert engine.unresponsive_s(now + STUCK_S + 0.5) == 0.0


def test_a_cue_without_a_sound_opens_nothing(engine: OneShotEngine, library: FakeLibrary) -> None:
    now = CLOCK.now()
    engine.schedule([at(now, "gate")], now, now)
    wait_until(now + 0.1)
    assert library.started == []
