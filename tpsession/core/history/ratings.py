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
LOWEST_ANCHOR = "No pain"
HIGHEST_ANCHOR = "Pain as bad as you can imagine"
SKIP_RATING_KEY = "-"
"""What leaves a rating out: a key or word of its own, so that a slip on enter never does."""


class RatingKind(StrEnum):
    """When a rating was given: before or after its session, or later (2 h to 36 h)."""

    BEFORE = "before"
    AFTER = "after"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer to `QUESTION`."""

    kind: RatingKind
    value: int
    """Whole number, 0 (`LOWEST_ANCHOR`) to 10 (`HIGHEST_ANCHOR`)."""
    at: datetime
    """When it was given, with its UTC offset."""

    def __post_init__(self) -> None:
        if not LOWEST <= self.value <= HIGHEST:
            raise ValueError(f"a rating is a whole number from 0 to 10, not {self.value}")
        if self.at.tzinfo is None:
            raise ValueError("a rating's time needs its UTC offset")


def parse_rating(text: str) -> int | None:
    """The rating that a person typed, 0 to 10, or None if it isn't one."""
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 2 and int(typed) <= HIGHEST:
        return int(typed)
    return None
