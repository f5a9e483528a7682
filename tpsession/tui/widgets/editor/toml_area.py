"""The text of a routine file as it is typed: TOML in colours, problems underlined, and what may come next.

This is the only module that knows how Textual's text widget works inside: it finds out there that the text
has changed, clears the lines that are kept drawn, and keeps undo from crashing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from tpsession.core.catalog.routine import MAX_FILE_BYTES
from tpsession.core.errors import Severity
from tpsession.core.routine_editing.completion import Completion, Schema, complete
from tpsession.core.routine_editing.toml_lines import PartKind, TomlLine, read_lines
from tpsession.core.text.sanitize import sanitize
from tpsession.tui.input.own_bindings import run_own_binding
from tpsession.tui.view_models.routines.routine_editor import Underline

_STYLES = {
    PartKind.COMMENT: "toml--comment",
    PartKind.HEADING: "toml--heading",
    PartKind.KEY: "toml--key",
    PartKind.TEXT: "toml--text",
    PartKind.VALUE: "toml--value",
}
_PROBLEMS = {Severity.ERROR: "toml--error", Severity.WARNING: "toml--warning"}


class TomlArea(TextArea):
    """A text area for a routine file."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_STYLES.values(), *_PROBLEMS.values()}
    DEFAULT_CSS = """
    TomlArea {
        background: $background;
        & .text-area--gutter, & .text-area--cursor-gutter { color: $text-muted; background: $background; }
        & .text-area--suggestion { color: $text-muted; text-style: italic; background: $background; }
        & .text-area--selection { color: $block-cursor-foreground; background: $block-cursor-background; }
        & > .toml--comment { color: $text-muted; text-style: italic; }
        & > .toml--heading { color: $text-primary; text-style: bold; }
        & > .toml--key { color: $text-accent; }
        & > .toml--text { color: $text-success; }
        & > .toml--value { color: $text-warning; }
        & > .toml--error { color: $text-error; text-style: bold underline; }
        & > .toml--warning { text-style: underline; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "text_start", "Start", show=False),
        Binding("ctrl+end", "text_end", "End", show=False),
    ]

    class TooLarge(Message):
        """Posted when something isn't inserted because the file would become too large."""

    def __init__(self, text: str, schema: Schema, *, id: str) -> None:
        """Make a text area. schema: of a routine file, for what may come next."""
        self._schema = schema
        self._toml_lines: list[TomlLine] = []
        self._underlines: Mapping[int, Sequence[Underline]] = {}
        self._first_row: int | None = None
        """The row in which the text was opened; None if it wasn't opened at a row."""
        super().__init__(text, id=id, show_line_numbers=True, highlight_cursor_line=True, compact=True)
        # Here it searches; in Textual it deletes the rest of a word.
        self._bindings.key_to_bindings.pop("ctrl+f", None)

    @property
    def toml_lines(self) -> Sequence[TomlLine]:
        """The lines of the text, each divided into its parts, such as keys and comments."""
        return self._toml_lines

    def show_underlines(self, underlines: Mapping[int, Sequence[Underline]]) -> None:
        """Underline these parts of the text instead of the earlier ones. underlines: by row, from 0."""
        if underlines != self._underlines:
            self._underlines = underlines
            self._line_cache.clear()
            self.refresh()

    def complete(self) -> Completion:
        """Return what may be typed at the cursor, perhaps nothing, and which columns of its row it replaces.

        If the cursor is in the value of a key, a hint on that value comes with it.
        """
        row, column = self.cursor_location
        return complete(self._toml_lines, row, column, self._schema)

    def insert_candidate(self, completion: Completion, text: str) -> None:
        """Replace the part of the cursor's row that `complete` found, and put the cursor after the new text.

        Args:
            completion: What `complete` returned; it says which part of the row is replaced.
            text: The text of the candidate, which replaces it.

        """
        row, _ = self.cursor_location
        end = self.replace(text, (row, completion.start), (row, completion.end)).end_location
        self.move_cursor(end)

    def open_at(self, row: int) -> None:
        """Put the cursor at the beginning of a row, counted from 0, which `on_resize` scrolls to the top."""
        self.move_cursor((row, 0))
        self._first_row = row

    def on_resize(self) -> None:
        """If the cursor is still where `open_at` put it, scroll its row to the top of the window again.

        A new screen gets its size step by step, and wraps the text each time.
        """
        row, column = self.cursor_location
        if column == 0 and row == self._first_row:
            self.call_after_refresh(self._scroll_to_row, row)

    def _scroll_to_row(self, row: int) -> None:
        """Put a row of the text at the top of the window, or as near as the end of the text allows.

        Do nothing if the cursor isn't at the beginning of that row any more: the row may not even exist now.
        """
        if self.cursor_location != (row, 0):
            return
        offset = self.wrapped_document.location_to_offset((row, 0))
        self.scroll_to(y=offset.y, animate=False, force=True)

    async def _on_key(self, event: Key) -> None:
        """Run the action that the text area itself binds to the key, if any, before the next key comes."""
        await run_own_binding(self, event)

    def action_text_start(self) -> None:
        """Go to the beginning of the text."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """Go to the end of the text."""
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """Return a line of the text, from 0 on, with the colours of TOML and its problems underlined.

        A character that could control the terminal or turn the text round is shown as U+FFFD; only tabs stay.
        """
        parts = self.document.get_line(line_index).split("\t")
        line = Text("\t".join(map(sanitize, parts)), end="", no_wrap=True)
        for part in self._toml_lines[line_index].parts:
            line.stylize(self._style(_STYLES[part.kind]), part.start, part.end)
        for under in self._underlines.get(line_index, ()):
            line.stylize(self._style(_PROBLEMS[under.severity]), under.start, under.end)
        return line

    def edit(self, edit: Edit) -> EditResult:
        """Make a change, or post `TooLarge` if the text would then be larger than a routine file may be.

        A change that only deletes is always made. If the change isn't made, the result has an empty replaced
        text and the end of the place that would have been replaced.
        """
        first, last = sorted((edit.from_location, edit.to_location))
        size = len(self.text.encode(errors="replace")) + len(edit.text.encode(errors="replace"))
        removed = len(self.document.get_text_range(first, last).encode(errors="replace"))
        if size - removed > MAX_FILE_BYTES and len(edit.text) > 0:
            self.post_message(self.TooLarge())
            return EditResult(end_location=last, replaced_text="")
        return super().edit(edit)

    def update_suggestion(self) -> None:
        """Show the rest of the first candidate after the cursor; Textual calls this.

        Show nothing unless the cursor is at the end of its line, and the beginning of the candidate is typed.
        """
        row, column = self.cursor_location
        found = self.complete()
        line = self._toml_lines[row].text
        typed = line[found.start : column]
        first = found.candidates[0].text if found.candidates and typed and column == len(line) else ""
        self.suggestion = first[len(typed) :] if first.startswith(typed) else ""

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def _recompute_cursor_offset(self) -> None:
        """Find the cursor's cell, unless the cursor is in a row after the end of the text.

        Undo can leave the cursor there for a moment. Textual moves it only after it has shown or hidden the
        scrollbar, which asks for that cell, and so crashes without this:
        https://github.com/Textualize/textual/issues/6686.
        """
        if self.cursor_location[0] < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Wrap the lines anew, and forget how they were drawn before the scrollbar came or went."""
        super()._rewrap_and_refresh_virtual_size()
        self._line_cache.clear()

    def _build_highlight_map(self) -> None:
        """Read the lines again; Textual calls this whenever the text has changed."""
        super()._build_highlight_map()
        self._toml_lines = read_lines(self.document.lines)
