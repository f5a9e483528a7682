"""Summarises a series: what its ratings show, and how many are still missing for each figure.

Domain rules: one place and side at a time; nothing is shown below its minimum; worse is counted as plainly as
better. `tpsession.core.progress.wording` makes sentences from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tpsession.core.history.follow_up import FOLLOW_UP_WINDOWS
from tpsession.core.history.records import SessionRecord, Status, first_of_each_day
from tpsession.core.history.series import Series
from tpsession.core.progress.estimates import Estimate, estimate_change, estimate_slope, median_of

MIN_CHANGES = 6
"""Changes for a median, an estimate and an interval: with 5 no 95 % interval exists (Wilcoxon's smallest p is
0.0625). Below it only the ratings themselves are shown."""
MIN_TREND_DAYS = 10
"""Days with a before-rating for a trend."""
MIN_TREND_SPAN = timedelta(weeks=3)
"""From the first to the last of these days."""
TREND_LOOK_BACK = timedelta(days=365)
"""A trend is that of the days in this time up to the newest before-rating."""


@dataclass(frozen=True, slots=True)
class RatingRange:
    """The lowest and the highest of some ratings."""

    ratings: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """How ratings after sessions differ from those before: after minus before, so less pain is below 0."""

    rated: int
    """Sessions with both ratings; all figures here are about these."""
    lower: int
    same: int
    higher: int
    raw: tuple[tuple[int, int], ...]
    """Before and after of each, oldest first, if there are too few for the figures below; else empty."""
    median: float | None
    """None below `MIN_CHANGES`, as the estimate is."""
    estimate: Estimate | None
    """The Hodges-Lehmann estimate and its Wilcoxon interval."""

    @property
    def missing(self) -> int:
        """How many more rated sessions the median and the estimate need."""
        return max(MIN_CHANGES - self.rated, 0)

    @property
    def share_worse(self) -> float | None:
        """The share of the rated sessions that ended with more pain, 0 to 1; None below `MIN_CHANGES`."""
        return None if self.missing else self.higher / self.rated


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """The trend over the weeks of the first before-rating of each local day, within `TREND_LOOK_BACK`."""

    ratings: tuple[tuple[date, int], ...]
    """The days with a before-rating, oldest first, each with its first one."""
    per_week: Estimate | None
    """Points a week, below 0 for less pain: the Theil-Sen slope and its interval after Sen. None if there are
    fewer than `MIN_TREND_DAYS`, or if they span less than `MIN_TREND_SPAN`."""

    @property
    def days(self) -> int:
        """How many days within `TREND_LOOK_BACK` have a before-rating."""
        return len(self.ratings)

    @property
    def first_on(self) -> date | None:
        """The first day with a before-rating within `TREND_LOOK_BACK`; None without any."""
        return self.ratings[0][0] if self.ratings else None

    @property
    def last_on(self) -> date | None:
        """The last day with a before-rating; None without any."""
        return self.ratings[-1][0] if self.ratings else None

    @property
    def missing_days(self) -> int:
        """How many more days with a before-rating the trend needs."""
        return max(MIN_TREND_DAYS - self.days, 0)

    @property
    def missing_span_days(self) -> int:
        """At least how many days after the last day a rating must come, for a span of `MIN_TREND_SPAN`.

        0 if the days span it already. Without any rating it is the whole span.
        """
        if self.first_on is None or self.last_on is None:
            return MIN_TREND_SPAN.days
        return max((MIN_TREND_SPAN - (self.last_on - self.first_on)).days, 0)

    @property
    def fitted(self) -> tuple[float, float] | None:
        """The ratings on the first and on the last day as the trend has them; None without a trend.

        At most half of the real ratings lie above the line between the two, and at most half below. It may
        leave the scale of 0 to 10.
        """
        if self.per_week is None:
            return None
        slope = self.per_week.value / 7
        first_on, last_on = self.ratings[0][0], self.ratings[-1][0]
        start = median_of([rating - slope * (day - first_on).days for day, rating in self.ratings])
        return start, start + slope * (last_on - first_on).days

    @property
    def is_clear(self) -> bool:
        """Whether there is a trend with an interval that doesn't contain 0."""
        return self.per_week is not None and not self.per_week.interval.has_zero


