"""The safety questions, as lines to mark on one page, or as a page for each tier; all must be read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import Button, Static

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.questions import QuestionForm, list_lines, list_pages
from tpsession.core.safety.screening import Tier
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.text.paging import PAGE_KEYS, scroll_page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.questions.answer_button import AnswerButton, CheckButton
from tpsession.tui.widgets.questions.must_read import MustReadScroll, unread_hint

NONE_APPLY = "None apply"
SOME_APPLY = "At least one applies"
ASK_EVERYTHING = "Something has changed: ask me everything"
MARK_OR_N_HINT = "Press n if none apply, or mark those that do."
N_OR_Y_HINT = "Press n if none apply, or y if at least one does."
UNREAD_HINT = unread_hint("n")


class SafetyQuestions(Vertical):
    """The base class of both forms: scrolling questions, with a hint and the answers always visible."""

    DEFAULT_CSS = """
    SafetyQuestions {
        height: auto;
        max-height: 100%;
        & .question { dock: top; text-style: bold; height: auto; margin-bottom: 1; }
        & .text { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
        & .below { dock: bottom; height: auto; padding-top: 1; }
        & .hint { display: none; height: auto; color: $text-warning; margin-bottom: 1; }
    }
    """

    class Answered(Message):
        """Posted when every question is answered."""

        def __init__(self, tiers: Iterable[Tier], *, clinician_agreed: bool = False) -> None:
            """Make a message.

            Args:
                tiers: Those of which something applies, in any order.
                clinician_agreed: Whether a clinician said that light massage is all right; then what needs a
                    clinician's word isn't among the tiers.

            """
            super().__init__()
            applying = set(tiers)
            self.applying_tiers = [tier for tier in Tier if tier in applying]
            """The tiers of which something applies, the gravest first."""
            self.clinician_agreed = clinician_agreed

    class WholeListWanted(Message):
        """Posted when the person wants to be asked everything, because something has changed."""

    def __init__(
        self, areas: Sequence[Area], is_deliberate: Callable[[], bool], is_settled: Callable[[], bool]
    ) -> None:
        """Make the questions for a session.

        Args:
            areas: Every area of the session.
            is_deliberate: Whether the press being handled may answer.
            is_settled: Whether that press came after the screen's first second, so that it may mark a line.

        """
        super().__init__()
        self._areas = areas
        self._is_deliberate = is_deliberate
        self._is_settled = is_settled

    @abstractmethod
    def process_key(self, event: Key) -> bool:
        """Answer or move by a key; return whether this is a key of the questions.

        Answering posts `Answered`, or shows a hint if the press may not answer.
        """

    @abstractmethod
    def ask_again(self) -> None:
        """Show the answers again after a mistake, at the first one that applies."""

    @property
    def _scroll(self) -> MustReadScroll:
        """The container of the questions."""
        return self.query_one(MustReadScroll)

    def _may_answer(self) -> bool:
        """Return whether the press was deliberate and the text was read to its end.

        If not, show a hint; after a deliberate press also scroll on by a page.
        """
        if not self._is_deliberate():
            self._show_hint(TOO_FAST_TO_READ)
        elif self._scroll.advance_unread():
            return True
        else:
            self._show_hint(UNREAD_HINT)
        return False

    def _show_hint(self, text: str) -> None:
        """Show why a press did nothing; an empty text hides the hint."""
        hint = self.query_one(".hint", Static)
        hint.update(literal(text))
        hint.display = bool(text)


class DailyQuestions(SafetyQuestions):
    """The questions of every session: two lines for everyone and those of the areas, marked if they apply."""

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
        """Build the lines in their groups, and the answers."""
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
        """Show the answer for no checked line."""
        self._show_answer()

    def process_key(self, event: Key) -> bool:
        """Check a line by its number, move by up and down, scroll, or answer by n, a or enter.

        Enter answers with the checked lines, n that none applies, a that the whole list is wanted, if that is
        offered. Whatever isn't possible now shows a hint. Returns whether this is a key of the questions.
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
        """Focus the first checked line; the checks stay."""
        for box in self._checked()[:1]:
            box.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Check a line or give an answer by a click."""
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

        A press of the screen's first second only shows a hint: it was typed a page early.
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
        """Show the answer that is possible now: "none apply", or continue if a line is checked."""
        self.query_one("#none-apply").display = not self._checked()
        self.query_one("#continue").display = bool(self._checked())

    def _answer_none(self) -> None:
        """Post that no question applies, if none is checked, the text was read and the press was deliberate.

        Otherwise show why not.
        """
        if self._checked():
            self._show_hint("A line is marked. Press enter to continue, or remove the mark.")
        elif self._may_answer():
            self.post_message(self.Answered(()))

    def _want_whole_list(self) -> None:
        """Post that the person wants to be asked everything; if the press was too quick, only show a hint."""
        if self._is_deliberate():
            self.post_message(self.WholeListWanted())
        else:
            self._show_hint(TOO_FAST_TO_READ)

    def _continue(self) -> None:
        """Post the tiers of the checked lines, or show a hint if there is none.

        The text needn't have been read to its end.
        """
        boxes = zip(self._lines, self.query(CheckButton), strict=True)
        if tiers := [line.tier for line, box in boxes if box.checked]:
            self.post_message(self.Answered(tiers))
        else:
            self._show_hint(MARK_OR_N_HINT)


class PageAnswer(Enum):
    """The answer to one page of the whole list."""

    NONE = auto()
    SOME = auto()
    AGREED = auto()
    """At least one applies, and a clinician said that light massage is all right."""


_LABELS = {
    PageAnswer.NONE: NONE_APPLY,
    PageAnswer.SOME: SOME_APPLY,
    PageAnswer.AGREED: screening.CLINICIAN_AGREED,
}


class WholeQuestions(SafetyQuestions):
    """The whole list: one page for each tier, each of which is answered after it was read.

    If a tier applies on which the person must act at once, the remaining pages are left out.
    """

    DEFAULT_CSS = """
    WholeQuestions .last { margin-top: 1; }
    """

    def __init__(
        self,
        areas: Sequence[Area],
        is_deliberate: Callable[[], bool],
        is_settled: Callable[[], bool],
        place: str = "",
    ) -> None:
        """Make the questions; the first page is the gravest tier. place: as in `DailyQuestions`."""
        super().__init__(areas, is_deliberate, is_settled)
        self._pages = list_pages(areas, place)
        self._page = 0
        self._answers: dict[Tier, PageAnswer] = {}
        """The answers to the pages answered so far."""

    def compose(self) -> ComposeResult:
        """Build one page and the answers."""
        yield Static(classes="question")
        with MustReadScroll(classes="text", can_focus=True):
            yield BulletList()
            yield Static(classes="last quiet")
        with Vertical(classes="below"):
            yield Static(classes="hint")
            yield AnswerButton(NONE_APPLY, "n", id="none-apply")
            yield AnswerButton(SOME_APPLY, "y", id="some-apply")
            yield AnswerButton(screening.CLINICIAN_AGREED, "c", id="clinician-agreed")
            yield AnswerButton("Previous page", "←", id="before")

    def on_mount(self) -> None:
        """Show the first page."""
        self._show_page()

    def process_key(self, event: Key) -> bool:
        """Answer the page by n, y or c, scroll, or show the previous page by the left arrow.

        The c, that a clinician agreed, counts only on the page that asks for it. Enter and space only show a
        hint, unless a button has the focus. Returns whether this is a key of the questions.
        """
        by_key = {"n": PageAnswer.NONE, "y": PageAnswer.SOME, "c": PageAnswer.AGREED}
        answer = by_key.get((event.character or "").lower())
        if answer is not None and (answer is not PageAnswer.AGREED or self._needs_clinician):
            self._answer(answer)
        elif event.key == "left":
            self._show_previous_page()
        elif event.key in PAGE_KEYS:
            scroll_page(self._scroll, PAGE_KEYS[event.key])
        elif event.key in {"enter", "space"} and not isinstance(self.screen.focused, Button):
            # A second press of the key that opened this screen must not answer anything.
            self._show_hint(N_OR_Y_HINT)
        else:
            return False
        return True

    def ask_again(self) -> None:
        """Show the first page that was answered with `SOME`; there must be one."""
        self._page = next(
            number
            for number, page in enumerate(self._pages)
            if self._answers.get(page.tier) is PageAnswer.SOME
        )
        self._show_page()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer the page, or show the previous one, by a click or a focused button."""
        event.stop()
        if event.button.id == "before":
            self._show_previous_page()
        elif event.button.id == "clinician-agreed":
            self._answer(PageAnswer.AGREED)
        else:
            self._answer(PageAnswer.SOME if event.button.id == "some-apply" else PageAnswer.NONE)

    @property
    def _needs_clinician(self) -> bool:
        """Whether the page is about what needs a clinician's word, so that it has a third answer."""
        return self._pages[self._page].tier is Tier.CLINICIAN

    def _answer(self, answer: PageAnswer) -> None:
        """Answer this page, and show the next one; after the last, post `Answered`.

        It is posted earlier if something applies on which the person must act at once. If the press was too
        quick, or the page wasn't read to its end, only a hint is shown.
        """
        if not self._may_answer():
            return
        tier = self._pages[self._page].tier
        self._answers[tier] = answer
        act_at_once = answer is PageAnswer.SOME and tier.needs_immediate_action
        if self._page + 1 < len(self._pages) and not act_at_once:
            self._page += 1
            self._show_page()
            return
        applying = [tier for tier, given in self._answers.items() if given is PageAnswer.SOME]
        agreed = PageAnswer.AGREED in self._answers.values()
        self.post_message(self.Answered(applying, clinician_agreed=agreed))

    def _show_previous_page(self) -> None:
        """Go back by one page, unless this is the first one."""
        if self._page:
            self._page -= 1
            self._show_page()

    def _show_page(self) -> None:
        """Show the questions of the current page from their beginning, unread and without a hint."""
        page = self._pages[self._page]
        number = f"Page {self._page + 1} of {len(self._pages)}"
        self.query_one(".question", Static).update(Content(f"{screening.SCREENING_TITLE}  {number}"))
        self.query_one(BulletList).show(page.items, page.lead)
        self._show_closing_text(page.tier)
        self.query_one("#clinician-agreed").display = self._needs_clinician
        self.query_one("#before").display = self._page > 0
        self._scroll.reset()
        self._scroll.focus()
        self._show_hint("")

    def _show_closing_text(self, tier: Tier) -> None:
        """Show below the list: on the last page `NO_CLEARANCE`, then the earlier answer, if there is any."""
        lines = [] if self._page + 1 < len(self._pages) else [screening.NO_CLEARANCE]
        if tier in self._answers:
            lines.append(f"You answered: {_LABELS[self._answers[tier]]}.")
        closing = self.query_one(".last", Static)
        closing.update(Content("\n").join(map(Content, lines)))
        closing.display = bool(lines)
