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
    """Return the sides that a side stands for: left or right stands for itself, anything else for both.

    Also `Side.NONE` stands for both.
    """
    return (side,) if side in LEFT_AND_RIGHT else LEFT_AND_RIGHT


def gather_spots(worked_on: Iterable[tuple[str, Side]]) -> frozenset[Spot]:
    """Return every area that is worked on, with each side on which it is: pairs of an area's id and a side.

    An area counts as on both sides if all its steps have `Side.NONE`.

    worked_on: for each step, the id of its area and its side. A step whose id is empty is ignored.
    """
    sides: dict[str, set[Side]] = {}
    for area, side in worked_on:
        if area:
            named = sides.setdefault(area, set())
            if side is not Side.NONE:
                named.update(sides_of(side))
    return frozenset((area, side) for area, named in sides.items() for side in named or LEFT_AND_RIGHT)


def join_sides(spots: Collection[Spot], area: str) -> Side:
    """Return the side on which an area is among these spots: left, right, both, or `Side.NONE` if on neither.

    area: its id.
    """
    found = [side for side in LEFT_AND_RIGHT if (area, side) in spots]
    return Side.BOTH if len(found) > 1 else found[0] if found else Side.NONE
