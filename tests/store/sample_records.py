"""Sample sessions, checkpoints and ratings for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tpsession.core.catalog.side import Side
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Programme
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import ONLY_REST, SessionRecord, Status, StepRecord
from tpsession.core.history.repository import SessionCheckpoint
from tpsession.core.history.series import Series

START = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)


def a_record(
    number: int = 0,
    *,
    started_at: datetime | None = None,
    area: str = "neck",
    side: Side = Side.LEFT,
    routine: str = "neck-ten-minutes",
    before: int | None = 6,
    status: Status = Status.RUNNING,
) -> SessionRecord:
    started = started_at or START + timedelta(days=number)
    return SessionRecord(
        id=str(uuid4()),
        started_at=started,
        ended_at=None if status is Status.RUNNING else started + timedelta(minutes=10),
        status=status,
        stop_reason=None,
        routine=routine,
        place=area,
        area=area,
        side=side,
        planned_s=600.0,
        active_s=0.0 if status is Status.RUNNING else 540.0,
        before=before,
    )


def a_checkpoint(
    seconds: float = 0.0, *, state: str | None = None, started_at: datetime = START
) -> SessionCheckpoint:
    return SessionCheckpoint(
        at=started_at + timedelta(seconds=seconds),
        active_s=seconds / 2,
        steps=(
            StepRecord("oil", Side.NONE, 30.0, min(seconds, 30.0), skipped=False, eased=False),
            StepRecord("pressure", Side.LEFT, 90.0, seconds / 3, skipped=seconds > 100, eased=seconds > 50),
            StepRecord("strokes", Side.LEFT, 60.0, seconds / 4, skipped=False, eased=False, area="calf"),
        ),
        state=state or f'{{"at":{seconds}}}',
    )


def a_rating(
    kind: RatingKind = RatingKind.AFTER, value: int = 3, *, hours: float = 1.0, started_at: datetime = START
) -> Rating:
    return Rating(kind, value, started_at + timedelta(hours=hours))


def a_programme(programme_id: str = "one") -> Programme:
    return Programme(
        id=programme_id,
        routine="neck-ten-minutes",
        place="head",
        area="neck",
        side=Side.LEFT,
        sessions=6,
        every_days=2,
        started_on=START.date(),
    )


def a_comparison(comparison_id: str = "one") -> Comparison:
    return Comparison(
        id=comparison_id,
        series=Series("head", Side.LEFT),
        area="neck",
        things=("neck-ten-minutes", ONLY_REST),
        blocks=10,
        seed=2**63 - 1,
        started_on=START.date(),
        rest_s=612.5,
    )
