"""A week in at most five lines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.programme.samples import MONDAY, day, session
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import RecordKind, SessionRecord, Status
from tpsession.core.programme.week import (
    MAX_LINES,
    describe_week,
    find_week,
    summarise_week,
    week_sessions,
)


def test_the_week_is_this_one_or_on_its_first_day_the_last() -> None:
    assert find_week(MONDAY) == day(-7)
    assert find_week(day(1)) == find_week(day(6)) == MONDAY
    query = week_sessions(MONDAY)
    assert (query.since, query.until) == (day(0), day(6))


def test_a_week_without_sessions_is_one_line() -> None:
    assert describe_week(summarise_week([], MONDAY, day(3))) == (
        "This week (2026-03-02 to 2026-03-08): no sessions.",
    )


def test_each_place_has_its_counts_and_the_median_before() -> None:
    records = [
        session(0, before=6, after=3),
        session(1, 8, before=5, after=6),
        session(1, before=2, after=2),
        session(2, before=7),
        session(2, 19, place="calf"),
        session(3, kind=RecordKind.SCORE, before=9),
        session(3, status=Status.RUNNING),
    ]
    rated = "pain before usually 5.5; 1 ended lower, 1 higher, 1 the same"
    assert describe_week(summarise_week(records, MONDAY, day(7)), ["Due today: Foot."]) == (
        "Last week (2026-03-02 to 2026-03-08): 5 sessions on 3 days.",
        f"Foot, left side: 4 sessions, {rated}; 1 not rated.",
        "Calf, left side: 1 session; 1 not rated.",
        "Due today: Foot.",
    )


def test_places_without_room_are_counted() -> None:
    records = [session(0, place=place) for place in ("foot", "calf", "hip", "jaw", "neck")]
    lines = describe_week(summarise_week(records, MONDAY, day(0)), ["Due.", "Later."])
    assert len(lines) == MAX_LINES
    assert lines[2:] == ("And 4 more places.", "Due.", "Later.")


RECORDS = st.lists(
    st.builds(
        session,
        st.integers(0, 6),
        before=st.none() | st.integers(0, 10),
        after=st.none() | st.integers(0, 10),
        place=st.sampled_from(["foot", "calf", "hip", "jaw", "neck", "of another version"]),
        side=st.sampled_from(Side),
    ),
    max_size=20,
)


@given(RECORDS, st.lists(st.just("An ending."), max_size=2))
def test_a_week_has_at_most_five_lines_and_counts_every_session_once(
    records: list[SessionRecord], endings: list[str]
) -> None:
    summary = summarise_week(records, MONDAY, day(1))
    assert sum(place.sessions for place in summary.places) == summary.sessions == len(records)
    assert all(
        place.lower + place.higher + place.same + place.not_rated == place.sessions
        for place in summary.places
    )
    lines = describe_week(summary, endings)
    assert len(lines) <= MAX_LINES
    assert list(lines[len(lines) - len(endings) :]) == endings


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 1, 1)])
def test_a_week_reaches_over_the_new_year(today: date) -> None:
    assert summarise_week([], find_week(today), today).is_this_week
    assert find_week(today) == date(2026, 12, 28)
