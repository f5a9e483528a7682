"""What can be chosen for a comparison, what is proposed, and that the choices always go together."""

from __future__ import annotations

import pytest

from tests.core.comparison.samples import FIRST_DAY
from tests.fakes.ports import FakeLibrary
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.area import AREAS, FOOT, HAND, Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.place import OVERALL, place_name
from tpsession.core.catalog.routine import Routine, RoutineEntry, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import BREATHE
from tpsession.core.comparison.setup import (
    NO_THIRD,
    ComparisonSetup,
    SetupField,
    make_setup,
)
from tpsession.core.history.comparison import MAX_BLOCKS, Outcome
from tpsession.core.history.records import ONLY_REST
from tpsession.core.history.series import Series


def routine(name: str, area: Area | None, sides: Sides = Sides.EACH) -> Routine:
    return SHORT._replace(id=name, name=name.capitalize(), area=area, sides=sides)


BALL = routine("ball", FOOT)
CLASSIC = routine("classic", None)
THUMB = routine("thumb", HAND, Sides.NONE)
LIBRARY = FakeLibrary(CLASSIC, BALL, THUMB, RoutineEntry("broken", "yours", "broken.toml", None, ()))
LEFT_FOOT = Series("foot", Side.LEFT)


def proposed(
    *series: Series, preferred: str | None = None, library: FakeLibrary = LIBRARY
) -> ComparisonSetup:
    setup = make_setup(library.list_entries(), series, preferred, FIRST_DAY)
    assert setup is not None
    return setup


def options(setup: ComparisonSetup, field: SetupField) -> list[str]:
    """The texts that are offered; empty if the field isn't shown."""
    return [text for each in setup.choices if each.field is field for text in each.options.values()]


def help_of(setup: ComparisonSetup, field: SetupField) -> str:
    return next(each.help for each in setup.choices if each.field is field)


def test_a_routine_for_the_place_that_hurts_against_only_rest_is_proposed() -> None:
    setup = proposed(Series("knee", Side.LEFT), LEFT_FOOT)
    assert (setup.series, setup.things, setup.blocks) == (LEFT_FOOT, ("ball", ONLY_REST), 10)
    assert setup.outcome is Outcome.CHANGE
    assert setup.consequence == "20 days with a session, one a day: until 2026-03-21 at the earliest."
    assert help_of(setup, SetupField.BLOCKS).startswith(
        "You do each thing 10 times. If one really is 2 points better"
    )
    assert help_of(setup, SetupField.OUTCOME) == "How much your pain changes from before to after."
    # As long as the longest of the routines.
    assert help_of(setup, SetupField.SECOND) == (
        "A timed rest of 1 minute 10 seconds, rated before and after."
    )


@pytest.mark.parametrize(
    ("preferred", "series", "things"),
    [
        ("classic", LEFT_FOOT, ("classic", ONLY_REST)),
        ("thumb", Series("hand", Side.NONE), ("thumb", ONLY_REST)),
        ("broken", LEFT_FOOT, ("ball", ONLY_REST)),
    ],
)
def test_the_highlighted_routine_comes_first_at_the_newest_place_that_it_fits(
    preferred: str, series: Series, things: tuple[str, ...]
) -> None:
    setup = proposed(LEFT_FOOT, preferred=preferred)
    assert (setup.series, setup.things) == (series, things)


def test_without_a_history_the_first_place_that_has_a_routine_is_proposed() -> None:
    assert proposed(library=FakeLibrary(THUMB)).series == Series("hand", Side.NONE)
    assert proposed().series == Series(next(iter(AREAS)), Side.BOTH)
    assert make_setup([], (), None, FIRST_DAY) is None


def test_only_what_fits_is_offered_and_nothing_twice() -> None:
    setup = proposed(LEFT_FOOT)
    assert options(setup, SetupField.PLACE) == [area.name for area in AREAS.values()]
    assert options(setup, SetupField.SIDE) == ["both", "left", "right"]
    assert options(setup, SetupField.FIRST) == ["Ball", "Classic"]
    assert options(setup, SetupField.SECOND) == ["Classic", "Only rest"]
    assert options(setup, SetupField.THIRD) == ["nothing else", "Classic"]
    assert options(setup, SetupField.BLOCKS) == [str(number) for number in range(6, MAX_BLOCKS + 1)]
    alone = proposed(library=FakeLibrary(THUMB))
    shown = [choice.field for choice in alone.choices]
    # What has only one answer isn't asked, but what is compared is said.
    assert SetupField.SIDE not in shown
    assert SetupField.THIRD not in shown
    assert options(alone, SetupField.FIRST) == ["Thumb"]


def test_a_third_thing_needs_a_block_more_and_a_longer_time() -> None:
    setup = proposed(LEFT_FOOT).choose(SetupField.BLOCKS, "6").choose(SetupField.THIRD, "classic")
    assert (setup.things, setup.blocks) == (("ball", ONLY_REST, "classic"), 7)
    assert options(setup, SetupField.BLOCKS)[0] == "7"
    assert setup.consequence.startswith("21 days")
    assert setup.choose(SetupField.THIRD, NO_THIRD).things == ("ball", ONLY_REST)
    assert setup.choose(SetupField.SECOND, ONLY_REST) == setup


def test_another_place_or_side_keeps_what_can_be_kept() -> None:
    both = proposed(LEFT_FOOT).choose(SetupField.SECOND, "classic").choose(SetupField.OUTCOME, "after")
    right = both.choose(SetupField.SIDE, "right")
    assert (right.series.side, right.things) == (Side.RIGHT, ("ball", "classic"))
    calf = right.choose(SetupField.PLACE, "calf")
    assert (calf.series, calf.things) == (Series("calf", Side.RIGHT), ("classic", ONLY_REST))
    hand = proposed(library=FakeLibrary(BALL, THUMB)).choose(SetupField.PLACE, "hand")
    assert (hand.series, hand.things) == (Series("hand", Side.NONE), ("thumb", ONLY_REST))
    assert calf.outcome is Outcome.AFTER


def test_what_was_chosen_is_what_starts() -> None:
    setup = proposed(LEFT_FOOT).choose(SetupField.THIRD, "classic").choose(SetupField.OUTCOME, "after")
    comparison = setup.make("id", 3, LIBRARY)
    assert (comparison.series, comparison.things, comparison.blocks) == (LEFT_FOOT, setup.things, 10)
    assert (comparison.seed, comparison.started_on, comparison.outcome) == (3, FIRST_DAY, Outcome.AFTER)
    assert comparison.rest_s == 70.0


def test_a_routine_without_an_area_is_compared_for_the_pain_overall() -> None:
    calm = SHORT._replace(
        id="calm", name="Calm", area=NO_AREA, sides=Sides.NONE, steps=(Step(BREATHE, duration_s=60.0),)
    )
    library = FakeLibrary(BALL, calm)
    setup = proposed(Series(OVERALL, Side.NONE), library=library)
    (place,) = (choice for choice in setup.choices if choice.field is SetupField.PLACE)
    assert place.options == {"foot": "Foot", OVERALL: place_name(OVERALL)}
    assert setup.things == ("calm", ONLY_REST)
    assert setup.make("one", 1, library).series == Series(OVERALL, Side.NONE)
