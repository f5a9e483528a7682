"""Takes an import back: what it brought goes, and what it merged is as it was before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.core.corrections.fields import YES, read_field
from tpsession.core.exchange.merge import link_after_removal
from tpsession.core.exchange.records import ChangeRecord, KeptCorrection
from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.store.changes.change_rows import find_change
from tpsession.store.exchange.bulk import DELETED, INDEXES, enlarge_page_cache, temporarily_dropped
from tpsession.store.exchange.import_rows import PLANNED, UNDONE
from tpsession.store.exchange.merging import PIECE
from tpsession.store.exchange.reading import load_changes, read_sessions
from tpsession.store.tables import DELETIONS

if TYPE_CHECKING:
    from tpsession.store.changes.change_writer import ChangeWriter

_BROUGHT_SESSIONS = "change_id = ? AND field = 'exists' AND earlier = ''"
"""Selects the corrections by which an import brought new sessions."""
_TABLES_OF_SESSIONS = ("ratings", "session_plans", "states", "deletions")


def undo_change(changes: ChangeWriter, change_id: str, at: datetime, report: Callable[[int], object]) -> None:
    """Take a change back in an open transaction: mark it as undone, or remove it if it is an import.

    With an import goes all that it brought, and what was done to that since. Fields that it changed in other
    sessions get their earlier values, but for those that were changed again since.

    Raises `HistoryError` if the change is unknown, damaged or undone already, or, unless it is an import, if
    a session isn't any more as the change left it; the caller then rolls back.

    report: called again and again with the number of sessions done so far, if the change is an import; an
    exception from it ends the undoing, and the caller rolls back.
    """
    change = find_change(changes.writer.reader, change_id)
    if change is not None and change.kind is ChangeKind.IMPORT:
        _undo_import(changes, change, at, report)
    else:
        changes.undo_change(change_id, at)


def _undo_import(
    changes: ChangeWriter, change: Change, at: datetime, report: Callable[[int], object]
) -> None:
    """Undo an import; the change itself is removed, too, so that the file can be imported again.

    The fields that it merged get their earlier texts, unless they were changed since. The sessions,
    programmes and comparisons that it brought go, with all that was done to them since. The deletions that it
    brought of sessions that this history lacked or couldn't read stay, so that no other import brings those
    sessions back.

    changes: writes in a transaction that is open. change: an import. report: as for `undo_change`.
    """
    connection = changes.writer.reader.connection
    enlarge_page_cache(connection)
    merged: set[str] = set()
    for correction in reversed(change.corrections):
        is_session = (correction.field, correction.now) == (CorrectedField.EXISTS, YES)
        if not is_session and correction.field is not CorrectedField.BROUGHT:
            _restore_field(changes, correction, at)
            merged.add(correction.session_id)
            report(len(merged))
    known = load_changes(changes.writer.reader)
    for correction in change.corrections:
        if correction.field is CorrectedField.BROUGHT and correction.now != PLANNED:
            _remove_brought_corrections(changes, known, correction.session_id, correction.now.splitlines())
            merged.add(correction.session_id)
            report(len(merged))
    for table in ("programmes", "comparisons"):
        connection.execute(
            f"DELETE FROM {table} WHERE id IN"  # noqa: S608 - all of it is fixed text of ours
            " (SELECT session_id FROM corrections WHERE change_id = ? AND field = ? AND now = ?)",
            (change.id, CorrectedField.BROUGHT.value, PLANNED),
        )
    _remove_brought(changes, change.id, lambda removed: report(len(merged) + removed))
    connection.execute("DELETE FROM corrections WHERE change_id = ?", (change.id,))
    connection.execute("DELETE FROM changes WHERE id = ?", (change.id,))


def _restore_field(changes: ChangeWriter, correction: Correction, at: datetime) -> None:
    """Undo one correction that an import made: give the field its earlier text.

    If the correction is a deletion, the session comes back. Does nothing if the field has another text than
    the import gave it, or if the session is missing or damaged, or was deleted since.

    at: the time of the undoing, local.
    """
    reader = changes.writer.reader
    # A damaged deletion deletes, too.
    deletion = reader.connection.execute(
        DELETIONS.select_sql("WHERE t.session_id = ?"), (correction.session_id,)
    ).fetchone()
    is_deleted = deletion is not None
    record = reader.find_record(correction.session_id)
    if record is None or is_deleted != (correction.field is CorrectedField.EXISTS):
        return
    if is_deleted or read_field(record, correction.field) == correction.now:
        changes.apply(correction.reversed(), at)


def _remove_brought_corrections(
    changes: ChangeWriter, known: dict[str, ChangeRecord], session_id: str, lines: Iterable[str]
) -> None:
    """Remove the corrections that an import brought for a session; the changes it undid are valid again.

    The session's own values aren't touched. If a correction that stays now follows on another one than
    before, its earlier text is replaced accordingly. A change of which no correction is left goes, too. Does
    nothing if the session is missing or damaged.

    Args:
        changes: Writes to the history.
        known: The changes of this history by their ids; those that are valid again are changed in it, too.
        session_id: The session.
        lines: The ids of the changes, as the import noted them, each with `UNDONE` after it if it undid the
            change.

    """
    reader = changes.writer.reader
    connection = reader.connection
    for _, session in read_sessions(
        reader, "WHERE t.id = ? ORDER BY t.id", (session_id,), known, with_plans=False
    ):
        kept = session.corrections
        before = {each.change_id: known[each.change_id] for each in kept}
        gone = set()
        for line in lines:
            change_id, _, undone = line.partition(" ")
            if undone != UNDONE:
                gone.add(change_id)
            elif change_id in known:
                changes.set_undone(change_id, None)
                known[change_id] = replace(known[change_id], undone_at=None)
        for field in {each.correction.field for each in kept}:
            of_field = [each for each in kept if each.correction.field is field]
            left = [each for each in of_field if each.change_id not in gone]
            for link in link_after_removal(_exclude_undone(of_field, before), _exclude_undone(left, known)):
                changes.replace_earlier(link.change_id, link.correction)
        for change_id in sorted(gone):
            connection.execute(
                "DELETE FROM corrections WHERE change_id = ? AND session_id = ?", (change_id, session_id)
            )
            changes.write_correction_count(change_id)


def _exclude_undone(kept: Iterable[KeptCorrection], changes: dict[str, ChangeRecord]) -> list[KeptCorrection]:
    """Return the corrections whose changes weren't undone, the earliest first. changes: by their ids."""
    standing = [each for each in kept if changes[each.change_id].undone_at is None]
    return sorted(standing, key=lambda each: (changes[each.change_id].at, each.change_id))


