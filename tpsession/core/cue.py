"""The closed set of cues: what a person hears, sees or reads at a moment of the session.

A cue's sound is the file ``sounds/<id>.wav``. Timbre and rhythm tell cues apart first, register only
at two octaves or more (Brewster); fundamentals lie between 400 and 1500 Hz, which older ears hear best.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CueGroup(StrEnum):
    """What a person can turn up or down by itself."""

    CUES = "cues"
    COUNTDOWN = "countdown"
    PACING = "pacing"
    VOICE = "voice"


class Countdown(StrEnum):
    """How the last three seconds before a change are counted."""

    SPOKEN = "spoken"
    BEEPS = "beeps"
    CALM = "calm"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cue:
    """One signal."""

    id: str
    """Name of the cue and stem of its sound file."""
    group: CueGroup
    """The group whose volume applies."""
    text: str
    """What is printed or flashed where there is no sound."""


def _cue(identifier: str, text: str, group: CueGroup = CueGroup.CUES) -> Cue:
    return Cue(identifier, group, text)


GET_READY = _cue("get-ready", "Get ready")
START = _cue("start", "Begin")
HALF_WAY = _cue("half-way", "Half-way")
RELEASE = _cue("release", "Release")
SWITCH_SIDES = _cue("switch-sides", "Switch sides")
GATE = _cue("gate", "Waiting for you")
FOUND = _cue("found", "Found")
PAUSED = _cue("paused", "Paused")
RESUMED = _cue("resumed", "Going on")
EASED = _cue("eased", "Eased off")
STOP = _cue("stop", "Stopped")
END = _cue("end", "Session complete")
COUNT_BEEP = _cue("count-beep", "Counting down", CueGroup.COUNTDOWN)
COUNT_CALM_3 = _cue("count-calm-3", "Three", CueGroup.COUNTDOWN)
COUNT_CALM_2 = _cue("count-calm-2", "Two", CueGroup.COUNTDOWN)
COUNT_CALM_1 = _cue("count-calm-1", "One", CueGroup.COUNTDOWN)

CUES: dict[str, Cue] = {
    cue.id: cue
    for cue in (
        GET_READY, START, HALF_WAY, RELEASE, SWITCH_SIDES, GATE, FOUND, PAUSED, RESUMED, EASED,
        STOP, END, COUNT_BEEP, COUNT_CALM_3, COUNT_CALM_2, COUNT_CALM_1,
    )
}  # fmt: skip
"""Every cue by its id."""

COUNTS: dict[Countdown, tuple[Cue, ...]] = {
    # Spoken numbers need recorded phrases; until those exist the beeps carry the count.
    Countdown.SPOKEN: (COUNT_BEEP, COUNT_BEEP, COUNT_BEEP),
    Countdown.BEEPS: (COUNT_BEEP, COUNT_BEEP, COUNT_BEEP),
    Countdown.CALM: (COUNT_CALM_3, COUNT_CALM_2, COUNT_CALM_1),
    Countdown.NONE: (),
}
"""The cues 3, 2 and 1 s before a change, in that order; empty where nothing is counted."""


@dataclass(frozen=True, slots=True)
class TimedCue:
    """A cue and the moment at which it is to be heard."""

    at: float
    """Moment in seconds of the clock that the session runs on."""
    cue: Cue
