"""Schedules of test tones, and how a recording of them is judged."""

from __future__ import annotations

import random
import statistics

from tests.audio.conftest import TONES
from tests.audio.sound_server import Recording
from tpsession.core.catalog.cues import CUES, TimedCue

WARM_UP_S = 1.5
"""Until a fresh stream's line is settled; a session has its questions before its first cue."""


def irregular(begin: float, seconds: float, seed: int = 1) -> list[TimedCue]:
    """Tones at irregular moments, 0.2 to 0.6 s apart."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    cues: list[TimedCue] = []
    at = begin
    while at < begin + seconds:
        cues.append(TimedCue(at, CUES[dice.choice(list(TONES))]))
        at += dice.uniform(0.2, 0.6)
    return cues


def regular(begin: float, seconds: float) -> list[TimedCue]:
    """Tones each quarter of a second, in turn."""
    names = list(TONES)
    return [
        TimedCue(begin + number / 4, CUES[names[number % len(names)]]) for number in range(int(seconds * 4))
    ]


def ids(recording: Recording) -> list[str]:
    """The cues of a recording, told by their pitch."""
    names = {hertz: cue for cue, hertz in TONES.items()}
    return [names[recording.pitch(index, list(names))] for index in recording.onsets()]


def late_by(recording: Recording, cues: list[TimedCue]) -> list[float]:
    """By how many seconds each cue was heard after its moment; fails unless each was heard once."""
    return [heard - cue.at for heard, cue in zip(recording.heard(), cues, strict=True)]


def jitter(lateness: list[float]) -> float:
    """The largest deviation from the usual lateness, in seconds."""
    usual = statistics.median(lateness)
    return max(abs(late - usual) for late in lateness)
