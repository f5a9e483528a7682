"""The warning signs of each place where it may hurt, in one table, and how they are asked.

They are asked before spots are offered for a place. Like all such signs they inform and never clear anyone
(Finucane 2020). The safety questions before a session ask about the area that is massaged and about all else.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.catalog.place import CHEST, place_name
from tpsession.core.safety.screening import LOCAL_NUMBER, Tier, advice_for


@dataclass(frozen=True, slots=True)
class PlaceFlag:
    """One sign at a place that rules out a session, as the end of a sentence that begins with "if"."""

    tier: Tier
    """`Tier.EMERGENCY` or `Tier.URGENT`."""
    text: str
    is_asked_anyway: bool = False
    """Whether the daily safety questions ask everyone about it."""


def _emergency(*texts: str) -> tuple[PlaceFlag, ...]:
    return tuple(PlaceFlag(Tier.EMERGENCY, text) for text in texts)


def _urgent(*texts: str) -> tuple[PlaceFlag, ...]:
    return tuple(PlaceFlag(Tier.URGENT, text) for text in texts)


_HEART = _emergency(
    "the pain comes with breathlessness, sweating or chest pressure",
    "the pain comes on when you exert yourself, as on stairs",
)
_UNFAMILIAR = _emergency(
    "the pain is new, severe and unfamiliar, with dizziness, double vision, slurred speech or unsteadiness"
)
_HEADACHE = (
    *_emergency("the headache is sudden and very severe"),
    PlaceFlag(Tier.EMERGENCY, "you have trouble with face, arm or speech", is_asked_anyway=True),
)
_OVER_50 = _urgent(
    "you are over 50 and have any of these: a new headache, a tender scalp, jaw pain when chewing, changed "
    "vision (get advice the same day)"
)
_FALL = (
    PlaceFlag(Tier.URGENT, "you have a fever", is_asked_anyway=True),
    *_urgent("the pain began after a fall", "you can't put weight on it"),
)
_JOINT = (*_urgent("the joint is hot, red or swollen"), *_FALL)
_UNCHANGED = _urgent(
    "the pain is new, sudden or unexplained", "moving or changing position makes no difference"
)
_GROIN = _urgent("a testicle or your belly hurts too", "you feel a lump")
_LEG = (
    *_emergency("one leg is swollen, warm, throbbing or a different colour and you are short of breath"),
    *_urgent("one leg is swollen, warm, throbbing or a different colour"),
)
_BACK = _emergency(
    "both legs hurt, tingle, or are weak or numb",
    "your genitals or buttocks are numb",
    "you have trouble peeing, or lose control of bladder or bowel",
)

PLACE_FLAGS: dict[str, tuple[PlaceFlag, ...]] = {
    "head": (*_HEADACHE, *_UNFAMILIAR, *_OVER_50),
    "jaw": (*_HEART, *_OVER_50),
    "neck": _UNFAMILIAR,
    "skull-base": (*_HEADACHE, *_UNFAMILIAR, *_OVER_50),
    "shoulder": _HEART,
    "upper-back": (*_HEART, *_UNCHANGED),
    "low-back": _BACK,
    "elbow": (*_HEART, *_JOINT),
    "forearm": _HEART,
    "wrist": _JOINT,
    "groin": (*_urgent("the groin is hot, red or swollen"), *_FALL, *_GROIN),
    "thigh": _LEG,
    "knee": _JOINT,
    "calf": _LEG,
    "ankle": _JOINT,
}  # fmt: skip
"""The signs of each place by its id, the most serious first. A place without any isn't here."""

NONE_KEY = "n"
"""The key, or line in plain mode, for `NONE_APPLY`: as for the safety questions."""
FLAGS_TITLE = "{place}: do any of these apply to you?"
NONE_APPLY = "None of these apply"
_LEADS = {
    Tier.EMERGENCY: "Call {number} now if",
    Tier.URGENT: "Get medical advice first if",
}
ONE_APPLIES = "One of these applies"
_FIRST_APPLIES = "One of the first list applies"
_SECOND_APPLIES = "One of the second list applies"


def is_emergency_place(place: str) -> bool:
    """Return whether a place is the chest, for whose pain no routine is offered: it may be an emergency."""
    return place == CHEST


def emergency_advice(number: str) -> str:
    """Return what to do in an emergency, such as pain in the chest.

    number: the person's emergency number; empty if it isn't set.
    """
    return advice_for(Tier.EMERGENCY, number)


def list_flag_tiers(place: str) -> tuple[Tier, ...]:
    """Return the tiers of the signs at a place, the most serious first; none if it has no signs."""
    return tuple(dict.fromkeys(flag.tier for flag in PLACE_FLAGS.get(place, ())))


def describe_flags(place: str, emergency_number: str) -> tuple[str, ...]:
    """Return the signs at a place, one sentence for each tier; empty if the place has none.

    emergency_number: the person's emergency number; empty if it isn't set.
    """
    return tuple(
        f"{flag_lead(tier, emergency_number)} {_join(list_flags(place, tier))}."
        for tier in list_flag_tiers(place)
    )


def _join(texts: tuple[str, ...]) -> str:
    """Return one or more signs as one text with semicolons between them and "or" before the last."""
    return "; or ".join(filter(None, ("; ".join(texts[:-1]), texts[-1])))


def flag_lead(tier: Tier, emergency_number: str) -> str:
    """Return the words that stand before the signs of a tier, such as ``Call 112 now if``.

    tier: one that needs immediate action; for another, `KeyError` is raised. emergency_number: the person's
    emergency number; empty if it isn't set, then words stand for it.
    """
    return _LEADS[tier].format(number=emergency_number or LOCAL_NUMBER)


def list_flags(place: str, tier: Tier) -> tuple[str, ...]:
    """Return the signs of one tier at a place; empty if there are none. place: its id."""
    return tuple(flag.text for flag in PLACE_FLAGS.get(place, ()) if flag.tier is tier)


def list_other_flags(place: str, tier: Tier) -> tuple[str, ...]:
    """Return the signs of one tier at a place, without those that the daily questions ask everyone about."""
    flags = PLACE_FLAGS.get(place, ())
    return tuple(flag.text for flag in flags if flag.tier is tier and not flag.is_asked_anyway)


@dataclass(frozen=True, slots=True)
class FlagAnswer:
    """The answer that a sign of one tier applies."""

    tier: Tier
    key: str
    """The key, or line in plain mode, that gives it."""
    text: str


def list_flag_answers(place: str) -> tuple[FlagAnswer, ...]:
    """Return the answers that say that a sign of a place applies: one for each tier of its signs.

    They are in the order of `list_flag_tiers`. A single answer has the key `y`, two have the keys `f` and
    `s`. Empty if the place has no signs.
    """
    tiers = list_flag_tiers(place)
    if len(tiers) == 1:
        return (FlagAnswer(tiers[0], "y", ONE_APPLIES),)
    texts = (("f", _FIRST_APPLIES), ("s", _SECOND_APPLIES))
    return tuple(FlagAnswer(tier, *text) for tier, text in zip(tiers, texts, strict=False))


def flags_title(place: str) -> str:
    """Return the question that is shown above the signs of a place. place: its id."""
    return FLAGS_TITLE.format(place=place_name(place))
