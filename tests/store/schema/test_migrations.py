"""The migrations: the released ones never change, and a current history is known by their names."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.fakes.ports import FakeClock
from tpsession.store.connection import connect, make_history_file
from tpsession.store.schema.current import NAMES
from tpsession.store.schema.migrating import migrate
from tpsession.store.schema.migrations import MIGRATIONS


def test_the_first_migration_never_changes(path: Path, clock: FakeClock) -> None:
    """Changing a released migration would leave two kinds of files with the same name."""
    make_history_file(path)
    with closing(connect(path)) as connection:
        migrate(connection, path, clock, MIGRATIONS[:1])
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        columns = [row[1] for row in connection.execute("PRAGMA table_info(sessions)")]
    assert {"sessions", "ratings", "plans", "states", "deletions", "facts", "migrations"} <= tables
    assert columns == [
        *("number", "id", "started_at", "started_utc", "local_date", "ended_at", "known_at", "status"),
        *("stop_reason", "routine", "area", "side", "planned_s", "active_s", "note", "steps", "ratings"),
        *("writer", "checksum"),
    ]


def test_the_names_by_which_a_current_history_is_known_are_those_of_all_migrations() -> None:
    assert tuple(migration.name for migration in MIGRATIONS) == NAMES
