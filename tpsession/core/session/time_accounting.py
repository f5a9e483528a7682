"""The account of a session: what its seconds were spent on, and what was left out, added and repeated.

Two rules hold for any sequence of actions:

- what was played (elapsed time without pauses and gates) plus what is left to play equals
  ``planned_s + extended_s - skipped_s + repeated_s``;
- the active time is what was spent in work, hold and release, repeats included.

Every function books in the state; moments are the session's business.
"""

from __future__ import annotations

from tpsession.core.history.records import StepRecord
from tpsession.core.plan.plan import Plan
from tpsession.core.session.limits import allowed_extension_s, is_massage
from tpsession.core.session.state import SessionState


def record_phase_time(plan: Plan, state: SessionState, spent_s: float) -> None:
    """Book the seconds that were spent in the current phase, which is left."""
    phase = plan.phases[state.index]
    done = state.entries[phase.entry]
    if phase.is_gate:
        state.gate_s += spent_s
    if phase.kind.is_active:
        done.active_s += spent_s
        if is_massage(plan, phase):
            done.massage_s += spent_s


def record_skip(plan: Plan, state: SessionState, left_s: float) -> int:
    """Book that the rest of the step is left out, or of what leads in to it; the phase that comes then.

    left_s: seconds left of the current phase.
    """
    here = plan.phases[state.index]
    after = plan.section_end(state.index)
    state.skipped_s += left_s + sum(phase.planned_s for phase in plan.phases[state.index + 1 : after])
    if not here.kind.is_lead_in:
        state.entries[here.entry].skipped = True
    return after


def record_ease(plan: Plan, state: SessionState, left_s: float) -> None:
    """Book that the hold ends now, with so many seconds left of it."""
    state.skipped_s += left_s
    state.entries[plan.phases[state.index].entry].eased = True


def apply_extension(plan: Plan, state: SessionState, left_s: float, seconds: float) -> float:
    """Add or take seconds, as far as the limits allow; how many were.

    left_s: seconds left of the current phase.
    """
    change = allowed_extension_s(plan, state, left_s, seconds)
    state.length_s += change
    state.extended_s += change
    return change


def record_repeat(plan: Plan, state: SessionState, target: int, spent_s: float) -> None:
    """Book that all from a phase on is played again, after so many seconds of the current one."""
    here = plan.phases[state.index]
    # The phase is left at its planned length again: what was added to it is taken back.
    state.extended_s -= state.length_s - here.planned_s
    if not here.is_gate:
        state.repeated_s += spent_s
    state.repeated_s += sum(phase.planned_s for phase in plan.phases[target : state.index])
    record_phase_time(plan, state, spent_s)
    for done in state.entries[plan.phases[target].entry :]:
        done.skipped = False


def step_records(plan: Plan, state: SessionState, spent_s: float) -> tuple[StepRecord, ...]:
    """What was done so far, one record for each entry of the plan.

    spent_s: seconds in the current phase that aren't booked yet; 0 where the session has ended.
    """
    running = plan.phases[state.index] if state.index < len(plan.phases) else None
    return tuple(
        StepRecord(
            technique=entry.technique.id,
            side=entry.side,
            planned_s=entry.planned_s,
            active_s=done.active_s
            + (spent_s if running and running.kind.is_active and running.entry == index else 0.0),
            skipped=done.skipped,
            eased=done.eased,
        )
        for index, (entry, done) in enumerate(zip(plan.entries, state.entries, strict=True))
    )
