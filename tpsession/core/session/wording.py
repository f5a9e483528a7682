"""Texts for the time before and during a session, in the same words in every front end."""

from __future__ import annotations

import re

from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import Pacing
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.playing_order import other_side
from tpsession.core.plan.wording import AREA_LIMIT, describe_step
from tpsession.core.safety.screening import describe_some_stop_signs, describe_stop_signs
from tpsession.core.session.events import Extended, Skipped, WentBack
from tpsession.core.speech.instructions import PRESSURE_SCALE
from tpsession.core.text.formatting import format_duration

WHICH_AREA = "Which area?"
_ARTICLE = re.compile(r"^(an?|the) ")
KEYBOARD_NEAR = "keyboard in reach"
RISING_NOTE = "In strokes, you hear a note that slowly rises and falls. Move with it."


def list_side_choices(first: Side) -> dict[Side, str]:
    """Return the sides to choose from, each with its text, in the order in which they are offered.

    first: the side on which the routine is played first if both are chosen.
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
_NOTHING_LEFT = "No change: nothing left to take."


def describe_length(plan: Plan) -> str:
    """Return how long a session takes: ``9 minutes 30 seconds plus pauses``."""
    return f"{format_duration(plan.planned_s)} plus pauses"


def describe_preparation(
    plan: Plan, *, every_sign: bool = True, without_articles: bool = False
) -> tuple[str, ...]:
    """Return what to know before a session, one line each.

    In order: the tools, the position, what never to press, cautions, what the sounds mean, the pressure
    scale, the stop signs, and what the area limits. A line without content is left out.

    Args:
        plan: Of the session.
        every_sign: Whether to name every stop sign, or only some.
        without_articles: Whether to leave out "a" and "the" before tools and places, which is easier to hear.

    """
    tools = list_tools(plan)
    if without_articles:
        tools = tuple(_ARTICLE.sub("", tool) for tool in tools)
    signs = describe_stop_signs(plan.areas, light_only=plan.light_only)
    return (
        *([f"You'll need: {', '.join(tools)}."] if tools else []),
        f"Position: {plan.position}",
        *describe_never_press(plan, without_articles=without_articles),
        *plan.care,
        *describe_course(plan),
        signs if every_sign else describe_some_stop_signs(),
        *(f"{AREA_LIMIT}: {note}" for note in plan.notes),
    )


def describe_never_press(plan: Plan, *, without_articles: bool = False) -> tuple[str, ...]:
    """Return one line on where never to press; no line if there is no such place.

    without_articles: whether to leave out the articles before the places, as for `describe_preparation`.
    """
    places = [_ARTICLE.sub("", place) for place in plan.avoid] if without_articles else plan.avoid
    return (f"Never press: {', '.join(places)}.",) if places else ()


def list_tools(plan: Plan) -> tuple[str, ...]:
    """Return the tools that the person needs within reach, and the keyboard if the session has a gate."""
    waits = any(phase.is_gate for phase in plan.phases)
    return (*plan.have, KEYBOARD_NEAR) if waits else plan.have


def describe_course(plan: Plan) -> tuple[str, ...]:
    """Return what the sounds of strokes mean, and the pressure scale, each on a line if the plan needs it.

    The screen shows both during the session, but a person with closed eyes can't read them then.
    """
    lines = []
    if any(entry.technique.pacing is Pacing.STROKES for entry in plan.entries):
        lines.append(RISING_NOTE)
    if any(entry.technique.is_firm and not plan.area_of(entry).is_light for entry in plan.entries):
        lines.append(PRESSURE_SCALE)
    return tuple(lines)


def describe_skip(plan: Plan, skipped: Skipped) -> str:
    """Return which step was skipped, or that getting ready or switching sides was, in one sentence."""
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

    For the start of the same step a second sentence says how to go to the step before, unless it is the first
    step.
    """
    if went.to_previous:
        return "Back to the previous step."
    if went.entry == 0:
        return "Back to the beginning."
    return "Back. Wait a second, then press again for the previous step."


def describe_extension(extended: Extended, remaining_s: float | None = None) -> str:
    """Return how much time was added or taken away, in one sentence; or that a limit allowed no change.

    Args:
        extended: The change; if it rounds to 0 seconds, it counts as no change.
        remaining_s: Seconds left of the phase, to be named after a change; None not to name them.

    """
    seconds = extended.seconds
    if not round(abs(seconds)):
        return _LIMIT if extended.wants_more else _NOTHING_LEFT
    change = f"{format_duration(abs(seconds))} {'more' if seconds > 0 else 'less'}"
    return f"{change}." if remaining_s is None else f"{change}: {format_duration(remaining_s)} left."


def describe_save_error(error: str) -> str:
    """Return an error of the history, followed by the sentence that the session continues.

    error: a sentence, such as why something couldn't be saved.
    """
    return f"{error} The session continues."
