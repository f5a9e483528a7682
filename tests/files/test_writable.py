"""Finding out whether a path can be written, without creating anything."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from tpsession.files.writable import unwritable_reason


def test_a_missing_path_can_be_written_if_its_folder_can(tmp_path: Path) -> None:
    assert unwritable_reason(tmp_path / "a" / "b", folder=True) == ""
    assert unwritable_reason(tmp_path / "a" / "b.toml", folder=False) == ""
    assert list(tmp_path.iterdir()) == []


def test_an_existing_path_can_be_written_with_permission(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert unwritable_reason(tmp_path, folder=True) == ""
    assert unwritable_reason(tmp_path / "file", folder=False) == ""


def test_a_file_in_place_of_a_folder_can_not_be_written_nor_a_folder_in_place_of_a_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    assert unwritable_reason(tmp_path / "file", folder=True) == "it is a file"
    assert unwritable_reason(tmp_path, folder=False) == "it is a folder"
    assert "is not a folder" in unwritable_reason(tmp_path / "file" / "below", folder=True)


def test_a_path_without_permission_can_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, who may write everything.
    monkeypatch.setattr(os, "access", lambda *_: False)
    (tmp_path / "file").write_text("")
    assert unwritable_reason(tmp_path / "file", folder=False) == "you don't have permission to change it"
    assert "permission to write to the folder" in unwritable_reason(tmp_path / "new", folder=True)


def test_a_path_that_can_not_be_accessed_has_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, who may read everything.
    def refuse(_path: Path, **_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "stat", refuse)
    assert unwritable_reason(tmp_path / "home", folder=True) == "it can't be accessed: Permission denied"
