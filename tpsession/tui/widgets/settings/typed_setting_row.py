"""Rows of the settings screen whose value is typed: a text, a duration, or keys."""

from __future__ import annotations

from textual.content import Content
from textual.events import DescendantBlur

from tpsession.tui.text.plain_text import display_text
from tpsession.tui.view_models.setting_editor import InputStep, KeysEditor, Reaction, TextEditor
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.lists.pointer import POINTER_CELLS
from tpsession.tui.widgets.settings.setting_row import (
    MIN_WIDTH_OF_ONE_LINE,
    NAME_CELLS,
    VALUE_STYLE,
    WARNING_STYLE,
    SettingRow,
    clickable,
)


class TextRow(SettingRow):
    """A row whose value is typed, such as a duration. Enter, space or a click opens an input over it."""

    DEFAULT_CSS = """
    TextRow {
        & > Input {
            height: 1;
            width: 1fr;
            border: none;
            padding: 0;
            background: $background;
        }
        & > Input:focus { border: none; background: $background; }
    }
    """

    editor: TextEditor
    _input: LineInput | None = None
    """The open input. It is None once the input is to close, though Textual removes it a moment later."""

    def confirm_saved(self) -> None:
        """Close the input, if it is open, because the value was saved."""
        self.apply(self.editor.close_input())

    def apply(self, reaction: Reaction) -> None:
        """Do what the base class does, and what the reaction's `input_step` says about the input.

        The input is closed at once, or opened a moment later. Without a step, it stays as it is.
        """
        super().apply(reaction)
        if reaction.input_step is InputStep.CLOSE:
            self._close_input()
        elif reaction.input_step is not None:
            self.call_later(self._open_input, with_default=reaction.input_step is InputStep.OPEN_WITH_DEFAULT)

    async def _open_input(self, *, with_default: bool) -> None:
        """Open the input over the value, focus it and hide the error; do nothing if an input is open.

        with_default: whether the input starts with the setting's default instead of its value.
        """
        if self._input is not None:
            return
        self.show_error("")
        text = self.editor.open_input(with_default=with_default)
        self._input = line = LineInput(text, compact=True, select_on_focus=True)
        self._place_over_value(line)
        await self.mount(line)
        line.focus()
        self.post_message(self.KeysChanged(self))

    def on_resize(self) -> None:
        """Keep an open input over the value, which may be on another line at the new width."""
        if self._input is not None:
            self._place_over_value(self._input)

    def _place_over_value(self, line: LineInput) -> None:
        """Place the input where the value is: beside the setting's name, or below it in a narrow row."""
        is_narrow = self.content_size.width < MIN_WIDTH_OF_ONE_LINE
        line.styles.margin = (1, 0, 0, POINTER_CELLS) if is_narrow else (0, 0, 0, NAME_CELLS + POINTER_CELLS)

    def _close_input(self) -> None:
        """Remove the input without saving its text; do nothing if none is open.

        If the input had the focus, focus the row.
        """
        line, self._input = self._input, None
        if line is None:
            return
        had_focus = line.has_focus
        # The input's text isn't wanted: losing the focus must not save it.
        with self.prevent(DescendantBlur):
            line.remove()
        if had_focus:
            self.focus()

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        """After enter in the input, do what the editor decides: have the text saved, or close the input."""
        event.stop()
        self.apply(self.editor.submit(event.value))

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Do what the editor decides when the input loses the focus: have the text saved, or close the input.

        Do nothing when the terminal's window loses the focus.
        """
        if self.app.app_focus and isinstance(event.widget, LineInput):
            self.apply(self.editor.leave_input(event.widget.value))

    def control(self, room: int) -> Content:
        """Return the value in at most `room` cells; an open input covers it."""
        style = VALUE_STYLE if self.editor.value else ""
        text = display_text(self.editor.format_value(self.editor.value))
        return clickable(text, style, "open").truncate(room, ellipsis=True)


class KeysRow(TextRow):
    """A row for the keys of an action, which are typed or pressed."""

    editor: KeysEditor

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether the row waits for a key, whichever it is; Textual and `Arrivals` ask this."""
        return self.editor.is_waiting

    def control(self, room: int) -> Content:
        """Return what stands beside or below the setting's name, in at most `room` cells: its keys.

        While the row waits for a new key, it is the request to press one.
        """
        if self.editor.is_waiting:
            return Content.styled("Press the new key", WARNING_STYLE).truncate(room)
        return super().control(room)
