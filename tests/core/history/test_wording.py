"""Sentences about saved sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.history import wording
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import (
    ONLY_REST,
    HistoryOrder,
    RecordKind,
    SessionRecord,
    Status,
    StepRecord,
    StopReason,
)
from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint
from tpsession.core.history.series import Series

DONE = SessionRecord(
    id="one",
    started_at=MORNING,
    ended_at=MORNING + timedelta(minutes=12),
    status=Status.COMPLETED,
    stop_reason=None,
    routine="neck-ten-minutes",
    place="neck",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
)
STEP = StepRecord("pressure", Side.LEFT, 90.0, 70.0, skipped=False, eased=False)


def test_a_routine_is_shown_by_its_name_or_by_its_id_if_it_is_unknown() -> None:
    assert (
        wording.describe_record_routine(DONE, {"neck-ten-minutes": "Neck, ten minutes"})
        == "Neck, ten minutes"
    )
    assert wording.describe_record_routine(DONE, {}) == "neck-ten-minutes"


def test_a_session_without_a_routine_was_logged_by_hand() -> None:
    assert wording.describe_record_routine(DONE._replace(routine=""), {"": "x"}) == "Logged by hand"


@pytest.mark.parametrize(
    ("status", "reason", "sentence"),
    [
        (Status.COMPLETED, None, "Completed."),
        (Status.RUNNING, None, "Not yet; still running."),
        (Status.PARTIAL, None, "Left unfinished."),
        (Status.STOPPED, None, "Stopped."),
        (Status.STOPPED, StopReason.NUMB, "Stopped: numbness, tingling or weakness."),
    ],
)
def test_how_a_session_ended_is_one_sentence(
    status: Status, reason: StopReason | None, sentence: str
) -> None:
    assert wording.describe_status(status, reason) == sentence
    skipped = STEP._replace(skipped=True)
    steps = [STEP, skipped, skipped]
    assert wording.describe_status(status, reason, steps[:1]) == sentence
    # What is completed with skipped steps is never called just that.
    start = "Completed," if status is Status.COMPLETED else sentence
    assert wording.describe_status(status, reason, steps[:2]) == f"{start} 1 step skipped."
    assert wording.describe_status(status, reason, steps) == f"{start} 2 steps skipped."
    every = (
        "All steps skipped before their end." if status is Status.COMPLETED else f"{start} 2 steps skipped."
    )
    assert wording.describe_status(status, reason, steps[1:]) == every
    at_once = [step._replace(active_s=1.0) for step in steps[1:]]
    idle = "All steps skipped." if status is Status.COMPLETED else f"{sentence} 2 steps skipped."
    assert wording.describe_status(status, reason, at_once) == idle
    gate = STEP._replace(technique="locate", planned_s=0.0, active_s=0.0)
    found = "Nothing done, 2 steps skipped." if status is Status.COMPLETED else f"{sentence} 2 steps skipped."
    assert wording.describe_status(status, reason, [gate, *at_once]) == found


def test_the_rest_of_a_comparison_has_a_name_although_it_is_in_no_file() -> None:
    assert wording.describe_record_routine(DONE._replace(routine=ONLY_REST), {}) == "Only rest"


@pytest.mark.parametrize(
    ("before", "after", "sentence", "short"),
    [
        (6, 3, "Pain before 6, after 3: 3 points less.", "▼ 3 less"),
        (3, 5, "Pain before 3, after 5: 2 points more.", "▲ 2 more"),
        (4, 4, "Pain before 4, after 4: no change.", "= same"),
        (0, 10, "Pain before 0, after 10: 10 points more.", "▲ 10 more"),
        (6, None, "Pain before 6; not rated after.", ""),
        (None, 0, "Pain after 0; not rated before.", ""),
        (None, None, "Pain not rated before or after.", ""),
    ],
)
def test_relief_and_worsening_read_alike_and_missing_ratings_are_named(
    before: int | None, after: int | None, sentence: str, short: str
) -> None:
    assert wording.describe_ratings(before, after) == sentence
    assert wording.format_rating_change(before, after) == short
    marked = wording.describe_ratings_with_mark(before, after)
    assert marked == (f"Pain before {before}, after {after}: {short}." if short else sentence)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (-5.0, "less than a minute"),
        (0.4, "less than a minute"),
        (1.0, "1 minute"),
        (66.0, "1 hour 6 minutes"),
        (119.0, "1 hour 59 minutes"),
        (150.0, "2 hours"),
        (47 * 60.0, "47 hours"),
        (50 * 60.0, "2 days"),
    ],
)
def test_the_longer_a_time_the_coarser_its_text(minutes: float, text: str) -> None:
    assert wording.format_elapsed(timedelta(minutes=minutes)) == text


def test_a_follow_up_rating_says_how_long_after_the_end_it_was_given() -> None:
    rating = Rating(RatingKind.LATER, 4, MORNING + timedelta(hours=3))
    assert wording.describe_later_rating(rating, MORNING) == "Pain 4, 3 hours later (2026-01-31 12:00)."


def test_a_follow_up_rating_says_what_was_used_since_the_session() -> None:
    rating = Rating(RatingKind.LATER, 4, MORNING + timedelta(hours=3), (RatingFlag.HEAT,))
    assert wording.describe_later_rating(rating, MORNING).endswith(
        "(2026-01-31 12:00). Heat since the session."
    )


def test_what_was_used_before_a_session_is_named() -> None:
    assert wording.describe_flags(DONE) == ""
    both = DONE._replace(flags=(RatingFlag.PAINKILLER, RatingFlag.HEAT))
    assert wording.describe_flags(both) == "Painkiller and heat in the 6 hours before."


def test_a_pain_score_is_called_so_and_says_its_rating() -> None:
    score = DONE._replace(kind=RecordKind.SCORE, routine="", before=4)
    assert wording.describe_record_routine(score, {}) == "Pain score"
    assert wording.describe_score(score) == "Pain 4."
    assert wording.describe_score(score._replace(before=None)) == "Pain not rated."


def test_the_area_of_a_session_may_differ_from_its_place() -> None:
    assert wording.describe_record_area(DONE._replace(place="head")) == "Neck, left side"


def test_every_order_has_a_label() -> None:
    assert set(wording.ORDER_LABELS) == set(HistoryOrder)


def test_a_time_span_repeats_the_date_only_if_it_differs() -> None:
    assert wording.format_time_span(DONE) == "2026-01-31 09:00 to 09:12"
    overnight = DONE._replace(ended_at=MORNING + timedelta(hours=16))
    assert wording.format_time_span(overnight) == "2026-01-31 09:00 to 2026-02-01 01:00"
    for unknown in (None, MORNING):
        assert wording.format_time_span(DONE._replace(ended_at=unknown)) == "2026-01-31 09:00"


def test_the_time_worked_comes_with_the_plan_and_is_left_out_if_unknown() -> None:
    both = "8 minutes 20 seconds worked; 10 minutes planned in total."
    assert wording.describe_time_worked(DONE) == both
    assert wording.describe_time_worked(DONE._replace(planned_s=0.0)) == "8 minutes 20 seconds worked."
    assert wording.describe_time_worked(DONE._replace(planned_s=0.0, active_s=0.0)) == ""


def test_interrupted_unrated_and_pending_sessions_are_described() -> None:
    interrupted = InterruptedSession(DONE, "", SessionCheckpoint(MORNING, 0.0, (), ""))
    for names, name in (({}, "neck-ten-minutes"), ({"neck-ten-minutes": "Ten minutes"}, "Ten minutes")):
        sentence = f"You left a session unfinished at 09:00: {name}, Neck, left side."
        assert wording.describe_interrupted(interrupted, names) == sentence
    once = "You left a session unfinished at 09:00: Neck, left side."
    assert wording.describe_interrupted(interrupted, {"neck-ten-minutes": "Neck"}) == once
    assert (
        wording.describe_saved_unfinished(interrupted)
        == "The session you left at 2026-01-31 09:00 is saved as unfinished."
    )
    assert (
        wording.describe_missing_rating(DONE)
        == "You haven't rated your pain after the session that ended at 09:12."
    )
    follow_up = PendingFollowUp(DONE, timedelta(hours=3))
    assert wording.describe_follow_up(follow_up) == "3 hours ago you worked on this area: Neck, left side."
    for_head = replace(follow_up, record=DONE._replace(place="head"))
    sentence = wording.describe_follow_up(for_head)
    assert sentence == "3 hours ago you had a session for pain in: Head, left side."
    overall = replace(follow_up, record=DONE._replace(place="overall", side=Side.NONE, area=""))
    assert wording.describe_follow_up(overall) == "3 hours ago you had a session."


@pytest.mark.parametrize(
    ("series", "text"),
    [
        (Series("thigh", Side.LEFT), "Thigh, left side"),
        (Series("neck", Side.NONE), "Neck"),
        (Series("overall", Side.NONE), ""),
        (None, ""),
    ],
)
def test_above_the_question_stands_what_is_rated_unless_the_question_says_it(
    series: Series | None, text: str
) -> None:
    assert wording.describe_rated_place(series) == text
