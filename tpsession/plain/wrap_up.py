"""What plain mode asks and shows after a session: notices, the rating, the summary and a note."""

from __future__ import annotations

from contextlib import suppress

from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.wrap_up import (
    RATING_OPTIONAL,
    REHEARSED,
    AskAgain,
    RateAfter,
    RateStiffness,
    SaveDeclined,
    SaveRating,
    SessionOutcome,
    ShowRehearsed,
    ShowStopNotice,
    ShowSummary,
    TakeBackReason,
    WipeHands,
    wrap_up_session,
)
from tpsession.core.errors import HistoryError
from tpsession.core.history.rating_flags import STIFFNESS_SETTING, describe_stiffness
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, StopReason
from tpsession.core.history.series import Series
from tpsession.core.history.wording import (
    describe_active_time,
    describe_date_change,
    describe_rated_place,
    describe_record_place,
    describe_status,
    format_spoken_time,
    question_now,
)
from tpsession.core.progress.recent_sessions import (
    describe_recent_sessions,
    describe_rise,
    find_rated_sessions,
    recent_records,
)
from tpsession.core.safety.dose import advise_after_first, first_session_query
from tpsession.core.text.formatting import CAUSE_UNKNOWN, describe_pain_change, is_relief
from tpsession.plain.asking.question import QuestionLeft, ask_text, join_offers
from tpsession.plain.asking.rating import ask_rating, ask_stiffness
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.progress import say_progress
from tpsession.plain.services import PlainServices
from tpsession.plain.slip import ask_again, ask_if_slip, save_slip

LATER = ("later", "l")
"""The answers that put off a note until the next start; the first is named."""
PROGRESS = ("progress", "p")
"""The answers that show the progress of the session's place and side; then the note is asked for again."""
_NOTE_HELP = (
    "A note is saved with the session. later asks for it at the next start; "
    "progress says what your ratings show. skip saves no note."
)
_NOTE_PROMPT = "Type a note, or press enter for none. You can also type"
_NO_NOTE = frozenset({"skip", "none", "no"})
"""The answers that save no note, as enter does."""
_NO_REASON = "Stopped; no reason given."
_SESSION_OVER = "The session is over, so there is no way back. skip leaves the rating out."
"""Said to who wants to go back from the rating right after a session."""


