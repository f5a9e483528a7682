"""The settings screen: every setting by section; a change is saved and takes effect at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, Key, Resize
from textual.widgets import Static

from tpsession.core.settings.actions import ACTIONS, CLOSE, HELP, SESSION_ACTIONS
from tpsession.core.settings.definitions import (
    LISTED_SETTINGS,
    Setting,
    SettingKind,
    describe_conflicts_by_action,
    format_section_title,
)
from tpsession.tui.base.page import Page
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.input.bindings import describe_key, make_bindings
from tpsession.tui.services.settings_writer import SettingsListener
from tpsession.tui.text.plain_text import literal
from tpsession.tui.theme.themes import FEW_COLOURS_NOTICE
from tpsession.tui.view_models.setting_editor import (
    ChoiceEditor,
    DurationEditor,
    KeysEditor,
    PercentEditor,
    SwitchEditor,
    TextEditor,
    Value,
)
from tpsession.tui.widgets.settings.group_bar import GroupBar
from tpsession.tui.widgets.settings.setting_explanation import SettingExplanation
from tpsession.tui.widgets.settings.setting_row import ChoiceRow, PercentRow, SettingRow
from tpsession.tui.widgets.settings.typed_setting_row import KeysRow, TextRow

_WIDTHS = [(0, "-narrow"), (_WIDE := 118, "-wide")]
"""The class for each width in columns; in ``-wide`` a setting is explained beside the list, else below it."""
_HEIGHTS = [(0, "-low"), (16, "-high")]
"""The class for each height in rows; ``-high`` has room for the whole explanation below the list."""
_OTHER_KEYS = "Keys elsewhere"
"""The title above the keys of actions that sessions don't have."""
_SCREEN = "screen"
_FIRST_OTHER_KEYS = f"keys.{ACTIONS[len(SESSION_ACTIONS)].id}"
_PROBLEMS = "The settings file has problems. These entries are ignored:"


@dataclass(frozen=True, slots=True)
class _Section:
    """A section's title and rows."""

    name: str
    """Its name in the settings file."""
    title: Static
    rows: tuple[SettingRow, ...]


def _make_row(setting: Setting, value: Value, charset: Charset) -> SettingRow:
    """Make the row for a setting with its value; the screen, not the row, shows the setting's help."""
    match setting.kind:
        case SettingKind.CHOICE:
            return ChoiceRow(ChoiceEditor(setting, value), shows_help=False)
        case SettingKind.SWITCH:
            return ChoiceRow(SwitchEditor(setting, value), shows_help=False)
        case SettingKind.PERCENT:
            return PercentRow(PercentEditor(setting, value), shows_help=False)
        case SettingKind.TEXT | SettingKind.FOLDER:
            return TextRow(TextEditor(setting, value), shows_help=False)
        case SettingKind.DURATION:
            return TextRow(DurationEditor(setting, value), shows_help=False)
        case SettingKind.KEYS:
            keys = KeysEditor(setting, value, lambda key: describe_key(key, charset))
            return KeysRow(keys, shows_help=False)


