"""Reads the history piece by piece for an export, in one transaction, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.exchange.records import (
    ChangeRecord,
    Deletion,
    ExchangedSession,
    Item,
    KeptCorrection,
    SharedPlan,
)
from tpsession.core.history.change import FINAL_AFTER, ChangeKind
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.changes.change_rows import decode_correction
from tpsession.store.connection import transaction
from tpsession.store.filters import build_filter
from tpsession.store.paging import find_all
from tpsession.store.rows import decode_rating, decode_session, mark_partial
from tpsession.store.tables import (
    CHANGES,
    CORRECTIONS,
    DELETIONS,
    PLANS,
    RATINGS,
    SESSION_PLANS,
    SESSIONS,
    Row,
    Value,
)

if TYPE_CHECKING:
    from tpsession.store.queries import HistoryReader

PIECE = 500
"""Sessions that are read together: 5 MB with their plans."""
_KIND_ORDER = {kind: index for index, kind in enumerate(RatingKind)}
_RANGE = "WHERE t.session_id BETWEEN ? AND ?"


def read_history(
    reader: HistoryReader, query: HistoryQuery, now: datetime, *, with_deleted: bool
) -> Generator[Item, None, None]:
    """Yield what an export holds, in its order, inside one transaction that ends with the iteration.

    Left out are the sessions that a program is playing now, and those that were deleted `FINAL_AFTER` ago or
    earlier. A running session of a program that died comes as a partial one. A damaged row is reported and
    left out, and so is the session of a damaged deletion.

    Args:
        reader: Reads the history; use the iterator in its thread.
        query: Selects sessions. One that selects all yields programmes and comparisons as well.
        now: The present time, by which a deletion is final.
        with_deleted: Whether a query that selects all also yields deleted sessions and their deletions.

    """
    with transaction(reader.connection, "DEFERRED"):
        yield from _Reading(reader, query, now, with_deleted=with_deleted).items()


class _Reading:
    """One pass over the history."""

    def __init__(
        self, reader: HistoryReader, query: HistoryQuery, now: datetime, *, with_deleted: bool
    ) -> None:
        self._reader = reader
        self._query = query
        self._is_whole = query == HistoryQuery()
        self._with_deleted = self._is_whole and with_deleted
        self._now = now
        self._changes = load_changes(reader)
        self._deletions = load_deletions(reader)
        self._damaged_deletions = {
            session_id for (session_id,) in reader.connection.execute("SELECT session_id FROM deletions")
        } - self._deletions.keys()
        """The ids of the sessions whose deletion is damaged. It deletes, too."""
        self._used_changes: set[str] = set()
        self._plans: set[str] = set()
        """The ids of the plans that the sessions played."""

    def items(self) -> Iterator[Item]:
        """Yield all items in the order of the file's sections, those of each section sorted by id.

        Changes and plans are only those that the sessions need. Deletions, programmes and comparisons come
        only with the whole history, and deletions only if they are wanted.
        """
        yield from self._sessions()
        for change_id in sorted(self._used_changes):
            yield self._changes[change_id]
        if self._with_deleted:
            for session_id in sorted(self._deletions):
                yield Deletion(session_id, self._deletions[session_id])
        for plan_id in sorted(self._plans):
            text = _find_plan(self._reader, plan_id)
            if text is not None:
                yield SharedPlan(plan_id, text)
        if self._is_whole:
            yield from sorted(self._reader.find_programmes(), key=lambda programme: programme.id)
            yield from sorted(self._reader.find_comparisons(), key=lambda comparison: comparison.id)

    def _sessions(self) -> Iterator[ExchangedSession]:
        """Yield the sessions that the query selects, sorted by id.

        Deleted ones come only with the whole history, if they are wanted.
        """
        if self._query.search is not None or self._query.limit is not None:
            found = find_all(self._reader, self._query)
            ids = sorted(record.id for record in found)
            for first in range(0, len(ids), PIECE):
                piece = ids[first : first + PIECE]
                marks = ", ".join("?" * len(piece))
                yield from self._read_piece(f"WHERE t.id IN ({marks}) ORDER BY t.id", piece)
            return
        where, parameters = ("TRUE", []) if self._with_deleted else build_filter(self._query)
        # Bound as bytes: the id of a damaged row may be no UTF-8.
        wanted = f"WHERE {where} AND t.id > CAST(? AS TEXT) ORDER BY t.id LIMIT {PIECE}"
        last = b""
        while True:
            ids = self._reader.connection.execute(
                SESSIONS.select_sql(wanted, "t.id"), [*parameters, last]
            ).fetchall()
            if not ids:
                return
            yield from self._read_piece(wanted, [*parameters, last])
            last = str(ids[-1][0]).encode("utf-8", "surrogateescape")

    def _read_piece(self, wanted: str, parameters: Sequence[Value | bytes]) -> Iterator[ExchangedSession]:
        """Yield the sessions that a part of a SELECT finds, in its order, which must be by id.

        These are left out: sessions deleted `FINAL_AFTER` ago or earlier, or whose deletion is damaged;
        sessions that a living program is playing; and sessions that can't be read, which are reported. A
        running session whose program died becomes partial. The ids of the changes and plans that the sessions
        need are remembered for later.

        wanted: the end of the SELECT, from WHERE on; it must sort by ``t.id``, and a LIMIT may follow.
        """
        for row, session in read_sessions(self._reader, wanted, parameters, self._changes, with_plans=True):
            deleted_at = self._deletions.get(session.record.id)
            if deleted_at is not None and self._now - deleted_at >= FINAL_AFTER:
                continue
            if session.record.id in self._damaged_deletions:
                continue
            record = session.record
            if record.status is Status.RUNNING:
                if self._reader.is_writer_alive(str(row["writer"])):
                    continue
                record = mark_partial(record, datetime.fromisoformat(str(row["known_at"])))
            self._used_changes.update(kept.change_id for kept in session.corrections)
            if session.plan_id is not None:
                self._plans.add(session.plan_id)
            yield replace(session, record=record)


def read_sessions(
    reader: HistoryReader,
    wanted: str,
    parameters: Sequence[Value | bytes],
    changes: Collection[str],
    *,
    with_plans: bool,
) -> Iterator[tuple[Row, ExchangedSession]]:
    """Yield the rows of sessions with what belongs to them, as they are stored.

    A session that is damaged, or that only a newer program can decode, is reported and left out. A rating or
    correction that is damaged, or that only a newer program can decode, is reported, and the session comes
    without it.

    Args:
        reader: Reads the history, inside a transaction.
        wanted: The end of a SELECT, which sorts them by id.
        parameters: Its parameters.
        changes: The ids of the changes whose corrections belong to a session; those of other changes are left
            out.
        with_plans: Whether to look up the ids of their plans; else every `plan_id` is None.

    """
    raw = reader.connection.execute(SESSIONS.select_sql(wanted), parameters).fetchall()
    rows = reader.find_intact_rows(SESSIONS, raw)
    if not rows:
        return
    bounds = (rows[0]["id"], rows[-1]["id"])
    ratings = _load_ratings(reader, bounds)
    corrections = _load_corrections(reader, bounds, changes)
    plans = _load_plan_ids(reader, bounds) if with_plans else {}
    for row in rows:
        session_id = str(row["id"])
        own = ratings.get(session_id, [])
        if len(own) != row["ratings"]:
            reader.report_damage(f"A rating of the session of {_start(row)} is damaged and isn't used.")
        try:
            record = decode_session(row, own)
        except (ValueError, KeyError, TypeError):
            reader.report_damage(f"The session of {_start(row)} can't be read and isn't used.")
            continue
        kept = tuple(corrections.get(session_id, ()))
        yield row, ExchangedSession(record, tuple(own), plans.get(session_id), kept)


def load_changes(reader: HistoryReader) -> dict[str, ChangeRecord]:
    """Return all intact changes but imports, by their ids; damaged ones are reported and left out.

    Imports concern one machine alone. Changes that were undone are among them.
    """
    raw = reader.connection.execute(CHANGES.select_sql("WHERE t.kind <> 'import'")).fetchall()
    changes = {}
    for row in reader.find_intact_rows(CHANGES, raw):
        undone_at = row["undone_at"]
        changes[str(row["id"])] = ChangeRecord(
            str(row["id"]),
            datetime.fromisoformat(str(row["at"])),
            ChangeKind(str(row["kind"])),
            None if undone_at is None else datetime.fromisoformat(str(undone_at)),
        )
    return changes


def load_deletions(reader: HistoryReader) -> dict[str, datetime]:
    """Return when each deleted session was deleted, by its id, also for sessions that were removed for good.

    A damaged deletion is reported and left out.
    """
    raw = reader.connection.execute(DELETIONS.select_sql()).fetchall()
    return {
        str(row["session_id"]): datetime.fromisoformat(str(row["at"]))
        for row in reader.find_intact_rows(DELETIONS, raw)
    }


def _load_ratings(reader: HistoryReader, bounds: tuple[Value, Value]) -> dict[str, list[Rating]]:
    """Return the intact ratings of the sessions from one id to another, both included.

    They are sorted as `ExchangedSession` says. Those that are damaged or can't be read are left out without a
    report; a session without ratings has no entry.
    """
    raw = reader.connection.execute(
        RATINGS.select_sql(f"{_RANGE} ORDER BY t.session_id, t.number"), bounds
    ).fetchall()
    ratings: dict[str, list[Rating]] = {}
    for values in RATINGS.intact_rows(raw):
        try:  # noqa: SIM105 - `suppress` takes as long as decoding
            ratings.setdefault(str(values[0]), []).append(decode_rating(values))
        except (ValueError, KeyError):
            pass
    for own in ratings.values():
        own.sort(key=lambda rating: (_KIND_ORDER[rating.kind], rating.at))
    return ratings


def _load_corrections(
    reader: HistoryReader, bounds: tuple[Value, Value], changes: Collection[str]
) -> dict[str, list[KeptCorrection]]:
    """Return the corrections of the sessions from one id to another, both included, by session.

    Those of other changes than `changes` are left out. Damaged ones, and those that only a newer program can
    decode, are reported and left out; a session without corrections has no entry.
    """
    raw = reader.connection.execute(
        CORRECTIONS.select_sql(f"{_RANGE} ORDER BY t.session_id, t.change_id, t.number"), bounds
    ).fetchall()
    corrections: dict[str, list[KeptCorrection]] = {}
    for values in raw:
        if values[0] not in changes:
            continue
        for row in reader.find_intact_rows(CORRECTIONS, [values]):
            try:
                kept = KeptCorrection(str(row["change_id"]), decode_correction(row))
            except ValueError:
                reader.report_damage(f"A correction of the session {row['session_id']} can't be read.")
                continue
            corrections.setdefault(kept.correction.session_id, []).append(kept)
    return corrections


# Only these functions, and `HistoryWriter.save_plan`, know how plans are stored.


def _load_plan_ids(reader: HistoryReader, bounds: tuple[Value, Value]) -> dict[str, str]:
    """Return the ids of the plans of the sessions from one id to another, both included, by session.

    A session has no entry if no plan was saved for it, if the text of its plan is missing, or if that text or
    the row that names it is damaged. Damage is reported.
    """
    raw = reader.connection.execute(SESSION_PLANS.select_sql(_RANGE), bounds).fetchall()
    found = {
        str(row["session_id"]): str(row["plan_id"]) for row in reader.find_intact_rows(SESSION_PLANS, raw)
    }
    intact = {plan_id for plan_id in set(found.values()) if _find_plan(reader, plan_id) is not None}
    return {session_id: plan_id for session_id, plan_id in found.items() if plan_id in intact}


def _find_plan(reader: HistoryReader, plan_id: str) -> str | None:
    """Return the text of a plan; None if it is missing, or damaged, which is reported."""
    raw = reader.connection.execute(PLANS.select_sql("WHERE t.id = ?"), (plan_id,)).fetchall()
    return next((str(row["plan"]) for row in reader.find_intact_rows(PLANS, raw)), None)


def _start(row: Row) -> str:
    return str(row["started_at"])[:16].replace("T", " ")
