"""The calendar of the year, how often pain changed by how much, and the small bars of a list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tpsession.tui.drawing.charts.distribution import NO_CHANGES, draw_distribution
from tpsession.tui.drawing.charts.sparkline import draw_sparkline
from tpsession.tui.drawing.charts.year_calendar import calendar_start, draw_year_calendar
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink

COLUMNS = st.integers(1, 210)
ROWS = st.integers(1, 30)
CHARSETS = st.sampled_from(Charset)
RATINGS = st.integers(0, 10)
STRONGEST = {date(2026, 1, 1): 3, date(2026, 1, 5): 10, date(2025, 12, 30): 6}
CALENDAR = (
    "     Dec Jan",
    "Mon ······X·",
    "    ·····6··",
    "Wed ········",
    "    ·····3··",
    "Fri ······· ",
    "    ······· ",
    "Sun ······· ",
)
DISTRIBUTION = (
    "Pain after a session against b",
    "          3 less ▓▓▓▓▓▓▓▓▓▓▓ 4",
    "          2 less 0            ",
    "          1 less 0            ",
    "            same ░░░ 1        ",
    "          1 more ██████ 2     ",
    "          2 more 0            ",
    "          3 more 0            ",
)
IN_THREE_ROWS = (
    " at least 1 less ----------- 4",
    "            same === 1        ",
    " at least 1 more ###### 2     ",
)


def test_a_day_of_the_calendar_shows_its_strongest_pain() -> None:
    assert draw_year_calendar(STRONGEST, date(2026, 1, 15), 12, 8, Charset.UNICODE).lines == CALENDAR


def test_a_wide_calendar_writes_ten_and_a_narrow_one_says_what_stands_for_it() -> None:
    wide = draw_year_calendar(STRONGEST, date(2026, 1, 15), 200, 12, Charset.ASCII).lines
    narrow = draw_year_calendar(STRONGEST, date(2026, 1, 15), 70, 12, Charset.ASCII).lines
    assert " 10 " in wide[1]
    assert "X is" not in wide[-1]
    assert "X is 10" in narrow[-1]


def test_a_calendar_says_in_its_narrowest_year_that_scores_count_too() -> None:
    year = draw_year_calendar(STRONGEST, date(2026, 1, 15), 57, 12, Charset.ASCII).lines
    assert year[-1] == "A day's strongest score or pain before a session; X is 10"


@given(st.dictionaries(st.dates(), RATINGS), st.dates(), COLUMNS, ROWS, CHARSETS)
@example({}, date.max, 60, 12, Charset.UNICODE)
def test_a_calendar_fits_and_ends_with_the_week_of_its_last_day(
    strongest: dict[date, int], last: date, columns: int, rows: int, charset: Charset
) -> None:
    picture = draw_year_calendar(strongest, last, columns, rows, charset)
    assert len(picture.lines) <= rows
    assert all(len(line) <= columns for line in picture.lines)
    start = calendar_start(last, columns)
    assert start.weekday() == 0
    assert timedelta() <= last - start < timedelta(weeks=53)


def test_a_year_names_every_month_even_where_a_week_is_one_cell() -> None:
    months = draw_year_calendar(STRONGEST, date(2026, 11, 29), 58, 12, Charset.UNICODE).lines[0].split()
    assert months == ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]


def test_changes_reach_equally_far_to_both_sides() -> None:
    assert draw_distribution({-3: 4, 0: 1, 1: 2}, 30, 9, Charset.UNICODE).lines == DISTRIBUTION


def test_changes_that_have_no_row_are_counted_in_the_outermost() -> None:
    assert draw_distribution({-3: 4, 0: 1, 1: 2}, 30, 3, Charset.ASCII).lines == IN_THREE_ROWS


@pytest.mark.parametrize(
    ("counts", "label"), [({-3: 4, 0: 1, 1: 2}, "any change 7"), ({0: 7}, "same 7"), ({2: 7}, "any change 7")]
)
def test_one_row_for_all_changes_does_not_call_them_the_same(counts: dict[int, int], label: str) -> None:
    (line,) = draw_distribution(counts, 19, 2, Charset.ASCII).lines
    assert line.split() == label.split()


def test_without_changes_the_distribution_says_so() -> None:
    assert draw_distribution({}, 60, 9, Charset.UNICODE).lines == (NO_CHANGES,)


@given(st.dictionaries(st.integers(-10, 10), st.integers(1, 200_000)), COLUMNS, ROWS, CHARSETS)
def test_a_distribution_fits_and_shows_worse_as_it_shows_better(
    counts: dict[int, int], columns: int, rows: int, charset: Charset
) -> None:
    picture = draw_distribution(counts, columns, rows, charset)
    mirrored = draw_distribution({-change: count for change, count in counts.items()}, columns, rows, charset)

    assert len(picture.lines) <= rows
    assert all(len(line) <= columns for line in picture.lines)
    cells = {ink: sum(len(text) for row in picture.rows for text, each in row if each is ink) for ink in Ink}
    other = {ink: sum(len(text) for row in mirrored.rows for text, each in row if each is ink) for ink in Ink}
    assert cells[Ink.RELIEF] == other[Ink.WORSENING]


@pytest.mark.parametrize(("charset", "shown"), [(Charset.UNICODE, "▁▂▅▇█  "), (Charset.ASCII, "_,+#@  ")])
def test_a_sparkline_shows_ratings_from_old_to_new(charset: Charset, shown: str) -> None:
    assert draw_sparkline((0, 2, 6, 9, 10), 7, charset).lines == (shown,)


def test_a_sparkline_of_many_ratings_shows_medians() -> None:
    assert draw_sparkline((1, 1, 9, 4, 4, 0), 2, Charset.ASCII).lines == (".-",)


@given(st.lists(RATINGS), COLUMNS, CHARSETS)
def test_a_sparkline_is_as_wide_as_asked(ratings: list[int], columns: int, charset: Charset) -> None:
    (line,) = draw_sparkline(ratings, columns, charset).lines
    assert len(line) == columns
    assert len(line.rstrip()) == min(len(ratings), columns)
