"""Says which days of a programme are done, and when its next session is due.

A day that passes without a session only moves the rest: nothing is ever late, and nothing is counted against
the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tpsession.core.catalog.side import Side, gather_spots
from tpsession.core.history.programme import Programme
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status

if TYPE_CHECKING:
    from tpsession.core.history.repository import History

A_DAY = timedelta(days=1)
SHOWN_AFTER_END = timedelta(days=7)
"""How long a finished programme is still shown, counted from its last day."""


class ProgrammeStatus(StrEnum):
    """Whether a programme goes on."""

    RUNNING = "running"
    PAUSED = "paused"
    """The day belongs to a pause."""
    FINISHED = "finished"
    """Every planned day is done."""
    ENDED = "ended"
    """The person ended it, whatever was done."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a programme stands on one day."""

    programme: Programme
    today: date
    """The local day that this is about."""
    done_on: tuple[date, ...]
    """The local days that are done, in order, at most `Programme.sessions`."""
    status: ProgrammeStatus
    next_day: date | None
    """When the next session is due, today or later; None if no day is planned."""
    area_rests: bool
    """Whether a stop makes the area rest today."""

    @property
    def is_due(self) -> bool:
        """Whether a session is due today."""
        return self.status is ProgrammeStatus.RUNNING and self.next_day == self.today

    @property
    def goes_on(self) -> bool:
        """Whether days are still to be done: the programme is running or paused."""
        return self.status in {ProgrammeStatus.RUNNING, ProgrammeStatus.PAUSED}

    @property
    def is_shown(self) -> bool:
        """Whether the programme is still shown: it goes on, or was finished at most `SHOWN_AFTER_END` ago."""
        if self.status is ProgrammeStatus.FINISHED:
            return self.today - self.done_on[-1] <= SHOWN_AFTER_END
        return self.goes_on

    @property
    def days_to_come(self) -> tuple[date, ...]:
        """The days of the sessions that aren't done yet, if each is done on its day; the first is `next_day`.

        Empty if no day is planned.
        """
        if self.next_day is None:
            return ()
        missing = self.programme.sessions - len(self.done_on)
        return tuple(
            self.next_day + timedelta(days=self.programme.every_days * number) for number in range(missing)
        )


def make_schedule(
    programme: Programme, records: Iterable[SessionRecord], today: date, rests_until: date | None = None
) -> Schedule:
    """Return how a programme stands today: which days are done, and when the next session is due.

    A day is done if a session of the programme's routine, place and side began on it, something was done in
    it, and it was completed, or stopped after some active time. Sessions during a pause count, those before
    the programme's first day don't. At most as many days as are planned count, the earliest.

    The next day is `every_days` after the last done day, or the programme's first day if none is done. It is
    later if that is before today, while the area rests, or in a pause. There is none if the person ended the
    programme, if all days are done, or if it would be in a pause without a last day.

    Args:
        programme: The programme.
        records: At least the sessions that `programme_sessions` selects, in any order. Those that don't count
            are ignored.
        today: The local day.
        rests_until: The last local day on which the area has to rest; None if it needn't.

    """
    days = sorted(
        {record.started_at.date() for record in records if _counts_for_programme(record, programme)}
    )
    done_on = tuple(days[: programme.sessions])
    area_rests = rests_until is not None and rests_until >= today
    next_day: date | None
    if programme.ended_on is not None:
        status, next_day = ProgrammeStatus.ENDED, None
    elif len(done_on) == programme.sessions:
        status, next_day = ProgrammeStatus.FINISHED, None
    else:
        earliest = done_on[-1] + timedelta(days=programme.every_days) if done_on else programme.started_on
        next_day = max(earliest, today)
        if rests_until is not None:
            next_day = max(next_day, rests_until + A_DAY)
        status = ProgrammeStatus.RUNNING
        pause = programme.pause
        if pause is not None:
            if pause.includes(today):
                status = ProgrammeStatus.PAUSED
            if pause.includes(next_day):
                next_day = None if pause.last_day is None else pause.last_day + A_DAY
    return Schedule(programme, today, done_on, status, next_day, area_rests)


