"""Follow-up ratings of the pain: in two time windows after a session, or any time after an interruption."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tpsession.core.history.records import HistoryQuery, SessionRecord, Status

if TYPE_CHECKING:
    from tpsession.core.catalog.side import Side
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
    """Return the sessions that need a follow-up rating now, newest first.

    Only the newest session of each place and side may need one; sessions in which nothing was done are
    ignored. It needs one if it isn't running, `now` is in one of the `FOLLOW_UP_WINDOWS` after its end
    (without an end, after its start), and in that window no later rating of it and no pain score of its place
    and side has been given yet.

    Args:
        records: Sessions and scores, newest first, reaching back at least `LOOK_BACK`.
        now: The current time.

    """
    newest: dict[tuple[str, Side], SessionRecord] = {}
    scores: dict[tuple[str, Side], list[datetime]] = {}
    for record in records:
        series = record.place, record.side
        if record.is_score:
            scores.setdefault(series, []).append(record.started_at)
        elif record.was_done:
            newest.setdefault(series, record)
    pending = []
    for series, record in newest.items():
        ended = record.ended_or_started_at
        given = [*scores.get(series, ()), *(rating.at for rating in record.later)]
        if record.status is not Status.RUNNING and _is_due(given, ended, now):
            pending.append(PendingFollowUp(record, now - ended))
    return pending


class FollowUpTracker:
    """Tracks, during one run of the program, which follow-up ratings are pending and which were asked for."""

    def __init__(self) -> None:
        """Start without any pending follow-up."""
        self._interrupted: dict[str, PendingFollowUp] = {}
        self._asked: set[str] = set()

    def add_interrupted(self, follow_up: PendingFollowUp) -> None:
        """Add an interrupted session that can't be resumed: its follow-up is pending, whatever the time.

        It is pending until `mark_rated` is called for it, unless `find_pending` leaves it out.
        """
        self._interrupted[follow_up.record.id] = follow_up

    def find_pending(self, history: History, now: datetime) -> list[PendingFollowUp]:
        """Return every session that needs a follow-up rating, whether it was asked for in this run or not.

        These are the sessions that are due now (see `find_due_follow_ups`), newest first, then the
        interrupted sessions that were added. An interrupted session is left out if nothing was done in it, if
        it was deleted since, or if its place and side got a pain score at its end or later. Raises
        `HistoryError`.
        """
        starts = [each.record.started_at for each in self._interrupted.values()]
        since = min(at.date() for at in (now - LOOK_BACK, *starts))
        recent = history.find_sessions(HistoryQuery(since=since))
        done = {record.id for record in recent if record.was_done}
        interrupted = [
            follow_up
            for follow_up in self._interrupted.values()
            if follow_up.record.id in done
            and not any(_is_answered_by(follow_up.record, record) for record in recent)
        ]
        pending = (*find_due_follow_ups(recent, now), *interrupted)
        # A session may be both due and interrupted.
        return list({follow_up.record.id: follow_up for follow_up in pending}.values())

    def take_unasked(self, history: History, now: datetime, next_place: str | None) -> list[PendingFollowUp]:
        """Return the pending follow-ups that haven't been asked for in this run, and count them as asked.

        Sessions at `next_place`, whatever their side, are left out and don't count as asked: the rating
        before the next session may be their follow-up. Raises `HistoryError`.

        next_place: the id of the place about to be rated before a session; None if no session is about to
        start.
        """
        unasked = [
            follow_up
            for follow_up in self.find_pending(history, now)
            if follow_up.record.id not in self._asked and follow_up.record.place != next_place
        ]
        self._asked |= {follow_up.record.id for follow_up in unasked}
        return unasked

    def find_answered_by(self, history: History, now: datetime, place: str, side: Side) -> list[str]:
        """Return the ids of the sessions with a pending follow-up at this place and side.

        A rating of the place and side answers their follow-ups. place: the id of the place. Raises
        `HistoryError`.
        """
        return [
            follow_up.record.id
            for follow_up in self.find_pending(history, now)
            if (follow_up.record.place, follow_up.record.side) == (place, side)
        ]

    def mark_rated(self, session_id: str) -> None:
        """Drop a session that was rated from the interrupted ones; do nothing if it isn't among them.

        A session that is due in a window needs no such call, because `find_pending` sees its rating in the
        history.
        """
        self._interrupted.pop(session_id, None)


def _is_answered_by(session: SessionRecord, other: SessionRecord) -> bool:
    """Return whether `other` is a pain score of the session's place and side, given at its end or later."""
    series = session.place, session.side
    ended = session.ended_or_started_at
    return other.is_score and (other.place, other.side) == series and other.started_at >= ended


def _is_due(given: Iterable[datetime], ended: datetime, now: datetime) -> bool:
    """Return whether `now` is in one of the `FOLLOW_UP_WINDOWS`, and no rating was given in that window.

    A window includes its start, but not its end.

    Args:
        given: The times of the ratings.
        ended: When the session ended; the windows are counted from it.
        now: The current time.

    """
    for opens, closes in FOLLOW_UP_WINDOWS:
        if opens <= now - ended < closes:
            return not any(opens <= at - ended < closes for at in given)
    return False
