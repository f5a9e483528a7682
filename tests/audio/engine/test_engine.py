"""The engine: due cues sound once, overdue ones never, and a new schedule replaces the old one."""

from __future__ import annotations

from array import array

import pytest

from tests.audio.engine.cues import all_at, at
from tpsession.audio.client.protocol import OVERDUE_S
from tpsession.audio.engine.engine import LATEST_S, Engine
from tpsession.audio.engine.mixer import RATE
from tpsession.core.catalog.cues import CueGroup

BLOCK = 2205
BEGIN = 100.0
LATENCY_S = 0.05


class Recorder:
    """Takes blocks at their nominal moments and records when clicks were heard."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.frames = 0
        self.stopped_s = 0.0
        """For how long the device asked for nothing, in seconds."""
        self.heard: list[float] = []
        engine.restart(BEGIN)

    @property
    def now(self) -> float:
        return BEGIN + self.stopped_s + self.frames / RATE

    def play(self, until: float) -> None:
        """Take blocks until a moment."""
        while self.now < until:
            samples = array("h", self.engine.block(self.now, BLOCK))
            self.heard += [self.now + LATENCY_S + i / RATE for i, sample in enumerate(samples) if sample > 0]
            self.frames += BLOCK


@pytest.fixture
def engine() -> Engine:
    return Engine({"start": array("h", [9_000]), "end": array("h", [9_000] * RATE)}, LATENCY_S)


@pytest.fixture
def recorder(engine: Engine) -> Recorder:
    return Recorder(engine)


def test_cues_are_heard_at_their_moments(engine: Engine, recorder: Recorder) -> None:
    moments = [100.2, 100.25, 101.0, 103.333]
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    recorder.play(105)
    assert recorder.heard == pytest.approx(moments, abs=0.001)


def test_a_slightly_late_cue_is_heard_at_once(engine: Engine, recorder: Recorder) -> None:
    recorder.play(101)
    engine.schedule([at(recorder.now - OVERDUE_S / 2, "start")], 0.0, recorder.now)
    recorder.play(102)
    assert recorder.heard == pytest.approx([101 + LATENCY_S], abs=0.051)


def test_an_overdue_cue_is_dropped(engine: Engine, recorder: Recorder) -> None:
    recorder.play(101)
    engine.schedule([at(recorder.now - OVERDUE_S - 0.01, "start")], 0.0, recorder.now)
    recorder.play(102)
    assert recorder.heard == []


def test_after_a_long_gap_missed_cues_are_dropped_and_the_others_punctual(
    engine: Engine, recorder: Recorder
) -> None:
    moments = [BEGIN + number / 10 for number in range(100)]
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    recorder.play(101)
    recorder.heard.clear()
    recorder.stopped_s = 5.0
    recorder.play(108)
    # Only cues that are slightly late may be heard at another moment than their own.
    late = [at for at in recorder.heard if at < 106 + LATEST_S]
    assert len(late) <= 7
    assert recorder.heard[len(late) :] == pytest.approx(
        [at for at in moments if 106 + LATEST_S <= at < 108 + LATENCY_S], abs=0.001
    )


def test_a_new_schedule_replaces_the_cues_from_a_moment_on(engine: Engine, recorder: Recorder) -> None:
    engine.schedule(all_at((100.5, 101.5, 102.5)), BEGIN, BEGIN)
    engine.schedule([at(102.0, "start")], 101.5, BEGIN)
    recorder.play(104)
    assert recorder.heard == pytest.approx([100.5, 102.0], abs=0.001)


def test_a_cue_that_was_started_is_not_repeated_by_a_schedule_that_contains_it_too(
    engine: Engine, recorder: Recorder
) -> None:
    engine.schedule([at(101.0, "start")], BEGIN, BEGIN)
    recorder.play(100.97)
    # The cue is in the device's buffer already, but its moment is still to come.
    engine.schedule([at(101.0, "start"), at(101.2, "start")], 100.98, recorder.now)
    recorder.play(102)
    assert recorder.heard == pytest.approx([101.0, 101.2], abs=0.001)


def test_cancel_silences_everything(engine: Engine, recorder: Recorder) -> None:
    engine.schedule([at(100.2, "end"), at(102.0, "start")], BEGIN, BEGIN)
    recorder.play(100.5)
    engine.cancel()
    recorder.heard.clear()
    recorder.play(103)
    assert max(recorder.heard) < 100.5 + LATENCY_S + 0.06


def test_finishing_leaves_only_what_sounds(engine: Engine, recorder: Recorder) -> None:
    engine.schedule([at(100.2, "end"), at(102.0, "start")], BEGIN, BEGIN)
    recorder.play(100.5)
    engine.finish(recorder.now)
    assert engine.remaining_s() == pytest.approx(0.7, abs=0.06)
    recorder.play(103)
    assert engine.remaining_s() == 0
    assert max(recorder.heard) < 101.25


def test_finishing_waits_for_a_cue_that_is_due_just_now(engine: Engine, recorder: Recorder) -> None:
    recorder.play(100.5)
    engine.schedule([at(recorder.now, "end")], 0.0, recorder.now)
    engine.finish(recorder.now)
    assert engine.remaining_s() > 0
    recorder.play(100.6)
    assert engine.remaining_s() > 0.8


def test_a_silent_group_is_not_heard(engine: Engine, recorder: Recorder) -> None:
    engine.set_volume({CueGroup.CUES: 0}, 100)
    engine.schedule([at(100.2, "start")], BEGIN, BEGIN)
    recorder.play(101)
    assert recorder.heard == []


def test_the_unresponsive_time_is_counted_from_the_last_callback(engine: Engine) -> None:
    engine.restart(10.0)
    assert (engine.unresponsive_s(10.5), engine.callbacks) == (0.5, 0)
    engine.block(11.0, BLOCK)
    assert (engine.unresponsive_s(11.25), engine.callbacks) == (0.25, 1)
