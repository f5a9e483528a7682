"""Follow-up ratings of the pain: in two time windows after a session, or any time after an interruption."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tpsession.core.history.records import HistoryQuery, SessionRecord, Status

if TYPE_CHECKING:
    from tpsession.core.catalog.area import Area
    from tpsession.core.history.repository import History

FOLLOW_UP_SETTING = "follow_up.ask"
"""The setting that turns follow-up ratings on or off."""
FOLLOW_UP_WINDOWS = (
    (timedelta(hours=2), timedelta(hours=12)),
    (timedelta(hours=12), timedelta(hours=36)),
)
"""Start and end of each window, counted from the end of a session. Each asks for one follow-up rating."""
LOOK_BACK = timedelta(days=3)
"""A session that started longer ago is past both windows, however long it took."""


@dataclass(frozen=True, slots=True)
class PendingFollowUp:
    """A session for which a follow-up rating is wanted."""

    record: SessionRecord
    elapsed: timedelta
    """Time since the session ended."""


def find_due_follow_ups(records: Iterable[SessionRecord], now: datetime) -> list[PendingFollowUp]:
    """Find the sessions that need a follow-up rating now, newest first.

    Only the newest session of each area and side counts. It needs a rating if it has ended and is in a window
    in which none was given yet.

    Args:
        records: Sessions, newest first, reaching back at least `LOOK_BACK`.
        now: The current time.

    """
    newest: dict[tuple[str, str], SessionRecord] = {}
    for record in records:
        newest.setdefault((record.area, record.side.value), record)
    pending = []
    for record in newest.values():
        ended = record.ended_at or record.started_at
        if record.status is not Status.RUNNING and _is_due(record, ended, now):
            pending.append(PendingFollowUp(record, now - ended))
    return pending


class FollowUpTracker:
    """Tracks, during one run of the program, which follow-up ratings are pending and which were asked for."""

    def __init__(self) -> None:
        """Start without any pending follow-up."""
        self._interrupted: dict[str, PendingFollowUp] = {}
        self._asked: set[str] = set()

    def add_interrupted(self, follow_up: PendingFollowUp) -> None:
        """Add an interrupted session that can't be resumed: it is pending until it is rated, at any time."""
        self._interrupted[follow_up.record.id] = follow_up

    def find_pending(self, history: History, now: datetime) -> list[PendingFollowUp]:
        """Find every session that needs a follow-up rating, whether asked about or not.

        These are the ones that are due now, and the interrupted ones that were added. Raises `HistoryError`.
        """
        recent = history.find_sessions(HistoryQuery(since=(now - LOOK_BACK).date()))
        pending = (*find_due_follow_ups(recent, now), *self._interrupted.values())
        # A session may be both due and interrupted.
        return list({follow_up.record.id: follow_up for follow_up in pending}.values())

    def take_unasked(self, history: History, now: datetime, next_area: Area | None) -> list[PendingFollowUp]:
        """Return the pending follow-ups that haven't been asked for in this run, and count them as asked.

        next_area: the area of the session about to start, None without one. Its pain is about to be rated,
        which counts as the follow-up of earlier sessions on that area, so they are left out and don't count
        as asked. Raises `HistoryError`.
        """
        unasked = [
            follow_up
            for follow_up in self.find_pending(history, now)
            if follow_up.record.id not in self._asked
            and (next_area is None or follow_up.record.area != next_area.id)
        ]
        self._asked |= {follow_up.record.id for follow_up in unasked}
        return unasked

    def find_answered_by(self, history: History, now: datetime, area: Area) -> list[str]:
        """Return the ids of the sessions on this area with a pending follow-up, on any side.

        The pain rating before a new session on the area answers them all. Raises `HistoryError`.
        """
        return [
            follow_up.record.id
            for follow_up in self.find_pending(history, now)
            if follow_up.record.area == area.id
        ]

    def mark_rated(self, session_id: str) -> None:
        """Drop a session that was rated from the interrupted ones; nothing if it isn't among them.

        A follow-up that is due in a window needs no such call: its rating in the history settles it.
        """
        self._interrupted.pop(session_id, None)


def _is_due(record: SessionRecord, ended: datetime, now: datetime) -> bool:
    """Return whether `now` is in a window, start included, in which no follow-up rating was given.

    ended: when the session ended; the windows are counted from it.
    """
    for opens, closes in FOLLOW_UP_WINDOWS:
        if opens <= now - ended < closes:
            return not any(opens <= rating.at - ended < closes for rating in record.later)
    return False
