"""Draws a year as a calendar, a column a week, with the strongest pain rating of each day as its number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tpsession.core.history.ratings import HIGHEST
from tpsession.tui.drawing.charts.chart_marks import chart_marks
from tpsession.tui.drawing.raster.canvas import Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

DAYS_A_WEEK = 7
_WEEKS = 53
_GUTTER = len("Mon ")
_WIDEST_WEEK = 3
"""Cells of a week at most: two digits and a gap."""
_SHORT_HIGHEST = "X"
"""Stands for 10, where days have no room for two digits and a gap."""
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_ROWS_WITH_LEGEND = DAYS_A_WEEK + 3
_HIGHER_HALF = HIGHEST // 2


def calendar_start(last: date, columns: int) -> date:
    """Return the Monday with which a calendar begins that ends with the week of `last`.

    It shows 53 weeks, or as many as there is room for, but at least one.

    columns: cells across, those for the names of the weekdays included.
    """
    weeks = max(1, min(_WEEKS, columns - _GUTTER))
    ordinal = last.toordinal() - last.weekday() - DAYS_A_WEEK * (weeks - 1)
    return date.fromordinal(max(1, ordinal))


def draw_year_calendar(
    strongest: Mapping[date, int], last: date, columns: int, rows: int, charset: Charset
) -> Picture:
    """Return a picture of up to 53 weeks, to the one of `last`, in at most so many cells, at least 1 by 1.

    A day's value is one character, so 10 may be an X. A value above the middle of the scale has another ink.
    A day without a value has a dot, and a day after `last` nothing. From `_ROWS_WITH_LEGEND` rows on, a line
    below says what the numbers are. What doesn't fit is cut off.

    Args:
        strongest: The strongest score or rating before a session, of each day that has one.
        last: The last day.
        columns: Cells across.
        rows: Cells down.
        charset: The characters that the terminal shows.

    """
    start = calendar_start(last, columns)
    weeks = (last - start).days // DAYS_A_WEEK + 1
    cells_a_week = max(1, min(_WIDEST_WEEK, (columns - _GUTTER) // weeks))
    has_legend = rows >= _ROWS_WITH_LEGEND
    canvas = Canvas(min(columns, _GUTTER + weeks * cells_a_week), min(rows, DAYS_A_WEEK + 1 + 2 * has_legend))
    for row, name in enumerate(_WEEKDAYS, 1):
        canvas.write(0, row, name, Ink.OUTLINE)
    _draw_months(canvas, start, weeks, cells_a_week)
    for number in range((last - start).days + 1):
        day = start + timedelta(days=number)
        text, ink = _mark_day(strongest.get(day), cells_a_week, charset)
        week, weekday = divmod(number, DAYS_A_WEEK)
        right = _GUTTER + (week + 1) * cells_a_week - max(0, cells_a_week - 2)
        canvas.write(right - len(text), weekday + 1, text, ink)
    if has_legend:
        note = "" if cells_a_week == _WIDEST_WEEK else f"; {_SHORT_HIGHEST} is {HIGHEST}"
        legend = f"A day's strongest score or pain before a session{note}"
        canvas.write(0, canvas.rows - 1, legend, Ink.OUTLINE)
    return canvas.to_picture(charset)


def _draw_months(canvas: Canvas, start: date, weeks: int, cells_a_week: int) -> None:
    """Write each month's short name, such as Jan, above the week in which its first day is, if there is room.

    start: the Monday of the first week.
    """
    free_from = 0
    for week in range(weeks):
        monday = start + timedelta(days=DAYS_A_WEEK * week)
        first = next((day for day in _week(monday) if day.day == 1), None)
        column = _GUTTER + week * cells_a_week
        if first is None or column < free_from:
            continue
        label = f"{first:%b}"
        if column + len(label) <= canvas.columns:
            canvas.write(column, 0, label, Ink.OUTLINE)
            free_from = column + len(label) + 1


def _week(monday: date) -> list[date]:
    """Return the days of a week, up to the last day that a date can be."""
    first = monday.toordinal()
    return list(map(date.fromordinal, range(first, min(first + DAYS_A_WEEK, date.max.toordinal() + 1))))


def _mark_day(rating: int | None, cells: int, charset: Charset) -> tuple[str, Ink]:
    """Return the characters for a day, and their ink: the rating as a number, or a dot without one.

    They aren't padded. Where a week has less than `_WIDEST_WEEK` cells, a rating of 10 is `_SHORT_HIGHEST`,
    which takes one cell.

    Args:
        rating: The strongest of the day; None without one.
        cells: Those of a week across.
        charset: The characters that the terminal shows.

    """
    if rating is None:
        return chart_marks(charset).no_rating, Ink.OUTLINE
    text = _SHORT_HIGHEST if rating == HIGHEST and cells < _WIDEST_WEEK else str(rating)
    return text, Ink.BAR if rating > _HIGHER_HALF else Ink.TEXT
