"""Where dates and ratings lie in a chart, and which dates are named."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.progress.chart_points import DayRange
from tpsession.tui.drawing.charts.scales import date_ticks, make_date_axis, rating_row

DAYS = st.builds(
    lambda first, days: DayRange(
        first, date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    ),
    st.dates(),
    st.integers(0, 20_000) | st.integers(0, 4_000_000),
)
COLUMNS = st.integers(1, 220)


def labels(first: date, days: int, columns: int) -> list[str]:
    axis = make_date_axis(DayRange(first, first + timedelta(days=days - 1)), columns)
    return [label for _, label in sorted(date_ticks(axis).items())]


def test_a_month_names_its_mondays_and_a_wide_one_every_other_day() -> None:
    assert labels(date(2025, 10, 6), 30, 70) == ["6 Oct", "13 Oct", "20 Oct", "27 Oct", "3 Nov"]
    assert labels(date(2025, 10, 6), 30, 190)[:3] == ["6 Oct", "8 Oct", "10 Oct"]
    assert labels(date(2025, 10, 6), 14, 190)[:3] == ["6 Oct", "7 Oct", "8 Oct"]


def test_a_year_names_its_months_and_the_new_year() -> None:
    assert labels(date(2024, 11, 5), 365, 66) == ["Jan 2025", "Mar", "May", "Jul", "Sep"]
    assert labels(date(2024, 11, 5), 365, 40) == ["Jan 2025", "Apr", "Jul", "Oct"]
    assert labels(date(2024, 11, 5), 365, 30) == ["Jan 2025", "Jul"]
    assert labels(date(2024, 11, 5), 365, 150)[:4] == ["Dec", "Jan 2025", "Feb", "Mar"]


def test_many_years_are_named_as_far_as_they_fit() -> None:
    assert labels(date(2010, 6, 1), 3650, 40) == ["2012", "2014", "2016", "2018"]
    assert labels(date(1, 1, 1), 3_652_059, 20) == ["5000"]


def test_an_axis_without_room_names_nothing() -> None:
    assert labels(date(2025, 10, 6), 30, 3) == []


@given(DAYS, COLUMNS)
def test_labels_are_apart_and_on_the_axis(days: DayRange, columns: int) -> None:
    free_from = 0
    for column, label in sorted(date_ticks(make_date_axis(days, columns)).items()):
        assert column >= free_from
        free_from = column + len(label) + 1
    assert free_from <= columns + 1


@given(DAYS, COLUMNS, st.floats(0, 1, exclude_max=True))
def test_a_time_lies_in_the_column_in_which_it_is(days: DayRange, columns: int, part: float) -> None:
    axis = make_date_axis(days, columns)
    at = datetime.combine(days.first, datetime.min.time()) + (axis.end - axis.starts[0]) * part
    column = axis.column(at)
    assert axis.starts[column] <= at
    assert column == columns - 1 or at < axis.starts[column + 1]
    assert axis.contains(at)


@pytest.mark.parametrize("days_each", [1, 7, 30])
def test_stretches_that_follow_each_other_share_no_column(days_each: int) -> None:
    first = date(2026, 1, 1)
    axis = make_date_axis(DayRange(first, first + timedelta(days=10 * days_each - 1)), 73)
    ends = -1
    for number in range(10):
        start = first + timedelta(days=days_each * number)
        begins, last = axis.span(DayRange(start, start + timedelta(days=days_each - 1)))
        assert begins == ends + 1
        ends = last
    assert ends == 72


@given(st.integers(0, 10), st.sampled_from([11, 21, 31, 41, 51]))
def test_a_rating_is_a_whole_number_of_rows_from_the_next(value: int, rows: int) -> None:
    assert rating_row(value, rows) == (10 - value) * (rows - 1) // 10


@given(st.floats(0, 10), st.integers(1, 60))
def test_a_rating_is_in_one_of_the_rows(value: float, rows: int) -> None:
    assert 0 <= rating_row(value, rows) < rows
