"""What is known before a session: whether the area rests, what was done today, what was left unfinished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tpsession.core.catalog.area import Area
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.wording import STOP_LABELS, describe_record_place
from tpsession.core.safety import screening

RESUME_WINDOW = timedelta(minutes=60)
"""How long after its last known state a session can be resumed."""
SOUND_WAIT_S = 2.0
"""How long a session waits at most for the sound to be ready."""


def sessions_since_yesterday(today: date) -> HistoryQuery:
    """The sessions from which `standing` can tell how an area stands today."""
    return HistoryQuery(since=today - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Eligibility:
    """How an area stands today."""

    rested_by: SessionRecord | None
    """The session whose stop lets it rest for the day, or None if it doesn't rest."""
    sessions_today: int
    """Sessions of the area today in which something was done."""
    running_elsewhere: bool
    """Whether another session runs in another window."""

    @property
    def rest_title(self) -> str:
        """What there is no session on today, for a heading over `rest_words`."""
        stopped = self.rested_by
        whole = stopped is not None and stopped.stop_reason is StopReason.DIZZY
        return "No session today." if whole else "No session on this area today."

    @property
    def rest_text(self) -> str:
        """Why there is no session on it today; empty where there may be one."""
        stopped = self.rested_by
        if stopped is None or stopped.stop_reason is None:
            return ""
        why = STOP_LABELS[stopped.stop_reason].lower()
        return f"{screening.describe_rest(stopped.stop_reason)} Earlier today ({describe_record_place(stopped)}): {why}."

    @property
    def advice(self) -> tuple[str, ...]:
        """What to know before a session, a sentence each."""
        said = []
        if self.sessions_today >= screening.SESSIONS_A_DAY:
            said.append(f"This area had {self.sessions_today} sessions today; twice a day is enough.")
        if self.running_elsewhere:
            said.append("Another session is running in another window.")
        return tuple(said)


def check_eligibility(recent: Iterable[SessionRecord], area: Area, today: date) -> Eligibility:
    """How an area stands, given the sessions of `since_yesterday`."""
    records = list(recent)
    done = [
        record
        for record in records
        if record.area == area.id and record.started_at.date() == today and record.active_s
    ]
    return Eligibility(
        rested_by=screening.find_resting_stop(records, area.id, today),
        sessions_today=len(done),
        running_elsewhere=any(record.status is Status.RUNNING for record in records),
    )


@dataclass(frozen=True, slots=True)
class ResumeCandidate:
    """A session whose program died."""

    session: InterruptedSession
    elapsed: timedelta
    """Time since its last known state."""

    @property
    def is_resumable(self) -> bool:
        """Whether it can still be resumed."""
        return self.elapsed <= RESUME_WINDOW


def find_resume_candidates(unfinished: Iterable[InterruptedSession], now: datetime) -> list[ResumeCandidate]:
    """The unfinished sessions with their ages, newest first."""
    return [ResumeCandidate(session, now - session.checkpoint.at) for session in unfinished]


def find_missing_rating(records: Sequence[SessionRecord], now: datetime) -> SessionRecord | None:
    """The newest session, if it ended lately and only its rating after is missing; else None."""
    for record in records[:1]:
        ended = record.ended_at
        over = record.status in {Status.COMPLETED, Status.STOPPED}
        if over and ended is not None and now - ended <= RESUME_WINDOW and record.routine:
            return record if record.before is not None and record.after is None else None
    return None
