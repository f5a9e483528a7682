"""Reads the history page by page, newest sessions first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tpsession.core.history.records import HistoryQuery, SessionRecord

if TYPE_CHECKING:
    from tpsession.core.history.repository import History


def load_page(
    history: History, queries: Sequence[HistoryQuery], past: SessionRecord | None, most: int
) -> list[SessionRecord]:
    """Return the sessions that any of the queries finds, each once, newest first, at most `most`.

    past: the last session of the page before; None for the first page. Only an empty page means that there
    are no more: a page may also be short because rows are damaged.
    """
    found: dict[str, SessionRecord] = {}
    for query in queries:
        for record in history.find_sessions(replace(query, limit=most, older_than=past)):
            found[record.id] = record
    ordered = sorted(found.values(), key=lambda record: (record.started_at, record.id), reverse=True)
    return ordered[:most]
