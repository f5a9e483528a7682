"""Shows the code of a routine, for somebody to scan with a phone."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.events import Resize
from textual.widgets import Static

from tpsession.core.catalog.routine import Routine
from tpsession.core.routine_editing.qr_code import QrCode
from tpsession.core.settings.actions import SHOW_CODE
from tpsession.core.text.sanitize import sanitize
from tpsession.tui.base.page import Page
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.routines.routine_code import ADD_COMMAND, WHAT_FOR, make_code_view

_DARK_ON_LIGHT = "#000000 on #ffffff"
"""In every theme: many readers don't find a light code on a dark ground."""


class CodeScreen(Page[None]):
    """Shows a routine as a QR code; if it can't be shown, says why, and what to do instead."""

    CSS_PATH = "code.tcss"
    HEADING = SHOW_CODE.name
    ABOUT = f"{WHAT_FOR} {ADD_COMMAND}. It needs a large window, because a routine is long for a code."

    def __init__(self, routine: Routine, code: QrCode | None) -> None:
        """Make the screen. code: of the routine; None if it is too long for one."""
        super().__init__()
        self._routine = routine
        self._code = code

    def build_heading(self) -> str:
        """Return the heading with the name of the routine."""
        return f"{self.HEADING}: {sanitize(self._routine.name)}"

    def compose_content(self) -> ComposeResult:
        """Build the code and the text about it."""
        with Container(id="window"):
            yield Static(id="code")
            yield Vertical(id="text")

    def on_mount(self) -> None:
        """Show what fits once the size is known."""
        self.call_after_refresh(self._show)

    def on_resize(self, _event: Resize) -> None:
        """Show what fits now."""
        self.call_after_refresh(self._show)

    async def _show(self) -> None:
        """Replace what is shown: the code, if the terminal can show it, and the text beside or below it.

        Without the code, the text says why it isn't shown.
        """
        window = self.query_one("#window")
        view = make_code_view(self._code, self._routine, *window.size, charset_of(self))
        code = self.query_one("#code", Static)
        code.display = bool(view.rows)
        code.update(Text("\n".join(view.rows), style=_DARK_ON_LIGHT, no_wrap=True, end=""))
        window.set_class(view.is_beside, "-beside")
        text = self.query_one("#text", Vertical)
        with self.app.batch_update():
            await text.remove_children()
            await text.mount_all(Static(literal(paragraph)) for paragraph in view.text)
