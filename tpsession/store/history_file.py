"""The file of a history as a program has it open: its thread, its transactions, what is still to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import TaskProgress
from tpsession.store.connection import (
    find_cause,
    mark_suspect,
    suspect_file,
    transaction,
)
from tpsession.store.failures import STORE_ERRORS, StoreError, is_damage, to_history_error
from tpsession.store.opening import HistoryOpener
from tpsession.store.queries import HistoryReader
from tpsession.store.store_thread import StoreThread
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.core.history.repository import SessionCheckpoint
    from tpsession.store.backups.daily import DailyBackup
    from tpsession.store.backups.service import Backups
    from tpsession.store.history_writer import HistoryWriter
    from tpsession.store.schema.migrations import Migration

T = TypeVar("T")


def _own_backups(path: Path, clock: Clock) -> Backups:
    """Return what makes and finds the backups beside a history."""
    from tpsession.store.backups.service import Backups  # noqa: PLC0415 - 5 ms, rarely needed

    return Backups(path, clock)


class HistoryFile:
    """One SQLite file with a thread that alone uses it. `SqliteHistory` says what can be saved and read."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        read_only: bool,
        migrations: Sequence[Migration] | None = None,
        backups: Callable[[], Backups] | None = None,
        progress: TaskProgress | None = None,
    ) -> None:
        """Start the store's thread and open the file in it, as `open_history` describes."""
        self._path = path
        self._clock = clock
        self._read_only = read_only
        self._writers = WriterLocks(path.parent / "writers")
        self._get_backups = backups or partial(_own_backups, path, clock)
        self._makes_daily_backups = backups is not None and not read_only
        self._daily_backup: DailyBackup | None = None
        """Makes the day's backup; None as long as nothing was changed."""
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
        opener = HistoryOpener(
            path,
            clock,
            self._writers,
            read_only=read_only,
            migrations=migrations,
            get_backups=self._get_backups,
            report_damage=self._report_damage,
        )
        progress = progress or TaskProgress()
        try:
            self._thread.run(partial(self._open, opener, progress))
        except BaseException:
            # After ctrl-c in this thread, the other one is still at it.
            progress.stop()
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
        """Return a failure in the background, or else the first damage, or else None.

        The port `History` says which failures these are.
        """
        error = self._unreported_error or self._flush_error
        if error is not None:
            return str(error)
        return next(iter(self.damage_reports()), None)

    def damage_reports(self) -> tuple[str, ...]:
        """Return the sentences about damaged rows read so far, each once: one may be about several rows.

        Damaged rows are left out of what is read.
        """
        with self._lock:
            return tuple(self._damage_reports)

    def close(self) -> None:
        """Write everything pending, close the file and end the thread; does nothing the second time.

        If this program makes daily backups and changed the history, today's is made now unless there is one.
        Raises `HistoryError` if something pending can't be written, or if a checkpoint was dropped and no
        call has raised that; it is closed all the same.
        """
        if self._thread.is_closed:
            return
        try:
            self._thread.close(self._flush_and_release)
        finally:
            if self._daily_backup is not None:
                self._daily_backup.close()

    # Running work in the store's thread

    def _write(self, change: Callable[[HistoryWriter], None], *, session_runs: bool | None = None) -> None:
        """Write everything pending and then, in one transaction, make a change; wait until it is on the disk.

        Raises `HistoryError` if the file or the disk fails, or if the history is read-only; any other
        exception of `change` is raised as it is. The change isn't made in any of these cases. A checkpoint
        that was dropped in the background makes only the next call fail; the same call made again can
        succeed.

        session_runs: whether this program has a session open after the change, for which it first has to
        register as a writer; None if the change doesn't say.
        """

        def job() -> None:
            """Write the pending checkpoints, then make the change in a transaction; for the store's thread.

            Raises `HistoryError` if the history is read-only or the checkpoints can't be written. If an
            earlier write in the background failed for good, raises its error instead, this once. The change
            isn't made in these cases.
            """
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
            if self._makes_daily_backups:
                self._note_change()

        self._run(job)

    def _note_change(self) -> None:
        """Tell `DailyBackup` that the history changed. The first change makes that object."""
        if self._daily_backup is None:
            from tpsession.store.backups.daily import DailyBackup  # noqa: PLC0415 - few programs change anything

            self._daily_backup = DailyBackup(self._get_backups)
        self._daily_backup.note_change(is_session_running=self._is_session_running)

    def _read(self, query: Callable[[HistoryReader], T], default: T) -> T:
        """Write everything pending and then read; return `default` if there is no history.

        A failure to write the pending data doesn't keep it from reading. Raises `HistoryError` if reading
        fails.
        """

        def job() -> T:
            """Write the pending checkpoints, then run the query; for the store's thread.

            Checkpoints that can't be written stay pending, and nothing is raised for them. Returns `default`
            if there is no history.
            """
            if self._reader is None:
                return default
            with suppress(HistoryError):
                self._flush(self._reader)
            return query(self._reader)

        return self._run(job)

    def _run(self, job: Callable[[], T]) -> T:
        """Run a function in the store's thread, wait for it, and return its result.

        An exception of SQLite or the disk becomes a `HistoryError`; if that means damage, the next opening
        checks the whole file. Any other exception is raised as it is. Raises `HistoryError` after `close`.
        """

        def guarded() -> T:
            """Run the function; raise an error of SQLite or the disk as a `HistoryError`."""
            try:
                return job()
            except STORE_ERRORS as error:
                raise self._explain(error) from error

        if self._thread.is_closed:
            raise HistoryError(f"The history {self._path} is closed.")
        return self._thread.run(guarded)

    # Everything below runs in the store's thread

    def _open(self, opener: HistoryOpener, progress: TaskProgress) -> None:
        """Open the file and set `_reader`, to None without a history. Raises as `HistoryOpener.open` does."""
        self._reader = opener.open(progress)

    def _flush_in_background(self) -> bool:
        """Write everything pending; return False if it failed and has to be tried again. Never raises.

        An error that trying again can't help is kept for the next call that saves something.
        """
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

        If that fails they stay pending, and `HistoryError` is raised. A checkpoint whose session is missing,
        deleted, damaged or taken over by another program is dropped; the next call that saves something
        raises its error.
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
        from tpsession.store.history_writer import HistoryWriter  # noqa: PLC0415 - 1 ms, not to read

        return HistoryWriter(reader, self._writers)

    def _explain(self, error: StoreError) -> HistoryError:
        """Return the error for the person.

        If the file is damaged, also mark it so that the next opening checks it whole.

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
        """Close the file, if it is open, and give up the lock that shows that this program is still running.

        Sessions that it has begun and not finished count as interrupted from then on.
        """
        if self._reader is not None:
            self._reader.connection.close()
            self._reader = None
        self._writers.unregister()
