"""A history stays small: a plan is stored once, and a session that has ended has no state."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.scale import short_and_long
from tests.store.played import CHOICES, plan_of, play_session
from tests.store.sample_records import a_checkpoint, a_record
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.core.session.serialization import plan_to_text
from tpsession.store.connection import connect
from tpsession.store.history import SqliteHistory, open_history
from tpsession.store.schema import shrinking
from tpsession.store.tables import PLANS, SESSION_PLANS

DAYS_A_YEAR = 365
MIB = 2**20


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name of ours


@pytest.mark.parametrize("sessions", short_and_long(24, DAYS_A_YEAR))
def test_a_year_of_daily_sessions_needs_less_than_a_mebibyte(
    path: Path, clock: FakeClock, sessions: int
) -> None:
    with open_history(path, clock) as history:
        for number in range(len(CHOICES)):
            play_session(history, number)
        fixed = path.stat().st_size
        for number in range(len(CHOICES), sessions):
            play_session(history, number)
    a_session = (path.stat().st_size - fixed) / (sessions - len(CHOICES))
    assert fixed + (DAYS_A_YEAR - len(CHOICES)) * a_session < MIB


def test_the_plan_of_each_session_is_kept_but_each_text_only_once(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock) as history:
        records = [play_session(history, number) for number in range(2 * len(CHOICES))]
    with closing(connect(path)) as connection:
        rows = [SESSION_PLANS.checked_row(raw) for raw in connection.execute(SESSION_PLANS.select_sql())]
        texts = [PLANS.checked_row(raw) for raw in connection.execute(PLANS.select_sql())]
    text_of = {row["id"]: row["plan"] for row in texts if row is not None}
    plan_of_session = {row["session_id"]: text_of[row["plan_id"]] for row in rows if row is not None}
    assert plan_of_session == {
        record.id: plan_to_text(plan_of(*CHOICES[number % len(CHOICES)]))
        for number, record in enumerate(records)
    }
    assert len(texts) == len(CHOICES)
    assert count(path, "states") == 0


def test_a_damaged_plan_is_stored_again_for_a_new_session(
    path: Path, clock: FakeClock, start_program: Callable[[], SqliteHistory]
) -> None:
    first, second = a_record(1), a_record(2)
    with start_program() as history:
        history.start_session(first, "the plan", a_checkpoint())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE plans SET plan = 'the plaN'")
    with start_program() as history:
        assert history.find_interrupted_sessions() == []
        history.start_session(second, "the plan", a_checkpoint())
    with start_program() as history:
        assert {session.plan for session in history.find_interrupted_sessions()} == {"the plan"}
    assert count(path, "plans") == 1


def unused_bytes(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        free: int = connection.execute("PRAGMA freelist_count").fetchone()[0]
        return free * 4096


def free_most(path: Path) -> int:
    """Make a large table and drop it, as a migration would; return the size of the file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE large (content BLOB)")
        connection.execute("INSERT INTO large VALUES (zeroblob(1000000))")
        connection.execute("DROP TABLE large")
    return path.stat().st_size


def test_space_that_a_migration_freed_is_given_back(
    path: Path, clock: FakeClock, start_program: Callable[[], SqliteHistory]
) -> None:
    record = a_record(status=Status.COMPLETED)
    with start_program() as history:
        history.add_session(record, [])
    large = free_most(path)
    with open_history(path, clock, read_only=True):
        assert path.stat().st_size == large
    # Not while another program has a session open.
    with start_program() as other:
        assert path.stat().st_size < large
        other.start_session(a_record(1), "the plan", a_checkpoint())
        large = free_most(path)
        with start_program():
            assert path.stat().st_size == large
        other.finish_session(
            other.find_sessions(HistoryQuery(limit=1))[0].id, Status.PARTIAL, None, a_checkpoint()
        )
    with start_program() as history:
        assert path.stat().st_size < large
        assert unused_bytes(path) == 0
        assert record.id in {each.id for each in history.find_sessions(HistoryQuery())}


def test_a_history_that_another_program_reads_is_not_shrunk_but_opened(
    path: Path, start_program: Callable[[], SqliteHistory], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_program().close()
    large = free_most(path)
    monkeypatch.setattr("tpsession.store.connection.BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM sessions").fetchall()
        with start_program() as history:
            assert history.find_sessions(HistoryQuery()) == []
    assert path.stat().st_size == large


def test_a_history_that_another_program_has_locked_is_left_as_it_is(path: Path, clock: FakeClock) -> None:
    open_history(path, clock).close()
    large = free_most(path)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        closing(sqlite3.connect(path, isolation_level=None, timeout=0.05)) as connection,
    ):
        other.execute("BEGIN EXCLUSIVE")
        shrinking.shrink(connection)
    assert path.stat().st_size == large


def test_a_history_with_little_unused_space_stays_as_it_is(path: Path, clock: FakeClock) -> None:
    open_history(path, clock).close()
    with closing(connect(path)) as connection:
        assert not shrinking.is_mostly_unused(connection)
