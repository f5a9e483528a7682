"""Who is heard when several want to be: pure, for the live player and for rendering to a file alike.

Signals and counts are heard at their moments, always; so is the tone of a hold, where no signal is. Speech
never runs over them nor over other speech: it is said at the free moment nearest to the one that is wished,
in the first of its ways that fits, or not at all, and without what was told before where it asks for that.
Pacing gives way to both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import inf
from typing import NamedTuple

from tpsession.audio.engine.mixer import LONGEST_S
from tpsession.core.catalog.cues import CUES, PACE_HOLD, CueGroup
from tpsession.core.speech.utterance import CLEAR_S, Alternatives, Variant, topic_of, variants_of, words_of

WORD_GAP_S = 0.03
"""Silence between the phrases of a sentence; they bring some of their own."""
SENTENCE_GAP_S = 0.22
"""Silence between two sentences."""
NEAR_S = 0.25
"""A pacing sound that begins this close to the beginning of a cue is dropped (ours)."""
OVERLAP_S = 0.05
"""Pacing may begin this much before the end of the sound before it, as its last part is hardly heard."""
_TINY_S = 1e-6

Length = Callable[[str], float | None]
"""Seconds of a sound by its name, or None where there is none."""


class CueRequest(NamedTuple):
    """A cue that is to be heard. The moments are seconds of one clock."""

    at: float
    """When; of speech, when it best begins."""
    cue: str
    """Its id."""
    earliest: float | None = None
    """Speech doesn't begin before; None for its moment."""
    until: float | None = None
    """Speech has ended by then; None where nothing follows."""
    key: str = ""
    """By what speech is known, however a pause moves it; empty for its moment."""

    @property
    def is_speech(self) -> bool:
        """Whether it is an utterance."""
        return bool(_ways(self.cue))

    @property
    def is_pacing(self) -> bool:
        """Whether it gives way to everything."""
        return self.cue in CUES and CUES[self.cue].group is CueGroup.PACING

    @property
    def is_tone(self) -> bool:
        """Whether it is the tone of a hold: heard once, so it gives way to signals, but not to speech."""
        return self.cue == PACE_HOLD.id


@dataclass(frozen=True, slots=True)
class ScheduledCue:
    """A cue that will be heard."""

    at: float
    """When it begins."""
    ends: float
    parts: tuple[tuple[float, str], ...]
    """Its sounds by their names, each with its seconds after the beginning."""
    wanted: CueRequest
    words: str = ""
    """What is said, as it can be read; empty for what isn't speech."""
    tells: frozenset[str] = frozenset()
    """What it tells of its topic."""


Told = dict[str, set[str]]
"""What was told of each topic."""


def place(
    wanted: Iterable[CueRequest],
    length: Length,
    *,
    now: float = -inf,
    speaking_until: float = -inf,
    told: Told | None = None,
) -> list[ScheduledCue]:
    """What will be heard of all that is wanted, in order.

    now: nothing is heard before this; what should have been, is late.
    speaking_until: speech sounds up to there. told: what was told before of each topic.
    """
    ordered = sorted(wanted, key=lambda one: one.at)
    signals = [_as_it_is(one, length) for one in ordered if not (one.is_pacing or one.is_speech)]
    tones = (_as_it_is(one, length) for one in ordered if one.is_tone)
    kept_tones = list(_giving_way(tones, signals, [], -inf))
    signals = sorted([*signals, *kept_tones], key=lambda placed: placed.at)
    spoken = _Speech(signals, now, speaking_until, told or {})
    # What may begin earlier tells of a change that is to come: it matters most.
    for one in sorted((one for one in ordered if one.is_speech), key=_follows):
        spoken.add(one, length)
    pacing = (_as_it_is(one, length) for one in ordered if one.is_pacing and not one.is_tone)
    kept = _giving_way(pacing, signals, spoken.placed, speaking_until)
    return sorted([*signals, *spoken.placed, *kept], key=lambda placed: placed.at)


def _follows(one: CueRequest) -> bool:
    return one.earliest is None or one.earliest >= one.at


def _as_it_is(one: CueRequest, length: Length) -> ScheduledCue:
    """A cue of one sound, at its moment."""
    return ScheduledCue(one.at, one.at + (length(one.cue) or 0.0), ((0.0, one.cue),), one)


