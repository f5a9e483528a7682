"""The port to the history: what is kept of sessions, and how it is read and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StepRecord, StopReason


@dataclass(frozen=True, slots=True)
class SessionCheckpoint:
    """How far a session is."""

    at: datetime
    """When this was true."""
    active_s: float
    steps: tuple[StepRecord, ...]
    state: str
    """The session's state as text, made and read by `tpsession.core.session.serialization`."""


@dataclass(frozen=True, slots=True)
class InterruptedSession:
    """A session whose writer died before it ended."""

    record: SessionRecord
    plan: str
    """The plan as it was played, as text, made and read by `tpsession.core.session.serialization`."""
    checkpoint: SessionCheckpoint
    """The last known state."""


class History(Protocol):
    """The sessions that are kept.

    What is acknowledged is on the disk when the call returns; it raises `HistoryError` if it can't be.
    """

    def start_session(self, record: SessionRecord, plan: str, checkpoint: SessionCheckpoint) -> None:
        """Keep a new running session, with its before-rating if it has one. Acknowledged."""
        ...

    def save_rating(self, session_id: str, rating: Rating) -> None:
        """Keep a rating; a later one of the same kind replaces before and after. Acknowledged."""
        ...

    def save_note(self, session_id: str, text: str) -> None:
        """Keep the note of a session, in the place of an earlier one; it isn't wanted then. Acknowledged."""
        ...

    def request_note(self, session_id: str) -> None:
        """Remember that the note of a session is to be asked for at the next start. Acknowledged."""
        ...

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        """Keep how far a session is, within 1 s, without waiting for the disk."""
        ...

    def finish_session(
        self, session_id: str, status: Status, reason: StopReason | None, checkpoint: SessionCheckpoint
    ) -> None:
        """Keep how a session ended, at `progress.at`. Acknowledged."""
        ...

    def take_over_session(self, session_id: str) -> None:
        """Make an unfinished session this program's own again: it is running. Acknowledged."""
        ...

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        """Keep a whole session that was done without the program. Acknowledged."""
        ...

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """The sessions asked for, newest first. One whose writer died counts as partial."""
        ...

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        """Sessions whose writers died, newest first."""
        ...

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        """The sessions whose notes are to be asked for, newest first."""
        ...

    def load_screening_time(self) -> datetime | None:
        """When the long safety list was last gone through, or None."""
        ...

    def save_screening_time(self, at: datetime) -> None:
        """Keep that the long safety list was gone through at this time. Acknowledged."""
        ...

    def has_seen_welcome(self) -> bool:
        """Whether the person has seen what the first start shows."""
        ...

    def mark_welcome_seen(self, at: datetime) -> None:
        """Keep that the person has seen it, at this time. Acknowledged."""
        ...

    def background_error(self) -> str | None:
        """What couldn't be written although nobody waited for it, or None. Never waits."""
        ...

    def close(self) -> None:
        """Write what is outstanding and let go of the file."""
        ...
