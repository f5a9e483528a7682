"""What the last sessions of a series say beside the newest one, and what to do after more pain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile

from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.series import Series

SHOWN_SESSIONS = 5
"""Sessions in a row that are shown, with the newest."""
_READ_SESSIONS = 20
"""How many of the newest records of a series are searched for rated ones."""
LARGE_RISE = 2
"""Points; the rules for a rise are ours (domain: a rise of 2 or more, or two rises in a row)."""

EARLIER_MORE_PAIN = "Your last session here ended with more pain."
MORE_PAIN = "This session ended with more pain than it began."
REST_THEN_LIGHTER = "Rest the area that you worked on, then work more lightly."
SEE_SOMEBODY = "That is twice in a row. Please ask a doctor or physiotherapist before the next session."


def recent_records(series: Series) -> HistoryQuery:
    """Return the query for the newest records of a series, among which `find_rated_sessions` looks."""
    return HistoryQuery(place=series.place, side=series.side, limit=_READ_SESSIONS)


def find_rated_sessions(newest_first: Iterable[SessionRecord], session_id: str) -> list[tuple[int, int]]:
    """Return the ratings before and after of the last rated sessions up to a session, oldest first.

    These are the session and earlier ones, at most `SHOWN_SESSIONS`; an earlier one that lacks one of the two
    ratings is left out. Empty if the session itself lacks one, or if no record has its id.

    Args:
        newest_first: The records of one place and side, newest first.
        session_id: The id of the session; newer ones are ignored.

    """
    up_to_it = list(dropwhile(lambda record: record.id != session_id, newest_first))
    rated = [
        (record.before, record.after)
        for record in up_to_it
        if record.before is not None and record.after is not None
    ]
    # Without it, the last one of them would be taken for it.
    is_rated = up_to_it and up_to_it[0].before is not None and up_to_it[0].after is not None
    return rated[:SHOWN_SESSIONS][::-1] if is_rated else []


def describe_recent_sessions(rated: Sequence[tuple[int, int]]) -> str:
    """Return a sentence with the ratings of some sessions, in which the last one is called "this one".

    Empty for fewer than two sessions. rated: the pairs before and after, as `find_rated_sessions` returns
    them, the session itself included.
    """
    if len(rated) < 2:
        return ""
    *earlier, last = [f"{before} to {after}" for before, after in rated]
    return f"Your last {len(rated)} rated sessions here: {', '.join(earlier)}, and this one {last}."


def describe_rise(rated: Sequence[tuple[int, int]], *, is_massage: bool = True) -> str:
    """Return that this session ended with more pain, with advice if there is any; empty if it didn't.

    Args:
        rated: The pairs before and after of one place and side, as `find_rated_sessions` returns them,
            oldest first. The last is this session's. Empty gives an empty text.
        is_massage: Whether an area was massaged; if not, no area is told to rest.

    """
    newest, earlier = _last_rises(rated)
    if not newest:
        return ""
    advice = _advise(newest, earlier, is_massage=is_massage)
    return f"{MORE_PAIN} {advice}" if advice else MORE_PAIN


def describe_earlier_rise(rated: Sequence[tuple[int, int]]) -> str:
    """Return, for the start of the next session, that the last one ended with more pain, and advice.

    Empty if it didn't, or if there is no advice for that. The advice is the one for sessions that massage an
    area. rated: the pairs before and after, oldest first, as for `describe_rise`.
    """
    advice = _advise(*_last_rises(rated), is_massage=True)
    return f"{EARLIER_MORE_PAIN} {advice}" if advice else ""


def _last_rises(rated: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return by how many points the pain rose in the last session, and in the one before it.

    0 for a session in which it didn't rise, or that doesn't exist.

    rated: the ratings before and after each session, oldest first.
    """
    rises = [0, 0, *(max(after - before, 0) for before, after in rated)]
    return rises[-1], rises[-2]


def _advise(newest: int, earlier: int, *, is_massage: bool) -> str:
    """Return advice after the rises of the last two rated sessions; empty if there is none.

    After two rises of `LARGE_RISE` or more it is to see somebody. Otherwise, if an area was massaged, it is
    to rest it after one newest rise of `LARGE_RISE` or more, or after two rises of any size.

    Args:
        newest: The rise in the newest session, in points; 0 for none.
        earlier: The rise in the session before it.
        is_massage: Whether an area was massaged; if not, no area is told to rest.

    """
    if newest >= LARGE_RISE and earlier >= LARGE_RISE:
        return SEE_SOMEBODY
    is_large_or_second = newest >= LARGE_RISE or (newest > 0 and earlier > 0)
    return REST_THEN_LIGHTER if is_massage and is_large_or_second else ""
