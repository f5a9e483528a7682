"""What to do with a spot that is still sore from earlier sessions: skip it, or take days off, then lighter.

Soreness clears in 12 to 36 hours (TheraCane manual). What follows from it is ours, and only advice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.side import Side
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

    What was said after sessions on both sides, or without a side, makes one spot for both sides. If that is
    sore, its single sides aren't returned as well.

    Args:
        records: The sessions that `sore_sessions` finds, on all areas, in any order.
        areas: The ids of the areas.

    """
    every = list(records)
    spots: list[SoreSpot] = []
    for area in areas:
        sessions = [record for record in every if area in record.worked_areas]
        sides = {record.side for record in sessions if _answers(record)}
        # A session on both sides comes first: then neither side is said again.
        for side in sorted(sides, key=lambda side: side not in {Side.BOTH, Side.NONE}):
            spot = _find_sore_spot(area, side, [each for each in sessions if _overlap(each.side, side)])
            is_said = any(said.area == area and _overlap(said.side, side) for said in spots)
            if spot is not None and not is_said:
                spots.append(spot)
    return spots


def advise_on_soreness(spots: Sequence[SoreSpot], now: datetime) -> tuple[str, ...]:
    """Return what to do about sore spots before a session: one text for each spot that needs care."""
    return tuple(advice for spot in spots if (advice := _advise(spot, now)))


def _advise(spot: SoreSpot, now: datetime) -> str:
    """Return what to do about a sore spot today, in sentences; empty if nothing is to be done any more.

    It depends on how long the spot has been sore, and whether it was worked on since the person said so.
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


def _find_sore_spot(area: str, side: Side, sessions: Sequence[SessionRecord]) -> SoreSpot | None:
    """Return an area and side as a sore spot if the last answer about it is that it is sore; otherwise None.

    It is sore since the end of the session that the first "sore" answer after the last "not sore" is about.

    sessions: those that worked on this area, on this side or one that overlaps with it, in any order.
    """
    since = said_at = None
    answers = [(rating, record) for record in sessions for rating in _answers(record)]
    for rating, record in sorted(answers, key=lambda answer: answer[0].at):
        if rating.soreness is Soreness.SORE:
            since, said_at = since or record.ended_or_started_at, rating.at
        else:
            since = said_at = None
    if since is None or said_at is None:
        return None
    worked_since = any(record.started_at > said_at for record in sessions)
    return SoreSpot(area, side, since, said_at, worked_since)


def _answers(record: SessionRecord) -> list[Rating]:
    """Return the later ratings of a session in which the person said whether it is sore."""
    return [rating for rating in record.later if rating.soreness is not None]


def _overlap(one: Side, other: Side) -> bool:
    """Return whether two sessions on an area, on these sides, can have worked on the same spot.

    A session on both sides or without a side overlaps with every other.
    """
    return one is other or not {Side.BOTH, Side.NONE}.isdisjoint({one, other})
