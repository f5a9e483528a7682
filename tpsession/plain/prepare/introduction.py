"""What plain mode says of a session before it: all of it once a week, else only what protects."""

from __future__ import annotations

import re

from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.wording import AREA_LIMIT, describe_areas
from tpsession.core.safety import screening
from tpsession.core.session.wording import RISING_NOTE, describe_never_press, describe_preparation
from tpsession.core.speech.instructions import PRESSURE_SCALE
from tpsession.core.text.formatting import SIDE_NAMES, format_duration

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MINUTES_IN_NAME = re.compile(r"\b(\w+)[ -]minutes?\b")


def describe_session(plan: Plan) -> str:
    """Return a session's name, areas, side and length in one sentence.

    The areas are left out if the name has them, and the length if the name says it.
    """
    areas = describe_areas(plan)
    is_named = areas.casefold() in plan.name.casefold()
    length = "" if _says_minutes(plan.name, plan.planned_s) else describe_minutes(plan.planned_s)
    parts = (plan.name, "" if is_named else areas, SIDE_NAMES[plan.side], length)
    return f"{', '.join(filter(None, parts))}."


def describe_routine(name: str, seconds: float) -> str:
    """Return the name of a routine and how long it takes, unless the name says that."""
    return name if _says_minutes(name, seconds) else f"{name}, {describe_minutes(seconds)}"


def _says_minutes(name: str, seconds: float) -> bool:
    """Return whether a name such as ``Unwind, ten minutes`` says this length, rounded to minutes.

    It may say it in digits, or up to ten in words, before "minute" or "minutes" in lower case.
    """
    found = _MINUTES_IN_NAME.search(name)
    if found is None:
        return False
    word, minutes = found[1].casefold(), round(seconds / 60)
    return word == (_NUMBERS[minutes] if minutes < len(_NUMBERS) else str(minutes)) or word == str(minutes)


def describe_minutes(seconds: float) -> str:
    """Return how long a session takes, in words to be heard, rounded to minutes; up to 30 s in seconds."""
    minutes = round(seconds / 60)
    return format_duration(minutes * 60 if minutes else seconds)


def describe_short_length(plan: Plan) -> str:
    """Return how long a short first session takes, not only its massage, and that pauses come on top of it.

    If it is for both sides, a sentence before says how long the massage of each side is.
    """
    each = "1 to 2 minutes are for each side. " if plan.side is Side.BOTH else ""
    return (
        f"{each}With all that goes with the massage, it takes {describe_minutes(plan.planned_s)} plus pauses."
    )


def introduce(plan: Plan, *, is_first: bool, evidence_read: bool = False) -> list[str]:
    """Return what to know before a session, a line each.

    The first line is `describe_session`.

    Args:
        plan: The session's plan.
        is_first: Whether it is the first session of this routine on this area since Monday. Then the lines
            also say what to have at hand, the position, every sign to stop at, and how well founded the
            routine is; else only what never to press, other cautions, some signs to stop at and what was
            changed for the area.
        evidence_read: Whether the person has just read how well founded self-massage is.

    """
    if not is_first:
        return [describe_session(plan), *_describe_protection(plan)]
    prepared = describe_preparation(plan, without_articles=True)
    # They are said in the session, where they help.
    lines = [line for line in prepared if line not in {RISING_NOTE, PRESSURE_SCALE}]
    evidence = screening.list_evidence(plan.areas, is_read=evidence_read)
    known = screening.EVIDENCE_IN_SHORT if screening.EVIDENCE in evidence else screening.NOT_REVIEWED
    return [describe_session(plan), *lines, known]


def list_details(plan: Plan, routine: Routine) -> list[str]:
    """Return what a person can read about a session beforehand, a line each.

    These are the routine's summary, its web page, how to prepare and what to take care of, and how well
    founded the session is.
    """
    link = [f"Page: {routine.link}"] if routine.link else []
    summary = [routine.summary] if routine.summary else []
    return [*summary, *link, *describe_preparation(plan), *screening.list_evidence(plan.areas)]


def _describe_protection(plan: Plan) -> list[str]:
    """Return lines on what never to press, cautions, some signs to stop at, and changes for the area."""
    return [
        *describe_never_press(plan, without_articles=True),
        *plan.care,
        screening.describe_some_stop_signs(),
        *(f"{AREA_LIMIT}: {note}" for note in plan.notes),
    ]
