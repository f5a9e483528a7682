"""Where the line of a clear trend lies in a chart."""

from __future__ import annotations

from datetime import datetime, time

from tpsession.core.progress.chart_points import TrendLine
from tpsession.core.progress.summary import TrendFigures


def find_trend_line(trend: TrendFigures) -> TrendLine | None:
    """Return the line of a trend: from noon of `TrendFigures.first_on` to noon of `TrendFigures.last_on`.

    None unless the trend is clear.
    """
    if trend.fitted is None or not trend.is_clear:
        return None
    start, end = trend.fitted
    first_on, last_on = trend.ratings[0][0], trend.ratings[-1][0]
    return TrendLine(datetime.combine(first_on, time(12)), start, datetime.combine(last_on, time(12)), end)
