"""The contract of the port `History` for lists: orders, pages and searches, on the disk and in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.fakes import history as memory_history
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tests.store.test_contract import ALL, fill
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import RatingFlag, RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.history.repository import History
from tpsession.core.history.search import SessionSearch
from tpsession.core.history.search_parser import parse_search
from tpsession.store import paging


@pytest.fixture
def history(start: Callable[[], History]) -> History:
    return start()


ORDERS = list(HistoryOrder)


def add_rated(history: History) -> list[SessionRecord]:
    """Add sessions whose ratings repeat or are missing, two at each moment; return them."""
    ratings = [(6, 3), (3, 6), (None, 4), (6, None), (None, None), (0, 10), (10, 0), (4, 4), (6, 3), (6, 6)]
    for number, (before, after) in enumerate(ratings * 2):
        record = a_record(
            started_at=START + timedelta(days=number // 2), status=Status.COMPLETED, before=before
        )
        history.add_session(record, [a_rating(RatingKind.AFTER, after)] if after is not None else [])
    return history.find_sessions(ALL)


def in_pages(history: History, query: HistoryQuery) -> list[SessionRecord]:
    """Return what all pages of a list have together."""
    found: list[SessionRecord] = []
    position = None
    while True:
        page = history.load_page(query, position)
        assert len(page.records) <= (query.limit or 1000)
        assert page.looked_at >= len(page.records)
        found += page.records
        position = page.position
        if position is None:
            return found


def rank(record: SessionRecord, order: HistoryOrder) -> tuple[bool, int]:
    """Return what comes first in an order as the smallest value; what isn't rated is the largest."""
    change = None if record.before is None or record.after is None else record.after - record.before
    value = {
        HistoryOrder.WORST_CHANGE: None if change is None else -change,
        HistoryOrder.BEST_CHANGE: change,
        HistoryOrder.MOST_PAIN: None if record.before is None else -record.before,
        HistoryOrder.LEAST_PAIN: record.before,
    }.get(order, 0)
    return value is None, value or 0


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("limit", [1, 3, 7, 20, 21, None])
def test_consecutive_pages_make_the_whole_list_in_every_order(
    history: History, order: HistoryOrder, limit: int | None
) -> None:
    newest_first = add_rated(history)
    expected = newest_first[::-1] if order is HistoryOrder.OLDEST else newest_first
    expected = sorted(expected, key=lambda record: rank(record, order))
    assert history.find_sessions(HistoryQuery(order=order)) == expected
    assert in_pages(history, HistoryQuery(order=order, limit=limit)) == expected


@pytest.mark.parametrize("query", [ALL, HistoryQuery(area="neck"), HistoryQuery(side=Side.LEFT)])
def test_consecutive_pages_make_the_whole_list_of_a_filter(history: History, query: HistoryQuery) -> None:
    fill(history)
    assert in_pages(history, query._replace(limit=3)) == history.find_sessions(query)
    assert len(history.find_sessions(query)) > 3


def test_a_changed_rating_changes_the_order(history: History) -> None:
    records = [record for record in add_rated(history) if record.before == 0]
    history.save_rating(records[0].id, a_rating(RatingKind.AFTER, 0))
    history.save_rating(records[1].id, a_rating(RatingKind.BEFORE, 5))
    worst = history.find_sessions(HistoryQuery(order=HistoryOrder.WORST_CHANGE))
    assert [(record.before, record.after) for record in worst[:2]] == [(5, 10), (3, 6)]


@pytest.mark.parametrize("order", ORDERS)
def test_a_session_that_is_added_between_two_pages_changes_no_other(
    history: History, order: HistoryOrder
) -> None:
    add_rated(history)
    expected = history.find_sessions(HistoryQuery(order=order))
    first = history.load_page(HistoryQuery(order=order, limit=5), None)
    added = a_record(started_at=START - timedelta(days=1), status=Status.COMPLETED, before=5)
    history.add_session(added, [a_rating(RatingKind.AFTER, 5)])
    position, found = first.position, list(first.records)
    while position is not None:
        page = history.load_page(HistoryQuery(order=order, limit=5), position)
        found += page.records
        position = page.position
    assert [record for record in found if record.id != added.id] == expected


# Searching

