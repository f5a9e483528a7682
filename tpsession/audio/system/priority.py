"""Who goes first where several programs want the processor: a player that waits 50 ms for it is late."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

NICENESS = -11
"""What sound servers give themselves, too; 0 is usual, less goes first."""


def raise_priority() -> None:
    """Go before other programs, with all threads, where the system allows that (to an audio group, for one).

    Called when all is loaded: that is work like any other's. On Windows the player is started like this.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        for thread in _threads():
            os.setpriority(os.PRIO_PROCESS, thread, NICENESS)


def _threads() -> list[int]:
    """What to set: on Linux each thread is as nice as the one that started it was, elsewhere all are one."""
    if sys.platform != "linux":
        return [0]
    return [thread.native_id for thread in threading.enumerate() if thread.native_id is not None]
