"""Series: all records of one place and side. Progress is shown for each alone, never for several pooled."""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.catalog.side import Side


@dataclass(frozen=True, slots=True)
class Series:
    """What the records of a series have in common."""

    place: str
    """Id of the place where it hurts."""
    side: Side
    """The side on which it hurts; both sides are a series of their own."""
