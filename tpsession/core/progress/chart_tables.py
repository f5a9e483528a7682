"""Each chart as a table: the same values as rows of text, for reading aloud and for exact numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tpsession.core.history.wording import format_datetime, format_elapsed, format_rating_change
from tpsession.core.progress.chart_points import RatedPoint

NOT_RATED = "-"
"""Shown instead of a rating that is missing."""
SCORE_REMARK = "score without a session"


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A heading for each column, and the rows below. Each row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def timeline_table(points: Sequence[RatedPoint]) -> ChartTable:
    """Return a row for each session and score, in the order of `points`.

    Each follow-up rating stands with the time since the session's end, or since its start if no end is known.
    """
    return ChartTable(
        ("Date and time", "Before", "After", "Change", "Later", "Remarks"),
        tuple(
            (
                format_datetime(point.at),
                format_rating(point.before),
                NOT_RATED if point.is_score else format_rating(point.after),
                format_rating_change(point.before, point.after),
                ", ".join(
                    f"{rating.value} ({format_elapsed(rating.at - (point.ended_at or point.at))})"
                    for rating in point.later
                ),
                ", ".join(point_remarks(point)),
            )
            for point in points
        ),
    )


def calendar_table(strongest: Mapping[date, int]) -> ChartTable:
    """Return a row for each month that has a rating.

    It has the number of days with a rating, and the lowest and the highest value of these days.

    strongest: the value of each day that has a rating, which is its strongest rating.
    """
    months = groupby(sorted(strongest.items()), key=lambda item: f"{item[0]:%Y-%m}")
    rows = ((month, [value for _, value in days]) for month, days in months)
    return ChartTable(
        ("Month", "Days rated", "Lowest day", "Highest day"),
        tuple((month, str(len(values)), str(min(values)), str(max(values))) for month, values in rows),
    )


def changes_table(counts: Mapping[int, int]) -> ChartTable:
    """Return a row for each change that occurred, from the largest fall to the largest rise.

    counts: how many sessions had each change, after minus before.
    """
    return ChartTable(
        ("Pain after the session", "Sessions"),
        tuple((format_rating_change(0, change), str(count)) for change, count in sorted(counts.items())),
    )


def format_rating(value: int | None) -> str:
    """Return a rating as text; `NOT_RATED` for None."""
    return NOT_RATED if value is None else str(value)


def point_remarks(point: RatedPoint) -> Sequence[str]:
    """Return a few words for each remark on a point, such as ``note``; empty for most points."""
    remarks = (
        (point.is_score, SCORE_REMARK),
        (point.starts_routine, "other routine"),
        (point.is_marked, "painkiller or heat"),
        (point.has_note, "note"),
    )
    return [text for is_true, text in remarks if is_true]
