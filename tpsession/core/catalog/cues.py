"""Every cue of a session: a short signal that the person hears, sees or reads at a given moment.

A cue's sound is the file ``sounds/<id>.wav``. Cues differ first in timbre and rhythm, and in register only
by two octaves or more (Brewster). Their fundamentals lie between 400 and 1500 Hz, which older ears hear best.
Speech is a cue too, which carries an `Utterance`; `tpsession.core.speech.utterance` builds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tpsession.core.catalog.utterance import Utterance

SPEECH_ID = "speech"
"""The id of every cue that is spoken; its utterance says what."""


SOUND_SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
"""The endings of sound files, the preferred one first."""


class CueGroup(StrEnum):
    """Cues that share one volume setting."""

    CUES = "cues"
    COUNTDOWN = "countdown"
    PACING = "pacing"
    VOICE = "voice"


class Countdown(StrEnum):
    """How the last three seconds before a change are counted down."""

    SPOKEN = "spoken"
    BEEPS = "beeps"
    CALM = "calm"
    NONE = "none"


class Speak(StrEnum):
    """How much is spoken in a session."""

    LEARN = "learn"
    """Everything in the first sessions of a routine, and then the phrases. A plan with it is of such a first
    session."""
    PHRASES = "phrases"
    EVERYTHING = "everything"
    """The phrases, and each step's instruction if it is recorded or the voice has made it."""
    NONE = "none"

    @property
    def has_instructions(self) -> bool:
        """Whether the steps' instructions are spoken.

        True for `LEARN` too, with which they are spoken in the first sessions of a routine only.
        """
        return self in {Speak.LEARN, Speak.EVERYTHING}


class Cue(NamedTuple):
    """One signal of a session."""

    id: str
    """Name of the cue, and the stem of its sound file unless `sound` is set."""
    group: CueGroup
    """The group whose volume setting applies."""
    text: str
    """What the screen shows when there is no sound."""
    sound: str = ""
    """Stem of its sound file if that isn't its id."""
    variant_of: str = ""
    """Id of the more general cue: a person's own sound for that one replaces this one too."""
    fallback: str = ""
    """Id of the cue whose sound plays if this one has no sound file."""
    own: str = ""
    """Name of a file of the person's own that plays instead; without that file, its usual sound plays."""
    utterance: Utterance | None = None
    """What is spoken; None for a cue that isn't speech."""

    @property
    def stems(self) -> tuple[str, ...]:
        """Stems of the sound files that can hold this cue: its own, then that of the cue it is a variant of.

        Its own stem is `sound`, or else its id. Neither the sound of its `fallback` nor the file `own` is
        meant here.
        """
        own = self.sound or self.id
        return (own, self.variant_of) if self.variant_of else (own,)


def _cue(identifier: str, text: str, group: CueGroup = CueGroup.CUES) -> Cue:
    return Cue(identifier, group, text)


def _start(family: str) -> Cue:
    """Return the starting cue of a family of techniques: a rising pair of notes in a timbre of its own."""
    return Cue(f"start-{family}", CueGroup.CUES, START.text, variant_of=START.id)


def _count(number: int, text: str) -> Cue:
    """Return the cue of a number in the spoken countdown; a beep plays if there is no recording of it.

    text: what the screen shows when there is no sound.
    """
    sound = f"say-n-{number}"
    return Cue(f"count-spoken-{number}", CueGroup.COUNTDOWN, text, sound=sound, fallback=COUNT_BEEP.id)


GET_READY = _cue("get-ready", "Get ready")
START = _cue("start", "Begin")
START_RUB = _start("rub")
START_FIRM = _start("firm")
START_PRESS = _start("press")
START_CALM = _start("calm")
START_WIPE = _start("wipe")
NEXT = _cue("next", "Next step soon")
HALF_WAY = _cue("half-way", "Halfway")
RELEASE = _cue("release", "Release")
SWITCH_SIDES = _cue("switch-sides", "Switch sides")
GATE = _cue("gate", "Waiting for you")
FOUND = _cue("found", "Found")
PAUSED = _cue("paused", "Paused")
RESUMED = _cue("resumed", "Resumed")
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
"""The cues 3, 2 and 1 s before a change, in that order; empty for no countdown."""


class TimedCue(NamedTuple):
    """A cue and when it plays.

    Only the player knows how long a spoken cue takes. It plays speech as near to `at` as it can, between
    `earliest` and `until` and clear of other cues, or drops it.
    """

    at: float
    """When it plays, in seconds of the session's clock; for speech, the preferred moment."""
    cue: Cue
    earliest: float | None = None
    """The earliest moment at which speech may begin; None for other cues."""
    until: float | None = None
    """The moment by which speech must have ended; None for other cues."""
    key: str = ""
    """Identifies speech, so that it isn't repeated when a pause moves it; if empty, `at` identifies it."""
    subject: str = ""
    """What speech is about, such as a step: a topic is mentioned once for each subject."""

    @property
    def is_speech(self) -> bool:
        """Whether the cue is spoken. Speech has a time window, every other cue a fixed moment."""
        return self.cue.utterance is not None

    @property
    def latest(self) -> float:
        """The moment at which it plays; for speech, the moment by which it must have ended."""
        return self.at if self.until is None else self.until

    def at_speed(self, speed: float) -> TimedCue:
        """Return this cue with its moments in real seconds: session seconds divided by `speed`.

        speed: session seconds that pass in one real second.
        """
        return self._replace(
            at=self.at / speed,
            earliest=None if self.earliest is None else self.earliest / speed,
            until=None if self.until is None else self.until / speed,
        )


def replace_cues(
    known: Iterable[TimedCue], cues: Iterable[TimedCue], since: float, now: float
) -> list[TimedCue]:
    """Return the known cues from `now` to before `since`, without speech, followed by all new cues.

    Args:
        known: The cues that were scheduled before.
        cues: The new cues, whatever their moments. They include all speech that is still to be said, so all
            speech in `known` is dropped.
        since: Cues in `known` at or after this moment are dropped.
        now: Cues in `known` before this moment are dropped, because they are past.

    """
    remaining = [timed for timed in known if not timed.is_speech and now <= timed.at < since]
    return [*remaining, *cues]
