"""How the overview of progress fits below the list of routines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.side import Side
from tpsession.core.history.series import Series
from tpsession.core.progress.overview import Overview, SeriesOverview, describe_ratings
from tpsession.tui.view_models.home.overview_lines import (
    count_early,
    count_fitting,
    describe_count,
    describe_overview,
    make_heading,
)

RATINGS = (6, 5, 7, 4, 6, 5, 7, 4, 6, 5, 2, 4)


def of_place(
    place: str = "neck", ratings: tuple[int, ...] = RATINGS, rated: int = len(RATINGS)
) -> SeriesOverview:
    return SeriesOverview(Series(place, Side.LEFT), ratings, "A sentence.", rated)


def test_name_bars_and_words_share_a_row_where_there_is_room() -> None:
    heading = make_heading(of_place(), 60)
    assert (heading.name, heading.in_one_row) == ("Neck, left side", True)
    assert (heading.bars, heading.words) == (len(RATINGS), "low 2, high 7")


def test_in_a_narrow_column_the_bars_have_a_row_of_their_own() -> None:
    heading = make_heading(of_place(), 30)
    assert (heading.in_one_row, heading.bars) == (False, len(RATINGS))
    assert make_heading(of_place(ratings=(6, 5)), 30).in_one_row


def test_bars_and_words_are_about_all_ratings_however_narrow_it_is() -> None:
    many = (9, 3) * 50
    assert [make_heading(of_place(ratings=many), columns).words for columns in (30, 60, 120)] == [
        "low 3, high 9"
    ] * 3
    assert [make_heading(of_place(ratings=many), columns).bars for columns in (30, 120)] == [15, 40]


def test_a_place_with_pain_scores_alone_has_no_bars_and_no_words() -> None:
    heading = make_heading(of_place(ratings=()), 30)
    assert (heading.bars, heading.words) == (0, "")


@given(st.lists(st.integers(0, 10), max_size=60).map(tuple), st.integers(1, 120))
def test_bars_and_words_never_take_more_than_their_row(ratings: tuple[int, ...], columns: int) -> None:
    heading = make_heading(of_place("skull-base", ratings), columns)
    if heading.bars:
        assert heading.words == describe_ratings(ratings)
        name = len(heading.name) + 2 if heading.in_one_row else 0
        assert name + heading.bars + 2 + len(heading.words) <= columns


@pytest.mark.parametrize(
    ("routine_rows", "rows", "fitting"),
    [
        (5, 12, 1),  # 60x20 with five routines of a line each
        (8, 12, 0),
        (10, 20, 1),  # 80x24 with five routines of two lines each
        (10, 36, 3),
        (60, 12, 0),
        (60, 20, 1),  # Of a list that scrolls anyway 12 rows stay,
        (60, 28, 2),  # or half of all.
    ],
)
def test_the_list_of_routines_comes_first(routine_rows: int, rows: int, fitting: int) -> None:
    assert count_fitting([5, 4, 5], 2, routine_rows, rows) == fitting


def test_the_title_says_how_many_places_there_are_if_not_all_are_shown() -> None:
    overview = Overview((of_place(), of_place("knee")), 2)
    assert describe_overview(overview, 2) == "Pain before sessions"
    assert describe_overview(overview, 1) == "Pain before: 1 of 2 places"
    assert describe_overview(overview, 1, counts=True) == "Pain is shown after 6 rated sessions"


def test_before_there_is_anything_to_say_rated_sessions_are_counted() -> None:
    first = of_place("hand", (6,), 1)
    assert describe_count(first) == "Hand and thumb, left side  1 of 6"
    assert count_early([first, of_place(rated=5)]) == 2
    assert count_early([first, of_place(rated=6), first]) == 1