@dataclass(frozen=True, slots=True)
class LaterFigures:
    """How later ratings in one of the `FOLLOW_UP_WINDOWS` differ from those before: how long relief lasts."""

    opens_h: int
    """Hours after the end of a session at which the window opens."""
    closes_h: int
    rated: int
    """Sessions with a before-rating and a later rating in the window; the first one there counts."""
    median: float | None
    """The median of later minus before; None below `MIN_CHANGES`."""

    @property
    def missing(self) -> int:
        """How many more sessions with both ratings the median needs."""
        return max(MIN_CHANGES - self.rated, 0)


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """What some sessions of a series show."""

    changes: ChangeFigures
    trend: TrendFigures
    later: tuple[LaterFigures, ...]
    """One for each of the `FOLLOW_UP_WINDOWS`."""
    before: RatingRange | None
    """Of all before-ratings; None without any."""
    after: RatingRange | None


@dataclass(frozen=True, slots=True)
class SeriesSummary:
    """What is known about a series.

    Of scores, and of sessions that are still running or in which nothing was done, it has only the number.
    """

    series: Series
    sessions: int
    """Ended sessions, rated or not."""
    first_on: date | None
    """The local day of the first one; None without any."""
    last_on: date | None
    ended_early: int
    """Sessions that were stopped or left unfinished. They count like the others."""
    missing_before: int
    """Sessions without a before-rating."""
    corrected: int
    """Sessions in which something was corrected. The figures use the corrected values."""
    missing_after: int
    """Sessions without an after-rating."""
    running: int
    """Sessions that haven't ended yet, left out of everything else."""
    scores: int
    """Pain scores without a session, left out of everything else."""
    not_done: int
    """Sessions in which nothing was done (see `SessionRecord.was_done`), left out of everything else."""
    marked: int
    """Sessions marked by a painkiller or heat in the 6 hours before."""
    figures: SeriesFigures
    """Those of all sessions."""
    unmarked: SeriesFigures
    """Those of sessions that aren't marked, without later ratings that are; the same if none is marked."""


def summarize_series(series: Series, records: Iterable[SessionRecord]) -> SeriesSummary:
    """Summarise the records of a series, given in any order.

    Raises `ValueError` for a record of another place or side: they are never pooled.
    """
    ordered = sort_records(series, records)
    sessions = [record for record in ordered if not record.is_score and record.was_done]
    ended = [record for record in sessions if record.status is not Status.RUNNING]
    scores = sum(record.is_score for record in ordered)
    days = [record.started_at.date() for record in ended]
    figures = _summarize_sessions(ended, is_unmarked=False)
    is_marked = any(record.flags or any(rating.flags for rating in record.later) for record in ended)
    return SeriesSummary(
        series=series,
        sessions=len(ended),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        ended_early=sum(record.status is not Status.COMPLETED for record in ended),
        missing_before=sum(record.before is None for record in ended),
        corrected=sum(record.is_corrected for record in ended),
        missing_after=sum(record.after is None for record in ended),
        running=len(sessions) - len(ended),
        scores=scores,
        not_done=len(ordered) - len(sessions) - scores,
        marked=sum(bool(record.flags) for record in ended),
        figures=figures,
        unmarked=_summarize_sessions([record for record in ended if not record.flags], is_unmarked=True)
        if is_marked
        else figures,
    )


def sort_records(series: Series, records: Iterable[SessionRecord]) -> list[SessionRecord]:
    """Return the records of a series, given in any order, oldest first.

    Raises `ValueError` for a record of another place or side.
    """
    ordered = sorted(records, key=lambda record: (record.started_at, record.id))
    if any((record.place, record.side) != (series.place, series.side) for record in ordered):
        raise ValueError("a series has the records of one place and side")
    return ordered


