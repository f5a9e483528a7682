"""The questions during a session: why it stops, whether to leave, and how to continue after a sleep.

The session's timer is stopped while a question is open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tpsession.core.history.records import StopReason
from tpsession.core.history.wording import STOP_LABELS
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import Event
from tpsession.core.session.runner import SessionRunner
from tpsession.core.session.wording import PAUSED_BY_SLEEP, WHY_STOPPED
from tpsession.tui.screens.dialogs.ask import AnswerOption, ChoiceQuestion

Answered = Callable[[str | None], None]
"""Called with the id of the chosen answer; None if there was none."""

_REASONS = tuple(
    AnswerOption(reason.value, label, str(number), guarded=True)
    for number, (reason, label) in enumerate(STOP_LABELS.items(), start=1)
)
_CONTINUE = AnswerOption("go-on", "Continue the session", "c")
_CANCELLED = "as-it-was"
"""Result of escape: a session that was paused stays paused, while the answer `_CONTINUE` resumes it."""
STOP_QUESTION = ChoiceQuestion(WHY_STOPPED, (*_REASONS, _CONTINUE), back=_CANCELLED)
LAST_STEP_QUESTION = ChoiceQuestion(
    "That was the last step. The timer has stopped.",
    (AnswerOption("finish", "Finish the session", "f", guarded=True), _CONTINUE),
    back=_CANCELLED,
)
SLEPT_QUESTION = ChoiceQuestion(
    PAUSED_BY_SLEEP,
    (
        AnswerOption("continue", "Continue", "c"),
        AnswerOption("restart", "Restart this step", "r"),
        AnswerOption("finish", "Finish and rate", "f", guarded=True),
    ),
)


def make_leave_question(*, is_saved: bool) -> ChoiceQuestion:
    """Return the question whether to leave the program. is_saved: whether the session can be resumed."""
    loss = "you can resume within an hour" if is_saved else "nothing is saved"
    end = "End the session: say why, then rate" if is_saved else "End the session: say why"
    # The letters are those of the app's own question whether to leave, which appears over other questions.
    stay = AnswerOption("stay", "Stay and continue the session", "s")
    return ChoiceQuestion(
        "Leave during the session? The timer has stopped.",
        (
            stay,
            AnswerOption("end", end, "e"),
            AnswerOption("leave", f"Leave the program; {loss}", "l", guarded=True),
        ),
        back=_CANCELLED,
    )


def describe_loss(*, is_saved: bool) -> str:
    """Return what leaving means for the session. is_saved: whether it can be resumed."""
    return "You can resume the session within an hour." if is_saved else "Nothing is saved."


class SessionHost(Protocol):
    """What the dialog needs of the session screen."""

    def perform(self, action: Callable[[], list[Event]]) -> None:
        """Do an action on the session and show its events."""
        ...

    def show_question(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Show a question over the session. answered: called with the answer."""
        ...

    def leave_program(self) -> None:
        """End the program during the session."""
        ...

    def ask_to_leave(self, warning: str) -> None:
        """Ask over the open question whether to leave the program. warning: what leaving means."""
        ...


class StopDialog:
    """Asks the questions of a session, one at a time, and acts on the answers."""

    def __init__(self, runner: SessionRunner, screen: SessionHost) -> None:
        self._runner = runner
        self._screen = screen
        self._question: ChoiceQuestion | None = None
        """The open question; None if none is open."""

    def ask_stop_reason(self) -> None:
        """Stop the timer at once, then ask why, with the choice to continue."""
        self._halt_and_ask(STOP_QUESTION, self._after_why)

    def confirm_leaving(self) -> None:
        """Stop the timer at once, then ask whether to leave; over an open question, only ask."""
        question = make_leave_question(is_saved=self._runner.is_saved)
        if self._question is None:
            self._halt_and_ask(question, self._after_leave)
        elif self._question != question:
            self._screen.ask_to_leave(describe_loss(is_saved=self._runner.is_saved))

    def confirm_finishing(self, finish: Callable[[], list[Event]]) -> None:
        """Ask before an action that ends the session. finish: does that action."""

        def answered(answer: str | None) -> None:
            if answer == "finish":
                self._screen.perform(self._runner.cancel_stop)
                self._screen.perform(finish)
            else:
                self._continue(answer)

        self._halt_and_ask(LAST_STEP_QUESTION, answered)

    def ask_after_sleep(self) -> None:
        """Ask how to continue after the machine slept; the session is paused already."""
        self._ask(SLEPT_QUESTION, self._after_sleep)

    def _halt_and_ask(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Stop the timer and ask, unless a question is open or the session has ended."""
        if self._question is not None:
            return
        self._screen.perform(self._runner.halt)
        if self._runner.session.mode is Mode.HALTED:
            self._ask(question, answered)

    def _ask(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Show a question unless one is open."""
        if self._question is not None:
            return
        self._question = question

        def close(answer: str | None) -> None:
            self._question = None
            answered(answer)

        self._screen.show_question(question, close)

    def _after_why(self, answer: str | None) -> None:
        if answer in {reason.id for reason in _REASONS}:
            self._screen.perform(lambda: self._runner.stop(StopReason(str(answer))))
        else:
            self._continue(answer)

    def _after_leave(self, answer: str | None) -> None:
        match answer:
            case "end":
                self._ask(STOP_QUESTION, self._after_why)
            case "leave":
                self._screen.leave_program()
            case _:
                self._continue(answer)

    def _continue(self, answer: str | None) -> None:
        """Resume the session, or restore its earlier state if the question was cancelled."""
        is_cancelled = answer in {None, _CANCELLED}
        self._screen.perform(self._runner.cancel_stop if is_cancelled else self._runner.resume)

    def _after_sleep(self, answer: str | None) -> None:
        match answer:
            case "finish":
                self._screen.perform(lambda: self._runner.stop(StopReason.INTERRUPTED))
            case "restart":
                self._screen.perform(self._runner.back)
                self._screen.perform(self._runner.resume)
            case _:
                self._screen.perform(self._runner.resume)
