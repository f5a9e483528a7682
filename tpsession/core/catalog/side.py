"""The sides of the body, and what is massaged: areas, on the left or the right."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum


class Side(StrEnum):
    """The side that a step is played on, and that a session is recorded under."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NONE = "none"


Spot = tuple[str, Side]
"""The id of an area, and left or right."""

LEFT_AND_RIGHT = (Side.LEFT, Side.RIGHT)


def sides_of(side: Side) -> tuple[Side, ...]:
    """Return the sides that a side stands for: itself if it is left or right, else left and right.

    What has no side is on both.
    """
    return (side,) if side in LEFT_AND_RIGHT else LEFT_AND_RIGHT


def gather_spots(worked_on: Iterable[tuple[str, Side]]) -> frozenset[Spot]:
    """Return every area on each side on which it is worked on, both sides if none is named for it.

    worked_on: for each step, the id of its area, empty for none, and its side.
    """
    sides: dict[str, set[Side]] = {}
    for area, side in worked_on:
        if area:
            named = sides.setdefault(area, set())
            if side is not Side.NONE:
                named.update(sides_of(side))
    return frozenset((area, side) for area, named in sides.items() for side in named or LEFT_AND_RIGHT)


def join_sides(spots: Collection[Spot], area: str) -> Side:
    """Return on which side an area is among these spots: left, right, both, or `Side.NONE` if it isn't."""
    found = [side for side in LEFT_AND_RIGHT if (area, side) in spots]
    return Side.BOTH if len(found) > 1 else found[0] if found else Side.NONE
