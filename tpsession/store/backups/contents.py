"""Counts what a history or a backup holds, for a person who chooses between the two."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tpsession.core.dialogue.rescue import HistoryContents

_NOT_DELETED = "id NOT IN (SELECT session_id FROM deletions)"


def count_contents(file: Path) -> HistoryContents:
    """Return how many sessions and scores a file of today's schema holds, and when the newest began.

    Deleted ones aren't counted. Nobody may write to the file meanwhile. Raises `sqlite3.Error`, also for an
    older schema.
    """
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        counts = dict(
            connection.execute(f"SELECT kind, count(*) FROM sessions WHERE {_NOT_DELETED} GROUP BY kind")  # noqa: S608 - fixed text of ours
        )
        newest = connection.execute(
            f"SELECT started_at FROM sessions WHERE {_NOT_DELETED} ORDER BY started_utc DESC LIMIT 1"  # noqa: S608 - as above
        ).fetchone()
    scores = int(counts.pop("score", 0))
    return HistoryContents(
        sum(counts.values()), scores, None if newest is None else datetime.fromisoformat(newest[0])
    )
