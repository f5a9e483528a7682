"""A small export with one of everything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tpsession.core.catalog.side import Side
from tpsession.core.exchange.records import (
    ChangeRecord,
    Deletion,
    ExchangedSession,
    Item,
    KeptCorrection,
    SharedPlan,
)
from tpsession.core.history.change import ChangeKind, CorrectedField, Correction
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind, Soreness
from tpsession.core.history.records import (
    ONLY_REST,
    RecordKind,
    SessionRecord,
    Status,
    StepRecord,
    StopReason,
)
from tpsession.core.history.series import Series

START = datetime(2026, 1, 31, 9, 0, 30, 123456, tzinfo=UTC)
DAY = date(2026, 1, 31)
IDS = tuple(str(UUID(int=number, version=4)) for number in range(6))


def a_session(session_id: str = IDS[0]) -> ExchangedSession:
    ratings = (
        Rating(RatingKind.BEFORE, 6, START),
        Rating(RatingKind.AFTER, 3, START + timedelta(minutes=11)),
        Rating(RatingKind.LATER, 4, START + timedelta(hours=5), (RatingFlag.HEAT,), Soreness.SORE, 7),
    )
    record = SessionRecord(
        id=session_id,
        started_at=START,
        ended_at=START + timedelta(minutes=10),
        status=Status.STOPPED,
        stop_reason=StopReason.PAINFUL,
        routine="neck",
        place="head",
        area="neck",
        side=Side.LEFT,
        planned_s=600.0,
        active_s=412.125,
        before=6,
        after=3,
        later=ratings[2:],
        note="one\ntwo",
        steps=(
            StepRecord("oil", Side.NONE, 30.0, 12.5, skipped=True, eased=False),
            StepRecord("strokes", Side.LEFT, 60.0, 12.5, skipped=False, eased=False, area="shoulder"),
            StepRecord("custom", Side.LEFT, 60.0, 1.0, skipped=False, eased=False, name="My father's trick"),
        ),
        flags=(RatingFlag.PAINKILLER,),
        spot="behind the ear",
    )
    kept = KeptCorrection(IDS[3], Correction(session_id, CorrectedField.NOTE, "", "one\ntwo"))
    return ExchangedSession(record, ratings, "p", (kept,))


def a_score(session_id: str = IDS[1]) -> ExchangedSession:
    record = SessionRecord(
        id=session_id,
        started_at=START,
        ended_at=START,
        status=Status.COMPLETED,
        stop_reason=None,
        routine="",
        place="knee",
        area="",
        side=Side.NONE,
        planned_s=0.0,
        active_s=0.0,
        before=2,
        kind=RecordKind.SCORE,
    )
    return ExchangedSession(record, (Rating(RatingKind.BEFORE, 2, START),))


def a_programme(pause: Pause | None = None) -> Programme:
    return Programme(IDS[4], "neck", "head", "neck", Side.LEFT, 6, 2, DAY, pause=pause)


def a_comparison() -> Comparison:
    return Comparison(
        IDS[5], Series("head", Side.LEFT), "neck", ("neck", ONLY_REST), 10, 7, DAY, rest_s=600.0, ended_on=DAY
    )


def everything() -> list[Item]:
    return [
        a_session(),
        a_score(),
        ChangeRecord(IDS[3], START, ChangeKind.EDIT, START + timedelta(days=1)),
        Deletion(IDS[2], START),
        SharedPlan("p", "{}"),
        a_programme(Pause(DAY)),
        a_comparison(),
    ]
