"""The questions during a session: why it stops, whether to leave the program, how to continue after sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from tpsession.core.catalog.area import Area
from tpsession.core.history.records import StopReason
from tpsession.core.safety.stopping import list_stop_reasons
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import Event
from tpsession.core.session.runner import SessionRunner
from tpsession.core.session.wording import PAUSED_BY_SLEEP, WHY_STOPPED
from tpsession.tui.screens.dialogs.ask import AnswerOption, ChoiceQuestion

Answered = Callable[[str | None], None]
"""Called with the id of the answer, `ChoiceQuestion.back` after escape, or None if closed otherwise."""

_CONTINUE = AnswerOption("continue", "Go back to the session", "g")
_AS_BEFORE = "as-before"
"""Id of escape's answer: a session that was paused stays paused. The answer `_CONTINUE` always resumes it."""
LAST_STEP_QUESTION = ChoiceQuestion(
    "That was the last step. The timer has stopped.",
    (AnswerOption("finish", "Finish the session", "f", guarded=True), _CONTINUE),
    back=_AS_BEFORE,
)
SLEPT_QUESTION = ChoiceQuestion(
    PAUSED_BY_SLEEP,
    (
        AnswerOption("continue", "Continue", "c"),
        AnswerOption("restart", "Restart this step", "r"),
        AnswerOption("finish", "Finish and rate", "f", guarded=True),
    ),
)


def make_stop_question(areas: Iterable[Area]) -> ChoiceQuestion:
    """Return the question why a session on these areas is stopped.

    The id of each answer is the value of a `StopReason`; one more answer resumes the session. Escape gives
    `_AS_BEFORE`: a session that was paused before the question stays paused, and any other is resumed.
    """
    reasons = (
        AnswerOption(reason.value, label, str(number), guarded=True)
        for number, (reason, label) in enumerate(list_stop_reasons(areas).items(), start=1)
    )
    return ChoiceQuestion(WHY_STOPPED, (*reasons, _CONTINUE), back=_AS_BEFORE)


def make_leave_question(*, is_saved: bool) -> ChoiceQuestion:
    """Return the question for leaving in mid-session: stay, end the session, or leave the program.

    The ids of its answers are "stay", "end" and "leave"; escape gives `_AS_BEFORE`. Its title says that the
    timer has stopped, so stop the timer before the question is shown.

    is_saved: whether the session is saved, so that it can be resumed and rated; the answers say so.
    """
    loss = "you can resume within an hour" if is_saved else "nothing is saved"
    end = "End the session: say why, then rate" if is_saved else "End the session: say why"
    # "s" and "l" also answer the question about leaving that the program asks over another question.
    stay = AnswerOption("stay", "Stay and continue the session", "s")
    return ChoiceQuestion(
        "Leave in the middle of the session? The timer has stopped.",
        (
            stay,
            AnswerOption("end", end, "e"),
            AnswerOption("leave", f"Leave the program; {loss}", "l", guarded=True),
        ),
        back=_AS_BEFORE,
    )


def describe_loss(*, is_saved: bool) -> str:
    """Return in a sentence what becomes of the session if the program is left now.

    is_saved: whether the session is saved, so that it can be resumed.
    """
    return "You can resume the session within an hour." if is_saved else "Nothing is saved."


