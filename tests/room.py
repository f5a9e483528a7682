"""The machine as a room for tests of one kind at a time.

A machine that is busy makes cues late, and a test of them would tell that instead of the program.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from tests.shifts import Kind

LOOK_S = 0.05
AT_WORK = (os.cpu_count() or 1) + 1
"""So many reckon at a time: more would only be in each other's way."""


@contextmanager
def room(kind: Kind) -> Iterator[None]:
    """Be in the room with others of this kind, after all of the kinds that come first."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None or sys.platform == "win32":
        yield
        return
    import fcntl

    folder = Path(tempfile.gettempdir(), f"tpsession-tests-{run}")
    folder.mkdir(exist_ok=True)
    with ExitStack() as files:

        def held(name: str) -> IO[str]:
            return files.enter_context((folder / name).open("w"))

        door = held("door")
        rest = [held(f"{what}-{one}") for what in ("wanted", "inside") for one in Kind]
        wanted, inside = rest[: len(Kind)], rest[len(Kind) :]
        fcntl.flock(wanted[kind], fcntl.LOCK_SH)
        while True:
            fcntl.flock(door, fcntl.LOCK_EX)
            others = [*wanted[:kind], *(inside[one] for one in Kind if one is not kind)]
            free = all(_is_free(file) for file in others)
            if free:
                fcntl.flock(inside[kind], fcntl.LOCK_SH)
            fcntl.flock(door, fcntl.LOCK_UN)
            if free:
                break
            threading.Event().wait(LOOK_S)
        if kind is Kind.RECKONS:
            seats = [held(f"seat-{number}") for number in range(AT_WORK)]
            while not any(_is_taken(seat) for seat in seats):
                threading.Event().wait(LOOK_S)
        yield


def _is_free(file: IO[str]) -> bool:
    """Whether nobody holds a file."""
    import fcntl

    taken = _is_taken(file)
    if taken:
        fcntl.flock(file, fcntl.LOCK_UN)
    return taken


def _is_taken(file: IO[str]) -> bool:
    """Hold a file, unless somebody else does; whether it is held now."""
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
