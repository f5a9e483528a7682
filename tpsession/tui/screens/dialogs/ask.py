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
from tpsession.tui.input.press_filter import MOUSE
from tpsession.tui.text.paging import PAGE_KEYS, scroll_page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.common.key_footer import KeyFooter
from tpsession.tui.widgets.questions.answer_button import AnswerButton

TOO_FAST = "Too fast to be sure. Press again."
"""Hint after a press that came too soon after another one."""
BULLET = "• "
"""How a sentence begins that belongs to the one before it, without an empty line between."""
CHOOSE_FIRST = "Choose an answer first: by an arrow, its key or a click."
"""Hint after enter or space while no answer is highlighted."""
ENTER_CONFIRMS = "Press it again, or enter, to confirm."
"""Hint after a letter or a click that only highlights its answer."""
_LOW = 16
"""Below so many rows, the screen has no room for empty lines."""
_MOVES = {"up": -1, "left": -1, "down": 1, "right": 1}


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer to a question."""

    id: str
    text: str
    key: str = ""
    """The letter or digit that chooses it, or only highlights it if it is `guarded`; empty for none."""
    guarded: bool = False
    """Whether it ends or loses something.

    Then a key or a click only highlights it; enter, the same key or another click chooses it, after a quiet
    moment."""


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A question with its answers."""

    title: str
    answers: tuple[AnswerOption, ...]
    sentences: tuple[str, ...] = ()
    """What the person should know before answering."""
    back: str | None = None
    """The result that escape gives, often the id of an answer; None if escape does nothing."""
    highlighted: str | None = None
    """Id of the answer that is highlighted at first; None if enter must not answer before an arrow key."""


class AskScreen(DeliberateInput, SingleResultScreen[str], ModalScreen[str], inherit_bindings=False):
    """Asks one question; its result is the id of the chosen answer, or what `ChoiceQuestion.back` says.

    Presses meant for the screen below are ignored: a key that is still held, and a second press right after
    the one that opened the question. So nobody answers unread, or continues with the key that was to stop.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "ask.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*make_bindings(CLOSE, hidden=APP_ACTIONS), *FOCUS_BINDINGS]
    ABOUT = (
        "Choose with the arrows and enter, or with a click. The key in front of an answer chooses it too; "
        "if the answer ends something, confirm it with enter, the same key or a second click. "
        "Presses in the first second don't count."
    )

    def __init__(self, question: ChoiceQuestion) -> None:
        """Make the screen for a question."""
        super().__init__()
        self._question = question
        self._highlighted = ""
        """Id of the answer that a key or a click highlighted last. A click moves the focus first."""

    @property
    def question(self) -> ChoiceQuestion:
        """The question with its answers."""
        return self._question

    def compose(self) -> ComposeResult:
        """Build the box: the question with its sentences, and the answers; both parts can scroll."""
        missing_key = " " if any(answer.key for answer in self._question.answers) else ""
        with Container(id="box"):
            with VerticalScroll(id="text", can_focus=False):
                yield Static(literal(self._question.title), id="title")
                for sentence in self._question.sentences:
                    if sentence.startswith(BULLET):
                        item = BulletList()
                        item.show((sentence.removeprefix(BULLET),), bullet=BULLET)
                        yield item
                    else:
                        yield Static(literal(sentence), classes="sentence")
            with VerticalScroll(id="below", can_focus=False):
                yield Static(TOO_FAST, id="hint", classes="warning")
                for answer in self._question.answers:
                    yield AnswerButton(answer.text, answer.key or missing_key, id=f"answer-{answer.id}")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Highlight the answer that is to be highlighted at first, if any."""
        if self._question.highlighted is not None:
            self._highlight(self._question.highlighted)

    def on_resize(self, event: Resize) -> None:
        """On a low screen, leave out the box's empty lines, and give the answers half the height at most."""
        self.set_class(event.size.height < _LOW, "-low")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: all but escape's in a question without a result for it."""
        return action != "close" or self._question.back is not None

    def action_close(self) -> None:
        """Close with the result that the question has for escape; does nothing if it has none.

        This works even right after the question was opened. But if the key may be held since the screen
        before, it only shows a hint.
        """
        if self._question.back is not None:
            self._dismiss_or_refuse(self._question.back, is_accepted=not context_of(self).press.is_held)

    def on_key(self, event: Key) -> None:
        """Move the highlight by arrows, scroll by page keys, or choose an answer by its key.

        The key of a guarded answer that isn't highlighted only highlights it, and shows how to confirm it.
        Enter or space without a highlighted answer shows how to choose one.
        """
        if event.key in _MOVES:
            event.stop()
            self._move_highlight(_MOVES[event.key])
        elif event.key in PAGE_KEYS:
            event.stop()
            scroll_page(self.query_one("#text"), PAGE_KEYS[event.key])
        elif event.key in {"enter", "space"} and not isinstance(self.focused, Button):
            event.stop()
            self._show_hint(CHOOSE_FIRST)
        elif (answer := self._answer_of(event)) is not None:
            event.stop()
            is_first_press = self._highlighted != answer.id
            self._highlight(answer.id)
            if answer.guarded and is_first_press:
                self._show_hint(ENTER_CONFIRMS)
            else:
                context = context_of(self)
                with context.handling_press(context.press_of(event)):
                    self.choose(answer)

    def _answer_of(self, event: Key) -> AnswerOption | None:
        """Return the answer whose key was pressed, in upper or lower case; None if there is none."""
        pressed = (event.character or "").lower()
        return next(
            (answer for answer in self._question.answers if answer.key and answer.key == pressed), None
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Choose the answer that was clicked or confirmed with enter, as `choose` does."""
        event.stop()
        chosen = next(answer for answer in self._question.answers if f"answer-{answer.id}" == event.button.id)
        self.choose(chosen)

    def choose(self, answer: AnswerOption) -> None:
        """Highlight an answer; then close with its id, or show a hint if the press may be a mistake.

        The first click on a guarded answer that isn't highlighted doesn't close, either, as its key doesn't.
        """
        press = context_of(self).press
        is_first_click = press.key == MOUSE and self._highlighted != answer.id
        self._highlight(answer.id)
        if answer.guarded and is_first_click and press.is_isolated:
            self._show_hint(ENTER_CONFIRMS)
            return
        is_careful = not answer.guarded or press.is_isolated
        self._dismiss_or_refuse(answer.id, is_accepted=is_careful and self.is_deliberate())

    def _dismiss_or_refuse(self, answer: str, *, is_accepted: bool) -> None:
        """Close with an answer if the press is accepted; otherwise say that it came too fast."""
        if is_accepted:
            self.dismiss(answer)
        else:
            self._show_hint(TOO_FAST)

    def _show_hint(self, text: str) -> None:
        """Show a text below the answers, such as why a press was ignored."""
        hint = self.query_one("#hint", Static)
        hint.update(text)
        hint.visible = True

    def _highlight(self, answer: str) -> None:
        """Highlight an answer by focusing its button. answer: its id."""
        self._highlighted = answer
        self.query_one(f"#answer-{answer}", AnswerButton).focus()

    def _move_highlight(self, by: int) -> None:
        """Highlight the next answer (`by` is 1) or the previous one (-1), wrapping around.

        If no answer is highlighted, highlight the first (1) or the last (-1).
        """
        buttons = list(self.query(AnswerButton))
        current = next((index for index, button in enumerate(buttons) if button.has_focus), None)
        index = (0 if by > 0 else -1) if current is None else (current + by) % len(buttons)
        self._highlight(self._question.answers[index].id)
