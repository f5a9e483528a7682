"""What a person can point at on the picture of the body: the areas to massage, or the places that hurt.

A place is drawn where pain is felt, which may be wider than where the area of the same name is massaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import CHEST, FELT_PLACES, place_name
from tpsession.tui.drawing.body.body_map import MAPS, Point, View, parse_points

Regions = Mapping[View, tuple[tuple[Point, ...], ...]]
"""Closed lines around a target in one half of the body, by view; the view that shows it best comes first."""


def _both(*shapes: str) -> dict[View, tuple[tuple[Point, ...], ...]]:
    """Return regions that are the same from the front and from the back.

    shapes: the points of each closed line, written as `parse_points` reads them.
    """
    points = tuple(map(parse_points, shapes))
    return {View.FRONT: points, View.BACK: points}


def _front(*shapes: str) -> dict[View, tuple[tuple[Point, ...], ...]]:
    return {View.FRONT: tuple(map(parse_points, shapes))}


def _back(*shapes: str) -> dict[View, tuple[tuple[Point, ...], ...]]:
    return {View.BACK: tuple(map(parse_points, shapes))}


_FOOT = "2,93.6 5.4,93.6 7.4,96.6 7.6,99.4 2.4,99.4"
_PLACE_REGIONS: dict[str, Regions] = {
    "head": _front("0,0.2 2.6,0.8 4.2,2.6 4.7,5.4 4.4,7.2 0,7.4")
    | _back("0,0.2 2.6,0.8 4.2,2.6 4.8,6 4.2,9 0,9"),
    "jaw": _front("0.8,8.6 4.4,7.9 4.1,9.8 3.2,11.3 1.6,12 0.8,12"),
    "neck": _both("0,13 2.6,13 2.8,15 4.6,16.6 4.4,17.6 0,17.4"),
    "shoulder": _front("6.4,18 9.6,18.2 11.6,20 12,23 9.6,22.6 7.4,20")
    | _back("7,18.6 9.8,18.6 11.6,20.2 11.6,23 9.8,25 8,27.9 6.6,28.9 6,22"),
    CHEST: _front("0,19.6 6,19.8 8.8,23 8.4,28.6 5.4,30.4 0,30.4"),
    "elbow": _both("11.8,34.8 15.4,34.2 16.6,37.4 16.4,39 13.6,39.6 12.4,37.6"),
    "wrist": _both("16.4,50.2 19.4,49.8 20,52 16.8,52.6"),
    "hip": _back("1.6,47 4.4,44 7.6,43.2 9.2,44.6 10.2,48.5 10.4,52 7.6,53.2 3.8,53.2 1.2,51.4")
    | _front("7.6,43 9.2,44.6 10.4,48.5 10.6,52 8.6,51.6 7.4,47"),
    "groin": _front("0.6,50 5,47.6 6.4,49 3.6,53.4 1.4,54.2 0.6,53"),
    "knee": _both("3.2,69.8 8.4,69.6 8.2,72.6 7.8,75.8 2.8,75.8 2.8,72"),
    "calf": _back("2.6,76.2 7.9,76.2 8.3,79.5 7.6,84.5 6.4,89.4 3.2,89.4 2.4,84.5 2,79.5")
    | _front("2.6,77 7.6,77 7.8,80 7,85 6,89.4 3.4,89.4 2.6,84"),
    "ankle": _both("2.6,90 6,90 6.2,93 5.8,94 2.8,94"),
    "foot": {**MAPS["foot"].regions, View.FRONT: (parse_points(_FOOT),)},
}  # fmt: skip
"""Where pain at a place is felt, for places that are no area or wider than where the area is massaged."""


@dataclass(frozen=True, slots=True, eq=False)
class BodyTargets:
    """A set of targets on the body."""

    names: Mapping[str, str]
    """What each target is called, by its id, in the order of the catalog: head, trunk, arm, leg."""
    regions: Mapping[str, Regions]
    """Where each is, by its id."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all targets, in the order of `names`."""
        return tuple(self.names)


AREA_TARGETS = BodyTargets(
    {area.id: area.name for area in AREAS.values()}, {area: MAPS[area].regions for area in AREAS}
)
"""Every area to massage."""
PLACE_TARGETS = BodyTargets(
    {place: place_name(place) for place in FELT_PLACES},
    {place: _PLACE_REGIONS.get(place) or MAPS[place].regions for place in FELT_PLACES},
)
"""Every place at which pain is felt."""
