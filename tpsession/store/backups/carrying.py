"""What a restore keeps of the present history: today's rests, and that a session was deleted for good."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tpsession.core.history.records import StopReason
from tpsession.store.changes.change_writer import ChangeWriter
from tpsession.store.connection import transaction
from tpsession.store.history_writer import HistoryWriter
from tpsession.store.queries import HistoryReader
from tpsession.store.tables import DELETIONS, PLANS, RATINGS, SESSION_PLANS, SESSIONS, SqlTable, Value
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from datetime import date

_NOT_DELETED = "t.id NOT IN (SELECT session_id FROM deletions)"


def keep_rests(here: sqlite3.Connection, there: sqlite3.Connection, today: date) -> int:
    """Copy the sessions that make an area rest today into a backup's copy; return how many were copied.

    An area rests on the day of a stop for any reason but an interruption, and going back to a backup mustn't
    end that.

    Writes to `there` in a transaction of its own. A copied session replaces what the backup has of it, with
    its ratings and plan, and is no longer deleted there. A session is left alone and not counted if it is
    deleted or damaged in `here`, or if its row is the same in `there` and it isn't deleted there.

    Args:
        here: The present history; only read.
        there: The copy of the backup, which is changed.
        today: The local day.

    """
    reasons = [reason.value for reason in StopReason if reason.rests_area]
    marks = ", ".join("?" * len(reasons))
    stopped_today = f"substr(coalesce(t.ended_at, t.started_at), 1, 10) = ? AND t.stop_reason IN ({marks})"
    wanted = SESSIONS.select_sql(f"WHERE {stopped_today} AND {_NOT_DELETED}")
    kept = 0
    with transaction(there):
        for raw in here.execute(wanted, (today.isoformat(), *reasons)).fetchall():
            row = SESSIONS.checked_row(raw)
            mine = SESSIONS.select_sql(f"WHERE t.id = ? AND {_NOT_DELETED}")
            if row is None or there.execute(mine, (row["id"],)).fetchone() == raw:
                continue
            kept += 1
            session_id = row["id"]
            there.execute("DELETE FROM deletions WHERE session_id = ?", (session_id,))
            there.execute("DELETE FROM ratings WHERE session_id = ?", (session_id,))
            _copy_rows(here, there, SESSIONS, "WHERE t.id = ?", session_id)
            _copy_rows(here, there, RATINGS, "WHERE t.session_id = ?", session_id)
            _copy_rows(here, there, SESSION_PLANS, "WHERE t.session_id = ?", session_id)
            plans = "WHERE t.id IN (SELECT plan_id FROM session_plans WHERE session_id = ?)"
            _copy_rows(here, there, PLANS, plans, session_id)
    return kept


def keep_final_deletions(here: sqlite3.Connection, there: sqlite3.Connection, writers: WriterLocks) -> int:
    """Remove from a backup's copy the sessions that were deleted for good since; return how many it had.

    A session is deleted for good if the history has a deletion of it, but no longer the session. Those
    deletions are copied to `there`, too. A damaged deletion is passed over, and its session stays in `there`.
    Writes to `there`, in a transaction of its own.

    Args:
        here: The present history; only read.
        there: The copy of the backup, which is changed.
        writers: The programs that write to the history.

    """
    final = DELETIONS.select_sql("WHERE t.session_id NOT IN (SELECT id FROM sessions)")
    removed = []
    with transaction(there):
        for raw in here.execute(final).fetchall():
            row = DELETIONS.checked_row(raw)
            if row is None:
                continue
            there.execute(DELETIONS.insert_sql("INSERT OR REPLACE"), raw)
            found = SESSIONS.select_sql("WHERE t.id = ?", "1")
            if there.execute(found, (row["session_id"],)).fetchone() is not None:
                removed.append(str(row["session_id"]))
        reader = HistoryReader(there, writers.is_alive, lambda _: None)
        ChangeWriter(HistoryWriter(reader, writers)).remove_sessions(removed)
    return len(removed)


def _copy_rows(
    here: sqlite3.Connection, there: sqlite3.Connection, table: SqlTable, rest: str, session_id: Value
) -> None:
    """Copy some rows of a table, with their checksums; each replaces a row with the same key in `there`.

    Args:
        here: The present history; only read.
        there: The copy of the backup.
        table: The table.
        rest: A WHERE clause with one parameter, which selects the rows.
        session_id: The parameter.

    """
    for raw in here.execute(table.select_sql(rest), (session_id,)).fetchall():
        there.execute(table.insert_sql("INSERT OR REPLACE"), raw)
