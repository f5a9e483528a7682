"""What is said before a session and in it: one wording for every front end."""

from __future__ import annotations

from tpsession.core.catalog.side import Side
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.wording import describe_step
from tpsession.core.safety.screening import STOP_SIGNS_LINE
from tpsession.core.session.events import Skipped, WentBack
from tpsession.core.text.formatting import format_duration

WHICH_AREA = "Which area?"
SIDE_CHOICES: dict[Side, str] = {
    Side.BOTH: "both: left, then right",
    Side.LEFT: "only the left",
    Side.RIGHT: "only the right",
}
"""What each side means where it is to be chosen, in the order in which they are offered."""

REHEARSAL = "A rehearsal: nothing is kept."
FOLLOW_UPS_OFF = "You won't be asked again; follow_up.ask in the settings turns it on."

EASED = "Eased off."
NO_HOLD = "There is nothing to ease off: no hold is running."
UNTIMED = "This step waits for you: it has no time to change."
WHY_STOPPED = "Stopped; the clock stands. Why?"
PAUSED_BY_SLEEP = "The session stood still and is paused where it was."
NOT_RESUMABLE = "This version of the program can't resume it."

_LIMIT = "No change: the limit for this step is reached."


def describe_length(plan: Plan) -> str:
    """How long a session takes: ``9 minutes 30 seconds, and the time you take``."""
    return f"{format_duration(plan.planned_s)}, and the time you take"


def describe_preparation(plan: Plan) -> tuple[str, ...]:
    """All that is to know before a session, a line each."""
    return (
        *([f"Have at hand: {', '.join(plan.have)}."] if plan.have else []),
        f"Position: {plan.position}",
        f"Never press: {', '.join(plan.avoid)}.",
        *plan.care,
        STOP_SIGNS_LINE,
        *(f"Changed for this area: {note}" for note in plan.notes),
    )


def describe_skip(plan: Plan, skipped: Skipped) -> str:
    """Which step was left out, or what led in to it, in one sentence."""
    match skipped.kind:
        case PhaseKind.GET_READY:
            left_out = "the time to get ready"
        case PhaseKind.SWITCH_SIDES:
            left_out = "the time to switch sides"
        case _:
            left_out = describe_step(plan.entries[skipped.entry])
    return f"Skipped: {left_out}."


def describe_back(went: WentBack) -> str:
    """Where going back led, in one sentence; and how to get further back, where that is news."""
    if went.to_previous:
        return "Back to the step before."
    if went.entry == 0:
        return "Back to the beginning."
    return "Back. Once more, after a second and within three, goes to the step before."


def describe_extension(seconds: float, left_s: float | None = None) -> str:
    """How many seconds were added or taken, in one sentence; that it was none because of a limit.

    left_s: seconds of the phase that are left now; None where they are in sight.
    """
    if seconds == 0:
        return _LIMIT
    change = f"{format_duration(abs(seconds))} {'more' if seconds > 0 else 'less'}"
    return f"{change}." if left_s is None else f"{change}: {format_duration(left_s)} left."


def describe_save_error(trouble: str) -> str:
    """Why something can't be kept in the middle of a session."""
    return f"{trouble} The session goes on."
