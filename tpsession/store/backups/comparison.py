"""Compares two histories: what only one of them has, and what differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from tpsession.core.dialogue.restore import HistoryDifference, RowDifference
from tpsession.store.tables import COMPARISONS, PROGRAMMES, RATINGS, SESSIONS, SqlTable, Value

_Rows = Mapping[tuple[Value, ...], Value]
"""The checksums of rows by what identifies the rows in any history."""
_SESSION_KEY = "t.id"
_RATING_KEY = "t.session_id, t.kind, CASE t.kind WHEN 'later' THEN t.at_utc END"
"""A session has one rating before and one after; each later one has its own time."""


def compare_histories(here: sqlite3.Connection | None, there: sqlite3.Connection) -> HistoryDifference:
    """Return how two histories of today's schema differ; nothing is written.

    Of programmes and comparisons, only whether they differ at all. Deleted sessions count as not there. Rows
    are compared by their checksums alone, so damaged ones count, too.

    here: None for a history that doesn't exist, which differs as an empty one does.
    """
    sessions, ratings = (
        _compare_rows(_load(here, table, key, owner), _load(there, table, key, owner))
        for table, key, owner in ((SESSIONS, _SESSION_KEY, "t.id"), (RATINGS, _RATING_KEY, "t.session_id"))
    )
    is_programme_or_comparison_different = any(
        _load(here, table, "t.id") != _load(there, table, "t.id") for table in (PROGRAMMES, COMPARISONS)
    )
    return HistoryDifference(sessions, ratings, is_programme_or_comparison_different)


def _load(connection: sqlite3.Connection | None, table: SqlTable, key: str, session_id: str = "") -> _Rows:
    """Return the checksums of all rows of a table that don't belong to deleted sessions, by identity.

    Args:
        connection: The history; None for one that doesn't exist, which has no rows.
        table: The table.
        key: The columns that identify a row, as SQL.
        session_id: The column with the id of the session; empty if the table has none.

    """
    if connection is None:
        return {}
    not_deleted = "NOT IN (SELECT session_id FROM deletions)"
    rest = f"WHERE {session_id} {not_deleted}" if session_id else ""
    rows = connection.execute(table.select_sql(rest, f"t.checksum, {key}"))
    return {tuple(identity): checksum for checksum, *identity in rows}


def _compare_rows(here: _Rows, there: _Rows) -> RowDifference:
    """Return how many rows only one of two histories has, and how many have other checksums."""
    shared = here.keys() & there.keys()
    return RowDifference(
        len(here) - len(shared), len(there) - len(shared), sum(here[key] != there[key] for key in shared)
    )
