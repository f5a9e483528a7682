"""Repairs a damaged history: quarantines the file and recovers what can be read into a new one.

Nothing is ever deleted, and nothing that a program acknowledged is lost: only one program at a time repairs,
none may write meanwhile, and SQLite refuses to write to a file that was moved. The person learns where the
damaged file is, how many sessions were recovered, and which is the newest intact backup.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tpsession.core.clock import Clock
from tpsession.core.errors import HistoryError
from tpsession.private_files import make_private_file
from tpsession.store.backups.naming import find_unused_path
from tpsession.store.backups.service import Backups
from tpsession.store.connection import check_integrity, connect, transaction
from tpsession.store.failures import STORE_ERRORS, HistoryDamagedError, describe_damage, is_damage
from tpsession.store.rows import SESSIONS, TABLES, Row, SqlTable, Value
from tpsession.store.schema.former_tables import FORMER_TABLES, upgrade_row
from tpsession.store.schema.migrations import migrate
from tpsession.store.writer_locks import WriterLocks

T = TypeVar("T")

MAX_UNREADABLE_ROWS = 2_000
"""Consecutive unreadable row numbers after which the rest is given up; trying these takes about 20 ms."""


def repair_history(
    path: Path, clock: Clock, writers: WriterLocks, open_checked: Callable[[], T], backups: Backups
) -> T:
    """Open the history again, in case another program has repaired it; else repair it and raise an error.

    It waits while another program repairs.

    Args:
        path: The file of the history.
        clock: Dates the name of the quarantined file.
        writers: The programs that write to the history.
        open_checked: Opens and checks the history.
        backups: The backups of the history, the newest good one of which the error names.

    Returns:
        What `open_checked` returns if another program has repaired the file.

    Raises:
        HistoryDamagedError: The file was damaged and is in quarantine now.
        HistoryError: Another program has a session open, or takes too long to repair. Nothing was changed.
        One of `STORE_ERRORS`: The repair failed. The file is where it was.

    """
    with writers.repairing():
        try:
            return open_checked()
        except STORE_ERRORS as error:
            if not is_damage(error):
                raise
            if writers.is_another_alive():
                raise HistoryError(
                    f"The history {path} is damaged ({describe_damage(error)}), and another tpsession has a"
                    " session open. Nothing was changed.",
                    "Close that one first, then start tpsession again: it then recovers what can be read.",
                ) from error
            raise _quarantine(path, clock, error, backups) from error


def _quarantine(path: Path, clock: Clock, cause: Exception, backups: Backups) -> HistoryDamagedError:
    """Move a damaged history away, and put a new one in its place with what can be recovered.

    Returns the error for the person. If anything fails, the damaged file stays in its place, and the error is
    raised.
    """
    rescue = path.with_name(f"{path.name}.rescue")
    quarantined = find_unused_path(path, "damaged", clock, path.parent)
    _link_or_copy(path, quarantined)
    is_replaced = False
    try:
        with _locked_against_writing(path) as old:
            # Left over if a program was killed during a repair.
            rescue.unlink(missing_ok=True)
            recovered = _salvage(old, rescue, clock)
            if old is not None and os.name == "nt":
                # Windows can't replace an open file.
                old.close()
            # SQLite would apply the old journal to the new file.
            journal = path.with_name(f"{path.name}-journal")
            if journal.exists():
                journal.replace(quarantined.with_name(f"{quarantined.name}-journal"))
            rescue.replace(path)
            is_replaced = True
    except BaseException:
        if not is_replaced:
            # The damaged file is still in its place, so this second name or copy of it isn't needed.
            with suppress(OSError):
                quarantined.unlink()
        raise
    about_backup, backup = backups.describe_newest_intact()
    return HistoryDamagedError(
        f"The history {path} was damaged ({describe_damage(cause)})."
        f" Nothing was deleted: the damaged file is now {quarantined}. {_describe_recovered(recovered)}",
        f"Start tpsession again to continue. {about_backup}",
        damaged_path=quarantined,
        backup=backup,
        recovered=recovered,
    )


def read_only_damage_error(path: Path, cause: Exception, backups: Backups) -> HistoryDamagedError:
    """Return the error for a damaged history that was opened for reading only; the file stays as it is.

    This checks the backups, because the error names the newest intact one.
    """
    about_backup, backup = backups.describe_newest_intact()
    return HistoryDamagedError(
        f"The history {path} is damaged ({describe_damage(cause)}). Nothing was changed.",
        f"Start tpsession: it moves the damaged file away and recovers what can be read. {about_backup}",
        damaged_path=path,
        backup=backup,
    )


def _describe_recovered(count: int) -> str:
    """Say how many sessions were recovered from a damaged history."""
    if not count:
        return "No session could be recovered, so the history starts empty."
    return "1 session was recovered." if count == 1 else f"{count} sessions were recovered."


def _link_or_copy(path: Path, target: Path) -> None:
    """Give a file a second name, `target`, so that `path` can be replaced without losing the content.

    Where the file system has no links, `target` is a copy. Raises `OSError`, also if `target` exists.
    """
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError:
        # The file system has no links.
        try:
            make_private_file(target)
            with path.open("rb") as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise


@contextmanager
def _locked_against_writing(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Yield a connection to a damaged file, which no other program can write to until the block ends.

    Yields None if the damage keeps the file from being opened, and a connection without the lock if it keeps
    it from being locked. Raises one of the `STORE_ERRORS` if anything else does.
    """
    with ExitStack() as stack:
        connection = None
        try:
            connection = stack.enter_context(closing(connect(path)))
            connection.execute("BEGIN IMMEDIATE")
        except STORE_ERRORS as error:
            if not is_damage(error):
                raise
        yield connection


