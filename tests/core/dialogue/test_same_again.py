"""Playing the last session again: for the same area, side, place and spot."""

from __future__ import annotations

import pytest

from tests.plain.fake_services import SHORT
from tests.store.sample_records import a_record
from tpsession.core.catalog.area import CALF
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.same_again import options_again
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.records import StepRecord

EACH = SHORT._replace(sides=Sides.EACH)
KNEE = a_record()._replace(place="knee", side=Side.LEFT, area="calf", spot="below the kneecap")
AT_THE_KNEE = SessionOptions(place="knee", pain_side=Side.LEFT, spot="below the kneecap")


def steps(*sides: Side) -> tuple[StepRecord, ...]:
    return tuple(StepRecord("strokes", side, 30.0, 30.0, skipped=False, eased=False) for side in sides)


@pytest.mark.parametrize(
    ("sides", "massaged"),
    [
        ((Side.NONE, Side.LEFT), Side.LEFT),
        ((Side.LEFT, Side.RIGHT), Side.BOTH),
        ((Side.NONE,), None),
        ((), None),
    ],
)
def test_the_side_that_was_massaged_is_massaged_again(sides: tuple[Side, ...], massaged: Side | None) -> None:
    record = KNEE._replace(steps=steps(*sides))
    assert options_again(record, EACH) == AT_THE_KNEE._replace(side=massaged)


def test_a_routine_that_fixes_its_side_or_area_decides_itself() -> None:
    record = KNEE._replace(steps=steps(Side.LEFT))
    assert options_again(record, SHORT) == AT_THE_KNEE
    assert options_again(record, SHORT._replace(area=None)) == AT_THE_KNEE._replace(area=CALF)


def test_after_breathing_and_relaxation_nothing_is_said_about_a_place() -> None:
    assert options_again(KNEE._replace(place="overall", area="none"), SHORT) == SessionOptions()


def test_a_routine_for_both_sides_at_once_is_played_on_one_side_again_if_it_was() -> None:
    both = SHORT._replace(sides=Sides.BOTH)
    assert options_again(KNEE._replace(steps=steps(Side.LEFT)), both).side is Side.LEFT
    assert options_again(KNEE._replace(steps=steps(Side.BOTH)), both).side is None
