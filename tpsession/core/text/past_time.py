"""Reads a time in the past that a person typed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tpsession.core.clock import Clock
from tpsession.core.errors import UsageError

YESTERDAY = "yesterday"
"""The word for the day before, alone or before a time."""


def parse_past_time(text: str, clock: Clock) -> datetime:
    """Return the past time that a text means, in local time with its UTC offset.

    Texts are a date and time as ISO 8601 writes them, such as ``2026-01-31 18:30``; ``2026-01-31`` for the
    beginning of that day, ``18:30`` for today, ``yesterday 18:30``, and ``yesterday`` for this time of day.
    They mean local time unless they give an offset from UTC. If the clocks showed an hour twice, the first is
    meant. Raises `UsageError` for any other text, for a time that the clocks skipped, and for one in the
    future.
    """
    now = clock.local_time()
    typed = text.strip()
    day, time = now.date(), typed
    has_day = "-" in typed[:5]
    if typed.lower().startswith(YESTERDAY):
        day, time = day - timedelta(days=1), typed[len(YESTERDAY) :].strip() or f"{now:%H:%M}"
    # Digits alone may be meant as a day: 20260131 would be a time just before half past eight.
    of_day = f"{day.isoformat()}T{time}" if ":" in time else ""
    try:
        written = datetime.fromisoformat(time if has_day else of_day)
        at = clock.in_local_time(written)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f'"{typed}" isn\'t a time such as 2026-01-31 18:30, or 18:30 for today.') from None
    if written.tzinfo is None and at.replace(tzinfo=None) != written:
        raise UsageError(f"There was no {typed} in your time zone: the clocks were set forward.")
    if at > now:
        raise UsageError(f"{typed} is in the future.")
    return at
