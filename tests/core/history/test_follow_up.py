"""Follow-up ratings: asked for once in each of two windows after the newest session of an area and side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tpsession.core.catalog.side import Side
from tpsession.core.history.follow_up import FollowUpTracker, PendingFollowUp, find_due_follow_ups
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StepRecord

ENDED = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
SESSION = SessionRecord(
    id="one",
    started_at=ENDED - timedelta(minutes=10),
    ended_at=ENDED,
    status=Status.COMPLETED,
    stop_reason=None,
    routine="neck",
    place="neck",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
)


def with_follow_ups(*hours: float) -> SessionRecord:
    """Return the session with follow-up ratings so many hours after its end."""
    at = (ENDED + timedelta(hours=hour) for hour in hours)
    return SESSION._replace(later=tuple(Rating(RatingKind.LATER, 3, moment) for moment in at))


def is_due(record: SessionRecord, hours: float) -> bool:
    return bool(find_due_follow_ups([record], ENDED + timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(1.9, False), (2.0, True), (11.9, True), (12.0, True), (35.9, True), (36.0, False)],
)
def test_a_follow_up_is_due_from_2_to_36_hours_after_a_session(hours: float, expected: bool) -> None:
    assert is_due(SESSION, hours) is expected


def test_a_follow_up_rating_counts_only_in_its_window() -> None:
    assert not is_due(with_follow_ups(3.0), 11.0)
    assert is_due(with_follow_ups(3.0), 12.5)
    assert not is_due(with_follow_ups(3.0, 13.0), 30.0)
    assert is_due(with_follow_ups(1.0), 3.0)


def test_only_the_newest_session_of_an_area_and_side_is_due() -> None:
    other_side = SESSION._replace(id="two", side=Side.RIGHT)
    newer = SESSION._replace(
        id="three", started_at=ENDED + timedelta(hours=2), ended_at=ENDED + timedelta(hours=2)
    )
    pending = find_due_follow_ups([newer, other_side, SESSION], ENDED + timedelta(hours=5))
    assert [follow_up.record.id for follow_up in pending] == ["three", "two"]
    assert pending[0].elapsed == timedelta(hours=3)


def test_a_pain_score_of_the_same_place_and_side_is_the_rating_of_its_window() -> None:
    score = SESSION._replace(
        id="score",
        kind=RecordKind.SCORE,
        started_at=ENDED + timedelta(hours=3),
        ended_at=ENDED + timedelta(hours=3),
    )
    for other, hours, due in (
        (score, 4, []),
        (score._replace(place="head"), 4, ["one"]),
        (score._replace(side=Side.NONE), 4, ["one"]),
        (score, 13, ["one"]),
    ):
        pending = find_due_follow_ups([other, SESSION], ENDED + timedelta(hours=hours))
        assert [follow_up.record.id for follow_up in pending] == due


def test_a_running_session_is_not_due_and_one_without_an_end_counts_from_its_start() -> None:
    assert not is_due(SESSION._replace(status=Status.RUNNING, ended_at=None), 5.0)
    assert is_due(SESSION._replace(status=Status.PARTIAL, ended_at=None), 2.0)


def test_an_interrupted_session_is_pending_once_until_it_is_rated() -> None:
    history, now = MemoryHistory(), ENDED + timedelta(hours=3)
    history.add_session(SESSION, [])
    tracker = FollowUpTracker()
    tracker.add_interrupted(PendingFollowUp(SESSION, timedelta(hours=3)))
    old = SESSION._replace(id="old", place="foot", started_at=ENDED - timedelta(days=9))
    history.add_session(old, [])
    tracker.add_interrupted(PendingFollowUp(old, timedelta(days=9)))
    assert [pending.record.id for pending in tracker.find_pending(history, now)] == ["one", "old"]
    assert tracker.find_answered_by(history, now, "neck", SESSION.side) == ["one"]
    assert tracker.find_answered_by(history, now, "neck", Side.NONE) == []
    assert tracker.find_answered_by(history, now, "foot", SESSION.side) == ["old"]
    tracker.mark_rated("old")
    assert [pending.record.id for pending in tracker.find_pending(history, now)] == ["one"]


def test_a_pain_score_of_the_same_place_and_side_answers_an_interrupted_session() -> None:
    history, now = MemoryHistory(), ENDED + timedelta(hours=1)
    history.add_session(SESSION, [])
    tracker = FollowUpTracker()
    tracker.add_interrupted(PendingFollowUp(SESSION, now - ENDED))
    score = SESSION._replace(id="score", kind=RecordKind.SCORE, routine="", area="", started_at=now)
    history.add_session(score._replace(id="other", side=Side.RIGHT), [])
    history.add_session(score._replace(id="earlier", started_at=ENDED - timedelta(minutes=1)), [])
    assert [found.record.id for found in tracker.find_pending(history, now)] == ["one"]
    history.add_session(score, [])
    assert tracker.find_pending(history, now) == []


def test_a_pain_score_answers_a_session_that_was_interrupted_long_ago() -> None:
    history, now = MemoryHistory(), ENDED + timedelta(days=10)
    history.add_session(SESSION, [])
    tracker = FollowUpTracker()
    tracker.add_interrupted(PendingFollowUp(SESSION, now - ENDED))
    assert tracker.find_pending(history, now)
    score = SESSION._replace(id="score", kind=RecordKind.SCORE, started_at=ENDED + timedelta(days=5))
    history.add_session(score, [])
    assert tracker.find_pending(history, now) == []


def test_an_interrupted_session_that_is_gone_or_in_which_nothing_was_done_isnt_pending() -> None:
    history, now = MemoryHistory(), ENDED + timedelta(hours=1)
    skipped = StepRecord("circles", Side.LEFT, 60.0, 0.0, skipped=True, eased=False)
    idle = SESSION._replace(id="idle", status=Status.PARTIAL, active_s=0.0, steps=(skipped,))
    tracker = FollowUpTracker()
    for session in (SESSION, idle):
        history.add_session(session, [])
        tracker.add_interrupted(PendingFollowUp(session, now - ENDED))
    assert [found.record.id for found in tracker.find_pending(history, now)] == ["one"]
    history.delete_for_good(["one"], now)
    assert tracker.find_pending(history, now) == []


def test_each_follow_up_is_asked_for_once_a_run_unless_its_place_is_about_to_be_rated() -> None:
    history, now = MemoryHistory(), ENDED + timedelta(hours=3)
    history.add_session(SESSION, [])
    tracker = FollowUpTracker()
    assert tracker.take_unasked(history, now, "neck") == []
    assert [pending.record.id for pending in tracker.take_unasked(history, now, "foot")] == ["one"]
    assert tracker.take_unasked(history, now, None) == []
