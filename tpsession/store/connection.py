"""Opens the file of the history: checks its path, configures SQLite, and checks its content."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from errno import EIO
from operator import methodcaller
from pathlib import Path

from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import TaskProgress
from tpsession.private_files import make_private_file, make_private_folder
from tpsession.store.failures import STORE_ERRORS, DamageFoundError, StoreError, is_corrupt, to_history_error

BUSY_TIMEOUT_S = 5.0
"""Seconds that a program waits for another one that is writing."""
_SHORTEST = 100
"""The bytes of a file's header, without which it can't be a history."""
_PIECE_BYTES = 1024 * 1024
_STEPS_BETWEEN_CHECKS = 10_000
"""SQLite's own steps until it looks again whether to stop: a few milliseconds."""
MAX_VALUE_BYTES = 64 * 1024 * 1024
"""The largest value in bytes, so that a damaged length can't use up all memory."""

# Called for each text that is read. A partial of `str` with keywords would take three times as long.
decode_text = methodcaller("decode", "utf-8", "surrogateescape")


def find_history_size(path: Path) -> int | None:
    """Return the bytes of the file at `path`, or None if nothing is there.

    Raises `HistoryError` if anything but a file is there, such as a folder or a link that leads nowhere, or
    if a folder of the path is a file; and `OSError` if the system doesn't say. This doesn't open the path:
    opening a pipe would block.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise HistoryError(
                f"The history {path} is a link to {path.readlink()}, and nothing is there.",
                "If that is on another disk, connect the disk, then try again. To start a new history,"
                " remove the link.",
            ) from None
        return None
    except NotADirectoryError:
        # Perhaps not the nearest folder, but one further up.
        file = next((folder for folder in path.parents if folder.is_file()), path.parent)
        raise HistoryError(
            f"The history {path} can't be used: {file} is a file, not a folder.",
            "Move it away, or choose another folder with TPSESSION_HOME.",
        ) from None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
        raise HistoryError(
            f"The history {path} can't be used: it is {kind}.",
            "Move it away, or choose another folder with TPSESSION_HOME.",
        )
    return status.st_size


def history_exists(path: Path) -> bool:
    """Return whether there is a file at `path` that isn't empty.

    Raises `HistoryError` as `find_history_size`, and also if the system doesn't say.
    """
    try:
        return bool(find_history_size(path))
    except OSError as error:
        raise to_history_error(path, error) from error


def make_history_file(path: Path) -> None:
    """Create the folder and an empty file if they are missing; let only the owner read and write the file.

    The mode of an existing folder isn't changed. Raises `OSError`.
    """
    make_private_folder(path.parent)
    make_private_file(path)


def suspect_file(path: Path) -> Path:
    """Return the file which, if it exists, makes the next opening of the history check all of it."""
    return path.with_name(f"{path.name}.suspect")


def mark_suspect(path: Path) -> None:
    """Create the file that makes the next opening check the whole history; never raises."""
    with suppress(OSError):
        make_private_file(suspect_file(path))


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open an existing file of SQLite, for use in the calling thread only. Raises `sqlite3.Error`.

    A statement waits up to `BUSY_TIMEOUT_S` while another program is writing. If the file can't be written,
    SQLite opens it for reading.

    read_only: whether the caller will write nothing; then the mode of the journal isn't changed. SQLite still
    rolls back what a killed program left unfinished, which writes to the file. Only if a log of another
    program's changes (WAL) lies beside the file, a read-only connection has ``mode=ro``, because SQLite would
    otherwise write the log into the file.
    """
    mode = "ro" if read_only and path.with_name(f"{path.name}-wal").exists() else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None
    )
    try:
        # Invalid UTF-8 in a damaged row must not raise here: its checksum reports the damage later.
        connection.text_factory = decode_text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode = DELETE")
            # What is deleted or replaced is overwritten: it is private, and a repair mustn't meet it again.
            connection.execute("PRAGMA secure_delete = ON")
        # FULL may lose the last commit in a power cut, because it doesn't sync the removal of the journal.
        connection.execute("PRAGMA synchronous = EXTRA")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def stoppable(connection: sqlite3.Connection, progress: TaskProgress) -> Iterator[None]:
    """Show the progress again and again while SQL statements in the block run; let the task be stopped.

    If the person stops it, a statement that runs for longer is interrupted, and `TaskStoppedError` is raised;
    a short one runs to its end. An interrupted statement that writes has changed nothing.
    """
    connection.set_progress_handler(progress.tick, _STEPS_BETWEEN_CHECKS)
    try:
        yield
    except sqlite3.OperationalError:
        progress.check()
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Run the statements inside as one transaction: if the block or the commit raises, none takes effect.

    Raises `sqlite3.Error`.

    kind: IMMEDIATE to write; DEFERRED to read the same state of the file in several statements. A DEFERRED
    one joins a transaction that is open already, and then neither commits nor rolls back.
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


def check_size(path: Path, *, was_used: bool) -> None:
    """Raise `DamageFoundError` if a file is too short for a history.

    An empty file passes, because it becomes a new history, unless `was_used`.

    Also raises `OSError` if the file is missing or the system doesn't say.

    was_used: whether a history was saved there before.
    """
    size = path.stat().st_size
    if not size and was_used:
        raise DamageFoundError("the file is empty, though a history was saved in it before")
    if 0 < size < _SHORTEST:
        raise DamageFoundError("the file was cut off near its start")


def check_page_count(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `DamageFoundError` if a file has a page that SQLite doesn't know of, and would overwrite.

    SQLite reports a missing page itself. With a write-ahead log, nothing is checked. Raises the other
    `STORE_ERRORS`, too.
    """
    with transaction(connection, "DEFERRED"):
        ((count,), (size,), (mode,)) = (
            connection.execute(f"PRAGMA {name}").fetchone()
            for name in ("page_count", "page_size", "journal_mode")
        )
        if mode != "wal" and path.stat().st_size >= (count + 1) * size:
            raise DamageFoundError("it is longer than its first page says")


def find_cause(path: Path, error: StoreError) -> StoreError:
    """Return why a file seems damaged: damage of the file itself, or an error of the disk.

    SQLite says that the file is malformed when the disk can't read it. So for such an error, or damage that
    our own checks found, the whole file is read and checked, which takes long. If that fails, its error is
    returned. If it finds nothing, the disk failed for a moment, and an `OSError` is returned. Any other error
    is returned as it is.

    error: one of the `STORE_ERRORS`, met in the file or in a copy that was made of it.
    """
    if not isinstance(error, DamageFoundError) and not is_corrupt(error):
        return error
    try:
        check_readable(path)
        with closing(connect(path, read_only=True)) as connection:
            check_integrity(connection)
    except STORE_ERRORS as found:
        return found
    return OSError(EIO, os.strerror(EIO))


def check_readable(path: Path) -> None:
    """Read the whole file. Raises `OSError` if the disk can't.

    No connection of this program to the file may be in a transaction meanwhile.
    """
    with path.open("rb") as file:
        while file.read(_PIECE_BYTES):
            pass
