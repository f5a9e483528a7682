"""Later ratings are asked once in each of two windows after the newest session of an area and side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.catalog.side import Side
from tpsession.core.history.follow_up import FollowUpTracker, PendingFollowUp, find_due_follow_ups
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status

ENDED = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
SESSION = SessionRecord(
    id="one",
    started_at=ENDED - timedelta(minutes=10),
    ended_at=ENDED,
    status=Status.COMPLETED,
    stop_reason=None,
    routine="neck",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
)


def rated(*hours: float) -> SessionRecord:
    """The session with later ratings so many hours after it."""
    at = (ENDED + timedelta(hours=hour) for hour in hours)
    return replace(SESSION, later=tuple(Rating(RatingKind.LATER, 3, moment) for moment in at))


def is_due(record: SessionRecord, hours: float) -> bool:
    return bool(find_due_follow_ups([record], ENDED + timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("hours", "asked"),
    [(1.9, False), (2.0, True), (11.9, True), (12.0, True), (35.9, True), (36.0, False)],
)
def test_a_session_is_asked_about_from_two_to_thirty_six_hours_after_it(hours: float, asked: bool) -> None:
    assert is_due(SESSION, hours) is asked


def test_one_answer_does_for_its_window_only() -> None:
    assert not is_due(rated(3.0), 11.0)
    assert is_due(rated(3.0), 12.5)
    assert not is_due(rated(3.0, 13.0), 30.0)
    assert is_due(rated(1.0), 3.0)


def test_only_the_newest_session_of_an_area_and_side_is_asked_about() -> None:
    other_side = replace(SESSION, id="two", side=Side.RIGHT)
    newer = replace(
        SESSION, id="three", started_at=ENDED + timedelta(hours=2), ended_at=ENDED + timedelta(hours=2)
    )
    asked = find_due_follow_ups([newer, other_side, SESSION], ENDED + timedelta(hours=5))
    assert [waiting.record.id for waiting in asked] == ["three", "two"]
    assert asked[0].elapsed == timedelta(hours=3)


def test_a_running_session_is_not_asked_about_and_one_without_an_end_counts_from_its_start() -> None:
    assert not is_due(replace(SESSION, status=Status.RUNNING, ended_at=None), 5.0)
    assert is_due(replace(SESSION, status=Status.PARTIAL, ended_at=None), 2.0)


def test_what_was_left_unfinished_waits_once_also_where_it_is_in_a_window_until_it_is_rated() -> None:
    history, now = MemoryHistory(), ENDED + timedelta(hours=3)
    history.add_session(SESSION, [])
    follow_up = FollowUpTracker()
    follow_up.add_interrupted(PendingFollowUp(SESSION, timedelta(hours=3)))
    follow_up.add_interrupted(PendingFollowUp(replace(SESSION, id="old", area="foot"), timedelta(hours=40)))
    assert [late.record.id for late in follow_up.find_pending(history, now)] == ["one", "old"]
    assert follow_up.find_answered_by(history, now, NECK) == ["one"]
    assert follow_up.find_answered_by(history, now, FOOT) == ["old"]
    follow_up.mark_rated("old")
    assert [late.record.id for late in follow_up.find_pending(history, now)] == ["one"]


def test_each_is_asked_about_once_a_run_and_none_whose_area_is_about_to_be_rated() -> None:
    history, now = MemoryHistory(), ENDED + timedelta(hours=3)
    history.add_session(SESSION, [])
    follow_up = FollowUpTracker()
    assert follow_up.take_unasked(history, now, NECK) == []
    assert [late.record.id for late in follow_up.take_unasked(history, now, FOOT)] == ["one"]
    assert follow_up.take_unasked(history, now, None) == []
