"""How much massage an area and side have had today and yesterday, and whether a session would be its first.

What comes of it is advice: it never rules a session out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import SPOT_LIMIT_S
from tpsession.core.catalog.side import Side, Spot, sides_of
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.short_first import FIRST_MASSAGE_S
from tpsession.core.safety.screening import SESSIONS_A_DAY
from tpsession.core.text.formatting import describe_place, format_duration

DAY_LIMIT_S = SPOT_LIMIT_S * SESSIONS_A_DAY
"""More seconds of massage on an area and side in a day are advised against (ours: 5 min, twice a day)."""
ENOUGH = f"{SESSIONS_A_DAY} sessions a day are enough."
OFFER_SHORT_FIRST = "A good first session here: one hold, 1 to 2 minutes of massage, then a rest day."
REST_DAY = "Your first session on this area was {day}. A rest day after it is a good idea."
REST_TOMORROW = "This was your first session on this area. A rest day after it is a good idea."
_LOOKED_AT = 20
"""Sessions of an area that are looked at, the newest; more can't tell more about a first one."""


@dataclass(frozen=True, slots=True)
class Dose:
    """The massage of one area and side on one day."""

    sessions: int = 0
    seconds: float = 0.0


def advise_after_first(records: Iterable[SessionRecord], area: str, session_id: str) -> str:
    """Return that a rest day is a good idea, if a session was the first for its area; else empty.

    It was if something was done on the area in this session, but in no other of `records`.

    Args:
        records: The sessions that the query of `first_session_query` finds.
        area: The id of the session's area.
        session_id: The id of the session.

    """
    worked = {record.id for record in records if area in _list_areas(record)}
    return REST_TOMORROW if worked == {session_id} else ""


def first_session_query(area: str) -> HistoryQuery:
    """Return the query for the newest sessions for an area, which `advise_after_first` needs.

    area: its id.
    """
    return HistoryQuery(area=area, limit=_LOOKED_AT)


def list_dose_queries(area: Area, today: date) -> tuple[HistoryQuery, ...]:
    """Return the two queries for the sessions that `DoseHistory` needs before a session for an area.

    The first finds all sessions since yesterday, for any area; the second the newest `_LOOKED_AT` for this
    area. A session for another area in which only a step was on this one isn't among the second.
    """
    return (
        HistoryQuery(since=today - timedelta(days=1)),
        HistoryQuery(area=area.id, limit=_LOOKED_AT),
    )


def count_doses(records: Iterable[SessionRecord], day: date) -> dict[Spot, Dose]:
    """Return the massage of each area and side in those of the sessions that began on a day.

    Massage on both sides at once, or without a side, counts in full for the left and for the right. A session
    without steps counts with its whole active time as massage of its area. A session that was logged by hand
    has no time and doesn't count. A session in which nothing was done (`was_done`) adds its seconds, but
    isn't counted as a session.
    """
    doses: dict[Spot, Dose] = {}
    for record in records:
        if record.started_at.date() != day:
            continue
        seconds: dict[Spot, float] = {}
        for spot, worked_s in _list_work(record):
            seconds[spot] = seconds.get(spot, 0.0) + worked_s
        for spot, worked_s in seconds.items():
            before = doses.get(spot, Dose())
            doses[spot] = Dose(before.sessions + record.was_done, before.seconds + worked_s)
    return doses


def _list_areas(record: SessionRecord) -> frozenset[str]:
    """Return the ids of the areas that a session worked on; empty if nothing was done in it.

    If the session was logged by hand, these are all areas that it names.
    """
    if not record.was_done:
        return frozenset()
    return record.worked_areas if record.routine else record.areas


def _list_work(record: SessionRecord) -> Iterator[tuple[Spot, float]]:
    """Yield each area and side that was massaged in a session, with the seconds; one can come several times.

    Releases between holds are part of the seconds: the history doesn't hold them apart. Massage on both
    sides, or without a side, is yielded in full for each side. Steps that are no massage are left out, but a
    technique that this version doesn't know counts as massage. A session without steps counts with its whole
    active time as massage of its area.
    """
    if not record.steps:
        if record.active_s and record.area:
            yield from (((record.area, side), record.active_s) for side in sides_of(record.side))
        return
    for step in record.steps:
        technique = TECHNIQUES.get(step.technique)
        area = step.area or record.area
        if area and step.active_s and (technique is None or technique.is_massage):
            yield from (((area, side), step.active_s) for side in sides_of(step.side))


