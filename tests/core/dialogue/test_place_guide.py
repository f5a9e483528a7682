"""From where it hurts to a routine: what is offered, which side is massaged, and what is remembered."""

from __future__ import annotations

from itertools import product

import pytest

from tests.plain.fake_services import SHORT, with_sides
from tests.store.sample_records import a_record
from tpsession.core.catalog.area import CALF, NECK, THIGH, UPPER_BACK
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import BUILT_IN, Routine, RoutineEntry, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import (
    NO_ROUTINE,
    NO_SPOT,
    OWN_SPOTS,
    START_WITH_FIRST,
    check_place,
    choose_rated,
    choose_side,
    describe_exact_spot,
    describe_guide,
    describe_reason,
    describe_start,
    describe_where_to_massage,
    find_last_place,
    find_last_spots,
    flags_to_read,
    list_massage_sides,
    list_recent_places,
    list_suggested_routines,
    make_guide,
    plan_each_side,
    remember_place,
    spot_query,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import UsageError
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.safety.screening import EVIDENCE

THIGH_ROUTINE = SHORT._replace(id="thigh", area=THIGH)
ANYWHERE = SHORT._replace(id="anywhere", area=None)
EACH, FIXED_LEFT = with_sides(SHORT, Sides.EACH), with_sides(SHORT, Sides.LEFT)


def entries(*routines: Routine) -> list[RoutineEntry]:
    return [RoutineEntry(each.id, BUILT_IN, f"{each.id}.toml", each, ()) for each in routines]


def test_each_spot_stands_with_its_routines_after_the_signs_and_before_them_how_sure_it_is() -> None:
    lines = describe_guide(make_guide("knee", entries(ANYWHERE, THIGH_ROUTINE)), "112")
    assert lines[0] == "Knee"
    assert lines[1].startswith("Get medical advice first if")
    assert lines.index(EVIDENCE) < lines.index("Thigh") < lines.index("Calf")
    assert [line.strip() for line in lines if "tpsession play" in line] == [
        "tpsession play thigh --place knee",
        "tpsession play anywhere --area thigh --place knee",
        "tpsession play anywhere --area calf --place knee",
    ]


def test_a_place_without_a_spot_says_so_and_offers_to_massage_where_it_hurts() -> None:
    guide = make_guide("upper-back", entries(SHORT))
    assert guide.intro == (NO_SPOT, OWN_SPOTS, EVIDENCE)
    assert [each.area for each in guide.suggestions] == [UPPER_BACK]
    assert f"  {NO_ROUTINE}" in describe_guide(guide, "")


def test_the_areas_of_a_place_are_named_in_a_sentence() -> None:
    assert describe_where_to_massage("knee") == "Pain here may come from tender spots in: thigh, calf."
    assert describe_where_to_massage("upper-back") == f"{NO_SPOT} {OWN_SPOTS}"
    assert "emergency" in describe_where_to_massage("chest")


def test_only_routines_that_can_be_played_for_the_side_are_offered() -> None:
    guide = make_guide("neck", entries(SHORT, FIXED_LEFT._replace(id="left")))
    assert {each.routine.id for each in list_suggested_routines(guide, Side.RIGHT)} == {"short"}
    minutes = list_suggested_routines(guide, Side.LEFT)[0].length_s / 60
    assert [each.text for each in list_suggested_routines(guide, Side.LEFT)] == [
        f"Neck: Short, {minutes:.0f} min"
    ] * 2


def test_no_name_is_said_twice_and_an_own_routine_is_a_good_start() -> None:
    own = [THIGH_ROUTINE._replace(id=name, name=name) for name in ("Thigh", "Thigh with a ball", "Evening")]
    for routines in ([*own, ANYWHERE], [ANYWHERE]):
        choices = list_suggested_routines(make_guide("knee", entries(*routines)), Side.LEFT)
        assert describe_start(choices) == (START_WITH_FIRST if choices[0].routine.area else "")
    every = list_suggested_routines(make_guide("knee", entries(*own, ANYWHERE)), Side.LEFT)
    assert [each.text.rpartition(",")[0] for each in every] == [
        "Thigh: the routine for it",
        "Thigh with a ball",
        "Thigh: Evening",
        "Short: thigh",
        "Short: calf",
    ]


def test_places_that_were_used_last_are_offered_first_but_never_the_chest() -> None:
    used = [Series(place, Side.LEFT) for place in ("chest", "overall", "knee", "foot", "head", "hip")]
    assert [each.place for each in list_recent_places(used)] == ["knee", "foot", "head"]


def test_the_chest_has_the_emergency_text_and_no_routine() -> None:
    guide = make_guide("chest", entries(ANYWHERE))
    assert guide.suggestions == ()
    assert describe_guide(guide, "112") == [
        "Chest",
        "This may be an emergency. Call 112 now. No session today.",
    ]
    with pytest.raises(UsageError, match="Call 112 now"):
        check_place("chest", "112")
    with pytest.raises(UsageError, match="overall"):
        check_place("overall", "112")
    check_place("knee", "112")
    check_place(None, "112")


@pytest.mark.parametrize(("sides", "pain_side"), list(product(Sides, [*Side, None])))
def test_what_is_massaged_is_the_side_that_hurts_or_both(sides: Sides, pain_side: Side | None) -> None:
    routine = with_sides(SHORT, sides)
    opposite = {Sides.LEFT: Side.RIGHT, Sides.RIGHT: Side.LEFT}.get(sides)
    if pain_side is not None and pain_side is opposite:
        with pytest.raises(UsageError, match="side"):
            list_massage_sides(routine, pain_side)
        return
    massaged = list_massage_sides(routine, pain_side)
    if pain_side in {Side.LEFT, Side.RIGHT}:
        assert set(massaged) <= {pain_side, Side.BOTH, Side.NONE}
    if sides is Sides.EACH and pain_side in {Side.LEFT, Side.RIGHT}:
        assert massaged == (pain_side, Side.BOTH)


def test_the_side_is_left_open_only_where_there_is_a_choice() -> None:
    assert choose_side(EACH, SessionOptions(side=Side.LEFT)) is Side.LEFT
    assert choose_side(EACH, SessionOptions(place="knee", pain_side=Side.LEFT)) is None
    assert choose_side(EACH, SessionOptions(place="knee", pain_side=Side.BOTH)) is Side.BOTH
    assert choose_side(EACH, SessionOptions(place="foot", side=Side.LEFT)) is Side.LEFT
    assert choose_side(FIXED_LEFT, SessionOptions(place="knee")) is Side.LEFT


def test_each_side_that_can_still_be_chosen_has_a_plan_of_its_own() -> None:
    plans = plan_each_side(EACH, PlanOptions(), None)
    assert [plan.side for plan in plans] == [Side.BOTH, Side.LEFT, Side.RIGHT]
    assert plans[0].spots == plans[1].spots | plans[2].spots
    assert plans[1].spots == {(plans[1].area.id, Side.LEFT)}
    assert [plan.side for plan in plan_each_side(EACH, PlanOptions(side=Side.RIGHT), None)] == [Side.RIGHT]


def test_the_place_of_the_last_session_on_an_area_is_remembered_only_if_it_is_another() -> None:
    knee = a_record(area="thigh")._replace(place="knee")
    elsewhere = a_record(area="calf")
    assert find_last_place([elsewhere, knee], EACH, THIGH) == Series("knee", Side.LEFT)
    assert find_last_place([knee._replace(place="thigh"), knee], EACH, THIGH) is None
    assert find_last_place([knee._replace(place="chest")], EACH, THIGH) is None
    assert find_last_place([knee], EACH, CALF) is None
    assert find_last_place([a_record(area="")._replace(place="overall")], EACH, NO_AREA) is None
    assert find_last_place([], EACH, NECK) is None
    assert find_last_place([knee._replace(side=Side.RIGHT)], FIXED_LEFT, THIGH) is None


def test_the_remembered_place_is_taken_unless_another_is_named_or_nothing_is_saved() -> None:
    knee = a_record(area="thigh")._replace(place="knee")
    remembered = remember_place(SessionOptions(), [knee], EACH, THIGH)
    assert (remembered.place, remembered.pain_side) == ("knee", Side.LEFT)
    for options in (SessionOptions(place="groin"), SessionOptions(speed=10.0)):
        assert remember_place(options, [knee], EACH, THIGH) is options
    assert remember_place(SessionOptions(), [], EACH, THIGH) == SessionOptions()


def test_the_spot_that_was_noted_last_is_found() -> None:
    rated = Series("knee", Side.LEFT)
    knee = a_record(area="knee")
    records = [knee, knee._replace(spot="inner corner"), knee._replace(spot="outer"), a_record()]
    assert find_last_spots(records) == {rated: "inner corner"}
    assert spot_query("knee").place == "knee"
    assert describe_exact_spot("inner", "outer") == "Exact spot: inner"
    assert "last time: outer" in describe_exact_spot("", "outer")
    assert describe_exact_spot("") == ""


def test_what_is_rated_is_where_it_hurts() -> None:
    plan = build_plan(EACH, PlanOptions(side=Side.BOTH))
    assert choose_rated(SessionOptions(), plan) == Series("neck", Side.BOTH)
    assert choose_rated(SessionOptions(place="head"), plan) == Series("head", Side.BOTH)
    left = SessionOptions(place="head", pain_side=Side.LEFT)
    assert choose_rated(left, plan) == Series("head", Side.LEFT)
    assert describe_reason(left, plan) == "For pain in: Head, left side"
    assert describe_reason(SessionOptions(place="neck"), plan) == ""


def test_the_signs_of_another_place_are_read_once() -> None:
    head = SessionOptions(place="head")
    assert flags_to_read(head, NECK) == "head"
    assert flags_to_read(head._replace(flags_read=True), NECK) == ""
    assert flags_to_read(SessionOptions(place="neck"), NECK) == ""
    assert flags_to_read(SessionOptions(), NECK) == ""
