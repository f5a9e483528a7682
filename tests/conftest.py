"""What every test gets: a home of its own, and nothing of the machine's settings."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import shifts
from tests.audio.sound_server import stop_all_servers
from tests.room import come, leave, room
from tests.shifts import pytest_xdist_auto_num_workers, pytest_xdist_make_scheduler

__all__ = ["pytest_xdist_auto_num_workers", "pytest_xdist_make_scheduler"]

# Each start of the program would compile it anew, and there are hundreds. Nobody's program is started so.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What a shell starts in the background ignores Ctrl-C, and so would all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

# Thousands of small programs of screens and widgets come and go: looking for their garbage as often as a
# program of its own would takes a fifth of the time.
gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own that stands for everything the program keeps."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TPSESSION_HOME", str(folder))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Kind after kind, and what takes long first."""
    items.sort(key=lambda item: shifts.place(item.nodeid))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Nothing else is begun on any worker before all is measured and heard."""
    come({shifts.kind(item.nodeid) for item in session.items})


def pytest_sessionfinish() -> None:
    """Whoever has nothing left to do keeps nobody waiting."""
    leave()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Areas, techniques and the like are named by their ids: their text differs from process to process."""
    named = getattr(val, "id", None)
    return named if isinstance(named, str) else None


@pytest.fixture(autouse=True)
def shift(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is measured and heard has the machine for itself, and what reckons gives way."""
    kind = shifts.kind(request.node.nodeid)
    if kind not in shifts.ALONE:
        if "server" in request.fixturenames:
            pytest.fail("what plays into the sound server is heard: name this file in tests/shifts.py")
        stop_all_servers()
    with room(kind):
        yield
