"""A history on a disk that can't be written: it is read all the same, or the person is told why not."""

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
from tpsession.store.migrations import MIGRATIONS, Migration, statements

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]
NEWER = (*MIGRATIONS, Migration("002-moods", statements("CREATE TABLE moods (name TEXT)")))
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
        print([str(each.status) for each in history.sessions(ALL)], len(history.unfinished()))
        print(history.safety_asked(), history.trouble())
except HistoryError as error:
    print(error.what, error.todo)
"""
LEAVE = """
import os, sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_progress, a_record
from tpsession.store.history import open_history
history = open_history(Path(sys.argv[1]), FakeClock())
history.begin(a_record(1), "the plan", a_progress())
def cut_off():
    connection = history._reader.connection
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE plans SET plan = ?", ("x" * 200_000,))
if sys.argv[2] == "writing":
    history._worker.call(cut_off)
os.kill(os.getpid(), 9)
"""

Mounted = Callable[..., str]


@pytest.fixture
def old(path: Path, clock: FakeClock) -> Path:
    """A history with one session that is done and one whose program died."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
    leave(path, "reading")
    return path


def leave(path: Path, doing: str) -> None:
    """Let a program begin a session and be killed."""
    killed = subprocess.run([sys.executable, "-c", LEAVE, str(path), doing], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL


@pytest.fixture
def mounted(old: Path) -> Mounted:
    """What a program prints that opens the history on a disk that the system refuses to write."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root on Linux can mount a folder for reading only")
    inside = ["unshare", "--mount", "sh", "-c", MOUNTED, str(old.parent)]
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no folder can be mounted here")

    def run(*words: str) -> str:
        before = content(old.parent)
        program = [*inside, sys.executable, "-c", READ, str(old), *words]
        done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert content(old.parent) == before
        return done.stdout

    return run


def content(folder: Path) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_history_is_read_from_a_disk_that_cannot_be_written(mounted: Mounted) -> None:
    assert mounted("old", "read") == "['partial', 'completed'] 1\nNone None\n"


def test_a_history_that_was_suspected_is_looked_through_there_too(old: Path, mounted: Mounted) -> None:
    old.with_name("history.sqlite3.suspect").touch()
    assert mounted("old", "read").startswith("['partial', 'completed'] 1\n")


def test_what_has_to_be_written_there_is_told(old: Path, mounted: Mounted) -> None:
    told = mounted("old", "write")
    assert told.startswith(f"The history {old} can't be used: Read-only file system.")


@pytest.mark.parametrize("backups", [True, False])
def test_an_older_history_there_says_that_it_cannot_be_brought_up_to_date(
    old: Path, mounted: Mounted, *, backups: bool
) -> None:
    if backups:
        (old.parent / "backups").mkdir()
    told = mounted("new", "read")
    assert told.startswith("The history was written by an older tpsession and has to be brought up to date.")
    assert f"{old} can't be used: Read-only file system. Nothing was changed." in told


def test_a_history_there_whose_last_writer_was_cut_off_is_told(old: Path, mounted: Mounted) -> None:
    leave(old, "writing")
    assert old.with_name("history.sqlite3-journal").exists()
    assert mounted("old", "read").startswith(f"The history {old} can't be used: ")


def test_reading_asks_the_disk_for_no_change(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that refuses to remove even what isn't there."""
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


def test_an_older_history_whose_backup_has_no_room_stays_as_it_is(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_history(path, clock) as history:
        history.start_session(a_record(), "the plan", a_checkpoint())
        history.save_screening_time(START)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tpsession.store.migrations.back_up", full)
    with pytest.raises(HistoryError, match=r"brought up to date.*No space left"):
        open_history(path, clock, migrations=NEWER)
    assert path.read_bytes() == before
