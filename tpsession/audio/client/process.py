"""Starts a child process and exchanges JSON lines with it, without ever waiting for it."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import tpsession
from tpsession.audio.client.protocol import Message, decode

MAX_WAITING_LINES = 256
"""With this many unread lines waiting, a process counts as hanging."""

# From the Windows headers; `subprocess` has them only there.
_NEW_PROCESS_GROUP = 0x0000_0200
_NO_WINDOW = 0x0800_0000
_ABOVE_NORMAL_PRIORITY = 0x0000_8000
_BELOW_NORMAL_PRIORITY = 0x0000_4000


def player_command() -> list[str]:
    """Return the command that starts the player; `-P` keeps it from importing the current folder's files."""
    return [sys.executable, "-P", "-m", "tpsession.audio"]


def process_options(platform: str, *, is_player: bool) -> dict[str, Any]:
    """Return options for `Popen` that keep the terminal's Ctrl-C and Ctrl-Z from a child process.

    On Windows they also give the player a higher priority than the program, and the speaker a lower one;
    elsewhere each sets its own priority. On Linux the process gets a terminal session of its own. On macOS
    and the BSDs it only gets a process group: if it is stopped and loses its parent, the system ends it, by
    the rules of POSIX for orphaned process groups.

    Args:
        platform: As in `sys.platform`.
        is_player: Whether it is the player process, and not the speaker process.

    """
    if platform == "win32":
        priority = _ABOVE_NORMAL_PRIORITY if is_player else _BELOW_NORMAL_PRIORITY
        return {"creationflags": _NEW_PROCESS_GROUP | _NO_WINDOW | priority}
    return {"start_new_session": True} if platform == "linux" else {"process_group": 0}


def child_environment(inherited: dict[str, str]) -> dict[str, str]:
    """Return the environment variables with which the process imports the same package that runs here.

    For a package in Python's own package folders, these are the inherited ones. A package that runs from its
    source folder wouldn't be found under `-P`, so that folder is put first into `PYTHONPATH`. inherited: the
    program's own variables.
    """
    root = Path(tpsession.__file__).resolve().parent.parent
    # `site` is loaded already, while `sysconfig` would take half a megabyte.
    if root in {Path(folder).resolve() for folder in site.getsitepackages()}:
        return inherited
    others = inherited.get("PYTHONPATH")
    return inherited | {"PYTHONPATH": os.pathsep.join([str(root), *([others] if others else [])])}


class ChildProcess:
    """One run of the player process or the speaker process. Only `wait` and `end` wait for it.

    On Linux the process is killed when the thread that started it ends, see `die_with_parent`.
    """

    def __init__(
        self,
        on_message: Callable[[ChildProcess, Message | None], None],
        arguments: Sequence[str] | None = None,
    ) -> None:
        """Start the process; raises `OSError` if that fails.

        Args:
            on_message: Called from a thread with each message of the process, and with None at its end.
            arguments: The command line; None starts the player.

        """
        self._on_message = on_message
        self._outbox: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._is_released = False
        self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            arguments or player_command(),
            # Raw pipes, because the lock of a buffered one would hang the interpreter's exit.
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # The sound libraries write to standard error, which would ruin a full screen.
            stderr=subprocess.DEVNULL,
            env=child_environment(dict(os.environ)),
            **process_options(sys.platform, is_player=arguments is None),
        )
        self._threads = [
            threading.Thread(target=work, name=work.__name__, daemon=True)
            for work in (self._write, self._read)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._popen.pid

    def send(self, line: bytes) -> bool:
        """Queue a line for the process and return True, even if the process may end before it reads the line.

        Return False, and drop the line, if `MAX_WAITING_LINES` lines are waiting: the process doesn't seem to
        read.
        """
        with self._changed:
            if len(self._outbox) >= MAX_WAITING_LINES:
                return False
            self._outbox.append(line)
            self._changed.notify()
        return True

    def kill(self) -> None:
        """Kill the process, without waiting until it has ended."""
        self._popen.kill()

    def wait(self, seconds: float) -> bool:
        """Wait for the end of the process, for at most `seconds`; return whether it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)
            return True
        return False

    def end(self, seconds: float = 1.0) -> None:
        """Kill the process, wait for at most `seconds` until it has ended, and close its pipes.

        The threads that close the pipes get up to 1 s more. If the system can't end the process, it runs on,
        and its output pipe stays open.
        """
        self.kill()
        self.wait(seconds)
        with self._changed:
            self._is_released = True
            self._changed.notify()
        for thread in self._threads:
            thread.join(0.5)

    def _write(self) -> None:
        """Write the queued lines until a write fails or `end` is called, then close the standard input.

        A write fails if the process has ended. Lines that are queued then are dropped. Runs in a thread.
        """
        pipe = self._popen.stdin
        if pipe is None:
            return
        with suppress(OSError), pipe:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._outbox or self._is_released)
                    if self._is_released:
                        return
                    line = memoryview(self._outbox.popleft())
                while line:
                    line = line[pipe.write(line) :]

    def _read(self) -> None:
        """Pass on each message of the process until it ends, and then None. Runs in a thread."""
        pipe = self._popen.stdout
        if pipe is None:
            return
        with suppress(OSError), pipe:
            rest = b""
            while data := pipe.read(65_536):
                *whole, rest = (rest + data).split(b"\n")
                for line in whole:
                    self._on_message(self, decode(line))
        self._on_message(self, None)
