"""What a history holds, as one value: two histories with the same rows are equal."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tpsession.store.tables import SESSIONS, STATES, TABLES, SqlTable, Value

Content = Mapping[str, tuple[tuple[Value, ...], ...]]
"""The rows of each table by its name, sorted. Their numbers and checksums aren't part of it."""

_OF_PROGRAM = frozenset({"writer"})
"""The name of the program that wrote a session is another one in each run."""
_NOT_ACKNOWLEDGED = frozenset({"known_at", "active_s", "steps", "state"})
"""What a checkpoint of a running session changes, in the background."""


def read_content(path: Path) -> Content:
    """Return all rows of a history of the schema of today, without what nobody is told was saved.

    It is read as it is: nothing is migrated or repaired, and no unfinished transaction is undone.
    """
    source = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(source, uri=True)) as connection:
        running = {
            session_id
            for (session_id,) in connection.execute("SELECT id FROM sessions WHERE status = 'running'")
        }
        return {
            table.name: tuple(sorted(_read_rows(connection, table, running), key=repr)) for table in TABLES
        }


def _read_rows(connection: sqlite3.Connection, table: SqlTable, running: set[str]) -> list[tuple[Value, ...]]:
    rows = []
    for *values, _checksum in connection.execute(table.select_sql()):
        is_running = table in {SESSIONS, STATES} and values[0] in running
        hidden = _OF_PROGRAM | _NOT_ACKNOWLEDGED if is_running else _OF_PROGRAM
        pairs = zip(table.columns, values, strict=True)
        rows.append(tuple(None if column in hidden else value for column, value in pairs))
    return rows
