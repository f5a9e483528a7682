"""Times that a person types."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.fakes.ports import MORNING, FakeClock
from tpsession.core.errors import UsageError
from tpsession.core.text.past_time import parse_past_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-30 18:30", datetime(2026, 1, 30, 18, 30, tzinfo=UTC)),
        (" 2026-01-30T18:30 ", datetime(2026, 1, 30, 18, 30, tzinfo=UTC)),
        ("2026-01-30T18:30+02:00", datetime(2026, 1, 30, 16, 30, tzinfo=UTC)),
        ("08:15", MORNING.replace(hour=8, minute=15)),
        ("03:15-05:00", MORNING.replace(hour=8, minute=15)),
        ("Yesterday 18:30", datetime(2026, 1, 30, 18, 30, tzinfo=UTC)),
        ("yesterday", datetime(2026, 1, 30, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_a_day_with_a_time_or_a_time_of_today(text: str, expected: datetime) -> None:
    assert parse_past_time(text, FakeClock()) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "isn't a time"),
        ("soon", "isn't a time"),
        ("08", "isn't a time"),
        ("08151201", "isn't a time"),
        ("2026-02-30 09:00", "isn't a time"),
        ("09:01", "future"),
        ("yesterday evening", "isn't a time"),
        ("yesterday 2026-01-30 18:30", "isn't a time"),
    ],
)
def test_anything_else_is_refused(text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        parse_past_time(text, FakeClock())


def test_an_hour_that_the_clocks_skipped_is_refused() -> None:
    class Skipping(FakeClock):
        def in_local_time(self, at: datetime) -> datetime:
            return super().in_local_time(at).replace(hour=at.hour + 1)

    with pytest.raises(UsageError, match=r"There was no 02:30 .* set forward"):
        parse_past_time("02:30", Skipping())
