"""The calendar of the year, and how often pain changed by how much."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tpsession.tui.drawing.charts.distribution import draw_distribution
from tpsession.tui.drawing.charts.year_calendar import draw_year_calendar
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.widgets.progress.chart_widget import ChartWidget


class YearCalendar(ChartWidget):
    """Shows the strongest pain of each day of up to a year; nothing before `show_days` is called."""

    _strongest: Mapping[date, int] = {}
    _last: date | None = None

    def show_days(self, strongest: Mapping[date, int], last: date) -> None:
        """Show the year that ends on the day `last`, or as many of its last weeks as fit.

        strongest: the strongest rating of each day that has one.
        """
        self._strongest, self._last = strongest, last
        self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture of the calendar; an empty one before `show_days` was called."""
        if self._last is None:
            return Picture(())
        return draw_year_calendar(self._strongest, self._last, columns, rows, self.charset)


class ChangeDistribution(ChartWidget):
    """Shows how many sessions had each change of pain."""

    _counts: Mapping[int, int] = {}

    def show_counts(self, counts: Mapping[int, int]) -> None:
        """Show these counts. counts: how many sessions had each change, after minus before."""
        self._counts = counts
        self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture: bars for the numbers of sessions, or a sentence if there are no counts."""
        return draw_distribution(self._counts, columns, rows, self.charset)
