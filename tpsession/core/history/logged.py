"""Makes the record of a session that was done without the program, or of a pain score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import PAIRED_PLACES, place_name
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.core.history.wording import format_datetime
from tpsession.core.text.formatting import SIDE_ANSWERS, describe_place

LOG_SCORE = "Log how it hurts now"
LOG_SESSION = "Log a session that you did"
"""What a person chooses to log something by hand."""
WHAT_TO_LOG = "What do you want to log?"
SCORE_NOW = "Pain now: {place}"
SESSION_JUST_NOW = "Session just done: {place}"
"""The same in one press, for a place that was used before."""
SCORE_ELSEWHERE = "Pain now, at any place…"
SESSION_AT_ANY_TIME = "A session that you did, now or earlier…"
ELSEWHERE = "An earlier session, or another place…"
"""What leads to all places, and to a session at any time."""
WHERE_NOW = "Where does it hurt now?"
WHICH_SESSION = "Which session?"
WHICH_SIDE = "On which side?"
_IN_THE_MIDDLE = "In the middle, or no side"
PAST_QUESTIONS = {
    RatingKind.BEFORE: "How strong was your pain before that session?",
    RatingKind.AFTER: "How strong was your pain after that session?",
}
"""The questions about a session that is over; `ratings.QUESTION` is about now."""
WHEN = "When was it?"
JUST_NOW = "Just now"
EARLIER = "Earlier"
WHEN_INSTRUCTION = "Type when it began: 18:30 for today, yesterday 18:30, or 2026-01-31 18:30."
_DIGITS = 9
"""So many lines can be chosen by a digit."""
_FEWEST_SCORES = 3
"""At so many places used last, a score is offered however many places there are."""
_MOST_SESSIONS = 22
"""The other lines that can be chosen by a key, digits and letters."""


def list_side_answers(place: str) -> dict[Side, str]:
    """Return the sides that are offered for a place, each with the text to show.

    place: the id of the place. In the middle, or no side, isn't offered for paired places such as arms and
    legs.
    """
    return SIDE_ANSWERS if place in PAIRED_PLACES else {**SIDE_ANSWERS, Side.NONE: _IN_THE_MIDDLE}


@dataclass(frozen=True, slots=True)
class LogChoice:
    """Something to log at a place that was used before, chosen by one press."""

    text: str
    series: Series
    is_session: bool = False
    """Whether it is a session that has just been done; else it is a pain score."""


def list_choices(every: Sequence[Series]) -> list[LogChoice]:
    """Return the choices that are offered first for logging: pain scores, then sessions that were just done.

    Sessions are offered only at areas, at most `_MOST_SESSIONS`. Scores fill the choices up to `_DIGITS` in
    all, but are at least `_FEWEST_SCORES` if so many places were used.

    every: the places and sides that have a record, newest first.
    """
    sessions = [series for series in every if series.place in AREAS][:_MOST_SESSIONS]
    scores = every[: max(_FEWEST_SCORES, _DIGITS - len(sessions))]
    return [
        *(LogChoice(describe_score_now(series), series) for series in scores),
        *(
            LogChoice(SESSION_JUST_NOW.format(place=describe_series(series)), series, is_session=True)
            for series in sessions
        ),
    ]


def describe_score_now(series: Series) -> str:
    """Return the text of the choice to log a pain score now, at a place that was used before."""
    return SCORE_NOW.format(place=describe_series(series))


def describe_series(series: Series) -> str:
    """Return the name of a place with the side that was rated: ``Neck, both sides``.

    For `Side.NONE`, it is the name alone.
    """
    return describe_place(place_name(series.place), series.side)


@dataclass(frozen=True, slots=True)
class LoggedSession:
    """What a person logs by hand."""

    at: datetime
    """When it was; for a session, its start and its end."""
    place: str
    """Id of the place where it hurts."""
    side: Side
    area: str = ""
    """Id of the area that was worked on; empty for a pain score."""
    before: int | None = None
    """The pain before the session, 0 to 10; for a score, the pain."""
    after: int | None = None
    flags: tuple[RatingFlag, ...] = ()
    """What was used in the 6 hours before."""
    spot: str = ""
    note: str = ""

    def make_record(self, record_id: str) -> SessionRecord:
        """Return a record of the session, or of the pain score if there is no area. It isn't saved.

        It holds no ratings; these are returned by `make_ratings`. record_id: its id, a new UUID.
        """
        return SessionRecord(
            id=record_id,
            started_at=self.at,
            ended_at=self.at,
            status=Status.COMPLETED,
            stop_reason=None,
            routine="",
            place=self.place,
            area=self.area,
            side=self.side,
            planned_s=0.0,
            active_s=0.0,
            note=self.note,
            flags=self.flags,
            spot=self.spot,
            kind=RecordKind.SESSION if self.area else RecordKind.SCORE,
        )

    def make_ratings(self) -> list[Rating]:
        """Return the ratings before and after that were given, all with the time of the session or score."""
        values = ((RatingKind.BEFORE, self.before), (RatingKind.AFTER, self.after))
        return [Rating(kind, value, self.at) for kind, value in values if value is not None]

    def describe(self) -> str:
        """Return a sentence that it was saved: where, and the pain of a score or the time of a session."""
        place = describe_series(Series(self.place, self.side))
        if not self.area:
            return f"Saved: {place}, pain {self.before}."
        return f"Saved: your session of {format_datetime(self.at)}, {place}."
