"""Merges what a file holds into the history, or tries what that would do."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.corrections.edit import check_keeps_rest
from tpsession.core.corrections.fields import YES
from tpsession.core.errors import UsageError
from tpsession.core.exchange.merge import Merge, SessionHere, merge_session
from tpsession.core.exchange.outcome import ImportOutcome
from tpsession.core.exchange.records import ChangeRecord, ExchangedSession, ImportedFile, KeptCorrection
from tpsession.core.history.change import FINAL_AFTER, CorrectedField, Correction
from tpsession.core.history.records import SessionRecord, Status
from tpsession.store.connection import transaction
from tpsession.store.exchange.bulk import INDEXES, enlarge_page_cache, temporarily_dropped
from tpsession.store.exchange.import_rows import ImportRows
from tpsession.store.exchange.reading import load_changes, read_sessions
from tpsession.store.queries import HistoryReader
from tpsession.store.schema.migrating import migrate
from tpsession.store.tables import Row

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.store.changes.change_writer import ChangeWriter

PIECE = 500
"""Sessions that are looked up together."""


def merge_file(
    changes: ChangeWriter, file: ImportedFile, import_id: str, now: datetime, report: Callable[[int], None]
) -> Counter[ImportOutcome]:
    """Merge a file into the history inside an open transaction; return how often each outcome occurred.

    Sessions are counted, and those programmes and comparisons that are new. If any of these was added,
    changed or deleted, the import is stored as one change, which can be undone. What `report` raises ends the
    import; the caller then rolls back.

    Args:
        changes: Writes to the history.
        file: What to merge.
        import_id: The id of the change.
        now: The present time.
        report: Called with the number of sessions that were looked at, again and again; at the end it may
            come several times with the same number.

    """
    reader = changes.writer.reader
    connection = reader.connection
    enlarge_page_cache(connection)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    merging = _Merging(reader, file, now, ImportRows(changes, file.plans, import_id, now))
    (sessions,) = connection.execute("SELECT count(*) FROM sessions").fetchone()
    # To make the indexes again takes less time than to add most of their entries one by one.
    with ExitStack() as stack:
        if file.count > sessions:
            stack.enter_context(temporarily_dropped(connection, INDEXES, lambda: report(file.count)))
        return merging.run(report)


def try_merge(
    reader: HistoryReader, file: ImportedFile, now: datetime, report: Callable[[int], None]
) -> Counter[ImportOutcome]:
    """Return how often each outcome of `merge_file` would occur at `now`, without writing anything.

    Everything is read in one transaction; if one is open already, in that one. report: as for `merge_file`.
    """
    with transaction(reader.connection, "DEFERRED"):
        return _Merging(reader, file, now, None).run(report)


def try_first_import(
    file: ImportedFile, clock: Clock, report: Callable[[int], None]
) -> Counter[ImportOutcome]:
    """Return how often each outcome of `merge_file` would occur where there is no history yet.

    Nothing is written. report: as for `merge_file`.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Path(), clock)
        reader = HistoryReader(connection, lambda _: False, lambda _: None)
        return try_merge(reader, file, clock.local_time(), report)


def _is_same(own: ExchangedSession, session: ExchangedSession) -> bool:
    """Return whether two states of a session have the same record and ratings, whatever their corrections."""
    return (own.record, own.ratings) == (session.record, session.ratings)


def _split_into_pieces(sessions: Iterable[ExchangedSession]) -> Iterator[list[ExchangedSession]]:
    """Yield the sessions in lists of `PIECE`; only the last list may be shorter, and none is empty."""
    piece: list[ExchangedSession] = []
    for session in sessions:
        piece.append(session)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


