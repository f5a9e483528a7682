"""Where the line of a clear trend lies."""

from __future__ import annotations

from datetime import date, timedelta

from tests.report.sample_series import sample_series
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.progress.chart_points import TrendLine
from tpsession.core.progress.summary import TrendFigures, summarize_series
from tpsession.core.progress.trend_line import find_trend_line


def trend_line(before: list[int]) -> TrendLine | None:
    """Return the line of sessions with these before-ratings, two days apart."""
    records: list[SessionRecord] = []
    for record, rating in zip(sample_series(len(before)), before, strict=True):
        # A second session of the day doesn't count.
        an_hour_later = record.started_at + timedelta(hours=1)
        again = record._replace(id=f"{record.id}-2", started_at=an_hour_later, before=0)
        records += [record._replace(before=rating), again]
    summary = summarize_series(Series("neck", Side.LEFT), records)
    return find_trend_line(summary.figures.trend)


def test_the_line_runs_through_the_ratings_of_a_clear_trend() -> None:
    line = trend_line([9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2])
    assert line is not None
    assert 8.0 < line.first_value < 10.0
    assert 1.0 < line.last_value < 3.0
    assert (line.last_at - line.first_at).days == 30


def test_days_without_a_rating_before_leave_no_gap_in_the_line() -> None:
    records = [record._replace(before=9 - number // 2) for number, record in enumerate(sample_series(16))]
    records[5] = records[5]._replace(before=None)
    summary = summarize_series(Series("neck", Side.LEFT), records)
    assert find_trend_line(summary.figures.trend) is not None


def test_without_a_clear_trend_there_is_no_line() -> None:
    assert trend_line([5, 6, 5, 4] * 4) is None
    assert trend_line([9, 8, 7]) is None
    assert find_trend_line(TrendFigures(((date(2026, 1, 1), 5),), None)) is None
