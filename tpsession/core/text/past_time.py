"""Reads a time in the past that a person typed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tpsession.core.clock import Clock
from tpsession.core.errors import UsageError

YESTERDAY = "yesterday"
"""The word for the day before, alone or before a time."""


def parse_past_time(text: str, clock: Clock) -> datetime:
    """Return the time of ``YYYY-MM-DD HH:MM``, or of ``HH:MM`` today, in local time with its UTC offset.

    ``yesterday 18:30`` is understood, too, and ``yesterday`` alone means this time of day. A day alone means
    its beginning. The text is read as local time unless it gives an offset from UTC. Of an hour that there
    was twice, the earlier is meant. Raises `UsageError` for any other text, an hour that the clocks skipped,
    and the future.
    """
    now = clock.local_time()
    typed = text.strip()
    day, time = now.date(), typed
    if typed.lower().startswith(YESTERDAY):
        day, time = day - timedelta(days=1), typed[len(YESTERDAY) :].strip() or f"{now:%H:%M}"
    # Digits alone may be meant as a day: 20260131 would be a time just before half past eight.
    of_day = f"{day.isoformat()}T{time}" if ":" in time else ""
    try:
        written = datetime.fromisoformat(time if "-" in time else of_day)
        at = clock.in_local_time(written)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f'"{typed}" isn\'t a time such as 2026-01-31 18:30, or 18:30 for today.') from None
    if written.tzinfo is None and at.replace(tzinfo=None) != written:
        raise UsageError(f"There was no {typed} in your time zone: the clocks were set forward.")
    if at > now:
        raise UsageError(f"{typed} is in the future.")
    return at
