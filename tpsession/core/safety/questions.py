"""The safety questions: one table of everything that is asked, and the pages that are made of it.

The whole list is asked once a month, page by page. Before every session, one page asks what may have changed
since: two lines for everyone, and the lines of the areas that are worked on.

There is little evidence that such red flags are accurate (Finucane 2020). So the questions inform the person;
they never give medical clearance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from tpsession.core.catalog.area import (
    AREAS,
    CALF,
    FOREARM,
    HIP,
    JAW,
    LOW_BACK,
    NECK,
    SHOULDER,
    SKULL_BASE,
    THIGH,
    UPPER_BACK,
    Area,
)
from tpsession.core.catalog.no_area import NO_AREA, has_area
from tpsession.core.catalog.place import place_name
from tpsession.core.safety.place_flags import list_other_flags
from tpsession.core.safety.screening import Tier, is_long_list_due

TRY_OUT = "try-out"
"""Id of the built-in routine that the welcome offers: two minutes on one hand."""
_EVERYONE = tuple(AREAS.values())
_LEG_CLOT = "one leg swollen, warm, throbbing or discoloured"


class QuestionForm(Enum):
    """Which of the questions are asked before a session."""

    DAILY = auto()
    """One page: what may have changed since the whole list."""
    WHOLE = auto()
    """Everything, a page for each tier."""
    TRY_OUT = auto()
    """One page before the two-minute try-out: the daily one, and what needs a clinician's word."""


@dataclass(frozen=True, slots=True)
class SafetyItem:
    """One thing that is asked, on a page of the whole list and perhaps on the daily page."""

    tier: Tier
    text: str
    """In the whole list."""
    daily: str = ""
    """On the daily page; empty stands for `text`."""
    areas: tuple[Area, ...] = ()
    """The areas on whose daily page it is; `_EVERYONE` for every page, none for the whole list only."""

    @property
    def is_for_everyone(self) -> bool:
        """Whether it is asked on the daily page for every area."""
        return self.areas is _EVERYONE

    @property
    def daily_text(self) -> str:
        """The words for the daily page."""
        return self.daily or self.text


ITEMS: tuple[SafetyItem, ...] = (
    SafetyItem(
        Tier.EMERGENCY,
        "any chest pain or pressure",
        "chest pain or pressure",
        areas=_EVERYONE,
    ),
    SafetyItem(Tier.EMERGENCY, "breathlessness", areas=_EVERYONE),
    SafetyItem(Tier.EMERGENCY, "face, arm or speech trouble", areas=_EVERYONE),
    SafetyItem(
        Tier.EMERGENCY,
        "pain or symptoms after a serious accident",
        "pain after a serious accident",
        areas=_EVERYONE,
    ),
    SafetyItem(
        Tier.EMERGENCY,
        "back pain with pain, tingling, weakness or numbness in both legs",
        areas=(LOW_BACK, HIP),
    ),
    SafetyItem(Tier.EMERGENCY, "numb genitals or buttocks", areas=(LOW_BACK, HIP)),
    SafetyItem(Tier.EMERGENCY, "trouble peeing, loss of bladder or bowel control", areas=(LOW_BACK, HIP)),
    SafetyItem(Tier.EMERGENCY, "sudden, very severe headache", areas=(NECK, SKULL_BASE)),
    SafetyItem(
        Tier.EMERGENCY,
        "new, severe, unfamiliar neck or head pain with dizziness, double vision, slurring or unsteadiness",
        areas=(NECK, SKULL_BASE),
    ),
    SafetyItem(
        Tier.EMERGENCY,
        # With breathlessness, or pressure on the chest: these are on the same page by themselves.
        "jaw, arm, shoulder or upper back pain on exertion, as on stairs, or with sweating",
        "pain here on exertion, as on stairs, or with sweating",
        areas=(JAW, FOREARM, SHOULDER, UPPER_BACK),
    ),
    SafetyItem(Tier.EMERGENCY, f"{_LEG_CLOT}, with breathlessness"),
    SafetyItem(Tier.URGENT, "fever", areas=_EVERYONE),
    SafetyItem(
        Tier.URGENT,
        "known or suspected deep-vein clot",
        areas=_EVERYONE,
    ),
    SafetyItem(
        Tier.URGENT,
        "worsening weakness or numbness",
        areas=_EVERYONE,
    ),
    SafetyItem(Tier.URGENT, "pain that no position eases", areas=_EVERYONE),
    SafetyItem(Tier.URGENT, "night pain that no position eases and no clinician has seen"),
    SafetyItem(
        Tier.URGENT,
        "pain between the shoulder blades: new, sudden, unexplained, or unchanged by movement or position",
        areas=(UPPER_BACK,),
    ),
    SafetyItem(Tier.URGENT, "pain worse when coughing or sneezing"),
    SafetyItem(Tier.URGENT, _LEG_CLOT, f"{_LEG_CLOT} (look at both)", areas=(THIGH, CALF)),
    SafetyItem(
        Tier.URGENT,
        "over 50 with new headache, tender scalp, jaw pain when chewing or changed vision (get advice today)",
        "over 50 with any of: new headache, tender scalp, jaw pain when chewing, changed vision",
        areas=(JAW,),
    ),
    SafetyItem(Tier.URGENT, "unexplained weight loss"),
    SafetyItem(Tier.URGENT, "a lump, or a changed back shape"),
    SafetyItem(Tier.URGENT, "new pain with a cancer history, osteoporosis or steroids"),
    *(
        SafetyItem(Tier.BLOCK_AREA, text, areas=_EVERYONE)
        for text in (
            "open wound",
            "fracture",
            "inflammation",
            "rash",
            "shingles",
            "skin infection",
            "burn",
            "recent surgery or injury",
            "tumour",
            "skin after radiotherapy",
            "varicose veins",
            "numbness",
        )
    ),
    *(
        SafetyItem(Tier.CLINICIAN, text)
        for text in (
            "blood thinners, bleeding disorder, low platelets",
            "osteoporosis",
            "cancer",
            "pregnancy",
            "heart problems",
            "fragile skin, diabetes",
            "connective tissue or nerve disorder (neuropathy)",
            "under 18",
        )
    ),
)
"""Everything that is asked, the most serious first (domain facts, section 4)."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A page of the whole list: everything of one tier."""

    tier: Tier
    lead: str
    """A line above the items, if they need one to be understood."""
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A line of the daily page, which is marked if anything in it applies."""

    tier: Tier
    heading: str
    """What the line is about, said above the first line of each: the areas' names; empty for everyone."""
    text: str


