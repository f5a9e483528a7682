"""The conditions and the orders of queries, as SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from tpsession.core.history.records import HistoryOrder, HistoryQuery
from tpsession.store.rows import to_microseconds, to_storable
from tpsession.store.tables import Row, Value

NOT_DELETED = "NOT EXISTS (SELECT 1 FROM deletions d WHERE d.session_id = t.id)"
NEWEST_FIRST = "ORDER BY t.started_utc DESC, t.id DESC"
_MAX_UTC_OFFSET = timedelta(days=1)
"""Longer than any UTC offset."""
RANKS: Mapping[HistoryOrder, str] = {
    HistoryOrder.WORST_CHANGE: "t.worst_change",
    HistoryOrder.BEST_CHANGE: "t.best_change",
    HistoryOrder.MOST_PAIN: "t.most_pain",
    HistoryOrder.LEAST_PAIN: "t.least_pain",
}
"""The column that each order sorts by first, from high to low."""


def order_by(order: HistoryOrder) -> str:
    """Return the SQL clause ORDER BY of an order. Start and id follow, so that no two sessions are equal."""
    if order is HistoryOrder.OLDEST:
        return "ORDER BY t.started_utc, t.id"
    rank = RANKS.get(order)
    return f"ORDER BY {rank} DESC, t.started_utc DESC, t.id DESC" if rank else NEWEST_FIRST


def build_filter(query: HistoryQuery) -> tuple[str, list[Value]]:
    """Return the SQL condition of a query, without WHERE, and its parameters. It leaves out deleted sessions.

    Neither the limit nor the search nor the order is part of it. `since` and `until` are local days, both
    included.
    """
    where, parameters = list[str](), list[Value]()
    equal = {"place": query.place, "area": query.area, "side": query.side, "routine": query.routine}
    for column, value in equal.items():
        if value is not None:
            where.append(f"t.{column} = ?")
            parameters.append(to_storable(value))
    # The local day decides. The bounds on the UTC time only let SQLite use the index.
    if query.since is not None:
        where.append("t.local_date >= ? AND t.started_utc >= ?")
        parameters += [query.since.isoformat(), _midnight(query.since, -_MAX_UTC_OFFSET)]
    if query.until is not None:
        where.append("t.local_date <= ? AND t.started_utc < ?")
        parameters += [query.until.isoformat(), _midnight(query.until, 2 * _MAX_UTC_OFFSET)]
    # Last, because it is the most expensive test for each row.
    return " AND ".join((*where, NOT_DELETED)), parameters


def _midnight(day: date, shift: timedelta) -> int:
    """Return midnight UTC of a day, moved by `shift`, in microseconds since 1970."""
    return to_microseconds(datetime.combine(day, time(), UTC)) + shift // timedelta(microseconds=1)


def matches_filter(row: Row, query: HistoryQuery) -> bool:
    """Return whether a row matches the place, area, side, routine and local days that a query asks for.

    A damaged index may find a row that doesn't. Whether the session is deleted isn't tested here.
    """
    day = str(row["local_date"])
    return (
        (query.place is None or row["place"] == query.place)
        and (query.area is None or row["area"] == query.area)
        and (query.side is None or row["side"] == query.side)
        and (query.routine is None or row["routine"] == query.routine)
        and (query.since is None or day >= query.since.isoformat())
        and (query.until is None or day <= query.until.isoformat())
    )
