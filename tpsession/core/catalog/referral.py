"""Which spots may be behind pain at a place: the areas' spots, looked up by where their pain may be felt.

The maps behind it are Travell's, which are old and weakly proven: `core.safety.screening.EVIDENCE` says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.area_rules import TenderSpot


@dataclass(frozen=True, slots=True)
class AreaSpots:
    """An area that may be massaged for pain at a place, and which of its spots are meant."""

    area: Area
    spots: tuple[TenderSpot, ...]
    """One or more."""


def find_referring_spots(place: str) -> tuple[AreaSpots, ...]:
    """Return the spots from which pain may be felt at a place, grouped by the area they are in.

    The place's own area comes first, if it has such a spot. The others are sorted by the number of such
    spots, the most first. Empty if there are none.

    place: its id.
    """
    found = [
        AreaSpots(area, spots)
        for area in AREAS.values()
        if (spots := tuple(spot for spot in area.spots if place in spot.felt_in))
    ]
    return tuple(sorted(found, key=lambda each: (each.area.id != place, -len(each.spots))))


def find_own_spots(place: str) -> AreaSpots | None:
    """Return all tender spots of the area in which it hurts, unless one of them is known to be felt there.

    None in that case, because `find_referring_spots` returns that spot. None also if the place is no area.

    place: its id.
    """
    area = AREAS.get(place)
    if area is None or any(place in spot.felt_in for spot in area.spots):
        return None
    return AreaSpots(area, area.spots)
