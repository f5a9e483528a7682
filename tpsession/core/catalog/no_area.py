"""What takes the area's place in routines of breathing and relaxation alone, in which nothing is massaged."""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.catalog.area import AREAS, Area

NO_AREA = Area(
    id="none",
    name="Relaxation",
    position="Sit or lie as is comfortable, eyes open or closed.",
    spots=(),
    never_press=(),
    paired=False,
)
"""Has no spots, nothing never to press, and no tools. It isn't in `AREAS`: it is no part of the body."""


def find_area(identifier: str) -> Area | None:
    """Return the area with this id, also `NO_AREA`; None if there is none."""
    return NO_AREA if identifier == NO_AREA.id else AREAS.get(identifier)


def has_area(areas: Iterable[Area]) -> bool:
    """Return whether any area is massaged: `NO_AREA` stands for breathing and relaxation alone."""
    return any(area is not NO_AREA for area in areas)


def massaged_area(area: Area) -> str:
    """Return the id under which a session's record says what was massaged; empty for nothing."""
    return "" if area is NO_AREA else area.id
