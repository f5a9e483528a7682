"""What is known before a session."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.fakes.ports import MORNING
from tpsession.core.catalog.area import CALF, NECK
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import SessionRecord, Status, StopReason
from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint
from tpsession.core.history.wording import describe_record_place
from tpsession.core.safety.eligibility import (
    RESUME_WINDOW,
    check_eligibility,
    find_resume_candidates,
    sessions_since_yesterday,
    find_missing_rating,
)
from tpsession.core.safety.screening import BODY_RESTS

TODAY = MORNING.date()
DONE = SessionRecord(
    id="one",
    started_at=MORNING - timedelta(hours=1),
    ended_at=MORNING - timedelta(minutes=50),
    status=Status.COMPLETED,
    stop_reason=None,
    routine="neck",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
    before=6,
)
STOPPED = replace(DONE, status=Status.STOPPED, stop_reason=StopReason.NUMB)


def test_an_area_that_nothing_was_done_on_stands_free() -> None:
    stands = check_eligibility([DONE], CALF, TODAY)
    assert stands.rest_text == ""
    assert stands.advice == ()


def test_a_stop_for_numbness_rests_the_area_and_says_so() -> None:
    stands = check_eligibility([STOPPED], NECK, TODAY)
    assert stands.rest_text == (
        "This area rests for the day. Earlier today (Neck, left side): numbness, tingling or weakness."
    )
    assert stands.rest_title == "No session on this area today."


def test_after_dizziness_every_area_rests_and_the_session_that_was_stopped_is_named() -> None:
    stands = check_eligibility([replace(STOPPED, stop_reason=StopReason.DIZZY)], CALF, TODAY)
    assert stands.rest_text.startswith(f"{BODY_RESTS} Earlier today (Neck, left side): dizziness")
    assert stands.rest_title == "No session today."


def test_the_third_session_of_a_day_is_advised_against_and_empty_ones_do_not_count() -> None:
    empty = replace(DONE, active_s=0.0)
    yesterday = replace(DONE, started_at=DONE.started_at - timedelta(days=1))
    assert check_eligibility([DONE, empty, yesterday], NECK, TODAY).advice == ()
    (advice,) = check_eligibility([DONE, DONE], NECK, TODAY).advice
    assert "2 sessions today" in advice


def test_a_session_in_another_window_is_told() -> None:
    (advice,) = check_eligibility([replace(DONE, status=Status.RUNNING)], CALF, TODAY).advice
    assert "another window" in advice


def test_standing_needs_no_more_than_the_sessions_since_yesterday() -> None:
    assert sessions_since_yesterday(TODAY).since == TODAY - timedelta(days=1)


def test_a_session_that_was_left_can_be_resumed_for_an_hour() -> None:
    def left(ago: timedelta) -> InterruptedSession:
        return InterruptedSession(DONE, "", SessionCheckpoint(MORNING - ago, 0.0, (), ""))

    fresh, old = find_resume_candidates([left(RESUME_WINDOW), left(RESUME_WINDOW + timedelta(seconds=1))], MORNING)
    assert fresh.is_resumable
    assert not old.is_resumable


def test_only_the_newest_session_is_asked_for_the_rating_that_it_lacks_and_only_for_an_hour() -> None:
    assert find_missing_rating([DONE, DONE], MORNING) is DONE
    assert find_missing_rating([], MORNING) is None
    for other in (
        replace(DONE, after=2),
        replace(DONE, before=None),
        replace(DONE, routine=""),
        replace(DONE, status=Status.PARTIAL),
        replace(DONE, ended_at=MORNING - timedelta(hours=2)),
        replace(DONE, ended_at=None),
    ):
        assert find_missing_rating([other, DONE], MORNING) is None


def test_a_place_is_named_with_its_side_and_an_unknown_area_by_its_id() -> None:
    assert describe_record_place(DONE) == "Neck, left side"
    assert describe_record_place(replace(DONE, area="elbow", side=Side.NONE)) == "elbow"
