"""Pacing: what strokes, circles and breath are done to, one cycle for the sound and the picture.

Everything follows from the plan's phase and entry, for a phase of any length: a phase that is extended goes
on being paced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import nextafter

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue
from tpsession.core.catalog.routine import MAX_TEMPO, MAX_BREATH_S, MIN_TEMPO, MIN_BREATH_S
from tpsession.core.catalog.technique import Pacing, Technique
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import PlanStep

HOLD_TONE_S = 0.875
"""Seconds after the beginning of a hold at which its low tone comes: after the starting cue (ours)."""

_BELOW_ONE = nextafter(1.0, 0.0)
_BELOW_HALF = nextafter(0.5, 0.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """A cycle that repeats while a phase lasts, from the phase's beginning on."""

    first_s: float
    """Seconds of the first half: the stroke up, the breath in."""
    second_s: float
    """Seconds of the second half: the stroke down, the breath out."""
    first: Cue
    """Heard as the cycle begins."""
    second: Cue | None = None
    """Heard as its second half begins; None where the cycle has one sound only."""

    @property
    def cycle_s(self) -> float:
        """Seconds of a whole cycle."""
        return self.first_s + self.second_s

    def cycle_position(self, position_s: float) -> float:
        """Where in its cycle it is, from 0 to below 1; the second half begins at 0.5.

        position_s: seconds since the phase began.
        """
        into_s = position_s % self.cycle_s
        if into_s < self.first_s:
            return min(into_s / self.first_s / 2, _BELOW_HALF)
        return min(0.5 + (into_s - self.first_s) / self.second_s / 2, _BELOW_ONE)

    def beats(self, length_s: float) -> Iterator[tuple[float, Cue]]:
        """Every sound in `length_s` seconds, with its seconds from the beginning, in order."""
        number = 0
        while (begins_s := number * self.cycle_s) < length_s:
            yield begins_s, self.first
            if self.second is not None and begins_s + self.first_s < length_s:
                yield begins_s + self.first_s, self.second
            number += 1


def pace_for(entry: PlanStep) -> Pace | None:
    """The pace that an entry is worked at, or None where nothing is counted."""
    technique = entry.technique
    if technique.pacing is Pacing.BREATH:
        return _breath(entry, technique)
    tempo = entry.tempo or technique.tempo
    # A plan that was kept may say anything.
    if tempo is None or not MIN_TEMPO <= tempo <= MAX_TEMPO:
        return None
    half_s = 30.0 / tempo
    if technique.pacing is Pacing.STROKES:
        return Pace(half_s, half_s, cues.PACE_UP, cues.PACE_DOWN)
    return Pace(half_s, half_s, cues.PACE_CIRCLE)


def _breath(entry: PlanStep, technique: Technique) -> Pace | None:
    inhale_s = entry.inhale_s or technique.inhale_s
    exhale_s = entry.exhale_s or technique.exhale_s
    if inhale_s is None or exhale_s is None:
        return None
    if not all(MIN_BREATH_S <= way_s <= MAX_BREATH_S for way_s in (inhale_s, exhale_s)):
        return None
    return Pace(inhale_s, exhale_s, cues.PACE_IN, cues.PACE_OUT)


def pacing_cues(phase: Phase, entry: PlanStep, length_s: float) -> Iterator[tuple[float, Cue]]:
    """The pacing sounds of a phase, with their seconds from its start, in order.

    length_s: seconds that the phase takes, as planned or as it was changed.
    """
    if phase.kind is PhaseKind.HOLD and length_s > 2 * HOLD_TONE_S:
        yield HOLD_TONE_S, cues.PACE_HOLD
    elif phase.kind is PhaseKind.WORK and (pace := pace_for(entry)) is not None:
        yield from pace.beats(length_s)
