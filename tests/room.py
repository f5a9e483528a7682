"""The machine as a room: most tests share it, but those that measure moments want it to themselves.

They come before all others, and bear only each other: a machine that is busy makes cues late, and such a test
would tell that instead of the program.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_S = 0.05


@contextmanager
def room(*, quiet: bool) -> Iterator[None]:
    """Be in the room, with everybody or, `quiet`, only with others that want quiet."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None or sys.platform == "win32":
        yield
        return
    import fcntl

    folder = Path(tempfile.gettempdir(), f"tpsession-tests-{run}")
    folder.mkdir(exist_ok=True)
    with (folder / "quiet").open("w") as wanted, (folder / "inside").open("w") as inside:
        if quiet:
            # From here on nobody else comes in; then wait until those inside have left.
            fcntl.flock(wanted, fcntl.LOCK_SH)
            fcntl.flock(inside, fcntl.LOCK_EX)
            fcntl.flock(inside, fcntl.LOCK_UN)
        else:
            while not _alone(wanted.fileno()):
                threading.Event().wait(LOOK_S)
            fcntl.flock(inside, fcntl.LOCK_SH)
            fcntl.flock(wanted, fcntl.LOCK_UN)
        yield


def _alone(file: int) -> bool:
    """Whether nobody holds the file, which is then held."""
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
