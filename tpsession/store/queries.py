"""Reading: which rows are wanted, and the records they make."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.store.connection import transaction
from tpsession.store.rows import (
    FACTS,
    PLANS,
    RATINGS,
    SESSIONS,
    STATES,
    Row,
    SqlTable,
    Value,
    as_partial,
    microseconds,
    rating_of,
    record_of,
)

if TYPE_CHECKING:
    from tpsession.core.history.repository import InterruptedSession

NOTES_WANTED = "notes_wanted"
"""The fact that holds the ids of sessions whose notes are to be asked for, a line each."""
_WIDEST_OFFSET = timedelta(days=1)
"""No UTC offset reaches it."""
_KEPT = "NOT EXISTS (SELECT 1 FROM deletions d WHERE d.session_id = t.id)"
_NEWEST_FIRST = "ORDER BY t.started_utc DESC, t.id DESC"


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads one connection, in the thread that owns it."""

    connection: sqlite3.Connection
    alive: Callable[[str], bool]
    """Whether the writer of a token lives."""
    report: Callable[[str], None]
    """Takes a sentence on each row that is damaged; the row is left out."""

    def sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """See `History.sessions`."""
        where, parameters = _filters(query)
        wanted = f"WHERE {where} {_NEWEST_FIRST} LIMIT ?"
        parameters.append(-1 if query.limit is None else max(query.limit, 1))
        with transaction(self.connection, "DEFERRED"):
            raw = self.connection.execute(SESSIONS.select(wanted), parameters).fetchall()
            if query == HistoryQuery():
                raw_ratings = self.connection.execute(RATINGS.select()).fetchall()
            else:
                raw_ratings = self._belonging(RATINGS, wanted, parameters)
        rows = [row for row in self._sound(SESSIONS, raw) if _fits(row, query)]
        return self._records(rows, raw_ratings)

    def unfinished(self) -> list[InterruptedSession]:
        """See `History.unfinished`."""
        # 4 ms that reading what was kept, and the list of routines with it, needn't wait for.
        from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint  # noqa: PLC0415

        wanted = f"WHERE t.status = 'running' AND {_KEPT} {_NEWEST_FIRST}"
        with transaction(self.connection, "DEFERRED"):
            raw = self.connection.execute(SESSIONS.select(wanted)).fetchall()
            raw_ratings, raw_plans, raw_states = (
                self._belonging(table, wanted) for table in (RATINGS, PLANS, STATES)
            )
        rows = [row for row in self._sound(SESSIONS, raw) if not self.alive(str(row["writer"]))]
        plans = {row["session_id"]: str(row["plan"]) for row in self._sound(PLANS, raw_plans)}
        states = {row["session_id"]: str(row["state"]) for row in self._sound(STATES, raw_states)}
        found = []
        records = {record.id: record for record in self._records(rows, raw_ratings, dead=True)}
        for row in rows:
            record = records.get(str(row["id"]))
            if record is None:
                continue
            if record.id in plans and record.id in states:
                known = datetime.fromisoformat(str(row["known_at"]))
                progress = SessionCheckpoint(known, record.active_s, record.steps, states[record.id])
                found.append(InterruptedSession(record, plans[record.id], progress))
            else:
                self.report(f"The session of {_when(row)} can't be resumed: its plan or state is damaged.")
        return found

    def wanted(self) -> list[str]:
        """Ids of the sessions whose notes are to be asked for, in the order in which they were put off."""
        return (self.fact(NOTES_WANTED) or "").split()

    def notes_wanted(self) -> list[SessionRecord]:
        """See `History.notes_wanted`."""
        wanted = f"WHERE t.id = ? AND {_KEPT}"
        raw, raw_ratings = list[tuple[Value, ...]](), list[tuple[Value, ...]]()
        with transaction(self.connection, "DEFERRED"):
            for session_id in self.wanted():
                raw += self.connection.execute(SESSIONS.select(wanted), (session_id,)).fetchall()
                raw_ratings += self._belonging(RATINGS, wanted, (session_id,))
        records = self._records(self._sound(SESSIONS, raw), raw_ratings)
        return sorted(records, key=lambda record: (record.started_at, record.id), reverse=True)

    def session(self, session_id: str) -> Row | None:
        """The row of a session, or None where there is none or it was deleted.

        Raises ValueError where it is damaged: writing it again would give it a good checksum.
        """
        raw = self.connection.execute(
            SESSIONS.select(f"WHERE t.id = ? AND {_KEPT}"), (session_id,)
        ).fetchone()
        if raw is None:
            return None
        row = SESSIONS.read(raw)
        if row is None:
            raise ValueError("damaged")
        return row

    def fact(self, name: str) -> str | None:
        """The value that was kept under a name, or None."""
        raw = self.connection.execute(FACTS.select("WHERE t.name = ?"), (name,)).fetchall()
        for row in self._sound(FACTS, raw):
            return str(row["value"])
        return None

    def _belonging(
        self, table: SqlTable, wanted: str, parameters: Sequence[Value] = ()
    ) -> list[tuple[Value, ...]]:
        """The rows of another table that belong to the wanted sessions."""
        sessions = SESSIONS.select(wanted, "t.id")
        return self.connection.execute(
            table.select(f"WHERE t.session_id IN ({sessions})"), parameters
        ).fetchall()

    def _sound(self, table: SqlTable, raw: Iterable[tuple[Value, ...]]) -> list[Row]:
        """The rows whose checksums fit; the others are reported."""
        sound = []
        for each in raw:
            row = table.read(each)
            if row is not None:
                sound.append(row)
            elif table is not RATINGS:  # a session that misses one of its ratings says so itself
                self.report(_damaged(table, each))
        return sound

    def _records(
        self, rows: Iterable[Row], raw_ratings: Iterable[tuple[Value, ...]], *, dead: bool = False
    ) -> list[SessionRecord]:
        """The records of sound rows; `dead` where it is known that their writers are."""
        ratings: dict[Value, list[Rating]] = {}
        for rating in self._sound(RATINGS, raw_ratings):
            ratings.setdefault(rating["session_id"], []).append(rating_of(rating))
        records = []
        lives: dict[str, bool] = {}
        for row in rows:
            own = ratings.get(row["id"], ())
            if len(own) != row["ratings"]:
                self.report(f"A rating of the session of {_when(row)} is damaged and was left out.")
            try:
                record = record_of(row, own)
            except (ValueError, KeyError, TypeError):
                # Its checksum fits: a program that knew more wrote it.
                self.report(f"The session of {_when(row)} can't be understood and was left out.")
                continue
            if record.status is Status.RUNNING:
                writer = str(row["writer"])
                if writer not in lives:
                    lives[writer] = not dead and self.alive(writer)
                if not lives[writer]:
                    record = as_partial(record, datetime.fromisoformat(str(row["known_at"])))
            records.append(record)
        return records


