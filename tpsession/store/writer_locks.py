"""Finds out which programs that write to the history are still running.

Each of them holds a lock of the operating system on a file of its own, which is freed however the program
ends. (A process id could later belong to another process.) A missing lock file means that its writer is dead,
so most questions need no lock.
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
from tpsession.private_files import FILE_MODE, make_private_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LOCK_WAIT_S = 0.2
"""Seconds to wait for a lock: a program that checks a dead writer holds the writer's lock for a moment."""
_POLL_S = 0.02
_MAX_ATTEMPTS = 5
_REPAIR_WAIT_S = 60.0
"""Seconds to wait for another program that repairs the history; 20,000 sessions took it 6 s."""


def _make_lock(path: Path) -> BaseFileLock:
    """Return a lock for this file, not acquired yet."""
    # It takes 48 ms to load, almost four times as long as a bare interpreter takes to start. Only a
    # program that writes a session, or finds the lock file of another writer, needs it.
    from filelock import FileLock  # noqa: PLC0415 - 48 ms

    return FileLock(path, mode=FILE_MODE, thread_local=False)


class WriterLocks:
    """The lock files of the programs that write to one history, this program among them."""

    def __init__(self, folder: Path) -> None:
        """Use the lock files in `folder`, which need not exist."""
        self.folder = folder
        """The folder with the lock files. It is made with the history and stays."""
        self._own_lock: BaseFileLock | None = None
        self.token = os.urandom(16).hex()
        """The name of this program among the writers."""

    def make_folder(self) -> None:
        """Make the folder if it is missing. Raises `OSError`."""
        make_private_folder(self.folder)

    def register(self) -> None:
        """Lock this program's own file, and remove the files of dead writers.

        Does nothing if the file is locked already. Raises `OSError`, also if another program holds the lock
        too long, and `HistoryError` if others remove the file again and again.
        """
        if self._own_lock is not None:
            return
        self.make_folder()
        path = self._path(self.token)
        for _ in range(_MAX_ATTEMPTS):
            lock = _make_lock(path)
            lock.acquire(timeout=_LOCK_WAIT_S, poll_interval=_POLL_S)
            # Another program may have removed the file just before it was locked.
            if path.exists():
                self._own_lock = lock
                self._remove_dead()
                return
            lock.release()
        raise HistoryError(f"The lock file {path} can't be locked.", "Check its folder, then try again.")

    def is_alive(self, token: str, *, wait_for_check: bool = False) -> bool:
        """Return whether the writer with this token is running. Removes the lock file of a dead writer.

        For this program's own token, return whether it is registered. A lock that can't be taken for lack of
        permission, or on a read-only disk, counts as that of a dead writer; after any other error, the writer
        counts as running.

        Args:
            token: The writer's name, from its `WriterLocks.token`.
            wait_for_check: Whether to wait up to `_LOCK_WAIT_S` for the lock, in case another program holds
                it only to check the same writer. For a running writer this takes the whole time. Without
                waiting, a dead writer may be reported as running.

        """
        if token == self.token:
            return self._own_lock is not None
        path = self._path(token)
        if not token.isalnum() or not path.exists():
            return False
        from filelock import Timeout  # noqa: PLC0415 - 48 ms, only to look at other writers

        lock = _make_lock(path)
        try:
            lock.acquire(timeout=_LOCK_WAIT_S if wait_for_check else 0, poll_interval=_POLL_S)
        except Timeout:
            return path.exists()
        except OSError as error:
            # If the folder can't be written, so that no lock can be taken, no program is writing.
            return error.errno not in {EACCES, EPERM, EROFS}
        self._remove_and_release(lock, path)
        return False

    def is_another_alive(self) -> bool:
        """Return whether another program runs that has the history open and began or resumed a session.

        Removes the lock files of dead writers that it meets. Waits up to `_LOCK_WAIT_S` for the lock of each.
        """
        return any(
            self.is_alive(path.stem, wait_for_check=True)
            for path in self.folder.glob("*.lock")
            if path.stem != self.token
        )

    @contextmanager
    def repairing(self) -> Iterator[None]:
        """Make this the only program that repairs the history until the block ends.

        If another one repairs it, wait for that first.

        Raises `OSError` if the lock's file or folder can't be made, and `HistoryError` if another program
        repairs for longer than `_REPAIR_WAIT_S`.
        """
        from filelock import Timeout  # noqa: PLC0415 - 48 ms, only after damage

        self.make_folder()
        # This file is never removed: otherwise two programs could each lock a file of that name.
        lock = _make_lock(self.folder / "mending")
        try:
            lock.acquire(timeout=_REPAIR_WAIT_S, poll_interval=_POLL_S)
        except Timeout:
            raise HistoryError(
                "The history is damaged, and another tpsession is recovering what can be read.",
                "Wait until it is done, then try again.",
            ) from None
        try:
            yield
        finally:
            lock.release()

    def unregister(self) -> None:
        """Give up this program's lock and remove its file; does nothing if it isn't registered. Never raises.

        Its running sessions count as interrupted from now on.
        """
        if self._own_lock is not None:
            self._remove_and_release(self._own_lock, self._path(self.token))
            self._own_lock = None

    def _path(self, token: str) -> Path:
        return self.folder / f"{token}.lock"

    def _remove_dead(self) -> None:
        """Remove the lock files of all writers but this one that are found to be dead."""
        for path in self.folder.glob("*.lock"):
            self.is_alive(path.stem)

    @staticmethod
    def _remove_and_release(lock: BaseFileLock, path: Path) -> None:
        """Remove a lock file whose lock is held, if possible, and release the lock in any case."""
        if sys.platform == "win32":
            # Windows can't remove an open file.
            lock.release()
            with suppress(OSError):
                path.unlink()
        else:
            # Removed before the release, so that no program can lock a file that is about to go.
            with suppress(OSError):
                path.unlink()
            lock.release()
