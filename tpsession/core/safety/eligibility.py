"""What the history says before a session: whether the area must rest, and which session can be resumed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.side import LEFT_AND_RIGHT, Side, Spot, join_sides
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.wording import STOP_LABELS, describe_record_area
from tpsession.core.safety import stopping
from tpsession.core.text.formatting import SIDE_NAMES

RESUME_WINDOW = timedelta(minutes=60)
"""How long after its last checkpoint an interrupted session can be resumed."""


def sessions_since_yesterday(today: date) -> HistoryQuery:
    """Return the query for all sessions since yesterday, which other functions of this module need."""
    return HistoryQuery(since=today - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a session on an area is possible today, and what to know before it."""

    rested_by: SessionRecord | None
    """The session whose stop rules out every choice, or the first of two; None if a session is possible."""
    running_elsewhere: bool
    """Whether a session is running in another window."""
    first_possible: int = 0
    """The number of the first choice that needn't rest, from 0; 0, too, if all must."""
    side_rested_by: SessionRecord | None = None
    """The session whose stop makes one side rest, while the other can be chosen; None without one."""
    also_rested_by: SessionRecord | None = None
    """Another session than `rested_by` whose stop makes the other side rest; None if there is none."""

    @property
    def rest_title(self) -> str:
        """A heading over `rest_text`: no session today, or none on this side or on this area."""
        is_whole_body = self.rested_by is not None and stopping.rests_body(self.rested_by)
        if is_whole_body or self.rested_by is None:
            return "No session today."
        is_one_side = len(self.rested_by.spots) == 1 and self.also_rested_by is None
        return "No session on this side today." if is_one_side else "No session on this area today."

    @property
    def rest_text(self) -> str:
        """Why there can be no session today: what has to rest, and after which stop; else empty."""
        return " ".join(map(_describe_stop, filter(None, (self.rested_by, self.also_rested_by))))

    @property
    def advice(self) -> tuple[str, ...]:
        """What to know before a session, in sentences; often nothing.

        It says what has to rest if a session is possible all the same, on another side, and that a session is
        running in another window.
        """
        side = () if self.side_rested_by is None else (stopping.describe_resting_stop(self.side_rested_by),)
        running = ("Another session is running in another window.",) if self.running_elsewhere else ()
        return (*side, *running)


def _describe_stop(record: SessionRecord) -> str:
    """Return what has to rest because of a session that was stopped today, and after which stop."""
    rest = stopping.describe_resting_stop(record)
    why = STOP_LABELS[record.stop_reason].lower() if record.stop_reason else ""
    return f"{rest} Earlier today ({describe_record_area(record)}): {why}."


def check_eligibility(
    recent: Iterable[SessionRecord], choices: Iterable[Collection[Spot]], today: date
) -> Eligibility:
    """Return whether a session is possible today, and what to know before it.

    Args:
        recent: The sessions that `sessions_since_yesterday` finds, on all areas.
        choices: The spots to be massaged, once for each choice that the person has, such as a side; at least
            once. A choice isn't possible if one of its spots has to rest. No session is possible if no choice
            is.
        today: The local day.

    """
    records = list(recent)
    stops = [stopping.find_resting_stop(records, spots, today) for spots in choices]
    found = next(filter(None, stops), None)
    other = next((stop for stop in stops if stop is not None and stop is not found), None)
    is_ruled_out = None not in stops
    return Eligibility(
        rested_by=found if is_ruled_out else None,
        first_possible=0 if is_ruled_out else stops.index(None),
        running_elsewhere=any(record.status is Status.RUNNING for record in records),
        side_rested_by=None if is_ruled_out else found,
        also_rested_by=other if is_ruled_out else None,
    )


def find_resting_areas(recent: Iterable[SessionRecord], today: date) -> dict[Area, Side]:
    """Return the areas that have to rest today, each with the side that has to: left, right or both.

    They are marked in lists in which an area is chosen. recent: the sessions that `sessions_since_yesterday`
    finds.
    """
    records = list(recent)
    spots = [
        (area.id, side)
        for area in AREAS.values()
        for side in LEFT_AND_RIGHT
        if stopping.find_resting_stop(records, ((area.id, side),), today) is not None
    ]
    return {area: side for area in AREAS.values() if (side := join_sides(spots, area.id)) is not Side.NONE}


def format_rest_mark(side: Side) -> str:
    """Return the text that follows the name of an area that has to rest: ``, left side rests today``.

    For `Side.BOTH` it is ``, rests today``. Empty for `Side.NONE`, which means that neither side has to rest.
    """
    if side is Side.NONE:
        return ""
    return ", rests today" if side is Side.BOTH else f", {SIDE_NAMES[side]} rests today"


@dataclass(frozen=True, slots=True)
class ResumeCandidate:
    """An interrupted session that can be resumed if it isn't too old."""

    session: InterruptedSession
    elapsed: timedelta
    """Time since its last checkpoint."""

    @property
    def is_resumable(self) -> bool:
        """Whether the session's last checkpoint is at most `RESUME_WINDOW` old."""
        return self.elapsed <= RESUME_WINDOW


def find_resume_candidates(interrupted: Iterable[InterruptedSession], now: datetime) -> list[ResumeCandidate]:
    """Return every interrupted session with the time since its last checkpoint, in the same order.

    Sessions that are too old to be resumed are included.
    """
    return [ResumeCandidate(session, now - session.checkpoint.at) for session in interrupted]


def find_missing_rating(records: Iterable[SessionRecord], now: datetime) -> SessionRecord | None:
    """Return the newest session if its after-rating is missing and can still be asked for; otherwise None.

    It can be asked for if the session was completed or stopped at most `RESUME_WINDOW` ago and has a
    before-rating, but not if it was logged by hand. Older sessions aren't looked at; pain scores are passed
    over.

    records: the sessions that `sessions_since_yesterday` finds, newest first.
    """
    newest = next((record for record in records if not record.is_score), None)
    if newest is None or newest.ended_at is None or not newest.routine:
        return None
    has_ended = newest.status in {Status.COMPLETED, Status.STOPPED} and now - newest.ended_at <= RESUME_WINDOW
    return newest if has_ended and newest.before is not None and newest.after is None else None
