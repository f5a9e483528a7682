"""The commands ``routines delete`` and ``routines restore``."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand


def ids(run: RunCommand) -> list[str]:
    return [routine["id"] for routine in run("routines", "--json").json()]


def test_a_routine_is_deleted_and_comes_back(run: RunCommand, own: Path) -> None:
    run("routines", "new", "Evening")
    done = run("routines", "delete", "evening")
    assert (done.code, done.out) == (0, "")
    assert done.err == 'Deleted: "Evening". To undo: tpsession routines restore evening\n'
    assert "evening" not in ids(run)
    assert (own / "deleted" / "evening.1.toml").is_file()
    assert run("routines", "restore").out == "evening  Evening\n"
    assert run("routines", "restore", "evening").err == 'Restored: "Evening".\n'
    assert "evening" in ids(run)


@pytest.mark.parametrize("stem", ["my neck", "ä", "-neck", "v1.2"])
def test_a_file_whose_name_is_no_id_comes_back_by_the_printed_command(
    run: RunCommand, own: Path, stem: str
) -> None:
    path = own / f"{stem}.toml"
    own.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    done = run("routines", "delete", "--", stem)
    assert not path.exists()
    _, command = done.err.split("To undo: ")
    assert run(*shlex.split(command)[1:]).code == 0
    assert path.read_text() == "mine"


def test_a_built_in_routine_leaves_the_list_can_be_played_and_comes_back(run: RunCommand) -> None:
    assert run("routines", "delete", "unwind").code == 0
    assert "unwind" not in ids(run)
    assert "unwind" not in run("routines").out
    assert " unwind " not in run("completion", "tcsh").out
    assert run("routines", "show", "unwind").code == 0
    assert run("routines", "delete", "unwind").code == 2
    assert run("routines", "restore", "unwind").code == 0
    assert "unwind" in ids(run)


def test_what_is_not_there_is_neither_deleted_nor_restored(run: RunCommand) -> None:
    assert run("routines", "restore").err == "No routine is deleted.\n"
    for action in ("delete", "restore"):
        done = run("routines", action, "nope")
        assert done.code == 2
        assert '"nope"' in done.err


def test_an_id_that_is_used_again_comes_before_the_name_of_another_deleted_routine(
    run: RunCommand, own: Path
) -> None:
    for _ in range(2):
        assert run("routines", "new", "Evening").code == 0
        assert run("routines", "delete", "evening").code == 0
    assert run("routines", "new", "Evening").code == 0
    (own / "evening.toml").rename(own / "other.toml")
    assert run("routines", "delete", "other").code == 0
    assert run("routines", "new", "Evening").code == 0
    assert run("routines", "restore", "evening").code == 0
    assert "other" not in ids(run)
