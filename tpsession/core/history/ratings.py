"""Pain ratings: the 11-point numeric rating scale (NRS-11).

The wording is frozen: a changed top anchor shifts what people answer (PMC1945154).
"""

from __future__ import annotations

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
    """When a rating was given: before or right after its session, or as a follow-up, 2 to 36 hours later."""

    BEFORE = "before"
    AFTER = "after"
    LATER = "later"


class RatingFlag(StrEnum):
    """What else may have changed a rating: both ease pain more than massage does, for about 6 hours."""

    PAINKILLER = "painkiller"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer to `QUESTION`, the question about pain."""

    kind: RatingKind
    value: int
    """A whole number from 0 (`LOWEST_ANCHOR`) to 10 (`HIGHEST_ANCHOR`)."""
    at: datetime
    """When it was given, with the UTC offset."""
    flags: tuple[RatingFlag, ...] = ()
    """What was used since the session, for a later rating. What was used before it is in its record."""

    def __post_init__(self) -> None:
        if not LOWEST <= self.value <= HIGHEST:
            raise ValueError(f"a rating is a whole number from 0 to 10, not {self.value}")
        if self.at.tzinfo is None:
            raise ValueError("a rating's time needs its UTC offset")


def parse_rating(text: str) -> int | None:
    """Return the rating that a person typed, or None if the text isn't a whole number from 0 to 10.

    Spaces around it are ignored. It may have a leading zero, but no more than two digits.
    """
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 2 and int(typed) <= HIGHEST:
        return int(typed)
    return None
