"""Which cues of a session are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tpsession.core import cue as cues
from tpsession.core.cue import Cue, TimedCue
from tpsession.core.plan import HALVED_PHASE_S, Anchor, Phase, Plan
from tpsession.core.state import SessionState


def cues_ahead(phase: Phase, state: SessionState) -> list[tuple[float, Cue]]:
    """The cues of the current phase that weren't given yet, with their seconds from its start, in order."""
    counted = any(placed.anchor is Anchor.END for placed in phase.cues)
    # In a phase that was cut this short the middle would fall into the countdown.
    halved = state.halved or (counted and state.length_s < HALVED_PHASE_S)
    ahead = [
        (placed.moment(state.length_s), placed.cue)
        for placed in phase.cues
        if not (halved and placed.anchor is Anchor.MIDDLE)
    ]
    return sorted((pair for pair in ahead if pair[0] > state.cued_s), key=lambda pair: pair[0])


def upcoming(plan: Plan, state: SessionState, starts: float) -> Iterator[TimedCue]:
    """Every cue up to the next gate or the end that wasn't given yet, each with its moment.

    starts: the moment at which the current phase began, or would have begun had the clock never stood.
    """
    for moment, cue in cues_ahead(plan.phases[state.index], state):
        yield TimedCue(starts + moment, cue)
    starts += state.length_s
    for phase in islice(plan.phases, state.index + 1, None):
        for placed in phase.cues:
            yield TimedCue(starts + placed.moment(phase.planned_s), placed.cue)
        if phase.is_gate:
            return
        starts += phase.planned_s
    yield TimedCue(starts, cues.END)
