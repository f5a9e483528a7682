"""A history in memory, for tests of everything that saves or reads sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from tpsession.core.corrections.fields import YES, read_field, with_field
from tpsession.core.errors import HistoryError
from tpsession.core.history.change import FINAL_AFTER, Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.paging import ListPosition, SessionPage
from tpsession.core.history.programme import Programme
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import (
    WORKED_S,
    HistoryOrder,
    HistoryQuery,
    SessionRecord,
    Status,
    StopReason,
)
from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint
from tpsession.core.history.search import SearchableSession
from tpsession.core.history.series import Series

PIECE = 40
"""Number of sessions that a search looks at in one call."""


@dataclass
class StoredSession:
    """A session in a `MemoryFile`."""

    record: SessionRecord
    plan: str = ""
    checkpoint: SessionCheckpoint | None = None
    writer: object = None
    """The token of the program that owns it."""


@dataclass
class MemoryFile:
    """The content that several `MemoryHistory` share, as several programs share a file."""

    sessions: dict[str, StoredSession] = field(default_factory=dict)
    screening_time: datetime | None = None
    light_only: bool = False
    reported_sign: str = ""
    declined_rating: str = ""
    welcome_seen: bool = False
    week_shown: date | None = None
    programmes: dict[str, Programme] = field(default_factory=dict)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    note_requests: list[str] = field(default_factory=list)
    """Ids of the sessions whose notes were requested."""
    deleted: dict[str, datetime] = field(default_factory=dict)
    """When each deleted session was deleted, by their ids."""
    changes: list[Change] = field(default_factory=list)
    """In the order in which they were made."""
    live_writers: list[object] = field(default_factory=list)
    """Tokens of the programs that are running."""


class MemoryHistory:
    """The port `History` in memory. A test makes one for each program that it simulates."""

    def __init__(self, file: MemoryFile | None = None) -> None:
        self.file = file or MemoryFile()
        self.write_error: HistoryError | None = None
        """The error that every write raises, as on a full disk; None if writing works."""
        self.closed = False
        self._pending: dict[str, SessionCheckpoint] = {}
        self._token = object()

    def start_session(self, record: SessionRecord, plan: str, checkpoint: SessionCheckpoint) -> None:
        self._check_writable()
        running = record._replace(
            status=Status.RUNNING, active_s=float(checkpoint.active_s), steps=checkpoint.steps
        )
        self._insert(StoredSession(running, plan, checkpoint, self._token))
        self._mark_alive()

    def save_rating(self, session_id: str, rating: Rating) -> None:
        self._check_writable()
        stored = self._load(session_id)
        if rating.kind is RatingKind.BEFORE:
            stored.record = stored.record._replace(before=rating.value, stiffness_before=rating.stiffness)
        elif rating.kind is RatingKind.AFTER:
            stored.record = stored.record._replace(after=rating.value, stiffness_after=rating.stiffness)
        else:
            stored.record = stored.record._replace(later=_sort_by_time((*stored.record.later, rating)))

    def save_note(self, session_id: str, text: str) -> None:
        self._check_writable()
        stored = self._load(session_id)
        stored.record = stored.record._replace(note=text)
        if session_id in self.file.note_requests:
            self.file.note_requests.remove(session_id)

    def request_note(self, session_id: str) -> None:
        self._check_writable()
        self._load(session_id)
        if session_id not in self.file.note_requests:
            self.file.note_requests.append(session_id)

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        self._pending[session_id] = checkpoint
        self._flush()

    def finish_session(
        self, session_id: str, status: Status, reason: StopReason | None, checkpoint: SessionCheckpoint
    ) -> None:
        self._pending.pop(session_id, None)
        self._check_writable()
        stored = self._load_claimable(session_id)
        stored.writer = self._token
        self._advance(stored, checkpoint)
        stored.record = stored.record._replace(status=status, stop_reason=reason, ended_at=checkpoint.at)

    def take_over_session(self, session_id: str) -> None:
        self._check_writable()
        stored = self._load_claimable(session_id)
        if stored.record.status is not Status.RUNNING:
            raise HistoryError("The session has ended.")
        stored.writer = self._token
        self._mark_alive()

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        self._check_writable()
        later = tuple(rating for rating in ratings if rating.kind is RatingKind.LATER)
        self._insert(StoredSession(record._replace(later=_sort_by_time((*record.later, *later)))))
        for rating in ratings:
            if rating.kind is not RatingKind.LATER:
                self.save_rating(record.id, rating)

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        self._flush()
        matching = [
            self._as_seen_by_readers(stored)
            for session_id, stored in self.file.sessions.items()
            if session_id not in self.file.deleted and _matches(stored.record, query)
        ]
        if query.search is not None:
            matching = [record for record in matching if query.search.matches(to_searchable(record))]
        matching.sort(
            key=lambda record: _sort_key(record, query.order),
            reverse=query.order is not HistoryOrder.OLDEST,
        )
        if not query.with_steps:
            matching = [
                record if record.active_s < WORKED_S else record._replace(steps=()) for record in matching
            ]
        return matching[: query.limit]

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        """Return a page; a search looks at `PIECE` sessions in each call, like the history on the disk."""
        everything = self.find_sessions(query._replace(limit=None, search=None))
        rest = [
            record for record in everything if position is None or _is_after(record, position, query.order)
        ]
        limit = query.limit or len(rest)
        piece = rest[: PIECE if query.search else limit]
        found: list[SessionRecord] = []
        looked_at = 0
        for looked_at, record in enumerate(piece, 1):  # noqa: B007 - needed after the loop
            if query.search is None or query.search.matches(to_searchable(record)):
                found.append(record)
            if len(found) == limit:
                break
        end = piece[looked_at - 1] if looked_at < len(rest) else None
        return SessionPage(
            tuple(found), None if end is None else ListPosition(*_sort_key(end, query.order)), looked_at
        )

    def list_series(self) -> list[Series]:
        newest_first = self.find_sessions(HistoryQuery())
        return list(dict.fromkeys(Series(record.place, record.side) for record in newest_first))

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        interrupted = []
        for record in self.find_sessions(HistoryQuery()):
            stored = self.file.sessions[record.id]
            if (
                stored.record.status is Status.RUNNING
                and record.status is Status.PARTIAL
                and stored.checkpoint is not None
            ):
                interrupted.append(InterruptedSession(record, stored.plan, stored.checkpoint))
        return interrupted

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        return [
            record for record in self.find_sessions(HistoryQuery()) if record.id in self.file.note_requests
        ]

    def find_record(self, session_id: str) -> SessionRecord | None:
        stored = self.file.sessions.get(session_id)
        return None if stored is None else self._as_seen_by_readers(stored)

    def find_ids(self, beginning: str) -> list[str]:
        kept = self.file.sessions.keys() - self.file.deleted.keys()
        return sorted(found for found in kept if found.startswith(beginning))

    def find_changes(self, session_id: str | None = None) -> list[Change]:
        latest_first = sorted(self.file.changes, key=lambda change: change.at)[::-1]
        if session_id is None:
            return latest_first
        return [
            replace(change, corrections=own)
            for change in latest_first
            if (own := tuple(found for found in change.corrections if found.session_id == session_id))
        ]

    def save_change(self, change: Change) -> None:
        self._check_writable()
        self._apply_all(change.corrections, change.at)
        self.file.changes.append(change)
        final = [key for key, at in self.file.deleted.items() if change.at - at >= FINAL_AFTER]
        self.delete_for_good(final, change.at)

    def undo_change(
        self, change_id: str, at: datetime, report: Callable[[int], object] = lambda _: None
    ) -> None:
        self._check_writable()
        for index, change in enumerate(self.file.changes):
            if change.id == change_id and change.undone_at is None:
                if change.kind is ChangeKind.IMPORT:
                    report(len(change.session_ids))
                self._apply_all(change.taken_back(), at)
                self.file.changes[index] = replace(change, undone_at=at)
                return
        raise HistoryError("The change can't be undone.")

    def delete_for_good(self, session_ids: Sequence[str], at: datetime) -> None:
        self._check_writable()
        if not set(session_ids) <= self.file.deleted.keys() | self.file.sessions.keys():
            raise HistoryError("There is no such session in the history.")
        for session_id in session_ids:
            self.file.deleted.setdefault(session_id, at)
            self.file.sessions.pop(session_id, None)
        kept = [
            replace(
                change,
                corrections=tuple(c for c in change.corrections if c.session_id not in session_ids),
            )
            for change in self.file.changes
        ]
        self.file.changes = [change for change in kept if change.corrections]

    def _apply_all(self, corrections: Sequence[Correction], at: datetime) -> None:
        """Apply all corrections, or raise `HistoryError` and apply none."""
        records = {key: stored.record for key, stored in self.file.sessions.items()}
        deleted = dict(self.file.deleted)
        for found in corrections:
            record = records.get(found.session_id)
            if found.field is CorrectedField.EXISTS:
                if record is None or (found.now == YES) is not (found.session_id in deleted):
                    raise HistoryError("The session can't come back.")
                if found.now == YES:
                    del deleted[found.session_id]
                else:
                    deleted[found.session_id] = at
                continue
            if record is None or found.session_id in deleted:
                raise HistoryError("There is no such session.")
            if read_field(record, found.field) != found.earlier:
                raise HistoryError("The session was changed meanwhile.")
            records[found.session_id] = with_field(record, found.field, found.now)
        for key, stored in self.file.sessions.items():
            stored.record = records[key]
        self.file.deleted = deleted

    def load_screening_time(self) -> datetime | None:
        return self.file.screening_time

    def save_screening_time(self, at: datetime, *, light_only: bool = False) -> None:
        self._check_writable()
        self.file.screening_time = at
        self.file.light_only = light_only

    def load_reported_signs(self) -> str:
        return self.file.reported_sign

    def save_reported_signs(self, text: str) -> None:
        self._check_writable()
        self.file.reported_sign = text

    def load_light_only(self) -> bool:
        return self.file.light_only

    def has_seen_welcome(self) -> bool:
        return self.file.welcome_seen

    def mark_welcome_seen(self, at: datetime) -> None:
        self._check_writable()
        self.file.welcome_seen = True

    def load_declined_rating(self) -> str:
        return self.file.declined_rating

    def save_declined_rating(self, session_id: str) -> None:
        self._check_writable()
        self.file.declined_rating = session_id

    def load_week_shown(self) -> date | None:
        return self.file.week_shown

    def save_week_shown(self, monday: date) -> None:
        self._check_writable()
        self.file.week_shown = monday

    def find_programmes(self) -> list[Programme]:
        return list(self.file.programmes.values())

    def save_programme(self, programme: Programme) -> None:
        self._check_writable()
        self.file.programmes[programme.id] = programme

    def find_comparisons(self) -> list[Comparison]:
        return list(self.file.comparisons.values())

    def save_comparison(self, comparison: Comparison) -> None:
        self._check_writable()
        self.file.comparisons[comparison.id] = comparison

    def background_error(self) -> str | None:
        self._flush()
        return str(self.write_error) if self.write_error and self._pending else None

    def close(self) -> None:
        """End the program: its running sessions count as interrupted from now on."""
        self.closed = True
        if self._token in self.file.live_writers:
            self.file.live_writers.remove(self._token)

    def _check_writable(self) -> None:
        if self.write_error is not None:
            raise self.write_error
        if self.closed:
            raise HistoryError("The history is closed.")
        self._flush()

    def _flush(self) -> None:
        """Write the pending checkpoints, unless writing fails."""
        if self.write_error is None:
            for session_id, checkpoint in self._pending.items():
                self._write_checkpoint(session_id, checkpoint)
            self._pending.clear()

    def _write_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        stored = self.file.sessions.get(session_id)
        if stored is not None and stored.record.status is Status.RUNNING and stored.writer is self._token:
            self._advance(stored, checkpoint)

    def _mark_alive(self) -> None:
        if self._token not in self.file.live_writers:
            self.file.live_writers.append(self._token)

    def _insert(self, stored: StoredSession) -> None:
        if stored.record.id in self.file.sessions:
            raise HistoryError("The session is already in the history.")
        self.file.sessions[stored.record.id] = stored

    def _load(self, session_id: str) -> StoredSession:
        if session_id not in self.file.sessions or session_id in self.file.deleted:
            raise HistoryError("There is no such session.")
        return self.file.sessions[session_id]

    def _load_claimable(self, session_id: str) -> StoredSession:
        stored = self._load(session_id)
        if stored.writer is not self._token:
            if stored.record.status is not Status.RUNNING:
                raise HistoryError("The session has ended already.")
            if stored.writer in self.file.live_writers:
                raise HistoryError("The session is open in another program.")
        return stored

    def _as_seen_by_readers(self, stored: StoredSession) -> SessionRecord:
        """Return the record as a reader sees it: partial if its writer died, and whether it was corrected."""
        is_corrected = any(
            change.kind is ChangeKind.EDIT
            and change.undone_at is None
            and stored.record.id in change.session_ids
            for change in self.file.changes
        )
        record = stored.record._replace(is_corrected=is_corrected)
        if (
            record.status is Status.RUNNING
            and stored.writer not in self.file.live_writers
            and stored.checkpoint is not None
        ):
            return record._replace(status=Status.PARTIAL, ended_at=stored.checkpoint.at)
        return record

    @staticmethod
    def _advance(stored: StoredSession, checkpoint: SessionCheckpoint) -> None:
        stored.checkpoint = checkpoint
        stored.record = stored.record._replace(active_s=float(checkpoint.active_s), steps=checkpoint.steps)


def _sort_by_time(ratings: tuple[Rating, ...]) -> tuple[Rating, ...]:
    return tuple(sorted(ratings, key=lambda rating: rating.at))


def to_searchable(record: SessionRecord) -> SearchableSession:
    """Return what a search looks at in a session."""
    return SearchableSession(
        started_at=record.started_at.isoformat(),
        routine=record.routine,
        place=record.place,
        area=record.area,
        side=record.side,
        status=record.status,
        stop_reason=record.stop_reason,
        note=record.note,
        spot=record.spot,
        flags=" ".join(record.flags),
        kind=record.kind,
        active_s=record.active_s,
        before=record.before,
        after=record.after,
    )


def _rank(record: SessionRecord, order: HistoryOrder) -> int:
    """Return what an order sorts by first, from high to low; -100 if the session lacks the rating."""
    before, after = record.before, record.after
    if order in {HistoryOrder.WORST_CHANGE, HistoryOrder.BEST_CHANGE}:
        if before is None or after is None:
            return -100
        return after - before if order is HistoryOrder.WORST_CHANGE else before - after
    if order in {HistoryOrder.MOST_PAIN, HistoryOrder.LEAST_PAIN}:
        if before is None:
            return -100
        return before if order is HistoryOrder.MOST_PAIN else -before
    return 0


def _sort_key(record: SessionRecord, order: HistoryOrder) -> tuple[int, int, str]:
    """Return the key by which lists are sorted: from high to low, but for the oldest first."""
    started_us = (record.started_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return _rank(record, order), started_us, record.id


def _is_after(record: SessionRecord, position: ListPosition, order: HistoryOrder) -> bool:
    key, other = _sort_key(record, order), (position.rank, position.started_us, position.id)
    return key > other if order is HistoryOrder.OLDEST else key < other


def _matches(record: SessionRecord, query: HistoryQuery) -> bool:
    day = record.started_at.date()
    return (
        query.place in {None, record.place}
        and query.area in {None, record.area}
        and query.side in {None, record.side}
        and query.routine in {None, record.routine}
        and (query.since is None or query.since <= day)
        and (query.until is None or day <= query.until)
    )
