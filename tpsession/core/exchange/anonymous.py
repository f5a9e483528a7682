"""Makes an export anonymous: takes out of it what tells whose it is.

What stays are places, areas, sides, ratings, flags, times of day, and how the steps went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tpsession.core.exchange.records import ExchangedSession, Item
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.history.records import ONLY_REST


class Anonymizer:
    """Makes the items of one export anonymous. A routine has the same made-up id in all of them."""

    def __init__(self, weeks: int, make_id: Callable[[], str]) -> None:
        """Begin a file.

        Args:
            weeks: By how many weeks all dates are moved back, which keeps the days of the week.
            make_id: Returns a new id at each call, each greater than the one before.

        """
        self._shift = timedelta(weeks=-weeks)
        self._make_id = make_id
        self._routines: dict[str, str] = {"": "", ONLY_REST: ONLY_REST}
        self._programmes = 0

    def anonymize(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the sessions, programmes and comparisons without what is private; other items are left out.

        They come in the given order, with new ids, moved dates and made-up names. The given items aren't
        changed.
        """
        for item in items:
            if isinstance(item, ExchangedSession):
                yield self._anonymize_session(item)
            elif isinstance(item, Programme):
                yield self._anonymize_programme(item)
            elif isinstance(item, Comparison):
                yield self._anonymize_comparison(item)

    def _anonymize_session(self, session: ExchangedSession) -> ExchangedSession:
        """Return a session with a new id, a made-up routine, and no note, spot, corrections or plan.

        Its start is moved by a number of weeks, keeps its time of day and is marked as UTC. Its end and its
        ratings are as long after its start as before. The steps lose their own names. Everything else stays,
        such as places, areas, sides, and the values and flags of ratings.
        """
        record = session.record
        ratings = tuple(
            replace(rating, at=self._within(record.started_at, rating.at)) for rating in session.ratings
        )
        changed = record._replace(
            id=self._make_id(),
            started_at=self._time(record.started_at),
            ended_at=record.ended_at and self._within(record.started_at, record.ended_at),
            routine=self._routine(record.routine),
            later=(),
            note="",
            spot="",
            # In a routine of the person's own they are private; of a built-in one they would tell which.
            steps=tuple(step._replace(name="") for step in record.steps),
        )
        return ExchangedSession(changed, ratings)

    def _anonymize_programme(self, programme: Programme) -> Programme:
        """Return a programme with a new id, a made-up routine, moved days and a numbered title.

        All its days are moved by the same number of weeks as all other dates. The titles are ``Programme 1``,
        ``Programme 2`` and so on.
        """
        self._programmes += 1
        pause = programme.pause
        return replace(
            programme,
            id=self._make_id(),
            routine=self._routine(programme.routine),
            started_on=programme.started_on + self._shift,
            ended_on=self._day(programme.ended_on),
            pause=pause and Pause(pause.first_day + self._shift, self._day(pause.last_day)),
            title=f"Programme {self._programmes}",
        )

    def _anonymize_comparison(self, comparison: Comparison) -> Comparison:
        """Return a comparison with a new id, moved days, made-up ids for its routines, and 0 as its seed."""
        return replace(
            comparison,
            id=self._make_id(),
            things=tuple(map(self._routine, comparison.things)),
            # It would tell which comparison this is to anyone who has the original.
            seed=0,
            started_on=comparison.started_on + self._shift,
            ended_on=self._day(comparison.ended_on),
        )

    def _routine(self, routine: str) -> str:
        """Return the made-up id that replaces a routine's id, the same one each time.

        They are numbered in the order in which the routines come up. `ONLY_REST` and an empty id stay as they
        are.
        """
        return self._routines.setdefault(routine, f"routine-{len(self._routines) - 1}")

    def _day(self, day: date | None) -> date | None:
        return None if day is None else day + self._shift

    def _time(self, at: datetime) -> datetime:
        """Return a time moved by a number of weeks, with its time of day to the second, but marked as UTC.

        The real offset from UTC would tell the country, and its changes in spring and autumn the dates.
        """
        return (at + self._shift).replace(tzinfo=UTC, microsecond=0)

    def _within(self, started_at: datetime, at: datetime) -> datetime:
        """Return the moved time of something in a session, as many seconds after its moved start as before.

        Args:
            started_at: When the session really started.
            at: The real time to move.

        """
        seconds = round((at - started_at).total_seconds())
        return self._time(started_at) + timedelta(seconds=seconds)
