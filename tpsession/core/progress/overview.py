"""The overview of progress: for each place and side its before-ratings and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.core.progress.summary import MIN_CHANGES, sort_records, summarize_series
from tpsession.core.progress.wording import describe_series_briefly

if TYPE_CHECKING:
    from tpsession.core.history.repository import History

MOST_PLACES = 4
"""How many places and sides an overview has; more would be a report."""


@dataclass(frozen=True, slots=True)
class SeriesOverview:
    """One place and side in an overview."""

    series: Series
    ratings: tuple[int, ...]
    """The before-ratings of the sessions that the sentence is about, 0 to 10, oldest first."""
    sentence: str
    """How many sessions in which time, and what they show or how many are missing for that."""
    rated: int
    """How many sessions were rated before and after."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The newest places and sides that have ratings.

    Whoever shows ratings or what they show, shows `CAUSE_UNKNOWN` beside it.
    """

    shown: tuple[SeriesOverview, ...] = ()
    """The one with the newest record first; `MOST_PLACES` at most."""
    places: int = 0
    """How many places and sides there are in all, rated or not."""


def load_overview(history: History) -> Overview:
    """Return the overview of a history: `MOST_PLACES` rated series at most, those with the newest records.

    A series is rated if it has a pain score, or a session with a rating before or after that has ended and in
    which something was done. The overview also has the number of all series, rated or not. Raises
    `HistoryError`.
    """
    every = history.list_series()
    shown: list[SeriesOverview] = []
    for series in every:
        if len(shown) == MOST_PLACES:
            break
        records = history.find_sessions(HistoryQuery(place=series.place, side=series.side, with_steps=False))
        if any(_is_rated(record) for record in records):
            shown.append(_make_overview(series, records))
    return Overview(tuple(shown), len(every))


def describe_ratings(ratings: Sequence[int]) -> str:
    """Return in words what a sparkline of these ratings shows.

    These are all ratings, such as ``6, 5, 6``, if there are fewer than `MIN_CHANGES`. Otherwise it is their
    range: ``low 2, high 7``, or ``always 3``.

    ratings: oldest first; empty gives an empty text.
    """
    if len(ratings) < MIN_CHANGES:
        return ", ".join(map(str, ratings))
    lowest, highest = min(ratings), max(ratings)
    return f"always {lowest}" if lowest == highest else f"low {lowest}, high {highest}"


def _make_overview(series: Series, records: Sequence[SessionRecord]) -> SeriesOverview:
    """Return the overview of a series. records: all records of the series, in any order."""
    ratings = [
        record.before
        for record in sort_records(series, records)
        if not record.is_score and record.before is not None and _is_counted(record)
    ]
    summary = summarize_series(series, records)
    return SeriesOverview(
        series, tuple(ratings), describe_series_briefly(summary), summary.figures.changes.rated
    )


def _is_rated(record: SessionRecord) -> bool:
    """Return whether a record counts and has a rating before or after; that of a score is its before."""
    return _is_counted(record) and (record.before is not None or record.after is not None)


def _is_counted(record: SessionRecord) -> bool:
    """Return whether a record has ended and something was done in it; true for a score."""
    return record.status is not Status.RUNNING and record.was_done
