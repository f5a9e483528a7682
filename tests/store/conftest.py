"""A history of the test's own, and programs that have it open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tpsession.core.errors import HistoryError
from tpsession.store.history import SqliteHistory, open_history

Opener = Callable[[], SqliteHistory]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def path(home: Path) -> Path:
    """Where the history of the test lies; neither it nor its folder exists."""
    return home / "history.sqlite3"


@pytest.fixture
def program(path: Path, clock: FakeClock) -> Iterator[Opener]:
    """Start a program that has the history open; each is closed after the test."""
    opened: list[SqliteHistory] = []

    def start() -> SqliteHistory:
        opened.append(open_history(path, clock))
        return opened[-1]

    yield start
    for history in opened:
        with suppress(HistoryError):
            history.close()


@pytest.fixture
def history(program: Opener) -> SqliteHistory:
    return program()
