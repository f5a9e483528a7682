"""Where the marks of the page's chart lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.progress.report import ReportRating
from tpsession.report.chart import MAX_DRAWN, choose_days, label_days, make_chart

DAY = date(2026, 1, 31)
RATING = ReportRating("id", DAY, 6, 3, (), is_score=False, marks="")
RATINGS = st.builds(
    ReportRating,
    id=st.just("id"),
    on=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    before=st.none() | st.integers(0, 10),
    after=st.none() | st.integers(0, 10),
    later=st.lists(st.integers(0, 10), max_size=2).map(tuple),
    is_score=st.booleans(),
    marks=st.sampled_from(["", "heat"]),
)


def test_more_pain_lies_higher_and_an_increase_is_marked() -> None:
    better, worse = make_chart([RATING, replace(RATING, before=3, after=6)]).pairs
    assert better.before_y is not None
    assert better.after_y is not None
    assert better.before_y < better.after_y
    assert (worse.before_y, worse.after_y) == (better.after_y, better.before_y)
    assert (better.is_worse, worse.is_worse) == (False, True)


def test_a_missing_rating_has_no_mark() -> None:
    before, after, score = make_chart(
        [
            replace(RATING, after=None),
            replace(RATING, before=None),
            replace(RATING, after=None, is_score=True),
        ]
    ).pairs
    assert (before.after_y, after.before_y, score.is_score) == (None, None, True)
    assert not any(pair.is_worse for pair in (before, after, score))


def test_only_the_newest_ratings_are_drawn_and_the_rest_is_counted() -> None:
    ratings = [replace(RATING, on=DAY + timedelta(days=day)) for day in range(MAX_DRAWN + 5)]
    chart = make_chart(ratings)
    assert (len(chart.pairs), chart.left_out) == (MAX_DRAWN, 5)


@given(st.lists(RATINGS, min_size=1, max_size=30))
def test_everything_lies_inside_and_in_the_order_of_time(ratings: list[ReportRating]) -> None:
    chart = make_chart(sorted(ratings, key=lambda rating: rating.on))
    across = [pair.x for pair in chart.pairs]
    assert across == sorted(across)
    assert all(chart.left <= x <= chart.right for x in (*across, *(tick.at for tick in chart.days)))
    heights = [
        y for pair in chart.pairs for y in (pair.before_y, pair.after_y, *pair.later_y) if y is not None
    ]
    assert all(0 < y <= chart.bottom for y in heights)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_between_one_and_eight_days_are_labelled(first: date, span: int) -> None:
    days = choose_days(first, first + timedelta(days=span))
    assert days[0] == first
    assert len(days) <= 8
    assert len(days) >= min(span + 1, 4)
    assert days[-1] <= first + timedelta(days=span)


def test_the_first_label_of_another_year_says_the_year() -> None:
    days = choose_days(date(2025, 11, 3), date(2026, 2, 23))
    assert [label for _, label in label_days(days)] == ["3 Nov", "1 Dec", "29 Dec", "26 Jan 2026", "23 Feb"]
