"""Makes large changes fast: more of the file in memory, and indexes written once at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

INDEXES = "type = 'index' AND tbl_name = 'sessions' AND sql IS NOT NULL"
"""Selects the indexes of sessions but that of the ids, which finds them."""
INSERTED = "name = 'rating_inserted'"
DELETED = "name = 'rating_deleted'"
"""Select the triggers that copy a rating before or after into its session, where indexes sort by it."""
_CACHE_KIB = 32_768
"""Memory for pages that were changed: with SQLite's 2 MB it would write and sync again and again."""


def enlarge_page_cache(connection: sqlite3.Connection) -> None:
    """Have SQLite keep more pages in memory while `connection` is open, for a large transaction."""
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


@contextmanager
def temporarily_dropped(
    connection: sqlite3.Connection, selected: str, report: Callable[[], object] = bool
) -> Iterator[None]:
    """Remove some indexes or triggers inside an open transaction, and make them again when the block ends.

    If the block raises, they aren't made again: the transaction has to be rolled back, as `transaction` does.

    Args:
        connection: The history.
        selected: `INDEXES`, `INSERTED` or `DELETED`.
        report: Called before each is made again: an index of 100,000 sessions takes 0.2 s.

    """
    found = connection.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE {selected}"  # noqa: S608 - fixed text of ours
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f'DROP {kind} "{name}"')
    yield
    for _, _, sql in found:
        report()
        connection.execute(sql)
