"""The history in one SQLite file: implements the port `tpsession.core.history.repository.History`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.store.backups.daily import DailyBackup
from tpsession.store.backups.service import Backups
from tpsession.store.connection import (
    check_integrity,
    check_page_count,
    check_readable,
    check_size,
    connect,
    find_cause,
    find_history_size,
    make_history_file,
    mark_suspect,
    suspect_file,
    transaction,
)
from tpsession.store.failures import STORE_ERRORS, StoreError, is_damage, to_history_error
from tpsession.store.queries import HistoryReader
from tpsession.store.rows import TABLES, collect_ratings, to_microseconds
from tpsession.store.schema.migrations import MIGRATIONS, Migration, is_empty, migrate
from tpsession.store.schema.shrinking import is_mostly_unused, shrink
from tpsession.store.store_thread import StoreThread
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.core.history.change import Change
    from tpsession.core.history.comparison import Comparison
    from tpsession.core.history.paging import ListPosition, SessionPage
    from tpsession.core.history.programme import Programme
    from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint
    from tpsession.core.history.series import Series
    from tpsession.store.changes.change_writer import ChangeWriter
    from tpsession.store.history_writer import HistoryWriter

T = TypeVar("T")

CHECKED_SESSIONS = 500
"""A history with more sessions isn't checked in full at each opening, which takes 14 ms for 1,000."""
_SCREENING_TIME = "safety_asked"
_WELCOME_TIME = "welcomed"
_WEEK_SHOWN = "week_shown"


def open_history(
    path: Path,
    clock: Clock,
    *,
    read_only: bool = False,
    migrations: Sequence[Migration] = MIGRATIONS,
    backups: Backups | None = None,
) -> SqliteHistory:
    """Open the history at `path`. Close it with `SqliteHistory.close` or a ``with`` statement.

    A missing history is created, unless `read_only` is set: then it counts as empty and nothing is created.
    A history of an older version is backed up and migrated in both cases.

    backups: the backups of this history, of which one is made on each day that it changes; if None, there are
    only those beside it, and none is made by itself but before a migration.

    Raises `HistoryError` if the file can't be read or written or belongs to a newer version, and
    `HistoryDamagedError` if it is damaged.
    """
    return SqliteHistory(path, clock, read_only=read_only, migrations=migrations, backups=backups)


