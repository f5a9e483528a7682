"""The welcome at the first start: what the program does, and the offer of a two-minute trial."""

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
"""The class that the screen gets from each number of rows on."""
WHERE = "where"
_ANSWERS = (
    (TRY, "t", "Try it: two minutes on one hand, no oil needed"),
    (WHERE, "o", "Say where it hurts, and be led to a routine"),
    (SKIP, "s", "Skip to the routines"),
)


class WelcomeScreen(DeliberateInput, Page[str], ConfirmsExit):
    """Explains the program; its result is ``try`` for the trial, ``where`` or ``skip``.

    It appears unasked, so presses that were meant for the list below don't count.
    """

    CSS_PATH = "welcome.tcss"
    HEADING = "Welcome"
    ABOUT = "Choose with the arrows and enter, with a click, or with the letter in front of an answer."
    VERTICAL_BREAKPOINTS = _HEIGHTS
    # There is nothing to go back to, so the footer doesn't show escape, which skips the trial.
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(hidden=[CLOSE, HELP])

    def __init__(self) -> None:
        """Make the welcome; its text is always the same, apart from the keys."""
        super().__init__()
        self.quits = False
        """Whether the person left the program here; it ends once this welcome is saved as seen."""

    def compose_content(self) -> ComposeResult:
        """Build the sentences and the answers."""
        with VerticalScroll(id="welcome", can_focus=False):
            for sentence in self._sentences():
                yield Static(literal(sentence), classes="sentence")
            yield Static(TOO_FAST_TO_READ, id="hint", classes="warning")
            for identifier, key, text in _ANSWERS:
                yield AnswerButton(text, key, id=identifier)

    def on_mount(self) -> None:
        """Highlight the trial."""
        self.query_one(f"#{TRY}", AnswerButton).focus()

    def _sentences(self) -> tuple[str, ...]:
        """Return the sentences of the welcome, with the keys that the settings name."""
        context = self.context
        go = shortcut_hint(context.preferences, GO, context.charset)
        stop = shortcut_hint(context.preferences, STOP, context.charset, max_keys=1)
        return (
            "This program guides you through self-massage with sound and pictures, hands-free.",
            "It is not a medical device, and nothing you enter leaves this computer.",
            f"During a session, any big key such as {go} pauses and resumes, and {stop} stops.",
            "With a screen reader: tpsession --plain",
        )

    def action_close(self) -> None:
        """Skip the trial, unless the press was meant for the screen before."""
        self._try_dismiss(SKIP)

    def confirm_exit(self) -> None:
        """Close as if the trial was skipped, and set `quits`; the flow then leaves the program."""
        self.quits = True
        self.dismiss(SKIP)

    def on_key(self, event: Key) -> None:
        """Move the focus with the arrow keys, or choose an answer by its letter in upper or lower case."""
        if event.key in {"up", "down", "left", "right"}:
            event.stop()
            move = self.focus_next if event.key in {"down", "right"} else self.focus_previous
            move(AnswerButton)
            return
        for identifier, key, _ in _ANSWERS:
            if event.character is not None and event.character.lower() == key:
                event.stop()
                with self.context.handling_press(self.context.press_of(event)):
                    self._try_dismiss(identifier)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the answer that was clicked or confirmed with enter."""
        event.stop()
        self._try_dismiss(str(event.button.id))

    def _try_dismiss(self, answer: str) -> None:
        """Close with an answer, or show a hint if the press was meant for the screen before."""
        if self.is_deliberate():
            self.dismiss(answer)
        else:
            self.query_one("#hint").display = True
