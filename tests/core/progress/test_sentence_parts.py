"""The parts of the sentences about progress: how changes, intervals, periods and numbers are written."""

from __future__ import annotations

from datetime import date

import pytest

from tpsession.core.progress.estimates import Interval
from tpsession.core.progress.sentence_parts import (
    describe_fitting,
    describe_needed,
    describe_period,
    format_change,
    format_interval,
    join_fitting,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.5, "1.5 points lower"), (1, "1 point higher"), (-0.04, "0.04 points lower"), (0, "no change")],
)
def test_a_change_has_its_size_unit_and_direction(value: float, text: str) -> None:
    assert format_change(value) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-2, -1, "1 to 2 points lower a week"),
        (1, 2, "1 to 2 points higher a week"),
        (-1, 0.5, "1 point lower to 0.5 points higher a week"),
        (-2, -2, "about 2 points lower a week"),
        (0, 0, "no change"),
    ],
)
def test_an_interval_begins_with_the_smaller_change_or_with_less_pain(
    low: float, high: float, text: str
) -> None:
    assert format_interval(Interval(low, high), " a week") == text


def test_only_an_interval_with_two_ends_says_what_else_fits() -> None:
    fitting = describe_fitting(Interval(-2, -1))
    assert join_fitting("Lower", fitting) == "Lower; your ratings fit anything from 1 to 2 points lower"
    assert join_fitting("Lower", describe_fitting(Interval(-2, -2))) == "Lower"


def test_a_period_counts_both_days_and_is_in_weeks_from_two_on() -> None:
    first = date(2026, 1, 31)
    assert describe_period(first, first) == describe_period(first, None) == "on one day"
    assert describe_period(first, date(2026, 2, 12)) == "in 13 days"
    assert describe_period(first, date(2026, 2, 13)) == "in 2 weeks"


def test_what_is_needed_is_said_with_its_noun() -> None:
    assert describe_needed(1) == "1 more is needed"
    assert describe_needed(3, "rating") == "3 more ratings are needed"
