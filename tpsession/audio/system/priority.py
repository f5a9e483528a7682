"""Raises the player process's priority, because a cue is late if the player waits 50 ms for the processor."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

NICENESS = -11
"""The priority that sound servers also use. 0 is normal, and lower numbers go first."""


def raise_priority() -> None:
    """Raise the priority of this process, if the system allows that; else do nothing.

    Many systems allow it only to members of an audio group. On Linux each thread has its own priority: those
    that Python knows of are raised, and a thread that one of these starts later inherits it. Call it when
    everything is loaded, because loading needs no priority. On Windows this does nothing: there the process
    is started with a raised priority.
    """
    if sys.platform == "win32":
        return
    for thread in _thread_ids():
        # A thread may have ended meanwhile.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, NICENESS)


def _thread_ids() -> list[int]:
    """Return the ids of the running threads that Python knows of, on Linux, where each has its own priority.

    Elsewhere return a single 0, which stands for the whole process.
    """
    if sys.platform != "linux":
        return [0]
    return [thread.native_id for thread in threading.enumerate() if thread.native_id is not None]
