"""The cues that are still to come in a session: its signals, its pacing sounds and its speech.

Signals are the cues of the plan's phases; the session also reports each as an event. Pacing sounds and speech
only go to the player.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue, Speak, TimedCue
from tpsession.core.plan.pacing import pacing_cues
from tpsession.core.plan.phase import Anchor, Phase
from tpsession.core.plan.plan import Plan
from tpsession.core.session.state import SessionState
from tpsession.core.speech.announcements import (
    COMPLETE_SPEECH_S,
    SESSION_COMPLETE,
    Announcement,
    list_announcements,
)


def remaining_phase_signals(phase: Phase, state: SessionState) -> list[tuple[float, Cue]]:
    """Return the current phase's signals that are later than `state.cued_s`, in order, at its current length.

    Each comes with its seconds from the start of the phase. When a phase is extended, signals that count from
    its end move to a later time, and so may be returned again after they were reported. The half-way cue
    isn't returned again; and not at all if the phase is too short for it.
    """
    skips_halfway_cue = state.halved or not phase.has_halfway_cue(state.length_s)
    signals = [
        (phase_cue.moment(state.length_s), phase_cue.cue)
        for phase_cue in phase.cues
        if not (skips_halfway_cue and phase_cue.anchor is Anchor.MIDDLE)
    ]
    return sorted((pair for pair in signals if pair[0] > state.cued_s), key=lambda pair: pair[0])


def upcoming_signals(plan: Plan, state: SessionState, starts: float) -> Iterator[TimedCue]:
    """Yield the signals that are still to come up to the next gate or the end of the session, in order.

    The signals of that gate are included, as is the one at the end. The current phase must not be a gate.

    Args:
        plan: The session's plan.
        state: The session's state.
        starts: The moment on the session's clock at which the current phase began; each pause in the phase
            moves it to a later time.

    """
    here = plan.phases[state.index]
    for moment, cue in remaining_phase_signals(here, state):
        yield TimedCue(starts + moment, with_own_sound(plan, here, cue))
    starts += state.length_s
    for phase in islice(plan.phases, state.index + 1, None):
        yield from _timed_signals(plan, phase, starts)
        if phase.is_gate:
            return
        starts += phase.planned_s
    yield TimedCue(starts, cues.END)


def pacing_and_speech(
    plan: Plan, state: SessionState, starts: float, since: float, *, run: str, gate_s: float = 0.0
) -> Iterator[TimedCue]:
    """Yield the pacing sounds and the speech from a moment up to the next gate or the end, in any order.

    Speech in that gate is included, as are the closing words at the end. If the current phase is a gate, only
    the speech of that gate is yielded.

    Speech whose `TimedCue.until` hasn't passed is included even if it may have been said already: only the
    player knows that, and never says the same key twice.

    Args:
        plan: The session's plan.
        state: The session's state.
        starts: The moment at which the current phase began; each pause in the phase moves it to a later time.
        since: Cues that can only play before this moment are left out.
        run: A name for the phases that are played in order without a jump. It is a part of the keys of
            speech, so that a phase which is repeated has new keys.
        gate_s: Seconds that a gate takes; 0 if unknown.

    """
    here = plan.phases[state.index]
    middle_s = state.middle_s if state.halved else None
    length_s = gate_s if here.is_gate else state.length_s
    announcements = list_announcements(plan, state.index, length_s, entered_s=state.came_s, middle_s=middle_s)
    pacing = _timed_pacing(plan, state.index, starts, state.length_s)
    for timed in (*pacing, *_timed_announcements(announcements, starts, run)):
        if timed.latest >= since:
            yield timed
    if here.is_gate:
        return
    starts += state.length_s
    for index in range(state.index + 1, len(plan.phases)):
        phase = plan.phases[index]
        length_s = gate_s if phase.is_gate else phase.planned_s
        yield from _pacing_and_speech_of(plan, index, starts, length_s, run)
        if phase.is_gate:
            return
        starts += length_s
    yield from spoken_ending(plan, starts, run)


def spoken_ending(plan: Plan, at: float, run: str) -> Iterator[TimedCue]:
    """Yield the closing words of a session; nothing if nothing is spoken in it.

    Args:
        plan: The session's plan.
        at: The moment at which it is complete.
        run: As for `pacing_and_speech`.

    """
    if plan.speak is not Speak.NONE:
        yield _timed_speech(SESSION_COMPLETE, f"{run}/end", at, at, at + COMPLETE_SPEECH_S, 0.0)


def full_timeline(plan: Plan, gate_s: float) -> Iterator[TimedCue]:
    """Yield all signals, pacing sounds and speech of a session that is played as planned, in any order.

    The session starts at 0 s.

    Args:
        plan: The session's plan.
        gate_s: Seconds that each gate takes.

    """
    starts = 0.0
    for index, phase in enumerate(plan.phases):
        length_s = gate_s if phase.is_gate else phase.planned_s
        yield from _timed_signals(plan, phase, starts)
        yield from _pacing_and_speech_of(plan, index, starts, length_s, "")
        starts += length_s
    yield TimedCue(starts, cues.END)
    yield from spoken_ending(plan, starts, "")


def _timed_signals(plan: Plan, phase: Phase, starts: float) -> Iterator[TimedCue]:
    """Yield all signals of a phase, which has its planned length. starts: the moment at which it begins."""
    for phase_cue in phase.cues:
        cue = with_own_sound(plan, phase, phase_cue.cue)
        yield TimedCue(starts + phase_cue.moment(phase.planned_s), cue)


def with_own_sound(plan: Plan, phase: Phase, cue: Cue) -> Cue:
    """Return a signal of a phase; with the step's own sound if it has one and the signal begins its work.

    These are the signals at the start of work, of a rest or of a hold, and after the step's gate. In a step
    that is only a gate, it is the signal of the gate.
    """
    entry = plan.entries[phase.entry]
    beginnings = (entry.technique.start_cue, cues.FOUND if entry.planned_s else cues.GATE)
    return cue._replace(own=entry.sound) if entry.sound and any(cue is each for each in beginnings) else cue


def _pacing_and_speech_of(
    plan: Plan, index: int, starts: float, length_s: float, run: str
) -> Iterator[TimedCue]:
    """Yield the pacing sounds and the speech of one phase that begins when the phase before it ends.

    Args:
        plan: The session's plan.
        index: The index of the phase.
        starts: When the phase begins, in seconds of the session's clock.
        length_s: The seconds that it takes.
        run: As for `pacing_and_speech`.

    """
    yield from _timed_pacing(plan, index, starts, length_s)
    yield from _timed_announcements(list_announcements(plan, index, length_s), starts, run)


def _timed_pacing(plan: Plan, index: int, starts: float, length_s: float) -> Iterator[TimedCue]:
    """Yield the pacing sounds of one phase at their moments in the session.

    Args:
        plan: The session's plan.
        index: The index of the phase.
        starts: When the phase begins, in seconds of the session's clock.
        length_s: The seconds that it takes.

    """
    phase = plan.phases[index]
    for moment, cue in pacing_cues(phase, plan.entries[phase.entry], length_s):
        yield TimedCue(starts + moment, cue)


def _timed_announcements(
    announcements: Iterable[Announcement], starts: float, run: str
) -> Iterator[TimedCue]:
    """Yield what the voice says in a phase as cues at their moments in the session.

    starts: when the phase begins, in seconds of the session's clock. run: as for `pacing_and_speech`.
    """
    for spoken in announcements:
        at, earliest, until = (
            starts + seconds for seconds in (spoken.at_s, spoken.earliest_s, spoken.until_s)
        )
        yield _timed_speech(spoken.cue, f"{run}/{spoken.subject_index}", at, earliest, until, spoken.at_s)


def _timed_speech(
    cue: Cue, subject: str, at: float, earliest: float, until: float, phase_s: float
) -> TimedCue:
    """Return a spoken cue with a key, made of its subject and of its time in the phase.

    A pause moves the cue in time, but leaves its key as it is.

    Args:
        cue: What is said.
        subject: Identifies what it is about, and the run of phases to which it belongs.
        at: The moment at which it should begin.
        earliest: The earliest moment at which it may begin.
        until: The moment by which it must have ended.
        phase_s: Seconds from the start of its phase to `at`.

    """
    return TimedCue(at, cue, earliest, until, key=f"{subject}@{phase_s:.3f}", subject=subject)
