"""A history on a read-only disk: it can be read, or an error says why not."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_checkpoint, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.history import open_history
from tpsession.store.schema.migrations import MIGRATIONS, Migration, sql_statements

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]
NEWER = (*MIGRATIONS, Migration("002-moods", sql_statements("CREATE TABLE moods (name TEXT)")))
MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
READ = """
import sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.test_read_only_disk import ALL, MIGRATIONS, NEWER
from tpsession.core.errors import HistoryError
from tpsession.store.history import open_history
path, migrations, read_only = Path(sys.argv[1]), {"old": MIGRATIONS, "new": NEWER}[sys.argv[2]], sys.argv[3]
try:
    with open_history(path, FakeClock(), read_only=read_only == "read", migrations=migrations) as history:
        interrupted = history.find_interrupted_sessions()
        print([str(record.status) for record in history.find_sessions(ALL)], len(interrupted))
        print(history.load_screening_time(), history.background_error())
except HistoryError as error:
    print(error.message, error.advice)
"""
START_AND_DIE = """
import os, sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_checkpoint, a_record
from tpsession.store.history import open_history
history = open_history(Path(sys.argv[1]), FakeClock())
history.start_session(a_record(1), "the plan", a_checkpoint())
def cut_off():
    connection = history._reader.connection
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE plans SET plan = ?", ("x" * 200_000,))
if sys.argv[2] == "writing":
    history._thread.run(cut_off)
os.kill(os.getpid(), 9)
"""

RunMounted = Callable[..., str]


@pytest.fixture
def old(path: Path, clock: FakeClock) -> Path:
    """A history with one completed session and one whose program died."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
    start_and_kill(path, "reading")
    return path


def start_and_kill(path: Path, doing: str) -> None:
    """Start a session in another program and kill it."""
    killed = subprocess.run([sys.executable, "-c", START_AND_DIE, str(path), doing], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL


@pytest.fixture
def mounted(old: Path) -> RunMounted:
    """Return a function that opens the history on a read-only mount and returns what is printed."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root on Linux can mount a folder for reading only")
    inside = ["unshare", "--mount", "sh", "-c", MOUNTED, str(old.parent)]
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no folder can be mounted here")

    def run(*arguments: str) -> str:
        before = content(old.parent)
        program = [*inside, sys.executable, "-c", READ, str(old), *arguments]
        done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert content(old.parent) == before
        return done.stdout

    return run


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_history_is_read_from_a_disk_that_cannot_be_written(mounted: RunMounted) -> None:
    assert mounted("old", "read") == "['partial', 'completed'] 1\nNone None\n"


def test_a_suspect_history_is_checked_there_too(old: Path, mounted: RunMounted) -> None:
    old.with_name("history.sqlite3.suspect").touch()
    assert mounted("old", "read").startswith("['partial', 'completed'] 1\n")


def test_opening_it_for_writing_is_refused(old: Path, mounted: RunMounted) -> None:
    error = mounted("old", "write")
    assert error.startswith(f"The history {old} can't be used: Read-only file system.")


@pytest.mark.parametrize("backups", [True, False])
def test_an_older_history_there_cannot_be_migrated(old: Path, mounted: RunMounted, *, backups: bool) -> None:
    if backups:
        (old.parent / "backups").mkdir()
    error = mounted("new", "read")
    assert error.startswith("The history was written by an older tpsession and has to be updated.")
    assert f"{old} can't be used: Read-only file system. Nothing was changed." in error


def test_an_unfinished_transaction_there_is_reported(old: Path, mounted: RunMounted) -> None:
    start_and_kill(old, "writing")
    assert old.with_name("history.sqlite3-journal").exists()
    assert mounted("old", "read").startswith(f"The history {old} can't be used: ")


def test_reading_changes_nothing_on_the_disk(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even an attempt to remove a missing file would fail on such a disk."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
    path.with_name("history.sqlite3.suspect").touch()

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    for change in ("unlink", "mkdir", "replace", "touch", "chmod"):
        monkeypatch.setattr(Path, change, refused)
    with open_history(path, clock, read_only=True) as history:
        assert len(history.find_sessions(ALL)) == 1
        assert history.find_interrupted_sessions() == []
        assert history.background_error() is None


def test_an_older_history_is_unchanged_if_there_is_no_room_for_its_backup(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_history(path, clock) as history:
        history.start_session(a_record(), "the plan", a_checkpoint())
        history.save_screening_time(START)
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tpsession.store.backups.copying.copy_history", full)
    with pytest.raises(HistoryError, match=r"has to be updated.*the disk is full"):
        open_history(path, clock, migrations=NEWER)
    assert path.read_bytes() == before
