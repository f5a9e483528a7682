"""Backups: where they are, what they contain, which are kept, and what happens if one can't be made."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_checkpoint, a_rating, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.store.backups import copying, verification
from tpsession.store.backups.naming import parse_name
from tpsession.store.backups.service import BY_HAND, DAILY, KEPT, Backups
from tpsession.store.failures import DamageFoundError, HistoryDamagedError
from tpsession.store.history import open_history

ALL = HistoryQuery()
ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")


@pytest.fixture
def saved(path: Path, clock: FakeClock) -> list[SessionRecord]:
    """Three sessions in the history, newest first."""
    with open_history(path, clock) as history:
        for number in range(3):
            history.add_session(
                a_record(number, status=Status.COMPLETED), [a_rating(RatingKind.AFTER, number)]
            )
        return history.find_sessions(ALL)


def content(path: Path, clock: FakeClock) -> list[SessionRecord]:
    with open_history(path, clock, read_only=True) as history:
        return history.find_sessions(ALL)


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@ON_POSIX
def test_a_backup_has_the_whole_history_for_its_owner_alone(
    path: Path, clock: FakeClock, saved: list[SessionRecord]
) -> None:
    with open_history(path, clock) as history:
        # While another program has a session open.
        history.start_session(a_record(4), "the plan", a_checkpoint())
        backup = Backups(path, clock).make(BY_HAND)
    assert backup == path.parent / "backups" / "history-by-hand-20260131-090000.sqlite3"
    assert [record.id for record in content(backup, clock)[1:]] == [record.id for record in saved]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    assert names(backup.parent) == [backup.name]
    parsed = parse_name(path, backup)
    assert parsed is not None
    assert (parsed.label, parsed.made_at, parsed.is_good) == (
        BY_HAND,
        clock.local_time().replace(tzinfo=None),
        True,
    )


@pytest.mark.usefixtures("saved")
def test_ten_are_kept_and_the_last_of_each_month_before(path: Path, clock: FakeClock) -> None:
    backups = Backups(path, clock)
    unrelated = [backups.own_folder / name for name in ("notes.txt", "history-mine.sqlite3")]
    first = backups.make(DAILY)
    for file in unrelated:
        file.write_text("mine")
    days = 90
    for _ in range(days - 1):
        clock.change_date(days=1)
        # Copies of the first one: what counts is the name.
        stamp = clock.local_time().strftime("%Y%m%d-%H%M%S")
        shutil.copyfile(first, backups.own_folder / f"history-daily-{stamp}.sqlite3")
    clock.change_date(days=1)
    backups.make(DAILY)
    kept = [backup.made_at.date() for backup in reversed(backups.list_all())]
    last = clock.local_time().date()
    assert kept[-KEPT:] == [last - timedelta(days=day) for day in reversed(range(KEPT))]
    assert [day.isoformat() for day in kept[:-KEPT]] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-21",
    ]
    assert all(file.read_text() == "mine" for file in unrelated)


@pytest.mark.usefixtures("saved")
def test_a_backup_of_damaged_rows_is_kept_but_replaces_no_good_one(path: Path, clock: FakeClock) -> None:
    backups = Backups(path, clock)
    for _ in range(KEPT):
        backups.make(DAILY)
        clock.change_date(days=1)
    good = names(backups.own_folder)
    change(path, "UPDATE ratings SET value = 9 WHERE number = 2")
    for _ in range(3):
        damaged = backups.make(DAILY)
        assert not backups.is_due()
        clock.change_date(days=1)
    assert names(backups.own_folder) == sorted([*good, damaged.name])
    assert "-incomplete-" in damaged.name
    assert backups.find_newest_intact() == backups.own_folder / good[-1]


def test_a_damaged_history_gets_no_backup_and_is_repaired_at_the_next_start(
    path: Path, clock: FakeClock, saved: list[SessionRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if it were too large to be checked at each start.
    monkeypatch.setattr("tpsession.store.opening.CHECKED_SESSIONS", 0)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sessions_by_routine'"
        ).fetchone()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 : (page - 1) * 4096 + 200] = bytes(200)
    path.write_bytes(whole)
    backups = Backups(path, clock)
    with pytest.raises(HistoryDamagedError):
        backups.make(DAILY)
    assert names(backups.own_folder) == []
    with pytest.raises(HistoryDamagedError, match="There is no backup"):
        open_history(path, clock)
    assert {record.id for record in content(path, clock)} == {record.id for record in saved}


def test_a_large_history_is_checked_by_a_sample(
    path: Path, clock: FakeClock, saved: list[SessionRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "SAMPLED_ROWS", 2)
    change(path, "UPDATE sessions SET note = 'x' WHERE number = 1")
    # Of three sessions, only the second one is looked at.
    assert verification.count_damaged_rows(path, every_row=False) == 0
    assert verification.count_damaged_rows(path) == 1
    change(path, "UPDATE sessions SET note = 'x' WHERE number = 2")
    assert verification.count_damaged_rows(path, every_row=False) == 1
    assert len(saved) == 3


# Another folder


@pytest.mark.usefixtures("saved")
def test_backups_go_to_another_folder_as_long_as_it_is_there(
    path: Path, clock: FakeClock, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    backups = Backups(path, clock, lambda: disk)
    beside = backups.make(DAILY)
    assert (beside.parent, backups.missing_folder()) == (path.parent / "backups", disk)
    disk.mkdir()
    assert backups.missing_folder() is None
    clock.pass_time(60)
    elsewhere = backups.make(BY_HAND)
    # In a folder of its own there: two computers may share the disk.
    assert elsewhere.parent.parent == disk
    assert Backups(tmp_path / "other" / path.name, clock, lambda: disk).folder() != elsewhere.parent
    assert names(elsewhere.parent) == [elsewhere.name]
    assert names(beside.parent) == [beside.name]
    assert [backup.path for backup in backups.list_all()] == [elsewhere, beside]
    assert not backups.is_due()
    assert backups.find_newest_intact() == elsewhere
    assert content(elsewhere, clock) == content(path, clock)


@pytest.mark.usefixtures("saved")
def test_what_a_bad_disk_wrote_wrong_is_no_backup(
    path: Path, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def spoil(handle: int) -> None:
        sync(handle)
        if Path(f"/proc/self/fd/{handle}").resolve().is_relative_to(tmp_path / "disk"):
            os.pwrite(handle, b"x", 5000)

    if not sys.platform.startswith("linux"):
        pytest.skip("needs /proc")
    (tmp_path / "disk").mkdir()
    monkeypatch.setattr("os.fsync", spoil)
    backups = Backups(path, clock, lambda: tmp_path / "disk")
    with pytest.raises(HistoryError, match=r"No backup could be made in .*disk.*read back"):
        backups.make(DAILY)
    assert names(backups.folder()) == []
    assert names(backups.own_folder) == []


def test_a_copy_with_more_than_the_original_is_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source").write_bytes(b"four")
    monkeypatch.setattr(copying, "_CHUNK_BYTES", 4)
    monkeypatch.setattr("os.fsync", lambda handle: os.write(handle, b"more"))
    with pytest.raises(OSError, match="read back"):
        copying.copy_file(tmp_path / "source", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


# Failures


@pytest.mark.usefixtures("saved")
def test_a_full_disk_is_said_and_leaves_nothing(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = Backups(path, clock)
    good = backups.make(DAILY)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    clock.pass_time(5)
    monkeypatch.setattr(copying, "_sync_file", full)
    with pytest.raises(HistoryError, match=r"No backup could be made in .*: the disk is full"):
        backups.make(DAILY)
    assert names(backups.own_folder) == [good.name]


@pytest.mark.usefixtures("saved")
def test_a_disk_that_fails_while_a_backup_is_checked_is_not_called_damage(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misread(*_: object, **__: object) -> int:
        raise DamageFoundError("*** in database main ***")

    monkeypatch.setattr(verification, "count_damaged_rows", misread)
    with pytest.raises(HistoryError, match=r"No backup could be made in .*: the disk could not be read"):
        Backups(path, clock).make(DAILY)
    assert not path.with_name(f"{path.name}.suspect").exists()
    assert names(path.parent / "backups") == []


def test_a_history_where_nothing_can_be_written_is_backed_up_elsewhere(
    path: Path, clock: FakeClock, saved: list[SessionRecord], tmp_path: Path
) -> None:
    (path.parent / "backups").write_text("in the way")
    backups = Backups(path, clock)
    assert content(backups.make_in(tmp_path / "kept"), clock) == saved
    with pytest.raises(HistoryError, match="No backup could be made"):
        backups.make(BY_HAND)


@pytest.mark.usefixtures("saved")
def test_a_program_that_keeps_writing_ends_the_copy(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite begins again whenever another program has written."""
    monkeypatch.setattr(copying, "_PAGES_AT_ONCE", 5)
    monkeypatch.setattr(copying, "_MOST_STARTS", 3)
    patience = copying._CopyProgress.__call__

    def write_meanwhile(self: copying._CopyProgress, *numbers: int) -> None:
        patience(self, *numbers)
        change(path, "UPDATE sessions SET note = note || 'x'")

    monkeypatch.setattr(copying._CopyProgress, "__call__", write_meanwhile)
    with pytest.raises(HistoryError, match="another program keeps writing"):
        Backups(path, clock).make(DAILY)
    assert names(path.parent / "backups") == []


@pytest.mark.usefixtures("saved")
def test_what_a_killed_program_left_is_removed_the_next_day(path: Path, clock: FakeClock) -> None:
    backups = Backups(path, clock)
    backups.make(DAILY)
    left = backups.own_folder / "history-daily-20260131-090000-2.sqlite3.4711.part"
    left.write_text("half")
    backups.make(BY_HAND)
    assert left.exists()
    clock.change_date(days=1)
    backups.make(DAILY)
    assert not left.exists()
