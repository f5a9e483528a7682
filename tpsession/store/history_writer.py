"""Writing: the rows that each change of a session touches, inside a transaction of the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.store.queries import NOTES_WANTED, Reader
from tpsession.store.rows import (
    FACTS,
    PLANS,
    RATINGS,
    SESSIONS,
    STATES,
    Row,
    SqlTable,
    Value,
    rating_row,
    session_row,
    steps_text,
    storable,
)
from tpsession.store.writer_locks import WriterLocks

if TYPE_CHECKING:
    from tpsession.core.history.repository import SessionCheckpoint


@dataclass(frozen=True, slots=True, eq=False)
class HistoryWriter:
    """Writes to one connection, in the thread that owns it."""

    reader: Reader
    writers: WriterLocks

    def insert(
        self, record: SessionRecord, ratings: Sequence[Rating], *, known_at: datetime, writer: str = ""
    ) -> None:
        """Keep a new session with its ratings. Raises `HistoryError` where it is kept already."""
        row = session_row(record, known_at=known_at, ratings=len(ratings), writer=writer)
        try:
            self._put(SESSIONS, row, "INSERT")
        except sqlite3.IntegrityError as error:
            raise HistoryError(f"The session {record.id} is in the history already.") from error
        for rating in ratings:
            self._put(RATINGS, rating_row(record.id, rating), "INSERT")

    def keep_plan(self, session_id: str, plan: str) -> None:
        """Keep the plan of a new session."""
        self._put(PLANS, {"session_id": session_id, "plan": storable(plan)}, "INSERT")

    def keep_state(self, session_id: str, state: str) -> None:
        """Keep the newest state of a session."""
        self._put(STATES, {"session_id": session_id, "state": storable(state)})

    def keep_fact(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        self._put(FACTS, {"name": name, "value": value})

    def note(self, session_id: str, text: str) -> None:
        """Keep a session's note: it isn't wanted any more."""
        self.change(self.session(session_id), note=storable(text))
        wanted = self.reader.wanted()
        if session_id in wanted:
            self._keep_wanted([each for each in wanted if each != session_id])

    def want_note(self, session_id: str) -> None:
        """Keep that a session's note is wanted."""
        self.session(session_id)
        self._keep_wanted(list(dict.fromkeys([*self.reader.wanted(), session_id])))

    def _keep_wanted(self, session_ids: list[str]) -> None:
        self.keep_fact(NOTES_WANTED, "\n".join(session_ids))

    def rate(self, session_id: str, rating: Rating) -> None:
        """Keep a rating, in the place of one of the same kind unless it is a later one."""
        row = self.session(session_id)
        gone = 0
        if rating.kind is not RatingKind.LATER:
            gone = self.reader.connection.execute(
                "DELETE FROM ratings WHERE session_id = ? AND kind = ?", (session_id, rating.kind.value)
            ).rowcount
        self._put(RATINGS, rating_row(session_id, rating), "INSERT")
        self.change(row, ratings=int(row["ratings"] or 0) + 1 - gone)

    def advance(self, row: Row, progress: SessionCheckpoint, **changes: Value) -> None:
        """Keep how far a session is, with other changes of its row."""
        self.change(
            row,
            known_at=progress.at.isoformat(),
            active_s=float(progress.active_s),
            steps=steps_text(progress.steps),
            **changes,
        )
        self.keep_state(str(row["id"]), progress.state)

    def change(self, row: Row, **changes: Value) -> None:
        """Write some columns of a session's row, and its checksum."""
        self.reader.connection.execute(
            SESSIONS.update(changes, "WHERE id = ?"),
            (*changes.values(), SESSIONS.checksum({**row, **changes}), row["id"]),
        )

    def session(self, session_id: str) -> Row:
        """The row of a session. Raises `HistoryError` where there is none or it is damaged."""
        try:
            row = self.reader.session(session_id)
        except ValueError:
            raise HistoryError(
                f"The session {session_id} is damaged, so nothing can be added to it.", "Nothing was changed."
            ) from None
        if row is None:
            raise HistoryError(f"There is no session {session_id} in the history.")
        return row

    def claimable(self, session_id: str) -> Row:
        """The row of a session that this program has, or may have because its writer died.

        Raises `HistoryError` where another program has it open or ended it.
        """
        row = self.session(session_id)
        writer = str(row["writer"])
        if writer == self.writers.token:
            return row
        if row["status"] != Status.RUNNING.value:
            raise HistoryError("The session has ended already.")
        if self.writers.alive(writer, patient=True):
            raise HistoryError(
                "The session is open in another tpsession.", "Go on with it there, or close that one first."
            )
        return row

    def keep(self, session_id: str, progress: SessionCheckpoint) -> None:
        """Keep how far a running session of this program is; one that has ended stays as it is.

        Raises `HistoryError` where there is no such session or another program took it over.
        """
        row = self.session(session_id)
        if row["status"] != Status.RUNNING.value:
            return
        if row["writer"] != self.writers.token:
            raise HistoryError("The session was taken over by another tpsession.")
        self.advance(row, progress)

    def _put(self, table: SqlTable, row: Row, verb: str = "INSERT OR REPLACE") -> None:
        self.reader.connection.execute(table.insertion(verb), table.values(row))
