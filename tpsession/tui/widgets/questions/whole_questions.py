"""The whole list of safety questions, a page for each tier, answered page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Button, Static

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.questions import list_pages
from tpsession.core.safety.screening import Tier
from tpsession.tui.text.paging import PAGE_KEYS, scroll_page
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.questions.answer_button import AnswerButton
from tpsession.tui.widgets.questions.must_read import MustReadScroll
from tpsession.tui.widgets.questions.safety_questions import NONE_APPLY, SafetyQuestions

SOME_APPLY = "At least one applies"
N_OR_Y_HINT = "Press n if none apply, or y if at least one does."


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
    """The whole list of safety questions: a page for each tier of the list, to be read and then answered."""

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
        """Build the page's title, its signs and closing text, a line for a hint, and the buttons.

        The buttons say that none applies, that at least one does, or that a clinician agreed; one shows the
        previous page.
        """
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

        The c says that a clinician agreed; it is a key only of the page that asks for it. Enter and space
        show a hint, unless a button has the focus. Return whether the key was one of these; if not, nothing
        was done.
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
        """Show the first page that was answered with `SOME`; there must be one. The answers stay."""
        self._page = next(
            number
            for number, page in enumerate(self._pages)
            if self._answers.get(page.tier) is PageAnswer.SOME
        )
        self._show_page()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer the page, or show the previous page, as the pressed button says."""
        event.stop()
        if event.button.id == "before":
            self._show_previous_page()
        elif event.button.id == "clinician-agreed":
            self._answer(PageAnswer.AGREED)
        else:
            self._answer(PageAnswer.SOME if event.button.id == "some-apply" else PageAnswer.NONE)

    @property
    def _needs_clinician(self) -> bool:
        """Whether the page has the third answer, that a clinician agreed."""
        return self._pages[self._page].tier is Tier.CLINICIAN

    def _answer(self, answer: PageAnswer) -> None:
        """Answer the page, and show the next one; after the last page, post `Answered`.

        `Answered` is posted earlier if the answer is that something applies on which the person must act at
        once. If the press wasn't deliberate, or the page wasn't read to its end, the answer doesn't count:
        `_may_answer`.
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
        """Show the current page from its beginning, focus its text, and hide the hint.

        The page counts as unread, even if it was shown before.
        """
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
        """Show the text below the questions: `NO_CLEARANCE` on the last page, then any earlier answer.

        Without either, hide the text.

        tier: that of the current page.
        """
        lines = [] if self._page + 1 < len(self._pages) else [screening.NO_CLEARANCE]
        if tier in self._answers:
            lines.append(f"You answered: {_LABELS[self._answers[tier]]}.")
        closing = self.query_one(".last", Static)
        closing.update(Content("\n").join(map(Content, lines)))
        closing.display = bool(lines)
