"""Every spot and every "never press" of an area has a place on the body, and a plausible one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tpsession.core.catalog.area import AREAS, Area
from tpsession.tui.drawing.body.body_map import MAPS, WHOLE_BODY, MarkedPlaces, Point, View
from tpsession.tui.drawing.body.picture import views_of

NOT_ON_A_MAP = {"any pulse", "veins", "numb skin", "any place deep in the buttock that feels electric"}
"""What people find by feeling and looking, not on a map."""

every_area = pytest.mark.parametrize("area", AREAS.values())


def centre(area_id: str, view: View = View.BACK, shape: int = 0) -> Point:
    outline = MAPS[area_id].regions[view][shape]
    return sum(x for x, _ in outline) / len(outline), sum(y for _, y in outline) / len(outline)


def everywhere(area: Area) -> Iterator[Point]:
    area_map = MAPS[area.id]
    for places in (area_map.spots, area_map.refers, area_map.never):
        for views in places.values():
            for points in views.values():
                yield from points


def heights(places: MarkedPlaces, view: View) -> list[float]:
    return [down for _, down in places[view]]


def test_every_area_is_on_the_map_and_nothing_else() -> None:
    assert MAPS.keys() == AREAS.keys()


@every_area
def test_every_area_has_a_region_in_each_of_its_views(area: Area) -> None:
    assert views_of(area)
    assert all(MAPS[area.id].regions[view] for view in views_of(area))


@every_area
def test_every_tender_spot_has_a_place_in_a_view_that_shows_the_area(area: Area) -> None:
    area_map = MAPS[area.id]
    assert area_map.spots.keys() == {spot.place for spot in area.spots}
    assert all(set(places) & set(views_of(area)) for places in area_map.spots.values())


@every_area
def test_every_place_that_pain_refers_to_is_on_the_map(area: Area) -> None:
    area_map = MAPS[area.id]
    assert area_map.refers.keys() == {spot.refers_to for spot in area.spots}
    assert all(any(points) for places in area_map.refers.values() for points in places.values())
    assert all(area_map.refers.values())


@every_area
def test_every_never_press_is_on_the_map_unless_it_cannot_be_drawn(area: Area) -> None:
    area_map = MAPS[area.id]
    assert area_map.never.keys() == set(area.never_press)
    assert {words for words, places in area_map.never.items() if not places} <= NOT_ON_A_MAP


@every_area
def test_all_places_lie_on_one_half_of_the_body(area: Area) -> None:
    for away, down in everywhere(area):
        assert 0 <= away <= WHOLE_BODY.half_width
        assert 0 <= down <= WHOLE_BODY.bottom


@every_area
def test_the_viewport_of_an_area_holds_all_of_its_marks(area: Area) -> None:
    window = MAPS[area.id].viewport
    for away, down in everywhere(area):
        assert away < window.half_width
        assert window.top < down < window.bottom


def test_the_areas_of_the_back_are_in_the_right_order_downwards() -> None:
    downwards = ["skull-base", "neck", "upper-back", "low-back", "hip", "thigh", "calf"]
    assert sorted(downwards, key=lambda area_id: centre(area_id)[1]) == downwards


def test_the_areas_of_the_arm_are_in_the_right_order_outwards() -> None:
    outwards = [centre("shoulder"), centre("forearm"), centre("hand")]
    assert outwards == sorted(outwards)


def test_the_main_view_is_the_front_for_jaw_forearm_and_hand_and_the_back_for_areas_of_the_back() -> None:
    telling = {area_id: views_of(area)[0] for area_id, area in AREAS.items()}
    assert {area_id for area_id, view in telling.items() if view is View.FRONT} >= {"jaw", "forearm", "hand"}
    for area_id in ("low-back", "upper-back", "neck", "skull-base", "shoulder", "hip", "calf", "foot"):
        assert telling[area_id] is View.BACK


def test_the_spots_of_the_low_back_lie_beside_the_spine_between_the_lowest_ribs_and_the_sacrum() -> None:
    area_map = MAPS["low-back"]
    ribs = max(heights(area_map.never["the lowest ribs"], View.BACK))
    sacrum = min(heights(area_map.refers["flat bone at the base of the spine, hip"], View.BACK))
    for places in area_map.spots.values():
        assert all(ribs < down < sacrum and away > 3 for away, down in places[View.BACK])
    assert all(away == 0 for away, _ in area_map.never["the spine"][View.BACK])


def test_the_sole_is_drawn_beside_the_leg_with_the_heel_up() -> None:
    area_map = MAPS["foot"]
    heel, sole = area_map.refers["heel and sole"][View.BACK]
    (arch,) = area_map.spots["arch of the foot"][View.BACK]
    assert heel[1] < arch[1] < sole[1]
    assert min(away for away, _ in area_map.regions[View.BACK][0]) > 8