TEXTS: dict[str, set[int]] = {
    "": set(range(8)),
    "NECK": {0, 2, 4, 6},
    "neck right": {4},
    "stopped": {1},
    "unfinished": {3},
    "numb": {1},
    "straße": {2},
    "STRASSE": {2},
    "éclair": {4},
    "e\u0301clair": {4},
    "eclair": set(),
    "100%": {5},
    "_": {5},
    "2026-02-03": {3},
    "painkiller": {6},
    "elbow": {7},
    "nowhere": set(),
}
"""The numbers of the sessions that each text finds."""


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("order", [HistoryOrder.NEWEST, HistoryOrder.OLDEST, HistoryOrder.MOST_PAIN])
def test_a_search_finds_the_same_with_and_without_a_disk(
    history: History, text: str, order: HistoryOrder
) -> None:
    changes: list[dict[str, object]] = [
        {},
        {"status": Status.STOPPED, "stop_reason": StopReason.NUMB, "place": "jaw", "area": "jaw"},
        {"note": "Fußweg in der Straße"},
        {"status": Status.PARTIAL, "place": "jaw", "area": "jaw"},
        {"note": "an \u00c9clair", "side": Side.RIGHT},
        {"note": "100% and _", "place": "jaw", "area": "jaw", "side": Side.NONE},
        {"flags": (RatingFlag.PAINKILLER,)},
        {"spot": "near the elbow", "place": "jaw", "area": "jaw"},
    ]
    records = [
        a_record(number, routine="one", status=Status.COMPLETED, before=number)._replace(**change)  # type: ignore[arg-type]
        for number, change in enumerate(changes)
    ]
    for record in records:
        history.add_session(record, [])
    search = parse_search(text, {}, date(2020, 1, 1))
    query = HistoryQuery(order=order, search=search)
    found = [records.index(record) for record in history.find_sessions(query)]
    assert set(found) == TEXTS[text]
    assert found == [
        number
        for record in history.find_sessions(HistoryQuery(order=order))
        if (number := records.index(record)) in TEXTS[text]
    ]
    assert [records.index(record) for record in in_pages(history, query._replace(limit=2))] == found
    assert history.find_sessions(query._replace(limit=1)) == history.find_sessions(query)[:1]


def test_a_search_combines_words_a_status_and_a_filter(history: History) -> None:
    for number, status in enumerate((Status.COMPLETED, Status.STOPPED, Status.STOPPED)):
        record = a_record(number, area=("neck", "neck", "jaw")[number], status=status)
        history.add_session(record._replace(note="stiff"), [])
    search = SessionSearch(status="stopped")
    assert [record.place for record in history.find_sessions(HistoryQuery(search=search))] == ["jaw", "neck"]
    found = history.find_sessions(HistoryQuery(place="neck", search=search))
    assert [(record.place, record.status) for record in found] == [("neck", Status.STOPPED)]
    stiff = parse_search("stiff", {}, date(2026, 1, 1))
    assert len(history.find_sessions(HistoryQuery(search=stiff, place="neck"))) == 2


def test_a_session_whose_program_died_is_found_as_unfinished(
    start: Callable[[], History], history: History
) -> None:
    history.start_session(a_record(), "the plan", a_checkpoint())
    running, unfinished = (
        HistoryQuery(search=parse_search(word, {}, date(2020, 1, 1))) for word in ("running", "unfinished")
    )
    assert (len(history.find_sessions(running)), len(history.find_sessions(unfinished))) == (1, 0)
    history.close()
    other = start()
    assert (len(other.find_sessions(running)), len(other.find_sessions(unfinished))) == (0, 1)


def test_a_long_search_comes_in_pieces(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    piece = 5
    monkeypatch.setattr(memory_history, "PIECE", piece)
    monkeypatch.setattr(paging, "PIECE", piece)
    for number in range(2 * piece + 1):
        record = a_record(started_at=START + timedelta(minutes=number), status=Status.COMPLETED, before=None)
        history.add_session(record._replace(note="" if number else "rare"), [])
    query = HistoryQuery(limit=10, search=parse_search("rare", {}, date(2020, 1, 1)))
    pages = [history.load_page(query, None)]
    while (position := pages[-1].position) is not None:
        pages.append(history.load_page(query, position))
    assert [(len(page.records), page.looked_at) for page in pages] == [(0, piece), (0, piece), (1, 1)]
    assert len(history.find_sessions(query)) == 1
