"""Where dates and ratings lie in a chart, and which of them the axes name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import floor

from tpsession.core.history.ratings import HIGHEST
from tpsession.core.progress.chart_points import DayRange

_LABEL_GAP = 2
"""Empty cells between two labels of dates, at least."""
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MONDAY = date(2024, 1, 1)
"""A Monday: ticks a week or two apart are counted from it."""
_MONTH_DAYS = 28
"""Days of the shortest month."""


@dataclass(frozen=True, slots=True)
class DateAxis:
    """Divides days into columns of the same length; column 0 is the first."""

    days: DayRange
    columns: int
    """1 or more."""
    starts: tuple[datetime, ...]
    """The local time at which each column starts."""

    @property
    def end(self) -> datetime:
        """The last moment of the last day, in local time."""
        return datetime.combine(self.days.last, time.max)

    def column(self, at: datetime) -> int:
        """Return the column of a local time; the first or the last one for a time outside the axis."""
        return max(0, bisect_right(self.starts, at) - 1)

    def contains(self, at: datetime) -> bool:
        """Return whether a local time lies on the axis."""
        return self.days.first <= at.date() <= self.days.last

    def span(self, days: DayRange) -> tuple[int, int]:
        """Return the first and the last column, from 0, of some days on the axis, both included.

        Ranges that follow each other share no column, unless one is so short that the next begins in the same
        column.
        """
        first = self.column(datetime.combine(days.first, time.min))
        if days.last >= self.days.last:
            return first, self.columns - 1
        return first, max(first, self.column(datetime.combine(days.last + timedelta(days=1), time.min)) - 1)


def make_date_axis(days: DayRange, columns: int) -> DateAxis:
    """Divide days into so many columns, 1 or more."""
    start = datetime.combine(days.first, time.min)
    starts = tuple(start + timedelta(days=days.days * column / columns) for column in range(columns))
    return DateAxis(days, columns, starts)


def rating_row(value: float, rows: int) -> int:
    """Return the row of a rating, 0 to 10, where row 0 is the highest of `rows`.

    A rating halfway between two rows is in the upper one.
    """
    return rows - 1 - floor(value * (rows - 1) / HIGHEST + 0.5)


def date_ticks(axis: DateAxis) -> dict[int, str]:
    """Return the labels of dates by the column at which each date begins.

    They are as close as fits with a gap between them: days, Mondays, months or years. A label begins at its
    column and doesn't reach beyond the last one, so a very narrow axis has none. A label to which the one
    before it reaches is left out.
    """
    ticks: dict[int, str] = {}
    free_from = 0
    for day, label in _labelled_days(axis):
        column = axis.column(datetime.combine(day, time.min))
        if free_from <= column <= axis.columns - len(label):
            ticks[column] = label
            free_from = column + len(label) + 1
    return ticks


def _labelled_days(axis: DateAxis) -> Iterator[tuple[date, str]]:
    """Yield the days that the axis may name, each with its label: as many as labels fit side by side.

    They are days in steps of days or weeks, or the beginnings of months or years. The axis may hold none.
    `date_ticks` leaves out those whose label would reach beyond the axis or touch another.
    """
    columns_a_day = axis.columns / axis.days.days
    for step in _DAY_STEPS:
        if columns_a_day * step >= len("31 Dec") + _LABEL_GAP:
            yield from ((day, f"{day.day} {day:%b}") for day in _every_days(axis.days, step))
            return
    for step in _MONTH_STEPS:
        # Each label has room, also the one with the year, so that none is left out between two others.
        if columns_a_day * _MONTH_DAYS * step >= len("Jan 2024") + _LABEL_GAP - 1:
            yield from _every_months(axis.days, step)
            return
    years = range(axis.days.first.year, axis.days.last.year + 1)
    for step in _YEAR_STEPS:
        if columns_a_day * 365 * step >= len("2024") + _LABEL_GAP:
            firsts = (date(year, 1, 1) for year in years if year % step == 0)
            yield from ((day, f"{day.year}") for day in firsts if day >= axis.days.first)
            return


def _every_days(days: DayRange, step: int) -> Iterator[date]:
    """Yield each of these days that is a multiple of `step` days from `_MONDAY`."""
    ordinal = days.first.toordinal()
    ordinal += (_MONDAY.toordinal() - ordinal) % step
    while ordinal <= days.last.toordinal():
        yield date.fromordinal(ordinal)
        ordinal += step


def _every_months(days: DayRange, step: int) -> Iterator[tuple[date, str]]:
    """Yield the first day of every `step`-th month, counted from January, with its label."""
    for number in range(days.first.year * 12 + days.first.month - 1, days.last.year * 12 + days.last.month):
        day = date(number // 12, number % 12 + 1, 1)
        if day >= days.first and (day.month - 1) % step == 0:
            # With the year where that begins.
            yield day, f"{day:%b} {day.year}" if day.month == 1 else f"{day:%b}"