def choose_form(asked_at: datetime | None, now: datetime, routine: str) -> QuestionForm:
    """Return which safety questions to ask before a session.

    `DAILY` if the whole list isn't due. If it is due, `TRY_OUT` for the routine to try the program out, which
    is known by its id, and `WHOLE` for all other routines.

    Args:
        asked_at: When the person last went through the whole list; None if never.
        now: The local time.
        routine: The id of the routine.

    """
    if not is_long_list_due(asked_at, now):
        return QuestionForm.DAILY
    return QuestionForm.TRY_OUT if routine == TRY_OUT else QuestionForm.WHOLE


def list_pages(areas: Sequence[Area], place: str = "") -> tuple[QuestionPage, ...]:
    """Return the pages of the whole list of safety questions, one for each tier, the most serious first.

    If nothing is massaged, there is no page about the area.

    areas: the areas of the session. place: the id of the place where it hurts if its own signs are asked
    about, too; otherwise empty.
    """
    lead = "In this area:" if len(areas) == 1 else f"In any of these areas ({_name(areas)}):"
    return tuple(
        QuestionPage(
            tier,
            lead if tier is Tier.BLOCK_AREA else "",
            (
                *(item.text for item in ITEMS if item.tier is tier),
                *(f"{place_name(place)}: {text}" for text in list_other_flags(place, tier)),
            ),
        )
        for tier in Tier
        if has_area(areas) or tier is not Tier.BLOCK_AREA
    )


def list_lines(
    areas: Sequence[Area], form: QuestionForm = QuestionForm.DAILY, place: str = ""
) -> tuple[QuestionLine, ...]:
    """Return the lines of the daily page: those for everyone, then those of the place and of the areas.

    If nothing is massaged, no line is about the areas.

    Args:
        areas: Every area of the session.
        form: `DAILY`, or `TRY_OUT` for one more line for everyone: on what needs a clinician's word.
        place: The id of the place where it hurts if its own signs are asked about, too; otherwise empty.

    """
    everyone = [item for item in ITEMS if item.is_for_everyone]
    lines = [_make_line(tier, "", everyone) for tier in (Tier.EMERGENCY, Tier.URGENT)]
    if form is QuestionForm.TRY_OUT:
        lines.append(_make_line(Tier.CLINICIAN, "", ITEMS))
    lines += [
        QuestionLine(tier, place_name(place), _to_sentence(texts))
        for tier in (Tier.EMERGENCY, Tier.URGENT)
        if (texts := list_other_flags(place, tier))
    ]
    if not has_area(areas):
        return tuple(lines)
    heading = _name(areas).capitalize()
    here = set(areas)
    own = [item for item in ITEMS if not item.is_for_everyone and here & set(item.areas)]
    lines += [
        _make_line(tier, heading, own)
        for tier in (Tier.EMERGENCY, Tier.URGENT)
        if any(item.tier is tier for item in own)
    ]
    lines.append(_make_line(Tier.BLOCK_AREA, heading, ITEMS))
    return tuple(lines)


def _make_line(tier: Tier, heading: str, items: Sequence[SafetyItem]) -> QuestionLine:
    """Return a line of the daily page: the items of one tier, in their daily words, as one sentence.

    heading: as in `QuestionLine`. items: of all tiers; at least one is of `tier`.
    """
    return QuestionLine(tier, heading, _to_sentence([each.daily_text for each in items if each.tier is tier]))


def _to_sentence(texts: Sequence[str]) -> str:
    """Return several texts, at least one, as one sentence, with semicolons between them."""
    text = "; ".join(texts)
    return f"{text[0].upper()}{text[1:]}."


def _name(areas: Sequence[Area]) -> str:
    """Return the names of the areas in small letters, with commas between them; without `NO_AREA`."""
    return ", ".join(area.name.lower() for area in areas if area is not NO_AREA)
