"""The history page by page, and what letters of an area or a routine mean in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tpsession.core.catalog.area import AREAS
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.repository import History
from tpsession.core.history.wording import LOGGED_BY_HAND

PAGE_SIZE = 100
"""Sessions that are read at a time."""
LARGE_PAGE_SIZE = 1000
"""The same where all are wanted."""


def build_queries(letters: str, names: Mapping[str, str]) -> tuple[HistoryQuery, ...]:
    """What finds the sessions whose area or routine has these letters, large or small; all for none.

    names: the routines that are known, by id. Of one that the library has lost the whole id finds it.
    """
    wanted = letters.strip().casefold()
    if not wanted:
        return (HistoryQuery(),)
    areas = [area.id for area in AREAS.values() if wanted in area.name.casefold() or wanted in area.id]
    known = {"": LOGGED_BY_HAND, **names}
    routines = [name for name, words in known.items() if wanted in words.casefold() or wanted in name]
    lost = [wanted] if wanted not in known else []
    return (
        *(HistoryQuery(area=area) for area in areas),
        *(HistoryQuery(routine=routine) for routine in (*routines, *lost)),
    )


def load_page(
    history: History, queries: Sequence[HistoryQuery], past: SessionRecord | None, most: int = PAGE_SIZE
) -> list[SessionRecord]:
    """The sessions that any of the queries finds, newest first, so many at most.

    past: the last session of the page before; None for the first page. The last page is empty: one that
    isn't full may only have met damaged rows.
    """
    found: dict[str, SessionRecord] = {}
    for query in queries:
        for record in history.find_sessions(query._replace(limit=most, past=past)):
            found[record.id] = record
    ordered = sorted(found.values(), key=lambda record: (record.started_at, record.id), reverse=True)
    return ordered[:most]
