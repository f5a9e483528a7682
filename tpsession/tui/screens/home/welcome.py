"""The first start: what this is, and a try-out of two minutes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.widgets import Button, Static

from tpsession.core.settings.actions import CLOSE, GO, HELP, STOP
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.overlays import ConfirmsExit
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings, shortcut_hint
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.questions.answer_button import AnswerButton

TRY = "try"
SKIP = "skip"
_HEIGHTS = [(0, "-low"), (16, "-high")]
"""What the layout is called from so many rows on."""
_ANSWERS = ((TRY, "t", "Try it: two minutes on one hand, no oil needed"), (SKIP, "s", "Skip to the routines"))


class WelcomeScreen(DeliberateInput, Page[str], ConfirmsExit):
    """Says what this is; its result is ``try`` for the try-out or ``skip``.

    It comes unasked: what was pressed for the list below answers nothing.
    """

    CSS_PATH = "welcome.tcss"
    HEADING = "Welcome"
    ABOUT = "Arrows move, enter or a click gives the answer; the letter in front of it does so at once."
    VERTICAL_BREAKPOINTS = _HEIGHTS
    # There is nothing to go back to: escape gives the second answer.
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(hidden=[CLOSE, HELP])

    def __init__(self) -> None:
        """Always the same words."""
        super().__init__()
        self.quits = False
        """Whether the program is to be left once it is kept that this was seen."""

    def compose_content(self) -> ComposeResult:
        """Three sentences and two answers."""
        with VerticalScroll(id="welcome", can_focus=False):
            for sentence in self._sentences():
                yield Static(literal(sentence), classes="sentence")
            yield Static(TOO_FAST_TO_READ, id="hint", classes="trouble")
            for identifier, key, words in _ANSWERS:
                yield AnswerButton(words, key, id=identifier)

    def on_mount(self) -> None:
        """Point at the try-out."""
        self.query_one(f"#{TRY}", AnswerButton).focus()

    def _sentences(self) -> tuple[str, ...]:
        app = self.context
        go = shortcut_hint(app.preferences, GO, app.charset)
        stop = shortcut_hint(app.preferences, STOP, app.charset, max_keys=1)
        return (
            "This program guides you through a massage of your own: by sound and on the screen, hands free.",
            "It is no medical device, and nothing that you enter leaves this computer.",
            f"In a session any big key, such as {go}, pauses and goes on, and {stop} stops.",
        )

    def action_close(self) -> None:
        """Escape skips it."""
        self._give(SKIP)

    def confirm_exit(self) -> None:
        """Leave the program; nothing is lost by that."""
        self.quits = True
        self.dismiss(SKIP)

    def on_key(self, event: Key) -> None:
        """Arrows point; a letter answers at once."""
        if event.key in {"up", "down", "left", "right"}:
            event.stop()
            move = self.focus_next if event.key in {"down", "right"} else self.focus_previous
            move(AnswerButton)
            return
        for identifier, key, _ in _ANSWERS:
            if event.character is not None and event.character.lower() == key:
                event.stop()
                with self.context.handling_press(self.context.press_of(event)):
                    self._give(identifier)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """An answer was clicked, or chosen with enter."""
        event.stop()
        self._give(str(event.button.id))

    def _give(self, answer: str) -> None:
        if self.is_deliberate():
            self.dismiss(answer)
        else:
            self.query_one("#hint").display = True
