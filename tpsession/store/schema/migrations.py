"""The schema of the history, as named migrations that are applied once, in order, and never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import ProgressPart, TaskProgress, TaskStoppedError
from tpsession.store.failures import DamageFoundError, is_corrupt, is_inaccessible, to_history_error
from tpsession.store.schema.current import is_empty, load_applied
from tpsession.store.schema.former_tables import add_places_and_flags, share_plans

if TYPE_CHECKING:
    from tpsession.core.clock import Clock

APPLICATION_ID = 0x74707365
"""``tpse`` in the header of the file, by which other programs can tell what it is."""
UPDATING = "Updating your history"
"""What the person reads meanwhile."""


class Migration(NamedTuple):
    """One named change of the schema. A released one is never changed, only followed by another.

    Columns are only added at a table's end: a salvage reads older rows as the first columns of today's.
    """

    name: str
    apply: Callable[[sqlite3.Connection, ProgressPart], None]
    """Makes the change in an open transaction, and reports its steps. It must not commit."""
    weight: int = 1
    """How long it takes, compared with the others: in percent of all, measured with 100,000 sessions."""


def sql_statements(*statements: str) -> Callable[[sqlite3.Connection, ProgressPart], None]:
    """Return a function that runs these SQL statements. Unlike `executescript`, it doesn't commit."""

    def apply(connection: sqlite3.Connection, progress: ProgressPart) -> None:
        for statement in progress.watch(statements, len(statements)):
            connection.execute(statement)

    return apply


