"""A disk that can't lock files, or can't make them last, is told as that."""

from __future__ import annotations

import os
import sys
from errno import EIO, ENOLCK
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand, run
from tpsession.store.disk_check import find_disk_problem

__all__ = ["run"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="every disk of Windows can lock files")


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a disk on which files can't be locked, such as many network disks."""

    def refuse(*_: object) -> None:
        raise OSError(ENOLCK, os.strerror(ENOLCK))

    monkeypatch.setattr("fcntl.lockf", refuse)
    monkeypatch.setattr("fcntl.flock", refuse)


@pytest.fixture
def no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a disk that doesn't say when what was written is safe."""

    def refuse(_: int) -> None:
        raise OSError(EIO, os.strerror(EIO))

    monkeypatch.setattr("os.fsync", refuse)


def test_a_good_disk_has_no_problem_and_keeps_no_file(tmp_path: Path) -> None:
    assert find_disk_problem(tmp_path / "not" / "there") == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_locks")
def test_the_doctor_says_that_files_can_not_be_locked_on_a_first_start(run: RunCommand, home: Path) -> None:
    done = run("doctor")
    assert "FAILED  history: Sessions can't be saved safely where your history is: files can't be" in done.out
    assert "set TPSESSION_HOME to a folder on a disk of this computer" in done.out
    assert not home.exists()


@pytest.mark.usefixtures("no_sync")
def test_the_doctor_says_that_what_is_written_may_be_lost(run: RunCommand) -> None:
    assert "what is written there may be lost in a power cut (Input/output error)" in run("doctor").out


@pytest.mark.usefixtures("no_locks")
def test_saving_on_a_disk_without_locks_names_the_disk_and_no_other_program(run: RunCommand) -> None:
    done = run("play", "try-out", "--plain", "--before", "3")
    assert done.code == 4
    assert "files can't be locked there (No locks available)" in done.err
    assert "another program" not in done.err
