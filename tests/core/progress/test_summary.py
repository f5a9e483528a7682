"""The summary of a series: what counts, what is missing, and what is never pooled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.progress.series import NECK, a_session, sessions_of
from tests.store.sample_records import START
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import RecordKind, SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.core.progress.comparison import compare_routines
from tpsession.core.progress.estimates import Interval
from tpsession.core.progress.summary import RatingRange, SeriesSummary, summarize_series
from tpsession.core.progress.wording import describe_series

HEAT = (RatingFlag.HEAT,)


def summarize(*records: SessionRecord) -> SeriesSummary:
    return summarize_series(NECK, records)


def test_an_empty_series_has_nothing_and_misses_everything() -> None:
    summary = summarize()
    assert (summary.sessions, summary.first_on, summary.last_on, summary.missing_after) == (0, None, None, 0)
    assert summary.figures is summary.unmarked
    changes, trend = summary.figures.changes, summary.figures.trend
    assert (changes.rated, changes.missing, changes.raw, changes.share_worse) == (0, 6, (), None)
    assert (trend.days, trend.missing_days, trend.missing_span_days, trend.is_clear) == (0, 10, 21, False)
    assert [(later.opens_h, later.closes_h, later.missing) for later in summary.figures.later] == [
        (2, 12, 6),
        (12, 36, 6),
    ]
    assert (summary.figures.before, summary.figures.after) == (None, None)


@pytest.mark.parametrize(
    "other", [a_session()._replace(place="jaw"), a_session()._replace(side=Side.RIGHT)], ids=["place", "side"]
)
@pytest.mark.parametrize("summarize_records", [summarize_series, compare_routines])
def test_records_of_another_place_or_side_are_refused(
    other: SessionRecord, summarize_records: Callable[[Series, list[SessionRecord]], object]
) -> None:
    with pytest.raises(ValueError, match="one place and side"):
        summarize_records(NECK, [a_session(), other])


def test_fewer_than_six_rated_sessions_are_shown_only_as_they_are() -> None:
    summary = summarize(*reversed(sessions_of([-2, 0, 1, -1, -1])))
    changes = summary.figures.changes
    assert changes.raw == ((5, 3), (5, 5), (5, 6), (5, 4), (5, 4))
    assert (changes.rated, changes.missing) == (5, 1)
    assert (changes.median, changes.estimate, changes.share_worse) == (None, None, None)


def test_six_rated_sessions_have_a_median_an_estimate_and_an_interval() -> None:
    changes = summarize(*sessions_of([-3, -2, -1, 0, 1, 2])).figures.changes
    assert (changes.lower, changes.same, changes.higher) == (3, 1, 2)
    assert (changes.missing, changes.raw, changes.median) == (0, (), -0.5)
    assert changes.share_worse == pytest.approx(1 / 3)
    assert changes.estimate is not None
    assert changes.estimate.interval == Interval(-3, 2)


def test_a_session_that_ended_early_counts_and_one_that_is_running_does_not() -> None:
    summary = summarize(
        a_session(day=1, status=Status.STOPPED),
        a_session(day=2, status=Status.PARTIAL),
        a_session(day=3),
        a_session(day=9, after=None, status=Status.RUNNING),
    )
    assert (summary.sessions, summary.ended_early, summary.running) == (3, 2, 1)
    assert (summary.missing_after, summary.figures.changes.rated) == (0, 3)
    assert summary.last_on == date(2026, 2, 3)


def test_missing_ratings_are_counted_and_change_nothing_else() -> None:
    summary = summarize(a_session(None, None), a_session(5, None), a_session(None, 2), a_session(7, 6))
    assert (summary.sessions, summary.missing_before, summary.missing_after) == (4, 2, 2)
    assert summary.figures.changes.raw == ((7, 6),)
    assert summary.figures.before == RatingRange(2, 5, 7)
    assert summary.figures.after == RatingRange(2, 2, 6)


def test_corrected_sessions_are_counted_and_their_values_are_those_of_now() -> None:
    summary = summarize(a_session(), a_session(7, 6)._replace(is_corrected=True))
    assert summary.corrected == 1
    assert (7, 6) in summary.figures.changes.raw
    assert "Corrected afterwards: 1 session. The corrected values count." in describe_series(summary)
    assert not any("Corrected" in sentence for sentence in describe_series(summarize(a_session())))


def test_a_score_is_no_session_and_no_missing_rating() -> None:
    summary = summarize(a_session(), a_session(9, None, day=-40, kind=RecordKind.SCORE))
    assert (summary.sessions, summary.scores, summary.missing_after) == (1, 1, 0)
    assert summary.first_on == START.date()
    assert summary.figures.before == RatingRange(1, 6, 6)
    assert summary.figures.trend.days == 1


# The trend


def falling(days: int, *, apart: float) -> list[SessionRecord]:
    """A rating every few days that falls by one each time until it is 0."""
    return [a_session(max(9 - number, 0), None, day=number * apart) for number in range(days)]


def test_ten_days_over_three_weeks_have_a_trend() -> None:
    trend = summarize(*falling(10, apart=3)).figures.trend
    assert trend.per_week is not None
    assert trend.per_week.value == pytest.approx(-7 / 3)
    assert trend.is_clear
    assert (trend.missing_days, trend.missing_span_days) == (0, 0)
    assert (trend.first_on, trend.last_on) == (START.date(), START.date() + timedelta(days=27))


@pytest.mark.parametrize(
    ("records", "missing_days", "missing_span"),
    [(falling(9, apart=3), 1, 0), (falling(10, apart=2), 0, 3), (falling(4, apart=1), 6, 18)],
)
def test_fewer_days_or_a_shorter_time_have_none(
    records: list[SessionRecord], missing_days: int, missing_span: int
) -> None:
    trend = summarize(*records).figures.trend
    assert trend.per_week is None
    assert not trend.is_clear
    assert (trend.missing_days, trend.missing_span_days) == (missing_days, missing_span)


def test_only_the_first_before_rating_of_a_local_day_counts() -> None:
    evenings = [a_session(0, None, day=3 * number + 0.4) for number in range(10)]
    mornings = falling(10, apart=3)
    assert summarize(*evenings, *mornings).figures.trend == summarize(*mornings).figures.trend
    unrated = [a_session(None, 3, day=3 * number - 0.1) for number in range(10)]
    assert summarize(*unrated, *mornings).figures.trend == summarize(*mornings).figures.trend


def test_only_the_latest_year_counts() -> None:
    old = [a_session(10, None, day=number - 400) for number in range(36)]
    latest = falling(10, apart=3)
    trend = summarize(*old, *latest).figures.trend
    # The newest is 27 days after the start, so the oldest that count are 364 days before that.
    assert trend.first_on == START.date()
    assert trend.days == 10
    on_the_edge = a_session(10, None, day=27 - 364)
    assert summarize(*old, on_the_edge, *latest).figures.trend.days == 11


def test_days_are_those_of_the_clock_on_the_wall_through_changes_of_the_clocks_and_flights() -> None:
    # In Berlin the clocks were set forward on the 29th at 2:00.
    winter, summer = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
    late = [
        datetime(2026, 3, day, 23, 30, tzinfo=zone)
        for day, zone in ((27, winter), (28, winter), (29, summer))
    ]
    early = [
        datetime(2026, 3, day, 0, 30, tzinfo=zone) for day, zone in ((28, winter), (29, winter), (30, summer))
    ]
    assert summarize(*(a_session(at=at) for at in late + early)).figures.trend.days == 4
    # Flying west over the date line, the second morning has the earlier date.
    tokyo, honolulu = timezone(timedelta(hours=9)), timezone(timedelta(hours=-10))
    trend = summarize(
        a_session(at=datetime(2026, 5, 2, 9, tzinfo=tokyo)),
        a_session(at=datetime(2026, 5, 1, 18, tzinfo=honolulu)),
    ).figures.trend
    assert (trend.days, trend.first_on, trend.last_on) == (2, date(2026, 5, 1), date(2026, 5, 2))


# Later ratings


def test_the_first_later_rating_in_each_window_counts() -> None:
    records = [
        a_session(6, 3, day=number, later=[(1.9, 0), (2, 4), (5, 9), (12, 5), (36, 0)]) for number in range(6)
    ]
    soon, next_day = summarize(*records).figures.later
    assert (soon.rated, soon.missing, soon.median) == (6, 0, -2)
    assert (next_day.rated, next_day.median) == (6, -1)
    soon, next_day = summarize(*records[1:]).figures.later
    assert (soon.rated, soon.missing, soon.median, next_day.median) == (5, 1, None, None)


def test_a_later_rating_without_one_before_counts_nowhere() -> None:
    soon, _ = summarize(a_session(None, 2, later=[(3, 1)])).figures.later
    assert soon.rated == 0


# Painkillers and heat


def test_marked_sessions_are_counted_and_left_out_of_the_second_figures() -> None:
    records = sessions_of([-1] * 6) + [a_session(9, 0, day=10 + number, flags=HEAT) for number in range(3)]
    summary = summarize(*records)
    assert summary.marked == 3
    assert (summary.figures.changes.rated, summary.unmarked.changes.rated) == (9, 6)
    assert summary.figures.before == RatingRange(9, 5, 9)
    assert summary.unmarked.before == RatingRange(6, 5, 5)
    assert (summary.figures.trend.days, summary.unmarked.trend.days) == (9, 6)


def test_a_marked_later_rating_is_left_out_of_the_second_figures() -> None:
    summary = summarize(a_session(later=[(3, 1)], later_flags=HEAT), a_session(day=1, later=[(3, 1)]))
    assert summary.marked == 0
    assert summary.figures.later[0].rated == 2
    assert summary.unmarked.later[0].rated == 1


# Any history


@st.composite
def histories(draw: st.DrawFn) -> list[SessionRecord]:
    rating = st.none() | st.integers(0, 10)
    day = st.integers(0, 40)
    return [
        a_session(
            draw(rating),
            draw(rating),
            day=draw(day) + draw(st.sampled_from([0, 0.25, 0.5])),
            status=draw(st.sampled_from(Status)),
            flags=draw(st.sampled_from([(), (), HEAT])),
            kind=draw(st.sampled_from([RecordKind.SESSION, RecordKind.SESSION, RecordKind.SCORE])),
            later=draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=3)),
        )
        for _ in range(draw(st.integers(0, 25)))
    ]


@given(histories())
def test_the_counts_of_any_history_add_up(records: list[SessionRecord]) -> None:
    summary = summarize(*records)
    assert summary.sessions + summary.scores + summary.running == len(records)
    for figures in (summary.figures, summary.unmarked):
        changes = figures.changes
        assert changes.lower + changes.same + changes.higher == changes.rated
        assert (changes.estimate is None) == (changes.median is None) == (changes.rated < 6)
        assert len(changes.raw) == (changes.rated if changes.rated < 6 else 0)
        assert (figures.trend.per_week is None) == bool(
            figures.trend.missing_days or figures.trend.missing_span_days
        )
        for later in figures.later:
            assert (later.median is None) == (later.rated < 6)
    assert summary.unmarked.changes.rated <= summary.figures.changes.rated
    assert summary == summarize(*reversed(records))


# What helps me


def test_routines_are_compared_where_two_have_six_rated_sessions() -> None:
    records = [
        *(a_session(6, 4, day=number, routine="neck") for number in range(6)),
        *(a_session(6, 7, day=number, routine="classic", flags=HEAT) for number in range(7)),
        *(a_session(6, 6, day=number, routine="") for number in range(5)),
        a_session(6, None, routine="unrated"),
        a_session(6, 1, routine="running", status=Status.RUNNING),
        a_session(6, 1, routine="", kind=RecordKind.SCORE),
    ]
    comparison = compare_routines(NECK, records)
    assert [(one.routine, one.changes.rated, one.marked) for one in comparison.compared] == [
        ("classic", 7, 7),
        ("neck", 6, 0),
    ]
    assert [(one.routine, one.changes.missing) for one in comparison.too_few] == [("", 1)]
    alone = compare_routines(NECK, records[:6])
    assert alone.compared == ()
    assert [one.routine for one in alone.too_few] == ["neck"]
