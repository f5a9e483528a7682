"""Turns errors of SQLite and of the disk into errors that tell the person what to do."""

from __future__ import annotations

import sqlite3
from errno import EIO, ENOLCK, ENOSPC, ENOSYS, EOPNOTSUPP
from pathlib import Path

from tpsession.core.errors import HistoryError

STORE_ERRORS = (sqlite3.Error, OSError, UnicodeDecodeError)
"""Every exception that using the file can raise.

`UnicodeDecodeError` is one of them: SQLite's message on a damaged schema may quote bytes that aren't text.
"""


StoreError = sqlite3.Error | OSError | UnicodeDecodeError
"""The type of these."""


class HistoryDamagedError(HistoryError):
    """The file of the history is damaged. None of it was deleted."""

    def __init__(
        self, what: str, todo: str, *, damaged_path: Path, backup: Path | None = None, recovered: int = 0
    ) -> None:
        """Create the error.

        Args:
            what: What happened, in one sentence.
            todo: What to do next.
            damaged_path: Where the damaged file is now.
            backup: The newest backup without damage, or None.
            recovered: How many sessions were copied from the damaged file into a new history.

        """
        super().__init__(what, todo)
        self.damaged_path = damaged_path
        self.backup = backup
        self.recovered = recovered


class DamageFoundError(sqlite3.DatabaseError):
    """One of our own checks found damage that SQLite did not report."""


def _primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, or -1 for an error of the Python module itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return -1 if code is None else code & 0xFF


def is_damage(error: Exception) -> bool:
    """Return whether an error means that the file itself is damaged, rather than inaccessible.

    SQLite also says so when the disk can't be read: `find_cause` tells which it is. SQLITE_ERROR counts as
    damage: our statements are fixed and tested, so one that doesn't fit the tables has met a damaged schema.
    """
    if isinstance(error, DamageFoundError | UnicodeDecodeError):
        return True
    return isinstance(error, sqlite3.Error) and _primary_code(error) in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_TOOBIG,
    }


def is_corrupt(error: Exception) -> bool:
    """Return whether SQLite says that the file is corrupt or no database.

    False for the other kinds of damage that `is_damage` knows.
    """
    return isinstance(error, sqlite3.Error) and _primary_code(error) in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }


def is_inaccessible(error: Exception) -> bool:
    """Return whether an error means that the file can't be used now, though it may be intact.

    True for every `OSError`, and for SQLite's errors about the disk, a lock, a permission or memory.
    """
    return isinstance(error, OSError) or (
        isinstance(error, sqlite3.Error) and _primary_code(error) in _REASONS
    )


_REASONS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space, then try again."),
    sqlite3.SQLITE_READONLY: ("it is read-only", "Check its permissions, and those of its folder."),
    sqlite3.SQLITE_BUSY: (
        "another program is writing to it",
        "Close other programs that use it, then try again.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "another program is writing to it",
        "Close other programs that use it, then try again.",
    ),
    sqlite3.SQLITE_CANTOPEN: ("it can't be opened", "Check its permissions, and those of its folder."),
    sqlite3.SQLITE_PERM: ("access is denied", "Check its permissions, and those of its folder."),
    sqlite3.SQLITE_IOERR: (
        "the disk could not be read or written",
        "Check that the disk is connected and has free space, then try again.",
    ),
    sqlite3.SQLITE_NOMEM: ("there isn't enough memory", "Close other programs, then try again."),
}

_CODES: dict[int | None, int] = {EIO: sqlite3.SQLITE_IOERR, ENOSPC: sqlite3.SQLITE_FULL}
"""SQLite's codes for errors of the system that mean the same."""


def _may_be_about_locks(error: StoreError) -> bool:
    """Return whether a disk that can't lock files may be the cause of an error.

    True if SQLite says that the file is in use, or that the disk can't be read or written; if a lock times
    out; or if the system says that it can't lock.
    """
    if isinstance(error, sqlite3.Error):
        return _primary_code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR}
    return isinstance(error, TimeoutError) or (
        isinstance(error, OSError) and error.errno in {ENOLCK, ENOSYS, EOPNOTSUPP}
    )


def describe_damage(error: Exception) -> str:
    """Return an error's message, with "?" for each character that can't be shown.

    SQLite quotes content of the file there. For `UnicodeDecodeError`, return that the schema can't be read.
    """
    if isinstance(error, UnicodeDecodeError):
        return "its schema can't be read"
    # SQLite quotes content of the file, which may be anything.
    return "".join(character if character.isprintable() else "?" for character in str(error))


def to_history_error(path: Path, error: StoreError) -> HistoryError:
    """Return the error that tells the person what happened to the history at `path` and what to do.

    For damage it is a `HistoryDamagedError`; nothing is moved, marked or repaired. If locks may be the cause,
    a temporary file is made in the folder to find out.

    error: one of the `STORE_ERRORS`.
    """
    if _may_be_about_locks(error):
        from tpsession.store.disk_check import OTHER_DISK, find_lock_problem  # noqa: PLC0415 - hardly ever

        if problem := find_lock_problem(path.parent):
            return HistoryError(f"The history {path} can't be used: {problem}.", OTHER_DISK)
    if is_damage(error):
        return HistoryDamagedError(
            f"The history {path} is damaged ({describe_damage(error)}).",
            "Nothing was deleted. Close tpsession and start it again: it then recovers what can be read.",
            damaged_path=path,
        )
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED:
        return HistoryError(
            f"The history {path} was moved or replaced in the meantime, so nothing was written.",
            "Close tpsession and start it again.",
        )
    text, todo = find_reason(error)
    return HistoryError(f"The history {path} can't be used: {text}.", todo)


def find_reason(error: sqlite3.Error | OSError | UnicodeDecodeError) -> tuple[str, str]:
    """Return what keeps a file from being used, as a clause without a full stop, and what to do.

    The second is a sentence.

    error: one of the `STORE_ERRORS` that isn't damage.
    """
    code = _primary_code(error) if isinstance(error, sqlite3.Error) else -1
    if isinstance(error, OSError):
        if error.errno not in _CODES:
            reason = error.strerror or str(error) or type(error).__name__
            return reason, "Check its folder, its permissions and the free disk space."
        code = _CODES[error.errno]
    return _REASONS.get(code, (describe_damage(error), "Try again."))
