"""Logs a pain score or a session done without the program, in plain mode."""

from __future__ import annotations

from datetime import datetime

from tpsession.core.catalog.area import Area
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
from tpsession.core.history.rating_flags import BEFORE_PAST_SESSION, GivenRating
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_rated_place, question_now
from tpsession.core.safety.eligibility import find_resting_areas, sessions_since_yesterday
from tpsession.core.safety.place_flags import emergency_advice, is_emergency_place
from tpsession.core.text.formatting import describe_pain_change
from tpsession.core.text.past_time import parse_past_time
from tpsession.plain.asking.body import ask_area, ask_place
from tpsession.plain.asking.choice import BACK, choose
from tpsession.plain.asking.question import LEAVING_WORDS, BackRequested, Explained, Question, ask
from tpsession.plain.asking.rating import ask_rating, ask_rating_before
from tpsession.plain.asking.sequence import ask_in_turn
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

_WHEN = "When was it? Type now, or the time, such as 18:30, or 2026-01-31 18:30:"
_WHEN_HELP = (
    "now means that you have just done it. A time alone is of today; for another day, type the date first."
)


def log_score(services: PlainServices, history: HistoryAccess) -> None:
    """Ask where and how strongly it hurts now, save that as a pain score, and print that it is saved.

    Places that were used before are offered first. Nothing is saved without a rating. At a place where pain
    may be an emergency, the emergency advice is printed before anything else is asked. Raises `QuestionLeft`
    if the person leaves the questions, and `HistoryError` if the history can't be read.
    """
    console = services.console
    recent = [choice.series for choice in list_choices(history.list_series()) if not choice.is_session]
    chosen: Series | str | None = None
    series: Series | None = None
    given: GivenRating | None = None

    def ask_where() -> bool:
        """Ask for the place."""
        nonlocal chosen
        chosen = ask_place(console, WHERE_NOW, recent, tuple(PLACES))
        if is_emergency_place(chosen.place if isinstance(chosen, Series) else chosen or ""):
            number = services.settings.load_preferences().text("safety.emergency_number")
            console.say(emergency_advice(number))
        return True

    def ask_side() -> bool:
        """Ask for the side, unless a place was chosen that was used before, or one without sides."""
        nonlocal series
        series = chosen if isinstance(chosen, Series) else None
        if isinstance(chosen, str):
            series = _ask_series(services, chosen)
        return isinstance(chosen, str) and chosen != OVERALL

    def ask_now() -> bool:
        """Ask for the pain."""
        nonlocal given
        if series is not None:
            place = describe_rated_place(series)
            given = ask_rating_before(console, question_now(series.place), place=place)
        return True

    ask_in_turn((ask_where, ask_side, ask_now))
    if series is not None and given is not None:
        at = services.clock.local_time()
        logged = LoggedSession(at, series.place, series.side, before=given.value, flags=given.flags)
        _save(services, history, logged)


def log_session(services: PlainServices, history: HistoryAccess) -> None:
    """Ask about a session that was done without the program, save it, and print that it is saved.

    If areas were used before, the person first chooses a session just now on one of them, or another. After
    the former only the ratings are asked. Going back leads to the question before. Raises `QuestionLeft` if
    the person leaves the questions, and `HistoryError` if the history can't be read.
    """
    dialogue = _SessionDialogue(services, history)
    dialogue.run()
    if (logged := dialogue.logged) is not None:
        _save(services, history, logged)


