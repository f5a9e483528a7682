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


class Listener:
    """Takes blocks at their nominal moments and keeps when clicks were heard."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.frames = 0
        self.asleep = 0.0
        """Seconds in which the device asked for nothing."""
        self.heard: list[float] = []
        engine.restart(BEGIN)

    @property
    def now(self) -> float:
        return BEGIN + self.asleep + self.frames / RATE

    def listen(self, until: float) -> None:
        while self.now < until:
            samples = array("h", self.engine.block(self.now, BLOCK))
            self.heard += [self.now + LATENCY_S + i / RATE for i, sample in enumerate(samples) if sample > 0]
            self.frames += BLOCK


@pytest.fixture
def engine() -> Engine:
    return Engine({"start": array("h", [9_000]), "end": array("h", [9_000] * RATE)}, LATENCY_S)


@pytest.fixture
def listener(engine: Engine) -> Listener:
    return Listener(engine)


def test_cues_are_heard_at_their_moments(engine: Engine, listener: Listener) -> None:
    moments = [100.2, 100.25, 101.0, 103.333]
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    listener.listen(105)
    assert listener.heard == pytest.approx(moments, abs=0.001)


def test_a_slightly_late_cue_is_heard_at_once(engine: Engine, listener: Listener) -> None:
    listener.listen(101)
    engine.schedule([at(listener.now - OVERDUE_S / 2, "start")], 0.0, listener.now)
    listener.listen(102)
    assert listener.heard == pytest.approx([101 + LATENCY_S], abs=0.051)


def test_an_overdue_cue_is_dropped(engine: Engine, listener: Listener) -> None:
    listener.listen(101)
    engine.schedule([at(listener.now - OVERDUE_S - 0.01, "start")], 0.0, listener.now)
    listener.listen(102)
    assert listener.heard == []


def test_after_a_long_gap_missed_cues_are_dropped_and_the_others_punctual(
    engine: Engine, listener: Listener
) -> None:
    moments = [BEGIN + number / 10 for number in range(100)]
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    listener.listen(101)
    listener.heard.clear()
    listener.asleep = 5.0
    listener.listen(108)
    # Those that the device would begin too late by a moment are the only ones out of place.
    soon = [at for at in listener.heard if at < 106 + LATEST_S]
    assert len(soon) <= 7
    assert listener.heard[len(soon) :] == pytest.approx(
        [at for at in moments if 106 + LATEST_S <= at < 108 + LATENCY_S], abs=0.001
    )


def test_a_new_schedule_replaces_what_is_due_from_its_moment_on(engine: Engine, listener: Listener) -> None:
    engine.schedule(all_at((100.5, 101.5, 102.5)), BEGIN, BEGIN)
    engine.schedule([at(102.0, "start")], 101.5, BEGIN)
    listener.listen(104)
    assert listener.heard == pytest.approx([100.5, 102.0], abs=0.001)


def test_a_cue_that_already_sounds_is_not_repeated_by_a_schedule_that_holds_it_again(
    engine: Engine, listener: Listener
) -> None:
    engine.schedule([at(101.0, "start")], BEGIN, BEGIN)
    listener.listen(100.97)
    # It is in the device's buffer, while its moment is still to come.
    engine.schedule([at(101.0, "start"), at(101.2, "start")], 100.98, listener.now)
    listener.listen(102)
    assert listener.heard == pytest.approx([101.0, 101.2], abs=0.001)


def test_cancel_leaves_nothing(engine: Engine, listener: Listener) -> None:
    engine.schedule([at(100.2, "end"), at(102.0, "start")], BEGIN, BEGIN)
    listener.listen(100.5)
    engine.cancel()
    listener.heard.clear()
    listener.listen(103)
    assert max(listener.heard) < 100.5 + LATENCY_S + 0.06


def test_what_is_left_at_the_end_is_what_sounds(engine: Engine, listener: Listener) -> None:
    engine.schedule([at(100.2, "end"), at(102.0, "start")], BEGIN, BEGIN)
    listener.listen(100.5)
    engine.finish(listener.now)
    assert engine.remaining_s() == pytest.approx(0.7, abs=0.06)
    listener.listen(103)
    assert engine.remaining_s() == 0
    assert max(listener.heard) < 101.25


def test_a_cue_due_just_now_is_still_waited_for_at_the_end(engine: Engine, listener: Listener) -> None:
    listener.listen(100.5)
    engine.schedule([at(listener.now, "end")], 0.0, listener.now)
    engine.finish(listener.now)
    assert engine.remaining_s() > 0
    listener.listen(100.6)
    assert engine.remaining_s() > 0.8


def test_a_silent_group_is_not_heard(engine: Engine, listener: Listener) -> None:
    engine.set_volume({CueGroup.CUES: 0}, 100)
    engine.schedule([at(100.2, "start")], BEGIN, BEGIN)
    listener.listen(101)
    assert listener.heard == []


def test_the_age_counts_from_the_last_callback(engine: Engine) -> None:
    engine.restart(10.0)
    assert (engine.unresponsive_s(10.5), engine.callbacks) == (0.5, 0)
    engine.block(11.0, BLOCK)
    assert (engine.unresponsive_s(11.25), engine.callbacks) == (0.25, 1)
