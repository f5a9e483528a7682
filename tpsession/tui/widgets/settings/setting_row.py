"""Rows of the settings screen: each shows the name, value and help of one setting.

A row changes no setting itself. Its editor decides what a key or a click means, the row posts `Changed`, and
the screen saves the value and tells the row what came of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from tpsession.core.settings.definitions import Setting
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.setting_editor import (
    DEFAULT_PART,
    ChoiceEditor,
    PercentEditor,
    Reaction,
    SettingEditor,
    Value,
)
from tpsession.tui.widgets.common.hanging import hanging_indent
from tpsession.tui.widgets.lists.pointer import POINTER_CELLS, pointer

NAME_CELLS = 20
"""Columns of the name and the space after it."""
MIN_WIDTH_OF_ONE_LINE = 46
"""The smallest width in columns at which the value is beside the name, not below it."""
_BAR_LENGTHS = (20, 10)
"""The lengths of a volume's bar in cells; the first that fits is taken."""
_CELLS_AROUND_BAR = 14

# Styles
NAME_STYLE = "bold"
VALUE_STYLE = "bold $text-primary"
MUTED_STYLE = "$text-muted"
LINK_STYLE = "underline $text-muted"
WARNING_STYLE = "$text-warning"


def clickable(text: str, style: str, part: str, number: int = 0) -> Content:
    """Return text that carries what a click on it means; the widget's `on_click` reads this.

    Args:
        text: The text.
        style: How it looks.
        part: The name of the part of the widget.
        number: Which one of several such parts, or by how much, as the part needs it.

    """
    return Content.styled(text, style).stylize(Style.from_meta({"part": part, "number": number}))


class SettingRow(Widget, can_focus=True):
    """The base class of the rows of the settings. Up and down move the focus to the other rows."""

    DEFAULT_CSS = """
    SettingRow {
        width: 100%;
        height: auto;
        padding: 0 1 0 0;
        color: $foreground;

        &:hover { background: $panel; }
        &:focus, &:focus-within { background: $block-cursor-blurred-background; }
    }
    """
    ALLOW_SELECT = False

    @dataclass
    class Changed(Message):
        """Posted when the person asks for another value."""

        row: SettingRow
        value: str | int | bool

    @dataclass
    class KeysChanged(Message):
        """Posted when other keys than before may do something in the row that has the focus."""

        row: SettingRow

    def __init__(self, editor: SettingEditor, *, shows_help: bool = True) -> None:
        """Make a row.

        Args:
            editor: Holds the setting and its value, and decides on changes.
            shows_help: Whether the setting's help is below the name; if not, the screen shows it elsewhere.

        """
        super().__init__()
        self.editor = editor
        self._shows_help = shows_help
        self._error = ""
        self.warnings: tuple[str, ...] = ()
        """Sentences on what may be wrong with the value."""

    @property
    def setting(self) -> Setting:
        """The setting of this row."""
        return self.editor.setting

    # Called by the screen

    def set_value(self, value: Value) -> None:
        """Show the value that the settings have, unless it is shown already."""
        if value != self.editor.value:
            self.editor.value = value
            self._show_editor()

    def show_error(self, text: str) -> None:
        """Show below the row why a value wasn't accepted; an empty text removes the error that is shown."""
        if text != self._error:
            self._error = text
            self._show_text_below(bool(text))

    def show_warnings(self, sentences: Sequence[str]) -> None:
        """Show below the row what may be wrong with the value, in place of earlier warnings, if any.

        Without sentences, no warning is shown.
        """
        if tuple(sentences) != self.warnings:
            self.warnings = tuple(sentences)
            self._show_text_below(bool(sentences))

    def confirm_saved(self) -> None:
        """React to the saving of the value that was asked for: do nothing, unless overridden."""

    # Keys and mouse

    def on_focus(self) -> None:
        """Show the mark of the focused row, and post `KeysChanged`."""
        self.refresh()
        # Not `_show_editor`: `has_focus` isn't set yet.
        self.post_message(self.KeysChanged(self))

    def on_blur(self) -> None:
        """Hide the focused row's mark, and have the editor end what a key has begun, such as a number."""
        self.apply(self.editor.leave())
        self.refresh()

    def on_key(self, event: Key) -> None:
        """Do what a key means in this row, and stop its event; other keys go on to the screen."""
        if self.process_key(event):
            event.stop()

    def process_key(self, event: Key) -> bool:
        """Do what the editor decides for a key, such as asking for another value.

        If the editor doesn't use the key, up and down focus the row before or after; after the last row comes
        the first. Return whether the key means something here.
        """
        reaction = self.editor.press(event.key, event.character)
        if reaction is not None:
            self.apply(reaction)
        elif event.key in {"up", "down"}:
            rows = list(self.screen.query(SettingRow))
            index = rows.index(self) + (1 if event.key == "down" else -1)
            # The screen scrolls, so that a section's title becomes visible as well.
            rows[index % len(rows)].focus(scroll_visible=False)
        else:
            return False
        return True

    def on_click(self, event: Click) -> None:
        """Do what the text under the mouse stands for: `click_part`. Text without a meaning does nothing."""
        part = event.style.meta.get("part")
        if part is not None:
            self.click_part(str(part), int(event.style.meta["number"]))

    def click_part(self, part: str, number: int = 0) -> None:
        """Ask for the setting's default, or do what the editor decides for another part.

        Args:
            part: The part that was clicked: `DEFAULT_PART`, or a part of the editor's.
            number: Passed on to the editor's `click`.

        """
        is_default = part == DEFAULT_PART
        self.apply(
            self.editor.request(self.setting.default) if is_default else self.editor.click(part, number)
        )

    def apply(self, reaction: Reaction) -> None:
        """Do what the editor decided, as far as its reaction says something.

        Show the reaction's error below the row; an empty error removes the one before, None leaves it. Draw
        the row again, and post `Changed` if there is a value to save. An empty reaction does nothing.
        """
        if reaction.error is not None:
            self.show_error(reaction.error)
        if reaction != Reaction():
            self._show_editor()
        if reaction.value is not None:
            self.post_message(self.Changed(self, reaction.value))

    def _show_editor(self) -> None:
        """Draw the row again; if it has the focus, also post `KeysChanged`."""
        self.refresh(layout=True)
        if self.has_focus:
            self.post_message(self.KeysChanged(self))

    def _show_text_below(self, scroll: bool) -> None:
        """Draw the row again, because the text below it has changed.

        scroll: whether to scroll to the row if it has the focus.
        """
        self.refresh(layout=True)
        if scroll and self.has_focus_within:
            self.call_after_refresh(self.scroll_visible, animate=False)

    # Drawing

    def control(self, room: int) -> Content:
        """Return the value, and what changes it by a click, in at most `room` cells.

        Every subclass must override this.
        """
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the text takes at this width."""
        return len(self._wrapped_lines(width))

    def render(self) -> RenderResult:
        """Draw the name and the value, then the help if this row shows it, then any error and warnings."""
        return Content("\n").join(self._wrapped_lines(self.content_size.width))

    def _wrapped_lines(self, width: int) -> list[Content]:
        """Return what `render` draws as lines of at most `width` cells."""
        mark = pointer(self, here=self.has_focus)
        name = Content.assemble((mark, VALUE_STYLE), (self.setting.title, NAME_STYLE))
        room = max(1, width - POINTER_CELLS)
        if width < MIN_WIDTH_OF_ONE_LINE:
            first = [name.truncate(width), Content.assemble("  ", self.control(room))]
        else:
            padded = name.truncate(NAME_CELLS + POINTER_CELLS, pad=True)
            first = [Content.assemble(padded, self.control(room - NAME_CELLS))]
        lines = first
        if self._shows_help and self.setting.help:
            lines += hanging_indent(Content("  "), self._help(), width)
        for text in filter(None, (self._error, *self.warnings)):
            lines += hanging_indent(Content("  "), literal(text).stylize_before(WARNING_STYLE), width)
        return lines

    def _help(self) -> Content:
        """Return the help; if the value isn't the default, a link that sets the default follows."""
        text = Content.styled(self.setting.help, MUTED_STYLE)
        if not self.editor.is_changed:
            return text
        default = f"Default: {self.editor.format_value(self.setting.default)}"
        return Content.assemble(text, "  ", clickable(default, LINK_STYLE, DEFAULT_PART))


