"""A disk that is really full: the history stays as it is, and nothing half written is left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_record
from tpsession.core.history.records import Status
from tpsession.store.backups.service import Backups
from tpsession.store.history import open_history

ROOT = Path(__file__).parents[3]
MOUNTED = 'mount -t tmpfs -o size=256k none "$0" && exec "$@"'
TRY = """
import sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.backups.restoring import preparing_restore
from tpsession.store.backups.service import Backups
from tpsession.store.history import open_history
disk, elsewhere = Path(sys.argv[1]), Path(sys.argv[2])
path, clock = disk / "history.sqlite3", FakeClock()
with open_history(path, clock, backups=lambda: Backups(path, clock)) as history:
    history.add_session(a_record(status=Status.COMPLETED), [])
before = path.read_bytes()
for attempt in (
    lambda: Backups(path, clock).make("daily"),
    lambda: Backups(elsewhere, clock, lambda: disk).make("daily"),
):
    try:
        print(attempt())
    except HistoryError as error:
        print(error.message.rpartition(": ")[2])
try:
    with preparing_restore(elsewhere, path, clock) as prepared:
        prepared.finish(Backups(path, clock))
except HistoryError as error:
    print(error.message.rpartition(": ")[2])
print(path.read_bytes() == before, sorted(file.name for file in disk.rglob("*") if file.is_file()))
"""


def test_a_full_disk_leaves_the_history_as_it_is(path: Path, clock: FakeClock, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root on Linux can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = ["unshare", "--mount", "sh", "-c", MOUNTED, str(disk)]
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing can be mounted here")
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED, before=None), [])
    program = [*inside, sys.executable, "-c", TRY, str(disk), str(path)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [*["the disk is full."] * 3, "True ['history.sqlite3']"]
    # What is on the other disk was only read.
    assert Backups(path, clock).list_all() == []
