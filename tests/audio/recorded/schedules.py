"""Schedules of test tones, and measurements on their recordings."""

from __future__ import annotations

import random
import statistics

from tests.audio.conftest import TONES
from tests.audio.sound_server import Recording
from tpsession.core.catalog.cues import CUES, TimedCue


def irregular(begin: float, seconds: float, seed: int = 1) -> list[TimedCue]:
    """Tones at irregular moments, with 0.2 to 0.6 s between them."""
    generator = random.Random(seed)  # noqa: S311 - no secret
    cues: list[TimedCue] = []
    at = begin
    while at < begin + seconds:
        cues.append(TimedCue(at, CUES[generator.choice(list(TONES))]))
        at += generator.uniform(0.2, 0.6)
    return cues


def regular(begin: float, seconds: float) -> list[TimedCue]:
    """A tone every quarter of a second; the tones alternate."""
    names = list(TONES)
    return [
        TimedCue(begin + number / 4, CUES[names[number % len(names)]]) for number in range(int(seconds * 4))
    ]


def ids(recording: Recording) -> list[str]:
    """The ids of the cues in a recording, recognised by their pitch."""
    names = {hertz: cue for cue, hertz in TONES.items()}
    return [names[recording.pitch(index, list(names))] for index in recording.onsets()]


def late_by(recording: Recording, cues: list[TimedCue]) -> list[float]:
    """How many seconds after its moment each cue was heard. Fails unless each was heard exactly once."""
    return [heard - cue.at for heard, cue in zip(recording.heard(), cues, strict=True)]


def jitter(lateness: list[float]) -> float:
    """The largest deviation from the usual lateness, in seconds."""
    usual = statistics.median(lateness)
    return max(abs(late - usual) for late in lateness)
