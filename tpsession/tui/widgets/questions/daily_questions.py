"""The safety questions of every session, as lines on one page that the person marks where they apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Button, Static

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.questions import QuestionForm, list_lines
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.text.paging import PAGE_KEYS, scroll_page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.questions.answer_button import AnswerButton, CheckButton
from tpsession.tui.widgets.questions.must_read import MustReadScroll
from tpsession.tui.widgets.questions.safety_questions import NONE_APPLY, SafetyQuestions

ASK_EVERYTHING = "Something has changed: ask me everything"
MARK_OR_N_HINT = "Press n if none apply, or mark those that do."


class DailyQuestions(SafetyQuestions):
    """The questions of every session as lines to check: for everyone, then for the place and the areas."""

    DEFAULT_CSS = """
    DailyQuestions {
        & CheckButton { margin-bottom: 1; }
        & .group { text-style: bold; }
    }
    """

    def __init__(
        self,
        areas: Sequence[Area],
        is_deliberate: Callable[[], bool],
        is_settled: Callable[[], bool],
        form: QuestionForm = QuestionForm.DAILY,
        place: str = "",
    ) -> None:
        """Make the page.

        Args:
            areas: Every area of the session.
            is_deliberate: As for the base class.
            is_settled: As for the base class.
            form: The daily questions, or those before the try-out.
            place: Where it hurts, if its own signs are asked about, too.

        """
        super().__init__(areas, is_deliberate, is_settled)
        self._form = form
        self._lines = list_lines(areas, form, place)

    def compose(self) -> ComposeResult:
        """Build the title, the signs to check in their groups, and the buttons.

        The buttons say that none applies, ask for the whole list (not in the try-out), or go on with what is
        checked.
        """
        yield Static(screening.SCREENING_TITLE, classes="question")
        with MustReadScroll(classes="text"):
            heading = ""
            for number, line in enumerate(self._lines, start=1):
                if line.heading != heading:
                    heading = line.heading
                    yield Static(literal(heading), classes="group")
                yield CheckButton(line.text, str(number), id=f"line-{number}")
        with Vertical(classes="below"):
            yield Static(classes="hint")
            yield AnswerButton(NONE_APPLY, "n", id="none-apply")
            if self._form is QuestionForm.DAILY:
                yield AnswerButton(ASK_EVERYTHING, "a", id="ask-everything")
            yield AnswerButton("Continue", "enter", id="continue")

    def on_mount(self) -> None:
        """Show the button for "none apply", because no line is checked yet."""
        self._show_answer()

    def process_key(self, event: Key) -> bool:
        """Check or uncheck a line by its number, focus another one by up and down, scroll, or answer.

        Enter answers with the checked lines, n that none applies. Where it is offered, a asks for the whole
        list. A number or one of these keys shows a hint if it can't do that now. Space shows a hint, unless a
        button has the focus. Return whether the key was one of these; if not, nothing was done.
        """
        boxes = list(self.query(CheckButton))
        numbered = {str(number): box for number, box in enumerate(boxes, start=1)}
        if event.character in numbered:
            if self._toggle(numbered[event.character]):
                numbered[event.character].focus()
        elif event.key in {"up", "down"}:
            self._focus_neighbour(boxes, 1 if event.key == "down" else -1)
        elif event.key in PAGE_KEYS:
            scroll_page(self._scroll, PAGE_KEYS[event.key])
        elif event.key == "enter":
            self._continue()
        elif event.character in {"n", "N"}:
            self._answer_none()
        elif event.character in {"a", "A"} and self._form is QuestionForm.DAILY:
            self._want_whole_list()
        elif event.key == "space" and not isinstance(self.screen.focused, Button):
            self._show_hint(MARK_OR_N_HINT)
        else:
            return False
        return True

    def ask_again(self) -> None:
        """Focus the first checked line, if there is one; the checks stay."""
        for box in self._checked()[:1]:
            box.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Check or uncheck the line whose button was pressed, or give the button's answer."""
        event.stop()
        if isinstance(event.button, CheckButton):
            self._toggle(event.button)
        elif event.button.id == "none-apply":
            self._answer_none()
        elif event.button.id == "ask-everything":
            self._want_whole_list()
        else:
            self._continue()

    def _focus_neighbour(self, boxes: list[CheckButton], by: int) -> None:
        """Focus the next or the previous line, without going round; the first one if none has the focus."""
        focused = next((index for index, box in enumerate(boxes) if box.has_focus), None)
        index = 0 if focused is None else min(max(focused + by, 0), len(boxes) - 1)
        boxes[index].focus()

    def _toggle(self, box: CheckButton) -> bool:
        """Check or uncheck a line, and show the answer that is possible then; return whether that was done.

        In the screen's first second, only show a hint: the press may have been meant for the page before.
        """
        if not self._is_settled():
            self._show_hint(TOO_FAST_TO_READ)
            return False
        box.set_checked(not box.checked)
        self._show_hint("")
        self._show_answer()
        return True

    def _checked(self) -> list[CheckButton]:
        return [box for box in self.query(CheckButton) if box.checked]

    def _show_answer(self) -> None:
        """Of two buttons, show only "none apply" if no line is checked, otherwise only "Continue"."""
        self.query_one("#none-apply").display = not self._checked()
        self.query_one("#continue").display = bool(self._checked())

    def _answer_none(self) -> None:
        """Post `Answered` without tiers, or show a hint that says why not.

        It is posted only if no line is checked, the text was read to its end, and the press is deliberate.
        """
        if self._checked():
            self._show_hint("A line is marked. Press enter to continue, or remove the mark.")
        elif self._may_answer():
            self.post_message(self.Answered(()))

    def _want_whole_list(self) -> None:
        """Post `WholeListWanted`; if the press wasn't deliberate, only show a hint."""
        if self._is_deliberate():
            self.post_message(self.WholeListWanted())
        else:
            self._show_hint(TOO_FAST_TO_READ)

    def _continue(self) -> None:
        """Post `Answered` with the tiers of the checked lines; if none is checked, only show a hint.

        The text needn't have been read to its end, and the press needn't be deliberate.
        """
        boxes = zip(self._lines, self.query(CheckButton), strict=True)
        if tiers := [line.tier for line, box in boxes if box.checked]:
            self.post_message(self.Answered(tiers))
        else:
            self._show_hint(MARK_OR_N_HINT)