class WrapUp:
    """Does what follows a session, step by step as the core says."""

    def __init__(self, services: PlainServices, history: HistoryAccess) -> None:
        self._services = services
        self._console = services.console
        self._clock = services.clock
        self._preferences = services.settings.load_preferences()
        self._history = history
        self._left: QuestionLeft | None = None
        """How the person left a question, if something has to be saved before they do."""

    def run(self, outcome: SessionOutcome, *, attended: bool = True) -> None:
        """Do what follows a session: print notices, ask for ratings, print the summary, ask for a note.

        After a stop, the person may take its reason back if it was a mistake; that is saved if the session
        is. The ratings and the note are saved; the stiffness is only asked if the settings say so. If nothing
        is to be saved, no note is asked for. A rating that was given ahead is saved without a question. If
        the pain before wasn't rated, the pain after isn't asked, unless the person stopped for another reason
        than an interruption. After a rehearsal, only notices are printed. If a later start asks for the
        rating and the person skips it, nothing more follows. Raises `QuestionLeft` if the person leaves a
        question.

        Args:
            outcome: How the session ended.
            attended: Whether a person can answer; if not, nothing is asked.

        """
        steps = wrap_up_session(
            outcome,
            self._preferences.text("safety.emergency_number"),
            attended=attended,
            asks_stiffness=self._preferences.switch(STIFFNESS_SETTING),
        )
        answer: int | None = None
        while (step := next_prompt(steps, answer)) is not None:
            answer = None
            match step:
                case ShowRehearsed():
                    self._console.say(REHEARSED)
                case ShowStopNotice():
                    for sentence in step.sentences:
                        self._console.say(sentence)
                    answer = step.can_be_slip and ask_if_slip(self._console)
                case AskAgain():
                    answer = ask_again(self._console, step.question)
                case TakeBackReason():
                    outcome = self._take_back(outcome, step.reason)
                case WipeHands():
                    self._console.say("Wipe your hands.")
                case RateAfter():
                    answer = self._ask_rating(outcome, is_optional=bool(step.priority_notice))
                case RateStiffness():
                    answer = self._ask_stiffness(outcome)
                case SaveRating() | SaveDeclined():
                    self._save_rating(outcome.session_id, step)
                    self._leave_if_asked()
                case ShowSummary():
                    self._show_summary(outcome, step, attended=attended)
                    self._offer_note(outcome, step, attended=attended)

    def _take_back(self, outcome: SessionOutcome, reason: StopReason) -> SessionOutcome:
        """Return the outcome without the reason, which was a slip; if the session is saved, save that."""
        if outcome.is_saved:
            save_slip(self._services, self._history, outcome.session_id, reason)
        return outcome.taken_back()

    def _ask_stiffness(self, outcome: SessionOutcome) -> int | None:
        """Ask how stiff the place is, 0 to 10; None without an answer, or if the setting is off.

        If the person leaves the question, nothing is raised here: `_leave_if_asked` does that, after the pain
        rating is saved.
        """
        try:
            return ask_stiffness(self._console, self._preferences, outcome.series)
        except QuestionLeft as left:
            self._left = left
            return None

    def _leave_if_asked(self) -> None:
        """Raise the `QuestionLeft` with which the person left the question about stiffness, if they did.

        Call this once the pain rating is saved. Before it raises, it prints that the session is saved, as
        `_say_saved`.
        """
        left, self._left = self._left, None
        if left is not None:
            self._say_saved()
            raise left

    def _save_rating(self, session_id: str, step: SaveRating | SaveDeclined) -> None:
        """Save the ratings after a session, of the pain and perhaps of stiffness, or that they were declined.

        Their time is now. step: which of the two, with the values.
        """
        if isinstance(step, SaveDeclined):
            self._history.save_declined_rating(session_id)
            return
        now = self._clock.local_time()
        rating = Rating(RatingKind.AFTER, step.value, now, stiffness=step.stiffness)
        self._history.save_rating(session_id, rating)

    def _offer_note(self, outcome: SessionOutcome, step: ShowSummary, *, attended: bool) -> None:
        """Ask for a note if a person can answer and it can be saved; then print that the session is saved.

        That is printed, too, if the person leaves the question, before `QuestionLeft` is raised. The person
        may see their progress before the note, unless a notice in `step` is more important or the session
        isn't saved.
        """
        if not attended or self._history.writable is None:
            return
        offers = outcome.is_saved and not step.priority_notice
        try:
            self._ask_note(outcome.session_id, outcome.series if offers else None)
        except QuestionLeft:
            self._say_saved()
            raise
        self._say_saved()

    def _say_saved(self) -> None:
        """Print that the session is saved, unless nothing is to be saved or something couldn't be."""
        if self._history.writable is not None and self._history.error is None:
            self._console.say("Saved.")

    def _ask_rating(self, outcome: SessionOutcome, *, is_optional: bool) -> int | None:
        """Ask for the pain after the session, and return it; None if it is skipped, or nobody can answer.

        None, without asking, if the pain before wasn't rated, unless the session was stopped for another
        reason than an interruption. Right after a session the person can't go back from this question. If
        they leave it, print that the rating is missing, but not in an emergency, before `QuestionLeft` is
        raised.

        Args:
            outcome: How the session ended.
            is_optional: Whether a notice is more important, so that the rating is only offered.

        """
        if outcome.before is None and outcome.reason in {None, StopReason.INTERRUPTED}:
            return None
        series = outcome.series
        rate = (
            "When your hands are clean, rate your pain again."
            if outcome.used_oil
            else "Rate your pain again."
        )
        self._console.say(RATING_OPTIONAL if is_optional else rate)
        question = question_now(series.place if series else "")
        # A later start has asked something before it, and asks again.
        nothing_behind = "" if outcome.notice_read else _SESSION_OVER
        try:
            return ask_rating(
                self._console, question, describe_rated_place(series), nothing_behind=nothing_behind
            )
        except QuestionLeft:
            if warning := outcome.leave_warning:
                self._console.say(warning)
            raise

    def _show_summary(self, outcome: SessionOutcome, step: ShowSummary, *, attended: bool) -> None:
        """Print what is known about the session, each as a sentence or two, in this order.

        - With both ratings: how the pain changed; what to do if it rose; the ratings of the last sessions
          here; after relief, that its cause isn't known.
        - How stiff the place was, if the session is saved; the time worked, if any; how the session ended, or
          that no reason is known if it was interrupted and nobody could be asked.
        - After the first session on an area, that a rest day is a good idea; that the date was changed.

        With advice in `step.after_stop`, which was printed before the rating, no rest is advised: neither
        after a rise nor after a first session.
        """
        after = step.after
        if outcome.before is not None and after is not None:
            self._console.say(describe_pain_change(outcome.before, after))
            rated = self._find_recent(outcome) or [(outcome.before, after)]
            sentences = (
                describe_rise(rated, is_massage=outcome.is_massage and not step.after_stop),
                describe_recent_sessions(rated),
                CAUSE_UNKNOWN if is_relief(outcome.before, after) else "",
            )
            for sentence in filter(None, sentences):
                self._console.say(sentence)
        if stiffness := self._describe_stiffness(outcome):
            self._console.say(stiffness)
        time_worked = describe_active_time(outcome.active_s)
        if time_worked:
            self._console.say(time_worked)
        has_no_reason = outcome.reason is StopReason.INTERRUPTED and not attended
        ended = describe_status(outcome.status, outcome.reason, outcome.steps)
        self._console.say(_NO_REASON if has_no_reason else ended)
        if (rest_day := self._advise_rest_day(outcome)) and not step.after_stop:
            self._console.say(rest_day)
        if date_change := describe_date_change(was_changed=outcome.date_was_changed):
            self._console.say(date_change)

    def _find_recent(self, outcome: SessionOutcome) -> list[tuple[int, int]]:
        """Return the ratings before and after of the last sessions of the same place and side, oldest first.

        Sessions without both ratings are left out; if this session has both, it is the last. Empty if this
        session isn't saved, or if the history can't be read.
        """
        if not outcome.is_saved or outcome.series is None:
            return []
        with suppress(HistoryError):
            records = self._history.find_sessions(recent_records(outcome.series))
            return find_rated_sessions(records, outcome.session_id)
        return []

    def _advise_rest_day(self, outcome: SessionOutcome) -> str:
        """Return that a rest day is a good idea, after a saved first session on an area; else empty."""
        if not outcome.is_saved or not outcome.area:
            return ""
        with suppress(HistoryError):
            records = self._history.find_sessions(first_session_query(outcome.area))
            return advise_after_first(records, outcome.area, outcome.session_id)
        return ""

    def _describe_stiffness(self, outcome: SessionOutcome) -> str:
        """Return how stiff the place was before and after a saved session; empty if that isn't known."""
        if not outcome.is_saved or outcome.series is None:
            return ""
        with suppress(HistoryError):
            records = self._history.find_sessions(recent_records(outcome.series))
            return next((describe_stiffness(one) for one in records if one.id == outcome.session_id), "")
        return ""

    def _ask_note(self, session_id: str, progress_of: Series | None) -> None:
        """Ask for a note and save it, or have the next start ask for it. An empty answer saves nothing.

        progress_of: the place and side whose progress the person may see before the note; None to offer none.
        """
        offers = LATER[:1] if progress_of is None else (LATER[0], PROGRESS[0])
        note = self._ask_note_text(f"{_NOTE_PROMPT} {join_offers(offers)}:")
        # Typed once more, it is no note either.
        while progress_of is not None and note is not None and note.lower() in PROGRESS:
            try:
                say_progress(self._console, self._history, progress_of)
            except HistoryError as error:
                self._console.say(str(error))
            note = self._ask_note_text(f"{_NOTE_PROMPT} {LATER[0]}:")
        if note is not None and note.lower() in LATER:
            self._history.request_note(session_id)
        elif note:
            self._history.save_note(session_id, note)

    def _ask_note_text(self, prompt: str) -> str | None:
        """Ask for a note and return it; empty if the person wants none, None if nobody can answer."""
        note = ask_text(self._console, prompt, _NOTE_HELP, back_is_enter=False)
        return "" if note is not None and note.lower() in _NO_NOTE else note

    def ask_postponed_note(self, record: SessionRecord) -> bool:
        """Ask for a note that was put off, and save it; return whether to ask for the next one.

        An empty note is saved too, so that it isn't asked for again. If the person puts it off once more, or
        nobody can answer, nothing is saved, and the result is False.
        """
        time = format_spoken_time(record.started_at)
        self._console.say(f"You put off the note for this session: {time}, {describe_record_place(record)}.")
        prompt = f"Type the note, or press enter for none. You can also type {LATER[0]}:"
        note = self._ask_note_text(prompt)
        if note is None or note.lower() in LATER:
            return False
        self._history.save_note(record.id, note)
        return True
