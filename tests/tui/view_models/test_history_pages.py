"""What the history says about reading: how far it is, how to stop it, and the order."""

from __future__ import annotations

import pytest

from tpsession.core.history.records import HistoryOrder
from tpsession.tui.view_models.history_pages import describe_reading


@pytest.mark.parametrize(
    ("order", "looked_at", "is_stopped", "text"),
    [
        (HistoryOrder.NEWEST, None, False, ""),
        (HistoryOrder.WORST_CHANGE, None, False, "Sorted: worst change first"),
        (HistoryOrder.NEWEST, 1, False, "1 session read so far. Press escape to stop."),
        (HistoryOrder.OLDEST, 24_000, False, "24,000 sessions read so far. Press escape to stop."),
        (HistoryOrder.NEWEST, 24_000, True, "Stopped after 24,000 sessions. Press end to continue."),
    ],
)
def test_progress_comes_before_the_order_and_the_usual_order_is_not_mentioned(
    order: HistoryOrder, looked_at: int | None, is_stopped: bool, text: str
) -> None:
    assert describe_reading(order, looked_at, is_stopped=is_stopped) == text
