"""Sessions and pain scores that a person logs by hand."""

from __future__ import annotations

from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.history.logged import LoggedSession
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import Status


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
