"""Puts a backup in the place of the history: checked first, and then as a whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.dialogue.restore import HistoryDifference
from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import ProgressPart, TaskProgress
from tpsession.private_files import make_private_folder
from tpsession.store.backups.carrying import keep_final_deletions, keep_rests
from tpsession.store.backups.comparison import compare_histories
from tpsession.store.backups.copying import copy_history, move_into_place
from tpsession.store.backups.verification import count_damaged_rows
from tpsession.store.connection import (
    check_integrity,
    check_readable,
    connect,
    find_cause,
    history_exists,
    mark_suspect,
    stoppable,
)
from tpsession.store.failures import STORE_ERRORS, find_reason, is_damage, to_history_error
from tpsession.store.schema.migrating import migrate
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.store.backups.service import Backups

BEFORE_RESTORE = "before-restore"
"""The label of the backup of what a restore replaces."""
_NOTHING_CHANGED = "Nothing was changed."


class PreparedRestore:
    """A backup that was checked and copied beside the history, and can take its place."""

    def __init__(self, path: Path, copy: Path, difference: HistoryDifference) -> None:
        self._path = path
        self._copy = copy
        self.difference = difference
        """What the restore changes; here is the history as it was when the backup was compared with it."""

    def finish(self, backups: Backups, progress: TaskProgress | None = None) -> Path | None:
        """Keep the present history as a backup, and put the restored one in its place.

        No other program can write meanwhile. If it fails, the history is as it was; the backup may have been
        made. Once it has worked it can't be called again, because the copy is moved, nor after the block of
        `preparing_restore`.

        Args:
            backups: Makes the backup of the present history.
            progress: Learns how far it is, and may stop it, which raises `TaskStoppedError`.

        Returns:
            The backup of the present history; None if there was no history.

        Raises:
            HistoryError: Another program may have a session open, no backup could be made, the present
                history is damaged, or the disk failed.

        """
        writers = WriterLocks(self._path.parent / "writers")
        progress = progress or TaskProgress()
        keeping = progress.begin("Keeping your history of before")
        try:
            with writers.repairing(), ExitStack() as stack:
                _require_no_other_writer(writers)
                backup = None
                if history_exists(self._path):
                    current = stack.enter_context(closing(connect(self._path)))
                    current.execute("BEGIN IMMEDIATE")
                    backup = backups.make(BEFORE_RESTORE, keeping)
                    progress.check()
                    if os.name == "nt":
                        # Windows can't replace an open file.
                        current.close()
                move_into_place(self._copy, _find_place(self._path))
        except STORE_ERRORS as error:
            raise _to_error_marking_damage(self._path, error) from error
        return backup


@contextmanager
def preparing_restore(
    file: Path, path: Path, clock: Clock, progress: TaskProgress | None = None
) -> Iterator[PreparedRestore]:
    """Check a backup, copy it, and compare the copy with the history at `path`; yield the prepared restore.

    `file` is only read; the private copy lies beside the history until the block ends. Sessions that make an
    area rest today are copied into it from the history, and sessions that were deleted for good since are
    removed from it. If the block doesn't finish the restore, the history is as it was; only its folder may
    have been made.

    progress: learns how far it is, and may stop it, which raises `TaskStoppedError`.

    Raises `HistoryError` if `file` can't be used, another program may have a session open, or the history or
    its disk fails.
    """
    writers = WriterLocks(path.parent / "writers")
    _require_no_other_writer(writers)
    progress = progress or TaskProgress()
    place = _find_place(path)
    copy = place.with_name(f"{place.name}.restoring")
    try:
        try:
            make_private_folder(path.parent)
            # Left over if a program was killed during a restore.
            copy.unlink(missing_ok=True)
        except OSError as error:
            raise to_history_error(path, error) from error
        _copy_checked(file, path, copy, clock, progress.begin("Checking the backup"))
        try:
            with closing(connect(copy)) as there, ExitStack() as stack, stoppable(there, progress):
                here, rests, deletions = None, 0, 0
                if history_exists(path):
                    here = stack.enter_context(closing(connect(path)))
                    rests = keep_rests(here, there, clock.local_time().date())
                    deletions = keep_final_deletions(here, there, writers)
                difference = replace(
                    compare_histories(here, there), kept_rests=rests, kept_deletions=deletions
                )
        except STORE_ERRORS as error:
            raise _to_error_marking_damage(path, error) from error
        yield PreparedRestore(path, copy, difference)
    finally:
        for left in (copy, copy.with_name(f"{copy.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _find_place(path: Path) -> Path:
    """Return the file that a restore of the history at `path` replaces.

    If `path` is a symbolic link to a file, it is that file; the link stays. A link that leads nowhere is
    itself replaced.
    """
    return path.resolve() if path.exists() else path


def _to_error_marking_damage(path: Path, error: sqlite3.Error | OSError | UnicodeDecodeError) -> HistoryError:
    """Return the error that says why the history at `path` can't be read or replaced.

    If the history itself is damaged, it is also marked on the disk, so that the next opening checks all of
    it.

    error: met in the history, or in the copy of a backup beside it, which was good before.
    """
    if is_damage(error):
        error = find_cause(path, error)
    if is_damage(error):
        mark_suspect(path)
    return to_history_error(path, error)


def _require_no_other_writer(writers: WriterLocks) -> None:
    """Raise `HistoryError` if another program may have a session open, which a restore would take from it."""
    if writers.is_another_alive():
        raise HistoryError(
            f"Another tpsession is using your history. {_NOTHING_CHANGED}",
            "Close it first, then try again.",
        )


def _copy_checked(file: Path, path: Path, copy: Path, clock: Clock, progress: ProgressPart) -> None:
    """Copy a backup to `copy`, bring the copy to today's schema, and check every row of it.

    Raises `HistoryError`: about `file` if that isn't a good backup, or about the history at `path` if the
    disk of the copy fails. Raises `TaskStoppedError` if the person stops it. The caller removes a copy that
    was left.
    """
    try:
        _require_file(file, path)
    except OSError as error:
        reason, todo = find_reason(error)
        raise HistoryError(f"The backup {file} can't be read: {reason}. {_NOTHING_CHANGED}", todo) from error
    try:
        copying, checking = progress.divide(1, 9)
        copy_history(file, copy, mode="ro", progress=copying)
        with closing(connect(copy)) as connection, stoppable(connection, progress.whole):
            is_history = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('sessions', 'migrations')"
            ).fetchone() == (2,)
            if not is_history:
                raise HistoryError(
                    f"{file} isn't a backup of tpsession. {_NOTHING_CHANGED}", "Choose another file."
                )
            check_integrity(connection)
            migrate(connection, file, clock)
        damaged = count_damaged_rows(copy, progress=progress.whole, part=checking)
    except STORE_ERRORS as error:
        # The disk of the copy may have failed.
        cause = find_cause(file, error) if is_damage(error) else error
        if is_damage(cause):
            raise _describe_damage(file) from error
        raise to_history_error(path, cause) from error
    if damaged:
        raise _describe_damage(file)


def _require_file(file: Path, path: Path) -> None:
    """Raise `HistoryError` unless `file` is a file and not the history at `path`; read it whole.

    Raises `OSError` if the disk can't read it.
    """
    if not file.is_file():
        what = "is a folder, not a backup" if file.is_dir() else "doesn't exist"
        raise HistoryError(f"The backup {file} {what}. {_NOTHING_CHANGED}", "Check its name.")
    if path.exists() and file.samefile(path):
        raise HistoryError(f"{file} is your history itself. {_NOTHING_CHANGED}", "Choose a backup of it.")
    check_readable(file)


def _describe_damage(file: Path) -> HistoryError:
    """Return the error that says that a file is a damaged backup, or isn't a backup at all."""
    return HistoryError(
        f"The backup {file} is damaged, or isn't a backup of tpsession. {_NOTHING_CHANGED}",
        "Choose another one. The doctor (tpsession doctor) names the newest good one.",
    )