class SessionHost(Protocol):
    """The screen that shows the session and the questions about it."""

    def perform(self, action: Callable[[], list[Event]]) -> None:
        """Do something to the session and show the result. action: a method of the runner."""
        ...

    def show_question(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Show a question over the session, soon after this returns. answered: what to do with the answer."""
        ...

    def leave_program(self) -> None:
        """Leave the program; the session is saved first, if sessions are saved, so that it can be resumed."""
        ...

    def ask_to_leave(self, at_stake: str) -> None:
        """Ask, over the question that is open, whether to leave the program; on a yes, leave it.

        at_stake: what becomes of the session then, in a sentence.
        """
        ...


class StopDialog:
    """Asks one question at a time about the session, and does what the answer says."""

    def __init__(self, runner: SessionRunner, screen: SessionHost) -> None:
        """Make a dialog that asks nothing yet. screen: shows its questions."""
        self._runner = runner
        self._screen = screen
        self._open_question: ChoiceQuestion | None = None

    def ask_stop_reason(self) -> None:
        """Stop the timer at once, then ask why the person stops; they may also continue.

        Does nothing while a question of this dialog is open. If the session has ended by now, nothing is
        asked.
        """
        self._halt_and_ask(make_stop_question(self._runner.session.plan.areas), self._handle_reason)

    def confirm_leaving(self) -> None:
        """Stop the timer at once, then ask whether to leave the program.

        If another question of this dialog is open, a shorter question about leaving is asked over it: the
        timer has stopped already. If the question about leaving is open itself, nothing happens.
        """
        question = make_leave_question(is_saved=self._runner.is_saved)
        if self._open_question is None:
            self._halt_and_ask(question, self._handle_leave)
        elif self._open_question != question:
            self._screen.ask_to_leave(describe_loss(is_saved=self._runner.is_saved))

    def confirm_finishing(self, finish: Callable[[], list[Event]]) -> None:
        """Stop the timer and ask whether to end the session; on a yes, call `finish`, which ends it.

        On any other answer go back to the session as `_continue_after` does. Does nothing while a question of
        this dialog is open.

        finish: a command of the runner, such as skipping the last step.
        """

        def handle_answer(answer: str | None) -> None:
            """End the session on ``finish``; go back to it on any other answer."""
            if answer == "finish":
                self._screen.perform(self._runner.cancel_stop)
                self._screen.perform(finish)
            else:
                self._continue_after(answer)

        self._halt_and_ask(LAST_STEP_QUESTION, handle_answer)

    def ask_after_sleep(self) -> None:
        """Ask how to continue after the machine slept or the program froze; the session is paused already.

        Does nothing while a question of this dialog is open.
        """
        self._ask_once(SLEPT_QUESTION, self._handle_sleep)

    def _halt_and_ask(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Stop the session's timer and ask a question; do nothing if a question of this dialog is open.

        The question isn't asked if the session turns out to have ended by now, or if the machine slept while
        it was running: then how to continue has been asked instead.
        """
        if self._open_question is not None:
            return
        self._screen.perform(self._runner.halt)
        if self._runner.session.mode is Mode.HALTED:
            self._ask_once(question, answered)

    def _ask_once(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Ask a question, unless a question of this dialog is open: then do nothing.

        answered: see `Answered`.
        """
        if self._open_question is not None:
            return
        self._open_question = question

        def close_question(answer: str | None) -> None:
            """Note that no question is open, and pass the answer on."""
            self._open_question = None
            answered(answer)

        self._screen.show_question(question, close_question)

    def _handle_reason(self, answer: str | None) -> None:
        """Do what the answer to `make_stop_question` says: end the session for that reason, or go back to it.

        answer: the value of a `StopReason`; any other is passed to `_continue_after`.
        """
        if answer in {reason.value for reason in StopReason}:
            self._screen.perform(lambda: self._runner.stop(StopReason(str(answer))))
        else:
            self._continue_after(answer)

    def _handle_leave(self, answer: str | None) -> None:
        """Do what the answer to `make_leave_question` says.

        ``leave`` leaves the program; a saved session can be resumed later. ``end`` asks why the person stops,
        as `ask_stop_reason` does. Any other answer goes back to the session as `_continue_after` does.
        """
        match answer:
            case "end":
                self._ask_once(make_stop_question(self._runner.session.plan.areas), self._handle_reason)
            case "leave":
                self._screen.leave_program()
            case _:
                self._continue_after(answer)

    def _handle_sleep(self, answer: str | None) -> None:
        """Do what the answer to `SLEPT_QUESTION` says.

        ``finish`` ends the session as interrupted, ``restart`` goes back to the start of the step and
        resumes, and any other answer, also None, resumes.
        """
        match answer:
            case "finish":
                self._screen.perform(lambda: self._runner.stop(StopReason.INTERRUPTED))
            case "restart":
                # It is halted, not paused, if the sleep was only noticed when the person asked to stop.
                self._screen.perform(self._runner.cancel_stop)
                self._screen.perform(self._runner.back)
                self._screen.perform(self._runner.resume)
            case _:
                self._screen.perform(self._runner.resume)

    def _continue_after(self, answer: str | None) -> None:
        """Resume the session; but after escape or without an answer, leave it paused if it was paused before.

        answer: its id; `_AS_BEFORE` or None if the question was closed without one.
        """
        was_closed = answer in {None, _AS_BEFORE}
        self._screen.perform(self._runner.cancel_stop if was_closed else self._runner.resume)
