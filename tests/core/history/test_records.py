"""Ratings, records and errors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.errors import (
    HistoryError,
    Problem,
    RoutineFileError,
    Severity,
    TpsessionError,
    UsageError,
)
from tpsession.core.history.ratings import Rating, RatingKind, parse_rating
from tpsession.core.history.records import HistoryQuery, Status, StopReason

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

# Ratings


@pytest.mark.parametrize("value", range(11))
def test_every_whole_number_from_0_to_10_is_a_rating(value: int) -> None:
    assert parse_rating(f" {value} ") == value
    assert Rating(RatingKind.BEFORE, value, NOON).value == value


@pytest.mark.parametrize(
    "text", ["", " ", "11", "-1", "+1", "5.0", "5,5", "ten", "1 0", "010", "٣", "²", "1e1"]
)
def test_no_other_text_is_a_rating(text: str) -> None:
    assert parse_rating(text) is None


@given(st.text(max_size=8))
def test_any_text_is_a_rating_or_none(text: str) -> None:
    assert parse_rating(text) in {None, *range(11)}


@pytest.mark.parametrize("value", [-1, 11, 100])
def test_a_rating_outside_the_scale_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="whole number from 0 to 10"):
        Rating(RatingKind.AFTER, value, NOON)


def test_a_rating_needs_a_time_with_its_utc_offset() -> None:
    with pytest.raises(ValueError, match="UTC offset"):
        Rating(RatingKind.LATER, 3, NOON.replace(tzinfo=None))


# Records


def test_the_stored_values_of_a_record_are_those_that_people_rely_on() -> None:
    assert [status.value for status in Status] == ["running", "completed", "stopped", "partial"]
    reasons = ["painful", "sharp", "numb", "dizzy", "bruise", "interrupted"]
    assert [reason.value for reason in StopReason] == reasons
    assert [kind.value for kind in RatingKind] == ["before", "after", "later"]


@pytest.mark.parametrize("reason", StopReason)
def test_every_stop_but_an_interruption_makes_the_area_rest(reason: StopReason) -> None:
    assert reason.rests_area == (reason is not StopReason.INTERRUPTED)


def test_an_empty_query_selects_everything() -> None:
    query = HistoryQuery()

    assert (query.area, query.side, query.routine, query.since, query.until, query.limit) == (None,) * 6


# Errors


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = UsageError('There is no routine "nekc".', 'Did you mean "neck"?')

    assert str(error) == 'There is no routine "nekc". Did you mean "neck"?'
    assert (error.message, error.advice) == ('There is no routine "nekc".', 'Did you mean "neck"?')


def test_an_error_without_advice_only_says_what_happened() -> None:
    assert str(TpsessionError("It failed.")) == "It failed."


@pytest.mark.parametrize(
    ("kind", "code"), [(TpsessionError, 1), (UsageError, 2), (RoutineFileError, 3), (HistoryError, 4)]
)
def test_each_error_has_the_exit_code_of_its_kind(kind: type[TpsessionError], code: int) -> None:
    assert kind.exit_code == code
    assert issubclass(kind, TpsessionError)


def test_the_error_of_a_routine_file_lists_every_problem_with_its_place() -> None:
    problems = (
        Problem(3, 1, "unknown key"),
        Problem(9, 12, "a hold over 60 s", Severity.WARNING),
    )

    error = RoutineFileError("neck.toml", problems)

    assert str(error) == "neck.toml:3:1: unknown key\nneck.toml:9:12: warning: a hold over 60 s"
    assert (error.path, error.problems) == ("neck.toml", problems)