def count_planned(plan: Plan) -> dict[Spot, float]:
    """Return the seconds of massage, without releases, that a plan has for each area and side.

    A step on both sides, or without a side, counts in full for each side. A step that waits for the person,
    without a length, counts nothing.
    """
    planned: dict[Spot, float] = {}
    for phase in plan.phases:
        entry = plan.entries[phase.entry]
        if entry.technique.is_massage and phase.kind in {PhaseKind.WORK, PhaseKind.HOLD}:
            for side in sides_of(entry.side):
                spot = plan.area_of(entry).id, side
                planned[spot] = planned.get(spot, 0.0) + phase.planned_s
    return planned


@dataclass(frozen=True, slots=True)
class DoseHistory:
    """What the history says about the dose, for the advice before a session."""

    records: Sequence[SessionRecord]
    """What the queries of `list_dose_queries` found; a session may be among them twice."""
    today: date

    def list_advice(self, plan: Plan) -> tuple[str, ...]:
        """Return advice to show before this plan, because of the massage of today and yesterday.

        Each text is about an area that the plan massages, or about one side of it. An area without a session
        today, and without too much massage yesterday, has none. If the first of the known sessions on the
        plan's area was today or yesterday, the last text says that a rest day is a good idea.
        """
        records = {record.id: record for record in self.records}.values()
        yesterday = self.today - timedelta(days=1)
        doses = count_doses(records, self.today), count_doses(records, yesterday)
        planned = count_planned(plan)
        advice: dict[str, None] = {}
        for area in plan.areas:
            sides = [side for side in (Side.LEFT, Side.RIGHT) if (area.id, side) in planned]
            texts = {side: self._describe((area.id, side), doses, planned) for side in sides}
            if len(set(texts.values())) == 1:
                # Both sides alike, or only one: the plan's heading says which.
                texts = {Side.NONE: next(iter(texts.values()))}
            for side, text in texts.items():
                if text:
                    advice[f"{describe_place(area.name, side)}: {text}"] = None
        first = self.find_first_day(plan.area)
        if first in {self.today, yesterday}:
            advice[REST_DAY.format(day="today" if first == self.today else "yesterday")] = None
        return tuple(advice)

    def find_first_day(self, area: Area) -> date | None:
        """Return the day of the first session in `records` that worked on an area; None if there is none.

        A session that was logged by hand counts, although its time isn't known.
        """
        days = (record.started_at.date() for record in self.records if area.id in _list_areas(record))
        return min(days, default=None)

    def offers_short_first(self, plan: Plan) -> bool:
        """Return whether to offer a short first session instead of a plan.

        It is offered if the plan massages some area and side for longer than `FIRST_MASSAGE_S`, and none of
        `records` worked on the plan's area. `records` isn't the whole history, see `list_dose_queries`. False
        if the plan has no area.
        """
        if plan.area is NO_AREA or self.find_first_day(plan.area) is not None:
            return False
        return any(seconds > FIRST_MASSAGE_S for seconds in count_planned(plan).values())

    @staticmethod
    def _describe(
        spot: Spot, doses: tuple[dict[Spot, Dose], dict[Spot, Dose]], planned: dict[Spot, float]
    ) -> str:
        """Return how much massage an area and side had today and yesterday, maybe with a warning.

        Empty if there was no session today, and yesterday neither more than `SESSIONS_A_DAY` sessions nor
        more than `DAY_LIMIT_S`. Otherwise the warning is there if there were `SESSIONS_A_DAY` sessions or
        more today, or if today's massage would be over `DAY_LIMIT_S` with the plan.

        spot: one of `planned`. doses: the massage of today, and that of yesterday. planned: the seconds of
        massage in the plan.
        """
        today, yesterday = (of_day.get(spot, Dose()) for of_day in doses)
        is_much_yesterday = yesterday.sessions > SESSIONS_A_DAY or yesterday.seconds > DAY_LIMIT_S
        if not today.sessions and not is_much_yesterday:
            return ""
        days = (("today", today), ("yesterday", yesterday))
        counted = ", ".join(
            f"{dose.sessions} {'session' if dose.sessions == 1 else 'sessions'} {day} "
            f"({format_duration(dose.seconds)} of massage)"
            for day, dose in days
            if dose.sessions
        )
        if today.sessions >= SESSIONS_A_DAY:
            return f"{counted}. {ENOUGH}"
        if today.seconds + planned[spot] > DAY_LIMIT_S:
            return f"{counted}. With this one it is over {format_duration(DAY_LIMIT_S)} today."
        return f"{counted}."