def summarize_changes(sessions: Iterable[SessionRecord]) -> ChangeFigures:
    """Return the figures on the changes in the sessions that have both ratings; other sessions are ignored.

    From `MIN_CHANGES` such sessions on, the figures have a median and an estimate; with fewer, all pairs of
    ratings instead.

    sessions: oldest first.
    """
    pairs = [
        (record.before, record.after)
        for record in sessions
        if record.before is not None and record.after is not None
    ]
    changes = [after - before for before, after in pairs]
    is_enough = len(changes) >= MIN_CHANGES
    return ChangeFigures(
        rated=len(changes),
        lower=sum(change < 0 for change in changes),
        same=changes.count(0),
        higher=sum(change > 0 for change in changes),
        raw=() if is_enough else tuple(pairs),
        median=median_of(changes) if is_enough else None,
        estimate=estimate_change(changes) if is_enough else None,
    )


def _summarize_sessions(sessions: Sequence[SessionRecord], *, is_unmarked: bool) -> SeriesFigures:
    """Return what some sessions show.

    sessions: ended ones, oldest first. is_unmarked: whether to leave out later ratings with a painkiller or
    heat. The caller has left out the sessions that are marked themselves.
    """
    return SeriesFigures(
        changes=summarize_changes(sessions),
        trend=_find_trend(sessions),
        later=tuple(
            _summarize_window(sessions, opens, closes, is_unmarked=is_unmarked)
            for opens, closes in FOLLOW_UP_WINDOWS
        ),
        before=_find_range(sessions, lambda record: record.before),
        after=_find_range(sessions, lambda record: record.after),
    )


def _find_range(
    sessions: Iterable[SessionRecord], rating_of: Callable[[SessionRecord], int | None]
) -> RatingRange | None:
    """Return the number, the lowest and the highest of a rating of each session; None if no session has it.

    rating_of: returns the rating of a session, or None.
    """
    ratings = [rating for record in sessions if (rating := rating_of(record)) is not None]
    return RatingRange(len(ratings), min(ratings), max(ratings)) if ratings else None


def _find_trend(sessions: Iterable[SessionRecord]) -> TrendFigures:
    """Return the trend of the before-ratings: of the first on each day in the last `TREND_LOOK_BACK`.

    That time ends with the day of the newest before-rating. There is no change a week if fewer than
    `MIN_TREND_DAYS` days have a rating, or if they span less than `MIN_TREND_SPAN`.

    sessions: oldest first.
    """
    first = first_of_each_day(record for record in sessions if record.before is not None)
    last_on = max(first, default=date.min)
    # Sorted, because somebody who travels west may have an earlier day after a later one.
    ratings = tuple(
        (day, record.before)
        for day, record in sorted(first.items())
        if record.before is not None and last_on - day < TREND_LOOK_BACK
    )
    per_week = None
    if len(ratings) >= MIN_TREND_DAYS and last_on - ratings[0][0] >= MIN_TREND_SPAN:
        per_week = estimate_slope(
            [day.toordinal() for day, _ in ratings],
            [rating for _, rating in ratings],
            unit_days=7,
            rounded_to=1,
        )
    return TrendFigures(ratings, per_week)


def _summarize_window(
    sessions: Iterable[SessionRecord], opens: timedelta, closes: timedelta, *, is_unmarked: bool
) -> LaterFigures:
    """Return the figures on the first later rating of each session in a window after its end.

    A session without a known end counts from its start. A change is that rating minus the before-rating; a
    session that lacks either is left out. There is no median of fewer than `MIN_CHANGES` changes.

    Args:
        sessions: The sessions.
        opens: The time from the end of a session to the start of the window, which is included.
        closes: The time to the end of the window, which isn't included.
        is_unmarked: Whether to ignore later ratings with a painkiller or heat.

    """
    changes = []
    for record in sessions:
        ended = record.ended_or_started_at
        values = [
            rating.value
            for rating in record.later
            if opens <= rating.at - ended < closes and not (is_unmarked and rating.flags)
        ]
        if values and record.before is not None:
            changes.append(values[0] - record.before)
    hour = timedelta(hours=1)
    median = median_of(changes) if len(changes) >= MIN_CHANGES else None
    return LaterFigures(opens // hour, closes // hour, len(changes), median)
