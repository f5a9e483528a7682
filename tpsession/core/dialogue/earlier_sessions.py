"""What to know before a session because of earlier ones: sore spots, and a rise of the pain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_rated_place
from tpsession.core.progress.recent_sessions import describe_earlier_rise, find_rated_sessions
from tpsession.core.safety.soreness import advise_on_soreness, find_sore_spots, sore_sessions


def earlier_sessions(today: date) -> HistoryQuery:
    """Return the query for the sessions that `advise_from_earlier` needs."""
    return sore_sessions(today)


def advise_from_earlier(
    newest_first: Sequence[SessionRecord], areas: Collection[str], now: datetime
) -> tuple[str, ...]:
    """Return advice before a session because of earlier ones, one text each; empty without any.

    First there is a text for each place and side whose last session with both ratings worked on one of the
    areas, if the pain rose in it by 2 points or more, or rose both in it and in the rated session before it.
    Then there is a text for each spot on these areas that was sore and still needs care. The advice doesn't
    prevent the session.

    Args:
        newest_first: The sessions that `earlier_sessions` selects, on all areas.
        areas: The ids of the areas that are going to be massaged.
        now: The local time.

    """
    rises = []
    for series in dict.fromkeys(Series(record.place, record.side) for record in newest_first):
        of_series = [record for record in newest_first if Series(record.place, record.side) == series]
        rated = [one for one in of_series if one.before is not None and one.after is not None]
        if rated and not rated[0].worked_areas.isdisjoint(areas):
            rise = describe_earlier_rise(find_rated_sessions(of_series, rated[0].id))
            # Nothing stands before the advice if a session was rated overall.
            rises += [": ".join(filter(None, (describe_rated_place(series), rise)))] if rise else []
    return (*rises, *advise_on_soreness(find_sore_spots(newest_first, areas), now))
