"""Tells whether a history has today's schema, without loading the migrations that make it.

Nearly every history has it, and the first screen waits for the history.
"""

from __future__ import annotations

import sqlite3

from tpsession.store.failures import DamageFoundError

NAMES = (
    "001-sessions",
    "002-places-and-flags",
    "003-programmes",
    "004-comparisons",
    "005-series",
    "006-rating-orders",
    "007-shared-plans",
    "008-one-rating-index",
    "009-changes",
    "010-soreness",
    "011-stiffness",
    "012-step-names",
)
"""The names of all migrations, in order; a test holds them to be those of `migrations.MIGRATIONS`."""


def is_empty(connection: sqlite3.Connection) -> bool:
    """Return whether the file is new: it has no tables yet.

    Raises `DamageFoundError` if its list of tables is empty although it has pages for them.
    """
    if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None:
        return False
    if connection.execute("PRAGMA page_count").fetchone()[0] > 1:
        raise DamageFoundError("its list of tables is empty")
    return True


def load_applied(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of the migrations applied to the file, in order.

    Raises `sqlite3.DatabaseError` if it has no list of them.
    """
    rows = connection.execute("SELECT name FROM migrations ORDER BY number")
    return tuple(str(name) for (name,) in rows)


def is_current(connection: sqlite3.Connection) -> bool:
    """Return whether every migration was applied and no other.

    Raises `sqlite3.Error` if that can't be read, as `migrating.find_pending` does.
    """
    listed = "SELECT 1 FROM sqlite_master WHERE name = 'migrations'"
    return connection.execute(listed).fetchone() is not None and load_applied(connection) == NAMES
