"""The tables as earlier migrations made them, and how their rows become rows of today's tables.

A migration that changes a table, and a repair of an older file, read the rows by the tables here: these have
checksums over other columns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from tpsession.core.task_progress import ProgressPart
from tpsession.store.rows import plan_id
from tpsession.store.tables import PLANS, RATINGS, SESSION_PLANS, SESSIONS, Row, SqlTable, Value

_ADDED_TO_SESSIONS = ("place", "flags", "spot", "kind")
_ADDED_TO_RATINGS = ("flags",)
_PLANS_OF_SESSIONS = SqlTable("plans", ("session_id", "plan"))
"""Until the seventh migration, each session had the text of its plan for itself."""

FORMER_TABLES: Mapping[str, SqlTable] = {
    **{
        table.name: SqlTable(table.name, tuple(column for column in table.columns if column not in added))
        for table, added in ((SESSIONS, _ADDED_TO_SESSIONS), (RATINGS, _ADDED_TO_RATINGS))
    },
    PLANS.name: _PLANS_OF_SESSIONS,
    SESSION_PLANS.name: _PLANS_OF_SESSIONS,
}
"""Where an older file has the rows of a table that was changed since, by the name of today's table."""

_NEW_COLUMNS = (
    "ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN flags TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN spot TEXT NOT NULL DEFAULT ''",
    """
    ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'score'))
    """,
    "ALTER TABLE ratings ADD COLUMN flags TEXT NOT NULL DEFAULT ''",
    "UPDATE sessions SET place = area",
    "CREATE INDEX sessions_by_place ON sessions (place, started_utc, id, side, local_date)",
)
_SHARED_PLANS = (
    "ALTER TABLE plans RENAME TO former_plans",
    """
    CREATE TABLE plans (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        plan TEXT NOT NULL,
        checksum TEXT NOT NULL
    )
    """,
    # A session whose plan is lost can still be shown, so the plan isn't a foreign key.
    """
    CREATE TABLE session_plans (
        session_id TEXT PRIMARY KEY REFERENCES sessions (id),
        plan_id TEXT NOT NULL,
        checksum TEXT NOT NULL
    )
    """,
)


def upgrade_row(table: SqlTable, row: Row) -> Row:
    """Return an intact row of a former table as a row of today's table.

    A row of a table that never changed is returned as it is. The place of a session of the first schema is
    its area.

    table: today's table.
    """
    if table.name == SESSIONS.name:
        return {**row, "place": row["area"], "flags": "", "spot": "", "kind": "session"}
    if table.name == RATINGS.name:
        return {**row, "flags": ""}
    if table.name == PLANS.name:
        return {"id": plan_id(str(row["plan"])), "plan": row["plan"]}
    if table.name == SESSION_PLANS.name:
        return {"session_id": row["session_id"], "plan_id": plan_id(str(row["plan"]))}
    return row


def add_places_and_flags(connection: sqlite3.Connection, progress: ProgressPart) -> None:
    """Add place, flags, spot and kind to sessions, and flags to ratings; for an open transaction.

    The place of a session is its area. Intact rows get new checksums. Damaged rows keep their checksums,
    which stay wrong.
    """
    for statement in _NEW_COLUMNS:
        connection.execute(statement)
    for table, part in zip((SESSIONS, RATINGS), progress.divide(1, 1), strict=True):
        former = FORMER_TABLES[table.name]
        raw = connection.execute(former.select_sql(columns=f"t.number, {former.column_list}")).fetchall()
        connection.executemany(
            f"UPDATE {table.name} SET checksum = ? WHERE number = ?",  # noqa: S608 - a name of ours
            (
                (table.checksum(upgrade_row(table, row)), number)
                for number, *values in part.watch(raw, len(raw))
                if (row := former.checked_row(values)) is not None
            ),
        )


def share_plans(connection: sqlite3.Connection, progress: ProgressPart) -> None:
    """Store each text of a plan once, and drop the states of ended sessions; for an open transaction.

    A damaged plan is left out: the backup from before still has it.
    """
    for statement in _SHARED_PLANS:
        connection.execute(statement)
    stored: set[Value] = set()
    # Row by row, because 100,000 plans need 800 MB.
    (count,) = connection.execute("SELECT count(*) FROM former_plans").fetchone()
    rows = connection.execute(_PLANS_OF_SESSIONS._replace(name="former_plans").select_sql())
    # Closed also after an error, whose frames hold it: what is half read keeps a lock on the file.
    with closing(rows):
        for values in progress.watch(rows, count):
            former = _PLANS_OF_SESSIONS.checked_row(values)
            if former is None:
                continue
            row = upgrade_row(SESSION_PLANS, former)
            connection.execute(SESSION_PLANS.insert_sql("INSERT OR IGNORE"), SESSION_PLANS.insert_values(row))
            if row["plan_id"] not in stored:
                stored.add(row["plan_id"])
                connection.execute(PLANS.insert_sql(), PLANS.insert_values(upgrade_row(PLANS, former)))
    connection.execute("DROP TABLE former_plans")
    connection.execute(
        "DELETE FROM states WHERE session_id IN (SELECT id FROM sessions WHERE status <> 'running')"
    )
