"""A history that isn't as it was left: emptied, behind a link, in another mode, or on a failing disk."""

from __future__ import annotations

import errno
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.conftest import StartProgram
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tests.store.test_file import posix_only
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store import connection as connection_module
from tpsession.store import opening
from tpsession.store.backups.service import Backups
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.queries import HistoryReader

ALL = HistoryQuery()
SESSIONS = 3


@pytest.fixture
def saved(path: Path, clock: FakeClock) -> Path:
    """A history with sessions that were logged by hand: no program ever had one open."""
    with open_history(path, clock) as history:
        for number in range(SESSIONS):
            history.add_session(a_record(number, status=Status.COMPLETED), [a_rating()])
    return path


def count(path: Path) -> int:
    with open_history(path, FakeClock()) as history:
        assert history.damage_reports() == ()
        return len(history.find_sessions(ALL))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


# Emptied


@pytest.mark.parametrize("content", [b"", b"S"])
def test_an_emptied_history_is_no_new_one_and_the_newest_backup_is_named(
    saved: Path, clock: FakeClock, content: bytes
) -> None:
    backups = saved.parent / "backups"
    backups.mkdir()
    backup = backups / "history-daily.sqlite3"
    backup.write_bytes(saved.read_bytes())
    (backups / "history-later.sqlite3").touch()
    saved.write_bytes(content)
    journal = saved.with_name("history.sqlite3-journal")
    journal.write_bytes(b"a journal")
    before = snapshot(saved.parent)
    with pytest.raises(HistoryDamagedError, match=r"the file (is empty|was cut off)") as caught:
        open_history(saved, clock, read_only=True)
    assert str(backup) in caught.value.advice
    assert snapshot(saved.parent) == before
    with pytest.raises(HistoryDamagedError, match="starts empty") as caught:
        open_history(saved, clock)
    assert str(backup) in caught.value.advice
    assert caught.value.damaged_path.read_bytes() == content
    assert caught.value.damaged_path.with_name(f"{caught.value.damaged_path.name}-journal").exists()
    assert count(saved) == 0


def test_a_history_that_the_person_deleted_starts_anew(saved: Path) -> None:
    saved.unlink()
    assert count(saved) == 0


def test_an_empty_backup_is_no_good_one(saved: Path, clock: FakeClock) -> None:
    (saved.parent / "backups").mkdir()
    (saved.parent / "backups" / "history-1.sqlite3").touch()
    assert Backups(saved, clock).find_newest_intact() is None


# Links


@posix_only
@pytest.mark.parametrize("read_only", [True, False])
def test_a_link_that_leads_nowhere_is_no_new_history(
    path: Path, clock: FakeClock, *, read_only: bool
) -> None:
    target = path.parent.parent / "disk" / "history.sqlite3"
    path.parent.mkdir()
    path.symlink_to(target)
    for _ in range(2):
        with pytest.raises(HistoryError, match="is a link to") as caught:
            open_history(path, clock, read_only=read_only)
        assert str(target) in caught.value.message
        assert "connect the disk" in caught.value.advice
        target.parent.mkdir(exist_ok=True)
    assert list(target.parent.iterdir()) == []


@posix_only
def test_a_damaged_history_behind_a_link_is_repaired_where_it_is(saved: Path, clock: FakeClock) -> None:
    target = saved.parent.parent / "disk" / "history.sqlite3"
    target.parent.mkdir()
    saved.replace(target)
    saved.symlink_to(target)
    target.write_bytes(bytes(100) + target.read_bytes()[100:])
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(saved, clock)
    assert caught.value.damaged_path.parent == target.parent
    assert saved.is_symlink()
    assert count(target) == count(saved) == SESSIONS


# Damage in the first page that SQLite doesn't notice


