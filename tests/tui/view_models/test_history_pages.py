"""What the history says about reading: how far it is, how to stop it, and the order."""

from __future__ import annotations

import pytest

from tests.store.sample_records import a_record
from tpsession.core.history.records import HistoryOrder
from tpsession.tui.view_models.history_pages import PAGE_SIZE, ListAnchor, describe_reading


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


def test_a_list_that_is_read_again_is_read_until_its_anchor_or_a_page_below_it() -> None:
    records = [a_record()._replace(id=str(number)) for number in range(PAGE_SIZE + 10)]
    anchor = ListAnchor("7", 3)
    assert anchor.needs_more(records[:7])
    assert not anchor.needs_more(records[:8])
    assert ListAnchor("gone", 3).needs_more(records[: PAGE_SIZE + 3])
    assert not ListAnchor("gone", 3).needs_more(records[: PAGE_SIZE + 4])


def test_the_anchor_is_highlighted_or_what_is_in_its_place() -> None:
    records = [a_record()._replace(id=str(number)) for number in range(5)]
    assert ListAnchor("1", 3).find_index(records) == 1
    assert ListAnchor("gone", 3).find_index(records) == 3
    assert ListAnchor("gone", 9).find_index(records) == 4
    assert ListAnchor("gone", 3).find_index([]) == 0
