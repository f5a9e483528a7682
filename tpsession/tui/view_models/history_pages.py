"""What the history screen reads: its page sizes, and the queries for a filter text."""

from __future__ import annotations

from collections.abc import Mapping

from tpsession.core.catalog.place import PLACES
from tpsession.core.history.records import HistoryQuery
from tpsession.core.history.wording import LOGGED_BY_HAND

PAGE_SIZE = 100
"""Number of sessions read at a time."""
LARGE_PAGE_SIZE = 1000
"""The same when all sessions will be read."""


def build_queries(filter_text: str, names: Mapping[str, str]) -> tuple[HistoryQuery, ...]:
    """Build queries for the sessions whose place or routine has a text in its name or id, ignoring case.

    An empty text finds all sessions. Sessions without a routine are found by the words "Logged by hand" or a
    part of them. A routine that is no longer in the library is found by its whole id only. A session counts
    if it matches any of the queries.

    names: the names of the library's routines by id.
    """
    wanted = filter_text.strip().casefold()
    if not wanted:
        return (HistoryQuery(),)
    places = [place for place, name in PLACES.items() if wanted in name.casefold() or wanted in place]
    known = {"": LOGGED_BY_HAND, **names}
    routines = [id for id, name in known.items() if wanted in name.casefold() or wanted in id]
    unknown = [wanted] if wanted not in known else []
    return (
        *(HistoryQuery(place=place) for place in places),
        *(HistoryQuery(routine=routine) for routine in (*routines, *unknown)),
    )
