"""What the full-screen program finds of a person's data on this machine, and its backup."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tpsession.clock import SystemClock
from tpsession.commands.system.own_data import MachineOwnData, find_program
from tpsession.core.diagnostics.own_data import NO_HISTORY
from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import TaskProgress, TaskStoppedError
from tpsession.files.paths import find_paths


def test_before_anything_is_saved_there_is_nothing_to_back_up_and_nothing_is_made() -> None:
    paths = find_paths()
    own_data = MachineOwnData(paths, SystemClock())
    found = own_data.locate()
    assert (found.history, found.routines) == (str(paths.history), str(paths.routines))
    assert (found.backups, found.last_backup) == (str(paths.history.parent / "backups"), None)
    with pytest.raises(HistoryError, match=NO_HISTORY):
        own_data.back_up(TaskProgress())
    assert not paths.data.exists()


def test_a_backup_is_made_where_the_settings_say_and_is_the_last_one_then(
    run: RunCommand, tmp_path: Path
) -> None:
    assert run("log", "--area", "neck", "--before", "5").code == 0
    paths = find_paths()
    paths.settings.write_text(f'[history]\nbackups = "{tmp_path}"\n')
    own_data = MachineOwnData(paths, SystemClock())
    (said,) = own_data.back_up(TaskProgress())
    made = Path(said.removeprefix("Backed up: "))
    assert made.is_file()
    found = own_data.locate()
    assert made.parent == Path(found.backups)
    assert tmp_path in made.parents
    assert found.last_backup is not None


def test_a_backup_that_is_stopped_leaves_nothing_and_a_missing_folder_is_named(run: RunCommand) -> None:
    assert run("log", "--area", "neck", "--before", "5").code == 0
    paths = find_paths()
    paths.settings.write_text('[history]\nbackups = "/nowhere/at/all"\n')
    own_data = MachineOwnData(paths, SystemClock())
    earlier = set(paths.history.parent.rglob("*"))
    with pytest.raises(TaskStoppedError):
        own_data.back_up(TaskProgress(lambda progress: progress.stop()))
    assert {path for path in paths.history.parent.rglob("*") if path.is_file()} <= earlier
    _, missing = own_data.back_up(TaskProgress())
    assert missing == "The folder /nowhere/at/all isn't there now, so the backup is beside your history."


def test_the_program_is_named_as_a_terminal_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    path_of_python, path = (folder / name for name in ("python", "tpsession"))
    assert find_program().replace('"', "'") == f"'{path_of_python}' -m tpsession"
    path = path.with_suffix(".exe" if os.name == "nt" else "")
    path.touch(mode=0o700)
    assert find_program().replace('"', "'") == f"'{path}'"
    monkeypatch.setenv("PATH", str(folder))
    assert find_program() == "tpsession"