def update_rating_values_sql(where: str = "") -> str:
    """Return the SQL statement that copies ratings before and after into the rows of their sessions.

    where: the clause, with its WHERE, that selects the sessions; empty for all.
    """
    values = ", ".join(
        f"{kind}_value = (SELECT value FROM ratings WHERE session_id = sessions.id AND kind = '{kind}')"  # noqa: S608 - all of it is fixed text of ours
        for kind in ("before", "after")
    )
    return f"UPDATE sessions SET {values} {where}"  # noqa: S608 - all of it is fixed text of ours


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "001-sessions",
        sql_statements(
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
            # Each index ends with the columns that filters test, so that only matching rows are fetched.
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
            # Plans are large and written once, states change every second. They are in tables of their own,
            # so that they slow down neither each other nor the reading of lists.
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
            # Deleting a session only adds a row here. Undoing removes the row, and no changed byte in a
            # session can hide the session.
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
    Migration("002-places-and-flags", add_places_and_flags, weight=31),
    Migration(
        "003-programmes",
        sql_statements(
            """
            CREATE TABLE programmes (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                routine TEXT NOT NULL,
                place TEXT NOT NULL,
                area TEXT NOT NULL,
                side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both', 'none')),
                sessions INTEGER NOT NULL,
                every_days INTEGER NOT NULL,
                started_on TEXT NOT NULL,
                ended_on TEXT,
                pause_first_day TEXT,
                pause_last_day TEXT,
                title TEXT NOT NULL,
                checksum TEXT NOT NULL
            )
            """
        ),
    ),
    Migration(
        "004-comparisons",
        sql_statements(
            """
            CREATE TABLE comparisons (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                place TEXT NOT NULL,
                side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both', 'none')),
                area TEXT NOT NULL,
                things TEXT NOT NULL,
                blocks INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                seed INTEGER NOT NULL,
                rest_s REAL NOT NULL,
                started_on TEXT NOT NULL,
                ended_on TEXT,
                checksum TEXT NOT NULL
            )
            """
        ),
    ),
    # Leads from place to place, and to the newest record of each place and side, past all others.
    Migration(
        "005-series",
        sql_statements(
            "CREATE INDEX sessions_by_series ON sessions (place, side, started_utc, id, kind, local_date)"
        ),
    ),
    # The ratings before and after are repeated beside their session, so that indexes can sort by them. SQLite
    # writes them, but for those of imported sessions. No checksum covers them: what is shown comes from the
    # ratings themselves. -100 stands for a missing rating, which comes last in every order.
    Migration(
        "006-rating-orders",
        sql_statements(
            "ALTER TABLE sessions ADD COLUMN before_value INTEGER",
            "ALTER TABLE sessions ADD COLUMN after_value INTEGER",
            update_rating_values_sql(),
            *(
                f"CREATE TRIGGER rating_{name} AFTER {event} ON ratings BEGIN"
                f" {update_rating_values_sql(f'WHERE id = {row}.session_id')}; END"
                for name, event, row in (
                    ("inserted", "INSERT", "new"),
                    ("updated", "UPDATE", "new"),
                    ("deleted", "DELETE", "old"),
                )
            ),
            *(
                statement
                for name, rank in (
                    ("worst_change", "after_value - before_value"),
                    ("best_change", "before_value - after_value"),
                    ("most_pain", "before_value"),
                    ("least_pain", "-before_value"),
                )
                for statement in (
                    f"ALTER TABLE sessions ADD COLUMN {name} INTEGER AS (ifnull({rank}, -100)) VIRTUAL",
                    f"CREATE INDEX sessions_by_{name} ON sessions ({name}, started_utc, id)",
                )
            ),
        ),
        weight=4,
    ),
    Migration("007-shared-plans", share_plans, weight=42),
    # One index for both: it finds the ratings of a session, and allows one before and one after. Each later
    # rating has its own number. It saves 130 bytes a session.
    Migration(
        "008-one-rating-index",
        sql_statements(
            "DROP INDEX ratings_by_session",
            "DROP INDEX one_before_one_after",
            "CREATE UNIQUE INDEX ratings_by_session ON ratings"
            " (session_id, CASE kind WHEN 'later' THEN number ELSE kind END)",
        ),
    ),
    # What a person corrected, deleted or imported, with the earlier values, so that it can be undone.
    Migration(
        "009-changes",
        sql_statements(
            """
            CREATE TABLE changes (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                at TEXT NOT NULL,
                at_utc INTEGER NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('edit', 'deletion', 'import')),
                undone_at TEXT,
                corrections INTEGER NOT NULL,
                checksum TEXT NOT NULL
            )
            """,
            # A session that was removed for good leaves its row in `deletions`, which then refers to nothing.
            "ALTER TABLE deletions RENAME TO former_deletions",
            "CREATE TABLE deletions (session_id TEXT PRIMARY KEY, at TEXT NOT NULL, checksum TEXT NOT NULL)",
            "INSERT INTO deletions SELECT session_id, at, checksum FROM former_deletions",
            "DROP TABLE former_deletions",
            """
            CREATE TABLE corrections (
                number INTEGER PRIMARY KEY,
                change_id TEXT NOT NULL,
                session_id TEXT NOT NULL,
                field TEXT NOT NULL,
                earlier TEXT NOT NULL,
                now TEXT NOT NULL,
                checksum TEXT NOT NULL
            )
            """,
            "CREATE INDEX corrections_by_change ON corrections (change_id)",
            "CREATE INDEX corrections_by_session ON corrections (session_id, change_id)",
        ),
    ),
    # Whether an area is still sore is a word in the flags of a later rating, which needs no other table. A
    # program that doesn't know the word must not take the row for damaged: it refuses the file.
    Migration("010-soreness", sql_statements()),
    # So is how stiff it was, beside any rating.
    Migration("011-stiffness", sql_statements()),
)


def find_pending(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> tuple[Migration, ...]:
    """Return the migrations that the file still needs; all of them if it is empty.

    Raises `HistoryError` if the file belongs to a newer version or isn't a history, and
    `sqlite3.DatabaseError` if its list of migrations is damaged.
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

    Does nothing if none is pending. Raises as `find_pending` does. Also raises `HistoryError` if a migration
    fails or an older file can't be written, `TaskStoppedError` if the person stops it, and `sqlite3.Error`
    or `OSError` if a new file can't be written or `back_up` fails.

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

    Raises `HistoryError` for one that fails, SQLite's error if the file can't be written or is damaged, and
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
