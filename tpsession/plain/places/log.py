"""Logs a pain score or a session done without the program, in plain mode."""

from __future__ import annotations

from datetime import datetime

from tpsession.core.catalog.place import OVERALL, PLACES
from tpsession.core.catalog.side import Side
from tpsession.core.errors import UsageError
from tpsession.core.history.logged import (
    ELSEWHERE,
    PAST_QUESTIONS,
    WHERE_NOW,
    WHICH_SESSION,
    WHICH_SIDE,
    LoggedSession,
    list_choices,
    list_side_answers,
)
from tpsession.core.history.rating_flags import BEFORE_PAST_SESSION
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_rated_place, question_now
from tpsession.core.safety.eligibility import find_resting_areas, sessions_since_yesterday
from tpsession.core.safety.place_flags import emergency_advice, is_emergency_place
from tpsession.core.text.past_time import parse_past_time
from tpsession.plain.asking.body import ask_area, ask_place
from tpsession.plain.asking.choice import choose
from tpsession.plain.asking.question import Explained, Question, ask
from tpsession.plain.asking.rating import ask_rating, ask_rating_before
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

_WHEN = "When was it? Type now, or the time, such as 18:30, or 2026-01-31 18:30:"
_WHEN_HELP = (
    "now means that you have just done it. A time alone is of today; for another day, type the date first."
)


def log_score(services: PlainServices, history: HistoryAccess) -> None:
    """Ask where and how strongly it hurts now, and save that as a pain score; print that it is saved.

    Places that were rated lately are offered first. Nothing is saved without a rating. At the chest, the
    emergency advice is printed before anything else is asked. Raises `HistoryError` if the history can't be
    read.
    """
    console = services.console
    recent = [choice.series for choice in list_choices(history.list_series()) if not choice.is_session]
    chosen = ask_place(console, WHERE_NOW, recent, tuple(PLACES))
    if chosen is None:
        return
    if is_emergency_place(chosen.place if isinstance(chosen, Series) else chosen):
        number = services.settings.load_preferences().text("safety.emergency_number")
        console.say(emergency_advice(number))
    series = chosen if isinstance(chosen, Series) else _ask_series(services, chosen)
    if series is None:
        return
    place = describe_rated_place(series)
    given = ask_rating_before(console, question_now(series.place), place=place)
    if given is not None:
        at = services.clock.local_time()
        logged = LoggedSession(at, series.place, series.side, before=given.value, flags=given.flags)
        _save(services, history, logged)


def log_session(services: PlainServices, history: HistoryAccess) -> None:
    """Ask about a session that was done without the program, and save it. Raises `HistoryError`.

    For one just now at a place that was used before, only the ratings are asked.
    """
    console = services.console
    choices = [choice for choice in list_choices(history.list_series()) if choice.is_session]
    texts = [*(choice.text for choice in choices), ELSEWHERE]
    index = choose(console, WHICH_SESSION, texts) if choices else 0
    if index is not None and index < len(choices):
        series: Series | None = choices[index].series
        at: datetime | None = services.clock.local_time()
    else:
        today = services.clock.local_time().date()
        resting = find_resting_areas(history.find_sessions(sessions_since_yesterday(today)), today)
        area = None if index is None else ask_area(console, resting)
        series = None if area is None else _ask_series(services, area.id)
        at = None if series is None else _ask_time(services)
    if series is None or at is None:
        return
    place = describe_rated_place(series)
    before = ask_rating_before(console, PAST_QUESTIONS[RatingKind.BEFORE], BEFORE_PAST_SESSION, place=place)
    after = ask_rating(console, PAST_QUESTIONS[RatingKind.AFTER], place)
    logged = LoggedSession(
        at,
        series.place,
        series.side,
        area=series.place,
        before=None if before is None else before.value,
        after=after,
        flags=() if before is None else before.flags,
    )
    _save(services, history, logged)


def _ask_series(services: PlainServices, place: str) -> Series | None:
    """Return the place with the side that the person chooses; None without a person.

    For `OVERALL` nothing is asked: it has no side. place: its id.
    """
    if place == OVERALL:
        return Series(place, Side.NONE)
    answers = list_side_answers(place)
    index = choose(services.console, WHICH_SIDE, list(answers.values()))
    return None if index is None else Series(place, list(answers)[index])


def _ask_time(services: PlainServices) -> datetime | None:
    """Ask when a session was, until it is a time in the past; now, or an empty answer, means just now.

    None without a person.
    """

    def read(line: str) -> datetime | Explained | None:
        """Return the time that a line means; say what is wrong with any other line."""
        if line.lower() in {"", "now"}:
            return services.clock.local_time()
        try:
            return parse_past_time(line, services.clock)
        except UsageError as error:
            services.console.say(error.message)
            return Explained.EXPLAINED

    return ask(services.console, Question(_WHEN, read, help=_WHEN_HELP))


def _save(services: PlainServices, history: HistoryAccess, logged: LoggedSession) -> None:
    """Save what was logged, and print that if it was saved."""
    if history.add_session(logged.make_record(services.new_id()), logged.make_ratings()):
        services.console.say(spell_out(logged.describe()))
