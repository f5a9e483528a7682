"""Opens the file of a history: makes, migrates, checks and repairs it as far as it needs that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError, OpeningChoice
from tpsession.core.task_progress import STOPPED, ProgressPart, TaskProgress, TaskStoppedError
from tpsession.store.connection import (
    check_integrity,
    check_page_count,
    check_readable,
    check_size,
    connect,
    find_history_size,
    make_history_file,
    stoppable,
    suspect_file,
)
from tpsession.store.failures import STORE_ERRORS, is_damage, to_history_error
from tpsession.store.queries import HistoryReader
from tpsession.store.schema.current import is_current, is_empty
from tpsession.store.schema.shrinking import is_mostly_unused, shrink
from tpsession.store.tables import TABLES
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.store.backups.service import Backups
    from tpsession.store.schema.migrations import Migration

CHECKED_SESSIONS = 500
"""A history with more sessions isn't checked in full at each opening, which takes 14 ms for 1,000."""


class HistoryOpener:
    """Opens one history, in the thread that will use its connection."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        writers: WriterLocks,
        *,
        read_only: bool,
        migrations: Sequence[Migration] | None,
        get_backups: Callable[[], Backups],
        report_damage: Callable[[str], None],
    ) -> None:
        """Remember how to open it.

        Args:
            path: The file.
            clock: Dates migrations, backups and repairs.
            writers: The locks of the programs that began or resumed a session in it.
            read_only: Whether it is opened for reading only.
            migrations: All that are known, in order; None for this program's own.
            get_backups: Returns its backups.
            report_damage: Called by the reader with a sentence on each damaged row that it finds.

        """
        self._path = path
        self._clock = clock
        self._writers = writers
        self._read_only = read_only
        self._migrations = migrations
        self._get_backups = get_backups
        self._report_damage = report_damage

    def open(self, progress: TaskProgress) -> HistoryReader | None:
        """Open the file and return its reader; a missing file is made, unless it is only to be read.

        Returns None if there is no history and none is made. A file that may be written is made accessible to
        its owner only. What is done about a damaged file, `_connect_or_repair` describes. Raises
        `HistoryError`, also if the person stops it.

        progress: learns how far it is if it takes long, and may stop it.
        """
        try:
            is_new = find_history_size(self._path) is None
            if not self._read_only:
                make_history_file(self._path)
            elif is_new:
                return None
            return self._connect_or_repair(
                partial(self._connect_and_check, progress, is_new=is_new), progress
            )
        except TaskStoppedError:
            stopped = HistoryError(STOPPED)
            stopped.choices = (OpeningChoice("Try again"),)
            raise stopped from None
        except STORE_ERRORS as error:
            raise to_history_error(self._path, error) from error

    def _connect_or_repair(
        self, open_checked: Callable[[], HistoryReader | None], progress: TaskProgress
    ) -> HistoryReader | None:
        """Return what `open_checked` returns: a reader of the file, or None.

        If the file is damaged, `open_checked` is called again, because the disk may have failed for a moment,
        or another program may have repaired the file. If it is still damaged, `HistoryDamagedError` is
        raised, so that the person is told. Before that, the file is moved away, and a new one with what can
        be recovered takes its place; but if the history is only to be read, nothing is moved. While another
        program that began or resumed a session has the history open, nothing is moved either, and
        `HistoryError` is raised.

        Any other error of `open_checked` is raised as it is, and `OSError` if the disk can't read the file.

        open_checked: calls `_connect_and_check`.
        """
        try:
            return open_checked()
        except STORE_ERRORS as error:
            if not is_damage(error):
                raise
            # SQLite also calls a file damaged that the disk can't read; that raises `OSError` here.
            check_readable(self._path)
            from tpsession.store.rescue.repair import (  # noqa: PLC0415 - 3 ms, hardly ever needed
                check_again,
                repair_history,
            )

            if self._read_only:
                return check_again(self._path, open_checked, self._get_backups(), progress)
            backups = self._get_backups()
            return repair_history(self._path, self._clock, self._writers, open_checked, backups, progress)

    def _connect_and_check(self, progress: TaskProgress, *, is_new: bool) -> HistoryReader | None:
        """Open, migrate and check the file, and return its reader. A migration makes a backup before.

        Returns None if the file has no tables yet and must not be written. SQLite's own check of every page
        runs on a history of up to `CHECKED_SESSIONS`, and on a larger one if damage was found in it earlier.

        Raises one of the `STORE_ERRORS`, `TaskStoppedError`, or `HistoryError` as `migrate` does.

        is_new: whether there was no file before this opening, so that an empty one is no sign of damage.
        """
        check_size(self._path, was_used=not is_new and self._writers.folder.exists())
        connection = connect(self._path, read_only=self._read_only)
        try:
            if self._read_only and is_empty(connection):
                connection.close()
                return None
            with stoppable(connection, progress):
                if self._migrations is not None or not is_current(connection):
                    self._migrate(connection, progress)
                self._check(connection, progress)
        except BaseException:
            connection.close()
            raise
        return HistoryReader(connection, self._writers.is_alive, self._report_damage)

    def _migrate(self, connection: sqlite3.Connection, progress: TaskProgress) -> None:
        """Apply the migrations that the file lacks, after a backup of an older file.

        Raises as `migrate` does.
        """
        from tpsession.store.schema.migrating import migrate  # noqa: PLC0415 - 2 ms, hardly ever
        from tpsession.store.schema.migrations import MIGRATIONS  # noqa: PLC0415 - 2 ms, hardly ever

        known = MIGRATIONS if self._migrations is None else self._migrations
        migrate(connection, self._path, self._clock, known, back_up=self._back_up, progress=progress)

    def _check(self, connection: sqlite3.Connection, progress: TaskProgress) -> None:
        """Check that the file has its tables and isn't longer than SQLite takes it to be.

        SQLite also checks every page of a history of up to `CHECKED_SESSIONS`, and of one in which damage was
        found earlier.

        A file that may be written is also made smaller if it is mostly unused, as after a migration, unless
        another program that began or resumed a session has it open. For such a file this also makes the
        folder of the lock files, and removes the mark of earlier damage if all is well. Raises as
        `_connect_and_check`.
        """
        if not self._read_only:
            # If the file is ever empty, this folder tells that it was a history.
            with suppress(OSError):
                self._writers.make_folder()
        check_page_count(connection, self._path)
        for table in TABLES:
            # Fails if damage changed a name in the schema.
            connection.execute(table.select_sql("LIMIT 0"))
        (sessions,) = connection.execute("SELECT coalesce(max(rowid), 0) FROM sessions").fetchone()
        suspect = suspect_file(self._path)
        is_suspect = suspect.exists()
        if is_suspect:
            progress.begin("Checking your history")
        if is_suspect or sessions <= CHECKED_SESSIONS:
            check_integrity(connection)
        if is_suspect and not self._read_only:
            with suppress(OSError):
                suspect.unlink()
        if not self._read_only and is_mostly_unused(connection) and not self._writers.is_another_alive():
            shrink(connection)

    def _back_up(self, label: str, progress: ProgressPart) -> object:
        """Make a backup before a migration. Raises one of the `STORE_ERRORS`, or `HistoryError`."""
        return self._get_backups().write(label, progress=progress)
