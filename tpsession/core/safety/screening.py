"""What follows from the safety questions: the advice after a yes, and the signs to stop at.

The questions themselves are in `questions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum, auto

from tpsession.core.catalog.area import JAW, NECK, SKULL_BASE, Area
from tpsession.core.catalog.no_area import has_area
from tpsession.core.history.records import HistoryQuery

LONG_LIST_EVERY = timedelta(days=30)
"""How long the daily questions are enough before the whole list is due again."""
SESSIONS_A_DAY = 2
"""The program advises against more sessions on one area in a day (ours)."""

LOCAL_NUMBER = "your local emergency number"
"""Shown if the person has set no emergency number."""


class Tier(StrEnum):
    """What a yes to a question leads to, the most serious first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    """No massage anywhere; also what blocks the whole body."""
    BLOCK_AREA = "block-area"
    CLINICIAN = "clinician"

    @property
    def rules_out_session(self) -> bool:
        """Whether a yes to a question of this tier rules out the session before which it is asked."""
        return self is not Tier.CLINICIAN

    @property
    def needs_immediate_action(self) -> bool:
        """Whether the person must act on a yes before any other question is asked."""
        return self in {Tier.EMERGENCY, Tier.URGENT}


class ScreeningResult(Enum):
    """What the answers to the safety questions allow."""

    WHOLE_SESSION = auto()
    LIGHT_SESSION = auto()
    """Something needs a clinician's word, and a clinician said that light massage is all right."""
    NO_SESSION = auto()


_ADVICE: dict[Tier, str] = {
    Tier.EMERGENCY: "This may be an emergency. Call {number} now. No session today.",
    Tier.URGENT: "Get medical advice first, today if you can. No massage anywhere until then.",
    Tier.BLOCK_AREA: "Don't massage this area while this applies. No session on it today.",
    Tier.CLINICIAN: "Ask a health professional first whether light massage is all right for you.",
}

SCREENING_TITLE = "Do any of these apply?"
NOT_TODAY = "Not today"
CLINICIAN_AGREED = "Yes, and a clinician said that light massage is all right"
"""The third answer where something needs a clinician's word; it isn't offered after any other yes."""
NO_CLEARANCE = "These questions are only a guide, not an all-clear."
MORE_PAIN = "more pain than at the start"
_BRUISE = "bruise or swelling"
STOP_SIGNS: tuple[str, ...] = (
    f"discomfort over 6 out of 10, {MORE_PAIN}",
    "sharp, electric or burning pain",
    "spreading numbness, tingling or weakness",
    "dizziness, nausea, changed sight or speech",
    _BRUISE,
)
"""The signs at which the person should stop, whatever the step says."""
PULSE_ENDS_STEP = "Pulse under the finger: end that step."
PULSE_MOVE_OFF = "Pulse under the finger: move off it."
TENSING = "Holding your breath or tensing up: ease off; if it goes on, stop."
_PULSE_AREAS = frozenset({NECK, SKULL_BASE, JAW})
"""The areas where a pulse under the finger ends the step."""
SOME_STOP_SIGNS = "sharp pain, numbness or dizziness"
"""What is said of the signs on most days; all of them are behind a key then, and shown once a week."""
STOP_SIGNS_LEAD = "Stop at once"
EVIDENCE = "The evidence is debated, and maps of where pain refers are old and weakly proven."
"""Shown where spots are chosen and before a session (Denneny 2019; Quintner 2015; Travell's maps)."""
NOT_REVIEWED = "No physiotherapist has reviewed these routines."

EVIDENCE_IN_SHORT = "The evidence is debated; no physiotherapist has reviewed this."
"""Said before a session in plain mode; the maps are spoken of where spots are chosen by them."""


def list_stop_signs(areas: Sequence[Area], *, light_only: bool = False) -> tuple[str, ...]:
    """Return the signs at which to stop in a session on these areas.

    If nothing is massaged, a bruise isn't among them.

    light_only: whether all massage is light. Then no sign is about how strong pressure may feel.
    """
    is_massage = has_area(areas)
    signs = (MORE_PAIN, *STOP_SIGNS[1:]) if light_only else STOP_SIGNS
    return tuple(sign for sign in signs if is_massage or sign != _BRUISE)


def list_ease_rules(areas: Sequence[Area]) -> tuple[str, ...]:
    """Return what to do when a pulse is felt under the finger and when the person tenses up, a sentence each.

    If nothing is massaged, there is no sentence about a pulse.
    """
    if not has_area(areas):
        return (TENSING,)
    return (PULSE_MOVE_OFF if _PULSE_AREAS.isdisjoint(areas) else PULSE_ENDS_STEP, TENSING)


def describe_stop_signs(areas: Sequence[Area], *, light_only: bool = False) -> str:
    """Return the signs at which to stop in a session on these areas, and when to ease off, on one line.

    light_only: as in `list_stop_signs`.
    """
    signs = f"{STOP_SIGNS_LEAD}: {'; '.join(list_stop_signs(areas, light_only=light_only))}."
    return " ".join((signs, *list_ease_rules(areas)))


def describe_some_stop_signs() -> str:
    """Return a sentence with a few stop signs, shown where the person can ask for all of them."""
    return f"Stop at once: {SOME_STOP_SIGNS}."


def week_query(routine: str, area: Area, today: date) -> HistoryQuery:
    """Return the query for one session of a routine on an area since Monday.

    If it finds one, the person is taken to have seen the introduction with every stop sign this week.

    Args:
        routine: The id of the routine.
        area: The area of the session.
        today: The local day; a week begins on Monday.

    """
    monday = today - timedelta(days=today.weekday())
    return HistoryQuery(routine=routine, area=area.id, since=monday, limit=1, with_steps=False)


def list_evidence(areas: Sequence[Area], *, is_read: bool = False) -> tuple[str, ...]:
    """Return sentences on how well founded a routine is that works on these areas.

    `EVIDENCE` is left out if nothing is massaged, or if the person has just read it.

    is_read: whether they have just read it.
    """
    return (EVIDENCE, NOT_REVIEWED) if has_area(areas) and not is_read else (NOT_REVIEWED,)


def advice_for(tier: Tier, emergency_number: str) -> str:
    """Return what to do after a yes to a question of a tier.

    emergency_number: the person's emergency number; if it is empty, `LOCAL_NUMBER` stands for it.
    """
    return _ADVICE[tier].format(number=emergency_number or LOCAL_NUMBER)


def is_long_list_due(last: datetime | None, now: datetime) -> bool:
    """Return whether the whole list of safety questions is due, because `LONG_LIST_EVERY` has passed.

    It is due, too, if the person never went through it. last: when they last did; None if never.
    """
    return last is None or now - last >= LONG_LIST_EVERY
