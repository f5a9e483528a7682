"""What is done about a damaged file: it is set aside, and what can be read of it is saved.

Nothing is ever deleted, and nothing that any program was promised is lost: one program at a time does
this, none may write meanwhile, and SQLite refuses to write to a file that isn't in its place any more.
The person is told where the damaged file lies, how much was saved, and which backup is the newest sound
one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tpsession.core.clock import Clock
from tpsession.core.errors import HistoryError
from tpsession.store.backup import backups_folder, free_place, private_file
from tpsession.store.connection import check, connect, transaction
from tpsession.store.failures import FAULTS, HistoryDamagedError, is_damage, reason_of
from tpsession.store.migrations import MIGRATIONS, Migration, migrate, pending
from tpsession.store.rows import SESSIONS, TABLES, Row, SqlTable, Value
from tpsession.store.writer_locks import WriterLocks

T = TypeVar("T")

LONGEST_GAP = 2_000
"""Rows in a row that can't be read before the rest is given up; trying takes about 20 ms."""


def repair(path: Path, clock: Clock, writers: WriterLocks, look: Callable[[], T]) -> T:
    """Look at a damaged history again, and set it aside if it still is damaged.

    look: opens and checks the history. Returns what it returns where another program has just mended
    the file. Raises `HistoryDamagedError` when the file was set aside, `HistoryError` where another
    program has a session open, and one of `FAULTS` where nothing can be done; then the file lies where
    it was.
    """
    with writers.mending():
        try:
            return look()
        except FAULTS as error:
            if not is_damage(error):
                raise
            if writers.others():
                raise HistoryError(
                    f"The history {path} is damaged ({reason_of(error)}), and another tpsession has a"
                    " session open. Nothing was changed.",
                    "Close that one first, then start tpsession again: it then saves what can be read.",
                ) from error
            raise _quarantine(path, clock, error) from error


def _quarantine(path: Path, clock: Clock, why: Exception) -> HistoryDamagedError:
    """Put what can be read of a damaged history in its place, and return the error that says so."""
    rescue = path.with_name(f"{path.name}.rescue")
    aside = free_place(path, "damaged", clock, path.parent)
    _double(path, aside)
    replaced = False
    try:
        with _unwritten(path) as old:
            # Of a program that was killed here.
            rescue.unlink(missing_ok=True)
            saved = _salvage(old, rescue, clock)
            if old is not None and os.name == "nt":
                # An open file can't be replaced there, whoever has it open.
                old.close()
            # SQLite would play the old journal back into the new file.
            journal = path.with_name(f"{path.name}-journal")
            if journal.exists():
                journal.replace(aside.with_name(f"{aside.name}-journal"))
            rescue.replace(path)
            replaced = True
    except BaseException:
        if not replaced:
            # Only a second name, or a copy, of the file that still is in its place.
            with suppress(OSError):
                aside.unlink()
        raise
    backup = find_newest_intact_backup(path)
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
    backup = find_newest_intact_backup(path)
    return HistoryDamagedError(
        f"The history {path} is damaged ({reason_of(why)}). Nothing was changed.",
        "Start tpsession: it sets the file aside and saves what can be read. " + _backup_words(path, backup),
        kept_at=path,
        backup=backup,
    )


def find_newest_intact_backup(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> Path | None:
    """The newest backup of the history at `path` in which every page and every row is sound, or None."""
    backups: list[Path] = []
    with suppress(OSError):
        backups = sorted(backups_folder(path).glob(f"*{path.suffix}"), key=_age, reverse=True)
    for backup in backups:
        with suppress(HistoryError, *FAULTS):
            if _is_sound(backup, migrations):
                return backup
    return None


def _age(backup: Path) -> tuple[int, str]:
    return backup.stat().st_mtime_ns, backup.name


def _backup_words(path: Path, backup: Path | None) -> str:
    if backup is None:
        return "There is no backup."
    return f"The newest sound backup is {backup}: to go back to it, close tpsession and copy it to {path}."


def _double(path: Path, aside: Path) -> None:
    """Give a file a second name, so that no moment without any follows. Raises OSError."""
    try:
        os.link(path, aside)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links.
        try:
            private_file(aside)
            with path.open("rb") as source, aside.open("wb") as target:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())
        except OSError:
            aside.unlink(missing_ok=True)
            raise


@contextmanager
def _unwritten(path: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection to a damaged file that nobody can write to meanwhile; None if it can't be opened.

    Raises as `connect` does where the reason isn't the damage.
    """
    with ExitStack() as stack:
        old = None
        try:
            old = stack.enter_context(closing(connect(path)))
            old.execute("BEGIN IMMEDIATE")
        except FAULTS as error:
            if not is_damage(error):
                raise
        yield old


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


def _salvage(old: sqlite3.Connection | None, target: Path, clock: Clock) -> int:
    """Copy every sound row of a damaged history to a new file; the number of sessions among them.

    Raises OSError or `sqlite3.Error` where the new file can't be written.
    """
    rows = {table.name: [] if old is None else _readable(old, table) for table in TABLES}
    known = {row["id"] for row in rows[SESSIONS.name]}
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


def _readable(connection: sqlite3.Connection, table: SqlTable) -> list[Row]:
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
