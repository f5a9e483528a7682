"""What the screen below is for, and what can be done on it with which keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tpsession.core.action import CLOSE, GO, STOP
from tpsession.tui.bindings import APP_WIDE, Available, available, bindings, key_words
from tpsession.tui.once import GivesOnce
from tpsession.tui.over import LetsThrough
from tpsession.tui.page import Page, plain
from tpsession.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp


class HelpScreen(GivesOnce[None], LetsThrough, ModalScreen[None], inherit_bindings=False):
    """Lies over the screen that it is about; nothing below it stops."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#box"
    BINDINGS: ClassVar[list[BindingType]] = bindings(CLOSE, hidden=[*APP_WIDE, GO, STOP])

    def __init__(self, about: Screen[Any]) -> None:
        """about: the screen that is explained, as it is now."""
        super().__init__()
        self._heading = about.heading() if isinstance(about, Page) else ""
        self._about: str = getattr(about, "ABOUT", "")
        self._actions = available(about)

    def compose(self) -> ComposeResult:
        """The screen's own words, then an action a row."""
        with VerticalScroll(id="box"):
            yield Static(plain(f"Help: {self._heading}" if self._heading else "Help"), id="title")
            if self._about:
                yield Static(plain(self._about), id="about")
            for each in self._actions:
                with Horizontal(classes="action"):
                    yield Static(plain(self._keys(each)), classes="keys")
                    yield Static(self._said(each), classes="said")
        yield KeyFooter()

    def action_close(self) -> None:
        """Go back to the screen."""
        self.dismiss(None)

    def _keys(self, each: Available) -> str:
        app = cast("TpsessionApp", self.app)
        keys = app.preferences.keys(each.action.id)
        return "  ".join(key_words(key, app.charset) for key in keys)

    @staticmethod
    def _said(each: Available) -> Content:
        return Content.assemble((each.action.name, "bold $foreground"), "\n", each.action.help)
