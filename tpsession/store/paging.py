"""Reads the list of sessions page by page, in any order, and searches it piece by piece.

A search has to look at each session: its words may be anywhere in a note. So each call looks at a piece of
the history only. Between two calls the store's thread can save a rating, and the caller can stop.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tpsession.core.history.paging import ListPosition, SessionPage
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord, Status
from tpsession.core.history.search import SearchableSession
from tpsession.store.connection import transaction
from tpsession.store.filters import RANKS, build_filter, order_by
from tpsession.store.tables import RATINGS, SESSIONS

if TYPE_CHECKING:
    from tpsession.core.history.search import SessionSearch
    from tpsession.store.queries import HistoryReader

_KEY_COLUMNS = 4
"""The columns before those of a search: the number of the row, and the three of a `ListPosition`."""
PIECE = 1000
"""Number of sessions that a search looks at in one call, which takes 10 to 20 ms."""
_SEARCHED = (
    "started_at", "routine", "place", "area", "side", "status", "stop_reason", "note", "spot", "flags",
    "kind", "active_s", "before_value", "after_value", "writer",
)  # fmt: skip
"""The columns that a search reads: those of `SearchableSession` in its order, and the writer."""


def load_page(reader: HistoryReader, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
    """Return the next page of a list, as `History.load_page` describes; damaged sessions are reported.

    A page has at most as many sessions as the query's limit, and at most `PIECE`. With a search, at most
    `PIECE` sessions are looked at, so that a page may be empty and not the last.

    position: where the page before ended; None for the first page.
    """
    limit = PIECE if query.limit is None else max(query.limit, 1)
    piece = PIECE if query.search else min(limit, PIECE)
    with transaction(reader.connection, "DEFERRED"):
        fetched = _fetch_piece(reader, query, position, piece)
        looked_at, found = fetched, fetched
        if query.search is not None:
            is_match = partial(_matches, query.search, reader)
            matching = [index for index, row in enumerate(fetched) if is_match(row[_KEY_COLUMNS:])][:limit]
            found = [fetched[index] for index in matching]
            if len(matching) == limit:
                looked_at = fetched[: matching[-1] + 1]
        numbers = [row[0] for row in found]
        wanted = f"WHERE t.number IN ({', '.join('?' * len(numbers))})"
        raw = reader.connection.execute(SESSIONS.select_sql(wanted), numbers).fetchall()
        raw_ratings = reader.fetch_related(RATINGS, wanted, numbers)
    records = {record.id: record for record in reader.build_matching_records(query, raw, raw_ratings)}
    is_last = len(looked_at) == len(fetched) < piece
    return SessionPage(
        tuple(records[row[3]] for row in found if row[3] in records),
        None if is_last else ListPosition(*looked_at[-1][1:_KEY_COLUMNS]),
        len(looked_at),
    )


def find_all(reader: HistoryReader, query: HistoryQuery) -> list[SessionRecord]:
    """Return all sessions that a query and its search find, at most as many as the query's limit.

    They are in the query's order; damaged ones are reported and left out, and don't count for the limit.
    """
    records: list[SessionRecord] = []
    position = None
    while query.limit is None or len(records) < query.limit:
        rest = None if query.limit is None else query.limit - len(records)
        page = load_page(reader, query._replace(limit=rest), position)
        records += page.records
        position = page.position
        if position is None:
            break
    return records


def _fetch_piece(
    reader: HistoryReader, query: HistoryQuery, position: ListPosition | None, piece: int
) -> list[tuple[Any, ...]]:
    """Return the next rows in the query's order, `piece` at most, whether its search finds them or not.

    Each has the number of the row and the three parts of its `ListPosition`. For a search, the columns
    `_SEARCHED` follow. Checksums aren't checked.

    position: that of the last row before; None for the beginning.
    """
    where, parameters = build_filter(query)
    if position is not None:
        condition, key = _make_condition_after(position, query.order)
        where, parameters = f"{condition} AND {where}", [*key, *parameters]
    rank = RANKS.get(query.order, "0")
    searched = _SEARCHED if query.search else ()
    columns = ", ".join(("t.number", rank, "t.started_utc", "t.id", *(f"t.{column}" for column in searched)))
    sql = SESSIONS.select_sql(f"WHERE {where} {order_by(query.order)} LIMIT ?", columns)
    return reader.connection.execute(sql, [*parameters, piece]).fetchall()


def _make_condition_after(position: ListPosition, order: HistoryOrder) -> tuple[str, list[Any]]:
    """Return the SQL condition for the sessions after a position, and its parameters."""
    columns, values = ["t.started_utc", "t.id"], [position.started_us, position.id]
    if order in RANKS:
        columns, values = [RANKS[order], *columns], [position.rank, *values]
    marks, parameters = zip(*map(_bind, values), strict=True)
    comparison = ">" if order is HistoryOrder.OLDEST else "<"
    return f"({', '.join(columns)}) {comparison} ({', '.join(marks)})", list(parameters)


def _bind(value: object) -> tuple[str, object]:
    """Return the SQL of a parameter, and what to bind to it.

    The value may be of a damaged row. Text is bound as bytes, because it may be no UTF-8.
    """
    if isinstance(value, str):
        return "CAST(? AS TEXT)", value.encode("utf-8", "surrogateescape")
    return "?", value


def _matches(search: SessionSearch, reader: HistoryReader, values: tuple[Any, ...]) -> bool:
    """Return whether a search finds a session. values: its `_SEARCHED` columns.

    A running session whose writer died counts as partial, as it is shown. A row with a value of a wrong type
    is damaged: it counts as found, so that it is read whole, which reports it and leaves it out.
    """
    session = SearchableSession._make(values[:-1])
    if session.status == Status.RUNNING and not reader.is_writer_alive(str(values[-1])):
        session = session._replace(status=Status.PARTIAL.value)
    try:
        return search.matches(session)
    except (TypeError, AttributeError):
        return True
