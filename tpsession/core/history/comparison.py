"""A comparison as it is saved: two or three things for one place, in blocks of days in random order.

It is a trial with one person (n-of-1). `tpsession.core.comparison` says what is due and what came out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tpsession.core.history.records import ONLY_REST
from tpsession.core.history.series import Series

MIN_BLOCKS = {2: 6, 3: 7}
"""Fewest blocks by the number of things: with fewer no interval exists, 95 % for two, 98.3 % for three."""
SEED_BITS = 63
"""Size of the number that the order of the days is drawn from."""
MAX_BLOCKS = 30
"""Most blocks (ours): two months for two things, three for three."""
DEFAULT_BLOCKS = 10
"""Suggested blocks (ours): three weeks for two things; a 2-point difference is found in most comparisons."""


class Outcome(StrEnum):
    """Which number of each session is compared."""

    CHANGE = "change"
    """The rating after minus the one before."""
    AFTER = "after"
    """The rating after on its own."""

    def value_of(self, before: int | None, after: int | None) -> int | None:
        """Return the outcome of a session with these ratings: the rating after it, or after minus before.

        None if a rating that this outcome needs is missing.
        """
        if after is None:
            return None
        if self is Outcome.AFTER:
            return after
        return None if before is None else after - before


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a person. Only its end may be changed; what was done follows from the sessions."""

    id: str
    """A UUID."""
    series: Series
    """Where it hurts: the place and side of its sessions."""
    area: str
    """Id of the area that is worked on, for routines that leave it open and for only rest."""
    things: tuple[str, ...]
    """The ids of two or three routines in the order in which they were chosen; one may be `ONLY_REST`."""
    blocks: int
    """How many times each thing is to be done: from `MIN_BLOCKS` to `MAX_BLOCKS`."""
    seed: int
    """What the order of the days is drawn from, 0 to 2**63 - 1."""
    started_on: date
    """The local day on which it starts. Sessions before it don't count."""
    outcome: Outcome = Outcome.CHANGE
    rest_s: float = 0.0
    """Seconds that a day of only rest takes; 0 if only rest isn't compared."""
    ended_on: date | None = None
    """The local day on which the person ended it early; None if that wasn't done."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a comparison that can't be done.

        One that can has two or three different things to compare, a number of blocks and a seed within their
        limits, and a rest length above 0 if and only if a rest is among the things.
        """
        if len(self.things) not in MIN_BLOCKS or len(set(self.things)) < len(self.things):
            raise ValueError("a comparison has two or three different things")
        if not MIN_BLOCKS[len(self.things)] <= self.blocks <= MAX_BLOCKS:
            raise ValueError(
                f"a comparison of {len(self.things)} has {MIN_BLOCKS[len(self.things)]} to {MAX_BLOCKS}"
                f" blocks, not {self.blocks}"
            )
        if not 0 <= self.seed < 2**SEED_BITS:
            raise ValueError("a seed is a whole number of 63 bits")
        if (ONLY_REST in self.things) != (self.rest_s > 0):
            raise ValueError("a rest has a length, and only a rest")

    @property
    def days(self) -> int:
        """The number of days that the comparison takes: one for each of its things in each block."""
        return self.blocks * len(self.things)