class _Speech:
    """Speech, as it finds its places between the signals."""

    def __init__(self, signals: list[ScheduledCue], now: float, speaking_until: float, told: Told) -> None:
        self._told = {topic: set(tells) for topic, tells in told.items()}
        self.placed: list[ScheduledCue] = []
        """In order."""
        self._now = max(now, speaking_until + CLEAR_S)
        late = [(signal, max(now - signal.at, 0.0)) for signal in signals]
        self._taken = sorted((signal.at + late_s, signal.ends + late_s) for signal, late_s in late)
        """What nobody may speak over, in order."""

    def add(self, one: CueRequest, length: Length) -> None:
        """Say it in the first of its ways that fits, if any does."""
        earliest = max(one.at if one.earliest is None else one.earliest, self._now)
        until = inf if one.until is None else one.until
        told = self._told.setdefault(topic_of(one.key), set())
        for way in _ways(one.cue):
            left = tuple(said for said in way if not (said.if_untold and said.tells in told))
            sounds = _sounds(left, length)
            if not sounds:
                continue
            parts, takes_s = _parts(sounds, length)
            at = self._free(one.at, earliest, until - takes_s, takes_s)
            if at is not None:
                tells = frozenset(said.tells for said in left if said.tells)
                told |= tells
                placed = ScheduledCue(at, at + takes_s, parts, one, words_of(sounds), tells)
                self.placed.insert(bisect_left(self.placed, at, key=lambda other: other.at), placed)
                taken = (at, placed.ends)
                self._taken.insert(bisect_left(self._taken, taken), taken)
                return

    def _free(self, wished: float, earliest: float, latest: float, takes_s: float) -> float | None:
        """The moment nearest to the wished one at which nothing else is heard for so long."""
        if earliest > latest:
            return None
        first = bisect_left(self._taken, (earliest - LONGEST_S - CLEAR_S, -inf))
        near = self._taken[first : bisect_right(self._taken, (latest + takes_s + CLEAR_S, inf))]
        later = earlier = min(max(wished, earliest), latest)
        for begins, ends in near:
            if later + takes_s + CLEAR_S > begins + _TINY_S and later < ends + CLEAR_S - _TINY_S:
                later = ends + CLEAR_S
        for begins, ends in sorted(near, key=lambda taken: taken[1], reverse=True):
            if earlier + takes_s + CLEAR_S > begins + _TINY_S and earlier < ends + CLEAR_S - _TINY_S:
                earlier = begins - CLEAR_S - takes_s
        found = [moment for moment in (earlier, later) if earliest <= moment <= latest]
        return min(found, key=lambda moment: abs(moment - wished), default=None)


def _giving_way(
    pacing: Iterable[ScheduledCue],
    signals: list[ScheduledCue],
    spoken: list[ScheduledCue],
    speaking_until: float,
) -> Iterator[ScheduledCue]:
    """The pacing that runs neither into a signal, nor over speech, nor into itself."""
    signals_from = [signal.at - NEAR_S for signal in signals]
    signals_until = list(accumulate((max(signal.ends, signal.at + NEAR_S) for signal in signals), max))
    spoken_from = [said.at for said in spoken]
    paced_until = -inf
    for beat in pacing:
        begun = bisect_right(signals_from, beat.at)
        if begun and signals_until[begun - 1] > beat.at:
            continue
        said = bisect_left(spoken_from, beat.ends)
        if beat.at < max(speaking_until, spoken[said - 1].ends if said else -inf):
            continue
        if beat.at < paced_until - OVERLAP_S:
            continue
        paced_until = beat.ends
        yield beat


_ways = lru_cache(maxsize=1024)(variants_of)


def _sounds(way: Variant, length: Length) -> list[tuple[Alternatives, ...]]:
    """The sentences of a way, each part with the sound that it has; empty where one has none."""
    sounds = [
        tuple(tuple(name for name in part if length(name) is not None)[:1] for part in said.parts)
        for said in way
    ]
    return sounds if all(part for said in sounds for part in said) else []


def _parts(
    sounds: list[tuple[Alternatives, ...]], length: Length
) -> tuple[tuple[tuple[float, str], ...], float]:
    """Those sounds one after the other, and the seconds that they take."""
    parts: list[tuple[float, str]] = []
    at = 0.0
    for said in sounds:
        for (name,) in said:
            parts.append((at, name))
            at += (length(name) or 0.0) + WORD_GAP_S
        at += SENTENCE_GAP_S - WORD_GAP_S
    return tuple(parts), at - SENTENCE_GAP_S
