"""A history in memory, for tests of everything that keeps or reads sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint


@dataclass
class _Kept:
    """A session as it lies in memory."""

    record: SessionRecord
    plan: str = ""
    progress: SessionCheckpoint | None = None
    writer: object = None


@dataclass
class Shelf:
    """What several `MemoryHistory` share, as programs share a file."""

    sessions: dict[str, _Kept] = field(default_factory=dict)
    safety: datetime | None = None
    welcomed: bool = False
    wanted: list[str] = field(default_factory=list)
    """Ids of sessions whose notes are to be asked for."""
    alive: list[object] = field(default_factory=list)


class MemoryHistory:
    """The port `History` without a disk; one for each program that a test plays."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf()
        self.broken: HistoryError | None = None
        """Raised by every call that would write, as on a full disk."""
        self.closed = False
        self._outstanding: dict[str, SessionCheckpoint] = {}
        self._token = object()

    def start_session(self, record: SessionRecord, plan: str, checkpoint: SessionCheckpoint) -> None:
        self._writing()
        running = replace(
            record, status=Status.RUNNING, active_s=float(checkpoint.active_s), steps=checkpoint.steps
        )
        self._new(_Kept(running, plan, checkpoint, self._token))
        self._live()

    def save_rating(self, session_id: str, rating: Rating) -> None:
        self._writing()
        kept = self._kept(session_id)
        if rating.kind is RatingKind.BEFORE:
            kept.record = replace(kept.record, before=rating.value)
        elif rating.kind is RatingKind.AFTER:
            kept.record = replace(kept.record, after=rating.value)
        else:
            kept.record = replace(kept.record, later=_in_time((*kept.record.later, rating)))

    def save_note(self, session_id: str, text: str) -> None:
        self._writing()
        kept = self._kept(session_id)
        kept.record = replace(kept.record, note=text)
        if session_id in self.shelf.wanted:
            self.shelf.wanted.remove(session_id)

    def request_note(self, session_id: str) -> None:
        self._writing()
        self._kept(session_id)
        if session_id not in self.shelf.wanted:
            self.shelf.wanted.append(session_id)

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        self._outstanding[session_id] = checkpoint
        self._flush()

    def finish_session(
        self, session_id: str, status: Status, reason: StopReason | None, checkpoint: SessionCheckpoint
    ) -> None:
        self._outstanding.pop(session_id, None)
        self._writing()
        kept = self._claimable(session_id)
        kept.writer = self._token
        self._advance(kept, checkpoint)
        kept.record = replace(kept.record, status=status, stop_reason=reason, ended_at=checkpoint.at)

    def take_over_session(self, session_id: str) -> None:
        self._writing()
        kept = self._claimable(session_id)
        if kept.record.status is not Status.RUNNING:
            raise HistoryError("The session has ended.")
        kept.writer = self._token
        self._live()

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        self._writing()
        later = tuple(rating for rating in ratings if rating.kind is RatingKind.LATER)
        self._new(_Kept(replace(record, later=_in_time((*record.later, *later)))))
        for rating in ratings:
            if rating.kind is not RatingKind.LATER:
                self.save_rating(record.id, rating)

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        self._flush()
        wanted = [self._seen(kept) for kept in self.shelf.sessions.values() if _fits(kept.record, query)]
        wanted.sort(key=_order, reverse=True)
        return wanted[: query.limit]

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        found = []
        for record in self.find_sessions(HistoryQuery()):
            kept = self.shelf.sessions[record.id]
            if (
                kept.record.status is Status.RUNNING
                and record.status is Status.PARTIAL
                and kept.progress is not None
            ):
                found.append(InterruptedSession(record, kept.plan, kept.progress))
        return found

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        return [record for record in self.find_sessions(HistoryQuery()) if record.id in self.shelf.wanted]

    def load_screening_time(self) -> datetime | None:
        return self.shelf.safety

    def save_screening_time(self, at: datetime) -> None:
        self._writing()
        self.shelf.safety = at

    def has_seen_welcome(self) -> bool:
        return self.shelf.welcomed

    def mark_welcome_seen(self, at: datetime) -> None:
        self._writing()
        self.shelf.welcomed = True

    def background_error(self) -> str | None:
        self._flush()
        return str(self.broken) if self.broken and self._outstanding else None

    def close(self) -> None:
        """What this program has running counts as unfinished from now on, as after its death."""
        self.closed = True
        if self._token in self.shelf.alive:
            self.shelf.alive.remove(self._token)

    def _writing(self) -> None:
        if self.broken is not None:
            raise self.broken
        if self.closed:
            raise HistoryError("The history is closed.")
        self._flush()

    def _flush(self) -> None:
        """Keep what was outstanding, unless the disk is still broken."""
        if self.broken is None:
            for session_id, progress in self._outstanding.items():
                self._keep(session_id, progress)
            self._outstanding.clear()

    def _keep(self, session_id: str, progress: SessionCheckpoint) -> None:
        kept = self.shelf.sessions.get(session_id)
        if kept is not None and kept.record.status is Status.RUNNING and kept.writer is self._token:
            self._advance(kept, progress)

    def _live(self) -> None:
        if self._token not in self.shelf.alive:
            self.shelf.alive.append(self._token)

    def _new(self, kept: _Kept) -> None:
        if kept.record.id in self.shelf.sessions:
            raise HistoryError("The session is in the history already.")
        self.shelf.sessions[kept.record.id] = kept

    def _kept(self, session_id: str) -> _Kept:
        try:
            return self.shelf.sessions[session_id]
        except KeyError:
            raise HistoryError("There is no such session.") from None

    def _claimable(self, session_id: str) -> _Kept:
        kept = self._kept(session_id)
        if kept.writer is not self._token:
            if kept.record.status is not Status.RUNNING:
                raise HistoryError("The session has ended already.")
            if kept.writer in self.shelf.alive:
                raise HistoryError("The session is open in another program.")
        return kept

    def _seen(self, kept: _Kept) -> SessionRecord:
        """The record as a reader sees it: partial where its writer died."""
        if (
            kept.record.status is Status.RUNNING
            and kept.writer not in self.shelf.alive
            and kept.progress is not None
        ):
            return replace(kept.record, status=Status.PARTIAL, ended_at=kept.progress.at)
        return kept.record

    @staticmethod
    def _advance(kept: _Kept, progress: SessionCheckpoint) -> None:
        kept.progress = progress
        kept.record = replace(kept.record, active_s=float(progress.active_s), steps=progress.steps)


def _in_time(ratings: tuple[Rating, ...]) -> tuple[Rating, ...]:
    return tuple(sorted(ratings, key=lambda rating: rating.at))


def _order(record: SessionRecord) -> tuple[datetime, str]:
    return record.started_at, record.id


def _fits(record: SessionRecord, query: HistoryQuery) -> bool:
    day = record.started_at.date()
    return (
        query.area in {None, record.area}
        and query.side in {None, record.side}
        and query.routine in {None, record.routine}
        and (query.since is None or query.since <= day)
        and (query.until is None or day <= query.until)
        and (query.past is None or _order(record) < _order(query.past))
    )
