"""What stands beside a rating: what may have changed it, soreness and stiffness, as asked and described."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tpsession.core.catalog.place import OVERALL
from tpsession.core.history.ratings import RatingFlag, Soreness, make_soreness, parse_rating
from tpsession.core.history.records import SessionRecord
from tpsession.core.history.series import Series

BEFORE_SESSION = "In the last 6 hours:"
"""In front of the flags of a rating before a session. Painkillers and heat act about that long (ours)."""
BEFORE_PAST_SESSION = "In the 6 hours before:"
"""In front of the flags of a session that is over."""
SINCE_SESSION = "Since the session:"
"""In front of the flags of a later rating."""

FLAG_LABELS: dict[RatingFlag, str] = {RatingFlag.PAINKILLER: "Painkiller", RatingFlag.HEAT: "Heat"}
"""The flags as the person chooses them, in the order in which they are offered."""
FLAG_KEYS: dict[RatingFlag, str] = {RatingFlag.PAINKILLER: "p", RatingFlag.HEAT: "h"}
"""The letter that sets each flag, and takes it back."""


SORE_PERIOD = "Where you massaged:"
"""In front of the choice whether it is still sore, beside a later rating."""
SORE_LABEL = "Still sore"
SORE_KEY = "s"
"""The letter that says so, and takes it back."""


STIFFNESS_SETTING = "session.stiffness"
"""The setting that turns this number on; it is off by default."""
STIFFNESS_QUESTION = "How stiff is this area right now?"
STIFFNESS_ANCHORS = ("Not stiff", "As stiff as you can imagine")
"""What 0 and 10 mean."""
NOT_VALIDATED = "This number isn't validated. It is kept apart from your pain."
"""Stands beside the question (domain, section 5: an optional extra, labelled as unvalidated)."""
_LABEL = "Stiffness (not validated)"


_WORD_KEYS = {**{label.lower(): FLAG_KEYS[flag] for flag, label in FLAG_LABELS.items()}, "sore": SORE_KEY}
"""The letter that each word stands for behind a number."""


@dataclass(frozen=True, slots=True)
class GivenRating:
    """A rating that a person has just given, with what else may have changed it."""

    value: int
    """A whole number from 0 to 10."""
    flags: tuple[RatingFlag, ...] = ()
    soreness: Soreness | None = None
    """Whether the area was still sore; None if it wasn't asked."""


def parse_flagged_rating(text: str, *, asks_soreness: bool = False) -> GivenRating | None:
    """Return the rating with the flags and soreness that a person typed; None for any other text.

    Examples: ``5 heat`` or ``5ph``. The number comes first and has no space in it. The words or letters of
    the flags follow in any order, in upper or lower case, with or without spaces. With `asks_soreness`, the
    word sore or `SORE_KEY` may be among them, and a text without it means not sore. Without `asks_soreness`,
    the soreness is None.
    """
    typed = "".join(text.split()).casefold()
    for word, letter in _WORD_KEYS.items():
        typed = typed.replace(word, letter)
    number = typed.rstrip("".join([*FLAG_KEYS.values(), SORE_KEY if asks_soreness else ""]))
    value = parse_rating(number)
    # A number with a space in it may be a slip: it isn't taken for one without.
    if value is None or not text.strip().startswith(number):
        return None
    letters = typed[len(number) :]
    flags = tuple(flag for flag, key in FLAG_KEYS.items() if key in letters)
    return GivenRating(value, flags, make_soreness(SORE_KEY in letters if asks_soreness else None))


def describe_flags(flags: Iterable[RatingFlag]) -> str:
    """Return flags in words: ``painkiller and heat``; empty for none."""
    given = set(flags)
    return " and ".join(label.lower() for flag, label in FLAG_LABELS.items() if flag in given)


def is_stiffness_asked(series: Series | None, *, is_on: bool) -> bool:
    """Return whether to ask how stiff a place is: not for the overall pain, and not without a place.

    is_on: whether the setting to ask for stiffness is on.
    """
    return is_on and series is not None and series.place != OVERALL


def describe_stiffness(record: SessionRecord) -> str:
    """Return how stiff the place was before and after a session, as text; empty if neither is known.

    If only one number is known, only that one is in the text.
    """
    before, after = record.stiffness_before, record.stiffness_after
    if before is None and after is None:
        return ""
    words = [f"before {before}" if before is not None else "", f"after {after}" if after is not None else ""]
    return f"{_LABEL}: {', '.join(filter(None, words))}."
