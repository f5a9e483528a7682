"""A sound device in simulated time: drifting, asking late, in a sawtooth, and at times running dry."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass

from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.mixer import RATE

PERIOD = 2205
LATENCY_S = 0.05
"""A period is still to be played when the next one is asked for."""


@dataclass(frozen=True)
class Stall:
    """A time in which the device's requests aren't answered, or it asks for nothing."""

    at: float
    seconds: float


@dataclass(frozen=True)
class DeviceFaults:
    """What is wrong with the device."""

    drift_ppm: float = 0.0
    """Its rate against the nominal one, in parts in a million."""
    lateness_s: float = 0.002
    """Requests are late by this on average, exponentially distributed."""
    sawtooth_s: float = 0.0
    """Height of the slow sawtooth in the requests' moments; it lasts 3 s."""
    burst: int = 1
    """Requests that come at once."""
    stalls: tuple[Stall, ...] = ()


def play(engine: Engine, begin: float, seconds: float, troubles: DeviceFaults, seed: int = 1) -> list[float]:
    """Let the device play, and give the moments at which a click (any sample above zero) was heard."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    rate = RATE * (1 + troubles.drift_ppm * 1e-6)
    buffer = PERIOD * (1 + troubles.burst)
    stalls = list(troubles.stalls)
    heard: list[float] = []
    written = 0
    # Since `started`, when `origin` was the next frame to play, it has played without a gap.
    origin, started = 0, begin
    now = begin
    engine.restart(begin)
    while now < begin + seconds:
        room = buffer - PERIOD * troubles.burst
        wanted = started + (written - room - origin) / rate
        saw = troubles.sawtooth_s * ((wanted - begin) / 3 % 1)
        now = max(now, wanted) + saw + dice.expovariate(1 / troubles.lateness_s)
        if stalls and now >= begin + stalls[0].at:
            now = begin + stalls[0].at + stalls.pop(0).seconds
        if now > started + (written - origin) / rate:
            origin, started = written, now
        for _ in range(troubles.burst):
            block = engine.block(now, PERIOD)
            if block.strip(b"\0"):
                clicks = [index for index, sample in enumerate(array("h", block)) if sample > 0]
                heard += [started + (written + click - origin) / rate for click in clicks]
            written += PERIOD
    return heard
