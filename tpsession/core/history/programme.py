"""A programme as it is saved: a planned number of days with a session of one routine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tpsession.core.catalog.proposed import MAX_EVERY_DAYS, MAX_SESSIONS, MIN_EVERY_DAYS, MIN_SESSIONS
from tpsession.core.catalog.side import Side

DEFAULT_TITLE = "Self-care"
"""The title of calendar entries. Calendars are often shared, so it names neither a routine nor an area."""
MAX_PAUSE_DAYS = 366
"""Days that a pause may have (ours)."""
MAX_TITLE_LENGTH = 80
"""Characters that a title may have (ours)."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which nothing is planned, such as an illness."""

    first_day: date
    last_day: date | None = None
    """Inclusive; None until the person resumes the programme."""

    def __post_init__(self) -> None:
        """Raise `ValueError` if the pause ends before it begins, or has more than `MAX_PAUSE_DAYS` days.

        A pause without an end has no limit.
        """
        if self.last_day is not None and not 0 <= (self.last_day - self.first_day).days < MAX_PAUSE_DAYS:
            raise ValueError(f"a pause has 1 to {MAX_PAUSE_DAYS} days")

    def includes(self, day: date) -> bool:
        """Return whether a day belongs to the pause."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of a person. Which of its days are done follows from the sessions in the history."""

    id: str
    """A UUID."""
    routine: str
    """Id of the routine that is played."""
    place: str
    """Id of the place where it hurts."""
    area: str
    """Id of the area that is worked on; when it has to rest, nothing is due."""
    side: Side
    """The side on which it hurts, as its sessions are recorded."""
    sessions: int
    """Days with a session that are planned, `MIN_SESSIONS` to `MAX_SESSIONS`."""
    every_days: int
    """Days from one session to the next, `MIN_EVERY_DAYS` to `MAX_EVERY_DAYS`; 1 is every day."""
    started_on: date
    """The local day on which it starts. Sessions before it don't count."""
    ended_on: date | None = None
    """The local day on which the person ended it early; None if that wasn't done."""
    pause: Pause | None = None
    """The newest pause. An earlier one is over, and what is over changes nothing."""
    title: str = DEFAULT_TITLE
    """The title of its calendar entries."""

    def is_like(self, other: Programme) -> bool:
        """Return whether another programme has the same routine, place and side.

        If so, a session of one can count for the other, too.
        """
        return (self.routine, self.place, self.side) == (other.routine, other.place, other.side)

    def __post_init__(self) -> None:
        """Raise `ValueError` if the number of sessions or the days between them are out of range."""
        if not MIN_SESSIONS <= self.sessions <= MAX_SESSIONS:
            raise ValueError(
                f"a programme has {MIN_SESSIONS} to {MAX_SESSIONS} sessions, not {self.sessions}"
            )
        if not MIN_EVERY_DAYS <= self.every_days <= MAX_EVERY_DAYS:
            raise ValueError(
                f"sessions are planned every {MIN_EVERY_DAYS} to {MAX_EVERY_DAYS} days, not {self.every_days}"
            )