class _Merging:
    """Decides about everything in one file that is imported, and writes it unless it is a preview."""

    def __init__(
        self, reader: HistoryReader, file: ImportedFile, now: datetime, rows: ImportRows | None
    ) -> None:
        self._reader = reader
        self._file = file
        self._now = now
        self._rows = rows
        """What writes; None for a preview, which only counts."""
        self._counts: Counter[ImportOutcome] = Counter()
        self._changes_here = load_changes(reader)
        self._deleted_here = {
            session_id for (session_id,) in reader.connection.execute("SELECT session_id FROM deletions")
        }
        """The ids of the sessions that are deleted in this history. A damaged deletion deletes, too."""
        self._new: list[ExchangedSession] = []
        """The new sessions of a piece."""
        self._added: set[str] = set()
        """The new sessions that were deleted on the other machine."""
        self._merged: set[str] = set()
        """The sessions of this history that the file has, and that were deleted on the other machine."""

    def run(self, report: Callable[[int], None]) -> Counter[ImportOutcome]:
        """Merge the file; return how often each outcome occurred. Without `_rows`, nothing is written.

        report: as for `merge_file`.
        """
        done = 0
        for piece in _split_into_pieces(self._file.sessions()):
            self._merge_piece(piece)
            done += len(piece)
            report(done)
        for number, (session_id, at) in enumerate(self._file.deletions.items()):
            if number % PIECE == 0:
                report(done)
            self._take_deletion(session_id, at)
        self._take_programmes_and_comparisons()
        if self._rows is not None:
            self._rows.finish(self._file.changes, self._changes_here)
        return self._counts

    def _merge_piece(self, sessions: list[ExchangedSession]) -> None:
        """Merge some sessions of the file, and count their outcomes; the new ones are inserted together.

        Without `_rows`, they are only counted.
        """
        ids = [session.record.id for session in sessions]
        marks = ", ".join("?" * len(ids))
        known = {
            found
            for (found,) in self._reader.connection.execute(
                f"SELECT id FROM sessions WHERE id IN ({marks})",  # noqa: S608 - only marks
                ids,
            )
        }
        here: dict[str, tuple[Row, ExchangedSession]] = {}
        if known:
            wanted = f"WHERE t.id IN ({marks}) ORDER BY t.id"
            for row, session in read_sessions(
                self._reader, wanted, ids, self._changes_here, with_plans=False
            ):
                here[session.record.id] = (row, session)
        for session in sessions:
            self._counts[self._merge(session, known, here)] += 1
        if self._rows is not None:
            self._rows.insert_sessions(self._new)
        self._new.clear()

    def _merge(
        self, session: ExchangedSession, known: set[str], here: dict[str, tuple[Row, ExchangedSession]]
    ) -> ImportOutcome:
        """Merge one session of the file, and return its outcome; a new one is only collected for later.

        A session that is running in the file, deleted here or unreadable here is left as it is.

        Args:
            session: The session as the file has it.
            known: The ids in this piece that this history has.
            here: The readable sessions of this history in this piece, with their rows, by id.

        """
        session_id = session.record.id
        if session.record.status is Status.RUNNING:
            return ImportOutcome.RUNNING
        if session_id in self._deleted_here:
            same = session_id in self._file.deletions
            return ImportOutcome.SAME if same else ImportOutcome.DELETED_HERE
        if session_id not in known:
            return self._collect_new(session)
        if session_id in self._file.deletions:
            self._merged.add(session_id)
        if session_id not in here:
            return ImportOutcome.UNREADABLE
        return self._merge_into(*here[session_id], session)

    def _merge_into(self, row: Row, own: ExchangedSession, session: ExchangedSession) -> ImportOutcome:
        """Merge a session of the file into the one of this history, and return the outcome.

        If the session was deleted on the other machine, it is deleted here, too, unless it makes an area rest
        today.

        Args:
            row: The row of this history's session; one that is running is left as it is.
            own: The session as this history has it.
            session: The session as the file has it.

        """
        session_id = session.record.id
        if row["status"] == Status.RUNNING.value:
            return ImportOutcome.RUNNING
        is_deleted = session_id in self._file.deletions
        if not is_deleted and _is_same(own, session) and self._has_same_corrections(own, session):
            return ImportOutcome.SAME
        merge = merge_session(
            SessionHere(own.record, own.corrections, self._changes_of(own.corrections)),
            session,
            self._file.changes,
            is_deleted=is_deleted,
        )
        return self._carry_out(own.record, session, merge)

    def _has_same_corrections(self, own: ExchangedSession, session: ExchangedSession) -> bool:
        """Return whether a session has the same corrections, of the same changes, here and in the file.

        A change that was undone on one machine alone, or at another time, isn't the same.
        """
        return own.corrections == session.corrections and all(
            self._changes_here[kept.change_id] == self._file.changes.get(kept.change_id)
            for kept in own.corrections
        )

    def _changes_of(self, kept: Iterable[KeptCorrection]) -> dict[str, ChangeRecord]:
        """Return the changes of this history that made these corrections, by their ids."""
        return {each.change_id: self._changes_here[each.change_id] for each in kept}

    def _collect_new(self, session: ExchangedSession) -> ImportOutcome:
        """Collect a session that this history doesn't have, with its corrections, and return `ADDED`.

        If the session was deleted on the other machine, `run` stores its deletion later. If it was deleted
        `FINAL_AFTER` ago or earlier, it isn't collected, and the outcome is `DELETED_HERE`.
        """
        deleted_at = self._file.deletions.get(session.record.id)
        if deleted_at is not None and self._now - deleted_at >= FINAL_AFTER:
            # Its deletion alone is taken, at the end.
            return ImportOutcome.DELETED_HERE
        if deleted_at is not None:
            self._added.add(session.record.id)
        self._new.append(session)
        return ImportOutcome.ADDED

    def _carry_out(self, record: SessionRecord, there: ExchangedSession, merge: Merge) -> ImportOutcome:
        """Bring a session of this history to its merged state, and return the outcome.

        Nothing is changed if the merge is empty (`SAME`), or if the session makes an area rest today and the
        merge corrects a field on which that rest depends (`RESTS`). For any other the outcome is `DELETED` or
        `MERGED`, and the changes that it undoes count as undone for the sessions that follow. It is written
        only if there are `_rows`.
        """
        if merge.is_empty:
            return ImportOutcome.SAME
        try:
            check_keeps_rest(record, merge.corrections, self._now.date())
        except UsageError:
            return ImportOutcome.RESTS
        if self._rows is not None:
            self._rows.carry_out(record, there, merge)
        for change_id, at in (merge.undone or {}).items():
            self._changes_here[change_id] = replace(self._changes_here[change_id], undone_at=at)
        is_deleted = any(correction.field is CorrectedField.EXISTS for correction in merge.corrections)
        return ImportOutcome.DELETED if is_deleted else ImportOutcome.MERGED

    def _take_deletion(self, session_id: str, at: datetime) -> None:
        """Delete a session that was deleted on the other machine, and count the outcome.

        If this history had no readable row of the session before the import, the deletion is stored without
        being counted. A session that is running, or that makes an area rest today, stays and is counted so.
        Without `_rows`, nothing is written.

        Nothing is done if the session was deleted here already, or if both this history and the file have it:
        then `_merge` has decided about it, and left it alone if it is unreadable here.

        at: when it was deleted there.
        """
        if session_id in self._deleted_here or session_id in self._merged:
            return
        is_new = session_id in self._added
        record = None if is_new else self._reader.find_record(session_id)
        if record is None:
            if self._rows is not None:
                self._rows.keep_deletion(session_id, at)
        elif record.status is Status.RUNNING:
            self._counts[ImportOutcome.RUNNING] += 1
        else:
            merge = Merge((Correction(session_id, CorrectedField.EXISTS, YES, ""),))
            self._counts[self._carry_out(record, ExchangedSession(record, ()), merge)] += 1

    def _take_programmes_and_comparisons(self) -> None:
        """Add the programmes and comparisons of the file that this history doesn't have, or can't read.

        Those that it has stay as they are. The new ones are counted; in a preview, without `_rows`, they are
        only counted.
        """
        programmes = {programme.id for programme in self._reader.find_programmes()}
        comparisons = {comparison.id for comparison in self._reader.find_comparisons()}
        for programme in sorted(self._file.programmes, key=lambda each: (each.started_on, each.id)):
            if programme.id not in programmes:
                self._counts[ImportOutcome.PROGRAMME_OR_COMPARISON] += 1
                if self._rows is not None:
                    self._rows.save_programme(programme)
        for comparison in sorted(self._file.comparisons, key=lambda each: (each.started_on, each.id)):
            if comparison.id not in comparisons:
                self._counts[ImportOutcome.PROGRAMME_OR_COMPARISON] += 1
                if self._rows is not None:
                    self._rows.save_comparison(comparison)
