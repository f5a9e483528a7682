"""Keeps account of a session's time: what was played, skipped, added and repeated.

Two rules hold for any sequence of actions:

- the time played (elapsed time without pauses and gates) plus the time still to play equals
  ``planned_s + extended_s - skipped_s + repeated_s``;
- the active time is the time spent in work, hold and release, including repeats.

The functions change the `SessionState` that they are given. They deal in durations only; the session engine
knows the moments.
"""

from __future__ import annotations

from tpsession.core.history.records import StepRecord
from tpsession.core.plan.plan import Plan
from tpsession.core.session.limits import allowed_extension_s, is_massage
from tpsession.core.session.state import SessionState


def record_phase_time(plan: Plan, state: SessionState, spent_s: float) -> None:
    """Book the seconds that were spent in the current phase, which is left."""
    phase = plan.phases[state.index]
    entry_state = state.entries[phase.entry]
    if phase.is_gate:
        state.gate_s += spent_s
    if phase.kind.is_active:
        entry_state.active_s += spent_s
        if is_massage(plan, phase):
            entry_state.massage_s += spent_s


def record_skip(plan: Plan, state: SessionState, left_s: float) -> int:
    """Book that the rest of the step is left out, or of what leads in to it; the phase that comes then.

    """
    here = plan.phases[state.index]
    after = plan.section_end(state.index)
    state.skipped_s += left_s + sum(phase.planned_s for phase in plan.phases[state.index + 1 : after])
    if not here.kind.is_lead_in:
        state.entries[here.entry].skipped = True
    return end


def record_ease(plan: Plan, state: SessionState, left_s: float) -> None:
    """Book that the hold ends now, with so many seconds left of it."""
    state.skipped_s += left_s
    state.entries[plan.phases[state.index].entry].eased = True


def apply_extension(plan: Plan, state: SessionState, left_s: float, seconds: float) -> float:
    """Add or take seconds, as far as the limits allow; how many were.

    """
    change = allowed_extension_s(plan, state, left_s, seconds)
    state.length_s += change
    state.extended_s += change
    return change


def record_repeat(plan: Plan, state: SessionState, target: int, spent_s: float) -> None:
    """Book that all from a phase on is played again, after so many seconds of the current one."""
    here = plan.phases[state.index]
    # The phase will be played at its planned length again, so its extension no longer counts.
    state.extended_s -= state.length_s - here.planned_s
    if not here.is_gate:
        state.repeated_s += spent_s
    state.repeated_s += sum(phase.planned_s for phase in plan.phases[target : state.index])
    record_phase_time(plan, state, spent_s)
    for done in state.entries[plan.phases[target].entry :]:
        done.skipped = False


def step_records(plan: Plan, state: SessionState, spent_s: float) -> tuple[StepRecord, ...]:
    """What was done so far, one record for each entry of the plan.

    """
    current = plan.phases[state.index] if state.index < len(plan.phases) else None
    return tuple(
        StepRecord(
            technique=entry.technique.id,
            side=entry.side,
            planned_s=entry.planned_s,
            active_s=entry_state.active_s
            + (spent_s if current and current.kind.is_active and current.entry == index else 0.0),
            skipped=entry_state.skipped,
            eased=entry_state.eased,
        )
        for index, (entry, entry_state) in enumerate(zip(plan.entries, state.entries, strict=True))
    )
