"""Applies corrections to the rows of sessions and keeps them, inside a transaction that the caller opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.corrections.fields import YES, decode_later, read_field, with_field
from tpsession.core.errors import HistoryError
from tpsession.core.history.change import FINAL_AFTER, Change, CorrectedField, Correction
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord
from tpsession.store.changes.change_rows import encode_change, encode_correction, find_change
from tpsession.store.rows import decode_rating, encode_rating, encode_session, to_storable
from tpsession.store.tables import CHANGES, CORRECTIONS, DELETIONS, RATINGS, SESSIONS, Row, Value

if TYPE_CHECKING:
    from tpsession.store.history_writer import HistoryWriter

_RATINGS = {CorrectedField.BEFORE: RatingKind.BEFORE, CorrectedField.AFTER: RatingKind.AFTER}
_TABLES_OF_SESSIONS = ("ratings", "session_plans", "states")
_CORRECTED_COLUMNS = (
    "started_at",
    "started_utc",
    "local_date",
    "ended_at",
    "known_at",
    "stop_reason",
    "area",
    "side",
    "note",
    "ratings",
    "place",
    "flags",
    "spot",
)
"""What a correction may change in a session's row."""


@dataclass(frozen=True, slots=True, eq=False)
class ChangeWriter:
    """Writes through a `HistoryWriter`, inside a transaction that the caller opens, commits or rolls back.

    Use it only in the thread that opened the connection.
    """

    writer: HistoryWriter

    def save_change(self, change: Change) -> None:
        """Apply a new change to its sessions, and write it down so that it can be undone.

        Then removes for good all sessions that were deleted `FINAL_AFTER` or longer before the change. Raises
        `HistoryError` if a session is missing or no longer as the change expects; the caller then rolls back.
        """
        for correction in change.corrections:
            self.apply(correction, change.at)
        self.keep_change(change)
        self.remove_final_deletions(change.at)

    def keep_change(self, change: Change) -> None:
        """Write down a change with its corrections, so that it can be undone; the sessions aren't touched."""
        self.writer.insert(CHANGES, encode_change(change))
        for correction in change.corrections:
            self.writer.insert(CORRECTIONS, encode_correction(change.id, correction))

    def undo_change(self, change_id: str, at: datetime) -> None:
        """Take a change back: give each corrected field its earlier value, and write down when it was undone.

        The change itself stays in the list. Raises `HistoryError` if it is unknown, damaged or undone
        already, and for the reasons of `apply`, such as a field that has another value by now. The caller
        then rolls back.

        at: when the person undoes it.
        """
        change = find_change(self.writer.reader, change_id)
        if change is None or change.undone_at is not None:
            raise HistoryError("The change can't be undone.", "Nothing was changed.")
        for correction in change.taken_back():
            self.apply(correction, at)
        self.set_undone(change_id, at)

    def set_undone(self, change_id: str, at: datetime | None) -> None:
        """Write into a change's row when it was undone. The sessions aren't touched.

        Does nothing if the row is missing or damaged.

        at: when; None if the change isn't undone any more.
        """
        self._update_change(change_id, undone_at=None if at is None else at.isoformat())

    def replace_earlier(self, change_id: str, correction: Correction) -> None:
        """Replace the earlier text of a correction that is already stored; its session isn't touched.

        Needed when a correction of the same field now comes before it, or no longer does. Does nothing if the
        change has no correction of that session and field.

        correction: the correction with the new earlier text, otherwise as it is stored.
        """
        row = encode_correction(change_id, correction)
        self.writer.reader.connection.execute(
            CORRECTIONS.update_sql(("earlier",), "WHERE change_id = ? AND session_id = ? AND field = ?"),
            (row["earlier"], CORRECTIONS.checksum(row), change_id, row["session_id"], row["field"]),
        )

    def remove_final_deletions(self, now: datetime) -> None:
        """Remove for good the sessions that were deleted `FINAL_AFTER` before `now` or earlier.

        A session whose deletion is damaged is passed over.
        """
        raw = self.writer.reader.connection.execute(DELETIONS.select_sql()).fetchall()
        final = [
            str(row["session_id"])
            for values in raw
            if (row := DELETIONS.checked_row(values)) is not None
            and now - datetime.fromisoformat(str(row["at"])) >= FINAL_AFTER
        ]
        if final:
            self.remove_sessions(final)

    def delete_for_good(self, session_ids: Iterable[str], at: datetime) -> None:
        """Remove sessions for good, which can't be undone, whether they are deleted already or not.

        Raises `HistoryError` for a session that was never in the history, or that isn't deleted yet and has a
        damaged row; the caller then rolls back.

        at: the time of the deletion, for sessions that aren't deleted yet.
        """
        connection = self.writer.reader.connection
        for session_id in session_ids:
            wanted = DELETIONS.select_sql("WHERE t.session_id = ?")
            if connection.execute(wanted, (session_id,)).fetchone() is None:
                self._set_existence(Correction(session_id, CorrectedField.EXISTS, YES, ""), at)
            self.remove_sessions([session_id])

    def remove_sessions(self, session_ids: Iterable[str]) -> None:
        """Remove everything stored about deleted sessions, for good, but the deletions with their ids.

        A change that concerned no other session goes, too, and so do plans that no other session played. The
        deletions stay, so that no import brings the sessions back. SQLite overwrites the bytes: see
        `connect`. Unknown ids are passed over; whether the sessions are deleted isn't checked.
        """
        connection = self.writer.reader.connection
        for session_id in session_ids:
            for table in _TABLES_OF_SESSIONS:
                connection.execute(f"DELETE FROM {table} WHERE session_id = ?", (session_id,))  # noqa: S608 - a name of ours
            connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            removed = connection.execute(
                "SELECT change_id, count(*) FROM corrections WHERE session_id = ? GROUP BY change_id",
                (session_id,),
            ).fetchall()
            connection.execute("DELETE FROM corrections WHERE session_id = ?", (session_id,))
            for change_id, count in removed:
                self._lower_correction_count(str(change_id), int(count))
        self.remove_unused_plans()

    def remove_unused_plans(self) -> None:
        """Remove the plans that no stored session played.

        A deleted session counts until it is removed for good.
        """
        self.writer.reader.connection.execute(
            "DELETE FROM plans WHERE id NOT IN (SELECT plan_id FROM session_plans)"
        )

    def write_correction_count(self, change_id: str) -> None:
        """Write into a change's row how many corrections it has now, or remove the change if none is left."""
        connection = self.writer.reader.connection
        (count,) = connection.execute(
            "SELECT count(*) FROM corrections WHERE change_id = ?", (change_id,)
        ).fetchone()
        if not count:
            connection.execute("DELETE FROM changes WHERE id = ?", (change_id,))
            return
        self._update_change(change_id, corrections=count)

    def _lower_correction_count(self, change_id: str, removed: int) -> None:
        """Write into a change's row that so many corrections were removed, or remove the row if none is left.

        The corrections aren't counted anew: a change that lacks another one still can't be undone.
        """
        connection = self.writer.reader.connection
        left = CORRECTIONS.select_sql("WHERE t.change_id = ? LIMIT 1", "1")
        if connection.execute(left, (change_id,)).fetchone() is None:
            connection.execute("DELETE FROM changes WHERE id = ?", (change_id,))
            return
        row = self._find_intact_row(change_id)
        if row is not None:
            self._update_change(change_id, corrections=int(row["corrections"] or 0) - removed)

    def _update_change(self, change_id: str, **columns: Value) -> None:
        """Update some columns of a change's row, unless it is missing or damaged.

        columns: names and new values.
        """
        row = self._find_intact_row(change_id)
        if row is not None:
            self.writer.reader.connection.execute(
                CHANGES.update_sql(columns, "WHERE id = ?"),
                (*columns.values(), CHANGES.checksum({**row, **columns}), change_id),
            )

    def _find_intact_row(self, change_id: str) -> Row | None:
        """Return the row of a change; None if it is missing or damaged."""
        connection = self.writer.reader.connection
        raw = connection.execute(CHANGES.select_sql("WHERE t.id = ?"), (change_id,)).fetchone()
        return None if raw is None else CHANGES.checked_row(raw)

    def apply(self, correction: Correction, at: datetime) -> None:
        """Write a correction into its session's row and ratings; the caller keeps the correction itself.

        A correction of the existence deletes the session or brings it back.

        Args:
            correction: What to write. Its `earlier` must be what the field has now.
            at: When the person made the correction.

        Raises:
            HistoryError: The field isn't as it was before the correction, the session is missing, deleted or
                damaged, or a session to be brought back isn't deleted or was removed for good. The caller
                then rolls back.

        """
        if correction.field is CorrectedField.EXISTS:
            self._set_existence(correction, at)
            return
        row = self.writer.load_session(correction.session_id)
        record = self.writer.reader.find_record(correction.session_id)
        if record is None or read_field(record, correction.field) != correction.earlier:
            raise HistoryError("The session was changed meanwhile.", "Nothing was changed.")
        corrected = with_field(record, correction.field, to_storable(correction.now))
        count = int(row["ratings"] or 0) + self._correct_ratings(record, corrected, correction)
        known_at = datetime.fromisoformat(str(row["known_at"])) + (corrected.started_at - record.started_at)
        new_row = encode_session(corrected, known_at=known_at, ratings=count, writer=str(row["writer"]))
        # The steps and the times worked are left alone, even if a newer program wrote them.
        changed = {column: new_row[column] for column in _CORRECTED_COLUMNS if new_row[column] != row[column]}
        if changed:
            self.writer.update_session(row, **changed)

    def _correct_ratings(
        self, record: SessionRecord, corrected: SessionRecord, correction: Correction
    ) -> int:
        """Write the ratings that a correction changes; return how many it added, less those that it removed.

        If the start of the session moves, the ratings before and after move by the same time. If the value of
        one of these two changes, it keeps its time, and an empty text removes it. A new rating before has the
        time at which the session starts, a new one after that at which it ends, as they are in `record`.
        Later ratings are replaced by those in the text. A damaged rating of the kind that is written is lost.
        For a field without ratings nothing is written, and the result is 0.

        Args:
            record: The session as it is.
            corrected: The session as it will be.
            correction: What changes.

        """
        own = self._load_ratings(record.id)
        if correction.field in _RATINGS:
            kind = _RATINGS[correction.field]
            start_or_end = record.started_at if kind is RatingKind.BEFORE else record.ended_at
            kinds = [kind]
            ratings = [
                replace(rating, value=int(correction.now or 0)) for rating in own if rating.kind is kind
            ]
            if not correction.now:
                ratings = []
            elif not ratings:
                ratings = [Rating(kind, int(correction.now), start_or_end or record.started_at)]
        elif correction.field is CorrectedField.LATER:
            kinds, ratings = [RatingKind.LATER], list(decode_later(correction.now))
        elif correction.field is CorrectedField.TIME:
            moved_by = corrected.started_at - record.started_at
            kinds = [RatingKind.BEFORE, RatingKind.AFTER]
            ratings = [
                replace(rating, at=(rating.at + moved_by).astimezone(corrected.started_at.tzinfo))
                for rating in own
                if rating.kind in kinds
            ]
        else:
            return 0
        connection = self.writer.reader.connection
        removed = sum(
            connection.execute(
                "DELETE FROM ratings WHERE session_id = ? AND kind = ?", (record.id, kind.value)
            ).rowcount
            for kind in kinds
        )
        for rating in ratings:
            self.writer.insert(RATINGS, encode_rating(record.id, rating))
        return len(ratings) - removed

    def _load_ratings(self, session_id: str) -> list[Rating]:
        """Return the intact ratings of a session, each with its own time and flags.

        Damaged ones are left out. Empty for an unknown id.
        """
        raw = self.writer.reader.connection.execute(
            RATINGS.select_sql("WHERE t.session_id = ? ORDER BY t.number"), (session_id,)
        ).fetchall()
        return [decode_rating(values) for values in raw if RATINGS.is_intact(values)]

    def _set_existence(self, correction: Correction, at: datetime) -> None:
        """Delete a session, which keeps all its rows, or bring a deleted one back.

        Raises `HistoryError`, after which the caller rolls back. The reasons are that the session to delete
        is missing, deleted already or damaged, or that the session to bring back isn't deleted or was removed
        for good.

        at: when it was deleted; not used to bring it back.
        """
        connection = self.writer.reader.connection
        if correction.now != YES:
            self.writer.load_session(correction.session_id)
            self.writer.insert(DELETIONS, {"session_id": correction.session_id, "at": at.isoformat()})
            return
        kept = connection.execute(
            SESSIONS.select_sql("WHERE t.id = ?", "1"), (correction.session_id,)
        ).fetchone()
        removed = connection.execute("DELETE FROM deletions WHERE session_id = ?", (correction.session_id,))
        if kept is None or not removed.rowcount:
            raise HistoryError("The session can't come back.", "Nothing was changed.")
