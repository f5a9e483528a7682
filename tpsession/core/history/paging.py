"""One page of a list of sessions, and where the next one begins."""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.history.records import SessionRecord


@dataclass(frozen=True, slots=True)
class ListPosition:
    """A place in a list of sessions, between two of them. Only the history that returned it can read it."""

    rank: int
    """What the list is sorted by first; 0 if that is only the time."""
    started_us: int
    """The start of the session before the position, in microseconds since 1970 in UTC."""
    id: str
    """The id of that session."""


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Some of the sessions of a list, in its order."""

    records: tuple[SessionRecord, ...]
    """May be empty though there are more: the next page has to be read to know."""
    position: ListPosition | None
    """Where the next page begins; None if this was the last one."""
    looked_at: int
    """How many sessions were looked at for this page, matching or not."""
