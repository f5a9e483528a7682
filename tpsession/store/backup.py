"""Copies of the whole history beside it, and the folders and files that only their owner can read."""

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
"""Pain ratings are nobody else's business."""


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone.

    One that exists is left as it is. Raises OSError.
    """
    missing = []
    while not folder.exists():
        missing.append(folder)
        if folder.parent == folder:
            # A drive that isn't there is its own parent; making it says so.
            break
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=FOLDER_MODE, exist_ok=True)


def private_file(path: Path) -> None:
    """Make an empty file for its owner alone, or take others' permissions from one that exists.

    SQLite gives a journal the permissions of its file. Raises OSError.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), FILE_MODE)
    try:
        if os.name == "posix" and os.fstat(handle).st_mode & 0o077:
            os.fchmod(handle, FILE_MODE)
    finally:
        os.close(handle)


def backups_folder(path: Path) -> Path:
    """Where the backups of the history at `path` lie."""
    return path.parent / "backups"


def free_place(path: Path, why: str, clock: Clock, folder: Path) -> Path:
    """A path in `folder` that no file has: the history's name, why, and the local time."""
    stamp = clock.local_time().strftime("%Y%m%d-%H%M%S")
    place = folder / f"{path.stem}-{why}-{stamp}{path.suffix}"
    number = 2
    while place.exists():
        place = folder / f"{path.stem}-{why}-{stamp}-{number}{path.suffix}"
        number += 1
    return place


def backup_place(path: Path, why: str, clock: Clock) -> Path:
    """Where the next backup of the history at `path` goes."""
    return free_place(path, why, clock, backups_folder(path))


def back_up(path: Path, place: Path) -> None:
    """Copy the whole history at `path` to `place`; a copy that was cut off never has that name.

    Another connection may be about to write. Raises `sqlite3.Error` or `OSError`.
    """
    private_folder(place.parent)
    unfinished = place.with_name(f"{place.name}.part")
    private_file(unfinished)
    # A connection of its own: from one that is writing, the copying would wait for ever.
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(unfinished, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous = EXTRA")
        source.backup(copy)
    unfinished.replace(place)
