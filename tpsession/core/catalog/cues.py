"""The closed set of cues: what a person hears, sees or reads at a moment of the session.

A cue's sound is the file ``sounds/<id>.wav``. Timbre and rhythm tell cues apart first, register only
at two octaves or more (Brewster); fundamentals lie between 400 and 1500 Hz, which older ears hear best.
Speech is a cue as well, which carries an `Utterance`; `tpsession.core.speech.utterance` builds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from tpsession.core.catalog.utterance import Utterance

SPEECH_ID = "speech"
"""The id of every cue that is spoken; its utterance says what."""


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


class Speak(StrEnum):
    """What is spoken."""

    PHRASES = "phrases"
    EVERYTHING = "everything"
    """Also each step's instruction, where a voice has made it."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cue:
    """One signal."""

    id: str
    """Name of the cue, and stem of its sound file unless `sound` says otherwise."""
    group: CueGroup
    """The group whose volume applies."""
    text: str
    """What is printed or flashed where there is no sound."""
    sound: str = ""
    """Stem of its sound file where that isn't its id."""
    variant_of: str = ""
    """Id of the cue that this is a kind of: a person's own sound for that one replaces this one, too."""
    fallback: str = ""
    """Id of the cue whose sound is heard where this one has none at all."""
    utterance: Utterance | None = None
    """What is spoken; None for a cue that isn't speech."""

    @property
    def stems(self) -> tuple[str, ...]:
        """The sound files that a folder may hold for it, the preferred one first."""
        own = self.sound or self.id
        return (own, self.variant_of) if self.variant_of else (own,)


def _cue(identifier: str, text: str, group: CueGroup = CueGroup.CUES) -> Cue:
    return Cue(identifier, group, text)


def _start(family: str) -> Cue:
    """Begin, with the timbre of a family of techniques; the rhythm of all is the same rising pair."""
    return Cue(f"start-{family}", CueGroup.CUES, START.text, variant_of=START.id)


def _count(number: int, text: str) -> Cue:
    """A number of the spoken countdown; it is a phrase, and a beep where that is missing."""
    sound = f"say-n-{number}"
    return Cue(f"count-spoken-{number}", CueGroup.COUNTDOWN, text, sound=sound, fallback=COUNT_BEEP.id)


GET_READY = _cue("get-ready", "Get ready")
START = _cue("start", "Begin")
START_RUB = _start("rub")
START_FIRM = _start("firm")
START_PRESS = _start("press")
START_CALM = _start("calm")
START_WIPE = _start("wipe")
NEXT = _cue("next", "Next comes")
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
COUNT_SPOKEN_3 = _count(3, "Three")
COUNT_SPOKEN_2 = _count(2, "Two")
COUNT_SPOKEN_1 = _count(1, "One")
PACE_UP = _cue("pace-up", "Up", CueGroup.PACING)
PACE_DOWN = _cue("pace-down", "Down", CueGroup.PACING)
PACE_CIRCLE = _cue("pace-circle", "Round", CueGroup.PACING)
PACE_IN = _cue("pace-in", "Breathe in", CueGroup.PACING)
PACE_OUT = _cue("pace-out", "Breathe out", CueGroup.PACING)
PACE_HOLD = _cue("pace-hold", "Hold", CueGroup.PACING)

CUES: dict[str, Cue] = {
    cue.id: cue
    for cue in (
        GET_READY, START, START_RUB, START_FIRM, START_PRESS, START_CALM, START_WIPE, NEXT, HALF_WAY,
        RELEASE, SWITCH_SIDES, GATE, FOUND, PAUSED, RESUMED, EASED, STOP, END,
        COUNT_BEEP, COUNT_CALM_3, COUNT_CALM_2, COUNT_CALM_1,
        COUNT_SPOKEN_3, COUNT_SPOKEN_2, COUNT_SPOKEN_1,
        PACE_UP, PACE_DOWN, PACE_CIRCLE, PACE_IN, PACE_OUT, PACE_HOLD,
    )
}  # fmt: skip
"""Every cue by its id."""

COUNTDOWN_CUES: dict[Countdown, tuple[Cue, ...]] = {
    Countdown.SPOKEN: (COUNT_SPOKEN_3, COUNT_SPOKEN_2, COUNT_SPOKEN_1),
    Countdown.BEEPS: (COUNT_BEEP, COUNT_BEEP, COUNT_BEEP),
    Countdown.CALM: (COUNT_CALM_3, COUNT_CALM_2, COUNT_CALM_1),
    Countdown.NONE: (),
}
"""The cues 3, 2 and 1 s before a change, in that order; empty where nothing is counted."""


@dataclass(frozen=True, slots=True)
class TimedCue:
    """A cue and the moment at which it is to be heard.

    How long speech takes only its player knows: it finds the moment inside `earliest` to `until` that is
    nearest to `at` and free of other cues, or drops it.
    """

    at: float
    """Moment in seconds of the clock that the session runs on; of speech, the one that is wished."""
    cue: Cue
    earliest: float | None = None
    """Speech doesn't begin before this moment; None for what isn't spoken."""
    until: float | None = None
    """By this moment speech has ended; None for what isn't spoken."""
    key: str = ""
    """Identifies speech, so that it isn't said twice when a pause has moved it; if empty, `at` does."""
    subject: str = ""
    """What speech is about, such as a step: a topic is mentioned once for each subject."""

    @property
    def is_speech(self) -> bool:
        """Whether it is spoken: then it has a place instead of a moment."""
        return self.cue.utterance is not None

    @property
    def latest(self) -> float:
        """After this moment it can't be given any more."""
        return self.at if self.until is None else self.until

    def at_speed(self, speed: float) -> TimedCue:
        """The same where `speed` session seconds pass in a second."""
        return replace(
            self,
            at=self.at / speed,
            earliest=None if self.earliest is None else self.earliest / speed,
            until=None if self.until is None else self.until / speed,
        )


def replace_cues(known: Iterable[TimedCue], cues: Iterable[TimedCue], since: float, now: float) -> list[TimedCue]:
    """What is to be heard from `now` on once every cue at or after `since` is replaced by these.

    Speech is given as long as it can still be said, so all of it that was known before is replaced.
    """
    kept = [one for one in known if not one.is_speech and now <= one.at < since]
    return [*kept, *cues]
