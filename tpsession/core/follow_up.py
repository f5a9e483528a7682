"""Later ratings: how long relief lasted, asked in two windows after a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tpsession.core.record import SessionRecord, Status

WINDOWS = (
    (timedelta(hours=2), timedelta(hours=12)),
    (timedelta(hours=12), timedelta(hours=36)),
)
"""Time after a session in which a later rating is asked for, once each."""
LOOK_BACK = timedelta(days=3)
"""Sessions that began longer ago can't be in a window any more, however long they lasted."""


@dataclass(frozen=True, slots=True)
class Due:
    """A session that waits for a later rating."""

    record: SessionRecord
    ago: timedelta
    """Time since it ended."""


def due(records: Iterable[SessionRecord], now: datetime) -> list[Due]:
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
            waiting.append(Due(record, now - ended))
    return waiting


def with_left(waiting: Iterable[Due], left: Iterable[Due]) -> list[Due]:
    """What waits in a window, and what was left unfinished too long to be resumed: each session once."""
    each = {late.record.id: late for late in (*waiting, *left)}
    return list(each.values())


def _unanswered(record: SessionRecord, ended: datetime, now: datetime) -> bool:
    """Whether `now` lies in a window in which no later rating was given."""
    for opens, closes in WINDOWS:
        if opens <= now - ended < closes:
            return not any(opens <= rating.at - ended < closes for rating in record.later)
    return False
