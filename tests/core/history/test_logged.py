"""Sessions and pain scores that a person logs by hand."""

from __future__ import annotations

import pytest

from tests.fakes.ports import MORNING
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import FELT_PLACES, PAIRED_PLACES
from tpsession.core.catalog.side import Side
from tpsession.core.history.logged import LogChoice, LoggedSession, list_choices, list_side_answers
from tpsession.core.history.ratings import OVERALL_QUESTION, QUESTION, Rating, RatingFlag, RatingKind
from tpsession.core.history.records import Status
from tpsession.core.history.series import Series
from tpsession.core.history.wording import question_now
from tpsession.core.text.formatting import SIDE_ANSWERS


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


def used(*places: str, sides: tuple[Side, ...] = (Side.NONE,)) -> list[Series]:
    return [Series(place, side) for place in places for side in sides]


def test_scores_at_the_places_used_last_come_first_and_then_a_session_at_each_area() -> None:
    every = [Series("knee", Side.LEFT), Series("neck", Side.RIGHT), Series("head", Side.NONE)]
    assert list_choices(every) == [
        LogChoice("Pain now: Knee, left side", every[0]),
        LogChoice("Pain now: Neck, right side", every[1]),
        LogChoice("Pain now: Head", every[2]),
        LogChoice("Session just done: Neck, right side", every[1], is_session=True),
    ]
    assert list_choices([]) == []


@pytest.mark.parametrize(
    ("areas", "scores", "sessions"),
    [(1, 1, 1), (4, 4, 4), (5, 4, 5), (6, 3, 6), (12, 3, 12), (30, 3, 22)],
)
def test_digits_reach_as_many_lines_as_there_are_but_three_scores_are_always_offered(
    areas: int, scores: int, sessions: int
) -> None:
    every = used(*AREAS, sides=(Side.LEFT, Side.RIGHT, Side.NONE))[:areas]
    choices = list_choices(every)
    assert [choice.series for choice in choices if not choice.is_session] == every[:scores]
    assert [choice.series for choice in choices if choice.is_session] == every[:sessions]


def test_only_a_place_with_a_middle_offers_it_instead_of_a_side() -> None:
    assert list_side_answers("neck")[Side.NONE] == "In the middle, or no side"
    for place in ("shoulder", "hip", "foot"):
        assert list_side_answers(place) == SIDE_ANSWERS
    assert {*PAIRED_PLACES} == {*FELT_PLACES} - {
        *("head", "jaw", "skull-base", "neck", "chest", "upper-back", "low-back", "groin")
    }


def test_only_overall_has_another_question() -> None:
    assert question_now("neck") == QUESTION
    assert question_now("overall") == OVERALL_QUESTION
