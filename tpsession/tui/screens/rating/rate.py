"""The pain right now, 0 to 10: typed, clicked, or by the arrows. Nothing is filled in before."""

from __future__ import annotations

import math
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.events import Key, Resize
from textual.widgets import Button, Static

from tpsession.core.history import ratings
from tpsession.core.history.ratings import SKIP_RATING_KEY
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.input.press_filter import ISOLATION_S, TOO_FAST_TO_READ
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.questions.rating_scale import RatingScale
from tpsession.tui.widgets.session.time_digits import TimeDigits

HOW = "Type a number, move with the arrows, or click one."
SKIP_QUESTION = ChoiceQuestion(
    "Leave this rating out?",
    (AnswerOption("rate", "No, rate", "n"), AnswerOption("leave", "Yes, leave it out", "y")),
    ("Without it there is nothing to compare with.",),
    back="rate",
)
_GIVING = ("enter", "space")
"""A key that gives the number may still be held from the screen before: then it does not count."""
_ROOMY = (70, 24)
_HIGH = (70, 34)
_VAST = (160, 45)
"""Columns and rows of the screen from which on the numbers are larger, with one sentence above them."""
_LOW = 16
"""Rows of a screen on which every row counts."""
_SENTENCE_ROWS = 3
"""Rows that each further sentence takes on a narrow screen."""


@dataclass(frozen=True, slots=True)
class RatingSkipped:
    """The person gave no number."""


SKIPPED = RatingSkipped()


class RateScreen(DeliberateInput, Page[int | RatingSkipped]):
    """Asks for one rating: the result is the number, `LEFT_OUT` after a question, or None for "back".

    What was pressed for the screen before does nothing: it neither chooses a number nor leaves it out.
    """

    CSS_PATH = "rate.tcss"
    HEADING = "How is it now?"
    ABOUT = "Type a number from 0 to 10 or use the arrows, then press enter. Nothing is filled in before."

    def __init__(
        self,
        sentences: tuple[str, ...] = (),
        *,
        button_text: str = "Give this number",
        heading: str = "",
        can_go_back: bool = True,
        optional: bool = False,
    ) -> None:
        """sentences: what is said above the question. give: the words on the button. heading: of the page.

        goes_back: whether there is a screen to go back to.
        optional: whether it is left out without a question.
        """
        super().__init__()
        self._goes_back = can_go_back
        self._optional = optional
        self._heading = heading
        self._sentences = sentences
        self._give = button_text
        self._refused_at = -math.inf

    def build_heading(self) -> str:
        """Where it stands on the way, or what is asked."""
        return self._heading or self.HEADING

    def compose_content(self) -> ComposeResult:
        """The question, the chosen number, the scale, and two buttons, which are always in sight."""
        with Container(id="rating"):
            with VerticalScroll(id="asked", can_focus=False):
                for sentence in self._sentences:
                    yield Static(literal(sentence), classes="sentence")
                yield Static(literal(ratings.QUESTION), id="question", classes="strong")
                yield TimeDigits(id="chosen")
                yield Static(HOW, id="how", classes="quiet")
                yield RatingScale(self._may_choose)
            with Horizontal(id="doing"):
                yield Button(literal(self._give), id="give", variant="primary", disabled=True)
                yield Button(f"{SKIP_RATING_KEY}  Leave it out", id="leave-out")

    def on_mount(self) -> None:
        """The scale takes the digits."""
        self.query_one(RatingScale).focus()

    def on_resize(self, event: Resize) -> None:
        """Larger numbers where there is room: what has to be read takes of it."""
        left = event.size.height - _SENTENCE_ROWS * max(len(self._sentences) - 1, 0)
        for (columns, rows), name in ((_ROOMY, "-roomy"), (_HIGH, "-high"), (_VAST, "-vast")):
            self.set_class(event.size.width >= columns and left >= rows, name)
        self.set_class(event.size.height < _LOW, "-low")

    def on_key(self, event: Key) -> None:
        """Keys of the scale work wherever the focus is; enter without a number says what to do."""
        rating = self.query_one(RatingScale)
        press = self.context.press_of(event)
        with self.context.handling_press(press):
            if event.character == SKIP_RATING_KEY:
                event.stop()
                self._leave_out_if_meant()
            elif event.key == "enter" and not isinstance(self.focused, Button):
                event.stop()
                self._give_number()
            elif rating.process_key(event, held=press.is_held):
                event.stop()
                rating.focus()

    def on_rating_scale_changed(self, event: RatingScale.Changed) -> None:
        """A number is chosen: it is shown large and can be given."""
        chosen = event.value is not None
        self.query_one("#give", Button).disabled = not chosen
        self.query_one("#chosen", TimeDigits).show(str(event.value) if chosen else "")
        how = self.query_one("#how", Static)
        how.update(HOW)
        how.set_classes("quiet")
        self.remove_class("-refused")
        self.set_class(chosen, "-chosen")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the chosen number, or none."""
        if event.button.id == "leave-out":
            self._leave_out_if_meant()
        else:
            self._give_number()

    def skip(self) -> None:
        """Leave without a number; where it matters after a question, for its key lies beside the nought."""
        if self._optional:
            self.dismiss(SKIPPED)
            return
        self.app.push_screen(AskScreen(SKIP_QUESTION), self._left_out)

    def _left_out(self, answer: str | None) -> None:
        if answer == "leave":
            self.dismiss(SKIPPED)

    def action_close(self) -> None:
        """Go back; where there is nothing to go back to, that leaves the number out."""
        if not self._goes_back:
            self._leave_out_if_meant()
        elif self.is_leaving_deliberate():
            self.dismiss(None)

    def is_leaving_deliberate(self) -> bool:
        """Whether the press that is dealt with was meant to leave without a number; else say so."""
        meant = self.is_deliberate()
        if not meant:
            self._refuse(TOO_FAST_TO_READ)
        return meant

    def _leave_out_if_meant(self) -> None:
        if self.is_leaving_deliberate():
            self.skip()

    def _may_choose(self) -> bool:
        """Whether the press that is dealt with may choose a number; else say that it did nothing.

        What comes right behind one that did nothing does nothing either: of a ten that is typed no nought is
        left.
        """
        now = self.context.press.at
        takes = self.is_after_grace_period() and now - self._refused_at > ISOLATION_S
        if not takes:
            self._refused_at = now
            self._refuse(TOO_FAST_TO_READ)
        return takes

    def _give_number(self) -> None:
        value = self.query_one(RatingScale).value
        press = self.context.press
        # A key that is held lets no digit through between its repeats.
        meant = press.key not in _GIVING or press.is_debounced(_GIVING) or press.previous_key.isdigit()
        if value is not None and meant:
            self.dismiss(value)
        elif not self.is_after_grace_period():
            self._refuse(TOO_FAST_TO_READ)
        else:
            self._refuse(HOW if value is None else TOO_FAST)

    def _refuse(self, words: str) -> None:
        """Say why a press did nothing, or what to do."""
        how = self.query_one("#how", Static)
        how.update(words)
        how.set_classes("trouble")
        self.add_class("-refused")
