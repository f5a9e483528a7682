"""Changes the settings in plain mode, question by question."""

from __future__ import annotations

from tpsession.core.errors import SettingsError
from tpsession.core.settings.definitions import (
    SETTINGS,
    Preferences,
    Setting,
    SettingKind,
    format_section_title,
)
from tpsession.plain.asking.choice import choose
from tpsession.plain.asking.question import ask_text
from tpsession.plain.services import PlainServices

SETTINGS_CHOICE = "Settings"
_BACK = "Back"
_NONE = "none"
"""The answer that empties a text."""


def change_settings(services: PlainServices) -> None:
    """Let the person choose a section and a setting in it, and save its new value, again and again.

    The keys are left out: plain mode has none. A value that can't be is explained, and nothing is saved then.
    """
    offered = [setting for setting in SETTINGS if setting.kind is not SettingKind.KEYS]
    sections = list(dict.fromkeys(setting.section for setting in offered))
    while True:
        options = [*map(format_section_title, sections), _BACK]
        index = choose(services.console, "Which settings?", options)
        if index is None or index == len(sections):
            return
        _change_section(services, [each for each in offered if each.section == sections[index]])


def _change_section(services: PlainServices, settings: list[Setting]) -> None:
    """Let the person choose settings of one section and change them until they go back."""
    while True:
        preferences = services.settings.load_preferences()
        shown = [f"{setting.title}, {_format_value(setting, preferences)}" for setting in settings]
        title = f"{format_section_title(settings[0].section)}. Details and a number says what a setting does."
        index = choose(
            services.console, title, [*shown, _BACK], details=lambda index: _explain(settings, index)
        )
        if index is None or index == len(settings):
            return
        setting = settings[index]
        value = _ask_value(services, setting, preferences)
        if value is None:
            continue
        try:
            services.settings.save_setting(setting.name, value)
        except SettingsError as error:
            services.console.say(str(error))
        else:
            saved = _format_value(setting, services.settings.load_preferences())
            services.console.say(f"Saved. {setting.title}: {saved}.")


def _explain(settings: list[Setting], index: int) -> list[str]:
    """Return what the setting with this index does; nothing for the way back."""
    return [setting.help for setting in settings[index : index + 1]]


def _ask_value(
    services: PlainServices, setting: Setting, preferences: Preferences
) -> str | int | bool | None:
    """Return the new value of a setting: the other one of a switch, else what is asked for; None for none."""
    if setting.kind is SettingKind.SWITCH:
        return not preferences.switch(setting.name)
    if setting.choices:
        index = choose(services.console, setting.help, setting.choices)
        return None if index is None else setting.choices[index]
    if setting.kind is SettingKind.PERCENT:
        typed = ask_text(services.console, f"{setting.help} Type 0 to 100; enter leaves it:")
        return int(typed) if typed and typed.isascii() and typed.isdigit() else typed or None
    typed = ask_text(services.console, f"{setting.help} Type it, or {_NONE}; enter leaves it:")
    return "" if typed is not None and typed.lower() == _NONE else typed or None


def _format_value(setting: Setting, preferences: Preferences) -> str:
    """Return a setting's value in words."""
    value = preferences.values[setting.name]
    if isinstance(value, bool):
        return "on" if value else "off"
    if setting.kind is SettingKind.DURATION and isinstance(value, float):
        return f"{value:g} seconds"
    return str(value) or "not set"
