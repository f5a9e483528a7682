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
    """Return the area with this id, or None if there is none. The id of `NO_AREA` counts too."""
    return NO_AREA if identifier == NO_AREA.id else AREAS.get(identifier)


def has_area(areas: Iterable[Area]) -> bool:
    """Return whether any of the areas is a part of the body, that is not `NO_AREA`; False without areas."""
    return any(area is not NO_AREA for area in areas)


def massaged_area(area: Area) -> str:
    """Return the area's id as a session's record holds it: empty for `NO_AREA`."""
    return "" if area is NO_AREA else area.id
