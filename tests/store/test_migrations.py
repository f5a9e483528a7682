"""How an older history becomes a newer one, and what an older program does with a newer one."""

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
from tpsession.store.connection import check
from tpsession.store.history import open_history
from tpsession.store.migrations import MIGRATIONS, Migration, statements
from tpsession.store.repair import find_newest_intact_backup

MOODS = Migration(
    "002-moods", statements("CREATE TABLE moods (name TEXT)", "INSERT INTO moods VALUES ('well')")
)
WEATHER = Migration("003-weather", statements("CREATE TABLE weather (sky TEXT)"))
NEWER = (*MIGRATIONS, MOODS)


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM migrations ORDER BY number")]


def backups(path: Path) -> list[Path]:
    folder = path.parent / "backups"
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def old(path: Path, clock: FakeClock) -> Path:
    """A history of today's program, with one session."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [a_rating(RatingKind.AFTER, 2)])
    return path


def test_a_new_history_gets_every_migration_and_no_backup(path: Path, clock: FakeClock) -> None:
    open_history(path, clock, migrations=NEWER).close()
    assert names(path) == ["001-sessions", "002-moods"]
    assert backups(path) == []


def test_an_older_history_is_backed_up_and_brought_up_to_date_once(old: Path, clock: FakeClock) -> None:
    before = old.read_bytes()
    for _ in range(2):
        with open_history(old, clock, migrations=NEWER) as history:
            assert history.find_sessions(HistoryQuery())[0].after == 2
    assert names(old) == ["001-sessions", "002-moods"]
    (backup,) = backups(old)
    assert backup.name == "history-before-002-moods-20260131-090000.sqlite3"
    assert backup.stat().st_mode & 0o077 == 0
    assert backup.parent.stat().st_mode & 0o077 == 0
    assert names(backup) == ["001-sessions"]
    assert find_newest_intact_backup(old) == backup
    with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(old)) as now:
        check(copy)
        rows = "SELECT * FROM sessions, ratings"
        assert copy.execute(rows).fetchall() == now.execute(rows).fetchall()
    assert before != old.read_bytes()


def test_migrations_are_made_in_their_order(old: Path, clock: FakeClock) -> None:
    open_history(old, clock, migrations=(*NEWER, WEATHER)).close()
    assert names(old) == ["001-sessions", "002-moods", "003-weather"]
    assert len(backups(old)) == 1


def test_an_older_history_is_also_brought_up_to_date_to_be_read(old: Path, clock: FakeClock) -> None:
    with open_history(old, clock, read_only=True, migrations=NEWER) as history:
        assert len(history.find_sessions(HistoryQuery())) == 1
    assert names(old) == ["001-sessions", "002-moods"]


def explode(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM ratings")
    connection.execute("ALTER TABLE sessions ADD COLUMN lost TEXT")
    raise ValueError("it went wrong")


@pytest.mark.parametrize(
    "broken",
    [
        explode,
        statements("DELETE FROM ratings", "INSERT INTO nowhere VALUES (1)"),
        statements("DELETE FROM ratings", "this is no SQL"),
        statements("DELETE FROM ratings", "INSERT INTO migrations (name) VALUES ('001-sessions')"),
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    old: Path, clock: FakeClock, broken: object
) -> None:
    assert callable(broken)
    before = old.read_bytes()
    with pytest.raises(HistoryError, match="couldn't be brought up to date") as caught:
        open_history(old, clock, migrations=(*NEWER, Migration("003-broken", broken)))
    assert "Nothing was changed" in caught.value.advice
    assert old.read_bytes() == before
    assert len(backups(old)) == 1
    with open_history(old, clock) as history:
        assert history.find_sessions(HistoryQuery())[0].after == 2


def test_no_migration_is_made_where_no_backup_can_be(old: Path, clock: FakeClock) -> None:
    before = old.read_bytes()
    (old.parent / "backups").write_text("in the way")
    with pytest.raises(HistoryError):
        open_history(old, clock, migrations=NEWER)
    assert old.read_bytes() == before


def test_an_older_program_refuses_a_newer_history_and_touches_nothing(old: Path, clock: FakeClock) -> None:
    open_history(old, clock, migrations=NEWER).close()
    before = old.read_bytes(), sorted(old.parent.rglob("*"))
    for read_only in (False, True):
        with pytest.raises(HistoryError, match=r"newer tpsession .*002-moods") as caught:
            open_history(old, clock, read_only=read_only)
        assert "Update tpsession" in caught.value.advice
    assert (old.read_bytes(), sorted(old.parent.rglob("*"))) == before


def test_the_first_migration_never_changes(path: Path, clock: FakeClock) -> None:
    """A published migration is history: a changed one would leave two kinds of files with one name."""
    open_history(path, clock).close()
    with closing(sqlite3.connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        columns = [row[1] for row in connection.execute("PRAGMA table_info(sessions)")]
    assert {"sessions", "ratings", "plans", "states", "deletions", "facts", "migrations"} <= tables
    assert columns == [
        *("number", "id", "started_at", "started_utc", "local_date", "ended_at", "known_at", "status"),
        *("stop_reason", "routine", "area", "side", "planned_s", "active_s", "note", "steps", "ratings"),
        *("writer", "checksum"),
    ]


def test_two_backups_of_one_second_both_stay(old: Path, clock: FakeClock) -> None:
    def fail(_: sqlite3.Connection) -> None:
        raise ValueError("not yet")

    for _ in range(2):
        with pytest.raises(HistoryError):
            open_history(old, clock, migrations=(*MIGRATIONS, Migration("002-later", fail)))
    assert len(backups(old)) == 2
    assert clock.local_time() == START
