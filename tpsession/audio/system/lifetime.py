"""Lets a child process die with the program, even if it was stopped and can't notice the program's end."""

from __future__ import annotations

import ctypes
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1
"""From the Linux headers: the request for a signal when the thread that started this process ends."""


def die_with_parent() -> None:
    """On Linux, let the system kill this process when the thread that started it ends.

    So that thread must live as long as this process is needed. The program's child processes end when their
    standard input closes, but one that is stopped can't notice that. On other systems this does nothing: on
    macOS and the BSDs the system ends a stopped process that loses its parent, because `process_options` puts
    it into a process group of its own, and Windows has no stop signal.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