class SqliteHistory:
    """The sessions in one SQLite file. Any thread may use it, and several programs may use one file."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        read_only: bool,
        migrations: Sequence[Migration] = MIGRATIONS,
        backups: Backups | None = None,
    ) -> None:
        """Start the store's thread and open the file in it, as `open_history` describes."""
        self._path = path
        self._clock = clock
        self._read_only = read_only
        self._writers = WriterLocks(path.parent / "writers")
        self._suspect_file = suspect_file(path)
        self._backups = backups or Backups(path, clock)
        self._daily_backup = None if backups is None or read_only else DailyBackup(backups)
        self._is_session_running = False
        """Whether this program has a session open."""
        self._lock = Lock()
        self._pending: dict[str, SessionCheckpoint] = {}
        """The newest checkpoint of each session that is not written yet, by session id."""
        self._flush_error: HistoryError | None = None
        """Why the last flush failed. It is tried again."""
        self._unreported_error: Exception | None = None
        """Why a checkpoint can never be written. The next call that saves something raises it."""
        self._damage_reports: dict[str, None] = {}
        self._reader: HistoryReader | None = None
        self._thread = StoreThread("tpsession-history", self._flush_in_background)
        try:
            self._thread.run(partial(self._open, migrations))
        except BaseException:
            self._thread.close(self._release)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Errors, without waiting for the disk

    def background_error(self) -> str | None:
        """Return what could not be saved in the background, else the first report of damage, or None."""
        error = self._unreported_error or self._flush_error
        if error is not None:
            return str(error)
        return next(iter(self.damage_reports()), None)

    def damage_reports(self) -> tuple[str, ...]:
        """Return one sentence for each damaged row read so far. Such rows are left out, never deleted."""
        with self._lock:
            return tuple(self._damage_reports)

    # Saving

    def start_session(self, record: SessionRecord, plan: str, checkpoint: SessionCheckpoint) -> None:
        """Save a new session as a running one of this program, with its ratings, plan and first checkpoint.

        The status and the end in `record` are ignored. The time worked and the steps come from the
        checkpoint.
        """
        running = replace(
            record,
            status=Status.RUNNING,
            ended_at=None,
            stop_reason=None,
            active_s=checkpoint.active_s,
            steps=checkpoint.steps,
        )

        def insert(writer: HistoryWriter) -> None:
            writer.insert_session(
                running, collect_ratings(record), known_at=checkpoint.at, writer=self._writers.token
            )
            writer.save_plan(record.id, plan)
            writer.save_state(record.id, checkpoint.state)

        self._write(insert, session_runs=True)

    def save_rating(self, session_id: str, rating: Rating) -> None:
        """Save a rating; it replaces an earlier one of its kind, unless it is a follow-up rating."""
        self._write(lambda writer: writer.save_rating(session_id, rating))

    def save_note(self, session_id: str, text: str) -> None:
        """Save the note of a session, replacing an earlier one, and drop a request for it."""
        self._write(lambda writer: writer.save_note(session_id, text))

    def request_note(self, session_id: str) -> None:
        """Remember to ask for the note of a session at the next start of the program."""
        self._write(lambda writer: writer.request_note(session_id))

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        """Have a checkpoint written in the background, within 1 s; only the newest of a session is written.

        Never blocks or raises. If it can't be written, `background_error` says so. A checkpoint that never
        can be written, because its session is missing or taken over, makes the next call that saves something
        fail.
        """
        with self._lock:
            is_first = not self._pending
            self._pending[session_id] = checkpoint
        if is_first:
            self._thread.request_flush()

    def finish_session(
        self, session_id: str, status: Status, reason: StopReason | None, checkpoint: SessionCheckpoint
    ) -> None:
        """Save how a session ended, at `checkpoint.at`; a checkpoint that still waits is dropped.

        The session is one of this program, or an interrupted one. A second call replaces the end that this
        program saved. Raises `HistoryError` if another program runs the session or has ended it, and
        `ValueError` for the status running.
        """
        if status is Status.RUNNING:
            raise ValueError("a session doesn't end as running")
        with self._lock:
            self._pending.pop(session_id, None)

        def finish(writer: HistoryWriter) -> None:
            writer.finish_session(
                writer.load_claimable_session(session_id),
                checkpoint,
                status=status.value,
                stop_reason=None if reason is None else reason.value,
                ended_at=checkpoint.at.isoformat(),
                writer=self._writers.token,
            )

        self._write(finish, session_runs=False)

    def take_over_session(self, session_id: str) -> None:
        """Make an interrupted session a running one of this program.

        Raises `HistoryError` if it has ended, or if another program has it; of two that try at once, one
        wins.
        """

        def take_over(writer: HistoryWriter) -> None:
            row = writer.load_claimable_session(session_id)
            if row["status"] != Status.RUNNING.value:
                raise HistoryError("The session has ended and can't be resumed.", "Start a new one.")
            writer.update_session(row, writer=self._writers.token)

        self._write(take_over, session_runs=True)

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        """Save a whole session that was logged by hand, with `ratings` and the record's own ratings.

        A before- or after-rating in `ratings` replaces the record's. Raises `ValueError` if the session is
        running, and `HistoryError` if the history has it already.
        """
        if record.status is Status.RUNNING:
            raise ValueError("a session that is added has ended")
        known_at = record.ended_at or record.started_at
        all_ratings = collect_ratings(record, ratings)
        self._write(lambda writer: writer.insert_session(record, all_ratings, known_at=known_at))

    def save_screening_time(self, at: datetime) -> None:
        """Save when the person went through the long list of safety questions."""
        self._save_time(_SCREENING_TIME, at)

    def mark_welcome_seen(self, at: datetime) -> None:
        """Save that the person saw the welcome screen at this time."""
        self._save_time(_WELCOME_TIME, at)

    def save_week_shown(self, monday: date) -> None:
        """Save that the summary of a week was shown, given the first day of the week after it."""
        self._write(lambda writer: writer.save_fact(_WEEK_SHOWN, monday.isoformat()))

    def save_programme(self, programme: Programme) -> None:
        """Save a programme, replacing an earlier state of it."""
        self._write(lambda writer: writer.save_programme(programme))

    def save_comparison(self, comparison: Comparison) -> None:
        """Save a comparison, replacing an earlier state of it."""
        self._write(lambda writer: writer.save_comparison(comparison))

    def save_change(self, change: Change) -> None:
        """Apply a change and keep it. Raises `HistoryError` if a session is no longer as it expects."""
        self._change(lambda writer: writer.save_change(change))

    def undo_change(self, change_id: str, at: datetime) -> None:
        """Take a change back, and keep that. Raises `HistoryError` if that isn't possible any more."""
        self._change(lambda writer: writer.undo_change(change_id, at))

    def remove_deleted_sessions(self, session_ids: Sequence[str]) -> None:
        """Remove deleted sessions for good, all but their ids. Raises `HistoryError` for one that isn't."""
        self._change(lambda writer: writer.remove_deleted(session_ids))

    def _change(self, change: Callable[[ChangeWriter], None]) -> None:
        """Change what the history holds, as `_write` describes."""
        # Deferred: the list of routines needs no corrections, and must appear at once.
        from tpsession.store.changes.change_writer import ChangeWriter  # noqa: PLC0415

        self._write(lambda writer: change(ChangeWriter(writer)))

    def _save_time(self, name: str, at: datetime) -> None:
        """Save a time under a name. Raises `ValueError` if it lacks its UTC offset."""
        to_microseconds(at)  # only to raise
        self._write(lambda writer: writer.save_fact(name, at.isoformat()))

    def close(self) -> None:
        """Write everything pending, close the file and end the thread; does nothing the second time.

        The day's backup is made now if the history changed and there is none yet. Raises `HistoryError` if
        something pending can't be written; it is closed all the same.
        """
        if self._thread.is_closed:
            return
        try:
            self._thread.close(self._flush_and_release)
        finally:
            if self._daily_backup is not None:
                self._daily_backup.close()

    # Reading

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """Return the matching sessions in the query's order, without damaged ones.

        `damage_reports` lists those. Interrupted ones have the status partial.
        """
        if query.search is None:
            return self._read(lambda reader: reader.find_sessions(query), [])
        # Deferred: takes 3 ms to load, and the list of routines must appear at once.
        from tpsession.store.paging import find_all  # noqa: PLC0415

        return self._read(lambda reader: find_all(reader, query), [])

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        """Return the next matching sessions from a position on, without damaged ones, as the port says."""
        # Deferred: takes 3 ms to load, and the list of routines must appear at once.
        from tpsession.core.history.paging import SessionPage  # noqa: PLC0415
        from tpsession.store.paging import load_page  # noqa: PLC0415

        return self._read(lambda reader: load_page(reader, query, position), SessionPage((), None, 0))

    def list_series(self) -> list[Series]:
        """Return every place and side that has a record, damaged ones too, newest record first."""
        return self._read(lambda reader: reader.list_series(), [])

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        """Return the sessions whose programs died before the sessions ended, newest first."""
        return self._read(lambda reader: reader.find_interrupted_sessions(), [])

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        """Return the sessions for which a note was requested, newest first."""
        return self._read(lambda reader: reader.find_sessions_awaiting_note(), [])

    def load_screening_time(self) -> datetime | None:
        """Return when the person last went through the long list of safety questions; None if never."""
        text = self._read(lambda reader: reader.load_fact(_SCREENING_TIME), None)
        return None if text is None else datetime.fromisoformat(text)

    def has_seen_welcome(self) -> bool:
        """Return whether the person has seen the welcome screen of the first start."""
        return self._read(lambda reader: reader.load_fact(_WELCOME_TIME), None) is not None

    def load_week_shown(self) -> date | None:
        """Return the first day of the week in which a summary was shown last, or None."""
        text = self._read(lambda reader: reader.load_fact(_WEEK_SHOWN), None)
        return None if text is None else date.fromisoformat(text)

    def find_programmes(self) -> list[Programme]:
        """Return all programmes in the order in which they were saved first, without damaged ones."""
        return self._read(lambda reader: reader.find_programmes(), [])

    def find_comparisons(self) -> list[Comparison]:
        """Return all comparisons in the order in which they were saved first, without damaged ones."""
        return self._read(lambda reader: reader.find_comparisons(), [])

    def find_record(self, session_id: str) -> SessionRecord | None:
        """Return the session with this id, a deleted one too; None if there is none, or if it is damaged."""
        return self._read(lambda reader: reader.find_record(session_id), None)

    def find_ids(self, beginning: str) -> list[str]:
        """Return the ids that begin so, without deleted sessions; of many only some."""
        return self._read(lambda reader: reader.find_ids(beginning), [])

    def find_changes(self, session_id: str | None = None) -> list[Change]:
        """Return all changes, or those of one session, the latest first, without damaged ones."""
        # Deferred: the list of routines needs no corrections, and must appear at once.
        from tpsession.store.changes.change_rows import find_changes  # noqa: PLC0415

        return self._read(lambda reader: find_changes(reader, session_id), [])

    # Running work in the store's thread

    def _write(self, change: Callable[[HistoryWriter], None], *, session_runs: bool | None = None) -> None:
        """Write everything pending and then, in one transaction, make a change; wait until it is on the disk.

        Raises `HistoryError` and doesn't make the change if anything fails, or if the history is read-only.
        A checkpoint that was dropped in the background makes only the next call fail; the same call made
        again can succeed.

        session_runs: whether this program has a session open after the change, for which it first has to
        register as a writer; None if the change doesn't say.
        """

        def job() -> None:
            reader = self._reader
            if reader is None or self._read_only:
                raise HistoryError("The history was opened for reading only.")
            self._flush(reader)
            if self._unreported_error is not None:
                error, self._unreported_error = self._unreported_error, None
                raise error
            writer = self._make_writer(reader)
            if session_runs:
                self._writers.register()
            with transaction(reader.connection):
                change(writer)
            if session_runs is not None:
                self._is_session_running = session_runs
            if self._daily_backup is not None:
                self._daily_backup.note_change(is_session_running=self._is_session_running)

        self._run(job)

    def _read(self, query: Callable[[HistoryReader], T], default: T) -> T:
        """Write everything pending and then read; return `default` if there is no history.

        A failure to write the pending data doesn't keep it from reading.
        """

        def job() -> T:
            if self._reader is None:
                return default
            with suppress(HistoryError):
                self._flush(self._reader)
            return query(self._reader)

        return self._run(job)

    def _run(self, job: Callable[[], T]) -> T:
        """Run a function in the store's thread, wait for it, and return its result.

        An exception of SQLite or the disk becomes a `HistoryError`. If it means damage, the next opening
        checks the whole file. Raises `HistoryError` after `close`.
        """

        def guarded() -> T:
            try:
                return job()
            except STORE_ERRORS as error:
                raise self._explain(error) from error

        if self._thread.is_closed:
            raise HistoryError(f"The history {self._path} is closed.")
        return self._thread.run(guarded)

    # Everything below runs in the store's thread

    def _open(self, migrations: Sequence[Migration]) -> None:
        """Open the file if it exists, or create it unless the history is only to be read.

        Unless it is only to be read, permissions of others are removed from the file. Raises `HistoryError`.
        A damaged file is opened as `_connect_or_repair` describes.
        """
        try:
            is_new = find_history_size(self._path) is None
            if not self._read_only:
                make_history_file(self._path)
            elif is_new:
                return
            self._reader = self._connect_or_repair(
                partial(self._connect_and_check, migrations, is_new=is_new)
            )
        except STORE_ERRORS as error:
            raise to_history_error(self._path, error) from error

    def _connect_or_repair(self, open_checked: Callable[[], HistoryReader | None]) -> HistoryReader | None:
        """Return a reader of the file, as `_connect_and_check` does; raises as it does, too.

        Damage raises `HistoryDamagedError`, after a repair unless the history is only to be read. But if
        another program has repaired the file meanwhile, a reader of that file is returned, and while another
        program has a session open, nothing is repaired, which raises `HistoryError`.

        open_checked: calls `_connect_and_check`.
        """
        try:
            return open_checked()
        except STORE_ERRORS as error:
            if not is_damage(error):
                raise
            # SQLite also calls a file damaged that the disk can't read; that raises `OSError` here.
            check_readable(self._path)
            # Deferred: takes 3 ms to load and is hardly ever needed.
            from tpsession.store.rescue.repair import check_again, repair_history  # noqa: PLC0415

            if self._read_only:
                return check_again(self._path, open_checked, self._backups)
            return repair_history(self._path, self._clock, self._writers, open_checked, self._backups)

    def _connect_and_check(self, migrations: Sequence[Migration], *, is_new: bool) -> HistoryReader | None:
        """Open, migrate and check the file; return its reader, or None if it is empty and read-only.

        A large history is checked in full only if damage was found in it before.

        Raises one of the `STORE_ERRORS`, or `HistoryError` as `migrate` does.

        is_new: whether this program created the file.
        """
        check_size(self._path, was_used=not is_new and self._writers.folder.exists())
        connection = connect(self._path, read_only=self._read_only)
        try:
            if self._read_only and is_empty(connection):
                connection.close()
                return None
            migrate(connection, self._path, self._clock, migrations, back_up=self._backups.write)
            if not self._read_only:
                # If the file is ever empty, this folder tells that it was a history.
                with suppress(OSError):
                    self._writers.make_folder()
            check_page_count(connection, self._path)
            for table in TABLES:
                # Fails if damage changed a name in the schema.
                connection.execute(table.select_sql("LIMIT 0"))
            (sessions,) = connection.execute("SELECT coalesce(max(rowid), 0) FROM sessions").fetchone()
            is_suspect = self._suspect_file.exists()
            if is_suspect or sessions <= CHECKED_SESSIONS:
                check_integrity(connection)
            if is_suspect and not self._read_only:
                with suppress(OSError):
                    self._suspect_file.unlink()
            if not self._read_only and is_mostly_unused(connection) and not self._writers.is_another_alive():
                shrink(connection)
        except BaseException:
            connection.close()
            raise
        return HistoryReader(connection, self._writers.is_alive, self._report_damage)

    def _flush_in_background(self) -> bool:
        """Write everything pending; return False if it failed and has to be tried again. Never raises."""
        if self._reader is None:
            return True
        try:
            self._flush(self._reader)
        except HistoryError:
            return False
        except Exception as error:  # must not end the thread; the next call that saves something raises it
            self._unreported_error = error
        return True

    def _flush(self, reader: HistoryReader) -> None:
        """Write the pending checkpoints in one transaction.

        If that fails they stay pending, and `HistoryError` is raised. One whose session is missing or was
        taken over is dropped; the next call that saves something raises its error.
        """
        with self._lock:
            batch, self._pending = self._pending, {}
        if not batch:
            return
        writer = self._make_writer(reader)
        try:
            with transaction(reader.connection):
                for session_id, checkpoint in batch.items():
                    try:
                        writer.save_checkpoint(session_id, checkpoint)
                    except HistoryError as error:
                        # Trying again can't help, so the next call that saves something reports it.
                        self._unreported_error = error
        except STORE_ERRORS as error:
            with self._lock:
                self._pending = {**batch, **self._pending}
            self._flush_error = self._explain(error)
            raise self._flush_error from error
        self._flush_error = None

    def _make_writer(self, reader: HistoryReader) -> HistoryWriter:
        """Return a writer that uses the reader's connection."""
        # Deferred: takes 1 ms to load, and the list of routines, which only reads, must appear at once.
        from tpsession.store.history_writer import HistoryWriter  # noqa: PLC0415

        return HistoryWriter(reader, self._writers)

    def _explain(self, error: StoreError) -> HistoryError:
        """Return the error for the person. Damage makes the next opening check the whole history.

        error: one of the `STORE_ERRORS`, which ended the transaction in which it came.
        """
        if is_damage(error) and not suspect_file(self._path).exists():
            error = find_cause(self._path, error)
            if is_damage(error):
                mark_suspect(self._path)
        return to_history_error(self._path, error)

    def _report_damage(self, sentence: str) -> None:
        """Remember a sentence about a damaged row for `damage_reports`, each once."""
        with self._lock:
            self._damage_reports[sentence] = None

    def _flush_and_release(self) -> None:
        """Write everything pending, and release the file and the lock even if that fails.

        Raises `HistoryError` if writing fails, and the error of a dropped checkpoint that no call has raised.
        """
        try:
            if self._reader is not None:
                self._flush(self._reader)
            if self._unreported_error is not None:
                raise self._unreported_error
        finally:
            self._release()

    def _release(self) -> None:
        """Close the file, and give up this program's lock."""
        if self._reader is not None:
            self._reader.connection.close()
            self._reader = None
        self._writers.unregister()
