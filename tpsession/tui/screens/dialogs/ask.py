"""A question over the current screen, answered by a key, a click, or the arrows and enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.events import Key, Resize
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widgets import Button, Static

from tpsession.core.settings.actions import CLOSE
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.single_result import SingleResultScreen
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import APP_ACTIONS, FOCUS_BINDINGS, make_bindings
from tpsession.tui.text.paging import PAGE_KEYS, scroll_page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.key_footer import KeyFooter
from tpsession.tui.widgets.questions.answer_button import AnswerButton

TOO_FAST = "Too fast to be sure: press once more."
"""Said where a press counts only after a quiet moment."""
ENTER_CONFIRMS = "Press enter to confirm."
"""Said where a letter only pointed."""
_LOW = 16
"""Rows of a screen that leaves no room for empty ones."""
_MOVES = {"up": -1, "left": -1, "down": 1, "right": 1}


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer."""

    id: str
    text: str
    key: str = ""
    """The character that gives it, or only points at it where it is `calm`; empty for none."""
    guarded: bool = False
    """Whether it ends or loses something: it is given by enter or a click, after a quiet moment."""


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """What is asked."""

    title: str
    answers: tuple[AnswerOption, ...]
    sentences: tuple[str, ...] = ()
    back: str | None = None
    """Id of the answer that escape gives, which may be one of its own; None where escape gives none."""
    highlighted: str | None = None
    """Id of the answer that enter gives at first; None where it gives none before the arrows moved."""


class AskScreen(DeliberateInput, SingleResultScreen[str], ModalScreen[str], inherit_bindings=False):
    """Asks one question; its result is the id of the answer.

    What was pressed for the screen below answers nothing: no key that is still held, nor a second press right
    behind the one that asked. So nobody passes it unread, or goes on by the very key that was to stop.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "ask.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*make_bindings(CLOSE, hidden=APP_ACTIONS), *FOCUS_BINDINGS]
    ABOUT = (
        "Arrows move, enter or a click gives the answer. The letter in front of it does so as well; "
        "where the answer ends something, it only points. Nothing is answered in the first second."
    )

    def __init__(self, question: ChoiceQuestion) -> None:
        """Ask this."""
        super().__init__()
        self._question = question

    @property
    def question(self) -> ChoiceQuestion:
        """What is asked."""
        return self._question

    def compose(self) -> ComposeResult:
        """A box with the question, what is to know, and a line an answer, which are always in sight."""
        no_key = " " if any(answer.key for answer in self._question.answers) else ""
        with Container(id="box"):
            with VerticalScroll(id="told", can_focus=False):
                yield Static(literal(self._question.title), id="title")
                for sentence in self._question.sentences:
                    yield Static(literal(sentence), classes="sentence")
            with VerticalScroll(id="below", can_focus=False):
                yield Static(TOO_FAST, id="hint", classes="trouble")
                for answer in self._question.answers:
                    yield AnswerButton(answer.text, answer.key or no_key, id=f"answer-{answer.id}")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Point at the answer that enter gives at once, if there is one."""
        if self._question.highlighted is not None:
            self._point_at(self._question.highlighted)

    def on_resize(self, event: Resize) -> None:
        """On a low screen every row counts."""
        self.set_class(event.size.height < _LOW, "-low")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is shown only where it gives an answer."""
        return action != "close" or self._question.back is not None

    def action_close(self) -> None:
        """Give the answer that escape stands for."""
        if self._question.back is not None:
            self._give_if(self._question.back, sure=self.is_deliberate())

    def on_key(self, event: Key) -> None:
        """Arrows point, an answer's own key gives it, or points at it where it needs a quiet moment."""
        if event.key in _MOVES:
            event.stop()
            self._move(_MOVES[event.key])
        elif event.key in PAGE_KEYS:
            event.stop()
            scroll_page(self.query_one("#told"), PAGE_KEYS[event.key])
        elif (answer := self._answer_of(event)) is not None:
            event.stop()
            self._point_at(answer.id)
            if answer.guarded:
                self._hint(ENTER_CONFIRMS)
            else:
                context = context_of(self)
                with context.handling_press(context.press_of(event)):
                    self.choose(answer)

    def _answer_of(self, event: Key) -> AnswerOption | None:
        pressed = (event.character or "").lower()
        return next(
            (answer for answer in self._question.answers if answer.key and answer.key == pressed), None
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """An answer was clicked, or chosen with enter."""
        event.stop()
        given = next(answer for answer in self._question.answers if f"answer-{answer.id}" == event.button.id)
        self.choose(given)

    def choose(self, answer: AnswerOption) -> None:
        """Give an answer, unless the press may be a slip."""
        self._point_at(answer.id)
        calm = not answer.guarded or context_of(self).press.is_isolated
        self._give_if(answer.id, sure=calm and self.is_deliberate())

    def _give_if(self, answer: str, *, sure: bool) -> None:
        if sure:
            self.dismiss(answer)
        else:
            self._hint(TOO_FAST)

    def _hint(self, words: str) -> None:
        hint = self.query_one("#hint", Static)
        hint.update(words)
        hint.display = True

    def _point_at(self, answer: str) -> None:
        self.query_one(f"#answer-{answer}", AnswerButton).focus()

    def _move(self, by: int) -> None:
        buttons = list(self.query(AnswerButton))
        here = next((place for place, button in enumerate(buttons) if button.has_focus), None)
        place = (0 if by > 0 else -1) if here is None else (here + by) % len(buttons)
        buttons[place].focus()
