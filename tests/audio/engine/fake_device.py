"""A simulated sound device whose clock drifts, whose requests come late or in bursts, and which may stall."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from itertools import compress

from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.mixer import RATE

PERIOD = 2205
"""Frames in a request: 50 ms."""
LATENCY_S = PERIOD / RATE
"""The device asks for a period when it still has another one to play."""
SILENCE = bytes(2 * PERIOD)


@dataclass(frozen=True, slots=True)
class Stall:
    """A time in which the device asks for nothing, or isn't answered."""

    at: float
    """Seconds from the start."""
    seconds: float
    """How long it lasts."""


@dataclass(frozen=True, slots=True)
class DeviceFaults:
    """What is wrong with a device."""

    drift_ppm: float = 0.0
    """By how much its clock runs too fast, in parts in a million."""
    lateness_s: float = 0.002
    """How late its requests are on average; the lateness is exponentially distributed."""
    sawtooth_s: float = 0.0
    """The height of the slow sawtooth in the moments of its requests. The sawtooth takes 3 s."""
    burst: int = 1
    """The number of requests that come at the same time."""
    stalls: tuple[Stall, ...] = ()


def play(engine: Engine, begin: float, seconds: float, faults: DeviceFaults, seed: int = 1) -> list[float]:
    """Let the device play for some seconds; returns the moments at which clicks were heard.

    A click is any sample but 0.
    """
    generator = random.Random(seed)  # noqa: S311 - no secret
    rate = RATE * (1 + faults.drift_ppm * 1e-6)
    buffer = PERIOD * (1 + faults.burst)
    stalls = list(faults.stalls)
    heard: list[float] = []
    written = 0
    # The device has played without a gap since the moment `started`, when `origin` was its next frame.
    origin, started = 0, begin
    now = begin
    engine.restart(begin)
    while now < begin + seconds:
        room = buffer - PERIOD * faults.burst
        wanted = started + (written - room - origin) / rate
        sawtooth_s = faults.sawtooth_s * ((wanted - begin) / 3 % 1)
        now = max(now, wanted) + sawtooth_s + generator.expovariate(1 / faults.lateness_s)
        if stalls and now >= begin + stalls[0].at:
            now = begin + stalls[0].at + stalls.pop(0).seconds
        if now > started + (written - origin) / rate:
            origin, started = written, now
        for _ in range(faults.burst):
            block = engine.block(now, PERIOD)
            if block != SILENCE:
                clicks = compress(range(PERIOD), array("h", block))
                heard += [started + (written + click - origin) / rate for click in clicks]
            written += PERIOD
    return heard
