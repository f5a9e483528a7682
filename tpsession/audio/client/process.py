"""Starting the player process and talking to it without ever waiting for it."""

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

MOST_WAITING = 256
"""Commands that wait for a player that doesn't read; a player that far behind is beyond help."""

# From the Windows headers; `subprocess` has them only there.
_NEW_PROCESS_GROUP = 0x0000_0200
_NO_WINDOW = 0x0800_0000
_ABOVE_NORMAL_PRIORITY = 0x0000_8000


def command() -> list[str]:
    """How the player is started; `-P` keeps the current folder's files from being imported."""
    return [sys.executable, "-P", "-m", "tpsession.audio"]


def options(platform: str) -> dict[str, Any]:
    """What keeps the terminal's Ctrl-C and Ctrl-Z from the player, by `sys.platform`.

    On Windows it also goes before other programs here; elsewhere the player asks for that itself.
    """
    if platform == "win32":
        return {"creationflags": _NEW_PROCESS_GROUP | _NO_WINDOW | _ABOVE_NORMAL_PRIORITY}
    return {"start_new_session": True}


def environment(inherited: dict[str, str]) -> dict[str, str]:
    """The player's environment: with it the player finds the very package that runs here.

    An installed package is found by itself; one that runs from its source folder is not, under `-P`.
    """
    root = Path(tpsession.__file__).resolve().parent.parent
    # Already loaded, while `sysconfig` takes half a megabyte for good.
    if root in {Path(folder).resolve() for folder in site.getsitepackages()}:
        return inherited
    others = inherited.get("PYTHONPATH")
    return inherited | {"PYTHONPATH": os.pathsep.join([str(root), *([others] if others else [])])}


class PlayerProcess:
    """One run of the player. Nothing here waits for it but `wait`."""

    def __init__(
        self,
        heard: Callable[[PlayerProcess, Message | None], None],
        arguments: Sequence[str] | None = None,
    ) -> None:
        """Start it; raises `OSError` where that can't be done.

        heard: called from a thread with each message of the player, and with None when it has ended.
        arguments: what to run in the player's place, which talks in the same way.
        """
        self._heard = heard
        self._outbox: deque[bytes] = deque()
        self._wanted = threading.Condition()
        self._ended = False
        self._popen = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            arguments or command(),
            # Raw pipes: a buffered one's lock would hang the interpreter's exit.
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # The sound libraries write to standard error, which would ruin a full screen.
            stderr=subprocess.DEVNULL,
            env=environment(dict(os.environ)),
            **options(sys.platform),
        )
        self._threads = [
            threading.Thread(target=work, name=work.__name__, daemon=True)
            for work in (self._write, self._read)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._popen.pid

    def send(self, line: bytes) -> bool:
        """Queue a line for it; False where so many wait already that it can't be reading."""
        with self._wanted:
            if len(self._outbox) >= MOST_WAITING:
                return False
            self._outbox.append(line)
            self._wanted.notify()
        return True

    def kill(self) -> None:
        """End it at once."""
        self._popen.kill()

    def wait(self, seconds: float) -> bool:
        """Wait for its end, at most so long; whether it ended."""
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)
            return True
        return False

    def release(self) -> None:
        """Let go of an ended process and its pipes; they are closed by their threads, waited for briefly."""
        with self._wanted:
            self._ended = True
            self._wanted.notify()
        for thread in self._threads:
            thread.join(0.5)

    def _write(self) -> None:
        pipe = self._popen.stdin
        if pipe is None:
            return
        with suppress(OSError), pipe:
            while True:
                with self._wanted:
                    self._wanted.wait_for(lambda: self._outbox or self._ended)
                    if self._ended:
                        return
                    line = memoryview(self._outbox.popleft())
                while line:
                    line = line[pipe.write(line) :]

    def _read(self) -> None:
        pipe = self._popen.stdout
        if pipe is None:
            return
        with suppress(OSError), pipe:
            rest = b""
            while data := pipe.read(65_536):
                *whole, rest = (rest + data).split(b"\n")
                for line in whole:
                    self._heard(self, decode(line))
        self._heard(self, None)
