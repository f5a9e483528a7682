"""What charts are drawn from: points of records, periods, and counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.progress.chart_samples import ANY_POINTS, TODAY, a_point
from tests.store.sample_records import a_record
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import RecordKind
from tpsession.core.progress.chart_points import (
    ChartPeriod,
    DayRange,
    RatedPoint,
    count_changes,
    count_sessions,
    describe_period,
    period_range,
    points_in,
    rated_points,
    strongest_by_day,
)

DAYS = st.integers(1, 400)


def test_points_are_in_the_order_of_the_clocks_that_people_saw() -> None:
    east, west = timezone(timedelta(hours=9)), timezone(timedelta(hours=-8))
    first = a_record(started_at=datetime(2026, 1, 5, 8, tzinfo=west))
    second = a_record(started_at=datetime(2026, 1, 5, 20, tzinfo=east))
    assert first.started_at > second.started_at

    points = rated_points([second, first])

    assert [point.id for point in points] == [first.id, second.id]
    assert [point.day for point in points] == [date(2026, 1, 5)] * 2


def test_a_point_knows_the_ratings_and_remarks_of_its_record() -> None:
    record = a_record(before=6)
    later = Rating(RatingKind.LATER, 4, record.started_at + timedelta(hours=3))
    changed = record._replace(after=3, later=(later,), note="Stiff.", flags=(RatingFlag.HEAT,))

    (point,) = rated_points([changed])

    assert (point.before, point.after, point.change, point.later) == (6, 3, -3, (later,))
    assert point.has_note
    assert point.is_marked
    assert not point.is_score
    assert not point.starts_routine


def test_a_painkiller_before_a_later_rating_marks_the_point_too() -> None:
    record = a_record()
    later = Rating(RatingKind.LATER, 4, record.started_at + timedelta(hours=3), (RatingFlag.PAINKILLER,))
    assert [point.is_marked for point in rated_points([record, record._replace(later=(later,))])] == [
        False,
        True,
    ]


def test_a_change_of_routine_is_marked_where_it_happens_and_scores_change_none() -> None:
    score = a_record(2, routine="")._replace(kind=RecordKind.SCORE)
    records = [a_record(0, routine="a"), a_record(1, routine="a"), score, a_record(3, routine="a")]
    records += [a_record(4, routine="b"), a_record(5, routine=""), a_record(6, routine="b")]

    points = rated_points(records)

    assert [point.starts_routine for point in points] == [False, False, False, False, True, False, False]
    assert points[2].is_score


def test_there_is_no_change_without_both_ratings() -> None:
    assert a_point(1, 5).change is None
    assert a_point(1, None, 5).change is None
    assert a_point(1, 5, 7).change == 2


def test_a_period_ends_today_and_has_its_number_of_days() -> None:
    old = (replace(a_point(1), at=datetime(2020, 5, 5, tzinfo=UTC)),)
    assert period_range(ChartPeriod.DAYS_30, TODAY, old) == DayRange(date(2026, 1, 2), TODAY)
    assert period_range(ChartPeriod.DAYS_90, TODAY, old).days == 90
    assert period_range(ChartPeriod.YEAR, TODAY, old).days == 365


@pytest.mark.parametrize("period", [ChartPeriod.DAYS_90, ChartPeriod.YEAR, ChartPeriod.ALL])
def test_nothing_before_the_first_point_is_shown_but_four_weeks_are(period: ChartPeriod) -> None:
    began = replace(a_point(1), at=datetime(2025, 12, 24, tzinfo=UTC))
    assert period_range(period, TODAY, (began, a_point(30))) == DayRange(date(2025, 12, 24), TODAY)
    for points in ((a_point(30),), ()):
        assert period_range(period, TODAY, points).days == 28


def test_all_begins_with_the_first_point() -> None:
    old = replace(a_point(1), at=datetime(2020, 5, 5, tzinfo=UTC))
    assert period_range(ChartPeriod.ALL, TODAY, (old, a_point(30))).first == date(2020, 5, 5)


def test_a_period_reaches_to_points_that_a_wrong_clock_dated_in_the_future() -> None:
    assert period_range(ChartPeriod.DAYS_30, TODAY, (a_point(40),)).last == date(2026, 2, 9)


def test_a_period_begins_with_the_first_of_all_dates_at_the_earliest() -> None:
    assert period_range(ChartPeriod.YEAR, date(1, 1, 5), ()) == DayRange(date.min, date(1, 1, 5))


@given(ANY_POINTS, st.dates(date(2023, 1, 1), date(2026, 3, 1)), DAYS)
def test_the_points_of_some_days_are_those_that_lie_in_them(
    points: tuple[RatedPoint, ...], first: date, days: int
) -> None:
    shown = DayRange(first, first + timedelta(days=days - 1))
    assert list(points_in(points, shown)) == [
        point for point in points if shown.first <= point.day <= shown.last
    ]


@given(ANY_POINTS, st.sampled_from(ChartPeriod))
def test_all_shows_every_point_and_every_period_shows_the_newest(
    points: tuple[RatedPoint, ...], period: ChartPeriod
) -> None:
    days = period_range(period, TODAY, points)
    shown = points_in(points, days)
    assert period is not ChartPeriod.ALL or tuple(shown) == points
    assert not points or points[-1].day < days.first or shown[-1] == points[-1]


@given(ANY_POINTS, DAYS)
def test_each_session_is_counted_once_and_no_score(points: tuple[RatedPoint, ...], days_each: int) -> None:
    days = period_range(ChartPeriod.ALL, TODAY, points)
    counts = count_sessions(points, days, days_each)

    assert sum(count.sessions for count in counts) == sum(not point.is_score for point in points)
    assert sum(count.days.days for count in counts) == days.days
    assert counts[-1].days.last == days.last
    assert all(count.days.days == days_each for count in counts[1:])


def test_the_strongest_rating_of_a_day_is_taken_from_sessions_and_scores() -> None:
    points = (
        a_point(3, 4, 9, hour=8),
        a_point(3, 6, is_score=True, hour=20),
        a_point(3, 5, hour=22),
        a_point(4, None, 2),
    )
    assert strongest_by_day(points) == {date(2026, 1, 3): 6}


def test_changes_are_counted_from_the_largest_fall_to_the_largest_rise() -> None:
    points = (a_point(1, 3, 5), a_point(2, 6, 3), a_point(3, 7, 4), a_point(4, 2, None), a_point(5, 2, 2))
    assert list(count_changes(points).items()) == [(-3, 2), (0, 1), (2, 1)]


def test_a_period_that_has_not_passed_yet_is_said_to_be_at_most_that_long() -> None:
    week = DayRange(TODAY - timedelta(days=6), TODAY)
    assert describe_period(ChartPeriod.DAYS_90, week) == f"up to {ChartPeriod.DAYS_90}"
    assert describe_period(ChartPeriod.DAYS_90, DayRange(TODAY - timedelta(days=89), TODAY)) == "90 days"
    assert describe_period(ChartPeriod.ALL, week) == ChartPeriod.ALL.value
