"""Places: where it hurts, which is rated and what the history is reviewed by.

An area is what a session works on. Usually the place is the area itself, but pain at the head may be worked
on at the neck. So every area is a place, and there are places that no routine works on.
"""

from __future__ import annotations

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.no_area import NO_AREA

OVERALL = "overall"
"""The id of the place of sessions without a place: breathing and relaxation alone."""

CHEST = "chest"
"""The id of the place at which pain may be an emergency."""

PLACES: dict[str, str] = {
    **{area.id: area.name for area in AREAS.values()},
    "head": "Head",
    "elbow": "Elbow",
    "wrist": "Wrist",
    CHEST: "Chest",
    "groin": "Groin",
    "knee": "Knee",
    "ankle": "Ankle",
    OVERALL: "Overall",
}
"""The name of every place, by its id."""

FELT_PLACES: tuple[str, ...] = tuple(place for place in PLACES if place != OVERALL)
"""The ids of the places at which pain is felt: all but `OVERALL`."""


def place_of_area(area: Area) -> str:
    """Return the id of the place that is rated in a session on an area; without an area it is `OVERALL`."""
    return OVERALL if area is NO_AREA else area.id


def place_name(place: str) -> str:
    """Return the name of the place with this id; one that this version doesn't know is named by its id."""
    return PLACES.get(place, place)
