"""Every setting, changed at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
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
    SettingKind,
    describe_conflicts_of_action,
    format_section_title,
)
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.services.settings_writer import SettingsListener
from tpsession.tui.text.plain_text import literal
from tpsession.tui.theme.themes import FEW_COLOURS_NOTICE
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.settings.setting_line import DurationRow, KeysRow, LineRow
from tpsession.tui.widgets.settings.setting_row import ChoiceRow, PercentRow, SettingRow, SwitchRow

_HEIGHTS = [(0, "-low"), (30, "-high")]
"""Rows from which on there is space between the settings."""
_SCREEN = "screen"
_PROBLEMS = "The settings file has problems; what is named here isn't used:"
_ROWS: Mapping[SettingKind, type[SettingRow]] = {
    SettingKind.CHOICE: ChoiceRow,
    SettingKind.SWITCH: SwitchRow,
    SettingKind.PERCENT: PercentRow,
    SettingKind.TEXT: LineRow,
    SettingKind.DURATION: DurationRow,
    SettingKind.KEYS: KeysRow,
}


@dataclass(frozen=True, slots=True)
class _Section:
    title: Static
    rows: tuple[SettingRow, ...]


class SettingsScreen(SettingsListener, Page[None]):
    """The settings by their sections; a change is written, and applies to the running program, at once."""

    CSS_PATH = "settings.tcss"
    HEADING = "Settings"
    ABOUT = (
        "Arrows up and down lead from setting to setting, page up and page down from section to section. "
        "The line at the bottom tells which keys change a setting; a click does it too. "
        "A change is kept and applies at once."
    )
    AUTO_FOCUS = ""
    """The first row gets it without scrolling: its section's title is to be seen."""
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, HELP)
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        """Nothing is read before the screen is shown."""
        super().__init__()
        self._sections: list[_Section] = []
        self._rows: dict[str, SettingRow] = {}

    def compose_content(self) -> ComposeResult:
        """What is wrong in the file, the sections with their rows, and a line on the keys."""
        values = self.context.current_settings
        with VerticalScroll(id="settings", can_focus=False):
            yield Static(id="problems", classes="trouble")
            for section, settings in groupby(SETTINGS, lambda setting: setting.section):
                title = Static(format_section_title(section), classes="section")
                rows = tuple(_ROWS[each.kind](each, values[each.name]) for each in settings)
                self._sections.append(_Section(title, rows))
                self._rows |= {row.setting.name: row for row in rows}
                yield title
                if section == _SCREEN and self.context.few_colours:
                    yield Static(literal(FEW_COLOURS_NOTICE), classes="trouble")
                yield from rows
        yield TruncatedLabel(id="how", classes="quiet")

    def on_mount(self) -> None:
        """Read the file anew: it may have been edited by hand."""
        self._say("#problems", [])
        self._settle()
        self._sections[0].rows[0].focus(scroll_visible=False)
        self._read()

    # What the person does

    def on_setting_row_changed(self, event: SettingRow.Changed) -> None:
        """Keep it; of changes that follow fast only the last is written. A volume is heard meanwhile."""
        event.stop()
        event.row.tell("")
        self.context.settings_writer.change(event.row.setting.name, event.value)

    def on_setting_row_explained(self, event: SettingRow.Explained) -> None:
        """Tell the keys of the row that has the focus."""
        event.stop()
        self.query_one("#how", TruncatedLabel).set_text(event.text)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Have the row in sight, a section's first one with the section's title."""
        row = event.widget if isinstance(event.widget, SettingRow) else event.widget.parent
        if isinstance(row, SettingRow):
            self.call_after_refresh(self._show, row)

    def _show(self, row: SettingRow) -> None:
        region = row.virtual_region
        for section in self._sections:
            if section.rows[0] is row:
                region = region.union(section.title.virtual_region)
        self.query_one("#settings").scroll_to_region(region, animate=False)

    def on_key(self, event: Key) -> None:
        """Go from section to section, or to either end, unless an input line has these keys."""
        if not isinstance(self.focused, SettingRow):
            return
        if event.key in {"home", "end"}:
            event.stop()
            end = 0 if event.key == "home" else -1
            self._sections[end].rows[end].focus(scroll_visible=False)
        elif event.key in {"pageup", "pagedown"}:
            event.stop()
            self._go(-1 if event.key == "pageup" else 1)

    def _go(self, by: int) -> None:
        here = next(
            (place for place, section in enumerate(self._sections) if self.focused in section.rows), 0
        )
        if by < 0 and self.focused is not self._sections[here].rows[0]:
            by = 0
        section = self._sections[min(max(here + by, 0), len(self._sections) - 1)]
        section.rows[0].focus(scroll_visible=False)

    # What is kept

    def setting_saved(self, name: str, trouble: str) -> None:
        """Show what is set now, and tell a row that its value was kept, or why not."""
        self._settle()
        if self.context.settings_writer.is_saved(name):
            self._rows[name].tell(trouble)
            if not trouble:
                self._rows[name].kept()
        self._tell_problems()

    @work(name="read", group="settings")
    async def _read(self) -> None:
        await self.context.settings_writer.reload()
        self._settle()
        self._tell_problems()

    def _settle(self) -> None:
        """Show what is set, but where something is still to be written."""
        values = self.context.current_settings
        for name, row in self._rows.items():
            if self.context.settings_writer.is_saved(name):
                row.settle(values[name])
                if isinstance(row, KeysRow):
                    row.warn(describe_conflicts_of_action(self.context.preferences, row.setting.key))

    @work(name="problems", group="problems", exclusive=True)
    async def _tell_problems(self) -> None:
        problems = await asyncio.to_thread(self.context.services.settings.find_problems)
        self._say("#problems", [_PROBLEMS, *problems] if problems else [])

    def _say(self, where: str, lines: Sequence[str]) -> None:
        place = self.query_one(where, Static)
        place.update(Content("\n").join(map(literal, lines)))
        place.display = bool(lines)
