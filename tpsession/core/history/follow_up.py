"""Later ratings: how long relief lasted, asked in two windows after a session."""

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
"""The setting that turns it off."""
FOLLOW_UP_WINDOWS = (
    (timedelta(hours=2), timedelta(hours=12)),
    (timedelta(hours=12), timedelta(hours=36)),
)
"""Time after a session in which a later rating is asked for, once each."""
LOOK_BACK = timedelta(days=3)
"""Sessions that began longer ago can't be in a window any more, however long they lasted."""


@dataclass(frozen=True, slots=True)
class PendingFollowUp:
    """A session that waits for a later rating."""

    record: SessionRecord
    elapsed: timedelta
    """Time since it ended."""


def find_due_follow_ups(records: Iterable[SessionRecord], now: datetime) -> list[PendingFollowUp]:
    """The newest session of each area and side that is in a window without a later rating, newest first.

    records: newest first, back to `LOOK_BACK` at least.
    """
    newest: dict[tuple[str, str], SessionRecord] = {}
    for record in records:
        newest.setdefault((record.area, record.side.value), record)
    waiting = []
    for record in newest.values():
        ended = record.ended_at or record.started_at
        if record.status is not Status.RUNNING and _unanswered(record, ended, now):
            waiting.append(PendingFollowUp(record, now - ended))
    return waiting


class FollowUpTracker:
    """The later ratings that wait in one run of the program, and which number answers which."""

    def __init__(self) -> None:
        """None is known yet."""
        self._left: dict[str, PendingFollowUp] = {}
        self._asked: set[str] = set()

    def add_interrupted(self, late: PendingFollowUp) -> None:
        """A session was left and can't be resumed: whenever that was, the next number is for it, too."""
        self._left[late.record.id] = late

    def find_pending(self, history: History, now: datetime) -> list[PendingFollowUp]:
        """Every session that waits, once each. Raises `HistoryError`."""
        recent = history.find_sessions(HistoryQuery(since=(now - LOOK_BACK).date()))
        return list({late.record.id: late for late in (*find_due_follow_ups(recent, now), *self._left.values())}.values())

    def take_unasked(self, history: History, now: datetime, coming: Area | None) -> list[PendingFollowUp]:
        """Those to ask about now: each once a run, and none whose area is about to be rated anyway."""
        asked = [
            late
            for late in self.find_pending(history, now)
            if late.record.id not in self._asked and (coming is None or late.record.area != coming.id)
        ]
        self._asked |= {late.record.id for late in asked}
        return asked

    def find_answered_by(self, history: History, now: datetime, area: Area) -> list[str]:
        """The ids of the sessions that a rating before a session on this area answers for."""
        return [late.record.id for late in self.find_pending(history, now) if late.record.area == area.id]

    def mark_rated(self, session_id: str) -> None:
        """A later rating was given for this session."""
        self._left.pop(session_id, None)


def _unanswered(record: SessionRecord, ended: datetime, now: datetime) -> bool:
    """Whether `now` lies in a window in which no later rating was given."""
    for opens, closes in FOLLOW_UP_WINDOWS:
        if opens <= now - ended < closes:
            return not any(opens <= rating.at - ended < closes for rating in record.later)
    return False
