"""Which spots may be behind pain at a place: the table holds what each spot's words name, and no more."""

from __future__ import annotations

import re

import pytest

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import CHEST, FELT_PLACES, OVERALL, PLACES
from tpsession.core.catalog.referral import find_own_spots, find_referring_spots

WORDS = {
    "head": "temple|eye|brow|ear",
    "jaw": "teeth",
    "neck": "neck",
    "shoulder": "shoulder",
    "low-back": "base of the spine|low back",
    "hip": "hip|buttock",
    "groin": "groin",
    "elbow": "elbow",
    "wrist": "wrist",
    "hand": "back of the hand|thumb",
    "thigh": r"thigh|back of the leg",
    "knee": "knee",
    "calf": "back of the leg",
    "ankle": "ankle",
    "foot": "heel|sole|instep",
}
"""What in a spot's words means each place."""


@pytest.mark.parametrize("place", FELT_PLACES)
def test_a_spot_is_found_for_exactly_the_places_that_its_words_name(place: str) -> None:
    named = {
        (area.id, spot)
        for area in AREAS.values()
        for spot in area.spots
        if place in WORDS and re.search(WORDS[place], spot.refers_to)
    }
    assert {(found.area.id, spot) for found in find_referring_spots(place) for spot in found.spots} == named


def test_every_place_that_a_spot_names_is_one_of_the_closed_set() -> None:
    felt = {place for area in AREAS.values() for spot in area.spots for place in spot.felt_in}
    assert felt == WORDS.keys()
    assert {*FELT_PLACES, OVERALL} == PLACES.keys()
    assert all(spot.felt_in for area in AREAS.values() for spot in area.spots)


def test_where_it_hurts_comes_before_what_refers_there() -> None:
    assert [found.area.id for found in find_referring_spots("foot")] == ["foot", "calf"]
    assert [found.area.id for found in find_referring_spots("knee")] == ["thigh", "calf"]


@pytest.mark.parametrize("place", FELT_PLACES)
def test_every_place_but_the_chest_has_something_to_massage(place: str) -> None:
    own = find_own_spots(place)
    assert bool(find_referring_spots(place) or own) is (place != CHEST)
    if own is not None:
        assert own.area is AREAS[place]
        assert own.area not in [found.area for found in find_referring_spots(place)]
