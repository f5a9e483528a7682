"""The last sessions beside the newest one, and what follows from more pain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.sample_series import sample_series
from tpsession.core.catalog.side import Side
from tpsession.core.history.series import Series
from tpsession.core.progress.recent_sessions import (
    MORE_PAIN,
    REST_THEN_LIGHTER,
    SEE_SOMEBODY,
    SHOWN_SESSIONS,
    describe_recent_sessions,
    describe_rise,
    find_rated_sessions,
    recent_records,
)

RATED = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=SHOWN_SESSIONS)


def test_the_newest_rated_sessions_are_taken_oldest_first() -> None:
    records = sample_series(12)[::-1]
    records[1] = records[1]._replace(after=None)
    expected = [(record.before, record.after) for record in (records[0], *records[2:6])]
    assert find_rated_sessions(records, records[0].id) == expected[::-1]
    older = [(record.before, record.after) for record in records[8:]]
    assert find_rated_sessions(records, records[8].id) == older[::-1]
    assert find_rated_sessions(records, "another") == []
    query = recent_records(Series("neck", Side.LEFT))
    assert (query.place, query.side) == ("neck", Side.LEFT)


def test_without_both_ratings_of_a_session_no_earlier_one_is_taken_for_it() -> None:
    newest, *earlier = sample_series(4)[::-1]
    for incomplete in (newest._replace(before=None), newest._replace(after=None)):
        assert find_rated_sessions([incomplete, *earlier], newest.id) == []


def test_one_session_alone_is_not_set_beside_others() -> None:
    assert describe_recent_sessions([]) == ""
    assert describe_recent_sessions([(6, 3)]) == ""
    sentence = "Your last 3 rated sessions here: 6 to 4, 5 to 5, and this one 6 to 7."
    assert describe_recent_sessions([(6, 4), (5, 5), (6, 7)]) == sentence


@pytest.mark.parametrize(
    ("rated", "expected"),
    [
        ([], ""),
        ([(6, 3)], ""),
        ([(6, 6)], ""),
        ([(3, 6), (6, 3)], ""),
        ([(3, 4)], MORE_PAIN),
        ([(6, 3), (3, 4)], MORE_PAIN),
        ([(3, 5)], f"{MORE_PAIN} {REST_THEN_LIGHTER}"),
        ([(3, 4), (3, 4)], f"{MORE_PAIN} {REST_THEN_LIGHTER}"),
        ([(3, 5), (3, 4)], f"{MORE_PAIN} {REST_THEN_LIGHTER}"),
        ([(3, 5), (3, 3), (3, 5)], f"{MORE_PAIN} {REST_THEN_LIGHTER}"),
        ([(3, 5), (3, 5)], f"{MORE_PAIN} {SEE_SOMEBODY}"),
    ],
)
def test_more_pain_is_said_plainly_with_what_follows(rated: list[tuple[int, int]], expected: str) -> None:
    assert describe_rise(rated) == expected


def test_after_breathing_alone_no_area_has_to_rest() -> None:
    assert describe_rise([(3, 5)], is_massage=False) == MORE_PAIN
    assert describe_rise([(3, 5), (3, 5)], is_massage=False) == f"{MORE_PAIN} {SEE_SOMEBODY}"


@given(RATED)
def test_what_follows_from_a_rise_is_by_its_size_and_the_one_before(rated: list[tuple[int, int]]) -> None:
    said = describe_rise(rated)
    *_, earlier, newest = [0, 0, *(after - before for before, after in rated)]
    is_twice_large = newest >= 2 and earlier >= 2
    assert (SEE_SOMEBODY in said) is is_twice_large
    assert (REST_THEN_LIGHTER in said) is (
        (newest >= 2 or (newest > 0 and earlier > 0)) and not is_twice_large
    )


@given(RATED)
def test_a_rise_is_said_exactly_if_the_newest_session_ended_higher(rated: list[tuple[int, int]]) -> None:
    assert bool(describe_rise(rated)) == bool(rated and rated[-1][1] > rated[-1][0])
