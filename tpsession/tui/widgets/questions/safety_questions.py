"""The safety questions, as five lines to mark or as five pages to answer; nothing is passed unread."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Button, Static

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.screening import QUESTIONS, Tier
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.text.paging import PAGE_KEYS, scroll_page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.questions.answer_button import AnswerButton, CheckButton
from tpsession.tui.widgets.questions.must_read import MustReadScroll, unread_hint

NONE_APPLY = "Nothing of this is true"
SOME_APPLY = "Something of this is true"
MARK_OR_N_HINT = "Press n if nothing of this is true, or mark what is."
N_OR_Y_HINT = "Press n if nothing of this is true, y if something is."
UNREAD_HINT = unread_hint("n")


class SafetyQuestions(Vertical):
    """What both forms have in common: the text that scrolls, a note, and the answers, always in sight."""

    DEFAULT_CSS = """
    SafetyQuestions {
        height: auto;
        max-height: 100%;
        & .asked { dock: top; text-style: bold; height: auto; margin-bottom: 1; }
        & .told { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
        & .below { dock: bottom; height: auto; padding-top: 1; }
        & .hint { display: none; height: auto; color: $text-warning; margin-bottom: 1; }
    }
    """

    class Answered(Message):
        """Everything is answered."""

        def __init__(self, true: Iterable[Tier]) -> None:
            super().__init__()
            found = set(true)
            self.applying_tiers = [asked.tier for asked in QUESTIONS if asked.tier in found]
            """The tiers of which something is true, the gravest first."""

    def __init__(self, area: Area, is_deliberate: Callable[[], bool]) -> None:
        """Ask for a session on this area. is_meant: whether the press that is being dealt with may answer."""
        super().__init__()
        self._area = area
        self._is_meant = is_deliberate

    @abstractmethod
    def process_key(self, event: Key) -> bool:
        """Let a key answer or move; whether it is one that does."""

    @abstractmethod
    def ask_again(self) -> None:
        """After a slip: show what was said to be true."""

    @property
    def _told(self) -> MustReadScroll:
        return self.query_one(MustReadScroll)

    def _may_pass(self) -> bool:
        """Whether the text was in sight to its end and the press was meant; else read on, and say so."""
        if not self._is_meant():
            self._hint(TOO_FAST_TO_READ)
        elif self._told.advance_unread():
            return True
        else:
            self._hint(UNREAD_HINT)
        return False

    def _hint(self, words: str) -> None:
        """Say why a press did nothing; empty takes it away."""
        hint = self.query_one(".hint", Static)
        hint.update(literal(words))
        hint.display = bool(words)


class ShortQuestions(SafetyQuestions):
    """Five lines, each marked where it is true."""

    DEFAULT_CSS = """
    ShortQuestions CheckButton { margin-bottom: 1; }
    """

    def compose(self) -> ComposeResult:
        """The lines, and the answer."""
        yield Static(screening.SCREENING_TITLE, classes="asked")
        with MustReadScroll(classes="told"):
            for number, asked in enumerate(QUESTIONS, start=1):
                words = " ".join(screening.question_lines(asked, self._area, long=False))
                yield CheckButton(words, str(number), id=f"true-{asked.tier}")
            yield Static(screening.NO_CLEARANCE, classes="quiet")
        with Vertical(classes="below"):
            yield Static(classes="hint")
            yield AnswerButton(NONE_APPLY, "n", id="nothing")
            yield AnswerButton("Go on", "enter", id="go-on")

    def on_mount(self) -> None:
        """Nothing is marked."""
        self._show_answer()

    def process_key(self, event: Key) -> bool:
        """Numbers mark, arrows move, n passes, and enter goes on where something is marked."""
        boxes = list(self.query(CheckButton))
        numbered = {str(number): box for number, box in enumerate(boxes, start=1)}
        if event.character in numbered:
            numbered[event.character].focus()
            self._toggle(numbered[event.character])
        elif event.key in {"up", "down"}:
            self._move(boxes, 1 if event.key == "down" else -1)
        elif event.key in PAGE_KEYS:
            scroll_page(self._told, PAGE_KEYS[event.key])
        elif event.key == "enter":
            self._go_on()
        elif event.character in {"n", "N"}:
            self._pass()
        elif event.key == "space" and not isinstance(self.screen.focused, Button):
            self._hint(MARK_OR_N_HINT)
        else:
            return False
        return True

    def ask_again(self) -> None:
        """Point at the first marked line."""
        for box in self._marked()[:1]:
            box.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A line or an answer was clicked."""
        event.stop()
        if isinstance(event.button, CheckButton):
            self._toggle(event.button)
        elif event.button.id == "nothing":
            self._pass()
        else:
            self._go_on()

    def _move(self, boxes: list[CheckButton], by: int) -> None:
        here = next((place for place, box in enumerate(boxes) if box.has_focus), None)
        place = 0 if here is None else min(max(here + by, 0), len(boxes) - 1)
        boxes[place].focus()

    def _toggle(self, box: CheckButton) -> None:
        box.mark(not box.marked)
        self._hint("")
        self._show_answer()

    def _marked(self) -> list[CheckButton]:
        return [box for box in self.query(CheckButton) if box.marked]

    def _show_answer(self) -> None:
        self.query_one("#nothing").display = not self._marked()
        self.query_one("#go-on").display = bool(self._marked())

    def _pass(self) -> None:
        if self._marked():
            self._hint("Something is marked: press enter to go on, or take the mark away.")
        elif self._may_pass():
            self.post_message(self.Answered(()))

    def _go_on(self) -> None:
        if self._marked():
            true = [asked.tier for asked in QUESTIONS if self._box(asked.tier).marked]
            self.post_message(self.Answered(true))
        else:
            self._hint(MARK_OR_N_HINT)

    def _box(self, tier: Tier) -> CheckButton:
        return self.query_one(f"#true-{tier}", CheckButton)


class LongQuestions(SafetyQuestions):
    """The whole list, a page a tier: each is answered, so that nothing is passed unread.

    Only what somebody has to act on now isn't kept back until all is answered.
    """

    DEFAULT_CSS = """
    LongQuestions .last { margin-top: 1; }
    """

    def __init__(self, area: Area, is_meant: Callable[[], bool]) -> None:
        """Begin with the gravest."""
        super().__init__(area, is_meant)
        self._page = 0
        self._given: dict[Tier, bool] = {}

    def compose(self) -> ComposeResult:
        """One page, and the answers."""
        yield Static(classes="asked")
        with MustReadScroll(classes="told", can_focus=True):
            yield BulletList()
            yield Static(classes="last quiet")
        with Vertical(classes="below"):
            yield Static(classes="hint")
            yield AnswerButton(NONE_APPLY, "n", id="nothing")
            yield AnswerButton(SOME_APPLY, "y", id="something")
            yield AnswerButton("The page before", "←", id="before")

    def on_mount(self) -> None:
        """Show the first page."""
        self._show()

    def process_key(self, event: Key) -> bool:
        """N and y answer the page, the left arrow goes a page back."""
        if event.character in {"n", "N", "y", "Y"}:
            self._answer(something=event.character in {"y", "Y"})
        elif event.key == "left":
            self._turn_back()
        elif event.key in PAGE_KEYS:
            scroll_page(self._told, PAGE_KEYS[event.key])
        elif event.key in {"enter", "space"} and not isinstance(self.screen.focused, Button):
            # What led here leads no further.
            self._hint(N_OR_Y_HINT)
        else:
            return False
        return True

    def ask_again(self) -> None:
        """Turn to the first page of which something was true."""
        self._page = next(place for place, asked in enumerate(QUESTIONS) if self._given.get(asked.tier))
        self._show()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """An answer was clicked."""
        event.stop()
        if event.button.id == "before":
            self._turn_back()
        else:
            self._answer(something=event.button.id == "something")

    def _answer(self, *, something: bool) -> None:
        if not self._may_pass():
            return
        tier = QUESTIONS[self._page].tier
        self._given[tier] = something
        at_once = something and tier.needs_immediate_action
        if self._page + 1 < len(QUESTIONS) and not at_once:
            self._page += 1
            self._show()
        else:
            self.post_message(self.Answered(tier for tier, true in self._given.items() if true))

    def _turn_back(self) -> None:
        if self._page:
            self._page -= 1
            self._show()

    def _show(self) -> None:
        asked = QUESTIONS[self._page]
        number = f"{self._page + 1} of {len(QUESTIONS)}"
        self.query_one(".asked", Static).update(Content(f"{screening.SCREENING_TITLE}  {number}"))
        self.query_one(BulletList).show(screening.question_lines(asked, self._area, long=True), asked.lead)
        self._show_last(asked.tier)
        self.query_one("#before").display = self._page > 0
        self._told.reset()
        self._told.focus()
        self._hint("")

    def _show_last(self, tier: Tier) -> None:
        """Below the list: what was answered before, and at the very end what the questions are worth."""
        words = [] if self._page + 1 < len(QUESTIONS) else [screening.NO_CLEARANCE]
        if tier in self._given:
            words.append(f"You answered: {SOME_APPLY if self._given[tier] else NONE_APPLY}.")
        last = self.query_one(".last", Static)
        last.update(Content("\n").join(map(Content, words)))
        last.display = bool(words)
