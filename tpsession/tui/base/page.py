"""Base of the full pages: a title line, the content, and a footer with the keys."""

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
"""Smallest size in columns and rows at which a screen uses its spacious layout."""


class Page(SingleResultScreen[T], inherit_bindings=False):
    """A full page with a title line and a footer. It returns its result through `dismiss`; None is "back"."""

    AUTO_FOCUS: ClassVar[str | None] = None
    """None means the program's default: the first widget that can have the focus."""
    HEADING: ClassVar[str] = ""
    """The text of the title line."""
    ABOUT: ClassVar[str] = ""
    """One or two sentences for the screen's help."""
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, hidden=[HELP])

    @property
    def context(self) -> AppContext:
        """The running program, as far as a page may know it."""
        return cast("AppContext", self.app)

    def compose(self) -> ComposeResult:
        """Build the title line, the content and the footer."""
        heading = TruncatedLabel(id="heading")
        heading.set_text(self.build_heading())
        yield heading
        yield from self.compose_content()
        yield KeyFooter()

    def build_heading(self) -> str:
        """Return the text of the title line: `HEADING`, unless a page overrides this."""
        return self.HEADING

    def compose_content(self) -> ComposeResult:
        """Build the widgets between the title line and the footer. Each page implements this."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Close with None, which means "back"."""
        self.dismiss(None)
