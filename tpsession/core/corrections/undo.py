"""Chooses what undo takes back next, and refuses what can't be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tpsession.core.corrections.edit import check_keeps_rest
from tpsession.core.history.change import FINAL_AFTER, Change, ChangeKind, Correction
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.repository import History
from tpsession.core.task_progress import TaskProgress

UNDOING_IMPORT = "Undoing the import"
"""What the person reads meanwhile."""
UNDO_STOPPED = "Stopped. Nothing was changed."


def find_undoable(changes: Iterable[Change], now: datetime) -> Change | None:
    """Return the latest change that can still be undone: it isn't undone and isn't final; None without one.

    changes: the latest first.
    """
    return next(
        (change for change in changes if change.undone_at is None and not is_final(change, now)), None
    )


@dataclass(frozen=True, slots=True)
class UndoableChange:
    """The change that would be undone next."""

    change: Change
    records: Mapping[str, SessionRecord]
    """The sessions that it concerns, by their ids, as they are now; of an import only those that may rest."""

    @property
    def only(self) -> SessionRecord | None:
        """The session in `records` if there is exactly one; otherwise None."""
        return next(iter(self.records.values())) if len(self.records) == 1 else None


def load_undoable(history: History, now: datetime, session_id: str | None = None) -> UndoableChange | None:
    """Return the newest change that is neither undone nor too old, with its sessions; None without one.

    Whether undoing it would change a rest of today isn't checked, see `check_undo`. Nothing is undone.
    Sessions that can't be read are left out; of an import's sessions only those of the last days are loaded,
    because only these can make an area rest today. Raises `HistoryError`.

    Args:
        history: The history.
        now: The present local time.
        session_id: If given, only corrections and deletions that concern this session count, and no imports.

    """
    changes = history.find_changes()
    if session_id is not None:
        changes = [
            change
            for change in changes
            if change.kind is not ChangeKind.IMPORT and session_id in change.session_ids
        ]
    change = find_undoable(changes, now)
    if change is None:
        return None
    if change.kind is ChangeKind.IMPORT:
        # It may have many sessions. A rest ends at midnight, and a session takes a few hours at most.
        day = timedelta(days=1)
        query = HistoryQuery(since=now.date() - day, until=now.date() + day, with_steps=False)
        recent = history.find_sessions(query)
        ids = set(change.session_ids)
        return UndoableChange(change, {record.id: record for record in recent if record.id in ids})
    found = {session_id: history.find_record(session_id) for session_id in change.session_ids}
    return UndoableChange(change, {key: record for key, record in found.items() if record is not None})


def undo_with_progress(history: History, change: Change, at: datetime, progress: TaskProgress) -> None:
    """Undo a change. Whether that changes a rest isn't checked: the caller calls `check_undo` before.

    Args:
        history: The history.
        change: The change to undo. It is kept, marked as undone; an import is removed instead.
        at: The present time.
        progress: Is told how far the undoing of an import is, and may stop it.

    Raises:
        HistoryError: The change was undone already, it isn't an import and a session was changed since, or it
            can't be saved.
        TaskStoppedError: The person stopped it; nothing is changed.

    """
    if change.kind is not ChangeKind.IMPORT:
        history.undo_change(change.id, at)
        return
    part, count = progress.begin(UNDOING_IMPORT), len(change.session_ids)
    history.undo_change(change.id, at, lambda done: part.report(done, count))


def is_final(change: Change, now: datetime) -> bool:
    """Return whether a change is a deletion that is too old to be undone.

    What it deleted is removed for good when the next change is saved. Whether the change was undone already
    isn't looked at.
    """
    return change.kind is ChangeKind.DELETION and now - change.at >= FINAL_AFTER


def check_undo(undoable: UndoableChange, now: datetime) -> None:
    """Raise `UsageError` if undoing a change would change a rest that holds today.

    `check_keeps_rest` says when that is. Nothing is undone. For a deletion nothing is raised.
    """
    change = undoable.change
    # A deleted session that comes back lifts no rest.
    if change.kind is ChangeKind.DELETION:
        return
    corrections: dict[str, list[Correction]] = {}
    for correction in change.taken_back():
        corrections.setdefault(correction.session_id, []).append(correction)
    for session_id, record in undoable.records.items():
        check_keeps_rest(record, corrections.get(session_id, ()), now.date())
