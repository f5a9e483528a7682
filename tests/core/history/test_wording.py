"""How a session that was kept is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.history import wording
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint

DONE = SessionRecord(
    id="one",
    started_at=MORNING,
    ended_at=MORNING + timedelta(minutes=12),
    status=Status.COMPLETED,
    stop_reason=None,
    routine="neck-ten-minutes",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
)
STEP = StepRecord("pressure", Side.LEFT, 90.0, 70.0, skipped=False, eased=False)


def test_a_routine_is_named_where_it_is_known_and_by_its_id_where_it_is_not() -> None:
    assert wording.describe_record_routine(DONE, {"neck-ten-minutes": "Neck, ten minutes"}) == "Neck, ten minutes"
    assert wording.describe_record_routine(DONE, {}) == "neck-ten-minutes"


def test_a_session_that_was_only_logged_was_done_without_the_program() -> None:
    assert wording.describe_record_routine(replace(DONE, routine=""), {"": "x"}) == "Done without the program"


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (Status.COMPLETED, None, "Completed."),
        (Status.RUNNING, None, "Running now."),
        (Status.PARTIAL, None, "Left unfinished."),
        (Status.STOPPED, None, "Stopped."),
        (Status.STOPPED, StopReason.NUMB, "Stopped: numbness, tingling or weakness."),
    ],
)
def test_how_it_ended_is_one_plain_sentence(status: Status, reason: StopReason | None, words: str) -> None:
    assert wording.describe_status(status, reason) == words
    skipped = replace(STEP, skipped=True)
    steps = [STEP, skipped, skipped]
    assert wording.describe_status(status, reason, steps[:1]) == words
    assert wording.describe_status(status, reason, steps[:2]) == f"{words} 1 step skipped."
    assert wording.describe_status(status, reason, steps) == f"{words} 2 steps skipped."


@pytest.mark.parametrize(
    ("before", "after", "sentence", "short"),
    [
        (6, 3, "Pain before 6, after 3: 3 points less.", "3 less"),
        (3, 5, "Pain before 3, after 5: 2 points more.", "2 more"),
        (4, 4, "Pain before 4, after 4: no change.", "same"),
        (0, 10, "Pain before 0, after 10: 10 points more.", "10 more"),
        (6, None, "Pain before 6. The rating after is missing.", ""),
        (None, 0, "Pain after 0. The rating before is missing.", ""),
        (None, None, "No rating was given, neither before nor after.", ""),
    ],
)
def test_relief_and_worsening_are_said_alike_and_what_is_missing_is_named(
    before: int | None, after: int | None, sentence: str, short: str
) -> None:
    assert wording.describe_ratings(before, after) == sentence
    assert wording.format_rating_change(before, after) == short


@pytest.mark.parametrize(
    ("minutes", "words"),
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
def test_the_longer_ago_the_coarser_it_is_said(minutes: float, words: str) -> None:
    assert wording.format_elapsed(timedelta(minutes=minutes)) == words


def test_a_later_rating_says_how_long_after_the_end_it_was_given() -> None:
    rating = Rating(RatingKind.LATER, 4, MORNING + timedelta(hours=3))
    assert wording.describe_later_rating(rating, MORNING) == "Pain 4 after 3 hours (2026-01-31 12:00)."


def test_the_time_of_a_session_names_the_second_date_only_where_it_is_another() -> None:
    assert wording.format_time_span(DONE) == "2026-01-31 09:00 to 09:12"
    overnight = replace(DONE, ended_at=MORNING + timedelta(hours=16))
    assert wording.format_time_span(overnight) == "2026-01-31 09:00 to 2026-02-01 01:00"
    for unknown in (None, MORNING):
        assert wording.format_time_span(replace(DONE, ended_at=unknown)) == "2026-01-31 09:00"


def test_the_time_worked_stands_beside_the_plan_and_is_left_out_where_nobody_knows() -> None:
    both = "8 minutes 20 seconds worked; 10 minutes planned in all."
    assert wording.describe_time_worked(DONE) == both
    assert wording.describe_time_worked(replace(DONE, planned_s=0.0)) == "8 minutes 20 seconds worked."
    assert wording.describe_time_worked(replace(DONE, planned_s=0.0, active_s=0.0)) == ""


def test_a_step_says_its_time_and_what_was_left_out_of_it() -> None:
    assert wording.describe_step(STEP) == "Sustained pressure, left side: 1:10 of 1:30"
    cut = replace(STEP, skipped=True, eased=True)
    assert wording.describe_step(cut) == "Sustained pressure, left side: 1:10 of 1:30, skipped, eased off"


def test_a_gate_is_untimed_rest_is_no_work_and_an_unknown_technique_keeps_its_id() -> None:
    gate = replace(STEP, technique="wipe", side=Side.NONE, planned_s=0.0, active_s=0.0)
    assert wording.describe_step(gate) == "Wipe your hands: untimed"
    rest = replace(STEP, technique="rest", side=Side.NONE, active_s=0.0)
    assert wording.describe_step(rest) == "Rest: 1:30"
    assert wording.describe_step(replace(STEP, technique="cupping")) == "cupping, left side: 1:10 of 1:30"


def test_what_was_left_or_waits_is_named_in_a_sentence() -> None:
    left = InterruptedSession(DONE, "", SessionCheckpoint(MORNING, 0.0, (), ""))
    for names, name in (({}, "neck-ten-minutes"), ({"neck-ten-minutes": "Ten minutes"}, "Ten minutes")):
        said = f"A session was left unfinished at 09:00: {name}, Neck, left side."
        assert wording.describe_interrupted(left, names) == said
    assert wording.describe_saved_unfinished(left) == "The session left at 2026-01-31 09:00 is kept as partial."
    assert wording.describe_missing_rating(DONE) == "The session that ended at 09:12 has no rating after it."
    late = PendingFollowUp(DONE, timedelta(hours=3))
    assert wording.describe_follow_up(late) == "3 hours ago you worked on this area: Neck, left side."
