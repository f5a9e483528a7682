"""Writes what one import brings, as one change, inside a transaction that the caller opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.corrections.fields import YES
from tpsession.core.exchange.merge import Merge
from tpsession.core.exchange.records import ChangeRecord, ExchangedSession, KeptCorrection, SharedPlan
from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Programme
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import SessionRecord
from tpsession.store.changes.change_rows import encode_change, encode_correction
from tpsession.store.exchange.bulk import INSERTED, temporarily_dropped
from tpsession.store.rows import encode_rating, encode_session
from tpsession.store.tables import CHANGES, CORRECTIONS, DELETIONS, RATINGS, SESSION_PLANS, SESSIONS, Row

if TYPE_CHECKING:
    from tpsession.store.changes.change_writer import ChangeWriter

_RATINGS = {CorrectedField.BEFORE: RatingKind.BEFORE, CorrectedField.AFTER: RatingKind.AFTER}
UNDONE = "undone"
"""Follows the id of a change in the text of `CorrectedField.BROUGHT`, if the import undid it."""
PLANNED = "planned"
"""The text of `CorrectedField.BROUGHT` for a programme or a comparison."""


class ImportRows:
    """Writes one import: its corrections as they come, its change at the end."""

    def __init__(
        self,
        changes: ChangeWriter,
        read_plans: Callable[[], Iterable[SharedPlan]],
        import_id: str,
        now: datetime,
    ) -> None:
        """Begin an import; nothing is written yet.

        Args:
            changes: Writes to the history.
            read_plans: Reads the routines' timed plans from the file; called once, and only if they are
                needed.
            import_id: The id of the change as which the import will be kept.
            now: The present time.

        """
        self._changes = changes
        self._writer = changes.writer
        self._read_plans = read_plans
        self._import_id = import_id
        self._now = now
        self._corrections = 0
        """How many corrections the import itself has."""
        self._touched: set[str] = set()
        """The changes that got corrections."""
        self._has_plans = False
        """Whether the plans of the file are saved, which is done once a new session needs one."""
        self._plan_ids: dict[str, str] = {}
        """The ids of plans that are called otherwise in the file; no file of this program has such."""

    def insert_sessions(self, sessions: Sequence[ExchangedSession]) -> None:
        """Insert sessions that this history doesn't have, with their ratings, corrections and plans.

        For each session the import also gets a correction, by which undoing the import removes the session.
        For an empty sequence nothing is written. The caller makes sure that none of the ids is there.
        """
        if not sessions:
            return
        ratings: list[Row] = []
        corrections: list[Row] = []
        for session in sessions:
            session_id = session.record.id
            ratings += [encode_rating(session_id, rating) for rating in session.ratings]
            corrections += [
                encode_correction(kept.change_id, kept.correction) for kept in session.corrections
            ]
            self._touched.update(kept.change_id for kept in session.corrections)
            exists = Correction(session_id, CorrectedField.EXISTS, "", YES)
            corrections.append(encode_correction(self._import_id, exists))
        self._corrections += len(sessions)
        # Their rows have the ratings already that the trigger would copy there.
        with temporarily_dropped(self._writer.reader.connection, INSERTED):
            self._writer.insert_many(RATINGS, ratings)
        self._insert_session_rows(sessions)
        self._writer.insert_many(CORRECTIONS, corrections)
        planned = [(session.record.id, session.plan_id) for session in sessions if session.plan_id]
        if planned:
            self._save_plans()
        self._writer.insert_many(
            SESSION_PLANS,
            [
                {"session_id": session_id, "plan_id": self._plan_ids.get(plan_id, plan_id)}
                for session_id, plan_id in planned
            ],
        )

    def _insert_session_rows(self, sessions: Sequence[ExchangedSession]) -> None:
        """Insert the rows of new sessions, each with a copy of its before- and after-rating in its columns.

        The rows of the ratings are inserted apart from this.
        """
        records = [session.record for session in sessions]
        rows = [
            encode_session(
                session.record,
                known_at=session.record.ended_or_started_at,
                ratings=len(session.ratings),
                writer="",
            )
            for session in sessions
        ]
        self._writer.reader.connection.executemany(
            SESSIONS.insert_sql(more=("before_value", "after_value")),
            (
                [*values, record.before, record.after]
                for record, values in zip(records, SESSIONS.insert_many_values(rows), strict=True)
            ),
        )

    def _save_plans(self) -> None:
        """Save all plans of the file when first called; later calls do nothing.

        Plans that no session needs are removed by `finish`.
        """
        if self._has_plans:
            return
        self._has_plans = True
        for plan in self._read_plans():
            saved_id = self._writer.save_plan_text(plan.text)
            if saved_id != plan.id:
                self._plan_ids[plan.id] = saved_id

    def carry_out(self, record: SessionRecord, there: ExchangedSession, merge: Merge) -> None:
        """Write a merge into a session of this history, and keep what changed as corrections of the import.

        Args:
            record: The session as this history has it.
            there: The session as the file has it; a rating before or after that is missing here is taken from
                it with its own time and flags.
            merge: What is to change.

        Raises:
            HistoryError: The session isn't as the merge expects; the caller then rolls back.

        """
        for correction in merge.corrections:
            kind = _RATINGS.get(correction.field)
            added = [rating for rating in there.ratings if rating.kind is kind]
            if kind and added and not correction.earlier and correction.now == str(added[0].value):
                # With its own time and flags.
                self._writer.save_rating(record.id, added[0])
            else:
                self._changes.apply(correction, self._now)
            self._keep(correction)
        brought = [f"{change_id} {UNDONE}" for change_id in sorted(merge.undone or ())]
        for change_id, at in (merge.undone or {}).items():
            self._changes.set_undone(change_id, at)
        for kept in merge.relinked:
            self._changes.replace_earlier(kept.change_id, kept.correction)
        for kept in merge.arrived:
            self._insert_correction(kept)
            brought.append(kept.change_id)
        if brought:
            self._keep(Correction(record.id, CorrectedField.BROUGHT, "", "\n".join(dict.fromkeys(brought))))

    def keep_deletion(self, session_id: str, at: datetime) -> None:
        """Store the deletion of a session that this history can't read or lacks, or that the import adds.

        A deletion that is there already keeps its time.

        at: when it was deleted on the other machine.
        """
        row = {"session_id": session_id, "at": at.isoformat()}
        self._writer.insert(DELETIONS, row, "INSERT OR IGNORE")

    def save_programme(self, programme: Programme) -> None:
        """Save a programme that this history lacks or can't read, so that undoing the import removes it."""
        self._writer.save_programme(programme)
        self._keep(Correction(programme.id, CorrectedField.BROUGHT, "", PLANNED))

    def save_comparison(self, comparison: Comparison) -> None:
        """Save a comparison that this history lacks or can't read, so that undoing the import removes it."""
        self._writer.save_comparison(comparison)
        self._keep(Correction(comparison.id, CorrectedField.BROUGHT, "", PLANNED))

    def finish(self, there: Mapping[str, ChangeRecord], here: Mapping[str, ChangeRecord]) -> None:
        """Store the changes whose corrections came with the file, and the import itself as a change.

        To be called last. Of a change that this history had undamaged, only the number of corrections is
        written anew; a damaged one is replaced. The import is stored only if it made corrections. If the
        plans of the file were saved, all plans that no session played are removed.

        Args:
            there: The changes of the file by their ids.
            here: The changes that this history had before, without damaged ones.

        """
        if self._has_plans:
            self._changes.remove_unused_plans()
        for change_id in sorted(self._touched):
            if change_id not in here:
                found = there[change_id]
                change = Change(found.id, found.at, found.kind, (), found.undone_at)
                # It takes the place of a damaged row.
                self._writer.insert(CHANGES, encode_change(change))
            self._changes.write_correction_count(change_id)
        if self._corrections:
            change = Change(self._import_id, self._now, ChangeKind.IMPORT, ())
            row = {**encode_change(change), "corrections": self._corrections}
            self._writer.insert(CHANGES, row, "INSERT")

    def _insert_correction(self, kept: KeptCorrection) -> None:
        """Insert a correction that came with the file, and note its change, which `finish` writes or counts.

        One of the same session, change and field is replaced, because it or its change is damaged.
        """
        row = encode_correction(kept.change_id, kept.correction)
        # If there is one, it or its change is damaged: else it wouldn't be missing here.
        self._writer.reader.connection.execute(
            "DELETE FROM corrections WHERE session_id = ? AND change_id = ? AND field = ?",
            (row["session_id"], row["change_id"], row["field"]),
        )
        self._writer.insert(CORRECTIONS, row, "INSERT")
        self._touched.add(kept.change_id)

    def _keep(self, correction: Correction) -> None:
        """Insert a correction that the import itself makes, so that undoing the import can take it back."""
        self._writer.insert(CORRECTIONS, encode_correction(self._import_id, correction), "INSERT")
        self._corrections += 1
