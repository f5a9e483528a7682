"""Asks for a pain rating from 0 to 10. No number is chosen in advance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Key, Resize
from textual.widgets import Button, Static

from tpsession.core.history import ratings
from tpsession.core.history.rating_flags import SORE_PERIOD
from tpsession.core.history.ratings import SKIP_RATING_KEY, RatingFlag, Soreness, make_soreness
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.input.press_filter import ISOLATION_S, TOO_FAST_TO_READ
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.questions.flag_choice import SORE, FlagChoice
from tpsession.tui.widgets.questions.rating_scale import PAIN_ANCHORS, RatingScale
from tpsession.tui.widgets.session.time_digits import TimeDigits

HOW = "Type a number, use the arrows, or click one."
CHOOSE_FIRST = "Choose a number first: type it, use the arrows, or click one."
SKIP_QUESTION = ChoiceQuestion(
    "Skip this rating?",
    (AnswerOption("rate", "No, rate it", "n"), AnswerOption("leave", "Yes, skip it", "y")),
    ("Without it, there is nothing to compare.",),
    back="rate",
)
_SAVE_KEYS = ("enter", "space")
"""Keys that save the number; they don't count while they are held from the screen before."""
_ROOMY = (70, 24)
_HIGH = (110, 34)
_VAST = (160, 45)
"""From these columns and rows on, the numbers are larger; they allow for one sentence above.

On a roomy screen the chosen number is shown once more in large digits; on a high one, all are large.
"""
_LOW = 16
"""Below so many rows, the screen leaves out empty lines."""
_TIGHT = 24
"""Below so many rows, a screen with two rows of choices has no empty line around all of it."""
_SENTENCE_ROWS = 3
"""Rows that each sentence after the first takes on a narrow screen."""
_FLAG_ROWS = 2
"""Rows that the flags take, with the empty line above."""


@dataclass(frozen=True, slots=True)
class RatingSkipped:
    """Result of a rating screen where the person skipped the rating."""


SKIPPED = RatingSkipped()


