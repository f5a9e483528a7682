"""Decides which cues are heard and when, where several of them would sound at the same time.

The rules, for the live player and for rendering to a file alike:

- Signals and counts are always heard, exactly at their moments.
- The tone of a hold is heard unless a signal is in its way.
- Speech never overlaps a signal or other speech. It is spoken at the free moment nearest to the preferred
  one, in the first variant that fits, or not at all. Sentences whose topic was already mentioned are left
  out if they ask for that.
- Other pacing sounds are dropped if they begin close to a signal or a tone, or during one, and if they would
  overlap speech.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf

from tpsession.core.catalog.cues import PACE_HOLD, CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName, Topic, Variant
from tpsession.core.speech.utterance import CLEAR_S, format_sentences

WORD_GAP_S = 0.03
"""Silence between the phrases of a sentence; the recordings bring some of their own."""
SENTENCE_GAP_S = 0.22
"""Silence between two sentences."""
NEAR_S = 0.25
"""A pacing sound that begins this close to the beginning of a signal is dropped (ours)."""
OVERLAP_S = 0.05
"""Pacing may begin this long before the previous pacing sound ends, because its last part is hardly heard."""
_TINY_S = 1e-6

SecondsOf = Callable[[SoundName], float | None]
"""Gives the length of a sound in seconds, or None if there is no such sound."""


@dataclass(frozen=True, slots=True)
class ScheduledCue:
    """A cue that will be heard."""

    at: float
    """When it begins, in seconds of the clock that its `TimedCue.at` is on."""
    ends: float
    """When it ends, on the same clock."""
    sounds: tuple[tuple[float, SoundName], ...]
    """Its sounds, each with its offset from `at` in seconds. Speech has several."""
    timed: TimedCue
    """The request that it fulfils."""
    text: str = ""
    """The words that are spoken; empty for anything but speech."""
    topics: frozenset[Topic] = frozenset()
    """What the spoken words mention about their subject."""


Mentions = dict[str, set[Topic]]
"""The topics that were mentioned, by subject (`TimedCue.subject`)."""


def is_pacing(timed: TimedCue) -> bool:
    """Return whether a cue is a pacing sound, the tone of a hold included."""
    return timed.cue.group is CueGroup.PACING


def is_signal(timed: TimedCue) -> bool:
    """Return whether a cue is neither speech nor pacing, so that `schedule_cues` never leaves it out.

    A counted number of the countdown is a signal, even one that is spoken; the tone of a hold is pacing.
    """
    return not (timed.is_speech or is_pacing(timed))


def is_signal_or_tone(timed: TimedCue) -> bool:
    """Return whether a cue is one that speech and pacing keep clear of: a signal or the tone of a hold."""
    return is_signal(timed) or timed.cue.id == PACE_HOLD.id


def schedule_cues(
    cues: Iterable[TimedCue],
    seconds_of: SecondsOf,
    *,
    now: float = -inf,
    sounding_until: float = -inf,
    mentioned: Mentions | None = None,
) -> list[ScheduledCue]:
    """Return the cues that will be heard, in the order in which they begin.

    All signals are returned. Speech moves into time that is free; it is left out if there is none, if all its
    sentences would only repeat what was mentioned, or if no variant of it can be spoken. Signals and pacing
    keep their requested moments. Pacing is left out if it would begin close to the beginning of a signal or
    of the tone of a hold, or during one; if it would overlap speech; or if it would begin more than
    `OVERLAP_S` before the end of earlier pacing. The tone of a hold gives way only to signals and to an
    earlier tone. A signal or pacing without a sound has a length of 0.

    Args:
        cues: What is requested, in any order.
        seconds_of: The length of each sound.
        now: No speech begins before this moment. Speech keeps clear of signals, and of tones of holds, that
            were due earlier as if they began now.
        sounding_until: Speech, signals and tones of holds that have begun already sound until this moment.
            Other speech begins after it. Pacing before it is left out, except the tones of holds.
        mentioned: The topics that earlier speech has mentioned. It isn't changed.

    """
    ordered = sorted(cues, key=lambda timed: timed.at)
    signals = [_schedule_exactly(timed, seconds_of) for timed in ordered if is_signal(timed)]
    tones = (_schedule_exactly(timed, seconds_of) for timed in ordered if timed.cue.id == PACE_HOLD.id)
    signals_and_tones = sorted(
        [*signals, *_without_overlaps(tones, signals, [], -inf)], key=lambda scheduled: scheduled.at
    )
    speech = _SpeechScheduler(signals_and_tones, now, sounding_until, mentioned or {})
    # Speech that may begin before its moment announces a change to come. It matters most, so it goes first.
    for timed in sorted((timed for timed in ordered if timed.is_speech), key=_is_bound_to_its_moment):
        speech.add(timed, seconds_of)
    pacing = (
        _schedule_exactly(timed, seconds_of)
        for timed in ordered
        if is_pacing(timed) and timed.cue.id != PACE_HOLD.id
    )
    kept = _without_overlaps(pacing, signals_and_tones, speech.scheduled, sounding_until)
    return sorted([*signals_and_tones, *speech.scheduled, *kept], key=lambda scheduled: scheduled.at)


def _is_bound_to_its_moment(timed: TimedCue) -> bool:
    """Return whether speech must not begin before its preferred moment."""
    return timed.earliest is None or timed.earliest >= timed.at


def _schedule_exactly(timed: TimedCue, seconds_of: SecondsOf) -> ScheduledCue:
    """Return a signal or a pacing sound as it is scheduled: exactly at its moment.

    If the cue names a file of the person's own, and that file exists, it is the sound. Otherwise the sound is
    the cue's usual one. The length is 0 if the sound doesn't exist.
    """
    own = timed.cue.own
    name = own if own and seconds_of(own) is not None else timed.cue.id
    ends = timed.at + (seconds_of(name) or 0.0)
    return ScheduledCue(timed.at, ends, ((0.0, name),), timed)


class _SpeechScheduler:
    """Finds free time for speech between the signals."""

    def __init__(
        self, signals: list[ScheduledCue], now: float, sounding_until: float, mentioned: Mentions
    ) -> None:
        self._mentioned = {subject: set(topics) for subject, topics in mentioned.items()}
        self.scheduled: list[ScheduledCue] = []
        """The speech that found a place, in order of time."""
        self._now = max(now, sounding_until + CLEAR_S)
        late = [(signal, max(now - signal.at, 0.0)) for signal in signals]
        self._taken = sorted((signal.at + late_s, signal.ends + late_s) for signal, late_s in late)
        """Begin and end of everything that speech may not overlap, in order of time."""
        self._longest_s = max((ends - begins for begins, ends in self._taken), default=0.0)
        """The length of the longest of these."""

    def add(self, timed: TimedCue, seconds_of: SecondsOf) -> None:
        """Schedule speech in its first variant that fits, as near to its preferred moment as possible.

        It begins no earlier than `timed.earliest` (`timed.at` if that is None) and ends by `timed.until`.
        Sentences that are wanted only `unless_mentioned` are left out if their topic was mentioned for the
        same subject. A variant doesn't fit if nothing is left of it, if a part of it has no existing sound,
        or if there is no free time for it. If no variant fits, the speech is dropped. The topics of the
        scheduled sentences count as mentioned from then on.
        """
        earliest = max(timed.at if timed.earliest is None else timed.earliest, self._now)
        until = inf if timed.until is None else timed.until
        mentioned = self._mentioned.setdefault(timed.subject, set())
        for variant in timed.cue.utterance.variants if timed.cue.utterance else ():
            remaining = tuple(
                sentence
                for sentence in variant
                if not (sentence.unless_mentioned and sentence.topic in mentioned)
            )
            resolved = _resolve_sounds(remaining, seconds_of)
            if not resolved:
                continue
            sounds, length_s = _lay_out(resolved, seconds_of)
            at = self._find_free_moment(timed.at, earliest, until - length_s, length_s)
            if at is not None:
                topics = frozenset(sentence.topic for sentence in resolved if sentence.topic)
                mentioned |= topics
                scheduled = ScheduledCue(at, at + length_s, sounds, timed, format_sentences(resolved), topics)
                place = bisect_left(self.scheduled, at, key=lambda other: other.at)
                self.scheduled.insert(place, scheduled)
                taken = (at, scheduled.ends)
                self._taken.insert(bisect_left(self._taken, taken), taken)
                self._longest_s = max(self._longest_s, length_s)
                return

    def _find_free_moment(
        self, preferred: float, earliest: float, latest: float, length_s: float
    ) -> float | None:
        """Return the moment nearest to `preferred` at which speech of `length_s` seconds can begin.

        It lies between `earliest` and `latest`, both included, and the speech stays `CLEAR_S` away from
        signals, the tones of holds, and other scheduled speech. Moments are in seconds of the clock of
        `TimedCue.at`. None if there is no such moment.
        """
        if earliest > latest:
            return None
        first = bisect_left(self._taken, (earliest - self._longest_s - CLEAR_S, -inf))
        near = self._taken[first : bisect_right(self._taken, (latest + length_s + CLEAR_S, inf))]
        later = earlier = min(max(preferred, earliest), latest)
        for begins, ends in near:
            if later + length_s + CLEAR_S > begins + _TINY_S and later < ends + CLEAR_S - _TINY_S:
                later = ends + CLEAR_S
        for begins, ends in sorted(near, key=lambda taken: taken[1], reverse=True):
            if earlier + length_s + CLEAR_S > begins + _TINY_S and earlier < ends + CLEAR_S - _TINY_S:
                earlier = begins - CLEAR_S - length_s
        found = [moment for moment in (earlier, later) if earliest <= moment <= latest]
        return min(found, key=lambda moment: abs(moment - preferred), default=None)


def _without_overlaps(
    pacing: Iterable[ScheduledCue],
    signals: list[ScheduledCue],
    speech: list[ScheduledCue],
    sounding_until: float,
) -> Iterator[ScheduledCue]:
    """Yield the pacing sounds that aren't in the way of other sounds.

    A pacing sound is left out if it begins within `NEAR_S` of the beginning of a signal, or between a
    signal's beginning and end; if it overlaps speech; or if it begins more than `OVERLAP_S` before the end of
    the last pacing sound that was yielded. It stays even if a signal begins while it is heard.

    Args:
        pacing: In order of time, like `signals` and `speech`.
        signals: The signals, and for pacing other than the tones of holds also these tones.
        speech: The speech to come.
        sounding_until: What has begun already sounds until this moment. A pacing sound that begins before it
            is left out.

    """
    signals_from = [signal.at - NEAR_S for signal in signals]
    signals_until = list(accumulate((max(signal.ends, signal.at + NEAR_S) for signal in signals), max))
    speech_from = [spoken.at for spoken in speech]
    paced_until = -inf
    for beat in pacing:
        begun_signals = bisect_right(signals_from, beat.at)
        if begun_signals and signals_until[begun_signals - 1] > beat.at:
            continue
        begun_speech = bisect_left(speech_from, beat.ends)
        if beat.at < max(sounding_until, speech[begun_speech - 1].ends if begun_speech else -inf):
            continue
        if beat.at < paced_until - OVERLAP_S:
            continue
        paced_until = beat.ends
        yield beat


def _resolve_sounds(variant: Variant, seconds_of: SecondsOf) -> Variant:
    """Return the variant with only the first existing sound of each part; empty if a part has none."""
    resolved = tuple(
        replace(
            sentence,
            parts=tuple(
                tuple(sound for sound in part if seconds_of(sound) is not None)[:1] for part in sentence.parts
            ),
        )
        for sentence in variant
    )
    return resolved if all(part for sentence in resolved for part in sentence.parts) else ()


def _lay_out(resolved: Variant, seconds_of: SecondsOf) -> tuple[tuple[tuple[float, SoundName], ...], float]:
    """Return the sounds of a variant one after the other, each with its offset, and the length of them all.

    The gaps between sounds and sentences are included. Offsets and length are in seconds. A sound of unknown
    length counts as 0 seconds. resolved: the variant, with exactly one sound in each part.
    """
    sounds: list[tuple[float, SoundName]] = []
    at = 0.0
    for sentence in resolved:
        for (sound,) in sentence.parts:
            sounds.append((at, sound))
            at += (seconds_of(sound) or 0.0) + WORD_GAP_S
        at += SENTENCE_GAP_S - WORD_GAP_S
    return tuple(sounds), at - SENTENCE_GAP_S
