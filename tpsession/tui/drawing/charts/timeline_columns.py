"""The columns of the chart of pain over time: one session each, or several put together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from tpsession.core.progress.chart_points import RatedPoint
from tpsession.core.progress.estimates import median_of_counts
from tpsession.tui.drawing.charts.scales import DateAxis

_ratings = attrgetter("before", "after")
_is_score = attrgetter("is_score")
_has_note = attrgetter("has_note")
_starts_routine = attrgetter("starts_routine")
_is_marked = attrgetter("is_marked")
_later = attrgetter("later")
_value = attrgetter("value")


@dataclass(frozen=True, slots=True)
class PointRun:
    """The points that lie in one column."""

    column: int
    first: int
    """Number of the first one, counted from 0."""
    stop: int
    """Number of the first one after them."""

    @property
    def count(self) -> int:
        """How many points there are, 1 or more."""
        return self.stop - self.first


@dataclass(frozen=True, slots=True)
class TimelineColumn:
    """A column of the chart, which shows one point or several together.

    Of several, it shows the medians before and after of the sessions that have both ratings, and the range of
    all ratings before and after, scores included. If none has both, there is one median only.
    """

    column: int
    first: int
    """Number of its first point, counted from 0."""
    count: int
    before: float | None
    """None if nothing was rated before."""
    after: float | None
    """None if nothing was rated after. Also None if some sessions were rated before and others after, but
    none both times.
    """
    lowest: int | None
    """The lowest of all ratings before and after; None without any."""
    highest: int | None
    compared: int
    """How many sessions have both ratings."""
    got_better: int
    """How many of these ended with less pain than they began with."""
    got_worse: int
    """How many of these ended with more pain than they began with."""
    is_score: bool
    """Whether there are only scores."""
    has_note: bool
    starts_routine: bool
    is_marked: bool

    @property
    def is_remarkable(self) -> bool:
        """Whether there is more to know than ratings: a note, a change of routine, a painkiller or heat."""
        return self.has_note or self.starts_routine or self.is_marked

    @property
    def is_mixed(self) -> bool:
        """Whether some sessions ended lower and some higher, and neither group is the majority.

        Only sessions with both ratings count. Half of them is no majority.
        """
        most = max(self.got_better, self.got_worse)
        return self.got_better > 0 and self.got_worse > 0 and 2 * most <= self.compared

    def hides_worsening(self) -> bool:
        """Return whether the column shows several points, and at least one of its sessions got worse.

        The medians may not show that.
        """
        return self.count > 1 and self.got_worse > 0


def find_runs(points: Sequence[RatedPoint], axis: DateAxis) -> list[PointRun]:
    """Return which points lie in each column that has any, from left to right.

    points: those on the axis, oldest first.
    """
    runs: list[PointRun] = []
    first = 0
    for column in range(axis.columns):
        stop = len(points)
        if column + 1 < axis.columns:
            stop = bisect_left(points, axis.starts[column + 1], first, key=lambda point: point.local_time)
        if stop > first:
            runs.append(PointRun(column, first, stop))
        first = stop
    return runs


def timeline_columns(points: Sequence[RatedPoint], runs: Iterable[PointRun]) -> Iterator[TimelineColumn]:
    """Yield the column of each run. runs: what `find_runs` returns for the same points."""
    for run in runs:
        if run.count == 1:
            yield _one_point(run.column, run.first, points[run.first])
        else:
            yield _several_points(run.column, run.first, points[run.first : run.stop])


def _one_point(column: int, number: int, point: RatedPoint) -> TimelineColumn:
    """Return the column of a point that is alone in it. number: the point's number in the period, from 0."""
    ratings = _given((point.before, point.after))
    return TimelineColumn(
        column=column,
        first=number,
        count=1,
        before=point.before,
        after=point.after,
        lowest=min(ratings, default=None),
        highest=max(ratings, default=None),
        compared=int(point.change is not None),
        got_better=int((point.change or 0) < 0),
        got_worse=int((point.change or 0) > 0),
        is_score=point.is_score,
        has_note=point.has_note,
        starts_routine=point.starts_routine,
        is_marked=point.is_marked,
    )


def _several_points(column: int, first: int, points: Sequence[RatedPoint]) -> TimelineColumn:
    """Return the column of several points, maybe thousands.

    Its ratings are the medians of the points that have both. If no point has both, there is only the median
    of all before-ratings, or, without any, that of all after-ratings.

    first: the number of the first point in the period, from 0.
    """
    # There are 144 pairs at most, however many points: all the rest is done once for each pair.
    pairs = Counter(map(_ratings, points))
    complete = {pair: count for pair, count in pairs.items() if None not in pair}
    before = _median((before, count) for (before, _), count in (complete or pairs).items())
    after = _median((after, count) for (_, after), count in (complete or pairs).items())
    ratings = _given(rating for pair in pairs for rating in pair)
    return TimelineColumn(
        column=column,
        first=first,
        count=len(points),
        before=before,
        after=after if complete or before is None else None,
        lowest=min(ratings, default=None),
        highest=max(ratings, default=None),
        compared=sum(complete.values()),
        got_better=sum(count for (before, after), count in complete.items() if after < before),
        got_worse=sum(count for (before, after), count in complete.items() if after > before),
        is_score=all(map(_is_score, points)),
        has_note=any(map(_has_note, points)),
        starts_routine=any(map(_starts_routine, points)),
        is_marked=any(map(_is_marked, points)),
    )


def _median(ratings: Iterable[tuple[int | None, int]]) -> float | None:
    """Return the median of ratings, each with how often it was given; those that are None aren't counted.

    None if no rating is left.
    """
    counts: Counter[float] = Counter()
    for rating, count in ratings:
        if rating is not None:
            counts[rating] += count
    return median_of_counts(counts) if counts else None


def later_cells(
    points: Sequence[RatedPoint], runs: Sequence[PointRun], axis: DateAxis
) -> frozenset[tuple[int, float]]:
    """Return the column, from 0, and the value of each mark for later ratings.

    A later rating of a point that is alone in its column has a mark in the column of its own time, if this
    lies on the axis. All later ratings of several points in a column have one mark: their median, in the
    column of the points.
    """
    cells: set[tuple[int, float]] = set()
    for run in runs:
        later = chain.from_iterable(map(_later, points[run.first : run.stop]))
        if run.count > 1:
            middle = _median(Counter(map(_value, later)).items())
            cells |= set() if middle is None else {(run.column, middle)}
        else:
            moments = ((rating.at.replace(tzinfo=None), rating.value) for rating in later)
            cells |= {(axis.column(at), value) for at, value in moments if axis.contains(at)}
    return frozenset(cells)


def _given(ratings: Iterable[int | None]) -> list[int]:
    """Return the ratings without those that are missing."""
    return [rating for rating in ratings if rating is not None]
