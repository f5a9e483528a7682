"""Copies a whole history: with SQLite's own means, checked, and under its name only once it is complete."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import ProgressPart, TaskProgress
from tpsession.private_files import FILE_MODE, make_private_file, sync_folder
from tpsession.store.connection import BUSY_TIMEOUT_S

_PAGES_AT_ONCE = 1024
"""How many pages are copied before another program may write: 4 MiB, which take a few milliseconds."""
_MOST_STARTS = 20
"""How often a copy begins again because another program has written, before it is given up."""
_CHUNK_BYTES = 1024 * 1024


def copy_history(path: Path, target: Path, *, mode: str = "rw", progress: ProgressPart | None = None) -> None:
    """Copy the whole history at `path` to the new file `target`, and write that to the disk.

    Another connection may hold the lock for writing meanwhile. If another program keeps writing, so that the
    copy begins again and again, it is given up with `HistoryError`. Also raises `TaskStoppedError` if the
    person stops it, and `sqlite3.Error` or `OSError`. Whatever is raised, `target` is removed again.

    Args:
        path: The history.
        target: The copy; the caller makes sure that nothing is there yet.
        mode: ``rw``, because what a killed program left unfinished must be rolled back before it is read;
            ``ro`` if the file must not be changed.
        progress: Learns how far it is, and may stop it.

    """
    make_private_file(target)
    try:
        source_uri = f"{path.absolute().as_uri()}?mode={mode}"
        with (
            closing(sqlite3.connect(source_uri, uri=True, timeout=BUSY_TIMEOUT_S)) as source,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            # A copy that isn't completed is removed, so it needs no journal.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            source.backup(copy, pages=_PAGES_AT_ONCE, progress=_CopyProgress(path, progress), sleep=0.02)
        _sync_file(target)
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise


class _CopyProgress:
    """Ends a copy that begins again too often, and reports how far it is."""

    def __init__(self, path: Path, progress: ProgressPart | None) -> None:
        self._path = path
        self._progress = progress or TaskProgress().begin("")
        self._remaining = 0
        self._starts = 0

    def __call__(self, _status: int, remaining: int, total: int) -> None:
        """Report how far the copy is; SQLite calls this after each try to copy a piece of pages.

        Raises `HistoryError` once the copy has begun more than `_MOST_STARTS` times, the first included, and
        `TaskStoppedError` if the person stops it.

        Args:
            _status: SQLite's result code; unused.
            remaining: The pages that are left. If they aren't fewer than before, the copy has begun again,
                or the file was locked, which counts as a beginning, too.
            total: The pages of the history.

        """
        self._progress.report(total - remaining, total)
        self._starts += remaining >= self._remaining
        self._remaining = remaining
        if self._starts > _MOST_STARTS:
            raise HistoryError(
                f"The history {self._path} can't be copied: another program keeps writing to it.",
                "Try again later.",
            )


def copy_file(source: Path, target: Path) -> None:
    """Copy a file byte by byte to a disk that may not suit SQLite, and read it back; replaces `target`.

    Raises `OSError`, also if what is read differs. After any error `target` is removed, an older one, too.
    """
    try:
        handle = os.open(
            target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), FILE_MODE
        )
        with source.open("rb") as original, os.fdopen(handle, "wb") as copy:
            while chunk := original.read(_CHUNK_BYTES):
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        _require_same(source, target)
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise


def _require_same(source: Path, target: Path) -> None:
    """Raise `OSError` unless `target` has the content of `source`, and no more."""
    with source.open("rb") as original, target.open("rb") as copied:
        chunk = b" "
        while chunk:
            chunk = original.read(_CHUNK_BYTES)
            if chunk != copied.read(_CHUNK_BYTES):
                raise OSError("what was written can't be read back")


def move_into_place(unfinished: Path, target: Path) -> None:
    """Rename a complete file to `target`, replacing what is there.

    A power cut can't undo that, except on a disk where `sync_folder` does nothing. Raises `OSError`.
    """
    unfinished.replace(target)
    sync_folder(target.parent)


def _sync_file(path: Path) -> None:
    """Write the content of a file to the disk. Raises `OSError`."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
