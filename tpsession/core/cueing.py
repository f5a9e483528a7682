"""Which cues of a session are still to come: its signals, and the pacing and the speech beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tpsession.core import cue as cues
from tpsession.core.cue import Cue, Speak, TimedCue
from tpsession.core.pacing import pacing
from tpsession.core.plan import Anchor, Phase, Plan
from tpsession.core.speech import COMPLETE_SAID_S, SESSION_COMPLETE, speech
from tpsession.core.state import SessionState


def cues_ahead(phase: Phase, state: SessionState) -> list[tuple[float, Cue]]:
    """The current phase's signals that weren't given yet, with their seconds from its start, in order."""
    silent = state.halved or not phase.is_halved(state.length_s)
    ahead = [
        (placed.moment(state.length_s), placed.cue)
        for placed in phase.cues
        if not (silent and placed.anchor is Anchor.MIDDLE)
    ]
    return sorted((pair for pair in ahead if pair[0] > state.cued_s), key=lambda pair: pair[0])


def upcoming(plan: Plan, state: SessionState, starts: float) -> Iterator[TimedCue]:
    """Every signal up to the next gate or the end that wasn't given yet, each with its moment.

    starts: the moment at which the current phase began, or would have begun had the clock never stood.
    """
    for moment, cue in cues_ahead(plan.phases[state.index], state):
        yield TimedCue(starts + moment, cue)
    starts += state.length_s
    for phase in islice(plan.phases, state.index + 1, None):
        yield from _signals(phase, starts)
        if phase.is_gate:
            return
        starts += phase.planned_s
    yield TimedCue(starts, cues.END)


def beside(plan: Plan, state: SessionState, starts: float, since: float) -> Iterator[TimedCue]:
    """The pacing and the speech from a moment up to the next gate or the end; in any order.

    starts: as for `upcoming`. since: what was due before this moment was heard, or is given up.
    """
    here = plan.phases[state.index]
    for timed in _beside(plan, state.index, starts, state.length_s, halved=state.halved):
        if timed.at >= since:
            yield timed
    if here.is_gate:
        return
    starts += state.length_s
    for index in range(state.index + 1, len(plan.phases)):
        phase = plan.phases[index]
        yield from _beside(plan, index, starts, phase.planned_s)
        if phase.is_gate:
            return
        starts += phase.planned_s
    yield from spoken_end(plan, starts)


def spoken_end(plan: Plan, at: float) -> Iterator[TimedCue]:
    """What is said at the end of a session that was played to its end, at that moment."""
    if plan.speak is not Speak.NONE:
        yield TimedCue(at, SESSION_COMPLETE, at, at + COMPLETE_SAID_S)


def whole(plan: Plan, gate_s: float) -> Iterator[TimedCue]:
    """Everything that is heard in a session in which nothing is done, from 0 s on; in any order.

    gate_s: seconds that a gate takes.
    """
    starts = 0.0
    for index, phase in enumerate(plan.phases):
        length_s = gate_s if phase.is_gate else phase.planned_s
        yield from _signals(phase, starts)
        yield from _beside(plan, index, starts, length_s)
        starts += length_s
    yield TimedCue(starts, cues.END)
    yield from spoken_end(plan, starts)


def _signals(phase: Phase, starts: float) -> Iterator[TimedCue]:
    """A phase's own cues, as planned."""
    for placed in phase.cues:
        yield TimedCue(starts + placed.moment(phase.planned_s), placed.cue)


def _beside(
    plan: Plan, index: int, starts: float, length_s: float, *, halved: bool = False
) -> Iterator[TimedCue]:
    """The pacing and the speech of one phase."""
    phase = plan.phases[index]
    for moment, cue in pacing(phase, plan.entries[phase.entry], length_s):
        yield TimedCue(starts + moment, cue)
    for said in speech(plan, index, length_s, halved=halved):
        yield TimedCue(starts + said.at_s, said.cue, starts + said.earliest_s, starts + said.until_s)
