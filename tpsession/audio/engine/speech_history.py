"""What was said lately: it isn't said twice, and what was cut off can be said again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import inf

from tpsession.audio.engine.cue_scheduler import CueRequest, ScheduledCue, Told
from tpsession.core.speech.utterance import topic_of

HANDED_ON = 32
"""Utterances of which another output is told: no phase has as many that could be said again."""
REMEMBERED = 128
"""Utterances that are remembered: those of many minutes."""
SAME_S = 0.001
"""Two cues of one id closer than this are the same cue, sent twice."""


def same(one: CueRequest, other: CueRequest) -> bool:
    """Whether two are the same cue; speech that a pause moved is known by its key."""
    if one.cue != other.cue or one.key != other.key:
        return False
    return bool(one.key) or abs(one.at - other.at) < SAME_S


def without(cues: Iterable[CueRequest], known: Collection[CueRequest]) -> list[CueRequest]:
    """The cues that are none of those known. Not for speech, which has no moment of its own."""
    # A long session has thousands of cues, and few of them lie where the others do.
    first = min((other.at for other in known), default=inf) - SAME_S
    last = max((other.at for other in known), default=-inf) + SAME_S
    return [one for one in cues if not (first < one.at < last and any(same(one, other) for other in known))]


class SpeechHistory:
    """The speech that was begun, but for what was cut off. Not safe to call from several threads."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self._begun: dict[tuple[str, str], ScheduledCue] = {}
        """In the order in which it was begun."""

    def begin(self, placed: ScheduledCue) -> None:
        """It begins to be heard; of several sounds, with each."""
        self._begun.setdefault(_known_by(placed.wanted), placed)
        if len(self._begun) > REMEMBERED:
            del self._begun[next(iter(self._begun))]

    def cut(self, moment: float) -> list[CueRequest]:
        """Whatever is said at this moment ends there; what that was."""
        cut = [one.wanted for one in self._begun.values() if one.at < moment < one.ends]
        for wanted in cut:
            self.drop(wanted)
        return cut

    def silence(self, moment: float) -> None:
        """Nothing is heard from this moment on, neither what is said then nor what was to begin later."""
        self._begun = {known: one for known, one in self._begun.items() if one.ends <= moment}

    def drop(self, wanted: CueRequest) -> None:
        """It isn't heard after all, or not whole."""
        self._begun.pop(_known_by(wanted), None)

    def knows(self, wanted: CueRequest) -> bool:
        """Whether it was said, or is being said."""
        return _known_by(wanted) in self._begun

    def whole(self, until: float) -> list[ScheduledCue]:
        """What was said to its end by a moment, the last of it."""
        return [one for one in self._begun.values() if one.ends <= until][-HANDED_ON:]

    def told(self, until: float = inf) -> Told:
        """What was told of each topic by speech that has ended by a moment."""
        told: Told = {}
        for one in self._begun.values():
            if one.ends <= until:
                told.setdefault(topic_of(one.wanted.key), set()).update(one.tells)
        return told


def _known_by(wanted: CueRequest) -> tuple[str, str]:
    """By what it is found again; what has no key, by its moment."""
    return wanted.cue, wanted.key or f"{wanted.at:.3f}"
