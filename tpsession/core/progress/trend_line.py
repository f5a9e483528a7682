"""Where the line of a clear trend lies in a chart."""

from __future__ import annotations

from datetime import datetime, time
from statistics import median

from tpsession.core.progress.chart_points import TrendLine
from tpsession.core.progress.summary import TrendFigures


def find_trend_line(trend: TrendFigures) -> TrendLine | None:
    """Return the line of the before-ratings over the days of a trend; None unless the trend is clear.

    Its slope is that of the trend, and it runs through the middle of the ratings: half of the days lie above
    it (the intercept that belongs to the Theil-Sen slope).
    """
    if trend.per_week is None or not trend.is_clear:
        return None
    slope = trend.per_week.value / 7
    first_on, last_on = trend.ratings[0][0], trend.ratings[-1][0]
    start = median(rating - slope * (day - first_on).days for day, rating in trend.ratings)
    return TrendLine(
        datetime.combine(first_on, time(12)),
        start,
        datetime.combine(last_on, time(12)),
        start + slope * (last_on - first_on).days,
    )