def programme_sessions(programme: Programme) -> HistoryQuery:
    """Return the query for the sessions that may count for a programme."""
    return HistoryQuery(
        routine=programme.routine, place=programme.place, side=programme.side, since=programme.started_on
    )


def find_last_rest_day(recent: Iterable[SessionRecord], area: str, today: date) -> date | None:
    """Return the last day on which an area has to rest because of a stop: today, or None if it needn't rest.

    A stop makes areas rest only on the day of the stop. `find_resting_stop` says which stops do; after
    dizziness this may be one in a session on another area. If either side of the area has to rest, the area
    has to.

    Args:
        recent: The sessions since yesterday, on all areas.
        area: The id of the area.
        today: The local day.

    """
    stopped = [record for record in recent if record.stop_reason is not None]
    if not stopped:
        return None
    # A tenth of the start of `tpsession due`, and on most days nothing was stopped.
    from tpsession.core.safety.stopping import find_resting_stop  # noqa: PLC0415 - rarely needed

    return None if find_resting_stop(stopped, gather_spots([(area, Side.BOTH)]), today) is None else today


def load_schedules(history: History, today: date) -> list[Schedule]:
    """Return how each programme stands, without those that the person ended, the next one due first.

    Those without a next day come last: all finished ones, and ones paused without a last day. Raises
    `HistoryError`.
    """
    programmes = [programme for programme in history.find_programmes() if programme.ended_on is None]
    if not programmes:
        return []
    recent = history.find_sessions(_recent_sessions(today))
    schedules = [_load_schedule(history, programme, recent, today) for programme in programmes]
    return sorted(schedules, key=_order)


def load_schedule(history: History, programme: Programme, today: date) -> Schedule:
    """Return how one programme stands today. Raises `HistoryError`.

    today: the local day.
    """
    return _load_schedule(history, programme, history.find_sessions(_recent_sessions(today)), today)


def find_schedule(schedules: Sequence[Schedule], routine: str) -> Schedule | None:
    """Return the schedule of a routine's programme that is running or paused, else one that finished lately.

    If several fit equally, it is the one that comes first in the list; None if there is none.

    Args:
        schedules: As `load_schedules` returns them.
        routine: The routine's id.

    """
    of_routine = [each for each in schedules if each.programme.routine == routine and each.is_shown]
    return min(of_routine, key=lambda each: not each.goes_on, default=None)


def _recent_sessions(today: date) -> HistoryQuery:
    """Return the query for the sessions that began yesterday or later, which may have been stopped today."""
    return HistoryQuery(since=today - A_DAY)


def _load_schedule(
    history: History, programme: Programme, recent: Sequence[SessionRecord], today: date
) -> Schedule:
    """Return how one programme stands, with its sessions loaded from the history. Raises `HistoryError`.

    recent: the sessions since yesterday on all areas, which tell whether the area rests.
    """
    rests_until = find_last_rest_day(recent, programme.area, today)
    return make_schedule(programme, history.find_sessions(programme_sessions(programme)), today, rests_until)


def _counts_for_programme(record: SessionRecord, programme: Programme) -> bool:
    """Return whether a session makes the day on which it began a done day of the programme.

    The session has the programme's routine, place and side, and began on the programme's first day or later.
    Something was done in it, and it was completed, or stopped after some active time. A session that is
    running or was interrupted doesn't count.
    """
    if (record.routine, record.place, record.side) != (programme.routine, programme.place, programme.side):
        return False
    if record.started_at.date() < programme.started_on or not record.was_done:
        return False
    if record.status is Status.STOPPED:
        # Stopped while getting ready: nothing was done.
        return record.active_s > 0
    return record.status is Status.COMPLETED


def _order(schedule: Schedule) -> tuple[bool, date, date, str]:
    """Return the sort key of a schedule.

    Schedules with a next day come first, by that day, and for the same day by the first day of the programme.
    The others follow, by the first day of the programme.
    """
    programme = schedule.programme
    next_day = schedule.next_day
    return next_day is None, next_day or programme.started_on, programme.started_on, programme.id
