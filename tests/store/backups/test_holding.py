"""Which backups may still hold a session that was deleted for good."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_record
from tpsession.core.history.records import Status
from tpsession.store.backups.holding import find_backups_with_session
from tpsession.store.backups.naming import BackupFile
from tpsession.store.history import open_history


def test_a_backup_whose_schema_cannot_be_read_counts_as_one_that_may_hold_it(
    path: Path, clock: FakeClock, tmp_path: Path
) -> None:
    record = a_record(status=Status.COMPLETED)
    with open_history(path, clock) as history:
        history.add_session(record, [])
    damaged = tmp_path / "damaged.db"
    # The message of SQLite then quotes bytes that are no text.
    damaged.write_bytes(path.read_bytes().replace(b"CREATE TABLE sessions", b"CREAT\xff TABLE sessions"))
    backups = [BackupFile(file, "daily", datetime(2026, 1, 31)) for file in (path, damaged)]  # noqa: DTZ001 - as named
    assert find_backups_with_session(backups, record.id) == [path, damaged]
    assert find_backups_with_session(backups, "another") == [damaged]
