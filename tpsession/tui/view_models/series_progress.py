"""What the progress screen shows of one place and side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tpsession.core.catalog.place import place_name
from tpsession.core.history.records import SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.progress.chart_points import RatedPoint, TrendLine, rated_points
from tpsession.core.progress.comparison import compare_routines
from tpsession.core.progress.comparison_wording import describe_series_and_routines
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.trend_line import find_trend_line
from tpsession.core.progress.wording import SeriesDescription
from tpsession.core.text.formatting import describe_place


@dataclass(frozen=True, slots=True)
class SeriesProgress:
    """One place and side, ready to be shown."""

    records: Mapping[str, SessionRecord]
    """The records by id."""
    points: Sequence[RatedPoint]
    """Oldest first."""
    trend: TrendLine | None
    description: SeriesDescription
    """What there is to say."""


def make_series_progress(
    series: Series, records: Sequence[SessionRecord], names: Mapping[str, str]
) -> SeriesProgress:
    """Return what is shown of the records of a series, given in any order.

    Raises `ValueError` for a record of another place or side. names: the names of routines by id.
    """
    summary = summarize_series(series, records)
    return SeriesProgress(
        records={record.id: record for record in records},
        points=rated_points(records),
        trend=find_trend_line(summary.figures.trend),
        description=describe_series_and_routines(summary, compare_routines(series, records), names),
    )


def describe_series_choice(every: Sequence[Series], index: int) -> str:
    """Return which place and side is shown; of several, also the number: ``Neck, left side (1 of 3)``.

    every: all places and sides to choose from. index: of the one that is shown, from 0.
    """
    name = describe_place(place_name(every[index].place), every[index].side)
    return name if len(every) == 1 else f"{name} ({index + 1} of {len(every)})"
