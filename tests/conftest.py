"""What every test gets: a home folder of its own, none of the machine's settings, and its markers."""

from __future__ import annotations

import gc
import os
import signal
import sys
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

# The tests start the program hundreds of times. Without compiled files each start would compile it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# The program's output is buffered, as it is on everybody's machine.
os.environ.pop("PYTHONUNBUFFERED", None)

# A process that a shell started in the background ignores Ctrl-C, and so would every program that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Each run tries the same examples: another one that fails by chance would look like the fault of a change.
# No example has a deadline, since the time that it takes depends on how busy the machine is.
settings.register_profile(
    "suite", max_examples=20, stateful_step_count=20, derandomize=True, database=None, deadline=None
)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile("suite")

# The tests create and drop thousands of screens and widgets. With Python's thresholds, a fifth of the time
# would go into collecting their garbage.
gc.set_threshold(400_000, 50, 100)


_HOMES = count(1)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder under which the program stores everything during this test; the program makes it.

    Most tests store nothing. `tmp_path` would look through the folders of all tests before for each of them.
    """
    folder = tmp_path_factory.getbasetemp() / f"home{next(_HOMES)}" / "home"
    folder.parent.mkdir()
    monkeypatch.setenv("TPSESSION_HOME", str(folder))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TPSESSION_PERSON", "")
    return folder


def pytest_xdist_auto_num_workers() -> int:
    """Run two workers for each processor: many tests wait for a program, a terminal or sound."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the tests that mostly wait evenly among those that compute, so that no processor idles.

    Those that measure moments stay where they are: side by side they would disturb each other.
    """

    def waits(item: pytest.Item) -> bool:
        return "end_to_end" in item.path.parts and item.get_closest_marker("timing") is None

    waiting = [item for item in items if waits(item)]
    others = [item for item in items if not waits(item)]
    stride = len(others) // (len(waiting) or 1) + 1
    for number, item in enumerate(waiting):
        others.insert(number * (stride + 1), item)
    items[:] = others


def pytest_collection_finish() -> None:
    """Keep what has been loaded and collected, half a million objects, out of every garbage collection."""
    gc.collect()
    gc.freeze()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark every test that plays into the sound server."""
    if "one_server" in getattr(item, "fixturenames", ()):
        item.add_marker("audio")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name areas, techniques and the like by their ids; their `repr` may differ from process to process."""
    name = getattr(val, "id", None)
    return name if isinstance(name, str) else None
