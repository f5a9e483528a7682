"""The tables as the first migration made them, and how their rows become rows of today.

Rows of the first schema have checksums over fewer columns. The second migration and a repair of an older file
read them by the tables here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from tpsession.store.rows import RATINGS, SESSIONS, Row, SqlTable

_ADDED_TO_SESSIONS = ("place", "flags", "spot", "kind")
_ADDED_TO_RATINGS = ("flags",)

FORMER_TABLES: Mapping[str, SqlTable] = {
    table.name: SqlTable(table.name, tuple(column for column in table.columns if column not in added))
    for table, added in ((SESSIONS, _ADDED_TO_SESSIONS), (RATINGS, _ADDED_TO_RATINGS))
}
"""The tables of the first schema that were changed since, by their names."""

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


def upgrade_row(table: SqlTable, row: Row) -> Row:
    """Return an intact row of the first schema as a row of today: its place is its area."""
    if table.name == SESSIONS.name:
        return {**row, "place": row["area"], "flags": "", "spot": "", "kind": "session"}
    return {**row, "flags": ""} if table.name == RATINGS.name else row


def add_places_and_flags(connection: sqlite3.Connection) -> None:
    """Add the columns place, flags, spot and kind, with new checksums; for an open transaction.

    Damaged rows keep their checksums, which stay wrong.
    """
    for statement in _NEW_COLUMNS:
        connection.execute(statement)
    for table in (SESSIONS, RATINGS):
        former = FORMER_TABLES[table.name]
        raw = connection.execute(former.select_sql(columns=f"t.number, {former.column_list}"))
        connection.executemany(
            f"UPDATE {table.name} SET checksum = ? WHERE number = ?",  # noqa: S608 - a name of ours
            [
                (table.checksum(upgrade_row(table, row)), number)
                for number, *values in raw.fetchall()
                if (row := former.checked_row(values)) is not None
            ],
        )
