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
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, Key
from textual.widgets import Static

from tpsession.core.settings.actions import CLOSE, HELP
from tpsession.core.settings.definitions import (
    SETTINGS,
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
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.settings.setting_row import ChoiceRow, PercentRow, SettingRow
from tpsession.tui.widgets.settings.typed_setting_row import KeysRow, TextRow

_HEIGHTS = [(0, "-low"), (30, "-high")]
"""The class for each height in rows; ``-high`` has space between the settings."""
_SCREEN = "screen"
_PROBLEMS = "The settings file has problems. These entries are ignored:"


@dataclass(frozen=True, slots=True)
class _Section:
    """A section's title and rows."""

    title: Static
    rows: tuple[SettingRow, ...]


def _make_row(setting: Setting, value: Value, charset: Charset) -> SettingRow:
    """Make the row for a setting with its value."""
    match setting.kind:
        case SettingKind.CHOICE:
            return ChoiceRow(ChoiceEditor(setting, value))
        case SettingKind.SWITCH:
            return ChoiceRow(SwitchEditor(setting, value))
        case SettingKind.PERCENT:
            return PercentRow(PercentEditor(setting, value))
        case SettingKind.TEXT | SettingKind.FOLDER:
            return TextRow(TextEditor(setting, value))
        case SettingKind.DURATION:
            return TextRow(DurationEditor(setting, value))
        case SettingKind.KEYS:
            return KeysRow(KeysEditor(setting, value, lambda key: describe_key(key, charset)))


class SettingsScreen(SettingsListener, Page[None]):
    """Shows the settings by section, and saves and applies each change at once."""

    CSS_PATH = "settings.tcss"
    HEADING = "Settings"
    ABOUT = (
        "The up and down arrows move between settings, page up and page down between sections. "
        "The line at the bottom shows which keys change a setting. You can click, too. "
        "A change is saved and takes effect at once."
    )
    AUTO_FOCUS = ""
    """Empty, because `on_mount` focuses the first row without scrolling its section's title away."""
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, HELP)
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Make the screen; the settings file is read after it is shown."""
        super().__init__()
        self._sections: list[_Section] = []
        self._rows: dict[str, SettingRow] = {}

    def compose_content(self) -> ComposeResult:
        """Build the problems of the file, the sections with their rows, and a line about the keys."""
        values = self.context.current_settings
        with VerticalScroll(id="settings", can_focus=False):
            yield Static(id="problems", classes="warning")
            for section, settings in groupby(SETTINGS, lambda setting: setting.section):
                title = Static(format_section_title(section), classes="section")
                rows = tuple(
                    _make_row(setting, values[setting.name], self.context.charset) for setting in settings
                )
                self._sections.append(_Section(title, rows))
                self._rows |= {row.setting.name: row for row in rows}
                yield title
                if section == _SCREEN and self.context.few_colours:
                    yield Static(literal(FEW_COLOURS_NOTICE), classes="warning")
                yield from rows
        yield TruncatedLabel(id="instructions", classes="quiet")

    def on_mount(self) -> None:
        """Show the settings in force, then read the file again, which may have been edited by hand."""
        self._show_problems([])
        self._show_values()
        self._sections[0].rows[0].focus(scroll_visible=False)
        self._reload()

    # Keys and mouse

    def on_setting_row_changed(self, event: SettingRow.Changed) -> None:
        """Have a changed value saved, and hide the row's error.

        Of quick changes only the last is written. A volume is heard at once.
        """
        event.stop()
        event.row.show_error("")
        self.context.settings_writer.change(event.row.setting.name, event.value)

    def on_setting_row_keys_hint(self, event: SettingRow.KeysHint) -> None:
        """Show in the last line which keys change the focused row."""
        event.stop()
        self.query_one("#instructions", TruncatedLabel).set_text(event.text)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Scroll to the focused row; to the first row of a section together with the title."""
        row = event.widget if isinstance(event.widget, SettingRow) else event.widget.parent
        if isinstance(row, SettingRow):
            self.call_after_refresh(self._scroll_to_row, row)

    def _scroll_to_row(self, row: SettingRow) -> None:
        """Scroll until the row is visible, with its section's title if it is the first row of the section."""
        region = row.virtual_region
        for section in self._sections:
            if section.rows[0] is row:
                region = region.union(section.title.virtual_region)
        self.query_one("#settings").scroll_to_region(region, animate=False)

    def on_key(self, event: Key) -> None:
        """Move between sections by page keys, or to either end by home and end, while a row has the focus.

        An open input uses these keys itself.
        """
        if not isinstance(self.focused, SettingRow):
            return
        if event.key in {"home", "end"}:
            event.stop()
            index = 0 if event.key == "home" else -1
            self._sections[index].rows[index].focus(scroll_visible=False)
        elif event.key in {"pageup", "pagedown"}:
            event.stop()
            self._move_to_section(-1 if event.key == "pageup" else 1)

    def _move_to_section(self, by: int) -> None:
        """Focus the first row of the next section (1), or go back to the first row of this one (-1).

        Going back from the first row of a section leads to the first row of the previous section.
        """
        current = next(
            (index for index, section in enumerate(self._sections) if self.focused in section.rows), 0
        )
        if by < 0 and self.focused is not self._sections[current].rows[0]:
            by = 0
        section = self._sections[min(max(current + by, 0), len(self._sections) - 1)]
        section.rows[0].focus(scroll_visible=False)

    # Saved settings

    def setting_saved(self, name: str, error: str) -> None:
        """Show the settings in force, and in the row of this setting that it was saved, or why not.

        The row shows neither if the setting has been changed again meanwhile. Afterwards look for problems in
        the file. error: empty if it was saved.
        """
        self._show_values()
        if self.context.settings_writer.is_saved(name):
            self._rows[name].show_error(error)
            if not error:
                self._rows[name].confirm_saved()
        self._find_problems()

    @work(name="read", group="settings")
    async def _reload(self) -> None:
        """Read the settings file again, and show its values and problems."""
        await self.context.settings_writer.reload()
        self._show_values()
        self._find_problems()

    def _show_values(self) -> None:
        """Show the settings in force and keys with two meanings, except in rows with an unsaved change."""
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
        """Show the problems of the file at the top, a line each; hide that place if there are none."""
        lines = [_PROBLEMS, *problems] if problems else []
        top = self.query_one("#problems", Static)
        top.update(Content("\n").join(map(literal, lines)))
        top.display = bool(lines)
