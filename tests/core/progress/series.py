"""Made-up sessions of one place and side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tests.store.sample_records import START, a_record
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status
from tpsession.core.history.series import Series

NECK = Series("neck", Side.LEFT)


def a_session(
    before: int | None = 6,
    after: int | None = 4,
    *,
    day: float = 0,
    at: datetime | None = None,
    status: Status = Status.COMPLETED,
    routine: str = "classic",
    later: Iterable[tuple[float, int]] = (),
    later_flags: tuple[RatingFlag, ...] = (),
    flags: tuple[RatingFlag, ...] = (),
    kind: RecordKind = RecordKind.SESSION,
) -> SessionRecord:
    """A session of the neck's left side, which takes 10 minutes.

    Args:
        before: The rating before.
        after: The rating after.
        day: When, in days after `START`; `at` is stronger.
        at: When.
        status: How it ended.
        routine: What was played.
        later: Later ratings, each with the hours after the session's end.
        later_flags: What the later ratings are marked with.
        flags: What the session is marked with.
        kind: A session or a score.

    """
    started = at or START + timedelta(days=day)
    record = a_record(started_at=started, status=status, routine=routine, before=before)
    ended = record.ended_at or started
    ratings = tuple(
        Rating(RatingKind.LATER, value, ended + timedelta(hours=hours), later_flags) for hours, value in later
    )
    return record._replace(after=after, later=ratings, flags=flags, kind=kind)


def sessions_of(changes: Sequence[int], *, before: int = 5, apart: float = 1.0) -> list[SessionRecord]:
    """A session for each change of the rating, some days apart."""
    return [a_session(before, before + change, day=apart * number) for number, change in enumerate(changes)]
