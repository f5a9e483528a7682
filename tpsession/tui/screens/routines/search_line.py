"""The line above the text of the editor in which words are searched for."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Key
from textual.widgets import Button, Static

from tpsession.tui.view_models.routines.routine_editor import Place
from tpsession.tui.view_models.routines.text_search import search_text
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.editor.toml_area import TomlArea

_MOVES = {"up": -1, "down": 1}


class SearchLine(Horizontal):
    """Searches a text for the words typed into this line, and selects them there. Hidden until `open`."""

    DEFAULT_CSS = """
    SearchLine {
        height: 1;
        display: none;
        padding: 0 1;
        & > LineInput { width: 1fr; }
        & > Static { width: auto; padding: 0 1; }
        & > Button { min-width: 4; margin-left: 1; }
    }
    """

    def __init__(self, area: TomlArea, *, id: str) -> None:
        """Make the line. area: the text in which it searches."""
        super().__init__(id=id)
        self._area = area
        self._from: Place = (0, 0)
        """Where the text's selection began when the line was opened: typing searches from there."""
        self._is_typed = False
        """Whether what is selected was found by typing, and no key has gone on from there."""

    def compose(self) -> ComposeResult:
        """Build the input, the text such as "2 of 5", and the buttons "Previous", "Next" and "Close"."""
        yield LineInput(placeholder="search", id="words", compact=True)
        yield Static(id="found")
        yield Button("Previous", id="previous", compact=True)
        yield Button("Next", id="next", compact=True)
        yield Button("Close", id="close", compact=True)

    def open(self) -> None:
        """Show the line and focus it; typing then searches from where the text's selection began.

        Without a selection, that is the cursor. The words that the line has from before are selected, so that
        typing replaces them.
        """
        self._from = self._area.selection.start
        self.display = True
        self._line.focus()
        self._line.action_select_all()

    def close(self) -> None:
        """Hide the line and focus the text, in which what was found last stays selected."""
        self.display = False
        self._area.focus()

    def go(self, by: int) -> None:
        """Select the next place with the words (`by` is 1), or the previous one (-1), wrapping around.

        It is looked for from the selection. Without words to search for, open the line instead.
        """
        self._is_typed = False
        if self._line.value:
            self._select(min(self._area.selection), by)
        else:
            self.open()

    def on_input_changed(self) -> None:
        """Select the first place with the typed words from `_from` on; if there is none, the first of all."""
        self._is_typed = True
        self._select(self._from, 0)

    def on_input_submitted(self) -> None:
        """Select the next place with the words; the first enter after typing keeps what typing has found."""
        if self._is_typed:
            self._is_typed = False
        else:
            self.go(1)

    def on_key(self, event: Key) -> None:
        """Select the next or previous place with the words by the arrows down and up, in the input only."""
        if event.key in _MOVES and self._line.has_focus:
            event.stop()
            self.go(_MOVES[event.key])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Select the next or the previous place with the words, or close the line."""
        event.stop()
        if event.button.id == "close":
            self.close()
        else:
            self.go(-1 if event.button.id == "previous" else 1)

    def _select(self, at: Place, by: int) -> None:
        """Select the place that `TextSearch.find` finds, and show which of how many it is.

        If it finds none, the selection stays, and a text says that nothing was found; for an empty line there
        is no text.

        at, by: as for `TextSearch.find`.
        """
        search = search_text(self._area.document.lines, self._line.value)
        index = search.find(at, by)
        if index is not None:
            self._area.move_cursor(search.starts[index])
            self._area.move_cursor(search.ends[index], select=True, center=True)
        self.query_one("#found", Static).update(search.describe(index) if self._line.value else "")

    @property
    def _line(self) -> LineInput:
        return self.query_one(LineInput)
