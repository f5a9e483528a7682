"""The history's schema as a row of named steps, each applied once, in order, never changed afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tpsession.core.errors import HistoryError
from tpsession.store.backup import back_up, backup_place
from tpsession.store.failures import DamageFoundError, failure, is_out_of_reach

if TYPE_CHECKING:
    from tpsession.core.clock import Clock

APPLICATION_ID = 0x74707365
"""``tpse``, in the header of the file: what it is, for programs that look."""


class Migration(NamedTuple):
    """One named change of the schema. A published one is never changed, only followed by another."""

    name: str
    apply: Callable[[sqlite3.Connection], None]
    """Makes the change inside a transaction that is already open; it must not commit."""


def statements(*each: str) -> Callable[[sqlite3.Connection], None]:
    """A migration made of SQL statements; `executescript` isn't used because it commits."""

    def apply(connection: sqlite3.Connection) -> None:
        for statement in each:
            connection.execute(statement)

    return apply


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "001-sessions",
        statements(
            """
            CREATE TABLE sessions (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                started_at TEXT NOT NULL,
                started_utc INTEGER NOT NULL,
                local_date TEXT NOT NULL,
                ended_at TEXT,
                known_at TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'stopped', 'partial')),
                stop_reason TEXT,
                routine TEXT NOT NULL,
                area TEXT NOT NULL,
                side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both', 'none')),
                planned_s REAL NOT NULL,
                active_s REAL NOT NULL,
                note TEXT NOT NULL,
                steps TEXT NOT NULL,
                ratings INTEGER NOT NULL,
                writer TEXT NOT NULL,
                checksum TEXT NOT NULL
            )
            """,
            # Each index ends in what the filters test, so that rows which don't fit are never fetched.
            "CREATE INDEX sessions_by_time ON sessions (started_utc, id, side, local_date)",
            "CREATE INDEX sessions_by_area ON sessions (area, started_utc, id, side, local_date)",
            "CREATE INDEX sessions_by_routine ON sessions (routine, started_utc, id, area, side, local_date)",
            "CREATE INDEX sessions_running ON sessions (started_utc, id) WHERE status = 'running'",
            """
            CREATE TABLE ratings (
                number INTEGER PRIMARY KEY,
                session_id TEXT NOT NULL REFERENCES sessions (id),
                kind TEXT NOT NULL CHECK (kind IN ('before', 'after', 'later')),
                value INTEGER NOT NULL CHECK (typeof(value) = 'integer' AND value BETWEEN 0 AND 10),
                at TEXT NOT NULL,
                at_utc INTEGER NOT NULL,
                checksum TEXT NOT NULL
            )
            """,
            "CREATE INDEX ratings_by_session ON ratings (session_id)",
            "CREATE UNIQUE INDEX one_before_one_after ON ratings (session_id, kind) WHERE kind <> 'later'",
            # Plans are large and written once, states change every second: each in a table of its own,
            # so that neither weighs on the other nor on reading lists.
            """
            CREATE TABLE plans (
                session_id TEXT PRIMARY KEY REFERENCES sessions (id),
                plan TEXT NOT NULL,
                checksum TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE states (
                session_id TEXT PRIMARY KEY REFERENCES sessions (id),
                state TEXT NOT NULL,
                checksum TEXT NOT NULL
            )
            """,
            # A deleted session only gets a row here: undoing is taking it away, and no changed byte in
            # a session can hide it.
            """
            CREATE TABLE deletions (
                session_id TEXT PRIMARY KEY REFERENCES sessions (id),
                at TEXT NOT NULL,
                checksum TEXT NOT NULL
            )
            """,
            "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum TEXT NOT NULL)",
        ),
    ),
)


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether the file has no tables yet."""
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def applied(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the migrations that the file has had, in order."""
    rows = connection.execute("SELECT name FROM migrations ORDER BY number")
    return tuple(str(name) for (name,) in rows)


def pending(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> tuple[Migration, ...]:
    """The migrations that the file still needs.

    Raises `HistoryError` where a newer program made it or it isn't a history, and
    `sqlite3.DatabaseError` where its list of migrations is damaged.
    """
    if is_new(connection):
        return tuple(migrations)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone() is None:
        raise HistoryError(
            f"{path} is a database of another program, not a history of tpsession.",
            "Nothing was changed. Move it away, or choose another folder with TPSESSION_HOME.",
        )
    had = applied(connection)
    known = tuple(migration.name for migration in migrations)
    if had == known[: len(had)]:
        return tuple(migrations[len(had) :])
    if had[: len(known)] == known:
        raise HistoryError(
            f"The history {path} was written by a newer tpsession (this one doesn't know {had[len(known)]}).",
            "Nothing was changed. Update tpsession, then try again.",
        )
    raise DamageFoundError(f"its list of migrations is {', '.join(had) or 'empty'}")


def migrate(
    connection: sqlite3.Connection, path: Path, clock: Clock, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Bring the file up to date: all that is pending in one transaction, so that all or nothing is done.

    A file that already holds sessions is backed up first. Raises as `pending` does, `HistoryError`
    where a migration fails or an older file can't be written, and `sqlite3.Error` or `OSError` where a
    new one can't.
    """
    if not pending(connection, path, migrations):
        return
    older = not is_new(connection)
    try:
        _migrate(connection, path, clock, migrations)
    except (sqlite3.Error, OSError) as error:
        if not older or not is_out_of_reach(error):
            raise
        reason = failure(path, error)
        raise HistoryError(
            f"The history was written by an older tpsession and has to be brought up to date. {reason.message}",
            f"Nothing was changed. {reason.advice}",
        ) from error


def _migrate(
    connection: sqlite3.Connection, path: Path, clock: Clock, migrations: Sequence[Migration]
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another program may just have done it.
        todo = pending(connection, path, migrations)
        if todo and not is_new(connection):
            back_up(path, backup_place(path, f"before-{todo[0].name}", clock))
        if todo:
            _apply(connection, path, clock, todo)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _apply(connection: sqlite3.Connection, path: Path, clock: Clock, todo: Sequence[Migration]) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations"
        " (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied_at TEXT NOT NULL)"
    )
    for migration in todo:
        try:
            migration.apply(connection)
        except Exception as error:
            if is_out_of_reach(error):
                raise
            # Whatever it is, the file is as it was: the person can go back to the older program.
            raise HistoryError(
                f"The history {path} couldn't be brought up to date ({migration.name}: {error}).",
                "Nothing was changed. Go back to the version of tpsession that you had.",
            ) from error
        connection.execute(
            "INSERT INTO migrations (name, applied_at) VALUES (?, ?)",
            (migration.name, clock.local_time().isoformat()),
        )
