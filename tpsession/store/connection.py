"""Opening the history's file: what is asked of the path, of SQLite, and of the content."""

from __future__ import annotations

import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tpsession.core.errors import HistoryError
from tpsession.store.backup import private_file, private_folder
from tpsession.store.failures import FAULTS, DamageFoundError

BUSY_TIMEOUT_S = 5.0
"""How long a program waits for another one that is writing."""
LARGEST_VALUE = 64 * 1024 * 1024
"""Bytes that one value may have: a damaged length must not ask for all memory."""


def exists(path: Path) -> bool:
    """Whether there is a history at `path`: a file with something in it.

    Raises `HistoryError` where something lies there that can't be one. It is never opened, because
    opening a pipe waits for its other end.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        raise HistoryError(
            f"The history {path} can't be used: {path.parent} is a file, not a folder.",
            "Move it away, or choose another folder with TPSESSION_HOME.",
        ) from None
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "not a file"
        raise HistoryError(
            f"The history {path} can't be used: it is {kind}.",
            "Move it away, or choose another folder with TPSESSION_HOME.",
        )
    return found.st_size > 0


def make(path: Path) -> None:
    """Make the folder and an empty file where they are missing. Raises OSError."""
    private_folder(path.parent)
    private_file(path)


def connect(path: Path) -> sqlite3.Connection:
    """Open a file that exists, to be used by the calling thread alone. Raises `sqlite3.Error`.

    Where the file may not be written, SQLite opens it for reading. It is never opened with
    ``mode=ro``: what a killed writer left has to be rolled back before anything can be read.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None
    )
    try:
        # Invalid UTF-8 of a damaged row must reach its checksum and not raise on the way.
        connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = DELETE")
        # FULL may lose the last commit in a power cut: the removed journal isn't synced.
        connection.execute("PRAGMA synchronous = EXTRA")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Everything inside is written, or nothing. Raises `sqlite3.Error`.

    kind: IMMEDIATE to write, DEFERRED to read one state of the file in several statements.
    """
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Some errors end the transaction by themselves; the first error is the one that counts.
        if connection.in_transaction:
            with suppress(*FAULTS):
                connection.execute("ROLLBACK")
        raise


def check(connection: sqlite3.Connection) -> None:
    """Look through the whole file. Raises `sqlite3.DatabaseError` where it is broken."""
    for (found,) in connection.execute("PRAGMA integrity_check(1)"):
        if found != "ok":
            raise DamageFoundError(str(found).splitlines()[0])
