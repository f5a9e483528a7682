"""A week in at most five lines: counts and medians only, for each place and side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.text.formatting import describe_place

MAX_LINES = 5
"""Lines that a week takes, without the fixed line about the cause of a change."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PlaceWeek:
    """The sessions of one week for one place and side."""

    place: str
    """Id of the place."""
    side: Side
    sessions: int
    """1 or more."""
    median_before: float | None
    """Median of the ratings before the sessions, 0 to 10; None if none was rated."""
    lower: int
    """Sessions with a lower rating after than before."""
    higher: int
    """Sessions with a higher rating after than before."""
    same: int
    """Sessions with the same rating before and after."""

    @property
    def not_rated(self) -> int:
        """Number of sessions that lack a rating before, after, or both."""
        return self.sessions - self.lower - self.higher - self.same


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """The sessions of one week."""

    first_day: date
    """A Monday."""
    is_this_week: bool
    days: int
    """Local days with a session, 0 to 7."""
    sessions: int
    places: tuple[PlaceWeek, ...]
    """Those with the most sessions first."""

    @property
    def last_day(self) -> date:
        """The Sunday of the week."""
        return self.first_day + _WEEK - timedelta(days=1)


def find_week(today: date) -> date:
    """Return the Monday of the week to sum up, which is this week, or last week if today is a Monday."""
    monday = find_monday(today)
    return monday - _WEEK if monday == today else monday


def find_monday(today: date) -> date:
    """Return the Monday of a day's week."""
    return today - timedelta(days=today.weekday())


def week_sessions(first_day: date) -> HistoryQuery:
    """Return the query for the sessions and scores that began in a week. first_day: its Monday."""
    return HistoryQuery(since=first_day, until=first_day + _WEEK - timedelta(days=1))


def summarise_week(records: Iterable[SessionRecord], first_day: date, today: date) -> WeekSummary:
    """Sum up the sessions of a week. Scores, and sessions that still run or had nothing done, don't count.

    Args:
        records: The sessions that `week_sessions` selects.
        first_day: The Monday.
        today: The local day.

    """
    sessions = [
        record
        for record in records
        if not record.is_score and record.was_done and record.status is not Status.RUNNING
    ]
    series: dict[tuple[str, Side], list[SessionRecord]] = {}
    for record in sessions:
        series.setdefault((record.place, record.side), []).append(record)
    places = [_sum_up_place(place, side, of_place) for (place, side), of_place in series.items()]
    return WeekSummary(
        first_day,
        is_this_week=first_day == find_monday(today),
        days=len({record.started_at.date() for record in sessions}),
        sessions=len(sessions),
        places=tuple(sorted(places, key=lambda one: (-one.sessions, one.place, one.side))),
    )


def describe_week(summary: WeekSummary, endings: Sequence[str] = ()) -> tuple[str, ...]:
    """Return a week as `MAX_LINES` lines at most: the total, a line for each place, and the endings.

    If there are too many places, a line says how many aren't shown.

    endings: the last lines, at most 2, such as when the next session is due.
    """
    room = MAX_LINES - 1 - len(endings)
    shown = summary.places if len(summary.places) <= room else summary.places[: room - 1]
    lines = [_describe_total(summary), *(_describe_place_week(place) for place in shown)]
    hidden = len(summary.places) - len(shown)
    if hidden:
        lines.append(f"And {hidden} more places.")
    return (*lines, *endings)


def _sum_up_place(place: str, side: Side, sessions: Sequence[SessionRecord]) -> PlaceWeek:
    """Return the figures of a week for a place and side. sessions: all of the week there, one or more."""
    before = [record.before for record in sessions if record.before is not None]
    changes = [
        record.after - record.before
        for record in sessions
        if record.before is not None and record.after is not None
    ]
    return PlaceWeek(
        place,
        side,
        sessions=len(sessions),
        median_before=_median(before) if before else None,
        lower=sum(change < 0 for change in changes),
        higher=sum(change > 0 for change in changes),
        same=changes.count(0),
    )


def _median(values: Sequence[int]) -> float:
    """Return the median of one or more values. To load `statistics` for it would take 40 ms."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def _describe_total(summary: WeekSummary) -> str:
    """Return in a sentence how many sessions the week had, and on how many days, or that it had none.

    A week other than this week is called last week.
    """
    week = "This week" if summary.is_this_week else "Last week"
    span = f"{week} ({summary.first_day.isoformat()} to {summary.last_day.isoformat()})"
    if not summary.sessions:
        return f"{span}: no sessions."
    return f"{span}: {_count(summary.sessions, 'session')} on {_count(summary.days, 'day')}."


def _describe_place_week(week: PlaceWeek) -> str:
    """Return a week of a place in a sentence: its sessions, the median pain before, and how pain changed.

    It has the number of sessions in which pain ended lower, higher or the same, and of those that lack a
    rating; a number that is 0 is left out, as is the median if no session was rated before.
    """
    name = describe_place(place_name(week.place), week.side)
    usually = "usually " if week.sessions > 1 else ""
    pain = "" if week.median_before is None else f", pain before {usually}{week.median_before:g}"
    counts = (("lower", week.lower), ("higher", week.higher), ("the same", week.same))
    ended = ", ".join(f"{count} {word}" for word, count in counts if count)
    # Said once: "1 ended lower, 1 higher".
    rated = f"; {ended.replace(' ', ' ended ', 1)}" if ended else ""
    missing = f"; {week.not_rated} not rated" if week.not_rated else ""
    return f"{name}: {_count(week.sessions, 'session')}{pain}{rated}{missing}."


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
