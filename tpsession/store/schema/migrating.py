"""Brings the file of a history to today's schema, by the migrations that it lacks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import ProgressPart, TaskProgress, TaskStoppedError
from tpsession.store.failures import DamageFoundError, is_corrupt, is_inaccessible, to_history_error
from tpsession.store.schema.current import is_empty, load_applied
from tpsession.store.schema.migrations import MIGRATIONS, Migration

if TYPE_CHECKING:
    from tpsession.core.clock import Clock

APPLICATION_ID = 0x74707365
"""``tpse`` in the header of the file, by which other programs can tell what it is."""
UPDATING = "Updating your history"
"""What the person reads meanwhile."""


def find_pending(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> tuple[Migration, ...]:
    """Return the migrations that the file still needs; all of them if it is empty.

    Raises `HistoryError` if the file belongs to a newer version or isn't a history, and
    `sqlite3.DatabaseError` if its list of tables or of migrations is damaged.
    """
    if is_empty(connection):
        return tuple(migrations)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone() is None:
        if connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,):
            raise DamageFoundError("its list of migrations is missing")
        raise HistoryError(
            f"{path} is the database of another program, not a history of tpsession.",
            "Nothing was changed. Move it away, or choose another folder with TPSESSION_HOME.",
        )
    applied = load_applied(connection)
    known = tuple(migration.name for migration in migrations)
    if applied == known[: len(applied)]:
        return tuple(migrations[len(applied) :])
    if applied[: len(known)] == known:
        raise HistoryError(
            f"The history {path} was written by a newer tpsession"
            f" (this one doesn't know {applied[len(known)]}).",
            "Nothing was changed. Update tpsession, then try again.",
        )
    raise DamageFoundError(f"its list of migrations is {', '.join(applied) or 'empty'}")


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    clock: Clock,
    migrations: Sequence[Migration] = MIGRATIONS,
    *,
    back_up: Callable[[str, ProgressPart], object] | None = None,
    progress: TaskProgress | None = None,
) -> None:
    """Apply all pending migrations in one transaction, so that all of them take effect or none.

    Does nothing if none is pending. Raises as `find_pending` does, and `TaskStoppedError` if the person stops
    it. Raises `HistoryError` if a migration fails, or if an older file can't be written or backed up now, for
    a reason such as a full disk or another program that is writing. Any other error of SQLite or the disk is
    raised as it is.

    Args:
        connection: The file.
        path: Where it is, for messages.
        clock: Dates the migrations.
        migrations: All that this program knows, in order.
        back_up: Makes a backup of a file that isn't new, given a label for its name; None if the file itself
            is only a copy.
        progress: Learns how far the update of an older file is, and may stop it; nobody watches if None.

    """
    if not find_pending(connection, path, migrations):
        return
    is_older = not is_empty(connection)
    if progress is None or not is_older:
        # A new file takes no time.
        progress = TaskProgress()
    try:
        _migrate_locked(connection, path, clock, migrations, back_up, progress)
    except (sqlite3.Error, OSError) as error:
        if not is_older or not is_inaccessible(error):
            raise
        reason = to_history_error(path, error)
        raise HistoryError(
            f"The history was written by an older tpsession and has to be updated. {reason.message}",
            f"Nothing was changed. {reason.advice}",
        ) from error


def _migrate_locked(
    connection: sqlite3.Connection,
    path: Path,
    clock: Clock,
    migrations: Sequence[Migration],
    back_up: Callable[[str, ProgressPart], object] | None,
    progress: TaskProgress,
) -> None:
    """Back up the file and apply the pending migrations, while no other program can write.

    An error undoes them all, and is raised; a backup stays.

    back_up: makes the backup; None for none. An empty history has none either.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Checked again with the lock held: another program may just have migrated the file.
        todo = find_pending(connection, path, migrations)
        copying, applying = progress.begin(UPDATING).divide(1, 4)
        if todo and back_up is not None and not is_empty(connection):
            back_up(f"before-{todo[0].name}", copying)
        if todo:
            _apply_all(connection, path, clock, todo, applying)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _apply_all(
    connection: sqlite3.Connection,
    path: Path,
    clock: Clock,
    todo: Sequence[Migration],
    progress: ProgressPart,
) -> None:
    """Apply these migrations in order and list each in the file, inside a transaction that the caller opened.

    Raises `HistoryError` for one that fails, the error itself if the file can't be written or is corrupt, and
    `TaskStoppedError` if the person stops it.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations"
        " (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied_at TEXT NOT NULL)"
    )
    parts = progress.divide(*(migration.weight for migration in todo))
    for migration, part in zip(todo, parts, strict=True):
        try:
            migration.apply(connection, part)
        except TaskStoppedError:
            raise
        except Exception as error:
            progress.whole.check()
            if is_inaccessible(error) or is_corrupt(error):
                raise
            # The transaction is rolled back, so the person can go back to the older version.
            raise HistoryError(
                f"The history {path} couldn't be updated ({migration.name}: {error}).",
                "Nothing was changed. Go back to your previous version of tpsession.",
            ) from error
        connection.execute(
            "INSERT INTO migrations (name, applied_at) VALUES (?, ?)",
            (migration.name, clock.local_time().isoformat()),
        )
