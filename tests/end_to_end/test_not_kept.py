"""A history that can't be read or written: the full-screen program goes on, and ends with the code for it."""

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
NOT_KEPT = 4
QUIT = "\x11"


@pytest.fixture
def history(home: Path) -> Path:
    """Where the history lies, in a home with a routine of its own and no sound."""
    write_routine(home, "evening", OWN)
    (home / "settings.toml").write_text(SILENT)
    return home / "history.sqlite"


def test_what_was_given_up_because_it_could_not_be_kept_is_a_failure(history: Path) -> None:
    assert run("log", "--area", "foot", "--before", "5").returncode == 0
    with closing(sqlite3.connect(history, isolation_level=None)) as other:
        # As long as this lasts, everybody can read and nobody else can write.
        other.execute("BEGIN IMMEDIATE")
        with full_screen("play", "evening") as child:
            to_rating(child, long=True)
            see(child, "This couldn't be kept.", "Leave it")
            calm()
            child.send("l")
            see(child, "Get ready, 3 of 3")
            child.send(QUIT)
            assert ended(child) == NOT_KEPT
            assert "tpsession: " in (child.before or "")


def test_going_on_without_a_history_is_a_failure(history: Path) -> None:
    history.mkdir()
    with full_screen() as child:
        see(child, "The history can't be used.")
        calm()
        child.send("g")
        see(child, "Start")
        child.send("q")
        assert ended(child) == NOT_KEPT
        assert "tpsession: " in (child.before or "")
