"""Migrations of an older history, and how an older program refuses a newer one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_rating, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.backups.service import Backups
from tpsession.store.connection import check_integrity
from tpsession.store.history import open_history
from tpsession.store.schema.migrations import MIGRATIONS, Migration, sql_statements

MOODS = Migration(
    "901-moods", sql_statements("CREATE TABLE moods (name TEXT)", "INSERT INTO moods VALUES ('well')")
)
WEATHER = Migration("902-weather", sql_statements("CREATE TABLE weather (sky TEXT)"))
NEWER = (*MIGRATIONS, MOODS)
RELEASED = [
    "001-sessions",
    "002-places-and-flags",
    "003-programmes",
    "004-comparisons",
    "005-series",
    "006-rating-orders",
    "007-shared-plans",
    "008-one-rating-index",
    "009-changes",
    "010-soreness",
    "011-stiffness",
    "012-step-names",
]
"""The names of the migrations, none of which ever changes."""


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM migrations ORDER BY number")]


def backups(path: Path) -> list[Path]:
    folder = path.parent / "backups"
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def old_history(path: Path, clock: FakeClock) -> Path:
    """A history without the newer migrations, with one session."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [a_rating(RatingKind.AFTER, 2)])
    return path


def test_a_new_history_gets_every_migration_and_no_backup(path: Path, clock: FakeClock) -> None:
    open_history(path, clock, migrations=NEWER).close()
    assert names(path) == [*RELEASED, "901-moods"]
    assert backups(path) == []


def test_an_older_history_is_backed_up_and_migrated_once(old_history: Path, clock: FakeClock) -> None:
    before = old_history.read_bytes()
    for _ in range(2):
        with open_history(old_history, clock, migrations=NEWER) as history:
            assert history.find_sessions(HistoryQuery())[0].after == 2
    assert names(old_history) == [*RELEASED, "901-moods"]
    (backup,) = backups(old_history)
    assert backup.name == "history-before-901-moods-20260131-090000.sqlite3"
    assert backup.stat().st_mode & 0o077 == 0
    assert backup.parent.stat().st_mode & 0o077 == 0
    assert names(backup) == RELEASED
    assert Backups(old_history, clock).find_newest_intact() == backup
    with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(old_history)) as now:
        check_integrity(copy)
        rows = "SELECT * FROM sessions, ratings"
        assert copy.execute(rows).fetchall() == now.execute(rows).fetchall()
    assert before != old_history.read_bytes()


def test_migrations_are_applied_in_order(old_history: Path, clock: FakeClock) -> None:
    open_history(old_history, clock, migrations=(*NEWER, WEATHER)).close()
    assert names(old_history) == [*RELEASED, "901-moods", "902-weather"]
    assert len(backups(old_history)) == 1


def test_an_older_history_is_also_migrated_for_reading(old_history: Path, clock: FakeClock) -> None:
    with open_history(old_history, clock, read_only=True, migrations=NEWER) as history:
        assert len(history.find_sessions(HistoryQuery())) == 1
    assert names(old_history) == [*RELEASED, "901-moods"]


def explode(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("DELETE FROM ratings")
    connection.execute("ALTER TABLE sessions ADD COLUMN lost TEXT")
    raise ValueError("it went wrong")


@pytest.mark.parametrize(
    "broken",
    [
        explode,
        sql_statements("DELETE FROM ratings", "INSERT INTO nowhere VALUES (1)"),
        sql_statements("DELETE FROM ratings", "this is no SQL"),
        sql_statements("DELETE FROM ratings", "INSERT INTO migrations (name) VALUES ('001-sessions')"),
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    old_history: Path, clock: FakeClock, broken: object
) -> None:
    assert callable(broken)
    before = old_history.read_bytes()
    with pytest.raises(HistoryError, match="couldn't be updated") as caught:
        open_history(old_history, clock, migrations=(*NEWER, Migration("902-broken", broken)))
    assert "Nothing was changed" in caught.value.advice
    assert old_history.read_bytes() == before
    assert len(backups(old_history)) == 1
    with open_history(old_history, clock) as history:
        assert history.find_sessions(HistoryQuery())[0].after == 2


def test_nothing_is_migrated_without_a_backup(old_history: Path, clock: FakeClock) -> None:
    before = old_history.read_bytes()
    (old_history.parent / "backups").write_text("in the way")
    with pytest.raises(HistoryError):
        open_history(old_history, clock, migrations=NEWER)
    assert old_history.read_bytes() == before


def test_an_older_program_refuses_a_newer_history_and_changes_nothing(
    old_history: Path, clock: FakeClock
) -> None:
    open_history(old_history, clock, migrations=NEWER).close()
    before = old_history.read_bytes(), sorted(old_history.parent.rglob("*"))
    for read_only in (False, True):
        with pytest.raises(HistoryError, match=r"newer tpsession .*901-moods") as caught:
            open_history(old_history, clock, read_only=read_only)
        assert "Update tpsession" in caught.value.advice
    assert (old_history.read_bytes(), sorted(old_history.parent.rglob("*"))) == before


def test_two_backups_in_the_same_second_are_both_kept(old_history: Path, clock: FakeClock) -> None:
    def fail(*_: object) -> None:
        raise ValueError("not yet")

    for _ in range(2):
        with pytest.raises(HistoryError):
            open_history(old_history, clock, migrations=(*MIGRATIONS, Migration("101-later", fail)))
    assert len(backups(old_history)) == 2
    assert clock.local_time() == START
