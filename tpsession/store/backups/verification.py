"""Checks whether a file is a history whose rows can be trusted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tpsession.core.task_progress import ProgressPart, TaskProgress
from tpsession.store.connection import check_integrity, decode_text, stoppable
from tpsession.store.failures import DamageFoundError
from tpsession.store.schema.current import is_empty
from tpsession.store.schema.migrating import find_pending
from tpsession.store.schema.migrations import MIGRATIONS, Migration
from tpsession.store.tables import TABLES, SqlTable

SAMPLED_ROWS = 20_000
"""How many rows of each table are looked at unless all are. Daily sessions have fewer for 18 years."""


def count_damaged_rows(
    file: Path,
    migrations: Sequence[Migration] = MIGRATIONS,
    *,
    every_row: bool = True,
    progress: TaskProgress | None = None,
    part: ProgressPart | None = None,
) -> int:
    """Return how many rows of a backup have a wrong checksum; SQLite checks the file as a whole, too.

    0 for a file that still needs a migration of this program: its rows can't be checked before.

    Args:
        file: A backup or a copy, to which nobody writes meanwhile. It is read without locks, and not changed.
        migrations: All that this program knows.
        every_row: Whether to look at every row. Otherwise about `SAMPLED_ROWS` of each table at most are
            looked at, evenly spread. 100,000 sessions take 7 s in full, and 3 s as a sample.
        progress: May stop it, with `TaskStoppedError`.
        part: Learns how far it is.

    Raises:
        HistoryError: It isn't a history, or belongs to a newer version.
        One of `STORE_ERRORS`: SQLite finds damage, the file is empty, or it can't be read.

    """
    # Nobody writes to a backup, and the disk that it is on may not be able to lock files.
    source = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    progress = progress or TaskProgress()
    with closing(sqlite3.connect(source, uri=True)) as connection, stoppable(connection, progress):
        connection.text_factory = decode_text
        check_integrity(connection)
        if is_empty(connection):
            raise DamageFoundError("it is empty")
        if find_pending(connection, file, migrations):
            return 0
        damaged = 0
        rows = sum(_find_last(connection, table) for table in TABLES) if part is not None else 0
        for number, is_intact in enumerate(_check_rows(connection, every_row=every_row)):
            progress.check()
            if part is not None:
                part.report(number, rows)
            damaged += not is_intact
        return damaged


def _find_last(connection: sqlite3.Connection, table: SqlTable) -> int:
    """Return the highest row number (``rowid``) of a table, 0 for a table without rows."""
    (last,) = connection.execute(table.select_sql(columns="coalesce(max(t.rowid), 0)")).fetchone()
    return int(last)


def _check_rows(connection: sqlite3.Connection, *, every_row: bool) -> Iterator[bool]:
    """Yield for each row of all tables, or for each of a sample, whether its checksum is right."""
    for table in TABLES:
        step = 1 if every_row else max(1, -(-_find_last(connection, table) // SAMPLED_ROWS))
        for values in connection.execute(table.select_sql("WHERE t.rowid % ? = 0"), (step,)):
            yield table.is_intact(values)
