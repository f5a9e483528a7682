"""The safety questions before a session, one for each tier, and the advice after a yes.

There is little evidence that such red flags are accurate (Finucane 2020). So the questions inform the person;
they never give medical clearance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tpsession.core.catalog.area import CALF, Area
from tpsession.core.catalog.no_area import NO_AREA

LONG_LIST_EVERY = timedelta(days=30)
"""How long the short questions are enough before the long list is due again."""
SESSIONS_A_DAY = 2
"""The program advises against more sessions on one area in a day (ours)."""

LOCAL_NUMBER = "your local emergency number"
"""Shown if the person has set no emergency number."""


class Tier(StrEnum):
    """What a yes to a question leads to, the most serious first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    BLOCK_AREA = "block-area"
    BLOCK_BODY = "block-body"
    CLINICIAN = "clinician"

    @property
    def rules_out_session(self) -> bool:
        """Whether a yes to the question of this tier rules out a session."""
        return self is not Tier.CLINICIAN

    @property
    def needs_immediate_action(self) -> bool:
        """Whether the person must act on a yes before any other question is asked."""
        return self in {Tier.EMERGENCY, Tier.URGENT}


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """The question for one tier, as one short sentence and as a long list."""

    tier: Tier
    short: str
    """The question as one sentence, for every session."""
    items: tuple[str, ...]
    """The question as a long list, for the first session and then once a month."""
    advice: str
    """What to do after a yes; ``{number}`` stands for the emergency number."""
    lead: str = ""
    """A line above the long list, if its items need one to be understood; `short` includes it."""


_LEG_CLOT = "one leg swollen, warm, throbbing or a different colour"

QUESTIONS: tuple[ScreeningQuestion, ...] = (
    ScreeningQuestion(
        Tier.EMERGENCY,
        "Chest pain or pressure, breathlessness; trouble with face, arm or speech; "
        "a sudden, very severe headache; new, severe, unfamiliar neck or head pain with dizziness, "
        "double vision, slurred speech or unsteadiness; back pain with pain, tingling, weakness or numbness "
        "in both legs; numb genitals or buttocks; trouble peeing, loss of bladder or bowel control; "
        "pain or symptoms that began after a serious accident.",
        (
            "back pain with pain, tingling, weakness or numbness in both legs",
            "numb genitals or buttocks",
            "trouble peeing, loss of bladder or bowel control",
            "chest pain or pressure, whether or not it spreads or comes with sweating; breathlessness",
            "pain or symptoms that began after a serious accident",
            "trouble with face, arm or speech (possible stroke)",
            "a sudden, very severe headache",
            (
                "new, severe, unfamiliar neck or head pain with dizziness, double vision, slurred speech or "
                "unsteadiness"
            ),
            f"signs of a blood clot in the leg ({_LEG_CLOT}) together with breathlessness",
        ),
        "This may be an emergency. Call {number} now. No session today.",
    ),
    ScreeningQuestion(
        Tier.URGENT,
        "Fever; unexplained weight loss; a lump, or a new change in the shape of your back; pain that rest "
        "doesn't ease, that is worse at night or when you cough or sneeze, or that is between the shoulder "
        f"blades; {_LEG_CLOT}; over 50 with a new headache, tender scalp, jaw pain when chewing or changed "
        "vision; new pain with a history of cancer, osteoporosis or steroids; weakness or numbness that gets "
        "worse.",
        (
            "fever",
            "unexplained weight loss",
            "a lump, or a new change in the shape of your back",
            "pain that rest doesn't ease, or that is worse at night",
            "pain that is worse when you cough or sneeze",
            "pain between the shoulder blades",
            _LEG_CLOT,
            (
                "over 50 with a new headache, tender scalp, jaw pain when chewing or changed vision "
                "(get advice the same day)"
            ),
            "new pain with a history of cancer, osteoporosis or steroids",
            "weakness or numbness that gets worse",
        ),
        "Get medical advice first, today if you can. No session until then.",
    ),
    ScreeningQuestion(
        Tier.BLOCK_AREA,
        "In this area: an open wound, fracture, inflammation, rash or shingles, skin infection, burn, recent "
        "surgery or injury, tumour, skin that has had radiotherapy, varicose veins, numbness.",
        (
            "open wound",
            "fracture",
            "inflammation",
            "rash or shingles",
            "skin infection",
            "burn",
            "recent surgery or injury",
            "tumour",
            "skin that has had radiotherapy",
            "varicose veins",
            "numbness",
        ),
        "Don't massage this area while this applies. No session on it today.",
        lead="In this area:",
    ),
    ScreeningQuestion(
        Tier.BLOCK_BODY,
        "A blood clot in a deep vein, known or suspected; fever.",
        ("a blood clot in a deep vein, known or suspected", "fever"),
        "No massage anywhere while this applies. Get medical advice. No session today.",
    ),
    ScreeningQuestion(
        Tier.CLINICIAN,
        "Blood thinners, a bleeding disorder or low platelets; osteoporosis; cancer; pregnancy; "
        "heart problems; fragile skin or diabetes; a connective tissue or nerve disorder; under 18.",
        (
            "blood thinners, a bleeding disorder, low platelets",
            "osteoporosis",
            "cancer",
            "pregnancy",
            "heart problems",
            "fragile skin, diabetes",
            "a connective tissue or nerve disorder (neuropathy)",
            "under 18",
        ),
        "Ask a health professional first, and keep everything light. If you are pregnant: no deep leg work, "
        "no pressure on the abdomen, no ball on the low back, no lying face down.",
    ),
)
"""Every question, the most serious first."""

