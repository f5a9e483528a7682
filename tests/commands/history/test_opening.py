"""A history that takes long to open, at a terminal: a line shows how far it is, and ctrl-c stops it."""

from __future__ import annotations

import sys

import pytest

from tests.commands.conftest import RunCommand
from tests.store.sample_records import a_rating, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.cli import INTERRUPTED_EXIT
from tpsession.commands.history import opening
from tpsession.core.history.ratings import RatingKind
from tpsession.core.task_progress import TaskProgress
from tpsession.files.paths import find_paths


@pytest.fixture(autouse=True)
def old_history() -> None:
    """A history of the first version, which the next command updates."""
    write_first_schema(find_paths().history, [(a_record(1), [a_rating(RatingKind.AFTER, 3)])])


def test_an_update_shows_a_line_and_removes_it(run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LINE_DELAY_S", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = run("history")
    assert done.code == 0
    lines = [line.strip() for line in done.err.split("\r")]
    assert "Updating your history…, ctrl-c stops" in lines
    assert not lines[-1]


def test_a_short_update_shows_nothing(run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(opening, "LINE_DELAY_S", 60.0)
    assert run("history").err == ""


def test_ctrl_c_stops_it_and_changes_nothing(run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find_paths().history.read_bytes()

    def press_ctrl_c(_: object, progress: TaskProgress) -> None:
        if progress.percent > 50:
            raise KeyboardInterrupt

    monkeypatch.setattr(opening._OpeningLine, "show", press_ctrl_c)
    assert run("history").code == INTERRUPTED_EXIT
    assert find_paths().history.read_bytes() == before
