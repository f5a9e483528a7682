"""What plain mode asks at its start: interrupted sessions, missing ratings, notes and follow-ups."""

from __future__ import annotations

from tpsession.core.catalog.routine import routine_names
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.startup import (
    CloseInterrupted,
    OfferResume,
    PromptFollowUp,
    PromptMissingRating,
    PromptNote,
    ResumeChoice,
    StartupAnswer,
    StartupDialogue,
    StartupPrompt,
    StartupPrompts,
    prompt_follow_ups,
)
from tpsession.core.dialogue.wrap_up import SessionOutcome
from tpsession.core.errors import HistoryError, SettingsError
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING, FollowUpTracker, PendingFollowUp
from tpsession.core.history.rating_flags import GivenRating
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.series import Series
from tpsession.core.history.wording import (
    describe_interrupted,
    describe_missing_rating,
    describe_saved_unfinished,
)
from tpsession.core.programme.wording import describe_place_of, describe_schedule
from tpsession.core.safety.soreness import asks_soreness
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.plain.asking.question import Question, QuestionLeft, ask, words
from tpsession.plain.asking.rating import FollowUpAnswer, ask_follow_up, ask_stiffness
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out
from tpsession.plain.wrap_up import WrapUp

_RESUME_ANSWERS = {
    **dict.fromkeys(("resume", "r"), ResumeChoice.RESUME),
    **dict.fromkeys(("finish", "f"), ResumeChoice.FINISH),
    **dict.fromkeys(("save", "s"), ResumeChoice.SAVE),
}
_RESUME_HELP = {
    ResumeChoice.RESUME: "resume continues the session where it was.",
    ResumeChoice.FINISH: "finish ends it and asks for your pain now.",
    ResumeChoice.SAVE: "save keeps it as unfinished, without that rating.",
}
_FOLLOW_UPS_OFF = "You won't be asked again. To change that, turn on follow_up.ask in the settings."
_BEFORE_SESSION = "Before your session, one question about an earlier one."
"""Or the number would be taken for one about the area of the session to come."""


