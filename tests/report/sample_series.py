"""Series of sessions for tests of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tests.store.sample_records import a_record
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason

STEPS = tuple(
    StepRecord(technique, side, seconds, seconds, skipped=False, eased=False)
    for technique, side, seconds in (
        ("oil", Side.NONE, 30.0),
        ("circles", Side.LEFT, 60.0),
        ("locate", Side.LEFT, 0.0),
        ("circles", Side.RIGHT, 60.0),
        ("locate", Side.RIGHT, 0.0),
        ("wipe", Side.NONE, 0.0),
    )
)


def sample_series(sessions: int = 12) -> list[SessionRecord]:
    """Return sessions of one place, one every second day, oldest first, with a bit of everything."""
    records = []
    for number in range(sessions):
        before = 7 - number % 4
        record = a_record(
            2 * number,
            status=Status.COMPLETED,
            before=before,
            routine=("neck", "classic")[number % 3 == 0],
        )._replace(
            after=before - 2 if number % 4 else before + 1,
            steps=STEPS,
            note=f"note {number}" if number % 5 == 0 else "",
            flags=(RatingFlag.HEAT,) if number % 6 == 0 else (),
        )
        if number % 4 == 1:
            rated_at = record.started_at + timedelta(hours=4)
            record = record._replace(later=(Rating(RatingKind.LATER, 3, rated_at),))
        if number == 2:
            record = record._replace(status=Status.STOPPED, stop_reason=StopReason.SHARP)
        records.append(record)
    return records


def crowded(records: Sequence[SessionRecord], text: str) -> list[SessionRecord]:
    """Return the sessions with as many routines, stops, steps and long texts as can be."""
    return [
        record._replace(
            routine=f"{text}-{number % 9}",
            note=text,
            steps=STEPS * 5,
            status=Status.STOPPED,
            stop_reason=tuple(StopReason)[number % 4],
        )
        for number, record in enumerate(records)
    ]
