"""What is done about a damaged file: it is set aside, and what can be read of it is saved.

Nothing is ever deleted. The person is told where the damaged file lies, how much was saved, and which
backup is the newest sound one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from tpsession.core.errors import HistoryError
from tpsession.core.ports import Clock
from tpsession.store.backup import backups_folder, free_place, private_file
from tpsession.store.connection import check, connect, transaction
from tpsession.store.failures import FAULTS, HistoryDamagedError, failure, is_damage, reason_of
from tpsession.store.migrations import MIGRATIONS, Migration, migrate, pending
from tpsession.store.rows import SESSIONS, TABLES, Row, Table, Value

LONGEST_GAP = 2_000
"""Rows in a row that can't be read before the rest is given up; trying takes about 20 ms."""


def set_aside(path: Path, clock: Clock, why: Exception) -> HistoryDamagedError:
    """Move a damaged history away, put what can be read of it in its place, and say so.

    Returns the error to raise. Raises OSError or `sqlite3.Error` where that can't be done; then the
    file lies where it was.
    """
    rescue = path.with_name(f"{path.name}.rescue")
    rescue.unlink(missing_ok=True)
    saved = _salvage(path, rescue, clock)
    aside = free_place(path, "damaged", clock, path.parent)
    # SQLite would play the old journal back into the new file.
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.replace(aside.with_name(f"{aside.name}-journal"))
    if saved:
        _swap(path, aside, rescue)
    else:
        rescue.unlink(missing_ok=True)
        path.replace(aside)
    backup = newest_good_backup(path)
    kept = (
        f"{saved} of its sessions could be read and are in the history again."
        if saved
        else "No session in it could be read: the history starts empty."
    )
    return HistoryDamagedError(
        f"The history {path} was damaged ({reason_of(why)})."
        f" Nothing was deleted: it lies at {aside} now. {kept}",
        "Start tpsession again to go on. " + _backup_words(path, backup),
        kept_at=aside,
        backup=backup,
        saved=saved,
    )


def only_told(path: Path, why: Exception) -> HistoryDamagedError:
    """The error for a damaged history that was opened for reading only: nothing was moved."""
    backup = newest_good_backup(path)
    return HistoryDamagedError(
        f"The history {path} is damaged ({reason_of(why)}). Nothing was changed.",
        "Start tpsession: it sets the file aside and saves what can be read. " + _backup_words(path, backup),
        kept_at=path,
        backup=backup,
    )


def newest_good_backup(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Path | None:
    """The newest backup of the history at `path` in which every page and every row is sound, or None."""
    backups: list[Path] = []
    with suppress(OSError):
        backups = sorted(backups_folder(path).glob(f"*{path.suffix}"), key=_age, reverse=True)
    for backup in backups:
        with suppress(HistoryError, *FAULTS):
            if _is_sound(backup, migrations):
                return backup
    return None


def restore_newest_backup(path: Path, clock: Clock) -> Path:
    """Put a copy of the newest sound backup in the place of the history, which nobody may have open.

    The history that was there is set aside. Returns the backup. Raises `HistoryError`.
    """
    backup = newest_good_backup(path)
    if backup is None:
        raise HistoryError(f"There is no sound backup of the history {path}.")
    try:
        copy = path.with_name(f"{path.name}.rescue")
        copy.unlink(missing_ok=True)
        private_file(copy)
        with backup.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        aside = free_place(path, "replaced", clock, path.parent)
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            journal.replace(aside.with_name(f"{aside.name}-journal"))
        if path.exists():
            _swap(path, aside, copy)
        else:
            copy.replace(path)
    except OSError as error:
        raise failure(path, error) from error
    return backup


def _age(backup: Path) -> tuple[int, str]:
    return backup.stat().st_mtime_ns, backup.name


def _backup_words(path: Path, backup: Path | None) -> str:
    if backup is None:
        return "There is no backup."
    return f"The newest sound backup is {backup}: to go back to it, close tpsession and copy it to {path}."


def _swap(path: Path, aside: Path, new: Path) -> None:
    """Let `aside` have what is at `path`, and `path` what is at `new`, with no moment without a file."""
    try:
        os.link(path, aside)
    except OSError:
        # A file system without links: a moment in which there is no history.
        path.replace(aside)
    new.replace(path)


def _is_sound(backup: Path, migrations: Sequence[Migration]) -> bool:
    """Whether every page and every row of a backup is good. Raises where it can't even be read."""
    with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        check(connection)
        if pending(connection, backup, migrations):
            # Rows of an older schema are checked by the migrations that come after it.
            return True
        return all(
            table.read(raw) is not None for table in TABLES for raw in connection.execute(table.select())
        )


def _salvage(source: Path, target: Path, clock: Clock) -> int:
    """Copy every sound row of a damaged history to a new file; the number of sessions among them.

    Raises OSError or `sqlite3.Error` where the new file can't be written.
    """
    try:
        old = connect(source)
    except FAULTS:
        return 0
    with closing(old):
        rows = {table.name: _readable(old, table) for table in TABLES}
    known = {row["id"] for row in rows[SESSIONS.name]}
    if not known:
        return 0
    private_file(target)
    with closing(connect(target)) as new:
        migrate(new, target, clock)
        with transaction(new):
            for table in TABLES:
                for row in rows[table.name]:
                    if row.get("session_id", None) is None or row["session_id"] in known:
                        new.execute(table.insertion("INSERT OR IGNORE"), table.values(row))
        check(new)
    return len(known)


def _readable(connection: sqlite3.Connection, table: Table) -> list[Row]:
    """The sound rows of a table, around what is broken."""
    up = table.select("NOT INDEXED WHERE t.rowid > ? ORDER BY t.rowid LIMIT 1", f"t.rowid, {table.content}")
    down = table.select(
        "NOT INDEXED WHERE t.rowid < ? ORDER BY t.rowid DESC LIMIT 1", f"t.rowid, {table.content}"
    )
    found: dict[int, Row] = {}
    # Down as far as it goes, then up and over each gap: a damaged number may end one way too early.
    for statement, start, gap in ((down, 2**63 - 1, 0), (up, 0, LONGEST_GAP)):
        for number, raw in _one_by_one(connection, statement, start, gap, upwards=statement is up):
            row = table.read(raw)
            if row is not None:
                found[number] = row
    return [found[number] for number in sorted(found)]


def _one_by_one(
    connection: sqlite3.Connection, statement: str, number: int, longest_gap: int, *, upwards: bool
) -> Iterator[tuple[int, list[Value]]]:
    """The rows that follow each other by their numbers, each by a statement of its own.

    Iterating over one statement would lose the last row before what is broken, and all that follow it.
    longest_gap: how many numbers in a row may fail before it ends; more than 0 only upwards.
    """
    failed = 0
    while failed <= longest_gap and number < 2**63:
        try:
            raw = connection.execute(statement, (number,)).fetchone()
        except FAULTS as error:
            if not is_damage(error):
                raise
        else:
            if raw is None:
                return
            # A broken tree may lead back to a row that was there already, and so for ever.
            if raw[0] > number if upwards else raw[0] < number:
                number, *values = raw
                yield number, values
                failed = 0
                continue
        failed += 1
        number += 1
