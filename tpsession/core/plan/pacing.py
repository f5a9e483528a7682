"""The rhythm of strokes, circles and breath, which sound and picture share.

It follows from a phase and its entry of the plan alone. It has no end of its own, so that a phase that is
extended stays paced to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nextafter

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue
from tpsession.core.catalog.routine import MAX_BREATH_S, MAX_TEMPO, MIN_BREATH_S, MIN_TEMPO
from tpsession.core.catalog.technique import Pacing, Technique
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import PlanEntry

HOLD_TONE_S = 0.875
"""Seconds from the start of a hold to its low tone, which follows the starting cue (ours)."""

_BELOW_ONE = nextafter(1.0, 0.0)
_BELOW_HALF = nextafter(0.5, 0.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """A cycle of two halves that repeats from the start of a phase to its end."""

    first_s: float
    """Seconds of the first half: a stroke up, a breath in."""
    second_s: float
    """Seconds of the second half: a stroke down, a breath out."""
    first: Cue
    """Plays as the first half begins."""
    second: Cue | None = None
    """Plays as the second half begins; None if the cycle has one sound only."""

    @property
    def cycle_s(self) -> float:
        """Seconds of a whole cycle, both halves together."""
        return self.first_s + self.second_s

    def cycle_position(self, position_s: float) -> float:
        """Return the position in the cycle, from 0 to below 1; the second half begins at 0.5.

        Args:
            position_s: Seconds since the phase began.

        """
        elapsed_s = position_s % self.cycle_s
        if elapsed_s < self.first_s:
            return min(elapsed_s / self.first_s / 2, _BELOW_HALF)
        return min(0.5 + (elapsed_s - self.first_s) / self.second_s / 2, _BELOW_ONE)

    def beats(self, length_s: float) -> Iterator[tuple[float, Cue]]:
        """Yield the sounds of cycle after cycle, in order, each with its seconds from the start of the phase.

        length_s: only sounds that begin before this many seconds are yielded.
        """
        cycle = 0
        while (starts_s := cycle * self.cycle_s) < length_s:
            yield starts_s, self.first
            if self.second is not None and starts_s + self.first_s < length_s:
                yield starts_s + self.first_s, self.second
            cycle += 1


def pace_for(entry: PlanEntry) -> Pace | None:
    """Return the pace of a plan's entry; None if it isn't paced.

    A technique paced by breath follows its breathing times. Any other follows a tempo in cycles a minute: as
    strokes up and down if its technique is paced by strokes, else as circles. The entry's own tempo or times
    replace its technique's. A number out of range, which a stored plan may have, gives None.
    """
    technique = entry.technique
    if technique.pacing is Pacing.BREATH:
        return _breath_pace(entry, technique)
    tempo = technique.tempo if entry.tempo is None else entry.tempo
    # A stored plan may hold any number.
    if tempo is None or not MIN_TEMPO <= tempo <= MAX_TEMPO:
        return None
    half_cycle_s = 30.0 / tempo
    if technique.pacing is Pacing.STROKES:
        return Pace(half_cycle_s, half_cycle_s, cues.PACE_UP, cues.PACE_DOWN)
    return Pace(half_cycle_s, half_cycle_s, cues.PACE_CIRCLE)


def _breath_pace(entry: PlanEntry, technique: Technique) -> Pace | None:
    """Return the pace of breathing in and out; None if a duration is missing or outside the allowed range."""
    inhale_s = technique.inhale_s if entry.inhale_s is None else entry.inhale_s
    exhale_s = technique.exhale_s if entry.exhale_s is None else entry.exhale_s
    if inhale_s is None or exhale_s is None:
        return None
    if not all(MIN_BREATH_S <= half_cycle_s <= MAX_BREATH_S for half_cycle_s in (inhale_s, exhale_s)):
        return None
    return Pace(inhale_s, exhale_s, cues.PACE_IN, cues.PACE_OUT)


def pacing_cues(phase: Phase, entry: PlanEntry, length_s: float) -> Iterator[tuple[float, Cue]]:
    """Yield the pacing sounds of a phase, in order, each with its seconds from the start of the phase.

    A work phase follows the pace of its entry. A hold has one low tone at `HOLD_TONE_S`, if it takes over
    twice that long. Other phases have none.

    Args:
        phase: The phase.
        entry: Its entry of the plan.
        length_s: Seconds that the phase takes, as planned, extended or shortened.

    """
    if phase.kind is PhaseKind.HOLD and length_s > 2 * HOLD_TONE_S:
        yield HOLD_TONE_S, cues.PACE_HOLD
    elif phase.kind is PhaseKind.WORK and (pace := pace_for(entry)) is not None:
        yield from pace.beats(length_s)
