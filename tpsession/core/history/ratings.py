"""Pain ratings: the 11-point numeric rating scale (NRS-11).

The wording is frozen: a changed top anchor shifts what people answer (PMC1945154).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LOWEST = 0
HIGHEST = 10
QUESTION = "How strong is your pain in this area right now?"
OVERALL_QUESTION = "How strong is your pain right now, overall?"
"""Asked instead of `QUESTION` if the place is overall, which is no area."""
LOWEST_ANCHOR = "No pain"
HIGHEST_ANCHOR = "Pain as bad as you can imagine"
SKIP_RATING_KEY = "-"
"""The key, or line in plain mode, that skips a rating. It isn't enter, which is easily hit by mistake."""


class RatingKind(StrEnum):
    """When a rating was given: before or right after its session, or some hours later as a follow-up."""

    BEFORE = "before"
    AFTER = "after"
    LATER = "later"


class RatingFlag(StrEnum):
    """What else may have changed a rating: both ease pain more than massage does, for about 6 hours."""

    PAINKILLER = "painkiller"
    HEAT = "heat"


class Soreness(StrEnum):
    """Whether the area that was massaged is still sore, asked with a later rating."""

    SORE = "sore"
    NOT_SORE = "not-sore"


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer to `QUESTION` or `OVERALL_QUESTION`, the questions about pain."""

    kind: RatingKind
    value: int
    """A whole number from 0 (`LOWEST_ANCHOR`) to 10 (`HIGHEST_ANCHOR`)."""
    at: datetime
    """When it was given, with the UTC offset."""
    flags: tuple[RatingFlag, ...] = ()
    """What was used since the session, for a later rating. What was used before it is in its record."""
    soreness: Soreness | None = None
    """Of a later rating; None if it wasn't asked."""
    stiffness: int | None = None
    """How stiff it was, 0 to 10, a number that is never mixed with the pain; None if it wasn't asked."""

    @property
    def is_sore(self) -> bool | None:
        """Whether the area was still sore; None if it wasn't asked."""
        return None if self.soreness is None else self.soreness is Soreness.SORE

    def __post_init__(self) -> None:
        """Raise `ValueError` if value or stiffness isn't from 0 to 10, or the time has no UTC offset."""
        if not LOWEST <= self.value <= HIGHEST:
            raise ValueError(f"a rating is a whole number from 0 to 10, not {self.value}")
        if self.stiffness is not None and not LOWEST <= self.stiffness <= HIGHEST:
            raise ValueError(f"stiffness is a whole number from 0 to 10, not {self.stiffness}")
        if self.at.tzinfo is None:
            raise ValueError("a rating's time needs its UTC offset")


def list_words(rating: Rating) -> tuple[str, ...]:
    """Return the words that stand beside a stored rating: its flags, then soreness and stiffness if known."""
    flags = (flag.value for flag in RatingFlag if flag in rating.flags)
    soreness = () if rating.soreness is None else (rating.soreness.value,)
    stiffness = () if rating.stiffness is None else (f"{_STIFF}{rating.stiffness}",)
    return (*flags, *soreness, *stiffness)


def read_words(words: Iterable[str]) -> tuple[tuple[RatingFlag, ...], Soreness | None, int | None]:
    """Return the flags, the soreness and the stiffness in words from `list_words`.

    Raises `ValueError` for another word. Whether a stiffness is from 0 to 10 isn't checked.
    """
    flags: list[RatingFlag] = []
    soreness = stiffness = None
    for word in words:
        if word in _SORENESS:
            soreness = Soreness(word)
        elif word.startswith(_STIFF):
            stiffness = int(word.removeprefix(_STIFF))
        else:
            flags.append(RatingFlag(word))
    return tuple(flags), soreness, stiffness


def make_soreness(sore: bool | None) -> Soreness | None:
    """Return the soreness for an answer, as `Rating.is_sore` gives it; None without an answer."""
    if sore is None:
        return None
    return Soreness.SORE if sore else Soreness.NOT_SORE


_SORENESS = frozenset(soreness.value for soreness in Soreness)
_STIFF = "stiffness-"
"""The start of the word for the stiffness; the number follows."""


def parse_rating(text: str) -> int | None:
    """Return the rating that a person typed, or None if the text isn't a whole number from 0 to 10.

    Spaces around it are ignored. It may have a leading zero, but no more than two digits.
    """
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 2 and int(typed) <= HIGHEST:
        return int(typed)
    return None
