"""Sessions and pain scores that a person logs by hand."""

from __future__ import annotations

from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.history.logged import LoggedSession, offered_series, question_now
from tpsession.core.history.ratings import OVERALL_QUESTION, QUESTION, Rating, RatingFlag, RatingKind
from tpsession.core.history.records import Status
from tpsession.core.history.series import Series


def test_without_an_area_it_is_a_score_and_has_only_the_ratings_that_were_given() -> None:
    score = LoggedSession(MORNING, "knee", Side.LEFT, before=4, flags=(RatingFlag.HEAT,))
    record = score.make_record("one")
    assert record.is_score
    assert (record.id, record.place, record.area, record.routine) == ("one", "knee", "", "")
    assert (record.started_at, record.ended_at, record.status) == (MORNING, MORNING, Status.COMPLETED)
    assert record.flags == (RatingFlag.HEAT,)
    assert score.make_ratings() == [Rating(RatingKind.BEFORE, 4, MORNING)]


def test_with_an_area_it_is_a_session_with_both_ratings() -> None:
    session = LoggedSession(MORNING, "neck", Side.NONE, area="neck", before=4, after=0, note="train")
    record = session.make_record("one")
    assert not record.is_score
    assert (record.area, record.note) == ("neck", "train")
    assert [rating.value for rating in session.make_ratings()] == [4, 0]


def test_what_was_saved_is_said() -> None:
    score = LoggedSession(MORNING, "knee", Side.LEFT, before=4)
    assert score.describe() == "Saved: Knee, left side, pain 4."
    session = LoggedSession(MORNING, "neck", Side.NONE, area="neck")
    assert session.describe() == "Saved: your session of 2026-01-31 09:00, Neck."


def test_the_places_used_last_are_offered_and_only_overall_has_another_question() -> None:
    every = [Series(place, Side.NONE) for place in ("neck", "knee", "hip", "foot")]
    assert offered_series(every) == every[:3]
    assert question_now("neck") == QUESTION
    assert question_now("overall") == OVERALL_QUESTION
