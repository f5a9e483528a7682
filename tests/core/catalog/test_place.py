"""The places where it hurts, and the words by which people name them."""

from __future__ import annotations

import pytest

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import PLACES, find_place, place_name


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("heart", "chest"),
        ("Breast", "chest"),
        ("ribs", "chest"),
        ("tooth", "jaw"),
        ("teeth", "jaw"),
        ("kneecap", "knee"),
        ("Knees", "knee"),
        ("buttocks", "hip"),
        ("heel", "foot"),
        ("toes", "foot"),
        ("thumb", "hand"),
        (" lower  back ", "low-back"),
        ("Low back", "low-back"),
        ("kneee", None),
        ("", None),
        ("s", None),
    ],
)
def test_a_place_is_found_by_an_everyday_word(typed: str, place: str | None) -> None:
    assert find_place(typed) == place


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_found_by_its_id_and_its_name(place: str) -> None:
    assert find_place(place.upper()) == place
    assert find_place(place_name(place)) == place


def test_areas_and_places_are_listed_in_one_order() -> None:
    assert [place for place in PLACES if place in AREAS] == list(AREAS)
    assert list(PLACES)[:5] == ["head", "jaw", "skull-base", "neck", "chest"]
