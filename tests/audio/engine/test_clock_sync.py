"""Cues meet their moments on devices that drift, dawdle, run dry and stall; ten minutes each, simulated."""

from __future__ import annotations

import random
import statistics
from array import array
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
"""After a stall, until the line is found again."""

UNDERRUNS = tuple(Stall(20.0 + 47.0 * number, seconds) for number, seconds in enumerate(
    (0.07, 0.12, 0.2, 0.3, 0.09, 0.6, 1.0, 0.15, 2.5, 0.08, 0.11, 0.4)
))  # fmt: skip


def deviations(troubles: DeviceFaults) -> list[float]:
    """By how much each cue was heard off its moment, in seconds, away from the stalls themselves."""
    dice = random.Random(7)  # noqa: S311  # no secret
    seconds = MINUTES * 60.0
    moments: list[float] = []
    at = BEGIN + 1.0
    while at < BEGIN + seconds - 1:
        moments.append(at)
        at += dice.uniform(0.2, 1.2)
    engine = Engine({"start": array("h", [20_000])}, LATENCY_S * troubles.burst)
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    heard = play(engine, BEGIN, seconds, troubles)
    calm = [
        moment for moment in moments
        if not any(-0.15 < moment - BEGIN - s.at < s.seconds + SETTLED_S for s in troubles.stalls)
    ]  # fmt: skip
    return [min((there - moment for there in heard), key=abs) for moment in calm]


@pytest.mark.parametrize("ppm", [200, -200])
def test_ten_minutes_of_drift_and_underruns_keep_every_cue_within_10_ms(ppm: int) -> None:
    off = deviations(DeviceFaults(drift_ppm=ppm, stalls=UNDERRUNS))
    assert len(off) > 700
    assert max(map(abs, off)) <= 0.010


@pytest.mark.parametrize("ppm", [200, 0, -200])
def test_without_underruns_the_drift_is_followed_within_3_ms(ppm: int) -> None:
    off = deviations(DeviceFaults(drift_ppm=ppm))
    assert max(map(abs, off)) <= 0.003


@pytest.mark.parametrize(
    "troubles",
    [
        DeviceFaults(drift_ppm=100, lateness_s=0.004),
        DeviceFaults(drift_ppm=-100, sawtooth_s=0.015),
        DeviceFaults(drift_ppm=100, burst=4),
    ],
    ids=["late", "sawtooth", "bursts"],
)
def test_late_requests_a_sawtooth_and_bursts_average_out(troubles: DeviceFaults) -> None:
    off = deviations(troubles)
    usual = statistics.median(off)
    # A sawtooth's first tooth can't be told from punctual requests.
    assert max(abs(late - usual) for late in off[8:]) <= 0.005


def test_a_stall_ends_without_a_burst_of_missed_cues() -> None:
    engine = Engine({"start": array("h", [20_000])}, LATENCY_S)
    moments = [BEGIN + 2 + number / 10 for number in range(60)]
    engine.schedule(all_at(moments), BEGIN, BEGIN)
    heard = play(engine, BEGIN, 10, DeviceFaults(stalls=(Stall(3.0, 3.0),)))
    together = [b - a for a, b in pairwise(heard) if b - a < 0.01]
    assert len(together) <= 3
    assert len(heard) < 40


def test_a_frame_and_its_moment_belong_together() -> None:
    line = ClockSync(RATE)
    for number in range(600):
        line.observe(100 + number * 0.05 * (1 + 300e-6), number * 2205)
    for frame in (0, 12_345, 441_000, 1_600_000):
        assert abs(line.frame_at(line.moment_of(frame)) - frame) <= 1
    assert line.moment_of(1_323_000) == pytest.approx(130 + 30 * 300e-6, abs=0.001)
