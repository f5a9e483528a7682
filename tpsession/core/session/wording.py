"""Texts for the time before and during a session, in the same words in every front end."""

from __future__ import annotations

from tpsession.core.catalog.side import Side
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.playing_order import other_side
from tpsession.core.plan.wording import AREA_LIMIT, describe_step
from tpsession.core.safety.screening import describe_some_stop_signs, describe_stop_signs
from tpsession.core.session.events import Skipped, WentBack
from tpsession.core.text.formatting import format_duration

WHICH_AREA = "Which area?"


def list_side_choices(first: Side) -> dict[Side, str]:
    """Return the sides to choose from, in the order in which they are offered.

    first: the side on which the routine is played first.
    """
    return {
        Side.BOTH: f"both: {first}, then {other_side(first)}",
        Side.LEFT: "only the left",
        Side.RIGHT: "only the right",
    }


REHEARSAL = "This is a rehearsal. Nothing will be saved."
FOLLOW_UPS_OFF = "You won't be asked again. To change that, turn on Ask under Follow-up in Settings."

EASED = "Eased off."
NO_HOLD = "Nothing to ease off: this isn't a hold."
UNTIMED = "This step isn't timed. Take as long as you need."
WHY_STOPPED = "Paused. Why are you stopping?"
PAUSED_BY_SLEEP = "The computer slept or froze. The session is paused."
NOT_RESUMABLE = "This version of the program can't resume this session."

_LIMIT = "No change: this step has reached its limit."


def describe_length(plan: Plan) -> str:
    """Return how long a session takes: ``9 minutes 30 seconds plus pauses``."""
    return f"{format_duration(plan.planned_s)} plus pauses"


def describe_preparation(plan: Plan, *, every_sign: bool = True) -> tuple[str, ...]:
    """Return what to know before a session, one line each: tools, position, cautions, stop signs, limits.

    every_sign: whether to name every stop sign, or only some.
    """
    signs = describe_stop_signs(plan.areas, light_only=plan.light_only)
    return (
        *([f"You'll need: {', '.join(plan.have)}."] if plan.have else []),
        f"Position: {plan.position}",
        *([f"Never press: {', '.join(plan.avoid)}."] if plan.avoid else []),
        *plan.care,
        signs if every_sign else describe_some_stop_signs(),
        *(f"{AREA_LIMIT}: {note}" for note in plan.notes),
    )


def describe_skip(plan: Plan, skipped: Skipped) -> str:
    """Return which step was skipped, or which time before a step, in one sentence."""
    match skipped.kind:
        case PhaseKind.GET_READY:
            name = "getting ready"
        case PhaseKind.SWITCH_SIDES:
            name = "switching sides"
        case _:
            name = describe_step(plan.entries[skipped.entry])
    return f"Skipped: {name}."


def describe_back(went: WentBack) -> str:
    """Return where going back has led, in a sentence.

    If that is the start of the same step, and it isn't the first step, a second one says how to go to the
    step before.
    """
    if went.to_previous:
        return "Back to the previous step."
    if went.entry == 0:
        return "Back to the beginning."
    return "Back. Wait a second, then press again for the previous step."


def describe_extension(seconds: float, remaining_s: float | None = None) -> str:
    """Return how many seconds were added or taken away, or that a limit prevented it, in one sentence.

    Args:
        seconds: The change; negative if time was taken away, 0 if a limit prevented it.
        remaining_s: Seconds left of the phase; None if the screen shows them anyway.

    """
    if seconds == 0:
        return _LIMIT
    change = f"{format_duration(abs(seconds))} {'more' if seconds > 0 else 'less'}"
    return f"{change}." if remaining_s is None else f"{change}: {format_duration(remaining_s)} left."


def describe_save_error(error: str) -> str:
    """Return why something couldn't be saved during a session, and that the session continues."""
    return f"{error} The session continues."
