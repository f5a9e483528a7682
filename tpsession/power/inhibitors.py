"""Asks the system to stay awake, in the ways that this system knows.

Desktops have services for it on the session's D-Bus, macOS has the command ``caffeinate``, and Windows a
function: these are left to the library wakepy. On Linux systemd-logind is asked as well, which suspends an
idle computer where no desktop does.
"""

from __future__ import annotations

import logging
import select
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

LOGIND = "logind"
"""The name under which systemd-logind is reported."""
LOGIND_COMMAND = (
    "systemd-inhibit", "--what=idle:sleep", "--mode=block", "--who=tpsession",
    "--why=A massage session is running", "sh", "-c", "echo held && exec cat",
)  # fmt: skip
"""Holds the lock of logind until its standard input closes, so that the lock can't outlive the program."""
ANSWER_S = 3.0
"""Seconds that logind may take to give the lock."""


@contextmanager
def staying_awake() -> Iterator[tuple[str, ...]]:
    """Keep the computer awake within the block; yields the names of what does it, empty if nothing can.

    May wait for some seconds. Leave the block in the thread that entered it.
    """
    with ExitStack() as held:
        names = [held.enter_context(_desktop()), held.enter_context(_logind())]
        yield tuple(filter(None, names))


@contextmanager
def _desktop() -> Iterator[str]:
    """Ask the desktop, macOS or Windows to stay awake within the block.

    Yields the name of the service or function that does it. The name is empty if there is none, if it
    refuses, or if the library that asks raises an error.
    """
    with ExitStack() as held:
        name = ""
        # The library's own code runs, which may raise and warn of anything. Nobody wants to know that.
        with suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            logging.getLogger("wakepy").propagate = False
            from wakepy import keep  # noqa: PLC0415 - 46 ms, in a thread once a session plays

            mode = held.enter_context(keep.presenting(on_fail="pass"))
            name = mode.method.name if mode.active and mode.method is not None else ""
        yield name


@contextmanager
def _logind() -> Iterator[str]:
    """Ask systemd-logind to keep the computer awake within the block.

    Yields its name, empty if it isn't there, refuses, or doesn't answer within `ANSWER_S`.
    """
    if sys.platform != "linux":
        yield ""
        return
    with ExitStack() as held:
        name = ""
        with suppress(OSError):
            lock = held.enter_context(
                subprocess.Popen(  # noqa: S603 - our own command
                    LOGIND_COMMAND,
                    bufsize=0,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    # Ctrl-C in the terminal is meant for the program.
                    start_new_session=True,
                )
            )
            held.callback(lock.kill)
            if lock.stdout is not None and select.select([lock.stdout], [], [], ANSWER_S)[0]:
                name = LOGIND if lock.stdout.read(1) else ""
        yield name