def _filters(query: HistoryQuery) -> tuple[str, list[Value]]:
    """The condition for the wanted sessions, and its parameters."""
    where, parameters = list[str](), list[Value]()
    for column, value in (("area", query.area), ("side", query.side), ("routine", query.routine)):
        if value is not None:
            where.append(f"t.{column} = ?")
            parameters.append(str(value))
    # The local day decides; the bounds on the instant only let the index by time leave the rest out.
    if query.since is not None:
        where.append("t.local_date >= ? AND t.started_utc >= ?")
        parameters += [query.since.isoformat(), _midnight(query.since, -_WIDEST_OFFSET)]
    if query.until is not None:
        where.append("t.local_date <= ? AND t.started_utc < ?")
        parameters += [query.until.isoformat(), _midnight(query.until, 2 * _WIDEST_OFFSET)]
    if query.older_than is not None:
        where.append("(t.started_utc, t.id) < (?, ?)")
        parameters += [*_order(query.older_than)]
    # Last, because it costs the most of each row.
    return " AND ".join((*where, _KEPT)), parameters


def _order(record: SessionRecord) -> tuple[int, str]:
    """What `_NEWEST_FIRST` sorts by."""
    return microseconds(record.started_at), record.id


def _midnight(day: date, later: timedelta) -> int:
    """The day's first moment in UTC and some time, in microseconds."""
    return microseconds(datetime.combine(day, time(), UTC)) + later // timedelta(microseconds=1)


def _fits(row: Row, query: HistoryQuery) -> bool:
    """Whether a row really is wanted: a damaged index may have led to it."""
    day = str(row["local_date"])
    return (
        (query.area is None or row["area"] == query.area)
        and (query.side is None or row["side"] == query.side)
        and (query.routine is None or row["routine"] == query.routine)
        and (query.since is None or day >= query.since.isoformat())
        and (query.until is None or day <= query.until.isoformat())
        and (query.older_than is None or (int(row["started_utc"] or 0), str(row["id"])) < _order(query.older_than))
    )


def _when(row: Row) -> str:
    return str(row["started_at"])[:16].replace("T", " ")


def _damaged(table: SqlTable, raw: tuple[Value, ...]) -> str:
    """What is said of a row that can't be used; its content can't be trusted, so it is only quoted."""
    row = dict(zip(table.columns, raw, strict=False))
    if table is SESSIONS:
        return f"The session {row['id']!r} of {_when(row)!r} is damaged and was left out."
    return f"A row of {table.name} is damaged and was left out."
