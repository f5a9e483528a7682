"""A device that opens anew for each cue says why it no longer plays."""

from __future__ import annotations

import threading
from array import array

import pytest

from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.backends.simpleaudio_backend import OneShotDevice
from tpsession.audio.engine.one_shot import OneShotEngine
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CUES, TimedCue


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NoDeviceError("busy"), "busy"),
        (NoDeviceError(), "the sound device can't be opened"),
        (MemoryError("full"), "playing failed: MemoryError('full')"),
    ],
)
def test_whatever_fails_while_a_cue_opens_is_the_reason_for_a_new_opening(
    error: Exception, reason: str
) -> None:
    opened = threading.Event()

    def play(buffer: array[int]) -> object:
        opened.set()
        raise error

    clock = SystemClock()
    engine = OneShotEngine({"end": array("h", [1] * 100)}, 0.0, clock.now)
    device = OneShotDevice(engine, play, is_wanted=True)
    engine.schedule([TimedCue(clock.now() + 0.2, CUES["end"])], clock.now(), clock.now())
    assert opened.wait(5)
    device.close()
    assert device.loss_reason() == reason
