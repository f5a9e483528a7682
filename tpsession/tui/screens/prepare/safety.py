"""The safety questions before a session, and what a yes means."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Key, Resize
from textual.types import CSSPathType

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.screening import Tier
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import ROOMY, Page
from tpsession.tui.input.press_filter import MOUSE
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.widgets.questions.safety_questions import LongQuestions, SafetyQuestions, ShortQuestions

_ANSWERING = ("n", "N", "y", "Y", MOUSE)
"""What answers a page: held down it must not answer the next one too."""
LEAVE, MISTAKE, LIGHTLY = "leave", "slip", "lightly"
_HIGH = 24
"""Rows of the screen that have room for the longest page."""


class SafetyScreen(DeliberateInput, Page[bool]):
    """Asks whether a session is all right today; None is "back"."""

    CSS_PATH = "safety.tcss"
    HEADING = "Get ready, 2 of 3"
    ABOUT = (
        "Press n where nothing of it is true. What is true is marked with its number, space or a click, or "
        "with y in the long list; then you read what that means."
    )

    def __init__(self, area: Area, *, long: bool, emergency_number: str) -> None:
        """long: whether the whole list is gone through. emergency_number: empty where none is set."""
        super().__init__()
        questions = LongQuestions if long else ShortQuestions
        self._questions = questions(area, lambda: self.is_deliberate(*_ANSWERING))
        self._number = emergency_number

    def compose_content(self) -> ComposeResult:
        """The questions in one of their two forms."""
        yield self._questions

    def on_resize(self, event: Resize) -> None:
        """A box of their own where there is room, and answers that keep their place from page to page."""
        self.set_class(event.size.width >= ROOMY[0] and event.size.height >= ROOMY[1], "-roomy")
        self.set_class(event.size.height >= _HIGH, "-high")

    def on_key(self, event: Key) -> None:
        """The questions' keys work wherever the focus is."""
        with self.context.handling_press(self.context.press_of(event)):
            if self._questions.process_key(event):
                event.stop()

    def on_safety_questions_answered(self, event: SafetyQuestions.Answered) -> None:
        """Pass where nothing is true, else say what it means."""
        if event.applying_tiers:
            self.app.push_screen(ScreeningResultScreen(event.applying_tiers, self._number), self._decide)
        else:
            self.dismiss(True)

    def _decide(self, answer: str | None) -> None:
        if answer == MISTAKE:
            self._questions.ask_again()
        else:
            self.dismiss(answer == LIGHTLY)


class ScreeningResultScreen(AskScreen):
    """What a yes means, in plain words; the result is the id of what is done then."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../dialogs/ask.tcss", "safety.tcss"]

    def __init__(self, true: list[Tier], emergency_number: str) -> None:
        """true: the tiers of which something is true, the gravest first."""
        stops = any(tier.rules_out_session for tier in true)
        lightly = () if stops else (AnswerOption(LIGHTLY, screening.CONTINUE_LIGHTLY, "y"),)
        super().__init__(
            ChoiceQuestion(
                "What that means",
                (
                    *lightly,
                    AnswerOption(LEAVE, screening.NOT_TODAY, "l", guarded=True),
                    AnswerOption(MISTAKE, screening.ANSWERED_BY_MISTAKE, "s"),
                ),
                tuple(screening.advice_for(tier, emergency_number) for tier in true),
                back=LEAVE,
                highlighted=LEAVE,
            )
        )
        self._stops = stops
        self.add_class("-verdict")
        self.set_class(stops, "-stops")

    def on_mount(self) -> None:
        """The gravest answer stands out."""
        super().on_mount()
        self.query(".sentence").first().set_class(self._stops, "strong")
