"""The rating before the last session at a place, which the person sees once the new one is given."""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.series import Series

_LOOKED_AT = 10
"""How many of the newest records of a place and side are searched for a rating."""


def last_rating_query(series: Series) -> HistoryQuery:
    """Return the query for the sessions of a place and side that `describe_last_rating` needs."""
    return HistoryQuery(place=series.place, side=series.side, limit=_LOOKED_AT, with_steps=False)


def describe_last_rating(newest_first: Iterable[SessionRecord]) -> str:
    """Return a sentence on the latest pain that was rated before a session; empty if there is none.

    Ratings after sessions, later ratings and pain scores don't count. The sentence is shown only after the
    new rating is given, and never beside the rating after a session: a person who sees a number tends to give
    a similar one.

    newest_first: the sessions that `last_rating_query` selects.
    """
    last = next((each for each in newest_first if each.before is not None and not each.is_score), None)
    if last is None:
        return ""
    return f"Before the session of {last.started_at:%Y-%m-%d}, your pain was {last.before}."
