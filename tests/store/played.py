"""Sessions of the built-in routines as a person plays them, to measure how large the history gets."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import cache
from uuid import UUID

from tests.store.sample_records import START
from tpsession.core.catalog.area import FOREARM
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.repository import SessionCheckpoint
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.session.engine import Session
from tpsession.core.session.serialization import plan_to_text, state_to_text
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine
from tpsession.store.history import SqliteHistory

CHOICES = (("neck", Side.LEFT), ("neck", Side.BOTH), ("low-back", Side.BOTH), ("classic", Side.RIGHT))
"""What a person plays in turn: three built-in routines, one of them on either side."""


@cache
def plan_of(name: str, side: Side) -> Plan:
    """Return the plan of a built-in routine for a side."""
    routine, _ = read_routine(find_resources().routines / f"{name}.toml")
    assert routine is not None
    return build_plan(routine, PlanOptions(area=None if routine.area else FOREARM, side=side))


def play_session(history: SqliteHistory, number: int) -> SessionRecord:
    """Save a whole session as the program saves it: at its start, on the way, at its end, and two ratings.

    The person finds each spot after some seconds, and skips or eases off now and then. A session a day.
    """
    chance = random.Random(number)  # noqa: S311 - a test repeats its chances
    plan = plan_of(*CHOICES[number % len(CHOICES)])
    started_at = START + timedelta(days=number, seconds=chance.uniform(0, 3600))
    session, now = Session(plan), 0.0
    session.start(now)

    def checkpoint() -> SessionCheckpoint:
        at = started_at + timedelta(seconds=now)
        return SessionCheckpoint(
            at, session.active_s(now), session.steps(now), state_to_text(session.state(now))
        )

    record = SessionRecord(
        id=str(UUID(int=chance.getrandbits(128), version=4)),
        started_at=started_at,
        ended_at=None,
        status=Status.RUNNING,
        stop_reason=None,
        routine=plan.routine,
        place=plan.area.id,
        area=plan.area.id,
        side=plan.side,
        planned_s=plan.planned_s,
        active_s=0.0,
        before=chance.randint(3, 8),
        steps=session.steps(now),
    )
    history.start_session(record, plan_to_text(plan), checkpoint())
    while session.index < len(plan.phases):
        if session.is_in_gate:
            now += chance.uniform(3, 40)
            session.found(now)
        elif chance.random() < 0.05:
            now += chance.uniform(1, 5)
            session.skip(now)
        else:
            now += session.phase_remaining_s(now) + 0.001
            session.advance(now)
    history.finish_session(record.id, Status.COMPLETED, None, checkpoint())
    ended_at = started_at + timedelta(seconds=now)
    for kind, value, hours in ((RatingKind.AFTER, chance.randint(1, 6), 0), (RatingKind.LATER, 3, 4)):
        history.save_rating(record.id, Rating(kind, value, ended_at + timedelta(hours=hours, seconds=20)))
    if number % 4 == 0:
        history.save_note(record.id, "A little stiff in the morning, better after a walk.")
    return record._replace(status=Status.COMPLETED, ended_at=ended_at)
