"""What the history says before a session: rest, advice, sessions to resume, missing ratings."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.ports import MORNING
from tpsession.core.catalog.area import AREAS, CALF, HAND, NECK, Area
from tpsession.core.catalog.side import Side, Spot, gather_spots
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint
from tpsession.core.history.wording import describe_record_area, describe_record_place
from tpsession.core.safety.eligibility import (
    RESUME_WINDOW,
    check_eligibility,
    find_missing_rating,
    find_resting_areas,
    find_resume_candidates,
    format_rest_mark,
    sessions_since_yesterday,
)
from tpsession.core.safety.stopping import BODY_RESTS

TODAY = MORNING.date()
DONE = SessionRecord(
    id="one",
    started_at=MORNING - timedelta(hours=1),
    ended_at=MORNING - timedelta(minutes=50),
    status=Status.COMPLETED,
    stop_reason=None,
    routine="neck",
    place="neck",
    area="neck",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=500.0,
    before=6,
)


def step(*, area: str = "", active_s: float = 60.0) -> StepRecord:
    """One minute of strokes."""
    return StepRecord("strokes", Side.LEFT, 60.0, active_s, skipped=False, eased=False, area=area)


def spots(*areas: Area, side: Side = Side.BOTH) -> frozenset[Spot]:
    """These areas, on one side or both."""
    return gather_spots((area.id, side) for area in areas)


STOPPED = DONE._replace(status=Status.STOPPED, stop_reason=StopReason.NUMB)


def test_an_area_without_sessions_needs_no_rest() -> None:
    eligibility = check_eligibility([DONE], [spots(CALF)], TODAY)
    assert eligibility.rest_text == ""
    assert eligibility.advice == ()


def test_a_stop_for_numbness_makes_the_area_rest_and_is_named() -> None:
    eligibility = check_eligibility([STOPPED], [spots(NECK)], TODAY)
    assert eligibility.rest_text == (
        "No more massage on this side today: left neck. "
        "Earlier today (Neck, left side): numbness, tingling or weakness."
    )
    assert eligibility.rest_title == "No session on this side today."
    both = check_eligibility([STOPPED._replace(side=Side.BOTH)], [spots(NECK)], TODAY)
    assert both.rest_text.startswith("No more massage on this area today. Earlier")
    assert both.rest_title == "No session on this area today."


def test_while_one_side_rests_the_other_can_be_chosen_and_what_rests_is_said() -> None:
    choices = [spots(NECK), spots(NECK, side=Side.LEFT), spots(NECK, side=Side.RIGHT)]
    eligibility = check_eligibility([STOPPED], choices, TODAY)
    assert eligibility.rested_by is None
    assert eligibility.first_possible == 2
    assert eligibility.advice == ("No more massage on this side today: left neck.",)
    assert check_eligibility([STOPPED], choices[:2], TODAY).rested_by == STOPPED


def test_if_each_side_rests_after_a_stop_of_its_own_both_are_named() -> None:
    right = STOPPED._replace(id="two", side=Side.RIGHT, stop_reason=StopReason.SHARP)
    choices = [spots(NECK), spots(NECK, side=Side.LEFT), spots(NECK, side=Side.RIGHT)]
    eligibility = check_eligibility([STOPPED, right], choices, TODAY)
    assert eligibility.rested_by == STOPPED
    assert eligibility.rest_title == "No session on this area today."
    assert "left neck" in eligibility.rest_text
    assert "right neck" in eligibility.rest_text


def test_a_stop_after_which_the_whole_body_rests_is_named_before_others() -> None:
    dizzy = STOPPED._replace(id="two", area="calf", stop_reason=StopReason.DIZZY)
    eligibility = check_eligibility([STOPPED, dizzy], [spots(NECK)], TODAY)
    assert eligibility.rested_by == dizzy
    assert eligibility.rest_title == "No session today."


def test_a_stop_makes_every_area_of_its_steps_rest_and_names_them() -> None:
    steps = (step(), step(area="calf"))
    eligibility = check_eligibility([STOPPED._replace(steps=steps)], [spots(CALF, HAND)], TODAY)
    assert eligibility.rest_text.startswith(
        "No more massage on these areas today: left neck, left calf. Earlier today"
    )
    assert check_eligibility([STOPPED], [spots(CALF)], TODAY).rest_text == ""


def test_a_stop_for_dizziness_makes_every_area_rest_and_is_named() -> None:
    eligibility = check_eligibility([STOPPED._replace(stop_reason=StopReason.DIZZY)], [spots(CALF)], TODAY)
    assert eligibility.rest_text.startswith(f"{BODY_RESTS} Earlier today (Neck, left side): dizziness")
    assert eligibility.rest_title == "No session today."


def test_the_areas_that_rest_today_are_known_where_an_area_is_chosen() -> None:
    assert find_resting_areas([DONE], TODAY) == {}
    stopped = STOPPED._replace(steps=(step(), step(area="calf")))
    assert find_resting_areas([DONE, stopped], TODAY) == {NECK: Side.LEFT, CALF: Side.LEFT}
    both = find_resting_areas([STOPPED, STOPPED._replace(side=Side.RIGHT)], TODAY)
    assert both == {NECK: Side.BOTH}
    dizzy = STOPPED._replace(stop_reason=StopReason.DIZZY)
    assert find_resting_areas([dizzy], TODAY) == dict.fromkeys(AREAS.values(), Side.BOTH)


def test_what_rests_is_named_with_its_side() -> None:
    assert format_rest_mark(Side.NONE) == ""
    assert format_rest_mark(Side.BOTH) == ", rests today"
    assert format_rest_mark(Side.LEFT) == ", left side rests today"


def test_a_session_running_in_another_window_is_mentioned() -> None:
    (advice,) = check_eligibility([DONE._replace(status=Status.RUNNING)], [spots(CALF)], TODAY).advice
    assert "another window" in advice


def test_eligibility_needs_only_the_sessions_since_yesterday() -> None:
    assert sessions_since_yesterday(TODAY).since == TODAY - timedelta(days=1)


def test_an_interrupted_session_can_be_resumed_for_an_hour() -> None:
    def interrupted(ago: timedelta) -> InterruptedSession:
        return InterruptedSession(DONE, "", SessionCheckpoint(MORNING - ago, 0.0, (), ""))

    fresh, old = find_resume_candidates(
        [interrupted(RESUME_WINDOW), interrupted(RESUME_WINDOW + timedelta(seconds=1))], MORNING
    )
    assert fresh.is_resumable
    assert not old.is_resumable


def test_only_the_newest_session_misses_its_rating_and_only_for_an_hour() -> None:
    assert find_missing_rating([DONE, DONE], MORNING) is DONE
    assert find_missing_rating([], MORNING) is None
    for other in (
        DONE._replace(after=2),
        DONE._replace(before=None),
        DONE._replace(routine=""),
        DONE._replace(status=Status.PARTIAL),
        DONE._replace(ended_at=MORNING - timedelta(hours=2)),
        DONE._replace(ended_at=None),
    ):
        assert find_missing_rating([other, DONE], MORNING) is None


def test_a_pain_score_hides_no_missing_rating() -> None:
    score = DONE._replace(kind=RecordKind.SCORE, routine="", area="", started_at=MORNING)
    assert find_missing_rating([score, DONE], MORNING) is DONE
    assert find_missing_rating([score], MORNING) is None


def test_a_sessions_place_is_its_area_with_its_side_or_the_id_of_an_unknown_area() -> None:
    assert describe_record_place(DONE) == "Neck, left side"
    assert describe_record_place(DONE._replace(place="elbow", side=Side.NONE)) == "Elbow"
    assert describe_record_place(DONE._replace(place="tail", side=Side.NONE)) == "tail"
    assert describe_record_area(DONE._replace(place="head")) == "Neck, left side"
