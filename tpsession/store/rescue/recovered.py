"""Counts what was recovered from a damaged history, and describes it without hiding what is lost."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Self

from tpsession.store.rescue.salvage import Salvage
from tpsession.store.tables import RATINGS, SESSIONS

_COUNTS = """
    SELECT
        (SELECT count(*) FROM sessions),
        (SELECT count(*) FROM sessions WHERE kind = 'score'),
        (SELECT count(*) FROM sessions WHERE id IN (SELECT session_id FROM deletions)),
        (SELECT count(*) FROM ratings),
        (SELECT coalesce(sum(ratings), 0) FROM sessions)
"""


@dataclass(frozen=True, slots=True)
class Recovered:
    """How much of a damaged history is in the new one."""

    sessions: int
    """Sessions and pain scores in the new history, with the deleted ones."""
    sessions_before: int | None
    """How many the damaged history had; None if that can't be known."""
    scores: int
    """How many of `sessions` are pain scores."""
    deleted: int
    """How many of `sessions` were deleted, and stay so."""
    ratings: int
    """Ratings in the new history."""
    ratings_before: int | None
    """How many the damaged history had; None if that can't be known."""
    ratings_of_sessions: int
    """How many ratings the recovered sessions had. That is always known: each session has the number."""

    @classmethod
    def count(cls, new: sqlite3.Connection, found: Salvage) -> Self:
        """Count what a new history holds, and put beside it how much the damaged one had.

        new: the new history. found: what was found in the damaged one.
        """
        sessions, scores, deleted, ratings, of_sessions = new.execute(_COUNTS).fetchone()
        return cls(
            sessions,
            found.totals[SESSIONS.name],
            scores,
            deleted,
            ratings,
            found.totals[RATINGS.name],
            of_sessions,
        )

    def describe(self) -> str:
        """Return a sentence on how many sessions, scores and ratings were recovered, if known of how many.

        If none was recovered, the sentence says so, and that the history starts empty. If some were, but it
        isn't known how many there were, a second sentence says so.
        """
        names = ("session or score", "sessions and scores") if self.scores else ("session", "sessions")
        if not self.sessions:
            before = self.sessions_before
            none = f"None of {_counted(before, *names)}" if before else f"No {names[0]}"
            return f"{none} could be recovered, so the history starts empty."
        if self.sessions_before is None:
            sessions = _counted(self.sessions, *names)
            ending = f" How many {names[1]} there were isn't known."
        else:
            sessions, ending = f"{self.sessions} of {_counted(self.sessions_before, *names)}", ""
        if self.deleted:
            sessions += f" ({self.deleted} deleted before)"
        if self.ratings_before is None:
            had, whose = max(self.ratings, self.ratings_of_sessions), "their "
        else:
            had, whose = self.ratings_before, ""
        ratings = f" and {self.ratings} of {whose}{_counted(had, 'rating', 'ratings')}" if had else ""
        verb = "was" if self.sessions == 1 and not ratings else "were"
        return f"{sessions}{ratings} {verb} recovered.{ending}"


def _counted(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun."""
    return f"{number} {singular if number == 1 else plural}"
