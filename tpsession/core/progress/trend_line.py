"""Where the line of a clear trend lies in a chart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from statistics import median

from tpsession.core.progress.chart_points import RatedPoint, TrendLine
from tpsession.core.progress.summary import TrendFigures


def find_trend_line(trend: TrendFigures, points: Iterable[RatedPoint]) -> TrendLine | None:
    """Return the line of the before-ratings over the days of a trend; None unless the trend is clear.

    Its slope is that of the trend, and it runs through the middle of the ratings: half of the days lie above
    it (the intercept that belongs to the Theil-Sen slope).

    points: those that the trend was found in, oldest first; of each day the first before-rating counts.
    """
    if trend.per_week is None or not trend.is_clear or trend.first_on is None or trend.last_on is None:
        return None
    slope = trend.per_week.value / 7
    first_of_day: dict[date, int] = {}
    for point in points:
        if point.before is not None and not point.is_score and trend.first_on <= point.day <= trend.last_on:
            first_of_day.setdefault(point.day, point.before)
    start = median(value - slope * (day - trend.first_on).days for day, value in first_of_day.items())
    days = (trend.last_on - trend.first_on).days
    return TrendLine(
        datetime.combine(trend.first_on, time(12)),
        start,
        datetime.combine(trend.last_on, time(12)),
        start + slope * days,
    )