class _SessionDialogue:
    """Asks where and when a session was, and for its ratings."""

    def __init__(self, services: PlainServices, history: HistoryAccess) -> None:
        self._services = services
        self._console = services.console
        self._history = history
        self._choices = [choice for choice in list_choices(history.list_series()) if choice.is_session]
        self._is_known = False
        """Whether it was just now at a place that was used before."""
        self._area: Area | None = None
        self._series: Series | None = None
        self._at: datetime | None = None
        self._before: GivenRating | None = None
        self._after: int | None = None

    @property
    def logged(self) -> LoggedSession | None:
        """The session as the answers describe it; None as long as its place or time isn't known."""
        series, before = self._series, self._before
        if series is None or self._at is None:
            return None
        return LoggedSession(
            self._at,
            series.place,
            series.side,
            area=series.place,
            before=None if before is None else before.value,
            after=self._after,
            flags=() if before is None else before.flags,
        )

    def run(self) -> None:
        """Ask question by question.

        Raises `BackRequested` if the person goes back from the first, `QuitRequested` if they leave the
        program, and `HistoryError`.
        """
        steps = (
            self._ask_which,
            self._ask_area,
            self._ask_side,
            self._ask_time,
            self._ask_before,
            self._ask_after,
        )
        ask_in_turn(steps)

    def _ask_which(self) -> bool:
        """Ask whether the session was just now, on one of the areas used before; return whether this asks.

        It doesn't ask if no area was used before. Raises `BackRequested` if the person goes back, or if
        nobody can answer.
        """
        if not self._choices:
            return False
        texts = [*(choice.text for choice in self._choices), ELSEWHERE, BACK]
        index = choose(self._console, WHICH_SESSION, texts)
        if index is None or texts[index] == BACK:
            raise BackRequested
        self._is_known = index < len(self._choices)
        if self._is_known:
            self._series = self._choices[index].series
            self._at = self._services.clock.local_time()
        return True

    def _ask_area(self) -> bool:
        """Ask for the area, unless the place and time are known; return whether this asks."""
        if self._is_known:
            return False
        today = self._services.clock.local_time().date()
        recent = self._history.find_sessions(sessions_since_yesterday(today))
        self._area = ask_area(self._console, find_resting_areas(recent, today))
        return True

    def _ask_side(self) -> bool:
        """Ask for the side, unless the place and time are known or no area was chosen.

        Returns whether this asks.
        """
        if self._is_known or self._area is None:
            return False
        self._series = _ask_series(self._services, self._area.id)
        return True

    def _ask_time(self) -> bool:
        """Ask for the time of the session, unless it was just now; return whether this asks."""
        if self._is_known:
            return False
        self._at = _ask_time(self._services)
        return True

    def _ask_before(self) -> bool:
        """Ask for the pain before the session. Returns True, as a step of `run` that asks."""
        question, place = PAST_QUESTIONS[RatingKind.BEFORE], describe_rated_place(self._series)
        self._before = ask_rating_before(self._console, question, BEFORE_PAST_SESSION, place=place)
        return True

    def _ask_after(self) -> bool:
        """Ask for the pain after the session. Returns True, as a step of `run` that asks."""
        question, place = PAST_QUESTIONS[RatingKind.AFTER], describe_rated_place(self._series)
        self._after = ask_rating(self._console, question, place)
        return True


def _ask_series(services: PlainServices, place: str) -> Series | None:
    """Ask for the side of a place, and return the place with that side; None if nobody can answer.

    `OVERALL` has no side: nothing is asked. Raises `QuestionLeft` if the person leaves the question. place:
    the place's id.
    """
    if place == OVERALL:
        return Series(place, Side.NONE)
    answers = list_side_answers(place)
    index = choose(services.console, WHICH_SIDE, list(answers.values()))
    return None if index is None else Series(place, list(answers)[index])


def _ask_time(services: PlainServices) -> datetime | None:
    """Ask when a session was, until the answer is a time in the past, and return it.

    ``now`` and enter alone mean just now. None if nobody can answer. Raises `QuestionLeft` if the person
    leaves the question.
    """

    def read(line: str) -> datetime | Explained | None:
        """Return the time that a line means; say what is wrong with any other line."""
        if line.lower() in LEAVING_WORDS:
            return None
        if line.lower() in {"", "now"}:
            return services.clock.local_time()
        try:
            return parse_past_time(line, services.clock)
        except UsageError as error:
            services.console.say(error.message)
            return Explained.EXPLAINED

    return ask(services.console, Question(_WHEN, read, help=_WHEN_HELP))


def _save(services: PlainServices, history: HistoryAccess, logged: LoggedSession) -> None:
    """Save a session or a pain score. If that worked, print that it is saved, and the change of the pain.

    The change is printed only if there are ratings before and after.
    """
    if not history.add_session(logged.make_record(services.new_id()), logged.make_ratings()):
        return
    services.console.say(spell_out(logged.describe()))
    if logged.before is not None and logged.after is not None:
        services.console.say(describe_pain_change(logged.before, logged.after))