class SettingsScreen(SettingsListener, Page[None]):
    """Shows the settings by section, and saves and applies each change at once."""

    CSS_PATH = "settings.tcss"
    HEADING = "Settings"
    ABOUT = (
        "The up and down arrows move between settings, tab and shift+tab between groups. "
        "What a setting does, and which keys change it, is explained beside or below the list. "
        "You can click, too. "
        "A change is saved and takes effect at once."
    )
    AUTO_FOCUS = ""
    """Empty, because `on_mount` focuses the first row without scrolling its section's title away."""
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, HELP)
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Make the screen; the settings file is read after it is shown."""
        super().__init__()
        self._sections: list[_Section] = []
        self._rows: dict[str, SettingRow] = {}

    def compose_content(self) -> ComposeResult:
        """Build the bar of groups, the settings below their titles, and the explanation of the focused one.

        Problems of the file come before the settings.
        """
        values = self.context.current_settings
        for name, settings in groupby(LISTED_SETTINGS, lambda setting: setting.section):
            title = Static(format_section_title(name), classes="section")
            rows = tuple(
                _make_row(setting, values[setting.name], self.context.charset) for setting in settings
            )
            self._sections.append(_Section(name, title, rows))
            self._rows |= {row.setting.name: row for row in rows}
        self._sections[0].title.add_class("-first")
        with Container(id="page"):
            yield GroupBar([format_section_title(section.name) for section in self._sections], id="groups")
            with Container(id="body"):
                with VerticalScroll(id="settings", can_focus=False):
                    yield Static(id="problems", classes="warning")
                    for section in self._sections:
                        yield from self._compose_section(section)
                yield SettingExplanation(id="explanation")

    def _compose_section(self, section: _Section) -> ComposeResult:
        """Build the title and the rows of a section.

        Above the rows about the screen a notice says if the terminal has few colours. Keys of actions that
        sessions don't have come under a title of their own.
        """
        yield section.title
        if section.name == _SCREEN and self.context.few_colours:
            yield Static(literal(FEW_COLOURS_NOTICE), classes="notice")
        for row in section.rows:
            if row.setting.name == _FIRST_OTHER_KEYS:
                yield Static(_OTHER_KEYS, classes="section")
            yield row

    def on_mount(self) -> None:
        """Show the settings in force, then read the file again, which may have been edited by hand."""
        self._show_problems([])
        self._show_values()
        self._sections[0].rows[0].focus(scroll_visible=False)
        self._reload()

    # Keys and mouse

    def on_setting_row_changed(self, event: SettingRow.Changed) -> None:
        """Have the value that the person chose saved, and hide the row's error.

        Of quick changes to one setting only the last is written. A volume is heard at once.
        """
        event.stop()
        event.row.show_error("")
        self.context.settings_writer.change(event.row.setting.name, event.value)

    def on_setting_row_keys_changed(self, event: SettingRow.KeysChanged) -> None:
        """Explain the focused row, and which keys change it."""
        event.stop()
        setting = event.row.setting
        explanation = self.query_one(SettingExplanation)
        explanation.show(setting.title, setting.help, event.row.editor.key_hints)

    def on_setting_explanation_clicked(self, event: SettingExplanation.Clicked) -> None:
        """Do with the focused row what the clicked hint says; nothing if no row has the focus."""
        event.stop()
        if isinstance(self.focused, SettingRow):
            self.focused.click_part(event.part)

    def on_group_bar_selected(self, event: GroupBar.Selected) -> None:
        """Focus the first setting of the group, and scroll there."""
        event.stop()
        self._focus_section(event.index)

    def on_resize(self, event: Resize) -> None:
        """Explain the highlighted setting beside the list from `_WIDE` columns on, otherwise below it."""
        self.query_one(SettingExplanation).is_beside = event.size.width >= _WIDE

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Mark the focused row's group in the bar of groups, and scroll to the row.

        For the first row of a section, the section's title is scrolled into view, too.
        """
        row = event.widget if isinstance(event.widget, SettingRow) else event.widget.parent
        if isinstance(row, SettingRow):
            self.query_one(GroupBar).current = self._section_index(row)
            self.call_after_refresh(self._scroll_to_row, row)

    def _scroll_to_row(self, row: SettingRow) -> None:
        """Scroll until the row is visible, with its section's title if it is the first row of the section."""
        region = row.virtual_region
        for section in self._sections:
            if section.rows[0] is row:
                region = region.union(section.title.virtual_region)
        self.query_one("#settings").scroll_to_region(region, animate=False)

    def on_key(self, event: Key) -> None:
        """Move between groups by tab or the page keys, or to the first or last row by home and end.

        Tab and shift+tab wrap around; the page keys stop at the first and the last group. If the focus isn't
        in the first row of its group, page up goes to that row.

        Does nothing while an input is open, which uses these keys itself.
        """
        row = self.focused
        if not isinstance(row, SettingRow):
            return
        index = self._section_index(row)
        match event.key:
            case "tab":
                self._focus_section((index + 1) % len(self._sections))
            case "shift+tab":
                self._focus_section(index - 1)
            case "pagedown":
                self._focus_section(min(index + 1, len(self._sections) - 1))
            case "pageup":
                is_first = row is self._sections[index].rows[0]
                self._focus_section(max(index - is_first, 0))
            case "home":
                self._focus_section(0)
            case "end":
                self._sections[-1].rows[-1].focus(scroll_visible=False)
            case _:
                return
        event.stop()

    def _section_index(self, row: SettingRow) -> int:
        """Return the index, from 0, of the section that a row is in."""
        return next(index for index, section in enumerate(self._sections) if row in section.rows)

    def _focus_section(self, index: int) -> None:
        """Focus the first row of a section, and scroll its title to the top, or as near to it as possible.

        index: from 0; -1 is the last section.
        """
        section = self._sections[index]
        section.rows[0].focus(scroll_visible=False)
        self.call_after_refresh(
            self.query_one("#settings").scroll_to_widget, section.title, animate=False, top=True
        )

    # Saved settings

    def setting_saved(self, name: str, error: str) -> None:
        """Show the settings in force, and in the row of the setting why it wasn't saved, if so.

        If it was saved, the row's error is hidden, and its input is closed if it is open. None of this is
        done to the row if the setting has been changed again meanwhile. At last look for problems in the
        file.

        error: why it wasn't saved; empty if it was.
        """
        self._show_values()
        if name in self._rows and self.context.settings_writer.is_saved(name):
            self._rows[name].show_error(error)
            if not error:
                self._rows[name].confirm_saved()
        self._find_problems()

    @work(name="read", group="settings")
    async def _reload(self) -> None:
        """Read the settings file again, put it into effect, and show its values and problems."""
        await self.context.settings_writer.reload()
        self._show_values()
        self._find_problems()

    def _show_values(self) -> None:
        """Show the settings in force, and below each key its conflicts, as `describe_key_conflicts` says.

        Rows with an unsaved change stay as they are.
        """
        values = self.context.current_settings
        conflicts = describe_conflicts_by_action(self.context.preferences)
        for name, row in self._rows.items():
            if self.context.settings_writer.is_saved(name):
                row.set_value(values[name])
                if isinstance(row, KeysRow):
                    row.show_warnings(conflicts[row.setting.key])

    @work(name="problems", group="problems", exclusive=True)
    async def _find_problems(self) -> None:
        """Look for problems in the settings file, and show them at the top."""
        problems = await asyncio.to_thread(self.context.services.settings.find_problems)
        self._show_problems(problems)

    def _show_problems(self, problems: Sequence[str]) -> None:
        """Show the problems of the file at the top, a line each; hide that text if there are none."""
        lines = [_PROBLEMS, *problems] if problems else []
        top = self.query_one("#problems", Static)
        top.update(Content("\n").join(map(literal, lines)))
        top.display = bool(lines)
