"""The schema of the history, as named migrations that are applied once, in order, and never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from tpsession.core.task_progress import ProgressPart
from tpsession.store.schema.former_tables import add_places_and_flags, share_plans


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
    # What the session called a step is one more text in the row's steps.
    Migration("012-step-names", sql_statements()),
)
