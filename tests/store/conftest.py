"""Fixtures for the history: its file, and programs that have it open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fakes.history import MemoryFile, MemoryHistory
from tests.fakes.ports import FakeClock
from tpsession.core.errors import HistoryError
from tpsession.core.history.repository import History
from tpsession.store.history import SqliteHistory, open_history

StartProgram = Callable[[], SqliteHistory]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def path(home: Path) -> Path:
    """The path of the history; neither the file nor its folder exists yet."""
    return home / "history.sqlite3"


@pytest.fixture
def start_program(path: Path, clock: FakeClock) -> Iterator[StartProgram]:
    """Return a function that opens the history as one more program would. Each is closed after the test."""
    opened: list[SqliteHistory] = []

    def start() -> SqliteHistory:
        opened.append(open_history(path, clock))
        return opened[-1]

    yield start
    for history in opened:
        with suppress(HistoryError):
            history.close()


@pytest.fixture
def history(start_program: StartProgram) -> SqliteHistory:
    return start_program()


@pytest.fixture(params=["on the disk", "in memory"])
def start(request: pytest.FixtureRequest, start_program: StartProgram) -> Callable[[], History]:
    """Return a function that opens the history as one more program would."""
    if request.param == "on the disk":
        return start_program
    file = MemoryFile()
    return lambda: MemoryHistory(file)
