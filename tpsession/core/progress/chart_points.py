"""What charts of pain over time are drawn from: rated points, the period they lie in, and a trend.

All days and times of day are local: those that the person's clock showed, wherever they were.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import SessionRecord

_SHORTEST_DAYS = 28
"""Days that every period has at least: the first sessions aren't spread over a whole axis."""


class ChartPeriod(StrEnum):
    """How far back a chart reaches."""

    DAYS_30 = "30 days"
    DAYS_90 = "90 days"
    YEAR = "1 year"
    ALL = "all"


_PERIOD_DAYS = {ChartPeriod.DAYS_30: 30, ChartPeriod.DAYS_90: 90, ChartPeriod.YEAR: 365}


@dataclass(frozen=True, slots=True)
class RatedPoint:
    """One session or pain score, as a chart shows it."""

    id: str
    """The id of its record."""
    at: datetime
    """When it started, with the UTC offset."""
    before: int | None
    """The pain rating before, 0 to 10; of a score, its rating."""
    after: int | None
    """The pain rating right after, 0 to 10."""
    later: tuple[Rating, ...] = ()
    """Follow-up ratings in the order of their times."""
    is_score: bool = False
    """Whether it is a pain score without a session."""
    is_marked: bool = False
    """Whether something else may have changed the ratings: a painkiller or heat."""
    has_note: bool = False
    starts_routine: bool = False
    """Whether its routine isn't the one that was played last before it; false if none was."""
    ended_at: datetime | None = None
    """When it ended, with the UTC offset; None if that isn't known, and for a score."""

    @property
    def local_time(self) -> datetime:
        """The date and time that the person's clock showed when it started, without an offset."""
        return self.at.replace(tzinfo=None)

    @property
    def day(self) -> date:
        """The local day on which it started."""
        return self.at.date()

    @property
    def change(self) -> int | None:
        """After minus before: positive means more pain. None if one of the two is missing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class DayRange:
    """Whole days, both ends included."""

    first: date
    last: date
    """Not before `first`."""

    @property
    def days(self) -> int:
        """How many days there are, 1 or more."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A straight line of pain ratings between two moments."""

    first_at: datetime
    first_value: float
    last_at: datetime
    last_value: float


def rated_points(records: Iterable[SessionRecord]) -> tuple[RatedPoint, ...]:
    """Make the points of the records of one place and side, sorted by local time, oldest first.

    A record in which nothing was done gives no point. A point starts a routine if its routine isn't the one
    that was played last before it. A score, or a session logged by hand, has no routine and starts none;
    neither does the first session that has a routine.

    records: in any order.
    """
    points: list[RatedPoint] = []
    routine = ""
    done = filter(attrgetter("was_done"), records)
    for record in sorted(done, key=lambda record: record.started_at.replace(tzinfo=None)):
        points.append(
            RatedPoint(
                id=record.id,
                at=record.started_at,
                before=record.before,
                after=record.after,
                later=record.later,
                is_score=record.is_score,
                is_marked=bool(record.flags) or any(rating.flags for rating in record.later),
                has_note=bool(record.note),
                starts_routine=bool(routine and record.routine) and record.routine != routine,
                ended_at=record.ended_at,
            )
        )
        routine = record.routine or routine
    return tuple(points)


def period_range(period: ChartPeriod, today: date, points: Sequence[RatedPoint]) -> DayRange:
    """Return the days of a period that ends today, or on the last point's day if that is later.

    If the first point is within the period, the range begins with that point's day, but has at least
    `_SHORTEST_DAYS` days. Without points it has just so many.

    points: oldest first; may be empty.
    """
    last = max(today, points[-1].day) if points else today
    earliest = points[0].day.toordinal() if points else last.toordinal()
    earliest = min(earliest, last.toordinal() - _SHORTEST_DAYS + 1)
    days = _PERIOD_DAYS.get(period)
    first = earliest if days is None else max(earliest, last.toordinal() - days + 1)
    return DayRange(date.fromordinal(max(1, first)), last)


def describe_period(period: ChartPeriod, days: DayRange) -> str:
    """Return what a chart covers: ``90 days``, ``up to 90 days`` if it has fewer days, or ``all``.

    days: the days of the chart, as `period_range` returns them for the period.
    """
    longest = _PERIOD_DAYS.get(period, 0)
    return f"up to {period}" if days.days < longest else period.value


def points_in(points: Sequence[RatedPoint], days: DayRange) -> Sequence[RatedPoint]:
    """Return the points on these days, both ends included. points: oldest first."""
    start = bisect_left(points, days.first, key=lambda point: point.day)
    stop = bisect_left(points, days.last.toordinal() + 1, key=lambda point: point.day.toordinal())
    return points[start:stop]


_is_score = attrgetter("is_score")


@dataclass(frozen=True, slots=True)
class SessionCount:
    """How many sessions there were in some days."""

    days: DayRange
    sessions: int


def count_sessions(points: Sequence[RatedPoint], days: DayRange, days_each: int) -> tuple[SessionCount, ...]:
    """Divide days into stretches, and return the number of sessions in each, the oldest stretch first.

    Scores aren't counted. A stretch without a session has 0. The last stretch ends with the last day. The
    first one is shorter if the days don't divide evenly.

    Args:
        points: Oldest first.
        days: The days to divide.
        days_each: Days of a stretch, 1 or more.

    """
    counts: list[SessionCount] = []
    first_ordinal, last_ordinal = days.first.toordinal(), days.last.toordinal()
    for ordinal in range(last_ordinal, first_ordinal - 1, -days_each):
        first = date.fromordinal(max(first_ordinal, ordinal - days_each + 1))
        stretch = DayRange(first, date.fromordinal(ordinal))
        inside = points_in(points, stretch)
        counts.append(SessionCount(stretch, len(inside) - sum(map(_is_score, inside))))
    return tuple(reversed(counts))


def strongest_by_day(points: Iterable[RatedPoint]) -> dict[date, int]:
    """Return the strongest before-rating or score of each local day that has one, by day; 0 to 10."""
    strongest: dict[date, int] = {}
    for point in points:
        if point.before is not None:
            strongest[point.day] = max(point.before, strongest.get(point.day, point.before))
    return strongest


def count_changes(points: Iterable[RatedPoint]) -> dict[int, int]:
    """Return how many sessions had each change of pain, after minus before, the lowest change first.

    A session that lacks a rating, and a score, has no change. Only changes that occurred are keys, each from
    -10 to 10.
    """
    counts: dict[int, int] = {}
    for point in points:
        if (change := point.change) is not None:
            counts[change] = counts.get(change, 0) + 1
    return dict(sorted(counts.items()))
