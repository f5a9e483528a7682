"""Merges what a file holds into the history, inside a transaction that the caller opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.corrections.edit import check_keeps_rest
from tpsession.core.corrections.fields import YES
from tpsession.core.errors import UsageError
from tpsession.core.exchange.merge import Merge, SessionHere, merge_session
from tpsession.core.exchange.outcome import ImportOutcome
from tpsession.core.exchange.records import ChangeRecord, ExchangedSession, ImportedFile, KeptCorrection
from tpsession.core.history.change import FINAL_AFTER, Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.store.changes.change_rows import encode_change, encode_correction
from tpsession.store.exchange.reading import load_changes, load_deletions, read_sessions
from tpsession.store.rows import (
    CHANGES,
    CORRECTIONS,
    DELETIONS,
    RATINGS,
    SESSIONS,
    Row,
    SqlTable,
    encode_rating,
    encode_session,
)
from tpsession.store.schema.migrations import update_rating_values_sql

if TYPE_CHECKING:
    from tpsession.store.changes.change_writer import ChangeWriter

PIECE = 500
"""Sessions that are looked up together."""
_CACHE_KIB = 65_536
"""Memory for pages that were changed: with SQLite's 2 MB it would write and sync again and again."""
_RATINGS = {CorrectedField.BEFORE: RatingKind.BEFORE, CorrectedField.AFTER: RatingKind.AFTER}
UNDONE = "undone"
"""Follows the id of a change in the text of `CorrectedField.BROUGHT`, if the import undid it."""
PLANNED = "planned"
"""The text of `CorrectedField.BROUGHT` for a programme or a comparison."""


def merge_file(
    changes: ChangeWriter, file: ImportedFile, import_id: str, now: datetime, report: Callable[[int], None]
) -> Counter[ImportOutcome]:
    """Merge a file into the history, and keep that as one change, unless it brings nothing.

    Args:
        changes: Writes to the history.
        file: What to merge.
        import_id: The id of the change.
        now: The present time.
        report: Called with the number of sessions that were looked at, again and again.

    """
    connection = changes.writer.reader.connection
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    merging = _Merging(changes, file, import_id, now)
    done = 0
    for piece in _pieces(file.sessions()):
        merging.merge_piece(piece)
        done += len(piece)
        report(done)
    merging.finish()
    return merging.counts


def _is_same(own: ExchangedSession, session: ExchangedSession) -> bool:
    return (own.record, own.ratings) == (session.record, session.ratings)


def _pieces(sessions: Iterable[ExchangedSession]) -> Iterable[list[ExchangedSession]]:
    piece: list[ExchangedSession] = []
    for session in sessions:
        piece.append(session)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


