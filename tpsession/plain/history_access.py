"""Plain mode's access to the history: what it reads and saves, and what it does if saving fails.

All calls of the history's port that plain mode makes itself are here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.comparison.today import (
    ComparisonOverview,
    TodaysThing,
    load_overviews,
    load_todays_thing,
)
from tpsession.core.corrections.undo import UndoableChange, load_undoable, undo_with_progress
from tpsession.core.dialogue.startup import CloseInterrupted
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.change import Change
from tpsession.core.history.programme import Programme
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.repository import History
from tpsession.core.history.series import Series
from tpsession.core.programme.review import load_first_summary, save_summary_shown
from tpsession.core.programme.schedule import Schedule, load_schedules
from tpsession.core.safety.reported_sign import ReportedSigns, read_reported_signs
from tpsession.core.session.runner import SessionRunner
from tpsession.core.task_progress import TaskProgress
from tpsession.plain.asking.question import Question, QuestionLeft, ask, words
from tpsession.plain.console import Console
from tpsession.plain.task import run_stoppable


class HistoryAccess:
    """Reads and saves what is in the history; if saving fails, the person may try again.

    A method that saves something does nothing if nothing is to be saved. If saving fails, it doesn't raise
    `HistoryError`, except for `save_summary_shown`, but asks whether to try again: a person who continues
    without that leaves the failure in `error`; one who leaves the question makes the method raise
    `QuestionLeft`.

    Without an open history, reading finds nothing. If an open one can't be read, it raises `HistoryError`.
    """

    def __init__(self, console: Console, history: History | None, *, saves: bool) -> None:
        """Use this history.

        Args:
            console: Where failures are shown.
            history: The history; None if none is open.
            saves: Whether to save anything.

        """
        self.error: HistoryError | None = None
        """Why something couldn't be saved in the end, or None."""
        self.writable = history if saves else None
        """The history if anything is saved in it, else None."""
        self._console = console
        self._history = history

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """Return the saved sessions that match, in the query's order; none without an open history."""
        return [] if self._history is None else self._history.find_sessions(query)

    def load_todays_thing(self, library: RoutineLibrary, today: date) -> TodaysThing | None:
        """Return the comparison to show today, with the routine that is due in it, if any.

        It is the one that is running, or one that finished lately. None without either, or without an open
        history.
        """
        return None if self._history is None else load_todays_thing(self._history, library, today)

    def load_schedules(self, today: date) -> list[Schedule]:
        """Return how each programme stands that the person hasn't ended, the next one due first.

        Empty without an open history.
        """
        return [] if self._history is None else load_schedules(self._history, today)

    def save_programme(self, programme: Programme) -> bool:
        """Save a programme that is new or was changed; return whether it was saved."""
        return self._save(lambda history: history.save_programme(programme))

    def load_comparisons(self, library: RoutineLibrary, today: date) -> list[ComparisonOverview]:
        """Return every comparison that can be read: the running one, then the others, newest first.

        Empty without an open history. Raises `HistoryError`.
        """
        return [] if self._history is None else load_overviews(self._history, library, today)

    def save_comparison(self, save: Callable[[History], None]) -> bool:
        """Call `save`, which starts or ends a comparison, with the history; return whether it was saved.

        If `save` raises `UsageError`, as for a second running comparison, that is printed, and the result is
        False.
        """
        try:
            return self._save(save)
        except UsageError as error:
            self._console.say(str(error))
            return False

    def load_first_summary(self, now: datetime, *, asks_follow_ups: bool) -> tuple[str, ...]:
        """Return the lines about last week if they are due, as `review.load_first_summary`; else empty.

        Empty, too, if nothing is to be saved: the lines would be shown at every start.

        now: the current local time. asks_follow_ups: whether the person is asked for later ratings.
        """
        return (
            ()
            if self.writable is None
            else load_first_summary(self.writable, now, asks_follow_ups=asks_follow_ups)
        )

    def save_summary_shown(self, today: date) -> None:
        """Save that last week's summary was shown in the week of `today`; nothing if nothing is to be saved.

        If that fails, the person isn't asked to try again: `HistoryError` is raised.
        """
        if self.writable is not None:
            save_summary_shown(self.writable, today)

    def list_series(self) -> list[Series]:
        """Return every place and side that has a record, the one with the newest record first.

        Empty without an open history.
        """
        return [] if self._history is None else self._history.list_series()

    def load_undoable(self, now: datetime) -> UndoableChange | None:
        """Return the change that would be undone next; None if there is none or nothing is to be saved."""
        return None if self.writable is None else load_undoable(self.writable, now)

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> bool:
        """Save a session or a pain score that was logged by hand; return whether it was saved."""
        return self._save(lambda history: history.add_session(record, ratings))

    def save_change(self, change: Change) -> bool:
        """Save a correction or a deletion; return whether it was saved."""
        return self._save(lambda history: history.save_change(change))

    def undo_change(self, change: Change, at: datetime) -> bool:
        """Undo a change; return whether that was saved.

        While an import is undone, print now and then how far that is. Ctrl-C then stops it: nothing is
        changed, and `TaskStoppedError` is raised. If it is done by then, Ctrl-C does nothing.
        """

        def undo(history: History) -> None:
            """Take the change back in a thread, and wait for that."""
            progress = TaskProgress()
            run_stoppable(self._console, partial(undo_with_progress, history, change, at, progress), progress)

        return self._save(undo)

    def screening_time(self) -> datetime | None:
        """Return when the whole list of safety questions was last answered.

        None if it never was, if the saved time is damaged, or without an open history. Raises `HistoryError`
        if the history can't be read.
        """
        return None if self._history is None else self._history.load_screening_time()

    def save_screening_time(self, at: datetime, *, light_only: bool) -> None:
        """Save when all safety questions were answered, and whether only light massage is all right."""
        self._save(lambda history: history.save_screening_time(at, light_only=light_only))

    def reported_signs(self) -> ReportedSigns:
        """Return the warning signs that were saved last; without any if none were saved.

        Without any, too, if no history is open.
        """
        return read_reported_signs("" if self._history is None else self._history.load_reported_signs())

    def save_reported_signs(self, signs: ReportedSigns) -> None:
        """Save the warning signs that the person has reported, in place of those that are saved."""
        self._save(lambda history: history.save_reported_signs(signs.to_text()))

    def light_only(self) -> bool:
        """Return whether only light massage is all right, as saved with the last screening.

        False if no screening was saved, or without an open history.
        """
        return self._history is not None and self._history.load_light_only()

    def save_rating(self, session_id: str, rating: Rating) -> None:
        """Save a rating of a session."""
        self._save(lambda history: history.save_rating(session_id, rating))

    def save_declined_rating(self, session_id: str) -> None:
        """Save that the rating after a session was declined."""
        self._save(lambda history: history.save_declined_rating(session_id))

    def save_note(self, session_id: str, text: str) -> None:
        """Save the note of a session."""
        self._save(lambda history: history.save_note(session_id, text))

    def request_note(self, session_id: str) -> None:
        """Save that the note of a session is to be asked for at the next start."""
        self._save(lambda history: history.request_note(session_id))

    def save_end(self, runner: SessionRunner) -> None:
        """Save how a session ended; do nothing before its end, or if that is saved already."""
        self._save(lambda _history: runner.save_end())

    def close_interrupted(self, prompt: CloseInterrupted) -> bool:
        """Save how an interrupted session ended; return whether it was saved."""
        return self._save(prompt.save)

    def _save(self, save: Callable[[History], None]) -> bool:
        """Call `save` with the history; return whether it was saved.

        Nothing is called, and the result is false, if nothing is to be saved. If `save` raises
        `HistoryError`, the person is told, and may fix the cause and try again. If they don't, or nobody can
        answer, the failure is kept in `error`, and the result is false. If they go back or leave the program
        instead, it is kept, too, and `QuestionLeft` is raised. Whatever else `save` raises is raised.
        """
        if self.writable is None:
            return False
        while True:
            try:
                save(self.writable)
            except HistoryError as error:
                try:
                    wants_retry = self._wants_retry(error)
                except QuestionLeft:
                    self.error = error
                    raise
                if not wants_retry:
                    self.error = error
                    return False
            else:
                return True

    def _wants_retry(self, error: HistoryError) -> bool:
        """Print why something couldn't be saved, and return whether the person wants to try again.

        If nobody can answer, nothing is printed, and the result is False. Raises `QuestionLeft` if the person
        leaves the question.
        """
        if not self._console.attended:
            return False
        # Anything else may be an answer to what comes next, typed too early.
        answers = {"": True, "retry": True, "continue": False, "x": False}
        prompt = "Fix that and press enter to try again, or type continue to go on without saving:"
        explanation = "Enter tries to save it again. continue goes on, and it is lost."
        question: Question[bool] = Question(
            prompt, words(answers), (f"Not saved: {error}",), help=explanation
        )
        return ask(self._console, question) is True
