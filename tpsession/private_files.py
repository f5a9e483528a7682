"""Creates folders and files that only their owner can read, because pain ratings are private."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
"""Permissions for the owner alone."""


def make_private_folder(folder: Path) -> Path:
    """Create a folder and its missing parents, accessible only to the person (mode 0700), and return it.

    The mode of an existing folder isn't changed. Raises `OSError` if a folder can't be created.
    """
    missing = []
    path = folder
    while not path.is_dir():
        missing.append(path)
        if path.parent == path:
            # The root of a missing drive is its own parent; mkdir below raises for it.
            break
        path = path.parent
    # One by one: `mkdir(parents=True)` would create the parents with the usual mode.
    for path in reversed(missing):
        path.mkdir(mode=FOLDER_MODE, exist_ok=True)
    return folder


def make_private_file(path: Path) -> None:
    """Create an empty file for the owner alone, or remove the permissions of others from an existing one.

    The content of an existing file stays. SQLite gives a journal the permissions of its database. Raises
    `OSError`.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), FILE_MODE)
    try:
        if os.name == "posix" and os.fstat(handle).st_mode & 0o077:
            os.fchmod(handle, FILE_MODE)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Write a folder's list of files to the disk, so that a power cut loses no new name, where that works.

    Windows can't, some network disks refuse it, and a folder that may be written but not read can't be
    opened: then nothing happens.
    """
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
