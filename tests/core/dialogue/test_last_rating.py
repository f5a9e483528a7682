"""What the pain was the last time at a place."""

from __future__ import annotations

from tests.fakes.history import MemoryHistory
from tests.store.sample_records import a_record
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.last_rating import describe_last_rating, last_rating_query
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import RecordKind
from tpsession.core.history.series import Series


def test_the_newest_rating_before_a_session_at_that_place_and_side_counts() -> None:
    history = MemoryHistory()
    for number, (before, side) in enumerate(
        [(7, Side.LEFT), (4, Side.LEFT), (None, Side.LEFT), (2, Side.RIGHT)]
    ):
        record = a_record(number, side=side, before=before)
        given = [] if before is None else [Rating(RatingKind.BEFORE, before, record.started_at)]
        history.add_session(record, given)
    day = a_record(1).started_at.date().isoformat()

    found = history.find_sessions(last_rating_query(Series("neck", Side.LEFT)))
    assert describe_last_rating(found) == f"Before the session of {day}, your pain was 4."
    assert describe_last_rating(history.find_sessions(last_rating_query(Series("calf", Side.LEFT)))) == ""


def test_a_pain_score_is_not_taken_for_the_rating_before_a_session() -> None:
    session = a_record(0, before=7)
    score = a_record(1, before=3)._replace(kind=RecordKind.SCORE, routine="")
    assert describe_last_rating([score, session]).endswith("your pain was 7.")
    assert describe_last_rating([score]) == ""
