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
    """Return the query for the records that `find_rated_sessions` needs."""
    return HistoryQuery(place=series.place, side=series.side, limit=_READ_SESSIONS)


def find_rated_sessions(newest_first: Iterable[SessionRecord], session_id: str) -> list[tuple[int, int]]:
    """Return the pairs of ratings, before and after, of a session and of the earlier ones, oldest first.

    There are at most `SHOWN_SESSIONS`. A session without one of the two ratings is left out, this one too.
    Empty if no record has the id.

    Args:
        newest_first: The records of one place and side.
        session_id: The id of the newest session that counts.

    """
    rated = [
        (record.before, record.after)
        for record in dropwhile(lambda record: record.id != session_id, newest_first)
        if record.before is not None and record.after is not None
    ]
    return rated[:SHOWN_SESSIONS][::-1]


def describe_recent_sessions(rated: Sequence[tuple[int, int]]) -> str:
    """Return a sentence with the ratings of the last sessions, the newest last; empty for fewer than two.

    rated: the pairs before and after, as `find_rated_sessions` returns them, the newest session included.
    """
    if len(rated) < 2:
        return ""
    *earlier, last = [f"{before} to {after}" for before, after in rated]
    return f"Your last {len(rated)} rated sessions here: {', '.join(earlier)}, and this one {last}."


def describe_rise(rated: Sequence[tuple[int, int]], *, is_massage: bool = True) -> str:
    """Return that the newest session ended with more pain, and what follows from it; empty if it didn't.

    That is advice; nothing is locked.

    Args:
        rated: The pairs before and after of one place and side, as `find_rated_sessions` returns them,
            oldest first; empty gives an empty text.
        is_massage: Whether an area was massaged; if not, there is none to rest.

    """
    newest, earlier = _last_rises(rated)
    if not newest:
        return ""
    advice = _advise(newest, earlier, is_massage=is_massage)
    return f"{MORE_PAIN} {advice}" if advice else MORE_PAIN


def describe_earlier_rise(rated: Sequence[tuple[int, int]]) -> str:
    """Return, before the next session, what follows from a rise in the last one; empty if nothing does.

    rated: as for `describe_rise`; an area was massaged.
    """
    advice = _advise(*_last_rises(rated), is_massage=True)
    return f"{EARLIER_MORE_PAIN} {advice}" if advice else ""


def _last_rises(rated: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return by how much the newest session ended higher, and the one before it; 0 for one that didn't."""
    rises = [0, 0, *(max(after - before, 0) for before, after in rated)]
    return rises[-1], rises[-2]


def _advise(newest: int, earlier: int, *, is_massage: bool) -> str:
    """Return advice after the last two rises, in points, as `_last_rises` returns them; empty for none.

    is_massage: whether an area was massaged; if not, there is none to rest.
    """
    if newest >= LARGE_RISE and earlier >= LARGE_RISE:
        return SEE_SOMEBODY
    is_large_or_second = newest >= LARGE_RISE or (newest > 0 and earlier > 0)
    return REST_THEN_LIGHTER if is_massage and is_large_or_second else ""
