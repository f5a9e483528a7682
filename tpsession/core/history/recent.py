"""Finds what was played last, for the order of the list of routines."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tpsession.core.history.records import SessionRecord

RECENT_SESSIONS = 20
"""How many of the newest sessions are searched first; routines not among them take a query each."""


def find_last_session(newest_first: Iterable[SessionRecord], known: Collection[str]) -> SessionRecord | None:
    """Return the newest session whose routine's id is in `known`; None if there is none."""
    return next((record for record in newest_first if record.routine in known), None)


def find_last_used_routine(newest_first: Iterable[SessionRecord], known: Collection[str]) -> str | None:
    """Return the id of the routine of the session that `find_last_session` finds; None if it finds none."""
    last = find_last_session(newest_first, known)
    return None if last is None else last.routine
