"""The machine as a room: tests share it, but one that measures the sound has it for itself.

Several tests run at a time. A busy machine makes cues late, and such a test would tell that instead of the
program.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def room(*, alone: bool) -> Iterator[None]:
    """Be in the room, with others or alone: who wants it alone keeps the door shut until all have left."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None or sys.platform == "win32":
        yield
        return
    import fcntl

    folder = Path(tempfile.gettempdir(), f"tpsession-tests-{run}")
    folder.mkdir(exist_ok=True)
    with (folder / "door").open("w") as door, (folder / "room").open("w") as inside:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(inside, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield
