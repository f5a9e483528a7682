"""The overview of progress: one line of ratings and one sentence for each place and side, never pooled."""

from __future__ import annotations

import pytest

from tests.core.progress.series import NECK, a_session, sessions_of
from tests.fakes.history import MemoryHistory
from tpsession.core.catalog.place import PLACES
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import RecordKind, SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.core.progress.overview import (
    MOST_PLACES,
    Overview,
    SeriesOverview,
    describe_ratings,
    load_overview,
)


def overview_of(*records: SessionRecord) -> Overview:
    history = MemoryHistory()
    for number, record in enumerate(records):
        history.add_session(record._replace(id=f"{number}"), [])
    return load_overview(history)


def test_without_sessions_there_is_nothing() -> None:
    assert overview_of() == Overview()


def test_a_side_and_a_place_each_have_their_own_sentence_the_newest_first() -> None:
    right = a_session(3, 4, day=2)._replace(side=Side.RIGHT)
    knee = a_session(9, 8, day=1)._replace(place="knee")
    shown = overview_of(a_session(6, 4), right, knee).shown
    sentence = "1 session on one day; 5 more rated sessions are needed."
    assert shown == (
        SeriesOverview(Series("neck", Side.RIGHT), (3,), sentence, 1),
        SeriesOverview(Series("knee", Side.LEFT), (9,), sentence, 1),
        SeriesOverview(NECK, (6,), sentence, 1),
    )


def test_only_the_ratings_before_ended_sessions_count() -> None:
    records = [
        a_session(6, 4),
        a_session(None, 4, day=1),
        a_session(8, None, day=2, kind=RecordKind.SCORE),
        a_session(5, None, day=3, status=Status.STOPPED),
        a_session(7, None, day=4, status=Status.RUNNING),
    ]
    (neck,) = overview_of(*records).shown
    assert neck.ratings == (6, 5)


def test_more_pain_is_counted_as_plainly_as_less() -> None:
    (neck,) = overview_of(*sessions_of([-1, -1, 0, 1, 2, 3])).shown
    assert neck.sentence == (
        "6 sessions in 6 days: 2 ended lower, 1 the same, 3 higher; too few days for a trend."
    )


def test_a_place_without_any_rating_is_left_out_but_counted() -> None:
    rated, unrated = a_session(6, 4), a_session(None, None, day=1)._replace(place="knee")
    running = a_session(5, None, day=2, status=Status.RUNNING)._replace(place="foot")
    overview = overview_of(rated, unrated, running)
    assert ([each.series for each in overview.shown], overview.places) == ([NECK], 3)


def test_pain_scores_alone_have_a_sentence_and_no_ratings_before_sessions() -> None:
    (neck,) = overview_of(a_session(8, None, kind=RecordKind.SCORE)).shown
    assert (neck.ratings, neck.sentence) == ((), "No finished sessions yet; 1 pain score.")


def test_there_are_only_so_many_places_but_all_of_their_ratings() -> None:
    every = [a_session(day=day)._replace(place=place) for day, place in enumerate(PLACES)]
    overview = overview_of(*every)
    assert [each.series.place for each in overview.shown] == list(PLACES)[: -MOST_PLACES - 1 : -1]
    assert overview.places == len(PLACES)
    (neck,) = overview_of(*sessions_of([-1] * 45)).shown
    assert len(neck.ratings) == 45
    assert neck.sentence.startswith("45 sessions in 6 weeks")


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ((), ""),
        ((6,), "6"),
        ((6, 5, 10, 0, 6), "6, 5, 10, 0, 6"),
        ((6, 5, 10, 0, 6, 6), "low 0, high 10"),
        ((4,) * 6, "always 4"),
    ],
)
def test_words_say_what_the_bars_show_below_the_minimum_each_rating_alone(
    ratings: tuple[int, ...], words: str
) -> None:
    assert describe_ratings(ratings) == words
