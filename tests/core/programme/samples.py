"""A programme and its sessions, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tpsession.core.catalog.side import Side
from tpsession.core.history.programme import Programme
from tpsession.core.history.records import SessionRecord, Status, StopReason

MONDAY = date(2026, 3, 2)
PROGRAMME = Programme(
    id="one",
    routine="foot",
    place="foot",
    area="foot",
    side=Side.LEFT,
    sessions=6,
    every_days=2,
    started_on=MONDAY,
)
SESSION = SessionRecord(
    id="session",
    started_at=datetime(2026, 3, 2, 18, 0, tzinfo=UTC),
    ended_at=datetime(2026, 3, 2, 18, 10, tzinfo=UTC),
    status=Status.COMPLETED,
    stop_reason=None,
    routine="foot",
    place="foot",
    area="foot",
    side=Side.LEFT,
    planned_s=600.0,
    active_s=540.0,
)


def day(number: int) -> date:
    """The day so many days after the programme's first."""
    return MONDAY + timedelta(days=number)


def session(number: int = 0, hour: float = 18.0, **changes: Any) -> SessionRecord:  # noqa: ANN401 - any field
    """A completed session so many days after the programme's first, at an hour, with some other values."""
    started = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=number, hours=hour)
    record = SESSION._replace(
        id=f"{number}-{hour}", started_at=started, ended_at=started + timedelta(minutes=10)
    )
    return record._replace(**changes)


def stopped(number: int, reason: StopReason, **changes: Any) -> SessionRecord:  # noqa: ANN401 - any field
    """A session stopped for a reason, so many days after the programme's first."""
    return session(number, status=Status.STOPPED, stop_reason=reason, **changes)
