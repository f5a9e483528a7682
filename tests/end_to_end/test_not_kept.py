"""A history that can't be read or written: the full-screen program continues, and exits with code 4."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.full_screen import calm, see, to_rating
from tests.end_to_end.terminal import run, write_routine
from tests.end_to_end.test_full_screen import OWN, SILENT, ended, full_screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
HISTORY_FAILED_EXIT = 4
QUIT = "\x11"


@pytest.fixture
def history(home: Path) -> Path:
    """Return the path of the history, in a home folder with a routine and without sound."""
    write_routine(home, "evening", OWN)
    (home / "settings.toml").write_text(SILENT)
    return home / "history.sqlite"


def test_a_session_that_could_not_be_saved_makes_the_program_fail(history: Path) -> None:
    assert run("log", "--area", "foot", "--before", "5").returncode == 0
    with closing(sqlite3.connect(history, isolation_level=None)) as other_program:
        # Until it ends this transaction, others can read the history but not write it.
        other_program.execute("BEGIN IMMEDIATE")
        with full_screen("play", "evening") as child:
            to_rating(child, long=True)
            see(child, "This couldn't be saved.", "Don't save it")
            calm()
            child.send("d")
            see(child, "Get ready, 3 of 3")
            child.send(QUIT)
            assert ended(child) == HISTORY_FAILED_EXIT
            assert "tpsession: " in (child.before or "")


def test_continuing_without_a_history_makes_the_program_fail(history: Path) -> None:
    history.mkdir()
    with full_screen() as child:
        see(child, "The history can't be opened.")
        calm()
        child.send("c")
        see(child, "Start")
        child.send("q")
        assert ended(child) == HISTORY_FAILED_EXIT
        assert "tpsession: " in (child.before or "")
