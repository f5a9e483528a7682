"""The history on the disk: `tpsession.core.history.repository.History` over one SQLite file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.store.backup import private_file
from tpsession.store.connection import check, connect, exists, make, transaction
from tpsession.store.failures import FAULTS, failure, is_damage
from tpsession.store.migrations import MIGRATIONS, Migration, is_new, migrate
from tpsession.store.queries import Reader
from tpsession.store.rows import TABLES, microseconds, ratings_of
from tpsession.store.store_thread import StoreThread
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint
    from tpsession.store.history_writer import HistoryWriter

T = TypeVar("T")

CHECKED_SESSIONS = 500
"""A history with more sessions isn't looked through at each opening: 14 ms a thousand would be felt."""
_SAFETY = "safety_asked"
_WELCOMED = "welcomed"


def open_history(
    path: Path,
    clock: Clock,
    *,
    read_only: bool = False,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> SqliteHistory:
    """Open the history at `path`; close it with `SqliteHistory.close` or by ``with``.

    It is made where it is missing, unless `read_only`: then it counts as empty and nothing is made.
    An older history is brought up to date in both cases, after a backup.

    Raises `HistoryError` where it can't be read or written or a newer program made it, and
    `HistoryDamagedError` where it is damaged.
    """
    return SqliteHistory(path, clock, read_only=read_only, migrations=migrations)


class SqliteHistory:
    """The sessions in one SQLite file; safe to use from any thread, and by several programs at once."""

    def __init__(
        self, path: Path, clock: Clock, *, read_only: bool, migrations: Sequence[Migration] = MIGRATIONS
    ) -> None:
        """See `open_history`."""
        self._path = path
        self._clock = clock
        self._read_only = read_only
        self._writers = WriterLocks(path.parent / "writers")
        self._suspicion = path.with_name(f"{path.name}.suspect")
        self._lock = Lock()
        self._pending: dict[str, SessionCheckpoint] = {}
        self._failed: HistoryError | None = None
        self._refused: Exception | None = None
        self._damaged: dict[str, None] = {}
        self._reader: Reader | None = None
        self._worker = StoreThread("tpsession-history", self._flushed)
        try:
            self._worker.call(partial(self._open, migrations))
        except BaseException:
            self._worker.close(self._shut)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What can be asked at any time, without waiting

    def background_error(self) -> str | None:
        """What couldn't be written although nobody waited for it, or what is damaged; else None."""
        error = self._refused or self._failed
        if error is not None:
            return str(error)
        return next(iter(self.damage_reports()), None)

    def damage_reports(self) -> tuple[str, ...]:
        """A sentence on each damaged row that was met so far and left out. None was deleted."""
        with self._lock:
            return tuple(self._damaged)

    # The port

    def start_session(self, record: SessionRecord, plan: str, checkpoint: SessionCheckpoint) -> None:
        """See `History.begin`."""
        running = replace(
            record,
            status=Status.RUNNING,
            ended_at=None,
            stop_reason=None,
            active_s=checkpoint.active_s,
            steps=checkpoint.steps,
        )

        def work(changes: HistoryWriter) -> None:
            self._writers.enlist()
            with transaction(changes.reader.connection):
                changes.insert(running, ratings_of(record), known_at=checkpoint.at, writer=self._writers.token)
                changes.keep_plan(record.id, plan)
                changes.keep_state(record.id, checkpoint.state)

        self._write(work)

    def save_rating(self, session_id: str, rating: Rating) -> None:
        """See `History.rate`."""

        def work(changes: HistoryWriter) -> None:
            with transaction(changes.reader.connection):
                changes.rate(session_id, rating)

        self._write(work)

    def save_note(self, session_id: str, text: str) -> None:
        """See `History.note`."""

        def work(changes: HistoryWriter) -> None:
            with transaction(changes.reader.connection):
                changes.note(session_id, text)

        self._write(work)

    def request_note(self, session_id: str) -> None:
        """See `History.want_note`."""

        def work(changes: HistoryWriter) -> None:
            with transaction(changes.reader.connection):
                changes.want_note(session_id)

        self._write(work)

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        """See `History.keep`. What then can't be written is told by `trouble` and by the next write."""
        with self._lock:
            first = not self._pending
            self._pending[session_id] = checkpoint
        if first:
            self._worker.wake()

    def finish_session(
        self, session_id: str, status: Status, reason: StopReason | None, checkpoint: SessionCheckpoint
    ) -> None:
        """See `History.end`."""
        if status is Status.RUNNING:
            raise ValueError("a session doesn't end as running")
        with self._lock:
            self._pending.pop(session_id, None)

        def work(changes: HistoryWriter) -> None:
            with transaction(changes.reader.connection):
                changes.advance(
                    changes.claimable(session_id),
                    checkpoint,
                    status=status.value,
                    stop_reason=None if reason is None else reason.value,
                    ended_at=checkpoint.at.isoformat(),
                    writer=self._writers.token,
                )

        self._write(work)

    def take_over_session(self, session_id: str) -> None:
        """See `History.take_over`. Of two programs that do so at once, one gets a `HistoryError`."""

        def work(changes: HistoryWriter) -> None:
            self._writers.enlist()
            with transaction(changes.reader.connection):
                row = changes.claimable(session_id)
                if row["status"] != Status.RUNNING.value:
                    raise HistoryError("The session has ended and can't be resumed.", "Start a new one.")
                changes.change(row, writer=self._writers.token)

        self._write(work)

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        """See `History.add`. The record's own ratings are kept too where `ratings` lacks them."""
        if record.status is Status.RUNNING:
            raise ValueError("a session that is added has ended")

        def work(changes: HistoryWriter) -> None:
            with transaction(changes.reader.connection):
                changes.insert(
                    record, ratings_of(record, ratings), known_at=record.ended_at or record.started_at
                )

        self._write(work)

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """See `History.sessions`. Damaged rows are left out and named by `damaged`."""
        return self._read(lambda reader: reader.sessions(query), [])

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        """See `History.unfinished`."""
        return self._read(lambda reader: reader.unfinished(), [])

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        """See `History.notes_wanted`."""
        return self._read(lambda reader: reader.notes_wanted(), [])

    def load_screening_time(self) -> datetime | None:
        """See `History.safety_asked`."""
        text = self._read(lambda reader: reader.fact(_SAFETY), None)
        return None if text is None else datetime.fromisoformat(text)

    def save_screening_time(self, at: datetime) -> None:
        """See `History.keep_safety`."""
        self._keep_time(_SAFETY, at)

    def has_seen_welcome(self) -> bool:
        """See `History.welcomed`."""
        return self._read(lambda reader: reader.fact(_WELCOMED), None) is not None

    def mark_welcome_seen(self, at: datetime) -> None:
        """See `History.keep_welcomed`."""
        self._keep_time(_WELCOMED, at)

    def _keep_time(self, fact: str, at: datetime) -> None:
        microseconds(at)  # refuses a time without its offset

        def work(changes: HistoryWriter) -> None:
            with transaction(changes.reader.connection):
                changes.keep_fact(fact, at.isoformat())

        self._write(work)

    def close(self) -> None:
        """See `History.close`. Raises `HistoryError` where something outstanding can't be written."""
        self._worker.close(self._finish)

    # Jobs: everything below runs in the worker's thread, but for `_write` and `_read`

    def _write(self, work: Callable[[HistoryWriter], None]) -> None:
        """Do acknowledged work after everything outstanding, or raise `HistoryError` and do nothing."""

        def job() -> None:
            reader = self._reader
            if reader is None or self._read_only:
                raise HistoryError("The history was opened for reading only.")
            self._flush(reader)
            if self._refused is not None:
                error, self._refused = self._refused, None
                raise error
            work(self._changes(reader))

        self._call(job)

    def _read(self, work: Callable[[Reader], T], missing: T) -> T:
        """Read, after everything outstanding; what can't be written doesn't stop anybody from reading."""

        def job() -> T:
            if self._reader is None:
                return missing
            with suppress(HistoryError):
                self._flush(self._reader)
            return work(self._reader)

        return self._call(job)

    def _call(self, job: Callable[[], T]) -> T:
        def guarded() -> T:
            try:
                return job()
            except FAULTS as error:
                if is_damage(error):
                    self._suspect()
                raise failure(self._path, error) from error

        if self._worker.closed:
            raise HistoryError(f"The history {self._path} is closed.")
        return self._worker.call(guarded)

    def _open(self, migrations: Sequence[Migration]) -> None:
        try:
            if not exists(self._path):
                if self._read_only:
                    return
                make(self._path)
            elif not self._read_only:
                make(self._path)
            self._reader = self._connected(migrations)
        except FAULTS as error:
            raise failure(self._path, error) from error

    def _connected(self, migrations: Sequence[Migration]) -> Reader | None:
        """A reader of the file, which is mended first where it is damaged; None where it stays empty."""
        try:
            return self._look(migrations)
        except FAULTS as error:
            if not is_damage(error):
                raise
            # 3 ms to load; nearly nobody ever needs it.
            from tpsession.store.repair import only_told, repair  # noqa: PLC0415 - deferred for its cost

            if self._read_only:
                raise only_told(self._path, error) from error
            return repair(self._path, self._clock, self._writers, partial(self._look, migrations))

    def _look(self, migrations: Sequence[Migration]) -> Reader | None:
        """A reader of the file, up to date and looked through, or None where it is empty and stays so.

        Raises one of `FAULTS`, and `HistoryError` as `migrate` does.
        """
        connection = connect(self._path)
        try:
            if self._read_only and is_new(connection):
                connection.close()
                return None
            migrate(connection, self._path, self._clock, migrations)
            for table in TABLES:
                connection.execute(table.select("LIMIT 0"))  # fails where a name in the schema changed
            (sessions,) = connection.execute("SELECT coalesce(max(rowid), 0) FROM sessions").fetchone()
            suspected = self._suspicion.exists()
            if suspected or sessions <= CHECKED_SESSIONS:
                check(connection)
            if suspected and not self._read_only:
                with suppress(OSError):
                    self._suspicion.unlink()
        except BaseException:
            connection.close()
            raise
        return Reader(connection, self._writers.alive, self._report)

    def _flushed(self) -> bool:
        """Write what is outstanding, for the worker; whether nothing is left."""
        if self._reader is None:
            return True
        try:
            self._flush(self._reader)
        except HistoryError:
            return False
        except Exception as error:  # the thread must live on; the next caller who waits gets it
            self._refused = error
        return True

    def _flush(self, reader: Reader) -> None:
        """Write the newest progress of each session; what can't be written stays outstanding.

        Raises `HistoryError`.
        """
        with self._lock:
            batch, self._pending = self._pending, {}
        if not batch:
            return
        changes = self._changes(reader)
        try:
            with transaction(reader.connection):
                for session_id, progress in batch.items():
                    try:
                        changes.keep(session_id, progress)
                    except HistoryError as error:
                        # Trying again can't help: it is kept for the next caller who waits.
                        self._refused = error
        except FAULTS as error:
            with self._lock:
                self._pending = {**batch, **self._pending}
            self._failed = failure(self._path, error)
            raise self._failed from error
        self._failed = None

    def _changes(self, reader: Reader) -> HistoryWriter:
        # 1 ms that reading, and the list of routines with it, needn't wait for.
        from tpsession.store.history_writer import HistoryWriter  # noqa: PLC0415

        return HistoryWriter(reader, self._writers)

    def _suspect(self) -> None:
        """Have the whole file looked through at the next opening, however large it is."""
        with suppress(OSError):
            private_file(self._suspicion)

    def _report(self, sentence: str) -> None:
        with self._lock:
            self._damaged[sentence] = None

    def _finish(self) -> None:
        """Write what is outstanding and let go of everything, whatever happens."""
        try:
            if self._reader is not None:
                self._flush(self._reader)
            if self._refused is not None:
                raise self._refused
        finally:
            self._shut()

    def _shut(self) -> None:
        if self._reader is not None:
            self._reader.connection.close()
            self._reader = None
        self._writers.leave()
