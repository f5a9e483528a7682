"""What all screens have in common: a title line, the content, and the keys at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType

from tpsession.core.settings.actions import CLOSE, HELP
from tpsession.tui.base.single_result import SingleResultScreen
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.widgets.common.key_footer import KeyFooter
from tpsession.tui.widgets.common.line import TruncatedLabel

if TYPE_CHECKING:
    from tpsession.tui.context import AppContext

T = TypeVar("T")
ROOMY = (110, 34)
"""Columns and rows of the screen from which on there is room to spare."""


class Page(SingleResultScreen[T], inherit_bindings=False):
    """A screen of the program. It gives its result by `dismiss`; None is "back"."""

    AUTO_FOCUS: ClassVar[str | None] = None
    """The program's own: the first widget that takes keys."""
    HEADING: ClassVar[str] = ""
    """The words of the title line."""
    ABOUT: ClassVar[str] = ""
    """A sentence or two for the screen's help."""
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, hidden=[HELP])

    @property
    def context(self) -> AppContext:
        """The running program."""
        return cast("AppContext", self.app)

    def compose(self) -> ComposeResult:
        """Title, content, footer."""
        heading = TruncatedLabel(id="heading")
        heading.set_text(self.build_heading())
        yield heading
        yield from self.compose_content()
        yield KeyFooter()

    def build_heading(self) -> str:
        """The words of the title line."""
        return self.HEADING

    def compose_content(self) -> ComposeResult:
        """The widgets between title line and footer."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Leave without a result."""
        self.dismiss(None)
