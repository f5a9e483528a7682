"""Chooses what `tpsession undo` takes back next, and refuses what can't be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tpsession.core.corrections.edit import check_keeps_rest
from tpsession.core.history.change import FINAL_AFTER, Change, ChangeKind
from tpsession.core.history.records import SessionRecord


def find_undoable(changes: Iterable[Change], now: datetime) -> Change | None:
    """Return the latest change that stands and isn't final; None if there is none.

    changes: the latest first.
    """
    return next(
        (change for change in changes if change.undone_at is None and not is_final(change, now)), None
    )


def is_final(change: Change, now: datetime) -> bool:
    """Return whether a change is a deletion that is too old to be undone: what it deleted is gone."""
    return change.kind is ChangeKind.DELETION and now - change.at >= FINAL_AFTER


def check_undo(change: Change, records: Mapping[str, SessionRecord], now: datetime) -> None:
    """Raise `UsageError` if undoing a change would lift a rest of today.

    records: the sessions of the change by their ids, as they are now.
    """
    for session_id in change.session_ids:
        corrections = [found for found in change.taken_back() if found.session_id == session_id]
        # A deleted session that comes back lifts no rest.
        comes_back = change.kind is ChangeKind.DELETION
        if session_id in records and not comes_back:
            check_keeps_rest(records[session_id], corrections, now.date())
