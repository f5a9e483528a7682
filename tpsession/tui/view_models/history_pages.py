"""What the history screen reads at a time, and what it says while it reads."""

from __future__ import annotations

from tpsession.core.history.records import HistoryOrder
from tpsession.core.history.wording import ORDER_LABELS

PAGE_SIZE = 100
"""Number of sessions read at a time."""
LARGE_PAGE_SIZE = 1000
"""The same when all sessions will be read."""


def describe_reading(order: HistoryOrder, looked_at: int | None, *, is_stopped: bool) -> str:
    """Return how far a list has been read and how it is sorted; empty if there is nothing to say.

    Args:
        order: How the list is sorted; the usual order isn't mentioned.
        looked_at: How many sessions have been looked at; None if reading isn't slow.
        is_stopped: Whether the person stopped it.

    """
    if looked_at is None:
        return "" if order is HistoryOrder.NEWEST else f"Sorted: {ORDER_LABELS[order]}"
    count = f"{looked_at:,} {'session' if looked_at == 1 else 'sessions'}"
    if is_stopped:
        return f"Stopped after {count}. Press end to continue."
    return f"{count} read so far. Press escape to stop."