class RateScreen(DeliberateInput, Page[int | RatingSkipped]):
    """Asks for one rating; its result is the number, `SKIPPED`, or None for "back".

    Presses meant for the screen before are ignored: they neither choose a number nor skip the rating.
    """

    CSS_PATH = "rate.tcss"
    HEADING = "How is it now?"
    ABOUT = "Type a number from 0 to 10 or use the arrows, then press enter. No number is chosen in advance."

    def __init__(
        self,
        sentences: tuple[str, ...] = (),
        *,
        button_text: str = "Save rating",
        heading: str = "",
        can_go_back: bool = True,
        optional: bool = False,
        flag_period: str = "",
        asks_soreness: bool = False,
        question: str = ratings.QUESTION,
        skip_text: str = "Skip rating",
        anchors: tuple[str, str] = PAIN_ANCHORS,
    ) -> None:
        """Make the screen.

        Args:
            sentences: Shown above the question.
            button_text: The label of the button that saves the number.
            heading: The page's heading; empty for `HEADING`.
            can_go_back: Whether there is a screen to go back to. If not, "back" skips the rating.
            optional: Whether skipping it needs no confirmation.
            flag_period: The words in front of the flags, such as "Since the session:"; empty asks for none.
            asks_soreness: Whether to ask if the area that was massaged is still sore.
            question: What is asked; another one than `ratings.QUESTION` only about the past, or overall.
            skip_text: The label of the button that closes without a number.
            anchors: What 0 and 10 mean.

        """
        super().__init__()
        self._flag_choice = FlagChoice(flag_period) if flag_period else None
        self._sore_choice = FlagChoice(SORE_PERIOD, (SORE,)) if asks_soreness else None
        self._can_go_back = can_go_back
        self._optional = optional
        self._heading = heading
        self._sentences = sentences
        self._button_text = button_text
        self._question = question
        self._skip_text = skip_text
        self._anchors = anchors
        self._refused_at = -math.inf
        """When a press was last refused, in seconds of the program's clock."""

    @property
    def flags(self) -> tuple[RatingFlag, ...]:
        """What the person marked that may also have changed the rating; empty if nothing, or if not asked."""
        return () if self._flag_choice is None else tuple(map(RatingFlag, self._flag_choice.chosen))

    @property
    def soreness(self) -> Soreness | None:
        """Whether the person has marked that the area is still sore; None if that isn't asked."""
        return None if self._sore_choice is None else make_soreness(bool(self._sore_choice.chosen))

    @property
    def _choices(self) -> list[FlagChoice]:
        return [choice for choice in (self._flag_choice, self._sore_choice) if choice is not None]

    def build_heading(self) -> str:
        """Return the heading that was passed in, or else the default one."""
        return self._heading or self.HEADING

    def compose_content(self) -> ComposeResult:
        """Build the sentences, the question, the chosen number, how to answer, the scale and other choices.

        Below these, which scroll, are two buttons, which don't: to save the number, and to skip the rating.
        """
        with Container(id="rating"):
            with VerticalScroll(id="question-area", can_focus=False):
                for sentence in self._sentences:
                    yield Static(literal(sentence), classes="sentence")
                yield Static(literal(self._question), id="question", classes="strong")
                yield TimeDigits(id="chosen")
                yield Static(HOW, id="instructions", classes="quiet")
                yield RatingScale(self._may_choose, self._anchors)
                for number, choice in enumerate(self._choices):
                    yield choice.set_class(number > 0, "-below")
            with Horizontal(id="buttons"):
                yield Button(
                    literal(self._button_text), id="save", variant="primary", compact=True, disabled=True
                )
                yield Button(label_with_key(SKIP_RATING_KEY, self._skip_text), id="skip", compact=True)

    def on_mount(self) -> None:
        """Focus the scale, which takes the digits."""
        self.query_one(RatingScale).focus()

    def on_resize(self, event: Resize) -> None:
        """Show larger numbers if all else leaves room for them; leave out empty lines on a low screen."""
        free_rows = event.size.height - _SENTENCE_ROWS * max(len(self._sentences) - 1, 0)
        if self._choices and self._sentences:
            # Without a sentence, the flags take its place.
            free_rows -= _FLAG_ROWS + len(self._choices) - 1
        for (columns, rows), name in ((_ROOMY, "-roomy"), (_HIGH, "-high"), (_VAST, "-vast")):
            self.set_class(event.size.width >= columns and free_rows >= rows, name)
        self.set_class(event.size.height < _LOW, "-low")
        self.set_class(len(self._choices) > 1 and event.size.height < _TIGHT, "-tight")

    def on_key(self, event: Key) -> None:
        """Skip the rating, save it, choose a number, or mark a choice below the scale, each by its key.

        This works wherever the focus is, but enter on a button presses the button.
        """
        scale = self.query_one(RatingScale)
        press = self.context.press_of(event)
        with self.context.handling_press(press):
            if event.character == SKIP_RATING_KEY:
                event.stop()
                self._skip_if_deliberate()
            elif event.key == "enter" and not isinstance(self.focused, Button):
                event.stop()
                self._save_number()
            elif scale.process_key(event, held=press.is_held):
                event.stop()
                scale.focus()
            elif any(
                choice.process_key(event.character or "", held=press.is_held) for choice in self._choices
            ):
                event.stop()

    def on_rating_scale_changed(self, event: RatingScale.Changed) -> None:
        """Show the chosen number in large digits if there is room; the save button needs a chosen number.

        The usual hint replaces any warning.
        """
        is_chosen = event.value is not None
        self.query_one("#save", Button).disabled = not is_chosen
        self.query_one("#chosen", TimeDigits).show(str(event.value) if is_chosen else "")
        how = self.query_one("#instructions", Static)
        how.update(HOW)
        how.set_classes("quiet")
        self.remove_class("-refused")
        self.set_class(is_chosen, "-chosen")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with the chosen number, or skip the rating, which asks first unless the rating is optional.

        A press in the screen's first second, or by a key that may be held from the screen before, only shows
        why it doesn't count.
        """
        if event.button.id == "skip":
            self._skip_if_deliberate()
        else:
            self._save_number()

    def skip(self) -> None:
        """Close with `SKIPPED`. Ask first unless the rating is optional: the skip key is next to the zero."""
        if self._optional:
            self.dismiss(SKIPPED)
            return
        self.app.push_screen(AskScreen(SKIP_QUESTION), self._handle_skip_answer)

    def _handle_skip_answer(self, answer: str | None) -> None:
        """Close with `SKIPPED` if the person confirmed that; otherwise nothing happens."""
        if answer == "leave":
            self.dismiss(SKIPPED)

    def action_close(self) -> None:
        """Close with None for "back"; if there is no screen to go back to, do what `skip` does.

        A press meant for the screen before only shows a hint.
        """
        if not self._can_go_back:
            self._skip_if_deliberate()
        elif self.is_leaving_deliberate():
            self.dismiss(None)

    def is_leaving_deliberate(self) -> bool:
        """Return whether the current press, which is to leave, was meant for this screen; if not, say so."""
        is_deliberate = self.is_deliberate()
        if not is_deliberate:
            self._refuse(TOO_FAST_TO_READ)
        return is_deliberate

    def _skip_if_deliberate(self) -> None:
        """Do what `skip` does; if the press was meant for the screen before, only show a hint."""
        if self.is_leaving_deliberate():
            self.skip()

    def _may_choose(self) -> bool:
        """Return whether the current press may choose a number; if not, show that it was ignored.

        A press in the screen's first second is ignored, and so is one within `ISOLATION_S` after an ignored
        one. Otherwise a 10 typed too early would become a 0.
        """
        now = self.context.press.at
        is_accepted = self.is_after_grace_period() and now - self._refused_at > ISOLATION_S
        if not is_accepted:
            self._refused_at = now
            self._refuse(TOO_FAST_TO_READ)
        return is_accepted

    def _save_number(self) -> None:
        """Close with the chosen number; if there is none or the key may still be held, show what to do."""
        value = self.query_one(RatingScale).value
        press = self.context.press
        # While a key is held, no digit can come between its repeats: after a digit it is a new press.
        is_new = press.key not in _SAVE_KEYS or press.is_debounced(_SAVE_KEYS) or press.previous_key.isdigit()
        if value is not None and is_new:
            self.dismiss(value)
        elif not self.is_after_grace_period():
            self._refuse(TOO_FAST_TO_READ)
        else:
            self._refuse(CHOOSE_FIRST if value is None else TOO_FAST)

    def _refuse(self, text: str) -> None:
        """Show a warning in place of the hint: why a press was ignored, or what to do."""
        how = self.query_one("#instructions", Static)
        how.update(text)
        how.set_classes("warning")
        self.add_class("-refused")


def label_with_key(key: str, text: str) -> Content:
    """Return the label of a button: the key that presses it, then the text."""
    return Content.assemble((key, "bold $text-accent"), "  ", literal(text))
