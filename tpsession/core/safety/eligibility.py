"""What the history says before a session: whether the area must rest, and which session can be resumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.wording import STOP_LABELS, describe_record_area
from tpsession.core.safety import stopping

RESTS_TODAY = "rests today"
"""Behind the name of an area that has to rest, where an area is chosen."""
RESUME_WINDOW = timedelta(minutes=60)
"""How long after its last checkpoint an interrupted session can be resumed."""


def sessions_since_yesterday(today: date) -> HistoryQuery:
    """Return the query for the sessions that `check_eligibility` and `find_missing_rating` need."""
    return HistoryQuery(since=today - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a session on an area is possible today, and what to know before it."""

    rested_by: SessionRecord | None
    """The session whose stop makes the area rest today, or None if it needn't rest."""
    running_elsewhere: bool
    """Whether a session is running in another window."""

    @property
    def rest_title(self) -> str:
        """A heading over `rest_text`: whether only this area or the whole body has to rest."""
        is_whole_body = self.rested_by is not None and stopping.rests_body(self.rested_by)
        return "No session today." if is_whole_body else "No session on this area today."

    @property
    def rest_text(self) -> str:
        """Why there can be no session on the area today, with the earlier stop; empty if there can be one."""
        stopped = self.rested_by
        if stopped is None or stopped.stop_reason is None:
            return ""
        why = STOP_LABELS[stopped.stop_reason].lower()
        rest = stopping.describe_resting_stop(stopped)
        return f"{rest} Earlier today ({describe_record_area(stopped)}): {why}."

    @property
    def advice(self) -> tuple[str, ...]:
        """A sentence if a session is running elsewhere; what the dose advises is in `dose`."""
        return ("Another session is running in another window.",) if self.running_elsewhere else ()


def check_eligibility(recent: Iterable[SessionRecord], areas: Iterable[Area], today: date) -> Eligibility:
    """Return whether a session on some areas is possible today, and what to know before it.

    Args:
        recent: The sessions that `sessions_since_yesterday` selects, on all areas.
        areas: Every area that is going to be massaged; one that has to rest rules the session out.
        today: The local day.

    """
    records = list(recent)
    ids = [area.id for area in areas]
    return Eligibility(
        rested_by=stopping.find_resting_stop(records, ids, today),
        running_elsewhere=any(record.status is Status.RUNNING for record in records),
    )


def find_resting_areas(recent: Iterable[SessionRecord], today: date) -> frozenset[Area]:
    """Return the areas that have to rest today, to be marked where an area is chosen.

    recent: the sessions that `sessions_since_yesterday` selects.
    """
    records = list(recent)
    return frozenset(
        area for area in AREAS.values() if stopping.find_resting_stop(records, (area.id,), today) is not None
    )


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

    Those that are too old to be resumed are included.
    """
    return [ResumeCandidate(session, now - session.checkpoint.at) for session in interrupted]


def find_missing_rating(records: Iterable[SessionRecord], now: datetime) -> SessionRecord | None:
    """Return the newest session if it ended within `RESUME_WINDOW` and lacks only its after-rating.

    Else None: older sessions are never asked about. A session that is partial or was logged by hand never
    counts. A pain score hides no session.

    records: those that `sessions_since_yesterday` selects, newest first.
    """
    newest = next((record for record in records if not record.is_score), None)
    if newest is None or newest.ended_at is None or not newest.routine:
        return None
    has_ended = newest.status in {Status.COMPLETED, Status.STOPPED} and now - newest.ended_at <= RESUME_WINDOW
    return newest if has_ended and newest.before is not None and newest.after is None else None
