"""Backups of the whole history, and folders and files that only their owner can read."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpsession.core.clock import Clock

FOLDER_MODE = 0o700
FILE_MODE = 0o600
"""Permissions for the owner alone: pain ratings are private."""


def make_private_folder(folder: Path) -> None:
    """Create a folder and its missing parents, accessible only to the person (mode 0700).

    The mode of an existing folder isn't changed. Raises `OSError` if a folder can't be created.
    """
    missing = []
    while not folder.exists():
        missing.append(folder)
        if folder.parent == folder:
            # The root of a missing drive is its own parent; mkdir below raises for it.
            break
        folder = folder.parent
    for missing_folder in reversed(missing):
        missing_folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


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


def backups_folder(path: Path) -> Path:
    """Return the folder with the backups of the history at `path`."""
    return path.parent / "backups"


def find_unused_path(path: Path, label: str, clock: Clock, folder: Path) -> Path:
    """Return an unused path in `folder`, named after the history, the label and the local time.

    A number is added if a file of that second exists.

    path: the file of the history.
    """
    stamp = clock.local_time().strftime("%Y%m%d-%H%M%S")
    candidate = folder / f"{path.stem}-{label}-{stamp}{path.suffix}"
    number = 2
    while candidate.exists():
        candidate = folder / f"{path.stem}-{label}-{stamp}-{number}{path.suffix}"
        number += 1
    return candidate


def find_backup_path(path: Path, label: str, clock: Clock) -> Path:
    """Return an unused path for a backup of the history at `path`, with this label in its name."""
    return find_unused_path(path, label, clock, backups_folder(path))


def back_up(path: Path, target: Path) -> None:
    """Copy the whole history at `path` to `target`, which appears only once the copy is complete.

    The folder is created, and an older file replaced. Another connection may hold the lock for writing.
    Raises `sqlite3.Error` or `OSError`.
    """
    make_private_folder(target.parent)
    unfinished = target.with_name(f"{target.name}.part")
    make_private_file(unfinished)
    # A separate connection: copying from the one that holds the write lock would never end.
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(unfinished, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous = EXTRA")
        source.backup(copy)
    unfinished.replace(target)
