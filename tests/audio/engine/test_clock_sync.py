"""Cues are heard at their moments through ten minutes on simulated devices that drift, ask late and stall."""

from __future__ import annotations

import random
import statistics
from array import array
from bisect import bisect_left
from itertools import pairwise

import pytest

from tests.audio.engine.cues import all_at
from tests.audio.engine.fake_device import LATENCY_S, DeviceFaults, Stall, play
from tpsession.audio.engine.clock_sync import ClockSync
from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.mixer import RATE

BEGIN = 5000.0
MINUTES = 10
SETTLED_S = 0.4
"""The time after a stall until the estimate is right again."""

UNDERRUNS = tuple(Stall(20.0 + 47.0 * number, seconds) for number, seconds in enumerate(
    (0.07, 0.12, 0.2, 0.3, 0.09, 0.6, 1.0, 0.15, 2.5, 0.08, 0.11, 0.4)
))  # fmt: skip


def deviations(faults: DeviceFaults) -> list[float]:
    """How much later than its moment each cue was heard, in seconds; cues near a stall are left out."""
    generator = random.Random(7)  # noqa: S311 - no secret
    seconds = MINUTES * 60.0
    moments: list[float] = []
    at = BEGIN + 1.0
    while at < BEGIN + seconds - 1:
        moments.append(at)
        at += generator.uniform(0.2, 1.2)
    engine = Engine({"start": array("h", [20_000])}, LATENCY_S * faults.burst)
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    heard = sorted(play(engine, BEGIN, seconds, faults))
    undisturbed = [
        moment for moment in moments
        if not any(-0.15 < moment - BEGIN - s.at < s.seconds + SETTLED_S for s in faults.stalls)
    ]  # fmt: skip
    return [nearest(heard, moment) - moment for moment in undisturbed]


def nearest(heard: list[float], moment: float) -> float:
    """The one of the ascending moments that is nearest to a moment."""
    after = bisect_left(heard, moment)
    return min(heard[max(after - 1, 0) : after + 1], key=lambda candidate: abs(candidate - moment))


@pytest.mark.parametrize("ppm", [200, -200])
def test_ten_minutes_of_drift_and_underruns_keep_every_cue_within_10_ms(ppm: int) -> None:
    late = deviations(DeviceFaults(drift_ppm=ppm, stalls=UNDERRUNS))
    assert len(late) > 700
    assert max(map(abs, late)) <= 0.010


@pytest.mark.parametrize("ppm", [200, 0, -200])
def test_without_underruns_the_drift_is_followed_within_3_ms(ppm: int) -> None:
    late = deviations(DeviceFaults(drift_ppm=ppm))
    assert max(map(abs, late)) <= 0.003


@pytest.mark.parametrize(
    "faults",
    [
        DeviceFaults(drift_ppm=100, lateness_s=0.004),
        DeviceFaults(drift_ppm=-100, sawtooth_s=0.015),
        DeviceFaults(drift_ppm=100, burst=4),
    ],
    ids=["late", "sawtooth", "bursts"],
)
def test_late_requests_a_sawtooth_and_bursts_average_out(faults: DeviceFaults) -> None:
    late = deviations(faults)
    usual = statistics.median(late)
    # The first tooth of a sawtooth looks like punctual requests.
    assert max(abs(one - usual) for one in late[8:]) <= 0.005


def test_a_stall_ends_without_a_burst_of_missed_cues() -> None:
    engine = Engine({"start": array("h", [20_000])}, LATENCY_S)
    moments = [BEGIN + 2 + number / 10 for number in range(60)]
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    heard = play(engine, BEGIN, 10, DeviceFaults(stalls=(Stall(3.0, 3.0),)))
    simultaneous = [b - a for a, b in pairwise(heard) if b - a < 0.01]
    assert len(simultaneous) <= 3
    assert len(heard) < 40


def test_the_frame_at_the_moment_of_a_frame_is_that_frame() -> None:
    clock_sync = ClockSync(RATE)
    for number in range(600):
        clock_sync.observe(100 + number * 0.05 * (1 + 300e-6), number * 2205)
    for frame in (0, 12_345, 441_000, 1_600_000):
        assert abs(clock_sync.frame_at(clock_sync.moment_of(frame)) - frame) <= 1
    assert clock_sync.moment_of(1_323_000) == pytest.approx(130 + 30 * 300e-6, abs=0.001)
