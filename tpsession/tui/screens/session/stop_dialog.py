"""What is asked in the middle of a session, with the clock standing: why it stops, how to go on."""

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

_REASONS = tuple(
    AnswerOption(reason.value, words, str(number), guarded=True)
    for number, (reason, words) in enumerate(STOP_LABELS.items(), start=1)
)
_GO_ON = AnswerOption("go-on", "Go on with the session", "g")
_AS_IT_WAS = "as-it-was"
"""What escape gives: a session that was paused stays so, where the answer in words lets it go on."""
STOP_QUESTION = ChoiceQuestion(WHY_STOPPED, (*_REASONS, _GO_ON), back=_AS_IT_WAS)
LAST_STEP_QUESTION = ChoiceQuestion(
    "That was the last step. The clock stands.",
    (AnswerOption("finish", "Finish the session", "f", guarded=True), _GO_ON),
    back=_AS_IT_WAS,
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
    """Whether to leave the program. kept: whether the session is, so that it can be resumed."""
    then = "it can be resumed for an hour" if is_saved else "nothing is kept"
    end = "End it: say why and rate" if is_saved else "End it: say why"
    # The letters are those of the question that is asked while something else is.
    stay = AnswerOption("stay", "Stay, and go on with the session", "s")
    return ChoiceQuestion(
        "Leave in the middle of the session? The clock stands.",
        (
            stay,
            AnswerOption("end", end, "e"),
            AnswerOption("leave", f"Leave the program; {then}", "l", guarded=True),
        ),
        back=_AS_IT_WAS,
    )


def describe_loss(*, is_saved: bool) -> str:
    """What speaks against leaving while something else is asked. kept: whether the session is."""
    return "It can be resumed for an hour." if is_saved else "Nothing is kept."


class SessionHost(Protocol):
    """The screen that follows the session."""

    def perform(self, action: Callable[[], list[Event]]) -> None:
        """Do something to the session and show what comes of it."""
        ...

    def show_question(self, question: ChoiceQuestion, answered: Answered) -> None:
        """Show a question over the session; answered: called with the answer's id, or None."""
        ...

    def leave_program(self) -> None:
        """Close the program in the middle of the session."""
        ...

    def ask_to_leave(self, at_stake: str) -> None:
        """Ask, over what is being asked, whether to close the program; at_stake: what speaks against it."""
        ...


class StopDialog:
    """Asks, one question at a time, and does what is answered."""

    def __init__(self, runner: SessionRunner, screen: SessionHost) -> None:
        self._runner = runner
        self._screen = screen
        self._asks: ChoiceQuestion | None = None
        """The question that stands."""

    def ask_stop_reason(self) -> None:
        """The clock stands at once; then why, or go on."""
        self._halt_and_ask(STOP_QUESTION, self._after_why)

    def confirm_leaving(self) -> None:
        """The clock stands at once; then whether the program is left. Over another question that is all."""
        asked = make_leave_question(is_saved=self._runner.is_saved)
        if self._asks is None:
            self._halt_and_ask(asked, self._after_leave)
        elif self._asks != asked:
            self._screen.ask_to_leave(describe_loss(is_saved=self._runner.is_saved))

    def confirm_finishing(self, finish: Callable[[], list[Event]]) -> None:
        """Ask before what would end the session is done."""

        def answered(answer: str | None) -> None:
            if answer == "finish":
                self._screen.perform(self._runner.cancel_stop)
                self._screen.perform(finish)
            else:
                self._go_on(answer)

        self._halt_and_ask(LAST_STEP_QUESTION, answered)

    def ask_after_sleep(self) -> None:
        """Ask how to go on after a standstill; the session is paused already."""
        self._ask(SLEPT_QUESTION, self._after_sleep)

    def _halt_and_ask(self, question: ChoiceQuestion, answered: Answered) -> None:
        if self._asks is not None:
            return
        self._screen.perform(self._runner.halt)
        if self._runner.session.mode is Mode.HALTED:
            self._ask(question, answered)

    def _ask(self, question: ChoiceQuestion, answered: Answered) -> None:
        if self._asks is not None:
            return
        self._asks = question

        def given(answer: str | None) -> None:
            self._asks = None
            answered(answer)

        self._screen.show_question(question, given)

    def _after_why(self, answer: str | None) -> None:
        if answer in {reason.id for reason in _REASONS}:
            self._screen.perform(lambda: self._runner.stop(StopReason(str(answer))))
        else:
            self._go_on(answer)

    def _after_leave(self, answer: str | None) -> None:
        match answer:
            case "end":
                self._ask(STOP_QUESTION, self._after_why)
            case "leave":
                self._screen.leave_program()
            case _:
                self._go_on(answer)

    def _go_on(self, answer: str | None) -> None:
        """Go on because of an answer, or because there was none."""
        as_it_was = answer in {None, _AS_IT_WAS}
        self._screen.perform(self._runner.cancel_stop if as_it_was else self._runner.resume)

    def _after_sleep(self, answer: str | None) -> None:
        match answer:
            case "finish":
                self._screen.perform(lambda: self._runner.stop(StopReason.INTERRUPTED))
            case "restart":
                self._screen.perform(self._runner.back)
                self._screen.perform(self._runner.resume)
            case _:
                self._screen.perform(self._runner.resume)
