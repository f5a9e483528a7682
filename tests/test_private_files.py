"""Folders and files that only their owner can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tpsession.private_files import make_private_folder

ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")


@ON_POSIX
def test_new_folders_are_for_the_person_alone(tmp_path: Path) -> None:
    created = make_private_folder(tmp_path / "a" / "b" / "c")
    modes = [
        stat.S_IMODE(folder.stat().st_mode) for folder in (created, created.parent, created.parent.parent)
    ]
    assert modes == [0o700, 0o700, 0o700]


@ON_POSIX
def test_a_folder_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "open").chmod(0o755)
    make_private_folder(tmp_path / "open")
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        make_private_folder(tmp_path / "file" / "folder")
