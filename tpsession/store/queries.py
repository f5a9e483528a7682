"""Reads sessions from the history: builds the SQL queries and turns rows into records."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.store.connection import transaction
from tpsession.store.filters import NEWEST_FIRST, NOT_DELETED, build_filter, matches_filter, order_by
from tpsession.store.rows import decode_rating, decode_session, mark_partial, to_storable
from tpsession.store.tables import (
    COMPARISONS,
    FACTS,
    PLANS,
    PROGRAMMES,
    RATINGS,
    SESSION_PLANS,
    SESSIONS,
    STATES,
    Row,
    SqlTable,
    Value,
)

if TYPE_CHECKING:
    from tpsession.core.history.comparison import Comparison
    from tpsession.core.history.programme import Programme
    from tpsession.core.history.repository import InterruptedSession
    from tpsession.core.history.series import Series

T = TypeVar("T")

NOTE_REQUESTS = "notes_wanted"
"""The name of the fact with the ids of the sessions whose notes were requested, one a line."""

_CORRECTED_SESSIONS = """
    SELECT DISTINCT session_id FROM corrections WHERE EXISTS (
        SELECT 1 FROM changes WHERE id = change_id AND kind = 'edit' AND undone_at IS NULL
    )
"""
"""The ids of the sessions with a correction that stands, deletions and imports not counted."""
_FEW = 100
"""Of so many sessions each is looked up by itself, so that it doesn't matter how many others there are."""
_PLACES = """
    WITH RECURSIVE places (place) AS (
        SELECT min(place) FROM sessions
        UNION ALL
        SELECT (SELECT min(t.place) FROM sessions t WHERE t.place > p.place)
        FROM places p WHERE p.place IS NOT NULL
    )
    SELECT place FROM places WHERE place IS NOT NULL
"""
"""Selects every place once, from one to the next: SQLite would look at each session for a DISTINCT."""
_NEWEST_START = SESSIONS.select_sql(
    f"WHERE t.place = ? AND t.side = ? AND {NOT_DELETED} {NEWEST_FIRST} LIMIT 1", "t.started_utc"
)
"""Selects when the newest record of a place and side began."""


