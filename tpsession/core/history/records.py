"""What is kept of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating


class Status(StrEnum):
    """How a session stands."""

    RUNNING = "running"
    """Its writer is alive."""
    COMPLETED = "completed"
    """The last phase ended; skips are allowed."""
    STOPPED = "stopped"
    """Ended by the person, with a `StopReason`."""
    PARTIAL = "partial"
    """Ended otherwise and not resumed."""


class StopReason(StrEnum):
    """Why a person stopped."""

    PAINFUL = "painful"
    SHARP = "sharp"
    NUMB = "numb"
    DIZZY = "dizzy"
    INTERRUPTED = "interrupted"

    @property
    def rests_area(self) -> bool:
        """Whether the area rests for the day, and nothing offers to go on."""
        return self is not StopReason.INTERRUPTED


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What was done of one routine step on one side."""

    technique: str
    side: Side
    planned_s: float
    """Seconds as planned; 0 for a gate."""
    active_s: float
    """Seconds in work, hold and release, repeats included."""
    skipped: bool
    eased: bool


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session as kept."""

    id: str
    """UUID."""
    started_at: datetime
    """With UTC offset, as all times here."""
    ended_at: datetime | None
    status: Status
    stop_reason: StopReason | None
    routine: str
    """Id of the routine; empty for a session done without the program."""
    area: str
    """Id of the area."""
    side: Side
    planned_s: float
    """Timed phases as planned, in seconds, gates 0; no action changes it."""
    active_s: float
    """Seconds in work, hold and release."""
    before: int | None = None
    """Rating, 0 to 10."""
    after: int | None = None
    later: tuple[Rating, ...] = ()
    """Later ratings in the order of their times."""
    note: str = ""
    steps: tuple[StepRecord, ...] = ()


class HistoryQuery(NamedTuple):
    """Which sessions are wanted, newest first; None leaves a field open."""

    area: str | None = None
    side: Side | None = None
    routine: str | None = None
    since: date | None = None
    """First local day, inclusive."""
    until: date | None = None
    """Last local day, inclusive."""
    limit: int | None = None
    """Most sessions, 1 or more."""
    older_than: SessionRecord | None = None
    """Only the sessions that come after this one in the order newest first: the next page of a list."""
