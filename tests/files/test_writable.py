"""Whether something can be kept at a place, without making anything."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from tpsession.files.writable import unwritable_reason


def test_what_is_missing_would_be_made_where_that_is_allowed(tmp_path: Path) -> None:
    assert unwritable_reason(tmp_path / "a" / "b", folder=True) == ""
    assert unwritable_reason(tmp_path / "a" / "b.toml", folder=False) == ""
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_and_may_be_changed_is_fine(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert unwritable_reason(tmp_path, folder=True) == ""
    assert unwritable_reason(tmp_path / "file", folder=False) == ""


def test_a_file_in_the_place_of_a_folder_is_told_and_the_other_way_round(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert unwritable_reason(tmp_path / "file", folder=True) == "it is a file"
    assert unwritable_reason(tmp_path, folder=False) == "it is a folder"
    assert "is no folder" in unwritable_reason(tmp_path / "file" / "below", folder=True)


def test_what_may_not_be_changed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Who runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", lambda *_: False)
    (tmp_path / "file").write_text("")
    assert unwritable_reason(tmp_path / "file", folder=False) == "it may not be changed"
    assert "may not be changed" in unwritable_reason(tmp_path / "new", folder=True)


def test_what_cannot_be_looked_at_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Who runs the tests may look at everything.
    def closed(_path: Path, **_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "stat", closed)
    assert unwritable_reason(tmp_path / "home", folder=True) == "it can't be looked at: Permission denied"