def test_pages_that_the_header_does_not_count_are_damage_in_a_large_history(
    saved: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "CHECKED_SESSIONS", 0)
    with open_history(saved, clock) as history:
        history.start_session(a_record(), "the plan " * 2_000, a_checkpoint())
    content = bytearray(saved.read_bytes())
    content[28:32] = struct.pack(">I", len(content) // 4096 - 1)
    saved.write_bytes(content)
    with pytest.raises(HistoryDamagedError, match="longer than its first page says"):
        open_history(saved, clock)
    assert count(saved) == SESSIONS + 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sqlite_schema SET name = 'migrationz', tbl_name = 'migrationz' WHERE name = 'migrations'",
        "DELETE FROM sqlite_schema",
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE sessionz' WHERE name = 'sessions'",
    ],
)
def test_a_damaged_list_of_tables_is_neither_another_program_nor_a_new_history(
    saved: Path, clock: FakeClock, statement: str
) -> None:
    with closing(sqlite3.connect(saved, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement)
    with pytest.raises(
        HistoryDamagedError, match=f"{SESSIONS} of .*{2 * SESSIONS} ratings|{SESSIONS} sessions"
    ):
        open_history(saved, clock)
    assert count(saved) == SESSIONS


# Another program's journal


@pytest.mark.parametrize("with_log", [True, False])
def test_reading_a_history_that_was_converted_to_wal_changes_no_byte(
    saved: Path, clock: FakeClock, *, with_log: bool
) -> None:
    with closing(sqlite3.connect(saved, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE ratings SET at = at")
        if with_log:
            (saved.parent / "copy").mkdir()
            for name in ("", "-wal"):
                file = saved.with_name(saved.name + name)
                (saved.parent / "copy" / file.name).write_bytes(file.read_bytes())
    path = saved.parent / "copy" / saved.name if with_log else saved
    before = snapshot(path.parent)
    assert before[path.name][18:20] == b"\x02\x02"
    with open_history(path, clock, read_only=True) as history:
        assert len(history.find_sessions(ALL)) == SESSIONS
    after = snapshot(path.parent)
    assert {name: after[name] for name in before} == before
    assert count(path) == SESSIONS
    assert path.read_bytes()[18:20] == b"\x01\x01"


# A failing disk, which SQLite calls damage


def fail(*_: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def call_damaged(*_: object) -> None:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    raise error


@pytest.mark.parametrize("for_long", [True, False])
def test_a_disk_that_fails_during_a_session_is_not_called_damage(
    saved: Path, start_program: StartProgram, monkeypatch: pytest.MonkeyPatch, *, for_long: bool
) -> None:
    history = start_program()
    with monkeypatch.context() as patch:
        patch.setattr(HistoryReader, "find_sessions", call_damaged)
        patch.setattr("tpsession.store.history_writer.HistoryWriter.save_fact", call_damaged)
        if for_long:
            patch.setattr(connection_module, "check_readable", fail)
        for call in (lambda: history.find_sessions(ALL), lambda: history.save_screening_time(START)):
            with pytest.raises(HistoryError, match="the disk could not be read") as caught:
                call()
            assert not isinstance(caught.value, HistoryDamagedError)
    assert not saved.with_name("history.sqlite3.suspect").exists()
    assert len(history.find_sessions(ALL)) == SESSIONS


@pytest.mark.parametrize("read_only", [True, False])
def test_a_disk_that_fails_at_the_opening_is_not_called_damage(
    saved: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, *, read_only: bool
) -> None:
    before = snapshot(saved.parent)
    with monkeypatch.context() as patch:
        patch.setattr(opening, "check_integrity", call_damaged)
        patch.setattr(opening, "check_readable", fail)
        with pytest.raises(HistoryError, match="the disk could not be read"):
            open_history(saved, clock, read_only=read_only)
    calls = iter([call_damaged])
    with monkeypatch.context() as patch:
        patch.setattr(opening, "check_integrity", lambda *_: next(calls, len)(()))
        with open_history(saved, clock, read_only=read_only) as history:
            assert len(history.find_sessions(ALL)) == SESSIONS
    assert snapshot(saved.parent) == before