class _Merging:
    """One import. Its corrections are written as they are found, its change at the end."""

    def __init__(self, changes: ChangeWriter, file: ImportedFile, import_id: str, now: datetime) -> None:
        self.counts: Counter[ImportOutcome] = Counter()
        self._changes = changes
        self._writer = changes.writer
        self._file = file
        self._import_id = import_id
        self._now = now
        self._changes_here = load_changes(self._writer.reader)
        self._deletions_here = load_deletions(self._writer.reader)
        self._corrections = 0
        """How many corrections the import itself has."""
        self._touched: set[str] = set()
        """The changes that got corrections."""
        self._new: dict[SqlTable, list[Row]] = {SESSIONS: [], RATINGS: [], CORRECTIONS: []}
        """The rows of new sessions, until the piece is done."""
        self._added: set[str] = set()
        """The new sessions that were deleted on the other machine."""
        self._merged: set[str] = set()
        """The sessions of this history that the file has, and that were deleted on the other machine."""
        self._new_plans: list[tuple[str, str]] = []

    def merge_piece(self, sessions: list[ExchangedSession]) -> None:
        """Merge some sessions of the file."""
        ids = [session.record.id for session in sessions]
        marks = ", ".join("?" * len(ids))
        connection = self._writer.reader.connection
        known = {
            found
            for (found,) in connection.execute(f"SELECT id FROM sessions WHERE id IN ({marks})", ids)  # noqa: S608 - only marks
        }
        here: dict[str, tuple[Row, ExchangedSession]] = {}
        if known:
            wanted = f"WHERE t.id IN ({marks}) ORDER BY t.id"
            for row, session in read_sessions(
                self._writer.reader, wanted, ids, self._changes_here, with_plans=False
            ):
                here[session.record.id] = (row, session)
        for session in sessions:
            self.counts[self._merge(session, known, here)] += 1
        self._insert_new()

    def _merge(
        self, session: ExchangedSession, known: set[str], here: dict[str, tuple[Row, ExchangedSession]]
    ) -> ImportOutcome:
        """Merge one session of the file."""
        session_id = session.record.id
        if session.record.status is Status.RUNNING:
            return ImportOutcome.RUNNING
        if session_id in self._deletions_here:
            same = session_id in self._file.deletions
            return ImportOutcome.SAME if same else ImportOutcome.DELETED_HERE
        if session_id not in known:
            return self._add(session)
        if session_id in self._file.deletions:
            self._merged.add(session_id)
        if session_id not in here:
            return ImportOutcome.UNREADABLE
        return self._merge_into(*here[session_id], session)

    def _merge_into(self, row: Row, own: ExchangedSession, session: ExchangedSession) -> ImportOutcome:
        """Merge a session of the file into the one of this history, given with its row."""
        session_id = session.record.id
        if row["status"] == Status.RUNNING.value:
            return ImportOutcome.RUNNING
        is_deleted = session_id in self._file.deletions
        if not is_deleted and _is_same(own, session) and self._has_all(own, session):
            return ImportOutcome.SAME
        merge = merge_session(
            SessionHere(own.record, own.corrections, self._changes_of(own.corrections)),
            session,
            self._file.changes,
            is_deleted=is_deleted,
        )
        return self._carry_out(own.record, session, merge)

    def _has_all(self, own: ExchangedSession, session: ExchangedSession) -> bool:
        """Return whether the corrections of a session are the same here, and stand in the same way."""
        return own.corrections == session.corrections and all(
            self._changes_here[kept.change_id] == self._file.changes.get(kept.change_id)
            for kept in own.corrections
        )

    def _changes_of(self, kept: Iterable[KeptCorrection]) -> dict[str, ChangeRecord]:
        return {each.change_id: self._changes_here[each.change_id] for each in kept}

    def _add(self, session: ExchangedSession) -> ImportOutcome:
        """Insert a session that this history doesn't have, with its corrections and its deletion."""
        record = session.record
        deleted_at = self._file.deletions.get(record.id)
        if deleted_at is not None and self._now - deleted_at >= FINAL_AFTER:
            # Its deletion alone is taken, at the end.
            return ImportOutcome.DELETED_HERE
        if deleted_at is not None:
            self._added.add(record.id)
        new = self._new
        known_at = record.ended_at or record.started_at
        new[SESSIONS].append(
            encode_session(record, known_at=known_at, ratings=len(session.ratings), writer="")
        )
        new[RATINGS] += [encode_rating(record.id, rating) for rating in session.ratings]
        plan = self._file.plans.get(session.plan_id or "")
        if plan is not None:
            self._new_plans.append((record.id, plan))
        new[CORRECTIONS] += [
            encode_correction(kept.change_id, kept.correction) for kept in session.corrections
        ]
        self._touched.update(kept.change_id for kept in session.corrections)
        exists = Correction(record.id, CorrectedField.EXISTS, "", YES)
        new[CORRECTIONS].append(encode_correction(self._import_id, exists))
        self._corrections += 1
        return ImportOutcome.ADDED

    def _insert_new(self) -> None:
        """Insert the new sessions of a piece together, which takes half of the time."""
        connection = self._writer.reader.connection
        ids = [row["id"] for row in self._new[SESSIONS]]
        # Ratings first: their triggers find no session then, and its indexes are changed once, below.
        for table in (RATINGS, SESSIONS, CORRECTIONS):
            self._writer.insert_many(table, self._new[table])
            self._new[table].clear()
        marks = ", ".join("?" * len(ids))
        connection.execute(update_rating_values_sql(f"WHERE id IN ({marks})"), ids)
        for session_id, plan in self._new_plans:
            self._writer.save_plan(session_id, plan)
        self._new_plans.clear()

    def _carry_out(self, record: SessionRecord, there: ExchangedSession, merge: Merge) -> ImportOutcome:
        """Bring a session of this history to its merged state."""
        if merge.is_empty:
            return ImportOutcome.SAME
        try:
            check_keeps_rest(record, merge.corrections, self._now.date())
        except UsageError:
            return ImportOutcome.RESTS
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
            self._changes_here[change_id] = replace(self._changes_here[change_id], undone_at=at)
            self._changes.set_undone(change_id, at)
        for kept in merge.relinked:
            self._changes.replace_earlier(kept.change_id, kept.correction)
        for kept in merge.arrived:
            self._insert_correction(kept)
            brought.append(kept.change_id)
        if brought:
            self._keep(Correction(record.id, CorrectedField.BROUGHT, "", "\n".join(dict.fromkeys(brought))))
        is_deleted = any(correction.field is CorrectedField.EXISTS for correction in merge.corrections)
        return ImportOutcome.DELETED if is_deleted else ImportOutcome.MERGED

    def finish(self) -> None:
        """Take over deletions, programmes and comparisons, and keep the changes and the import itself."""
        self._take_deletions()
        self._take_plans()
        for change_id in sorted(self._touched):
            if change_id not in self._changes_here:
                found = self._file.changes[change_id]
                change = Change(found.id, found.at, found.kind, (), found.undone_at)
                self._writer.insert(CHANGES, encode_change(change), "INSERT")
            self._changes.count_corrections(change_id)
        if self._corrections:
            change = Change(self._import_id, self._now, ChangeKind.IMPORT, ())
            row = {**encode_change(change), "corrections": self._corrections}
            self._writer.insert(CHANGES, row, "INSERT")

    def _take_deletions(self) -> None:
        """Keep the deletions of the file, and delete the sessions that this history still has."""
        for session_id, at in self._file.deletions.items():
            if session_id in self._deletions_here or session_id in self._merged:
                continue
            is_new = session_id in self._added
            record = None if is_new else self._writer.reader.find_record(session_id)
            if record is None:
                row = {"session_id": session_id, "at": at.isoformat()}
                self._writer.insert(DELETIONS, row, "INSERT OR IGNORE")
            elif record.status is Status.RUNNING:
                self.counts[ImportOutcome.RUNNING] += 1
            else:
                merge = Merge((Correction(session_id, CorrectedField.EXISTS, YES, ""),))
                self.counts[self._carry_out(record, ExchangedSession(record, ()), merge)] += 1

    def _take_plans(self) -> None:
        """Add the programmes and comparisons that this history doesn't have; others stay as they are."""
        reader = self._writer.reader
        programmes = {programme.id for programme in reader.find_programmes()}
        comparisons = {comparison.id for comparison in reader.find_comparisons()}
        for programme in sorted(self._file.programmes, key=lambda each: (each.started_on, each.id)):
            if programme.id not in programmes:
                self._writer.save_programme(programme)
                self._keep_planned(programme.id)
        for comparison in sorted(self._file.comparisons, key=lambda each: (each.started_on, each.id)):
            if comparison.id not in comparisons:
                self._writer.save_comparison(comparison)
                self._keep_planned(comparison.id)

    def _keep_planned(self, planned_id: str) -> None:
        self._keep(Correction(planned_id, CorrectedField.BROUGHT, "", PLANNED))
        self.counts[ImportOutcome.PLANNED] += 1

    def _insert_correction(self, kept: KeptCorrection) -> None:
        self._writer.insert(CORRECTIONS, encode_correction(kept.change_id, kept.correction), "INSERT")
        self._touched.add(kept.change_id)

    def _keep(self, correction: Correction) -> None:
        """Keep a correction of the import itself."""
        self._writer.insert(CORRECTIONS, encode_correction(self._import_id, correction), "INSERT")
        self._corrections += 1
