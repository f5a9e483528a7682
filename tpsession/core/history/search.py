"""What the filter line and ``tpsession history --find`` look for, and whether a session has it.

`tpsession.core.history.search_parser` makes a search of what a person typed. The history gives each session
as a `SearchableSession`, because building whole records of 100,000 sessions takes ten times as long.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tpsession.core.text.formatting import format_timer
from tpsession.core.text.sanitize import sanitize

SCORE_KIND = "score"
"""The kind of a pain score, as it is saved: `RecordKind.SCORE`."""


class SearchableSession(NamedTuple):
    """What a search looks at in one session, as it is saved: ids, texts and numbers.

    A tuple, because 100,000 are made for a search; a frozen dataclass takes five times as long to make.
    """

    started_at: str
    """Local date and time in ISO format, such as ``2026-01-31T09:00:00+01:00``."""
    routine: str
    place: str
    area: str
    side: str
    status: str
    """As readers see it: ``partial`` if the program that wrote the session died."""
    stop_reason: str | None
    note: str
    spot: str
    flags: str
    """The names of the flags, with spaces between them."""
    kind: str
    active_s: float
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One word, or a few that belong together, and all that it may mean. One meaning is enough to match."""

    text: str
    """As `fold_text` returns it. It may be anywhere in the note, the spot, the date, the time or an id."""
    places: frozenset[str] = frozenset()
    """Ids of places and areas whose names have the word in them."""
    routines: frozenset[str] = frozenset()
    """Ids of routines whose names have it in them; the empty id stands for a session logged by hand."""
    sides: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    """Stop reasons."""
    flags: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    """Months as two digits, such as ``01``."""
    changes: frozenset[int] = frozenset()
    """Changes of the rating, -10 to 10."""
    since: date | None = None
    """The first day of a period; None if the word isn't one."""
    until: date | None = None
    """The last day of that period."""
    is_score: bool = False
    """Whether it is a word for a pain score."""
    is_number: bool = False
    """Whether it has only digits and colons, and so may be a rating or the time worked."""

    def matches(self, session: SearchableSession, words: str) -> bool:
        """Return whether a session's texts contain the word, or another meaning of the word fits the session.

        words: the session's texts, as `_join_words` returns them.
        """
        return (
            self.text in words
            or session.place in self.places
            or session.area in self.places
            or session.side in self.sides
            or session.status in self.statuses
            or session.stop_reason in self.reasons
            or session.started_at[5:7] in self.months
            or (session.routine in self.routines and session.kind != SCORE_KIND)
            or (self.is_score and session.kind == SCORE_KIND)
            or (bool(self.flags) and not self.flags.isdisjoint(session.flags.split()))
            or (bool(self.changes) and _change(session) in self.changes)
            or (self.is_number and self._is_number_of(session))
            or self._has_day(session.started_at[:10])
        )

    def _is_number_of(self, session: SearchableSession) -> bool:
        """Return whether the number is a rating of the session, or a part of its time worked.

        The ratings are the one before and the one after. The time is written like ``12:05``, so that ``2:0``
        is a part of it.
        """
        ratings = {str(rating) for rating in (session.before, session.after) if rating is not None}
        return self.text in ratings or (session.active_s > 0 and self.text in format_timer(session.active_s))

    def _has_day(self, day: str) -> bool:
        """Return whether a day in ISO format is in the period that this word stands for, its limits included.

        False if the word stands for no period.
        """
        if self.since is None or self.until is None:
            return False
        return self.since.isoformat() <= day <= self.until.isoformat()


@dataclass(frozen=True, slots=True)
class SessionSearch:
    """Words that a session must all have, in any order, and the status that it must have."""

    words: tuple[SearchWord, ...] = ()
    status: str | None = None
    """A `Status`; None for any."""

    def matches(self, session: SearchableSession) -> bool:
        """Return whether a session has the status, if one is wanted, and matches each word.

        A word matches if it is in the session's texts, or by what it stands for, such as a month or a side.
        """
        if self.status is not None and session.status != self.status:
            return False
        words = _join_words(session)
        return all(word.matches(session, words) for word in self.words)


def fold_text(text: str) -> str:
    """Return a text in the form in which texts are compared: without differences of case, and sanitized.

    An accent makes a difference, but not how it is encoded. Characters that the screen can't show are
    replaced.
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", sanitize(text)).casefold())


def _join_words(session: SearchableSession) -> str:
    """Return the texts of a session in which a word is searched for, joined and folded by `fold_text`.

    They are the day, time, note, spot, and the ids of routine, place and area. Two spaces are between them,
    so that no search word matches across two texts.
    """
    day, time = session.started_at[:10], session.started_at[11:16]
    texts = (day, time, session.note, session.spot, session.routine, session.place, session.area)
    return fold_text("  ".join(texts))


def _change(session: SearchableSession) -> int | None:
    """Return the rating after minus the one before; None if either is missing."""
    if session.before is None or session.after is None:
        return None
    return session.after - session.before