def _remove_brought(changes: ChangeWriter, import_id: str, report: Callable[[int], object]) -> None:
    """Delete the sessions that an import added, with their ratings, states, deletions and corrections.

    The texts of plans that no other session played are deleted, too, and so are other changes of which no
    correction is left. The change that stands for the import itself stays, for the caller to delete.

    Args:
        changes: Writes to the history, in a transaction that is open.
        import_id: The id of that change.
        report: Called after every `PIECE` sessions and after the last one with the number deleted so far; at
            the end it may come several times with the same number.

    """
    connection = changes.writer.reader.connection
    (brought,) = connection.execute(
        f"SELECT count(*) FROM corrections WHERE {_BROUGHT_SESSIONS}",  # noqa: S608 - fixed text of ours
        (import_id,),
    ).fetchone()
    (sessions,) = connection.execute("SELECT count(*) FROM sessions").fetchone()
    touched: set[str] = set()
    done = 0
    with ExitStack() as stack:
        # No session is left whose row would have to follow its ratings.
        stack.enter_context(temporarily_dropped(connection, DELETED))
        if brought * 2 > sessions:
            # To make the indexes again takes less time than to remove most of their entries one by one.
            stack.enter_context(temporarily_dropped(connection, INDEXES, lambda: report(done)))
        while piece := connection.execute(
            f"SELECT session_id FROM corrections WHERE {_BROUGHT_SESSIONS} LIMIT {PIECE}",  # noqa: S608 - as above
            (import_id,),
        ).fetchall():
            touched |= _remove_sessions(connection, [session_id for (session_id,) in piece])
            done += len(piece)
            report(done)
    changes.remove_unused_plans()
    for change_id in sorted(touched - {import_id}):
        changes.write_correction_count(change_id)


def _remove_sessions(connection: sqlite3.Connection, session_ids: Sequence[str]) -> set[str]:
    """Remove sessions, deleted ones too, with their ratings and corrections and all else of theirs.

    Return the ids of the changes that had corrections of these sessions, among them the import that brought
    them. The changes stay, perhaps without any correction, and so do the texts of plans.

    session_ids: `PIECE` at most, for they all go into one statement.
    """
    selected = f"IN ({', '.join('?' * len(session_ids))})"
    for table in _TABLES_OF_SESSIONS:
        connection.execute(f"DELETE FROM {table} WHERE session_id {selected}", session_ids)  # noqa: S608 - only marks
    connection.execute(f"DELETE FROM sessions WHERE id {selected}", session_ids)  # noqa: S608 - only marks
    touched = connection.execute(
        f"SELECT DISTINCT change_id FROM corrections WHERE session_id {selected}",  # noqa: S608 - only marks
        session_ids,
    ).fetchall()
    connection.execute(f"DELETE FROM corrections WHERE session_id {selected}", session_ids)  # noqa: S608 - only marks
    return {str(change_id) for (change_id,) in touched}
