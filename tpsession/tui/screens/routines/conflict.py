"""Shows two texts of a routine whose file another program has changed, and asks which one to keep."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tpsession.core.settings.actions import CLOSE, HELP
from tpsession.tui.base.deliberate_input import DeliberateInput
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.view_models.routines.routine_editor import first_difference
from tpsession.tui.widgets.editor.toml_area import TomlArea

_WIDTHS = [(0, "-narrow"), (100, "-wide")]
_HEIGHTS = [(0, "-low"), (24, "-high")]
EXPLANATION = "Another program has changed this file since you opened it. Nothing has been overwritten."


class ConflictScreen(DeliberateInput, Page[str], inherit_bindings=False):
    """Shows the person's text and the file's; the result is what to keep, or None to go on editing.

    What to keep is ``both``, ``mine`` or ``theirs``.
    """

    CSS_PATH = "conflict.tcss"
    HEADING = "The file was changed"
    ABOUT = (
        "The first text is yours, the second one is in the file; both are shown where they differ. "
        "Keep both saves yours under another name. If you keep one of them, the other can be brought back: "
        "theirs among the deleted routines, yours with ctrl+z."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, hidden=[HELP])
    AUTO_FOCUS = "#both"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, mine: str, theirs: str) -> None:
        """Make the screen. mine: the text in the editor. theirs: the text in the file."""
        super().__init__()
        self._mine = mine
        self._theirs = theirs

    def compose_content(self) -> ComposeResult:
        """Build both texts, and the buttons that keep both, only one of them, or lead back."""
        yield Static(EXPLANATION, id="explanation")
        with Horizontal(id="texts"):
            for name, text, title in (("mine", self._mine, "Yours"), ("theirs", self._theirs, "In the file")):
                with Vertical():
                    yield Static(title, classes="strong")
                    area = TomlArea(text, {"properties": {}}, id=f"text-{name}")
                    area.read_only = True
                    yield area
        with Horizontal(id="buttons"):
            yield Button("Keep both", id="both", variant="primary", compact=True)
            yield Button("Keep mine", id="mine", compact=True)
            yield Button("Keep theirs", id="theirs", compact=True)
            yield Button("Back", id="back", compact=True)

    def on_mount(self) -> None:
        """Show both texts at the first line that differs, selected so that it stands out."""
        first = first_difference(self._mine, self._theirs)
        for area in self.query(TomlArea):
            row = min(first, area.document.line_count - 1)
            area.move_cursor((row, 0), center=True)
            area.move_cursor(area.get_cursor_line_end_location(), select=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with what to keep, or None for "back"; ignore a press meant for the screen before."""
        if self.is_deliberate():
            self.dismiss(None if event.button.id == "back" else event.button.id)