def _salvage(old: sqlite3.Connection | None, target: Path, clock: Clock) -> int:
    """Copy every intact row of a damaged history to a new file; return the number of sessions.

    A row that belongs to a lost session is left out. Raises `OSError` or `sqlite3.Error` if the new file
    can't be written.

    old: the damaged history; None if it can't be opened: then the new file is an empty history.
    """
    rows = {table.name: [] if old is None else _read_intact_rows(old, table) for table in TABLES}
    session_ids = {row["id"] for row in rows[SESSIONS.name]}
    make_private_file(target)
    with closing(connect(target)) as new:
        migrate(new, target, clock)
        with transaction(new):
            for table in TABLES:
                for row in rows[table.name]:
                    if row.get("session_id", None) is None or row["session_id"] in session_ids:
                        new.execute(table.insert_sql("INSERT OR IGNORE"), table.insert_values(row))
        check_integrity(new)
    return len(session_ids)


def _read_intact_rows(connection: sqlite3.Connection, table: SqlTable) -> list[Row]:
    """Return the intact rows of a table as rows of today, sorted by row number, skipping damaged parts.

    Rows between two gaps of over `MAX_UNREADABLE_ROWS` unreadable row numbers are lost. Raises the
    `STORE_ERRORS` that aren't damage.
    """
    former = FORMER_TABLES.get(table.name)
    stored = former if former is not None and not _has_columns(connection, table) else table
    columns = f"t.rowid, {stored.column_list}"
    up = stored.select_sql("NOT INDEXED WHERE t.rowid > ? ORDER BY t.rowid LIMIT 1", columns)
    down = stored.select_sql("NOT INDEXED WHERE t.rowid < ? ORDER BY t.rowid DESC LIMIT 1", columns)
    rows: dict[int, Row] = {}
    # Downwards to the first damage, then upwards over every gap: a damaged row number may end one way early.
    for statement, start, longest_gap in ((down, 2**63 - 1, 0), (up, 0, MAX_UNREADABLE_ROWS)):
        for number, values in _walk_rows(connection, statement, start, longest_gap, upwards=statement is up):
            row = stored.checked_row(values)
            if row is not None:
                rows[number] = row if stored is table else upgrade_row(table, row)
    return [rows[number] for number in sorted(rows)]


def _has_columns(connection: sqlite3.Connection, table: SqlTable) -> bool:
    """Return whether the file has all columns of a table; a file of an older version lacks some."""
    try:
        connection.execute(table.select_sql("LIMIT 0"))
    except STORE_ERRORS as error:
        if not is_damage(error):
            raise
        return False
    return True


def _walk_rows(
    connection: sqlite3.Connection, statement: str, number: int, longest_gap: int, *, upwards: bool
) -> Iterator[tuple[int, list[Value]]]:
    """Yield the rows of a table with their numbers, in order, each fetched by a statement of its own.

    A single statement over all rows would lose the last row before the damage and all rows after it.

    Args:
        connection: The damaged database.
        statement: Fetches the row that follows a row number.
        number: The row number to start from.
        longest_gap: How many consecutive row numbers may fail before it stops; more than 0 only upwards.
        upwards: Whether the row numbers increase.

    """
    failures = 0
    while failures <= longest_gap and number < 2**63:
        try:
            row = connection.execute(statement, (number,)).fetchone()
        except STORE_ERRORS as error:
            if not is_damage(error):
                raise
        else:
            if row is None:
                return
            # A damaged tree may lead back to an earlier row, which would never end.
            if row[0] > number if upwards else row[0] < number:
                number, *values = row
                yield number, values
                failures = 0
                continue
        failures += 1
        number += 1
