"""What was done last: the order of the list of routines."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tpsession.core.history.records import SessionRecord

RECENT_SESSIONS = 20
"""Sessions that are looked through for what was done last; what isn't among them is asked for by its id."""


def find_last_used_routine(newest_first: Iterable[SessionRecord], known: Collection[str]) -> str | None:
    """The id of the routine of the newest session that had one which is still known."""
    return next((record.routine for record in newest_first if record.routine in known), None)
