"""What the history screen reads at a time, and what it says while it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpsession.core.history.records import HistoryOrder, SessionRecord
from tpsession.core.history.wording import ORDER_LABELS

PAGE_SIZE = 100
"""Number of sessions read at a time."""
LARGE_PAGE_SIZE = 1000
"""The same when all sessions will be read."""


@dataclass(frozen=True, slots=True)
class ListAnchor:
    """The session that stays highlighted when the list is read again after a change."""

    session_id: str
    index: int
    """Where it was in the list, counted from 0."""

    def needs_more(self, records: Sequence[SessionRecord]) -> bool:
        """Return whether more must be read: the session isn't among these, and may be among those to come.

        It is looked for up to `PAGE_SIZE` sessions below the index that it had. records: the sessions read so
        far.
        """
        return len(records) <= self.index + PAGE_SIZE and self._find(records) is None

    def find_index(self, records: Sequence[SessionRecord]) -> int:
        """Return the index of the session in the list. If it isn't there, return the index that it had.

        If the list is too short for that, return the last index; 0 for an empty list.
        """
        found = self._find(records)
        return max(0, min(self.index, len(records) - 1)) if found is None else found

    def _find(self, records: Sequence[SessionRecord]) -> int | None:
        """Return the index of the session; None if it isn't there."""
        return next((i for i, record in enumerate(records) if record.id == self.session_id), None)


def describe_reading(order: HistoryOrder, looked_at: int | None, *, is_stopped: bool) -> str:
    """Return how far a list has been read if that is slow, else how it is sorted.

    Empty if it is read at once and in the usual order. While it is read, or after it was stopped, the text
    also names the key to press.

    Args:
        order: How the list is sorted.
        looked_at: How many sessions have been looked at; None if reading isn't slow.
        is_stopped: Whether the person stopped the reading.

    """
    if looked_at is None:
        return "" if order is HistoryOrder.NEWEST else f"Sorted: {ORDER_LABELS[order]}"
    count = f"{looked_at:,} {'session' if looked_at == 1 else 'sessions'}"
    if is_stopped:
        return f"Stopped after {count}. Press end to continue."
    return f"{count} read so far. Press escape to stop."
