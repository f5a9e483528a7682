"""Where files are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tpsession.files.paths import NoHomeError, find_paths
from tpsession.files.resources import find_resources

ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")


def test_one_variable_puts_everything_into_one_folder(home: Path) -> None:
    paths = find_paths()
    assert all(path == home or home in path.parents for _, path in paths.named())
    assert paths.routines == home / "routines"
    assert not home.exists()


def test_the_paths_have_the_names_that_the_command_prints_in_its_order() -> None:
    names = [name for name, _ in find_paths().named()]
    assert names == ["data", "routines", "sounds", "settings", "history", "cache", "log"]


def test_a_relative_home_becomes_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPSESSION_HOME", "here")
    assert find_paths().data == Path.cwd() / "here"


@pytest.mark.parametrize("value", ["", None])
def test_without_the_variable_the_system_decides(
    value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    if value is None:
        monkeypatch.delenv("TPSESSION_HOME")
    else:
        monkeypatch.setenv("TPSESSION_HOME", value)
    paths = find_paths()
    assert all(
        path.is_absolute() and "tpsession" in path.parts[-3:-1] + path.parts[-1:] for _, path in paths.named()
    )
    assert paths.routines.parent == paths.data


def test_built_in_routines_are_found_in_the_checkout() -> None:
    assert (find_resources().routines / "classic.toml").is_file()


def test_in_an_installed_program_the_built_in_folders_are_inside_the_package(tmp_path: Path) -> None:
    (tmp_path / "tpsession" / "routines").mkdir(parents=True)
    found = find_resources(tmp_path / "tpsession")
    assert found.routines == tmp_path / "tpsession" / "routines"
    assert found.sounds == tmp_path / "sounds"


def test_reading_good_files_imports_nothing_that_only_errors_need() -> None:
    script = (
        "import sys\n"
        "from tpsession.files.routines.library import FileLibrary\n"
        "from tpsession.files.paths import find_paths\n"
        "from tpsession.files.resources import find_resources\n"
        "entries = FileLibrary(find_paths(), find_resources()).list_entries()\n"
        "assert entries and not any(entry.problems for entry in entries)\n"
        "unneeded = {'platformdirs', 'difflib', 'textual', 'tomlkit'}\n"
        "print(sorted(unneeded & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@ON_POSIX
@pytest.mark.parametrize("value", ["", "~/massage"])
def test_without_a_home_folder_one_sentence_names_the_variable(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPSESSION_HOME", value)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def refuse(uid: int) -> None:
        raise KeyError(uid)

    # A user id that has no entry in the list of users, as in containers.
    monkeypatch.setattr("pwd.getpwuid", refuse)
    with pytest.raises(NoHomeError, match=r"^You have no home folder .* Set TPSESSION_HOME to"):
        find_paths()
    monkeypatch.setenv("TPSESSION_HOME", str(tmp_path))
    assert find_paths().data == tmp_path
