"""Says what was done on the days of a comparison, and which thing is due today.

All of it follows from the sessions in the history. The rules:

1. The order of all things is drawn once, block after block (`tpsession.core.comparison.draw`). The first
   thing in it that isn't done yet is the one that is due.
2. A day has one session of the comparison: the first one for its place and side that began on that local
   day. Further sessions on that day change nothing.
3. A session that was interrupted and isn't rated after doesn't take its day: it may be done again.
4. If that session is the thing that was due and has the ratings that the outcome needs, it is done, however
   it ended: leaving out what was stopped for pain would make a thing look better than it is.
5. If it is anything else, the day was changed. It is kept as what it was, doesn't count, and the thing stays
   due, the next day. If a rating is missing, the same happens.
6. A day without a session moves the rest by a day.
7. While an area of the comparison rests, nothing is due, not even only rest: it would get all the bad days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tpsession.core.catalog.side import Side, gather_spots
from tpsession.core.comparison.draw import draw_blocks
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.records import (
    HistoryQuery,
    SessionRecord,
    Status,
    StopReason,
    first_of_each_day,
)
from tpsession.core.safety.eligibility import sessions_since_yesterday
from tpsession.core.safety.stopping import find_resting_stop

if TYPE_CHECKING:
    from tpsession.core.history.repository import History

SHOWN_AFTER_END = timedelta(days=7)
"""How long a result stays on the home screen, counted from the last day (ours)."""


class ComparisonStatus(StrEnum):
    """Whether a comparison goes on."""

    RUNNING = "running"
    FINISHED = "finished"
    """Every block is done."""
    ENDED = "ended"
    """The person ended it before that."""


class DayKind(StrEnum):
    """What a day with a session means for a comparison."""

    DONE = "done"
    """What was due was done and rated."""
    CHANGED = "changed"
    """Something else was done."""
    NOT_RATED = "not-rated"
    """What was due was done, but a rating is missing."""


class NotDue(StrEnum):
    """Why nothing is due today, although the comparison goes on."""

    LATER = "later"
    """It starts on a later day."""
    RESTING = "resting"
    """An area has to rest today."""
    DAY_TAKEN = "day-taken"
    """Today had its session."""
    SESSION_RUNNING = "session-running"
    """A session for the place is running in another window."""


@dataclass(frozen=True, slots=True)
class ComparisonDay:
    """A local day on which something was done for the place of a comparison."""

    day: date
    block: int
    """The block that was on, counted from 1."""
    thing: str
    """The id of the routine that was due."""
    record: SessionRecord
    """The session of that day."""
    kind: DayKind


@dataclass(frozen=True, slots=True)
class ComparisonState:
    """How a comparison stands on one day."""

    comparison: Comparison
    today: date
    """The local day that this is about."""
    status: ComparisonStatus
    days: tuple[ComparisonDay, ...]
    """Every day with a session, in order, up to the last one that was needed."""
    missed: int
    """Days so far on which nothing was done, without today and the day of an early end."""
    next_thing: str | None
    """The id of the routine that comes next, today or later; None if the comparison doesn't go on."""
    not_due: NotDue | None
    """Why nothing is due today; None if something is, or if the comparison doesn't go on."""

    @property
    def due(self) -> str | None:
        """The id of the routine that is due today, or `ONLY_REST`; None if nothing is due today."""
        return self.next_thing if self.not_due is None else None

    @property
    def done(self) -> tuple[ComparisonDay, ...]:
        """The days on which the thing that was due was done and rated, in order."""
        return tuple(day for day in self.days if day.kind is DayKind.DONE)

    @property
    def block(self) -> int:
        """Number of the block that the next day belongs to, or would belong to, counted from 1.

        If all days are done, the number of the last block.
        """
        return min(len(self.done) // len(self.comparison.things) + 1, self.comparison.blocks)

    @property
    def blocks_done(self) -> int:
        """How many blocks are done completely."""
        return len(self.done) // len(self.comparison.things)

    @property
    def is_shown(self) -> bool:
        """Whether home shows the comparison: it is running, or it finished at most `SHOWN_AFTER_END` ago.

        A comparison that the person ended early isn't shown.
        """
        if self.status is ComparisonStatus.FINISHED:
            return self.today - self.days[-1].day <= SHOWN_AFTER_END
        return self.status is ComparisonStatus.RUNNING

    def count(self, kind: DayKind) -> int:
        """Return how many days of the comparison are of this kind."""
        return sum(day.kind is kind for day in self.days)


def comparison_sessions(comparison: Comparison) -> HistoryQuery:
    """Return the query for all sessions and pain scores of a comparison's place and side, of any routine.

    It begins on the comparison's first day and ends on the day of its early end; without such an end, it has
    no last day.
    """
    series = comparison.series
    return HistoryQuery(
        place=series.place, side=series.side, since=comparison.started_on, until=comparison.ended_on
    )


def follow_comparison(
    comparison: Comparison, records: Iterable[SessionRecord], today: date, *, is_resting: bool = False
) -> ComparisonState:
    """Return how a comparison stands on a day: what was done, and which thing is due or why none is.

    The things are due in an order that is drawn from the seed. On each local day one session for the place
    and side counts: the first that isn't running and isn't an attempt (`_is_attempt`). If it is of the thing
    that is due, and has the ratings that the outcome needs, that thing is done, and the next thing is due
    from the next day on. Otherwise the same thing stays due. The module's text has all the rules.

    Args:
        comparison: The comparison.
        records: At least the sessions that `comparison_sessions` finds, in any order. Sessions of other
            places, sides or times are ignored.
        today: The local day.
        is_resting: Whether an area of the comparison has to rest today.

    """
    own = [record for record in records if _belongs(record, comparison)]
    first_of_day = _find_first_of_day(own)
    order = [
        (block, comparison.things[index])
        for block, drawn in enumerate(
            draw_blocks(comparison.seed, len(comparison.things), comparison.blocks), start=1
        )
        for index in drawn
    ]
    days: list[ComparisonDay] = []
    done = 0
    for day, record in sorted(first_of_day.items()):
        if done == len(order):
            break
        block, thing = order[done]
        kind = _classify_day(record, thing, comparison)
        done += kind is DayKind.DONE
        days.append(ComparisonDay(day, block, thing, record, kind))

    if done == len(order):
        status = ComparisonStatus.FINISHED
    elif comparison.ended_on is not None:
        status = ComparisonStatus.ENDED
    else:
        status = ComparisonStatus.RUNNING
    not_due = None
    if status is ComparisonStatus.RUNNING:
        if today < comparison.started_on:
            not_due = NotDue.LATER
        elif any(record.status is Status.RUNNING for record in own):
            not_due = NotDue.SESSION_RUNNING
        elif today in first_of_day:
            not_due = NotDue.DAY_TAKEN
        elif is_resting:
            not_due = NotDue.RESTING
    return ComparisonState(
        comparison,
        today,
        status,
        tuple(days),
        missed=_count_missed(comparison, status, days, today),
        next_thing=order[done][1] if status is ComparisonStatus.RUNNING else None,
        not_due=not_due,
    )


def load_states(
    history: History, today: date, routine_areas: Mapping[str, Collection[str]] | None = None
) -> list[ComparisonState]:
    """Return how each comparison stands, ended ones too, in the order in which they were started.

    Raises `HistoryError`.

    routine_areas: for each routine, by its id, the ids of the areas that it or one of its steps names. Other
    routines work on the comparison's area alone. If one of all these areas has to rest today, nothing is due.
    """
    # An older one that was imported was saved later.
    comparisons = sorted(history.find_comparisons(), key=lambda comparison: comparison.started_on)
    if not comparisons:
        return []
    recent = history.find_sessions(sessions_since_yesterday(today))
    return [
        follow_comparison(
            comparison,
            history.find_sessions(comparison_sessions(comparison)),
            today,
            is_resting=_is_resting(comparison, recent, today, routine_areas or {}),
        )
        for comparison in comparisons
    ]


def find_running(states: Iterable[ComparisonState]) -> ComparisonState | None:
    """Return the first of these comparisons that is running, or None if none is."""
    return next((state for state in states if state.status is ComparisonStatus.RUNNING), None)


def _is_resting(
    comparison: Comparison,
    recent: Sequence[SessionRecord],
    today: date,
    routine_areas: Mapping[str, Collection[str]],
) -> bool:
    """Return whether an area that any of the things works on has to rest today, on either side.

    recent: the sessions since yesterday. routine_areas: as for `load_states`.
    """
    named = (area for thing in comparison.things for area in routine_areas.get(thing, ()))
    areas = {comparison.area, *named}
    return find_resting_stop(recent, gather_spots((area, Side.BOTH) for area in areas), today) is not None


def _belongs(record: SessionRecord, comparison: Comparison) -> bool:
    """Return whether a record is a session for a comparison's place and side, from its first day to its end.

    It may be of any routine. A pain score doesn't count.
    """
    series, day = comparison.series, record.started_at.date()
    return (
        not record.is_score
        and (record.place, record.side) == (series.place, series.side)
        and comparison.started_on <= day
        and (comparison.ended_on is None or day <= comparison.ended_on)
    )


def _find_first_of_day(records: Iterable[SessionRecord]) -> dict[date, SessionRecord]:
    """Return the session that counts for each local day: the day's first that isn't running or an attempt.

    Days without such a session are left out. `_is_attempt` says what an attempt is.
    """
    ordered = sorted(records, key=lambda record: (record.started_at, record.id))
    return first_of_each_day(
        record for record in ordered if record.status is not Status.RUNNING and not _is_attempt(record)
    )


def _is_attempt(record: SessionRecord) -> bool:
    """Return whether a session doesn't take its day, so that it may be done again.

    That is if nothing was done in it, or if it was interrupted and has no rating after.
    """
    is_interrupted = record.status is Status.PARTIAL or record.stop_reason is StopReason.INTERRUPTED
    return not record.was_done or (is_interrupted and record.after is None)


def _classify_day(record: SessionRecord, thing: str, comparison: Comparison) -> DayKind:
    """Return how a day counts on which `thing` was due and this session was played.

    It is `CHANGED` if the session was of another routine, `NOT_RATED` if a rating is missing that the outcome
    needs, and otherwise `DONE`.
    """
    if record.routine != thing:
        return DayKind.CHANGED
    value = comparison.outcome.value_of(record.before, record.after)
    return DayKind.NOT_RATED if value is None else DayKind.DONE


def _count_missed(
    comparison: Comparison, status: ComparisonStatus, days: list[ComparisonDay], today: date
) -> int:
    """Return how many days had no session that counts, from the comparison's first day to its last so far.

    The last day is the day of the last session if the comparison is finished, the day before the person ended
    it early, or otherwise yesterday.

    days: the days with a session that counts.
    """
    end = today - timedelta(days=1)
    if status is ComparisonStatus.FINISHED:
        end = days[-1].day
    elif comparison.ended_on is not None:
        end = comparison.ended_on - timedelta(days=1)
    had = sum(day.day <= end for day in days)
    return max((end - comparison.started_on).days + 1 - had, 0)
