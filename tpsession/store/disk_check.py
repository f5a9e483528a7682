"""Finds out whether a disk can do what the history needs: write a file, lock it, and make it last."""

from __future__ import annotations

import os
import sys
from pathlib import Path

OTHER_DISK = (
    "Many network disks and synced folders can't do this: set TPSESSION_HOME to a folder on a disk of this "
    "computer."
)
"""What to do about a disk that can't do what is needed."""


def find_disk_problem(folder: Path) -> str:
    """Return, as a clause, the first of the history's needs that the disk of a folder doesn't meet, or "".

    The needs are that files can be written, that they can be locked, and that what is written survives a
    power cut. The clause contains the reason, such as ``files can't be locked there (not supported)``.

    A temporary file of our own is written in the folder, or in the nearest one above it that exists, and
    removed again. Never raises. Network disks and folders that are kept in step with other computers often
    can't lock files.
    """
    import tempfile  # noqa: PLC0415 - 5 ms, and only the doctor needs it

    while not os.path.isdir(folder) and folder.parent != folder:  # noqa: PTH112 - false if it can't be reached
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"tpsession")
            file.flush()
            return _find_lock_problem(file.fileno()) or _find_sync_problem(file.fileno())
    except OSError as error:
        return f"no file can be written there ({_reason(error)})"


def find_lock_problem(folder: Path) -> str:
    """Return a clause that says that files in a folder can't be locked, and why; "" if they can.

    "" also if the folder is missing or no file can be made there. A temporary file is made and removed.
    """
    import tempfile  # noqa: PLC0415 - 5 ms, and only after an error

    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return _find_lock_problem(file.fileno())
    except OSError:
        return ""


def _find_lock_problem(descriptor: int) -> str:
    """Return a clause that says that an open file can't be locked, and why; "" if it can, always on Windows.

    descriptor: of a new file that no other program has, so that only the disk can be the reason. It stays
    locked.
    """
    if sys.platform == "win32":
        # Every disk of Windows can.
        return ""
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        # SQLite locks in the first of these ways, and the lock files of the history in the second.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return f"files can't be locked there ({_reason(error)})"
    return ""


def _find_sync_problem(descriptor: int) -> str:
    """Sync an open file; return a clause that says that this failed, and why, or ""."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        return f"what is written there may be lost in a power cut ({_reason(error)})"
    return ""


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
