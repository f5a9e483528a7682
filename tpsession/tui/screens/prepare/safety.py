"""The safety questions before a session, and the advice after a yes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Key, Resize
from textual.types import CSSPathType

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.questions import QuestionForm
from tpsession.core.safety.screening import ScreeningResult, Tier
from tpsession.core.safety.slip import WAS_SLIP
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import ROOMY, Page
from tpsession.tui.input.press_filter import MOUSE
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.questions.daily_questions import DailyQuestions
from tpsession.tui.widgets.questions.safety_questions import SafetyQuestions
from tpsession.tui.widgets.questions.whole_questions import WholeQuestions

_ANSWERING = ("n", "N", "y", "Y", "c", "C", MOUSE)
"""The keys that answer a page; one that is held down must not answer the next page too."""
LEAVE, SLIP, AGREED = "leave", "slip", "agreed"
"""Ids of the answers to the advice."""
_HIGH = 24
"""From so many rows on, there is room for the longest page."""


class SafetyScreen(DeliberateInput, Page[ScreeningResult]):
    """Asks the safety questions; its result is what the answers allow, or None for "back"."""

    CSS_PATH = "safety.tcss"
    # The key that continued on the page before must not mark the first line here.
    AUTO_FOCUS = ""
    HEADING = "Get ready, 2 of 3: Safety"
    ABOUT = (
        "Press n if none of these apply. Otherwise mark what applies with its number, space or a click; "
        "where everything is asked page by page, press y. You'll then see what that means."
    )

    def __init__(
        self, areas: Sequence[Area], *, form: QuestionForm, emergency_number: str, place: str = ""
    ) -> None:
        """Make the questions for a session.

        Args:
            areas: What is going to be massaged.
            form: What to ask.
            emergency_number: The person's emergency number; empty if none is set.
            place: Where it hurts, if its own signs are asked about, too; empty if not.

        """
        super().__init__()
        self._areas = areas
        self._place = place
        self._emergency_number = emergency_number
        self.reported: Tier | None = None
        """The gravest tier of which something applies, if that ended the questions."""
        self.asked_everything = form is QuestionForm.WHOLE
        """Whether the whole list was asked, at first or because the person wanted that."""
        self._questions = self._make_questions(form)

    def _make_questions(self, form: QuestionForm) -> SafetyQuestions:
        """Return a widget that asks the whole list, a page for each tier, or the one page of another form."""
        accepts = (lambda: self.is_deliberate(*_ANSWERING)), self.is_after_grace_period
        if form is QuestionForm.WHOLE:
            return WholeQuestions(self._areas, *accepts, self._place)
        return DailyQuestions(self._areas, *accepts, form, self._place)

    def compose_content(self) -> ComposeResult:
        """Build the questions."""
        yield self._questions

    def on_resize(self, event: Resize) -> None:
        """Show a box if there is room; on a high screen, the answers stay in one place from page to page."""
        self.set_class(event.size.width >= ROOMY[0] and event.size.height >= ROOMY[1], "-roomy")
        self.set_class(event.size.height >= _HIGH, "-high")

    def on_key(self, event: Key) -> None:
        """Pass every key to the questions first, wherever the focus is."""
        with self.context.handling_press(self.context.press_of(event)):
            if self._questions.process_key(event):
                event.stop()

    async def on_safety_questions_whole_list_wanted(self) -> None:
        """Ask the whole list, a page for each tier, instead of the one page, whose marks are dropped.

        Sets `asked_everything`.
        """
        old, self._questions = self._questions, self._make_questions(QuestionForm.WHOLE)
        self.asked_everything = True
        await self.mount(self._questions, after=old)
        await old.remove()

    def on_safety_questions_answered(self, event: SafetyQuestions.Answered) -> None:
        """If nothing applies, close with what the answers allow; otherwise show the advice.

        The answer to the advice goes to `_handle_decision`.
        """
        if event.applying_tiers:
            result = ScreeningResultScreen(event.applying_tiers, self._emergency_number, self.HEADING)
            self.app.push_screen(result, partial(self._handle_decision, event.applying_tiers[0]))
        else:
            agreed = event.clinician_agreed
            self.dismiss(ScreeningResult.LIGHT_SESSION if agreed else ScreeningResult.WHOLE_SESSION)

    def _handle_decision(self, tier: Tier, answer: str | None) -> None:
        """Ask the questions again if they were answered by mistake; otherwise close.

        The result is `LIGHT_SESSION` if a clinician agreed to that, otherwise `NO_SESSION`; in the latter
        case `reported` becomes the tier.

        tier: the gravest one of which something applies. answer: the result of `ScreeningResultScreen`.
        """
        if answer == SLIP:
            self._questions.ask_again()
        else:
            self.reported = None if answer == AGREED else tier
            self.dismiss(ScreeningResult.LIGHT_SESSION if answer == AGREED else ScreeningResult.NO_SESSION)


class ScreeningResultScreen(AskScreen):
    """Shows the advice after a yes; its result is the id of what the person chose then.

    The gravest advice is the heading of the box, and decides its frame.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["../dialogs/ask.tcss", "safety.tcss"]

    def __init__(self, tiers: list[Tier], emergency_number: str, heading: str) -> None:
        """Collect the advice.

        Args:
            tiers: The tiers of the questions answered with yes, the most serious first.
            emergency_number: The person's emergency number; empty if none is set.
            heading: The title line of the screen that asked the questions.

        """
        is_ruled_out = any(tier.rules_out_session for tier in tiers)
        agreed = () if is_ruled_out else (AnswerOption(AGREED, screening.CLINICIAN_AGREED, "c"),)
        advice, *others = (screening.advice_for(tier, emergency_number) for tier in tiers)
        super().__init__(
            ChoiceQuestion(
                advice,
                (
                    *agreed,
                    AnswerOption(LEAVE, screening.NOT_TODAY, "n", guarded=True),
                    AnswerOption(SLIP, WAS_SLIP, "t"),
                ),
                tuple(others),
                back=LEAVE,
                highlighted=LEAVE,
            )
        )
        self._heading = heading
        self.add_class("-verdict")
        self.set_class(is_ruled_out, "-stops")
        self.set_class(Tier.EMERGENCY in tiers, "-emergency")

    def compose(self) -> ComposeResult:
        """Build the same title line as that of the questions, and the box with the advice and the answers."""
        heading = TruncatedLabel(id="heading")
        heading.set_text(self._heading)
        yield heading
        yield from super().compose()