SCREENING_TITLE = "Before you start: do any of these apply to you?"
NOT_TODAY = "Not today"
CONTINUE_LIGHTLY = "Continue lightly"
"""Offered after a yes that doesn't rule out a session."""
ANSWERED_BY_MISTAKE = "That was a mistake"
"""Offered after every yes, so that a mistaken press never ends the session."""
NO_CLEARANCE = "These questions are only a guide; they can't tell you that massage is safe for you."
_SIGNS_OF_MASSAGE = ("a pulse under the finger", "a bruise or swelling")
STOP_SIGNS: tuple[str, ...] = (
    "discomfort over 6 out of 10, or more pain than at the start",
    "sharp, electric or burning pain",
    "spreading numbness, tingling or weakness",
    "dizziness, nausea, a change in sight or speech",
    *_SIGNS_OF_MASSAGE,
    "holding your breath or tensing up",
)
"""The signs at which the person should stop, whatever the step says."""
STOP_SIGNS_LEAD = "Stop at once if you notice"
EVIDENCE = "The evidence is debated, and maps of where pain refers are old and weakly proven."
"""Shown where spots are chosen and before a session (Denneny 2019; Quintner 2015; Travell's maps)."""
NOT_REVIEWED = "No physiotherapist has reviewed these routines."


def list_stop_signs(areas: Sequence[Area]) -> tuple[str, ...]:
    """Return the signs at which to stop in a session on these areas; without any, none that is of massage."""
    is_massage = _has_area(areas)
    return tuple(sign for sign in STOP_SIGNS if is_massage or sign not in _SIGNS_OF_MASSAGE)


def describe_stop_signs(areas: Sequence[Area]) -> str:
    """Return the stop signs on these areas as one sentence, shown before a session."""
    return f"{STOP_SIGNS_LEAD}: {'; '.join(list_stop_signs(areas))}."


def list_evidence(areas: Sequence[Area]) -> tuple[str, ...]:
    """Return how well founded a routine on these areas is, in sentences; without any, nothing on spots."""
    return (EVIDENCE, NOT_REVIEWED) if _has_area(areas) else (NOT_REVIEWED,)


def _has_area(areas: Sequence[Area]) -> bool:
    """Return whether anything is massaged."""
    return any(area is not NO_AREA for area in areas)


def questions_for(areas: Sequence[Area]) -> tuple[ScreeningQuestion, ...]:
    """Return the questions before a session on these areas, the most serious first.

    Without any area, those about the area are left out.
    """
    has_area = _has_area(areas)
    return tuple(asked for asked in QUESTIONS if has_area or asked.tier is not Tier.BLOCK_AREA)


def question_for(tier: Tier) -> ScreeningQuestion:
    """Return the question of a tier."""
    return next(asked for asked in QUESTIONS if asked.tier is tier)


def question_lead(asked: ScreeningQuestion, areas: Sequence[Area]) -> str:
    """Return the line above the long list of a question; it names the areas if there are several."""
    if asked.tier is not Tier.BLOCK_AREA or len(areas) == 1:
        return asked.lead
    return f"In any of these areas ({', '.join(area.name.lower() for area in areas)}):"


def question_lines(asked: ScreeningQuestion, areas: Sequence[Area], *, long: bool) -> tuple[str, ...]:
    """Return a question as lines: the items of the long list without its lead, or the short sentence.

    There is always one. For the calf, the short urgent question has a second line with the signs of a blood
    clot in the leg. The question about the area names the areas if there are several.

    Args:
        asked: The question of one tier.
        areas: Every area of the session; only the short form depends on them.
        long: Whether the long list is wanted.

    """
    if long:
        return asked.items
    if CALF in areas and asked.tier is Tier.URGENT:
        return (asked.short, f"Look at both legs first: {_LEG_CLOT}.")
    return (f"{question_lead(asked, areas)}{asked.short.removeprefix(asked.lead)}",)


def advice_for(tier: Tier, emergency_number: str) -> str:
    """Return what to do after a yes to the question of a tier, with the person's emergency number."""
    return question_for(tier).advice.format(number=emergency_number or LOCAL_NUMBER)


def is_long_list_due(last: datetime | None, now: datetime) -> bool:
    """Return whether the long list is due: `LONG_LIST_EVERY` after the last time, or at once without one.

    last: when the person last went through the long list; None if never.
    """
    return last is None or now - last >= LONG_LIST_EVERY
