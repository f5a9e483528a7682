"""What can go wrong with the history's file, in words for the person."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tpsession.core.errors import HistoryError

FAULTS = (sqlite3.Error, OSError, UnicodeDecodeError)
"""Everything that using the file can raise. SQLite quotes a broken schema in its message, and Python
then fails on bytes that are no text."""


class HistoryDamagedError(HistoryError):
    """The history's file is damaged. Nothing of it was deleted."""

    def __init__(
        self, what: str, todo: str, *, kept_at: Path, backup: Path | None = None, saved: int = 0
    ) -> None:
        """Keep the error, where the damaged file lies now, and what there is in its place.

        backup: the newest backup that is sound, or None. saved: sessions that were saved from the
        damaged file into a new history, 0 or more.
        """
        super().__init__(what, todo)
        self.damaged_path = kept_at
        self.backup = backup
        self.recovered = saved


class DamageFoundError(sqlite3.DatabaseError):
    """A check of ours found the file broken where SQLite itself didn't complain."""


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, or -1 for an error of the Python module itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return -1 if code is None else code & 0xFF


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file itself is broken, and not that it can't be reached.

    All our statements are fixed and tested: one that doesn't fit the tables met a broken schema.
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


def is_out_of_reach(error: Exception) -> bool:
    """Whether the file can't be read or written now, for a reason outside of it: disk, lock, permission."""
    return isinstance(error, OSError) or (isinstance(error, sqlite3.Error) and _primary_code(error) in _WORDS)


_WORDS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", "Free some space, then try again."),
    sqlite3.SQLITE_READONLY: ("it may not be written", "Check its permissions, and those of its folder."),
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
        "the disk didn't read or write",
        "Check that the disk is there and has space, then try again.",
    ),
    sqlite3.SQLITE_NOMEM: ("there isn't enough memory", "Close other programs, then try again."),
}


def reason_of(error: Exception) -> str:
    """What a damaged file was found by, in few words."""
    if isinstance(error, UnicodeDecodeError):
        return "its schema can't be read"
    # SQLite quotes what it found, and that may be anything.
    return "".join(sign if sign.isprintable() else "?" for sign in str(error))


def failure(path: Path, error: sqlite3.Error | OSError | UnicodeDecodeError) -> HistoryError:
    """The error for the person: what happened to the history at `path`, and what to do.

    error: one of `FAULTS`.
    """
    if isinstance(error, OSError):
        reason = error.strerror or str(error) or type(error).__name__
        return HistoryError(
            f"The history {path} can't be used: {reason}.",
            "Check its folder, its permissions and the space on the disk.",
        )
    if is_damage(error):
        return HistoryDamagedError(
            f"The history {path} is damaged ({reason_of(error)}).",
            "Nothing was deleted. Close tpsession and start it again: it then saves what can be read.",
            kept_at=path,
        )
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED:
        return HistoryError(
            f"The history {path} was set aside or replaced meanwhile, so nothing was written.",
            "Close tpsession and start it again.",
        )
    code = _primary_code(error) if isinstance(error, sqlite3.Error) else -1
    words, todo = _WORDS.get(code, (reason_of(error), "Try again."))
    return HistoryError(f"The history {path} can't be used: {words}.", todo)
