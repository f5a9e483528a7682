"""The list of routines is remembered in a file, which may hold anything by the next start."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

import tpsession
from tpsession.core.catalog.list_memory import ListedRoutine
from tpsession.files.routines.list_memory import NAME, FileListMemory

NECK = ListedRoutine("neck", "Neck", "Neck", 600.0, "")
BROKEN = ListedRoutine("night", "night", "", 0.0, "has 2 problems")


def test_a_list_is_recalled_by_another_run_for_the_same_files(tmp_path: Path) -> None:
    FileListMemory(tmp_path).remember("as they are", [NECK, BROKEN])

    assert FileListMemory(tmp_path).recall("as they are") == (NECK, BROKEN)
    assert FileListMemory(tmp_path).recall("changed") is None


def test_a_list_of_another_version_of_the_program_is_not_recalled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tpsession.files.routines.list_memory.__version__", "0.0.1")
    FileListMemory(tmp_path).remember("as they are", [NECK])
    monkeypatch.undo()

    assert FileListMemory(tmp_path).recall("as they are") is None


def test_nothing_is_recalled_before_the_first_list(tmp_path: Path) -> None:
    assert FileListMemory(tmp_path / "nowhere").recall("") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"\xff",
        b"[" * 100_000,
        b"[1, 2, 3]",
        b"{}",
        b"null",
        *(
            json.dumps([tpsession.__version__, "as they are", rows]).encode()
            for rows in (
                None,
                [["neck", "Neck", "Neck", 600.0]],
                [["neck", "Neck", "Neck", "600", ""]],
                [["neck", 7, "Neck", 600.0, ""]],
                [["neck", "Neck", "Neck", 600.0, None]],
                [None],
                "neck",
            )
        ),
    ],
)
def test_a_file_that_holds_something_else_is_not_believed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)

    assert FileListMemory(tmp_path).recall("as they are") is None


def test_a_list_that_the_file_already_holds_is_not_written_again(tmp_path: Path) -> None:
    FileListMemory(tmp_path).remember("as they are", [NECK])
    os.utime(tmp_path / NAME, (1.0, 1.0))
    memory = FileListMemory(tmp_path)
    memory.recall("as they are")

    memory.remember("as they are", [NECK])
    assert (tmp_path / NAME).stat().st_mtime == 1.0

    memory.remember("changed", [NECK])
    assert (tmp_path / NAME).stat().st_mtime > 1.0


def test_the_folder_is_made_for_the_person_alone(tmp_path: Path) -> None:
    FileListMemory(tmp_path / "cache").remember("as they are", [NECK])

    assert (tmp_path / "cache" / NAME).exists()
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def test_a_memory_that_can_not_be_written_is_missed_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    memory = FileListMemory(tmp_path / "cache")

    memory.remember("as they are", [NECK])

    assert memory.recall("as they are") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_in_the_place_of_the_list_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)

    assert FileListMemory(tmp_path).recall("as they are") is None
