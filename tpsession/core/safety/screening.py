"""The safety questions, what a yes to them means, and when an area rests.

Red flags lack evidence of accuracy (Finucane 2020): the questions inform, they never clear anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tpsession.core.catalog.area import CALF, Area
from tpsession.core.history.records import SessionRecord, StopReason

LONG_LIST_EVERY = timedelta(days=30)
"""How long the short questions do before the long list is gone through again."""
SESSIONS_A_DAY = 2
"""More sessions of one area in a day are advised against (ours)."""

LOCAL_NUMBER = "your local emergency number"
"""What is shown where no emergency number is set."""


class Tier(StrEnum):
    """What a yes leads to."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    BLOCK_AREA = "block-area"
    BLOCK_BODY = "block-body"
    CLINICIAN = "clinician"

    @property
    def rules_out_session(self) -> bool:
        """Whether there is no session after a yes."""
        return self is not Tier.CLINICIAN

    @property
    def needs_immediate_action(self) -> bool:
        """Whether somebody has to act on a yes before anything else is asked."""
        return self in {Tier.EMERGENCY, Tier.URGENT}


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """What is asked for one tier."""

    tier: Tier
    short: str
    """One sentence for every session."""
    items: tuple[str, ...]
    """The whole list, for the first session and then once a month."""
    advice: str
    """What a yes means; ``{number}`` stands for the emergency number."""
    lead: str = ""
    """Words above the whole list, where its items mean nothing without them; `short` has them within."""


_LEG_CLOT = "one leg swollen, warm, throbbing or of another colour"

QUESTIONS: tuple[ScreeningQuestion, ...] = (
    ScreeningQuestion(
        Tier.EMERGENCY,
        "Chest pain or pressure, breathlessness; trouble with face, arm or speech; "
        "a headache like a thunderclap; new, severe, unfamiliar neck or head pain with dizziness, "
        "double vision, slurring or unsteadiness; back pain with pain, tingling, weakness or numbness in "
        "both legs; numb genitals or buttocks; trouble peeing, loss of bladder or bowel control; "
        "trouble that began after a serious accident.",
        (
            "back pain with pain, tingling, weakness or numbness in both legs",
            "numb genitals or buttocks",
            "trouble peeing, loss of bladder or bowel control",
            "chest pain or pressure, also when it spreads or comes with sweating; breathlessness",
            "trouble that began after a serious accident",
            "trouble with face, arm or speech",
            "a headache that came like a thunderclap",
            "new, severe, unfamiliar neck or head pain with dizziness, double vision, slurring, unsteadiness",
            f"signs of a leg clot ({_LEG_CLOT}) together with breathlessness",
        ),
        "This may be an emergency. Call {number} now. No session today.",
    ),
    ScreeningQuestion(
        Tier.URGENT,
        "Fever; unexplained weight loss; a lump, or a back that changed its shape; pain that rest doesn't "
        "ease, that is worse at night or on coughing or sneezing, or that sits between the shoulder blades; "
        f"{_LEG_CLOT}; over 50 with new headache, tender scalp, jaw pain on chewing or changed vision; "
        "new pain with a history of cancer, osteoporosis or steroids; weakness or numbness that grows.",
        (
            "fever",
            "unexplained weight loss",
            "a lump, or a back that changed its shape",
            "pain that rest doesn't ease, or that is worse at night",
            "pain that is worse on coughing or sneezing",
            "pain between the shoulder blades",
            _LEG_CLOT,
            "over 50 with new headache, tender scalp, jaw pain on chewing or changed vision (same day)",
            "new pain with a history of cancer, osteoporosis or steroids",
            "weakness or numbness that grows",
        ),
        "Get medical advice first, today if you can. No session until then.",
    ),
    ScreeningQuestion(
        Tier.BLOCK_AREA,
        "In this area: an open wound, fracture, inflammation, rash or shingles, skin infection, burn, recent "
        "surgery or injury, tumour, skin after radiotherapy, varicose veins, numbness.",
        (
            "open wound",
            "fracture",
            "inflammation",
            "rash or shingles",
            "skin infection",
            "burn",
            "recent surgery or injury",
            "tumour",
            "skin after radiotherapy",
            "varicose veins",
            "numbness",
        ),
        "This area isn't to be massaged while that is so. No session on it today.",
        lead="In this area:",
    ),
    ScreeningQuestion(
        Tier.BLOCK_BODY,
        "A clot in a deep vein, known or suspected; fever.",
        ("a clot in a deep vein, known or suspected", "fever"),
        "No massage anywhere while that is so. Get medical advice. No session today.",
    ),
    ScreeningQuestion(
        Tier.CLINICIAN,
        "Blood thinners, a bleeding disorder or low platelets; osteoporosis; cancer; pregnancy; "
        "heart problems; fragile skin or diabetes; a disorder of connective tissue or nerves; under 18.",
        (
            "blood thinners, a bleeding disorder, low platelets",
            "osteoporosis",
            "cancer",
            "pregnancy",
            "heart problems",
            "fragile skin, diabetes",
            "a disorder of connective tissue or nerves (neuropathy)",
            "under 18",
        ),
        "Ask a clinician first, and keep everything light. If you are pregnant: no deep leg work, no "
        "pressure on the abdomen, no ball on the low back, no lying face down.",
    ),
)
"""Every question, the gravest first."""

