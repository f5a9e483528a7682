"""Makes the file of the history smaller after a migration that freed most of it."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from tpsession.store.connection import check_integrity
from tpsession.store.failures import is_inaccessible

_LEAST_FREE_BYTES = 256 * 1024
"""A file with fewer unused bytes isn't worth the work."""
_MOST_USED_BYTES = 64 * 1024 * 1024
"""More content isn't copied, because the copy is made in memory; this is 25,000 sessions."""


def is_mostly_unused(connection: sqlite3.Connection) -> bool:
    """Return whether more than half of the file is unused, and more than `_LEAST_FREE_BYTES`.

    Then `shrink` is worth it. Always False for a file with more than `_MOST_USED_BYTES` in use, because
    `shrink` would take too much memory.
    """
    pages, free, page_bytes = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    used_bytes, free_bytes = (pages - free) * page_bytes, free * page_bytes
    return bool(free_bytes > max(used_bytes, _LEAST_FREE_BYTES) and used_bytes <= _MOST_USED_BYTES)


def shrink(connection: sqlite3.Connection) -> None:
    """Give unused space back to the disk. The file is checked before; its content is copied in memory.

    If that isn't possible now, such as without room or while another program is using the file, it stays
    as large as it is, and the space is used for new sessions. Raises `sqlite3.DatabaseError` if the file is
    damaged.
    """
    try:
        check_integrity(connection)
        # A copy in a temporary file could be read by whoever gets that disk.
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("VACUUM")
    except sqlite3.Error as error:
        if not is_inaccessible(error):
            raise
    finally:
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA temp_store = DEFAULT")
