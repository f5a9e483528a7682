"""Points, and what makes any of them, for tests of charts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.progress.chart_points import RatedPoint

TODAY = date(2026, 1, 31)


def a_point(
    day: int,
    before: int | None = None,
    after: int | None = None,
    *,
    hour: int = 9,
    later: int | None = None,
    is_score: bool = False,
    is_marked: bool = False,
    has_note: bool = False,
    starts_routine: bool = False,
) -> RatedPoint:
    """A point of a day of January 2026, perhaps with a rating six hours later."""
    at = datetime(2026, 1, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)
    ratings = () if later is None else (Rating(RatingKind.LATER, later, at + timedelta(hours=6)),)
    return RatedPoint(
        f"{day}-{hour}", at, before, after, ratings, is_score, is_marked, has_note, starts_routine
    )


def _moment(minutes: int, hours: int) -> datetime:
    """A local time counted from the start of 2023, at so many hours from UTC."""
    return datetime(2023, 1, 1, tzinfo=timezone(timedelta(hours=hours))) + timedelta(minutes=minutes)


MOMENTS = st.builds(_moment, st.integers(0, 60 * 24 * 365 * 3), st.integers(-12, 14))
VALUES = st.integers(0, 10)
LATER_RATINGS = st.builds(Rating, st.just(RatingKind.LATER), VALUES, MOMENTS)
ANY_POINTS = st.lists(
    st.builds(
        RatedPoint,
        st.uuids().map(str),
        MOMENTS,
        st.none() | VALUES,
        st.none() | VALUES,
        st.lists(LATER_RATINGS, max_size=2).map(tuple),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=60,
).map(lambda points: tuple(sorted(points, key=lambda point: point.local_time)))
"""Points in the order of their local times; scores may have impossible ratings after."""
