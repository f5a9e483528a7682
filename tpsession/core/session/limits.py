"""How far a phase may be extended or shortened: the limits of a hold, a release and a spot."""

from __future__ import annotations

from tpsession.core.catalog.routine import COUNTED_S, HOLD_LIMIT_S, RELEASE_LIMIT_S, SPOT_LIMIT_S
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanEntry
from tpsession.core.session.state import SessionState

MIN_REMAINING_S = 1.0
"""Seconds of a phase that always remain when time is taken away."""


def is_massage(plan: Plan, phase: Phase) -> bool:
    """Return whether a phase counts towards the massage limit of its spot.

    It does if it is work or a hold in a step whose technique is massage, unlike stretching or resting. A
    release doesn't count.
    """
    is_worked = phase.kind in {PhaseKind.WORK, PhaseKind.HOLD}
    return is_worked and plan.entries[phase.entry].technique.is_massage


def spot_massage_s(plan: Plan, state: SessionState) -> float:
    """Return the seconds of massage on the current phase's spot: already done, current and still planned.

    The current phase counts with its whole length, so that the result is right only if this phase
    `is_massage`. Steps without a time that the person counts are included, done or not. A spot is an area and
    a side of the plan's entries; massage on both sides at once is on a spot of its own.
    """
    here = plan.entries[plan.phases[state.index].entry]
    on_spot = {
        index
        for index, entry in enumerate(plan.entries)
        if entry.side is here.side and plan.area_of(entry) is plan.area_of(here)
    }
    done_s = sum(state.entries[index].massage_s for index in on_spot)
    planned_s = sum(
        phase.planned_s
        for phase in plan.phases[state.index + 1 :]
        if phase.entry in on_spot and is_massage(plan, phase)
    )
    counted_s = sum(_counted_s(plan.entries[index]) for index in on_spot)
    return done_s + state.length_s + planned_s + counted_s


def _counted_s(entry: PlanEntry) -> float:
    """Return the seconds of massage that an untimed step with a count stands for, `COUNTED_S` a repetition.

    0 for a step that is timed, has no count or is no massage.
    """
    is_counted = entry.count is not None and not entry.planned_s and entry.technique.is_massage
    return COUNTED_S * (entry.count or 0) if is_counted else 0.0


def allowed_extension_s(plan: Plan, state: SessionState, remaining_s: float, seconds: float) -> float:
    """Return how many of the wanted seconds may be added to the current phase, or taken away if negative.

    0 in a gate, and if nothing may be changed. Time is taken away only as long as `MIN_REMAINING_S` of the
    phase are left. A phase that is neither a hold, a release nor massage may be extended without a limit.

    Args:
        plan: The session's plan.
        state: The session's state.
        remaining_s: Seconds left of the current phase.
        seconds: The wanted change; negative to take time away.

    """
    phase = plan.phases[state.index]
    if phase.is_gate:
        return 0.0
    if seconds < 0:
        return min(0.0, max(seconds, MIN_REMAINING_S - remaining_s))
    allowed_s = seconds
    if phase.kind is PhaseKind.HOLD:
        allowed_s = min(allowed_s, _longest_hold_s(plan, phase) - state.length_s)
    if phase.kind is PhaseKind.RELEASE:
        allowed_s = min(allowed_s, RELEASE_LIMIT_S - state.length_s)
    if is_massage(plan, phase):
        allowed_s = min(allowed_s, SPOT_LIMIT_S - spot_massage_s(plan, state))
    return max(allowed_s, 0.0)


def _longest_hold_s(plan: Plan, phase: Phase) -> float:
    """Return the seconds up to which a hold may be extended: `HOLD_LIMIT_S`, or the area's limit if lower.

    The area's limit counts only if the hold is massage.
    """
    area_limit_s = plan.area_of(plan.entries[phase.entry]).longest_hold_s
    if area_limit_s is None or not is_massage(plan, phase):
        return HOLD_LIMIT_S
    return min(area_limit_s, HOLD_LIMIT_S)
