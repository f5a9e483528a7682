"""Which programs that write sessions are alive.

Each holds an operating-system lock on a file of its own, and any death frees it; a number of a process
would be given to another one. A missing file is a dead writer, so that most questions need no lock.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EPERM, EROFS
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError
from tpsession.store.backup import FILE_MODE, private_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock

_PATIENCE_S = 0.2
_POLL_S = 0.02
"""Another program may hold a dead writer's lock for the moment in which it looks at it, in seconds."""
_TRIES = 5
_MENDING_S = 60.0
"""How long a program waits for another one that saves what can be read of a damaged history, in seconds;
20,000 sessions took 6."""


def _lock(path: Path) -> BaseFileLock:
    # 48 ms in a bare interpreter, which itself takes 13 ms: only a program that writes a session, or
    # meets one whose writer's file is still there, pays for it.
    from filelock import FileLock  # noqa: PLC0415 - deferred because of its cost

    return FileLock(path, mode=FILE_MODE, thread_local=False)


class WriterLocks:
    """The writers of one history, and this program as one of them."""

    def __init__(self, folder: Path) -> None:
        """folder: where the lock files lie; it need not exist."""
        self._folder = folder
        self._own: BaseFileLock | None = None
        self.token = os.urandom(16).hex()
        """This program's name among the writers."""

    def enlist(self) -> None:
        """Take this program's lock; again changes nothing.

        Raises OSError, and `HistoryError` where the lock can't be had.
        """
        if self._own is not None:
            return
        private_folder(self._folder)
        path = self._path(self.token)
        for _ in range(_TRIES):
            lock = _lock(path)
            lock.acquire(timeout=_PATIENCE_S, poll_interval=_POLL_S)
            # A program that cleans up may have taken the file away just before it was locked.
            if path.exists():
                self._own = lock
                self._clean()
                return
            lock.release()
        raise HistoryError(f"The lock file {path} can't be kept.", "Check its folder, then try again.")

    def alive(self, token: str, *, patient: bool = False) -> bool:
        """Whether the writer of that token lives. Never makes a file; a dead writer's goes.

        patient: whether to wait for another program that is only looking; without it, a dead writer
        may count as alive for a moment.
        """
        if token == self.token:
            return self._own is not None
        path = self._path(token)
        if not token.isalnum() or not path.exists():
            return False
        from filelock import Timeout  # noqa: PLC0415 - deferred because of its cost

        lock = _lock(path)
        try:
            lock.acquire(timeout=_PATIENCE_S if patient else 0, poll_interval=_POLL_S)
        except Timeout:
            return path.exists()
        except OSError as error:
            # Where no lock can be taken because nothing may be written, nobody is writing.
            return error.errno not in {EACCES, EPERM, EROFS}
        self._discard(lock, path)
        return False

    def others(self) -> bool:
        """Whether another program has a session open."""
        return any(
            self.alive(path.stem, patient=True)
            for path in self._folder.glob("*.lock")
            if path.stem != self.token
        )

    @contextmanager
    def mending(self) -> Iterator[None]:
        """Be the only program that changes a damaged history's place.

        Raises OSError, and `HistoryError` where another program is at it for too long.
        """
        from filelock import Timeout  # noqa: PLC0415 - deferred because of its cost

        private_folder(self._folder)
        # Its file stays: where one is removed, two programs may each hold a lock of that name.
        lock = _lock(self._folder / "mending")
        try:
            lock.acquire(timeout=_MENDING_S, poll_interval=_POLL_S)
        except Timeout:
            raise HistoryError(
                "The history is damaged, and another tpsession is saving what can be read of it.",
                "Wait until that one is done, then try again.",
            ) from None
        try:
            yield
        finally:
            lock.release()

    def leave(self) -> None:
        """Give up this program's lock: what it left running counts as unfinished from now on."""
        if self._own is not None:
            self._discard(self._own, self._path(self.token))
            self._own = None

    def _path(self, token: str) -> Path:
        return self._folder / f"{token}.lock"

    def _clean(self) -> None:
        """Take away the lock files of the dead."""
        for path in self._folder.glob("*.lock"):
            self.alive(path.stem)

    @staticmethod
    def _discard(lock: BaseFileLock, path: Path) -> None:
        """Remove a lock file that is held, and let go of it."""
        if sys.platform == "win32":
            # An open file can't be removed there.
            lock.release()
            with suppress(OSError):
                path.unlink()
        else:
            # Removed while it is held, so that nobody can lock a file that is about to go.
            with suppress(OSError):
                path.unlink()
            lock.release()
