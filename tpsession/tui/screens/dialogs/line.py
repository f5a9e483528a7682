"""Asks for a line of text over the current screen; it says what is wrong with the line, and keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tpsession.core.errors import UsageError
from tpsession.core.settings.actions import CLOSE
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.single_result import SingleResultScreen
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import APP_ACTIONS, FOCUS_BINDINGS, make_bindings
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.key_footer import KeyFooter
from tpsession.tui.widgets.common.line_input import LineInput


@dataclass(frozen=True, slots=True)
class LineQuestion:
    """A question that is answered by a line of text."""

    title: str
    instruction: str
    """What to type, in a sentence."""
    text: str
    """What the line holds at first."""
    is_replaced: bool
    """Whether typing replaces that text, as for a number; otherwise it adds to its end."""
    check: Callable[[str], str]
    """Returns the result for what was typed, or raises `UsageError`, which is shown."""


class LineScreen(DeliberateInput, SingleResultScreen[str], ModalScreen[str], inherit_bindings=False):
    """Asks for one line; its result is what `check` makes of it, or None for "back"."""

    CSS_PATH = "line.tcss"
    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [*make_bindings(CLOSE, hidden=APP_ACTIONS), *FOCUS_BINDINGS]
    ABOUT = "Change the line, then press enter. Escape leaves everything as it was."

    def __init__(self, question: LineQuestion) -> None:
        """Make the screen for a question."""
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Build the question, how to answer it, the line, a text for errors, and "Save" and "Back"."""
        question = self._question
        with VerticalScroll(id="box", can_focus=False):
            yield Static(literal(question.title), id="title")
            yield Static(literal(question.instruction), id="instruction", classes="quiet")
            yield LineInput(question.text, id="line", compact=True, select_on_focus=question.is_replaced)
            yield Static(id="error", classes="warning")
            with Horizontal(id="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Back", id="back", compact=True)
        yield KeyFooter()

    def on_input_changed(self) -> None:
        """Hide the error that was shown for the line before this change."""
        self._show_error("")

    def on_input_submitted(self) -> None:
        """Do what `_submit` does, after enter."""
        self._submit()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what `_submit` does for the button "Save", and what `action_close` does for "Back"."""
        if event.button.id == "save":
            self._submit()
        else:
            self.action_close()

    def on_key(self, event: Key) -> None:
        """Move between the line and the buttons with up and down, wrapping around."""
        if event.key in {"up", "down"}:
            event.stop()
            move = self.focus_next if event.key == "down" else self.focus_previous
            move("LineInput, Button")

    def action_close(self) -> None:
        """Close with None, even right after the screen was opened.

        If the key may be held since the screen before, only show a hint.
        """
        if not context_of(self).press.is_held:
            self.dismiss(None)
        else:
            self._show_error(TOO_FAST)

    def _submit(self) -> None:
        """Check the line and close with the result; if the line is wrong, say why and leave it as it is.

        If the press came too soon after the screen appeared or after another press of the same key, only show
        a hint.
        """
        if not self.is_deliberate():
            self._show_error(TOO_FAST)
            return
        try:
            result = self._question.check(self.query_one(LineInput).value)
        except UsageError as error:
            self._show_error(str(error))
        else:
            self.dismiss(result)

    def _show_error(self, text: str) -> None:
        """Show what is wrong below the line; an empty text hides it."""
        line = self.query_one("#error", Static)
        line.update(literal(text))
        line.display = bool(text)