class HistoryReader:
    """Reads from one connection. Use it only in the thread that opened the connection."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        is_writer_alive: Callable[[str], bool],
        report_damage: Callable[[str], None],
    ) -> None:
        """Make a reader; nothing is read yet.

        Args:
            connection: The open history. The caller closes it.
            is_writer_alive: Returns whether the program with this writer token is running.
            report_damage: Called with a sentence for each damaged row, which is left out of the results.

        """
        self.connection = connection
        self.is_writer_alive = is_writer_alive
        self.report_damage = report_damage

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """Return the sessions that match a query without a search, in its order.

        Damaged ones are reported and left out. A running session whose writer died has the status partial.
        The query's limit counts damaged sessions, too, so there may be fewer results although more sessions
        match. A limit below 1 counts as 1.
        """
        where, parameters = build_filter(query)
        wanted = f"WHERE {where} {order_by(query.order)} LIMIT ?"
        parameters.append(-1 if query.limit is None else max(query.limit, 1))
        with transaction(self.connection, "DEFERRED"):
            raw = self.connection.execute(SESSIONS.select_sql(wanted), parameters).fetchall()
            if query._replace(with_steps=True) == HistoryQuery():
                raw_ratings = self.connection.execute(RATINGS.select_sql()).fetchall()
            else:
                raw_ratings = self.fetch_related(RATINGS, wanted, parameters)
        return self.build_matching_records(query, raw, raw_ratings)

    def build_matching_records(
        self, query: HistoryQuery, raw: Sequence[tuple[Value, ...]], raw_ratings: Sequence[tuple[Value, ...]]
    ) -> list[SessionRecord]:
        """Return the records of rows that a query selected, in their order.

        Those that are damaged or of a newer program are reported and left out; rows that only a damaged index
        found are left out.

        raw, raw_ratings: the rows of the sessions and of their ratings, not checked yet.
        """
        rows = [row for row in self.find_intact_rows(SESSIONS, raw) if matches_filter(row, query)]
        return self._build_records(rows, raw_ratings, with_steps=query.with_steps)

    def list_series(self) -> list[Series]:
        """Return each place and side that has a record (a series), the one with the newest record first.

        They are read from an index alone, so that damaged records count, too; deleted ones don't. Records
        whose side this program doesn't know are left out. Each place and side is looked up for itself, so
        this takes as long for 100,000 sessions as for a few.
        """
        # The list of routines must appear at once.
        from tpsession.core.history.series import Series  # noqa: PLC0415 - not for the first paint

        newest: list[tuple[int, Series]] = []
        with transaction(self.connection, "DEFERRED"):
            for (place,) in self.connection.execute(_PLACES).fetchall():
                for side in Side:
                    row = self.connection.execute(_NEWEST_START, (place, side.value)).fetchone()
                    if row is not None:
                        # A damaged index may hold anything.
                        start = row[0] if isinstance(row[0], int) else 0
                        newest.append((start, Series(str(place), side)))
        newest.sort(key=lambda item: item[0], reverse=True)
        return [series for _, series in newest]

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        """Return the running sessions whose writers died, newest first, each with the status partial.

        Deleted ones are left out. One whose row is damaged, or whose plan or state is damaged or missing, is
        reported and left out. The lock files of these dead writers are removed.
        """
        from tpsession.core.history.repository import (  # noqa: PLC0415 - 4 ms, not for the first paint
            InterruptedSession,
            SessionCheckpoint,
        )

        wanted = f"WHERE t.status = 'running' AND {NOT_DELETED} {NEWEST_FIRST}"
        with transaction(self.connection, "DEFERRED"):
            raw = self.connection.execute(SESSIONS.select_sql(wanted)).fetchall()
            raw_ratings, raw_session_plans, raw_states = (
                self.fetch_related(table, wanted) for table in (RATINGS, SESSION_PLANS, STATES)
            )
            plans = self._load_plans(raw_session_plans)
        rows = [
            row
            for row in self.find_intact_rows(SESSIONS, raw)
            if not self.is_writer_alive(str(row["writer"]))
        ]
        states = {row["session_id"]: str(row["state"]) for row in self.find_intact_rows(STATES, raw_states)}
        interrupted = []
        records = {record.id: record for record in self._build_records(rows, raw_ratings, writers_dead=True)}
        for row in rows:
            record = records.get(str(row["id"]))
            if record is None:
                continue
            if record.id in plans and record.id in states:
                known_at = datetime.fromisoformat(str(row["known_at"]))
                checkpoint = SessionCheckpoint(known_at, record.active_s, record.steps, states[record.id])
                interrupted.append(InterruptedSession(record, plans[record.id], checkpoint))
            else:
                self.report_damage(
                    f"The session of {_format_start(row)} can't be resumed: its plan or state is damaged."
                )
        return interrupted

    def _load_plans(self, raw_session_plans: Sequence[tuple[Value, ...]]) -> dict[Value, str]:
        """Return the texts of the plans of sessions by the sessions' ids.

        What is damaged is reported and left out.

        raw_session_plans: rows of `SESSION_PLANS`, not checked yet.
        """
        plan_ids = {
            row["session_id"]: row["plan_id"]
            for row in self.find_intact_rows(SESSION_PLANS, raw_session_plans)
        }
        texts: dict[Value, str] = {}
        for plan_id in dict.fromkeys(plan_ids.values()):
            raw = self.connection.execute(PLANS.select_sql("WHERE t.id = ?"), (plan_id,)).fetchall()
            texts.update({row["id"]: str(row["plan"]) for row in self.find_intact_rows(PLANS, raw)})
        return {session_id: texts[plan_id] for session_id, plan_id in plan_ids.items() if plan_id in texts}

    def load_note_requests(self) -> list[str]:
        """Return the ids of the sessions whose notes were requested, in the order of the requests."""
        return (self.load_fact(NOTE_REQUESTS) or "").split()

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        """Return the sessions for which a note was requested, newest first, without deleted ones.

        Requests for unknown ids are passed over; damaged sessions are reported and left out.
        """
        wanted = f"WHERE t.id = ? AND {NOT_DELETED}"
        raw, raw_ratings = list[tuple[Value, ...]](), list[tuple[Value, ...]]()
        with transaction(self.connection, "DEFERRED"):
            for session_id in self.load_note_requests():
                raw += self.connection.execute(SESSIONS.select_sql(wanted), (session_id,)).fetchall()
                raw_ratings += self.fetch_related(RATINGS, wanted, (session_id,))
        records = self._build_records(self.find_intact_rows(SESSIONS, raw), raw_ratings)
        return sorted(records, key=lambda record: (record.started_at, record.id), reverse=True)

    def find_record(self, session_id: str) -> SessionRecord | None:
        """Return a session by its whole id, a deleted one too.

        None if there is none, or if its row is damaged or of a newer program, which is reported. A running
        session whose writer died has the status partial.
        """
        wanted, parameters = "WHERE t.id = ?", (to_storable(session_id),)
        with transaction(self.connection, "DEFERRED"):
            raw = self.connection.execute(SESSIONS.select_sql(wanted), parameters).fetchall()
            raw_ratings = self.fetch_related(RATINGS, wanted, parameters)
        # A damaged index may find another session.
        rows = [row for row in self.find_intact_rows(SESSIONS, raw) if row["id"] == session_id]
        return next(iter(self._build_records(rows, raw_ratings)), None)

    def find_ids(self, beginning: str) -> list[str]:
        """Return whole ids that begin with this text, without deleted sessions: 10 at most, unsorted."""
        wanted = f"WHERE t.id >= ? AND t.id < ? AND {NOT_DELETED} LIMIT 10"
        # What a person types may be no UTF-8; no id begins so.
        first = to_storable(beginning)
        raw = self.connection.execute(SESSIONS.select_sql(wanted, "t.id"), (first, f"{first}\U0010ffff"))
        return [str(found) for (found,) in raw]

    def find_session_row(self, session_id: str) -> Row | None:
        """Return the row of a session, or None if it doesn't exist or was deleted.

        Raises `ValueError` if it is damaged, because writing it again would give it a valid checksum.
        """
        raw = self.connection.execute(
            SESSIONS.select_sql(f"WHERE t.id = ? AND {NOT_DELETED}"), (session_id,)
        ).fetchone()
        if raw is None:
            return None
        row = SESSIONS.checked_row(raw)
        if row is None:
            raise ValueError("damaged")
        return row

    def find_programmes(self) -> list[Programme]:
        """Return the programmes that can be read, in the order in which they were first saved.

        Others are reported and left out.
        """
        from tpsession.store.programme_rows import decode_programme  # noqa: PLC0415 - 2 ms, not for the first paint

        return self._find_all(PROGRAMMES, decode_programme, "programme")

    def find_comparisons(self) -> list[Comparison]:
        """Return the comparisons that can be read, in the order in which they were first saved.

        Others are reported and left out.
        """
        from tpsession.store.comparison_rows import decode_comparison  # noqa: PLC0415 - likewise

        return self._find_all(COMPARISONS, decode_comparison, "comparison")

    def _find_all(self, table: SqlTable, decode: Callable[[Row], T], name: str) -> list[T]:
        """Return everything in a table that can be read, in the order in which it was saved first.

        A row that is damaged or of a newer program is reported and left out.

        Args:
            table: A table with the columns ``number`` and ``started_on``.
            decode: Makes the value of a row; raises `ValueError` or `TypeError` if it can't.
            name: What a row is called in a report, such as ``programme``.

        """
        raw = self.connection.execute(table.select_sql("ORDER BY t.number")).fetchall()
        found = []
        for row in self.find_intact_rows(table, raw):
            try:
                found.append(decode(row))
            except (ValueError, TypeError):
                # The checksum is valid, so a newer program wrote a value that this one doesn't know.
                self.report_damage(
                    f"The {name} that started on {row['started_on']} can't be read and isn't shown."
                )
        return found

    def load_fact(self, name: str) -> str | None:
        """Return the value saved under a name; None if there is none.

        A damaged value is reported and counts as none.
        """
        raw = self.connection.execute(FACTS.select_sql("WHERE t.name = ?"), (name,)).fetchall()
        for row in self.find_intact_rows(FACTS, raw):
            return str(row["value"])
        return None

    def fetch_related(
        self, table: SqlTable, wanted: str, parameters: Sequence[Value] = ()
    ) -> list[tuple[Value, ...]]:
        """Return the whole rows of another table that belong to the selected sessions, not checked yet.

        wanted: the end of a SELECT of sessions, from WHERE on, with its parameters.
        """
        sessions = SESSIONS.select_sql(wanted, "t.id")
        return self.connection.execute(
            table.select_sql(f"WHERE t.session_id IN ({sessions})"), parameters
        ).fetchall()

    def find_intact_rows(self, table: SqlTable, raw: Sequence[tuple[Value, ...]]) -> list[Row]:
        """Return the rows whose checksums are valid, in their order; report and leave out the damaged ones.

        raw: whole rows, as `SqlTable.select_sql` fetches them.
        """
        intact: list[Row] = []
        for values, is_intact in zip(raw, table.are_intact(raw), strict=True):
            if is_intact:
                intact.append(dict(zip(table.columns, values, strict=False)))
            else:
                self.report_damage(_describe_damaged_row(table, values))
        return intact

    def _build_records(
        self,
        rows: Sequence[Row],
        raw_ratings: Sequence[tuple[Value, ...]],
        *,
        writers_dead: bool = False,
        with_steps: bool = True,
    ) -> list[SessionRecord]:
        """Build records from intact rows of sessions; running ones whose writer died become partial.

        A row with values of a newer program is reported and left out. If a rating is damaged or missing, or
        of a newer program, that is reported, and the record is built without it. `is_corrected` is set for
        sessions that a person corrected, unless every such correction was undone.

        Args:
            rows: Rows with valid checksums.
            raw_ratings: The rows of their ratings, not checked yet.
            writers_dead: Whether the writers of all these sessions are known to have died.
            with_steps: Whether to decode the steps of all sessions; `decode_session` says which need them.

        """
        ratings: dict[Value, list[Rating]] = {}
        for raw in RATINGS.intact_rows(raw_ratings):
            # A damaged one, and one with a value of a newer program, is missing from its session, which is
            # reported below.
            try:  # noqa: SIM105 - `suppress` takes as long as decoding
                ratings.setdefault(raw[0], []).append(decode_rating(raw))
            except (ValueError, KeyError):
                pass
        records = []
        alive: dict[str, bool] = {}
        corrected = self._find_corrected(rows)
        for row in rows:
            own = ratings.get(row["id"], ())
            if len(own) != row["ratings"]:
                self.report_damage(
                    f"A rating of the session of {_format_start(row)} is damaged and isn't shown."
                )
            try:
                record = decode_session(row, own, with_steps=with_steps)
            except (ValueError, KeyError, TypeError):
                # The checksum is valid, so a newer program wrote a value that this one doesn't know.
                self.report_damage(f"The session of {_format_start(row)} can't be read and isn't shown.")
                continue
            if record.status is Status.RUNNING:
                writer = str(row["writer"])
                if writer not in alive:
                    alive[writer] = not writers_dead and self.is_writer_alive(writer)
                if not alive[writer]:
                    record = mark_partial(record, datetime.fromisoformat(str(row["known_at"])))
            records.append(record._replace(is_corrected=True) if record.id in corrected else record)
        return records

    def _find_corrected(self, rows: Sequence[Row]) -> set[Value]:
        """Return the ids of the sessions that a person corrected; edits that were undone don't count.

        Of up to `_FEW` rows, the ids are theirs. For more rows, or none, they are those of the whole history.
        """
        ids = [row["id"] for row in rows] if len(rows) <= _FEW else []
        only = f" AND session_id IN ({', '.join('?' * len(ids))})" if ids else ""
        return {found for (found,) in self.connection.execute(_CORRECTED_SESSIONS + only, ids)}


def _format_start(row: Row) -> str:
    """Return when a session started, such as ``2026-01-31 09:00``, in the time zone of then.

    For a damaged row, it is the first characters of whatever is there.
    """
    return str(row["started_at"])[:16].replace("T", " ")


def _describe_damaged_row(table: SqlTable, raw: tuple[Value, ...]) -> str:
    """Return a sentence that a row is damaged; of a session, with its id and start.

    Both may be damaged, too, so they come as `repr` shows them.
    """
    row = dict(zip(table.columns, raw, strict=False))
    if table is SESSIONS:
        return f"The session {row['id']!r} of {_format_start(row)!r} is damaged and isn't shown."
    return f"A row of {table.name} is damaged and isn't shown."
