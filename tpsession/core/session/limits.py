"""What a hold and a spot bear: how far extending may go."""

from __future__ import annotations

from tpsession.core.catalog.routine import HOLD_LIMIT_S, SPOT_LIMIT_S
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.session.state import SessionState

MIN_REMAINING_S = 1.0
"""Taking time never leaves less than this many seconds."""


def is_massage(plan: Plan, phase: Phase) -> bool:
    """Whether a phase counts towards the limit of its spot."""
    worked = phase.kind in {PhaseKind.WORK, PhaseKind.HOLD}
    return worked and plan.entries[phase.entry].technique.is_massage


def spot_massage_s(plan: Plan, state: SessionState) -> float:
    """Seconds of massage that the current phase's spot gets: what was done, and what is still planned.

    A spot is an area and a side; a session has one area, so that the side tells spots apart.
    """
    side = plan.entries[plan.phases[state.index].entry].side
    here = {index for index, entry in enumerate(plan.entries) if entry.side is side}
    done = sum(state.entries[index].massage_s for index in here)
    ahead = sum(
        phase.planned_s
        for phase in plan.phases[state.index + 1 :]
        if phase.entry in here and is_massage(plan, phase)
    )
    return done + state.length_s + ahead


def allowed_extension_s(plan: Plan, state: SessionState, left_s: float, seconds: float) -> float:
    """How much of an extension of the current phase the limits allow; 0 where none.

    left_s: seconds left of the phase. seconds: what is asked for; negative takes time.
    """
    phase = plan.phases[state.index]
    if phase.is_gate:
        return 0.0
    if seconds < 0:
        return min(0.0, max(seconds, MIN_REMAINING_S - left_s))
    room = seconds
    if phase.kind is PhaseKind.HOLD:
        room = min(room, _longest_hold_s(plan, phase) - state.length_s)
    if is_massage(plan, phase):
        room = min(room, SPOT_LIMIT_S - spot_massage_s(plan, state))
    return max(room, 0.0)


def _longest_hold_s(plan: Plan, phase: Phase) -> float:
    """The longest that extending makes a hold: what any area bears, or less where this one bears less."""
    own = plan.area.longest_hold_s
    return HOLD_LIMIT_S if own is None or not is_massage(plan, phase) else min(own, HOLD_LIMIT_S)
