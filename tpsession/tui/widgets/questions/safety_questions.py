"""What both forms of the safety questions share: their layout, messages, and when a press may answer."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence

from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Static

from tpsession.core.catalog.area import Area
from tpsession.core.safety.screening import Tier
from tpsession.tui.input.press_filter import TOO_FAST_TO_READ
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.questions.must_read import MustReadScroll, unread_hint

NONE_APPLY = "None apply"
UNREAD_HINT = unread_hint("n")


class SafetyQuestions(Vertical):
    """The base class of `DailyQuestions` and `WholeQuestions`: their layout and messages."""

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
        """Posted when the questions are answered, or earlier if the person must act on an answer at once."""

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
            is_deliberate: Returns whether the press being handled may answer.
            is_settled: Returns whether that press came after the screen's first second, so that it may mark a
                line.

        """
        super().__init__()
        self._areas = areas
        self._is_deliberate = is_deliberate
        self._is_settled = is_settled

    @abstractmethod
    def process_key(self, event: Key) -> bool:
        """Do what a key does on this page: answer, move or scroll; return whether it is a key of the page.

        An answer that ends the questions posts `Answered`; a press that may not answer shows a hint.
        """

    @abstractmethod
    def ask_again(self) -> None:
        """Show the questions with the answers given, at the first that applies, to correct a mistake."""

    @property
    def _scroll(self) -> MustReadScroll:
        """The container of the questions."""
        return self.query_one(MustReadScroll)

    def _may_answer(self) -> bool:
        """Return whether the press was deliberate and the text was read to its end.

        If not, show a hint. If only the reading is missing, scroll down by a page, too.
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
