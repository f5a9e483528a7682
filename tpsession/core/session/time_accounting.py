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
from tpsession.core.plan.wording import own_name
from tpsession.core.session.limits import allowed_extension_s, is_massage
from tpsession.core.session.state import SessionState


def record_phase_time(plan: Plan, state: SessionState, spent_s: float) -> None:
    """Add the seconds spent in the current phase to the state; called when the session leaves the phase.

    In a gate they count as gate time. In work, a hold or a release they count as active time, and as massage
    too if the phase `is_massage`. A rest, or a phase that leads in to a step, adds nothing.
    """
    phase = plan.phases[state.index]
    entry_state = state.entries[phase.entry]
    if phase.is_gate:
        state.gate_s += spent_s
    if phase.kind.is_active:
        entry_state.active_s += spent_s
        if is_massage(plan, phase):
            entry_state.massage_s += spent_s


def record_skip(plan: Plan, state: SessionState, remaining_s: float) -> int:
    """Record that the rest of the current step is skipped, or the rest of the phases that lead in to it.

    The timed seconds of what is skipped are added to the state. Only skipping the step itself marks it as
    skipped. The current phase stays the same.

    Args:
        plan: The session's plan.
        state: The session's state.
        remaining_s: Seconds left of the current phase.

    Returns:
        Index of the first phase that isn't skipped; the number of phases if there is none.

    """
    here = plan.phases[state.index]
    end = plan.section_end(state.index)
    state.skipped_s += remaining_s + sum(phase.planned_s for phase in plan.phases[state.index + 1 : end])
    if not here.kind.is_lead_in:
        state.entries[here.entry].skipped = True
    return end


def record_ease(plan: Plan, state: SessionState, remaining_s: float) -> None:
    """Record that the current hold is eased off; the `remaining_s` seconds left of it count as skipped."""
    state.skipped_s += remaining_s
    state.entries[plan.phases[state.index].entry].eased = True


def apply_extension(plan: Plan, state: SessionState, remaining_s: float, seconds: float) -> float:
    """Extend or shorten the current phase as far as the limits allow; in a gate, do nothing.

    Args:
        plan: The session's plan.
        state: The session's state.
        remaining_s: Seconds left of the current phase.
        seconds: The wanted change; negative to take time away.

    Returns:
        The seconds by which the phase was changed; negative if it was shortened, 0 in a gate or if a limit
        prevented it.

    """
    change_s = allowed_extension_s(plan, state, remaining_s, seconds)
    state.length_s += change_s
    state.extended_s += change_s
    return change_s


def record_repeat(plan: Plan, state: SessionState, target: int, spent_s: float) -> None:
    """Record that the session goes back to an earlier phase, or to the start of the current one.

    Two times count as repeated: the planned time of the phases from the target to the one before the current
    phase, and the time spent in the current phase unless it is a gate. The time spent is also recorded with
    `record_phase_time`. The current phase's extension no longer counts. The target's entry and all later ones
    are no longer marked as skipped. The caller changes the current phase.

    Args:
        plan: The session's plan.
        state: The session's state.
        target: Index of the phase to go back to.
        spent_s: Seconds spent in the current phase.

    """
    here = plan.phases[state.index]
    # The phase will be played at its planned length again, so its extension no longer counts.
    state.extended_s -= state.length_s - here.planned_s
    if not here.is_gate:
        state.repeated_s += spent_s
    state.repeated_s += sum(phase.planned_s for phase in plan.phases[target : state.index])
    record_phase_time(plan, state, spent_s)
    for entry_state in state.entries[plan.phases[target].entry :]:
        entry_state.skipped = False


def step_records(plan: Plan, state: SessionState, spent_s: float) -> tuple[StepRecord, ...]:
    """Return a record for each step on each side in each round, with what has been done of it so far.

    Steps that haven't begun have one too. The rest between rounds has none.

    Args:
        plan: The session's plan.
        state: The session's state.
        spent_s: Seconds in the current phase, which aren't in the state yet; 0 if the session has ended.

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
            area="" if plan.area_of(entry) is plan.area else plan.area_of(entry).id,
            round=entry.round,
            # Where each hold has a name of its own, none of them names the step.
            name="" if entry.hold_says else own_name(entry),
        )
        for index, (entry, entry_state) in enumerate(zip(plan.entries, state.entries, strict=True))
        if not entry.is_between_rounds
    )
