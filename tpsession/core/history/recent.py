"""Finds what was played last, for the order of the list of routines."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tpsession.core.history.records import SessionRecord

RECENT_SESSIONS = 20
"""How many of the newest sessions are searched first; routines not among them take a query each."""


def find_last_session(newest_first: Iterable[SessionRecord], known: Collection[str]) -> SessionRecord | None:
    """Return the newest session of a routine with a `known` id; None if there is none."""
    return next((record for record in newest_first if record.routine in known), None)


def find_last_used_routine(newest_first: Iterable[SessionRecord], known: Collection[str]) -> str | None:
    """Return the id of the routine of the newest session, of the routines with a `known` id; None if none."""
    last = find_last_session(newest_first, known)
    return None if last is None else last.routine
