"""Opens the file of the history: checks its path, configures SQLite, and checks its content."""

from __future__ import annotations

import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from operator import methodcaller
from pathlib import Path

from tpsession.core.errors import HistoryError
from tpsession.private_files import make_private_file, make_private_folder
from tpsession.store.failures import STORE_ERRORS, DamageFoundError

BUSY_TIMEOUT_S = 5.0
"""Seconds that a program waits for another one that is writing."""
MAX_VALUE_BYTES = 64 * 1024 * 1024
"""The largest value in bytes, so that a damaged length can't use up all memory."""

# Called for each text that is read. A partial of `str` with keywords would take three times as long.
decode_text = methodcaller("decode", "utf-8", "surrogateescape")


def history_exists(path: Path) -> bool:
    """Return whether there is a history at `path`, that is a file that isn't empty.

    Raises `HistoryError` if there is anything else, such as a folder, and `OSError` if the system doesn't
    say. This doesn't open the path: opening a pipe would block.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        raise HistoryError(
            f"The history {path} can't be used: {path.parent} is a file, not a folder.",
            "Move it away, or choose another folder with TPSESSION_HOME.",
        ) from None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
        raise HistoryError(
            f"The history {path} can't be used: it is {kind}.",
            "Move it away, or choose another folder with TPSESSION_HOME.",
        )
    return status.st_size > 0


def make_history_file(path: Path) -> None:
    """Create the folder and an empty file if they are missing; close an existing file to others.

    Raises `OSError`.
    """
    make_private_folder(path.parent)
    make_private_file(path)


def suspect_file(path: Path) -> Path:
    """Return the file which, if it exists, makes the next opening of the history check all of it."""
    return path.with_name(f"{path.name}.suspect")


def mark_suspect(path: Path) -> None:
    """Create the file that makes the next opening check the whole history, however large it is."""
    with suppress(OSError):
        make_private_file(suspect_file(path))


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing file for use in the calling thread only. Raises `sqlite3.Error`.

    A statement waits up to `BUSY_TIMEOUT_S` while another program is writing.

    SQLite opens a file that can't be written for reading. The file is never opened with ``mode=ro``: an
    unfinished transaction of a killed program must be rolled back before anything can be read.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None
    )
    try:
        # Invalid UTF-8 in a damaged row must not raise here: its checksum reports the damage later.
        connection.text_factory = decode_text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = DELETE")
        # FULL may lose the last commit in a power cut, because it doesn't sync the removal of the journal.
        connection.execute("PRAGMA synchronous = EXTRA")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Run the statements inside as one transaction: all of them take effect, or none. Raises `sqlite3.Error`.

    kind: IMMEDIATE to write; DEFERRED to read the same state of the file in several statements, which may be
        part of a transaction that is open already.
    """
    if kind == "DEFERRED" and connection.in_transaction:
        yield
        return
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Some errors end the transaction already. An error of the rollback must not hide the first one.
        if connection.in_transaction:
            with suppress(*STORE_ERRORS):
                connection.execute("ROLLBACK")
        raise


def check_integrity(connection: sqlite3.Connection) -> None:
    """Have SQLite check the whole file, which takes long. Raises `sqlite3.DatabaseError` if it is damaged."""
    for (result,) in connection.execute("PRAGMA integrity_check(1)"):
        if result != "ok":
            raise DamageFoundError(str(result).splitlines()[0])