class Startup:
    """Asks about earlier sessions, in the order that the core says."""

    def __init__(self, services: PlainServices, history: HistoryAccess, wrap_up: WrapUp) -> None:
        self._services = services
        self._console = services.console
        self._clock = services.clock
        self._history = history
        self._wrap_up = wrap_up
        self._follow_up = FollowUpTracker()
        self._session_follows = False
        """Whether what is asked next comes between the choice of a session and that session."""
        self._asks_follow_ups = services.settings.load_preferences().switch(FOLLOW_UP_SETTING)

    def run(self) -> InterruptedSession | None:
        """Ask about interrupted sessions, a missing rating and notes that were put off, and save the answers.

        Returns the session that the person chose to resume, or None; once they resume one, nothing else is
        asked. An interrupted session that is too old to resume is saved as unfinished without a question; if
        nobody can answer, every interrupted session is, and nothing is asked. Does nothing if nothing is to
        be saved. Raises `HistoryError`, and `QuestionLeft` if the person leaves a question.
        """
        if self._history.writable is None:
            return None
        now, attended = self._clock.local_time(), self._console.attended
        startup = StartupPrompts(self._history.writable, self._follow_up, now, attended=attended)
        self._ask_prompts(startup.prompts())
        return startup.resumed

    def show_week_and_programmes(self) -> None:
        """Print last week's summary on the first start of a week, and then how the programmes stand.

        There is no summary if last week had no session that counts, or if nothing is to be saved; the history
        remembers that it was shown. Programmes that were ended, or that finished some time ago, are left out.
        If the history can't be read or written, that is printed, and the rest is left out.
        """
        now = self._clock.local_time()
        try:
            lines = self._history.load_first_summary(now, asks_follow_ups=self._asks_follow_ups)
            if lines:
                for line in (*lines, CAUSE_UNKNOWN):
                    self._console.say(spell_out(line))
                self._history.save_summary_shown(now.date())
            schedules = self._history.load_schedules(now.date())
        except HistoryError as error:
            self._console.say(str(error))
            return
        names = routine_names(self._services.library.list_entries(with_deleted=True)) if schedules else {}
        for schedule in schedules:
            if schedule.is_shown:
                programme = schedule.programme
                routine = names.get(programme.routine, programme.routine)
                name = f"Programme {routine}, {describe_place_of(programme)}"
                self._console.say(f"{name}: {spell_out(describe_schedule(schedule))}")

    def ask_follow_ups(self, next_place: str | None) -> None:
        """Ask how the pain is now after each session that needs a follow-up rating; save the answers.

        Each session is asked about at most once in a run of the program. Asks nothing if nobody can answer,
        if nothing is to be saved, or if the person has turned these questions off. Raises `HistoryError` if
        the history can't be read, and `QuestionLeft` if the person leaves a question.

        Args:
            next_place: The id of the place about to be rated before a session; None if there is none. Earlier
                sessions of that place are left out, because that rating may count for them too.

        """
        history = self._history.writable
        if history is not None and self._console.attended and self._asks_follow_ups:
            self._session_follows = next_place is not None
            self._ask_prompts(
                prompt_follow_ups(history, self._follow_up, self._clock.local_time(), next_place)
            )

    def asks_soreness(self, rated: Series) -> bool:
        """Return whether a rating before a session should also say if it is still sore.

        That is so if the rating counts as the follow-up of an earlier session in which something was
        massaged. False if nobody can answer, or if nothing is to be saved.

        rated: the place and side that are rated.
        """
        history = self._history.writable
        if history is None or not self._console.attended:
            return False
        now = self._clock.local_time()
        ids = self._follow_up.find_answered_by(history, now, rated.place, rated.side)
        records = [history.find_record(session_id) for session_id in ids]
        return any(record is not None and asks_soreness(record) for record in records)

    def save_follow_ups(
        self, place: str, side: Side, rating: GivenRating, stiffness: int | None = None
    ) -> None:
        """Save a rating given before a session as the follow-up rating of earlier sessions that are due.

        Does nothing if nothing is to be saved. Call this before the session begins: once it is the newest of
        its place and side, an earlier one is due no longer.

        Args:
            place: The id of the place that was rated; sessions of other places are not changed.
            side: The side that was rated; sessions of other sides are not changed.
            rating: The rating, with its flags and its soreness.
            stiffness: How stiff the place is, 0 to 10; None if that wasn't asked.

        """
        history = self._history.writable
        if history is not None:
            now = self._clock.local_time()
            for session_id in self._follow_up.find_answered_by(history, now, place, side):
                self._save_follow_up(session_id, rating, stiffness)

    def close_interrupted(self, prompt: CloseInterrupted) -> None:
        """Save how an interrupted session ended; if that worked and it stays unfinished, print that."""
        if self._history.close_interrupted(prompt) and prompt.status is Status.PARTIAL:
            self._console.say(describe_saved_unfinished(prompt.session))

    def _ask_prompts(self, prompts: StartupDialogue) -> None:
        """Carry out each prompt of a dialogue, and pass its answer on to the dialogue."""
        answer: StartupAnswer = None
        while (prompt := next_prompt(prompts, answer)) is not None:
            answer = self._ask_prompt(prompt)

    def _ask_prompt(self, prompt: StartupPrompt) -> StartupAnswer:
        """Ask one prompt, or do what it says, and return the answer that the dialogue expects."""
        match prompt:
            case OfferResume():
                return self._ask_resume(prompt)
            case CloseInterrupted():
                self.close_interrupted(prompt)
            case PromptMissingRating():
                if prompt.is_reminder:
                    self._console.say(describe_missing_rating(prompt.record))
                self._wrap_up.run(SessionOutcome.from_record(prompt.record))
            case PromptNote():
                return self._wrap_up.ask_postponed_note(prompt.record)
            case PromptFollowUp():
                return self._ask_follow_up(prompt.follow_up)
        return None

    def _ask_resume(self, prompt: OfferResume) -> ResumeChoice | None:
        """Ask what to do with an interrupted session until that is clear, and return the answer.

        Nothing is saved here. Resuming isn't offered while the session's area has to rest. None if nobody can
        answer. Raises `QuestionLeft` if the person leaves the question.
        """
        names = routine_names(self._services.library.list_entries(with_deleted=True))
        begin = f"{prompt.rest_text} Type" if prompt.rest_text else "Type resume,"
        answers = {
            word: choice
            for word, choice in _RESUME_ANSWERS.items()
            if not (prompt.rest_text and choice is ResumeChoice.RESUME)
        }
        question = Question(
            f"{begin} finish to rate your pain, or save to leave it unfinished:",
            words(answers),
            (describe_interrupted(prompt.session, names),),
            help=" ".join(_RESUME_HELP[choice] for choice in dict.fromkeys(answers.values())),
        )
        return ask(self._console, question)

    def _ask_follow_up(self, pending: PendingFollowUp) -> bool:
        """Ask how the pain, and possibly the stiffness, is now after one session, and save the answers.

        If the person leaves the question about the stiffness, the pain is saved before `QuestionLeft` is
        raised. They may turn these questions off instead. Returns whether to ask about the next session:
        False once they are turned off.
        """
        if self._session_follows:
            self._console.say(_BEFORE_SESSION)
        answer = ask_follow_up(self._console, pending)
        if answer is FollowUpAnswer.NEVER:
            self._turn_follow_ups_off()
        elif isinstance(answer, GivenRating):
            record = pending.record
            preferences = self._services.settings.load_preferences()
            try:
                stiffness = ask_stiffness(self._console, preferences, Series(record.place, record.side))
            except QuestionLeft:
                self._save_follow_up(record.id, answer)
                raise
            self._save_follow_up(record.id, answer, stiffness)
        return self._asks_follow_ups

    def _turn_follow_ups_off(self) -> None:
        """Turn follow-up questions off for this run and in the settings, and print that.

        If the setting can't be saved, print why instead.
        """
        # If the setting can't be saved, at least not again in this run.
        self._asks_follow_ups = False
        try:
            self._services.settings.save_setting(FOLLOW_UP_SETTING, False)
        except SettingsError as error:
            self._console.say(str(error))
        else:
            self._console.say(_FOLLOW_UPS_OFF)

    def _save_follow_up(self, session_id: str, given: GivenRating, stiffness: int | None = None) -> None:
        """Save a follow-up rating made now.

        If the person goes on without saving it, an interrupted session isn't asked about again in this run
        either.

        stiffness: 0 to 10; None if it wasn't asked.
        """
        rating = Rating(
            RatingKind.LATER, given.value, self._clock.local_time(), given.flags, given.soreness, stiffness
        )
        self._history.save_rating(session_id, rating)
        self._follow_up.mark_rated(session_id)
