"""Remembers which speech was heard to its end: that is never said again.

Speech that a pause or a signal cut off is forgotten, so that it can be said again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import inf

from tpsession.audio.engine.cue_scheduler import Mentions, ScheduledCue
from tpsession.core.catalog.cues import TimedCue

HANDED_ON = 32
"""How many finished utterances are reported to another output. No phase can repeat more than these."""
REMEMBERED = 128
"""How many utterances are remembered: those of many minutes."""
SAME_S = 0.001
"""Two requests for one cue that are closer than this are the same cue, sent twice."""


def is_same_cue(one: TimedCue, other: TimedCue) -> bool:
    """Return whether two requests mean the same cue: their cues are equal, and so are their keys.

    If they have no key, their moments must also be less than `SAME_S` apart. Speech that a pause has moved to
    another moment is recognised by its key.
    """
    # The cheap comparisons first: this is asked of thousands of cues.
    if one.key != other.key or (not one.key and abs(one.at - other.at) >= SAME_S):
        return False
    return one.cue == other.cue


def exclude_known(cues: Iterable[TimedCue], known: Collection[TimedCue]) -> list[TimedCue]:
    """Return the cues that are not among the known ones, by `is_same_cue`; their order stays.

    No cue may be speech, whose moment may change: only known cues near a cue's moment are compared with it.
    """
    # A long session has thousands of cues, and few of them lie in the time of the known ones.
    first = min((other.at for other in known), default=inf) - SAME_S
    last = max((other.at for other in known), default=-inf) + SAME_S
    return [
        timed
        for timed in cues
        if not (first < timed.at < last and any(is_same_cue(timed, other) for other in known))
    ]


class SpeechHistory:
    """The speech that was begun and not interrupted. Not safe to call from several threads."""

    def __init__(self) -> None:
        """Start empty."""
        self._begun: dict[tuple[object, str], ScheduledCue] = {}
        """In the order in which it was begun."""

    def add(self, spoken: ScheduledCue) -> None:
        """Remember speech that begins to be heard, and forget the oldest if more than `REMEMBERED` are known.

        Speech that is known already isn't added again, so this may be called for each of its sounds.
        """
        self._begun.setdefault(_identity(spoken.timed), spoken)
        if len(self._begun) > REMEMBERED:
            del self._begun[next(iter(self._begun))]

    def forget_interrupted(self, moment: float) -> list[TimedCue]:
        """Forget the speech that a signal cuts off, so that it can be said again, and return that speech.

        The caller silences the speech. moment: when the signal begins, in seconds of the clock that
        `TimedCue.at` uses.
        """
        interrupted = [spoken.timed for spoken in self._begun.values() if spoken.at < moment < spoken.ends]
        for timed in interrupted:
            self.remove(timed)
        return interrupted

    def forget_unfinished(self, moment: float) -> None:
        """Forget all speech that hasn't ended by this moment, because nothing is heard from there on."""
        self._begun = {key: spoken for key, spoken in self._begun.items() if spoken.ends <= moment}

    def remove(self, timed: TimedCue) -> None:
        """Forget speech that isn't heard after all, or not to its end."""
        self._begun.pop(_identity(timed), None)

    def contains(self, timed: TimedCue) -> bool:
        """Return whether this speech is remembered: it was said, or is being said."""
        return _identity(timed) in self._begun

    def finished(self, until: float) -> list[ScheduledCue]:
        """Return the last utterances that had ended by a moment, in the order in which they began.

        At most `HANDED_ON` of them. until: the moment, in seconds of the clock.
        """
        return [spoken for spoken in self._begun.values() if spoken.ends <= until][-HANDED_ON:]

    def mentions(self, until: float = inf) -> Mentions:
        """Return the topics, by subject, of all remembered speech that had ended by a moment.

        until: in seconds of the clock; by default all of it counts.
        """
        mentions: Mentions = {}
        for spoken in self._begun.values():
            if spoken.ends <= until:
                mentions.setdefault(spoken.timed.subject, set()).update(spoken.topics)
        return mentions


def _identity(timed: TimedCue) -> tuple[object, str]:
    """Return what identifies speech: its content, with its key or, if it has none, its moment."""
    return timed.cue.utterance, timed.key or f"{timed.at:.3f}"