class ChoiceRow(SettingRow):
    """A row for one of a few values, or for on and off."""

    editor: ChoiceEditor

    def control(self, room: int) -> Content:
        """Return all values in at most `room` cells, the current one in brackets; a click on one chooses it.

        If the values don't fit, return only the current one between two arrows, cut if it is too long. A
        click on the left arrow chooses the value before; a click on the right arrow or on the value itself
        chooses the next one. After the last value comes the first.
        """
        current = self.editor.index
        texts = [self.editor.format_value(choice) for choice in self.editor.choices]
        parts = [
            clickable(f"[{text}]", VALUE_STYLE, "choice", index)
            if index == current
            else clickable(f" {text} ", MUTED_STYLE, "choice", index)
            for index, text in enumerate(texts)
        ]
        if sum(part.cell_length for part in parts) <= room:
            return Content.assemble(*parts)
        before, after = clickable("◀ ", "", "choice", current - 1), clickable(" ▶", "", "choice", current + 1)
        value = clickable(texts[current], VALUE_STYLE, "choice", current + 1)
        # Both arrows stay, however long the value is.
        width = max(1, room - before.cell_length - after.cell_length)
        return Content.assemble(before, value.truncate(width, ellipsis=True), after).truncate(room)


class PercentRow(SettingRow):
    """A row for a volume."""

    editor: PercentEditor

    def control(self, room: int) -> Content:
        """Return a bar between minus and plus, and the number, in at most `room` cells.

        The bar is left out if there is little room. A click on one of its cells sets the volume to what that
        cell stands for.
        """
        length = next((cells for cells in _BAR_LENGTHS if cells + _CELLS_AROUND_BAR <= room), 0)
        filled = round(int(self.editor.value) * length / 100)
        bar = [
            clickable("━", VALUE_STYLE, "to", (cell + 1) * 100 // length)
            if cell < filled
            else clickable("─", MUTED_STYLE, "to", (cell + 1) * 100 // length)
            for cell in range(length)
        ]
        minus, plus = clickable(" - ", "", "turn", -1), clickable(" + ", "", "turn", 1)
        number = Content.styled(f"{self.editor.format_value(self.editor.value):>6} ", VALUE_STYLE)
        return Content.assemble(minus, *bar, plus, number).truncate(room)