SCREENING_TITLE = "Before you start: is anything of this true?"
NOT_TODAY = "Leave it for today"
CONTINUE_LIGHTLY = "Go on lightly"
"""Offered after a yes, where no session is ruled out by it."""
ANSWERED_BY_MISTAKE = "That was a slip"
"""Offered after every yes, so that none ends anything by itself."""
NO_CLEARANCE = "These questions inform; they can't tell that massage is safe for you."
STOP_SIGNS: tuple[str, ...] = (
    "pressure discomfort over 6 of 10, or pain above its starting level",
    "sharp, electric or burning pain",
    "spreading numbness, tingling or weakness",
    "dizziness, nausea, a change in sight or speech",
    "a pulse under the finger",
    "a bruise or swelling",
    "holding the breath or guarding",
)
"""What a session is stopped at, whatever the step says."""
STOP_SIGNS_LEAD = "Stop at once if you notice"
STOP_SIGNS_LINE = f"{STOP_SIGNS_LEAD}: {'; '.join(STOP_SIGNS)}."
"""The same as one line, shown before a session."""
NOT_REVIEWED = "No physiotherapist has reviewed these routines."

AREA_RESTS = "This area rests for the day."
LET_AREA_REST = "Let this area rest for the day."
"""The same where nothing is kept: then nobody but the person can see to it."""
BODY_RESTS = "The whole body rests for the day: no session on any area."
"""Both where it isn't the area alone that rests."""


def question_for(tier: Tier) -> ScreeningQuestion:
    """The question of a tier."""
    return next(asked for asked in QUESTIONS if asked.tier is tier)


def question_lines(asked: ScreeningQuestion, area: Area, *, long: bool) -> tuple[str, ...]:
    """What is asked for a tier, as lines: the whole list without its lead, or the short sentence.

    On the calf the leg-clot questions come every time.
    """
    if long:
        return asked.items
    if area is CALF and asked.tier is Tier.URGENT:
        return (asked.short, f"Look at both legs first: {_LEG_CLOT}.")
    return (asked.short,)


def advice_for(tier: Tier, emergency_number: str) -> str:
    """What a yes means, with the person's emergency number."""
    return question_for(tier).advice.format(number=emergency_number or LOCAL_NUMBER)


def is_long_list_due(last: datetime | None, now: datetime) -> bool:
    """Whether the long list is to be gone through; `last` is when it last was."""
    return last is None or now - last >= LONG_LIST_EVERY


def find_resting_stop(records: Iterable[SessionRecord], area: str, today: date) -> SessionRecord | None:
    """Whose stop lets an area rest today, of the sessions since yesterday of all areas; None if it doesn't.

    A stop counts on the day on which it was made. One for dizziness rests the whole body.
    """
    for record in records:
        reason = record.stop_reason
        stopped = record.ended_at or record.started_at
        if reason is None or not reason.rests_area or stopped.date() != today:
            continue
        if record.area == area or reason is StopReason.DIZZY:
            return record
    return None


def describe_rest(reason: StopReason | None, *, kept: bool = True) -> str:
    """What rests after a stop for this reason, in one sentence; empty where nothing does.

    kept: whether the stop is.
    """
    if reason is None or not reason.rests_area:
        return ""
    if reason is StopReason.DIZZY:
        return BODY_RESTS
    return AREA_RESTS if kept else LET_AREA_REST


def advice_after_stop(reason: StopReason, emergency_number: str, *, kept: bool = True) -> tuple[str, ...]:
    """What a person is told after stopping, a sentence each. kept: whether the stop is."""
    if reason is StopReason.DIZZY:
        # It says that there is no session today, on any area: less after it would only take its place.
        return (advice_for(Tier.EMERGENCY, emergency_number),)
    rests = describe_rest(reason, kept=kept)
    return (rests,) if rests else ()
