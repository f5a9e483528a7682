"""Which cues of a session are still to come: its signals, and the pacing and the speech beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue, Speak, TimedCue
from tpsession.core.plan.pacing import pacing_cues
from tpsession.core.plan.phase import Anchor, Phase
from tpsession.core.plan.plan import Plan
from tpsession.core.session.state import SessionState
from tpsession.core.speech.announcements import COMPLETE_SPEECH_S, SESSION_COMPLETE, Announcement, speech


def remaining_phase_signals(phase: Phase, state: SessionState) -> list[tuple[float, Cue]]:
    """The current phase's signals that weren't given yet, with their seconds from its start, in order."""
    silent = state.halved or not phase.has_halfway_cue(state.length_s)
    ahead = [
        (placed.moment(state.length_s), placed.cue)
        for placed in phase.cues
        if not (silent and placed.anchor is Anchor.MIDDLE)
    ]
    return sorted((pair for pair in ahead if pair[0] > state.cued_s), key=lambda pair: pair[0])


def upcoming_signals(plan: Plan, state: SessionState, starts: float) -> Iterator[TimedCue]:
    """Every signal up to the next gate or the end that wasn't given yet, each with its moment.

    starts: the moment at which the current phase began, or would have begun had the clock never stood.
    """
    for moment, cue in remaining_phase_signals(plan.phases[state.index], state):
        yield TimedCue(starts + moment, cue)
    starts += state.length_s
    for phase in islice(plan.phases, state.index + 1, None):
        yield from _signals(phase, starts)
        if phase.is_gate:
            return
        starts += phase.planned_s
    yield TimedCue(starts, cues.END)


def pacing_and_speech(
    plan: Plan, state: SessionState, starts: float, since: float, *, turn: str, gate_s: float = 0.0
) -> Iterator[TimedCue]:
    """The pacing and the speech from a moment up to the next gate or the end; in any order.

    starts: as for `upcoming`. since: pacing before this moment was heard, or is given up; speech that could
    have been said before it is given as long as it can still be, for only the player knows what was said.
    turn: a name for the run in which no phase comes twice. gate_s: seconds that a gate takes, 0 if unknown.
    """
    here = plan.phases[state.index]
    middle_s = state.middle_s if state.halved else None
    length_s = gate_s if here.is_gate else state.length_s
    said = speech(plan, state.index, length_s, came_s=state.came_s, middle_s=middle_s)
    for timed in (*_paced(plan, state.index, starts, state.length_s), *_spoken(said, starts, turn)):
        if timed.latest >= since:
            yield timed
    if here.is_gate:
        return
    starts += state.length_s
    for index in range(state.index + 1, len(plan.phases)):
        phase = plan.phases[index]
        length_s = gate_s if phase.is_gate else phase.planned_s
        yield from _beside(plan, index, starts, length_s, turn)
        if phase.is_gate:
            return
        starts += length_s
    yield from spoken_ending(plan, starts, turn)


def spoken_ending(plan: Plan, at: float, turn: str) -> Iterator[TimedCue]:
    """What is said at the end of a session that was played to its end, at that moment."""
    if plan.speak is not Speak.NONE:
        yield _timed_speech(SESSION_COMPLETE, f"{turn}/end", at, at, at + COMPLETE_SPEECH_S, 0.0)


def full_timeline(plan: Plan, gate_s: float) -> Iterator[TimedCue]:
    """Everything that is heard in a session in which nothing is done, from 0 s on; in any order.

    gate_s: seconds that a gate takes.
    """
    starts = 0.0
    for index, phase in enumerate(plan.phases):
        length_s = gate_s if phase.is_gate else phase.planned_s
        yield from _signals(phase, starts)
        yield from _beside(plan, index, starts, length_s, "")
        starts += length_s
    yield TimedCue(starts, cues.END)
    yield from spoken_ending(plan, starts, "")


def _signals(phase: Phase, starts: float) -> Iterator[TimedCue]:
    """A phase's own cues, as planned."""
    for placed in phase.cues:
        yield TimedCue(starts + placed.moment(phase.planned_s), placed.cue)


def _beside(plan: Plan, index: int, starts: float, length_s: float, turn: str) -> Iterator[TimedCue]:
    """The pacing and the speech of one phase that comes in its turn."""
    yield from _paced(plan, index, starts, length_s)
    yield from _spoken(speech(plan, index, length_s), starts, turn)


def _paced(plan: Plan, index: int, starts: float, length_s: float) -> Iterator[TimedCue]:
    phase = plan.phases[index]
    for moment, cue in pacing_cues(phase, plan.entries[phase.entry], length_s):
        yield TimedCue(starts + moment, cue)


def _spoken(all_said: Iterable[Announcement], starts: float, turn: str) -> Iterator[TimedCue]:
    for said in all_said:
        at, earliest, until = (starts + seconds for seconds in (said.at_s, said.earliest_s, said.until_s))
        yield _timed_speech(said.cue, f"{turn}/{said.about}", at, earliest, until, said.at_s)


def _timed_speech(
    cue: Cue, subject: str, at: float, earliest: float, until: float, phase_s: float
) -> TimedCue:
    """Speech with its subject, and with a key that stays the same when a pause moves it.

    phase_s: seconds from the start of its phase to `at`.
    """
    return TimedCue(at, cue, earliest, until, key=f"{subject}@{phase_s:.3f}", subject=subject)
