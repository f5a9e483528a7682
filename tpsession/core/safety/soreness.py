"""What to do with a spot that is still sore from earlier sessions: skip it, or take days off, then lighter.

Soreness clears in 12 to 36 hours (TheraCane manual). What follows from it is ours, and only advice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.side import LEFT_AND_RIGHT, Side, sides_of
from tpsession.core.history.ratings import Rating, Soreness
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.text.formatting import describe_place

LONG_SORE = timedelta(hours=48)
"""Soreness that lasts longer calls for days off (ours)."""
DAYS_OFF = timedelta(days=2)
"""How long a spot that was sore for longer than `LONG_SORE` is left alone (ours)."""
LOOK_BACK = timedelta(days=7)
"""How far back answers count: after that, a spot without a new one needs no advice."""

STILL_SORE = "Still sore where you massaged"
NOT_TODAY = "Not today"
START_ANYWAY = "Start anyway"
SKIP_SPOT = "Skip this spot until the soreness is gone."
TAKE_DAYS_OFF = "Take two days off, then work more lightly."
WORK_LIGHTLY = "Work more lightly than last time."


@dataclass(frozen=True, slots=True)
class SoreSpot:
    """A spot, an area on a side, that was sore when the person was asked last."""

    area: str
    """Id of the area."""
    side: Side
    since: datetime
    """When the session ended since which every answer was that it is sore."""
    said_at: datetime
    """When the person said so last."""
    worked_since: bool
    """Whether a session on the spot began after that answer."""

    @property
    def is_long(self) -> bool:
        """Whether it had been sore for more than `LONG_SORE` when the person last said that it is sore."""
        return self.said_at - self.since > LONG_SORE


def sore_sessions(today: date) -> HistoryQuery:
    """Return the query for all sessions of the last `LOOK_BACK`, which `find_sore_spots` needs."""
    return HistoryQuery(since=today - LOOK_BACK)


def asks_soreness(record: SessionRecord) -> bool:
    """Return whether a later rating of a session also asks about soreness: if it worked on an area."""
    return bool(record.worked_areas)


def find_sore_spots(records: Iterable[SessionRecord], areas: Collection[str]) -> list[SoreSpot]:
    """Return the spots on some areas that were sore when the person was last asked about them.

    An answer after a session on both sides, or without a side, is about the left and the right. If it is the
    last one about each, and both or neither were worked on since, they are one spot.

    Args:
        records: The sessions that `sore_sessions` finds, on all areas, in any order.
        areas: The ids of the areas.

    """
    every = list(records)
    spots: list[SoreSpot] = []
    for area in areas:
        sessions = [record for record in every if area in record.worked_areas]
        left, right = (
            _find_sore_spot(area, [record for record in sessions if side in sides_of(record.side)])
            for side in LEFT_AND_RIGHT
        )
        if left and right and left.side is right.side and left.worked_since is right.worked_since:
            spots.append(replace(left, since=min(left.since, right.since)))
        else:
            spots += [replace(left, side=Side.LEFT)] if left else []
            spots += [replace(right, side=Side.RIGHT)] if right else []
    return spots


def advise_on_soreness(spots: Sequence[SoreSpot], now: datetime) -> tuple[str, ...]:
    """Return what to do about sore spots before a session: one text for each spot that needs care."""
    return tuple(advice for spot in spots if (advice := _advise(spot, now)))


def _advise(spot: SoreSpot, now: datetime) -> str:
    """Return what to do about a sore spot today, in sentences; empty if nothing is to be done any more.

    It depends on how long the spot was sore, how long ago the person said so last, and whether it was worked
    on since then.
    """
    place = describe_place(place_name(spot.area), spot.side)
    if spot.is_long:
        if now - spot.said_at < DAYS_OFF:
            return f"Sore for more than 48 hours: {place}. {TAKE_DAYS_OFF}"
        return "" if spot.worked_since else f"Sore for more than 48 hours last time: {place}. {WORK_LIGHTLY}"
    if now - spot.since <= LONG_SORE:
        return f"Still sore when you were asked last: {place}. {SKIP_SPOT}"
    if spot.worked_since:
        return ""
    return (
        f"Still sore when you were asked last: {place}. "
        f"If it still is, that is more than 48 hours. {TAKE_DAYS_OFF}"
    )


def _find_sore_spot(area: str, sessions: Sequence[SessionRecord]) -> SoreSpot | None:
    """Return a sore spot with the side of the session that the last answer is about; None if it isn't sore.

    It is sore since the end of the session that the first "sore" answer after the last "not sore" is about.

    sessions: those that worked on one side of the area, or on both, in any order.
    """
    since = said_at = None
    side = Side.NONE
    answers = [(rating, record) for record in sessions for rating in _answers(record)]
    for rating, record in sorted(answers, key=lambda answer: answer[0].at):
        if rating.soreness is Soreness.SORE:
            since, said_at, side = since or record.ended_or_started_at, rating.at, record.side
        else:
            since = said_at = None
    if since is None or said_at is None:
        return None
    worked_since = any(record.started_at > said_at for record in sessions)
    return SoreSpot(area, side, since, said_at, worked_since)


def _answers(record: SessionRecord) -> list[Rating]:
    """Return the later ratings of a session in which the person said whether it is sore."""
    return [rating for rating in record.later if rating.soreness is not None]
