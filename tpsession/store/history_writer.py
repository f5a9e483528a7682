"""Writes sessions, ratings, notes and checkpoints as rows, inside a transaction that the caller opens."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.store.queries import NOTE_REQUESTS, HistoryReader
from tpsession.store.rows import encode_rating, encode_session, encode_steps, plan_id, to_storable
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
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from tpsession.core.history.comparison import Comparison
    from tpsession.core.history.programme import Programme
    from tpsession.core.history.repository import SessionCheckpoint


@dataclass(frozen=True, slots=True, eq=False)
class HistoryWriter:
    """Writes to one connection, inside a transaction that the caller opens, commits or rolls back.

    Use it only in the thread that opened the connection.
    """

    reader: HistoryReader
    writers: WriterLocks

    def insert_session(
        self, record: SessionRecord, ratings: Sequence[Rating], *, known_at: datetime, writer: str = ""
    ) -> None:
        """Insert a new session with `ratings`; the ratings in `record` are not written.

        `known_at` and `writer` are those of `encode_session`. Raises `HistoryError` if the session exists
        already.
        """
        row = encode_session(record, known_at=known_at, ratings=len(ratings), writer=writer)
        try:
            self.insert(SESSIONS, row, "INSERT")
        except sqlite3.IntegrityError as error:
            raise HistoryError(f"The session {record.id} is already in the history.") from error
        for rating in ratings:
            self.insert(RATINGS, encode_rating(record.id, rating), "INSERT")

    def save_plan(self, session_id: str, plan: str) -> None:
        """Save the plan of a new session. A text that the history has already isn't stored again."""
        row = {"session_id": session_id, "plan_id": self.save_plan_text(plan)}
        self.insert(SESSION_PLANS, row, "INSERT")

    def save_plan_text(self, plan: str) -> str:
        """Save the text of a timed plan unless the history has it undamaged; return the text's id."""
        text = to_storable(plan)
        row = {"id": plan_id(text), "plan": text}
        stored = self.reader.connection.execute(PLANS.select_sql("WHERE t.id = ?"), (row["id"],)).fetchone()
        # A damaged text is replaced, because the new session needs it.
        if stored is None or not PLANS.is_intact(stored):
            self.insert(PLANS, row)
        return row["id"]

    def save_state(self, session_id: str, state: str) -> None:
        """Save the newest state of a running session, replacing the earlier one."""
        self.insert(STATES, {"session_id": session_id, "state": to_storable(state)})

    def finish_session(self, row: Row, checkpoint: SessionCheckpoint, **changes: Value) -> None:
        """Save how a session ended, and drop its state: only a running session can be resumed.

        The caller opens the transaction, and gives the status with the other `changes`.

        Args:
            row: The session's whole row as it is now.
            checkpoint: How far the session got; its state isn't saved.
            changes: Names and new values of other columns of the row.

        """
        self._update_progress(row, checkpoint, **changes)
        self.reader.connection.execute("DELETE FROM states WHERE session_id = ?", (row["id"],))

    def save_fact(self, name: str, value: str) -> None:
        """Save a single value under a name, replacing an earlier one."""
        self.insert(FACTS, {"name": name, "value": value})

    def save_programme(self, programme: Programme) -> None:
        """Save a programme, replacing an earlier state of it, which may be damaged."""
        from tpsession.store.programme_rows import encode_programme  # noqa: PLC0415 - 2 ms, seldom needed

        self._save_by_id(PROGRAMMES, encode_programme(programme))

    def save_comparison(self, comparison: Comparison) -> None:
        """Save a comparison, replacing an earlier state of it, which may be damaged."""
        from tpsession.store.comparison_rows import encode_comparison  # noqa: PLC0415 - 2 ms, seldom needed

        self._save_by_id(COMPARISONS, encode_comparison(comparison))

    def _save_by_id(self, table: SqlTable, row: Row) -> None:
        """Write a row in the place of the one with its id; without one, insert it after all others."""
        columns = [column for column in table.columns if column != "id"]
        changed = self.reader.connection.execute(
            table.update_sql(columns, "WHERE id = ?"),
            [*(row[column] for column in columns), table.checksum(row), row["id"]],
        )
        if not changed.rowcount:
            self.insert(table, row, "INSERT")

    def save_note(self, session_id: str, text: str) -> None:
        """Save the note of a session, replacing an earlier one, and drop a request for it.

        Empty text removes it.

        Raises `HistoryError`, with nothing written, if the session is missing, deleted or damaged.
        """
        self.update_session(self.load_session(session_id), note=to_storable(text))
        requests = self.reader.load_note_requests()
        if session_id in requests:
            self._save_note_requests([request for request in requests if request != session_id])

    def request_note(self, session_id: str) -> None:
        """Add a request for the note of a session, unless there is one already.

        Raises `HistoryError` if the session is missing, deleted or damaged.
        """
        self.load_session(session_id)
        self._save_note_requests(list(dict.fromkeys([*self.reader.load_note_requests(), session_id])))

    def _save_note_requests(self, session_ids: list[str]) -> None:
        """Save the ids of all sessions whose notes are requested."""
        self.save_fact(NOTE_REQUESTS, "\n".join(session_ids))

    def save_rating(self, session_id: str, rating: Rating) -> None:
        """Save a rating, and count it in its session's row.

        It replaces an earlier one of its kind; but a follow-up rating is added to the others. Raises
        `HistoryError`, with nothing written, if the session is missing, deleted or damaged.
        """
        row = self.load_session(session_id)
        replaced = 0
        if rating.kind is not RatingKind.LATER:
            replaced = self.reader.connection.execute(
                "DELETE FROM ratings WHERE session_id = ? AND kind = ?", (session_id, rating.kind.value)
            ).rowcount
        self.insert(RATINGS, encode_rating(session_id, rating), "INSERT")
        self.update_session(row, ratings=int(row["ratings"] or 0) + 1 - replaced)

    def _update_progress(self, row: Row, checkpoint: SessionCheckpoint, **changes: Value) -> None:
        """Save in a session's row how far the session got, along with other changes of the row.

        row: the session's whole row as it is now.
        """
        self.update_session(
            row,
            known_at=checkpoint.at.isoformat(),
            active_s=float(checkpoint.active_s),
            steps=encode_steps(checkpoint.steps),
            **changes,
        )

    def update_session(self, row: Row, **changes: Value) -> None:
        """Update some columns of a session's row, and its checksum; the rest of the row isn't written.

        row: the session's whole row as it is now. changes: names and new values.
        """
        self.reader.connection.execute(
            SESSIONS.update_sql(changes, "WHERE id = ?"),
            (*changes.values(), SESSIONS.checksum({**row, **changes}), row["id"]),
        )

    def load_session(self, session_id: str) -> Row:
        """Return the row of a session. Raises `HistoryError` if it is missing, deleted or damaged."""
        try:
            row = self.reader.find_session_row(session_id)
        except ValueError:
            raise HistoryError(
                f"The session {session_id} is damaged, so it can't be changed.", "Nothing was changed."
            ) from None
        if row is None and self.reader.find_record(session_id) is not None:
            raise HistoryError("The session was deleted in the meantime.", "tpsession undo takes that back.")
        if row is None:
            raise HistoryError(f"There is no session {session_id} in the history.")
        return row

    def load_claimable_session(self, session_id: str) -> Row:
        """Return the row of a session that this program owns, or may take over because its writer died.

        A session that this program has ended counts as its own. Raises `HistoryError` if the session is
        missing, deleted or damaged, if another running program owns it, or if it ended without this program.
        """
        row = self.load_session(session_id)
        writer = str(row["writer"])
        if writer == self.writers.token:
            return row
        if row["status"] != Status.RUNNING.value:
            raise HistoryError("The session has ended already.")
        if self.writers.is_alive(writer, wait_for_check=True):
            raise HistoryError(
                "The session is open in another tpsession.", "Continue it there, or close that one first."
            )
        return row

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        """Save a checkpoint of a running session of this program; a session that has ended stays as it is.

        Raises `HistoryError`, with nothing written, if the session is missing, deleted or damaged, or another
        program took it over.
        """
        row = self.load_session(session_id)
        if row["status"] != Status.RUNNING.value:
            return
        if row["writer"] != self.writers.token:
            raise HistoryError("The session was taken over by another tpsession.")
        self._update_progress(row, checkpoint)
        self.save_state(session_id, checkpoint.state)

    def insert(self, table: SqlTable, row: Row, verb: str = "INSERT OR REPLACE") -> None:
        """Write a whole row with its checksum; by default it replaces a row with the same key."""
        self.reader.connection.execute(table.insert_sql(verb), table.insert_values(row))

    def insert_many(self, table: SqlTable, rows: Sequence[Row]) -> None:
        """Insert new rows with their checksums into a table whose first and last columns are texts."""
        self.reader.connection.executemany(table.insert_sql(), table.insert_many_values(rows))
