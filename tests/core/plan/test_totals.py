"""How long a routine takes, and what of that is more than we advise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import routines
from tpsession.core.catalog.area import CALF, LOW_BACK
from tpsession.core.catalog.routine import Rounds, Routine, Sides, Step
from tpsession.core.catalog.technique import OIL, PRESSURE, REST, STRETCH, STROKES, WIPE, StepKey
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.totals import describe_too_long, list_time_warnings, played_s

STROKES_3_MIN = Step(STROKES, duration_s=180.0, sided=True)


@given(routines(area=st.just(LOW_BACK)))
def test_a_routine_takes_as_long_as_its_plan(routine: Routine) -> None:
    plan = build_plan(routine, PlanOptions())
    assert played_s(routine.steps, routine.sides, routine.get_ready_s, routine.switch) == pytest.approx(
        plan.planned_s
    )


def test_a_routine_without_good_steps_takes_no_time() -> None:
    assert played_s((None,), Sides.NONE, 5.0) == 0.0


def test_only_more_than_three_hours_is_too_long() -> None:
    assert describe_too_long(3 * 3600.0) == ""
    assert describe_too_long(3 * 3600.0 + 1) == "the whole routine takes 3 h 1 s; at most 3 h are allowed"


def test_a_hold_over_a_minute_gets_a_warning_and_so_does_a_duration_that_is_one_hold() -> None:
    steps = (
        None,
        Step(PRESSURE, hold_s=60.0),
        Step(PRESSURE, hold_s=65.0),
        Step(STRETCH, duration_s=75.0),
        Step(REST, duration_s=600.0),
        Step(WIPE),
    )
    found = list_time_warnings(steps, Sides.LEFT)
    assert [(each.step, each.key) for each in found] == [(2, StepKey.HOLD), (3, StepKey.DURATION)]
    assert found[0].message == "this hold takes 1 min 5 s; we advise 1 min at most"


def test_massage_counts_in_each_round() -> None:
    in_rounds = tuple(STROKES_3_MIN._replace(duration_s=60.0, rounds=Rounds(1, 3)) for _ in range(2))
    (warning,) = list_time_warnings(in_rounds, Sides.LEFT)
    assert (warning.step, warning.key) == (1, None)
    assert "one spot is massaged for 6 min" in warning.message


def test_much_massage_of_a_spot_and_of_a_session_gets_one_warning_each() -> None:
    steps = (STROKES_3_MIN, STROKES_3_MIN, Step(OIL, duration_s=60.0), STROKES_3_MIN, STROKES_3_MIN)
    assert [(each.step, each.key) for each in list_time_warnings(steps, Sides.LEFT)] == [(1, None)]
    both = list_time_warnings(steps, Sides.EACH)
    assert [each.step for each in both] == [1, 4]
    assert "one spot is massaged for 6 min" in both[0].message
    assert "both sides takes 25 min" in both[1].message
    # Without sides, all steps work on the same spot.
    unsided = (Step(OIL, duration_s=150.0), Step(STROKES, duration_s=200.0, sided=True))
    assert [each.step for each in list_time_warnings(unsided, Sides.NONE)] == [1]


def test_five_minutes_on_a_spot_count_for_each_area() -> None:
    steps = [STROKES_3_MIN._replace(area=area) for area in (None, CALF, None, CALF)]
    assert [each.step for each in list_time_warnings(steps, Sides.LEFT)] == [2, 3]
