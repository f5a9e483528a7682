"""A comparison and its sessions, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tpsession.core.catalog.side import Side
from tpsession.core.comparison.draw import draw_blocks
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.records import ONLY_REST, SessionRecord, Status, StopReason
from tpsession.core.history.series import Series

FIRST_DAY = date(2026, 3, 2)
COMPARISON = Comparison(
    id="one",
    series=Series("foot", Side.LEFT),
    area="foot",
    things=("foot", ONLY_REST),
    blocks=6,
    seed=1,
    started_on=FIRST_DAY,
    rest_s=600.0,
)
OF_THREE = replace(COMPARISON, things=("foot", "classic", ONLY_REST), blocks=7)
NAMES = {"foot": "Foot roll", "classic": "Classic"}
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
    before=6,
    after=4,
)


def day(number: int) -> date:
    """The day so many days after the first."""
    return FIRST_DAY + timedelta(days=number)


def session(number: int = 0, routine: str = "foot", hour: float = 18.0, **changes: Any) -> SessionRecord:  # noqa: ANN401 - any field
    """A completed, rated session so many days after the first, at an hour, with some other values."""
    started = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=number, hours=hour)
    record = SESSION._replace(
        id=f"{number}-{hour}-{routine}",
        routine=routine,
        started_at=started,
        ended_at=started + timedelta(minutes=10),
    )
    return record._replace(**changes)


def stopped(number: int, reason: StopReason, **changes: Any) -> SessionRecord:  # noqa: ANN401 - any field
    """A session stopped for a reason, so many days after the first."""
    return session(number, **{"status": Status.STOPPED, "stop_reason": reason, **changes})


def drawn(comparison: Comparison) -> list[str]:
    """The routines of a comparison in the order of the days."""
    order = draw_blocks(comparison.seed, len(comparison.things), comparison.blocks)
    return [comparison.things[index] for block in order for index in block]


def as_drawn(
    comparison: Comparison, days: int | None = None, changes: Iterable[tuple[int, int]] = ()
) -> list[SessionRecord]:
    """Sessions of the first days, each as it was drawn. changes: before and after on some of them."""
    order = drawn(comparison)[:days]
    ratings = [*changes, *((6, 4),) * len(order)]
    return [
        session(number, routine, before=before, after=after)
        for (number, routine), (before, after) in zip(enumerate(order), ratings, strict=False)
    ]
