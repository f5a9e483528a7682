"""Changes the settings in plain mode, question by question."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from tpsession.core.catalog.cues import Speak
from tpsession.core.errors import SettingsError
from tpsession.core.settings.actions import ACTION_GROUPS, ACTIONS, ActionGroup
from tpsession.core.settings.definitions import (
    LISTED_SETTINGS,
    Preferences,
    Setting,
    SettingKind,
    accepts,
    describe_conflicts_by_action,
    describe_shared_keys,
    format_section_title,
)
from tpsession.plain.asking.choice import BACK, LIST, choose, find_option, read_named
from tpsession.plain.asking.question import (
    BACK_WORD,
    LEAVING_WORDS,
    BackRequested,
    Explained,
    Question,
    ask,
    ask_text,
)
from tpsession.plain.console import Console
from tpsession.plain.services import PlainServices

SETTINGS_CHOICE = "Settings"
_WHICH = "Which settings?"
_SCREEN_SECTIONS = frozenset({"screen", "keys"})
"""What plain mode can set, although it does nothing there."""
_KEYS_ARE = "Keys work in the full screen only; in plain mode you type words."
_VALUE_HELP = "What you type is saved as the new value. Enter alone leaves it as it is."
_VOLUME_WORD = "volume"
"""May follow the name of a volume."""
_SPOKEN = {
    Speak.LEARN: "everything until you have done a routine twice, then the phrases",
    Speak.PHRASES: "short phrases, such as the name of a step",
    Speak.EVERYTHING: "the phrases, and what to do in each step",
    Speak.NONE: "nothing",
}
"""What each amount of speech is."""
_NONE = "none"
"""The answer that empties a text."""


def change_settings(services: PlainServices) -> None:
    """Let the person choose a section and settings in it, and save their new values, until they go back.

    A value that a setting can't have is explained and not saved. The keys that can be set are those of the
    full screen. Raises `QuitRequested` if the person leaves the program.
    """
    sections = list(dict.fromkeys(setting.section for setting in LISTED_SETTINGS))
    details = partial(_list_titles, sections)
    options = [*map(_format_section, sections), BACK]
    is_listed = True
    while True:
        index = choose(services.console, _WHICH, options, details=details, is_listed=is_listed)
        is_listed = False
        if index is None or index == len(sections):
            return
        settings = [each for each in LISTED_SETTINGS if each.section == sections[index]]
        if settings[0].kind is SettingKind.KEYS:
            _change_keys(services, settings)
        else:
            _change_section(services, settings)


def _format_section(section: str) -> str:
    """Return the name of a section, with a note if it is for the full screen alone."""
    title = format_section_title(section)
    return f"{title}, for the full screen only" if section in _SCREEN_SECTIONS else title


def _change_section(services: PlainServices, settings: list[Setting]) -> None:
    """Print the settings of one section; let the person choose and change them until they go back.

    After the first time, they are only printed on request. Raises `QuitRequested` if the person leaves the
    program.
    """
    is_listed = True
    while True:
        preferences = services.settings.load_preferences()
        shown = [f"{setting.title}, {_format_value(setting, preferences)}" for setting in settings]
        title = f"{format_section_title(settings[0].section)}. Details and a number says what a setting does."
        volumes = [each.title if each.kind is SettingKind.PERCENT else "" for each in settings]
        index = choose(
            services.console,
            title,
            [*shown, BACK],
            details=partial(_explain, settings),
            find=partial(_find_volume, volumes),
            is_listed=is_listed,
        )
        is_listed = False
        if index is None or index == len(settings):
            return
        with suppress(BackRequested):
            _change_value(services, settings[index], preferences)


def _change_keys(services: PlainServices, settings: list[Setting]) -> None:
    """Ask for an action by its name, and set its keys, until the person goes back.

    The actions are too many to be listed at once: ``list`` prints those of a session, and a group's word
    those of the group. Text that doesn't name keys, or a key that another action has on the same screen,
    isn't saved, and the reason is printed. If there is something else wrong with keys that were saved, that
    is printed, too. Raises `QuitRequested` if the person leaves the program.
    """
    console = services.console
    names = [_name_action(setting) for setting in settings]
    groups = {group.word: group for group in ACTION_GROUPS}

    def read(typed: str) -> int | ActionGroup | Explained | None:
        """Return an action's index, how many there are for enter, or a group; None for another line."""
        word = typed.lower()
        if not word:
            return len(settings)
        group = ACTION_GROUPS[0] if word == LIST else groups.get(word)
        return group or read_named(console, names, typed, count=0)

    prompt = f"Keys of what? Type its name, such as skip, or {LIST}, or press enter to go back:"
    question: Question[int | ActionGroup] = Question(prompt, read, help=f"{_KEYS_ARE} {_list_groups()}")
    console.say(_KEYS_ARE)
    while True:
        try:
            chosen = ask(console, question)
        except BackRequested:
            return
        if chosen is None or chosen == len(settings):
            return
        preferences = services.settings.load_preferences()
        if isinstance(chosen, ActionGroup):
            _say_keys(console, chosen, dict(zip(names, settings, strict=True)), preferences)
            continue
        setting = settings[chosen]
        console.say(f"{setting.help} Now: {_format_value(setting, preferences)}.")
        typed = ask_text(console, f"Type {setting.expected_text}; enter leaves it:", _VALUE_HELP)
        shared = describe_shared_keys(_with_keys(preferences, setting, typed or ""), setting.key)
        if typed and shared:
            console.say(f"Not saved. {' '.join(shared)} Choose another key.")
        elif typed and _save(services, setting, names[chosen], typed):
            conflicts = describe_conflicts_by_action(services.settings.load_preferences())
            for sentence in conflicts[setting.key]:
                console.say(sentence)


def _say_keys(
    console: Console, group: ActionGroup, settings: Mapping[str, Setting], preferences: Preferences
) -> None:
    """Print the keys of a group's actions; after the first group, also what to type for each other group.

    settings: the settings for keys, by the names of their actions.
    """
    console.say(f"{group.title}:")
    of_group = {action.id for action in group.actions}
    for name, setting in settings.items():
        if setting.key in of_group:
            console.say(f"{name}: {_format_value(setting, preferences)}")
    if group is ACTION_GROUPS[0]:
        console.say(_list_groups())


def _list_groups() -> str:
    """Return a sentence that says what to type to hear the keys of each group but the first."""
    *most, last = [group.word for group in ACTION_GROUPS]
    return f"For the keys of other screens, type {', '.join(most[1:])} or {last}."


def _with_keys(preferences: Preferences, setting: Setting, typed: str) -> Preferences:
    """Return the preferences with the keys that were typed for an action; the keys aren't checked."""
    return Preferences({**preferences.values, setting.name: typed})


def _name_action(setting: Setting) -> str:
    """Return the name of the action whose keys a setting has.

    If the name has anything but letters and spaces, this is the action's first word in plain mode, if it has
    one.
    """
    action = next(action for action in ACTIONS if action.id == setting.key)
    is_words = all(part.isalpha() for part in action.name.split())
    return action.name if is_words or not action.plain_words else action.plain_words[0].capitalize()


def _save(services: PlainServices, setting: Setting, name: str, value: str | int | bool) -> bool:
    """Save a setting's value and print it under this name; return whether it was saved.

    If it can't be saved, the reason is printed.
    """
    try:
        services.settings.save_setting(setting.name, value)
    except SettingsError as error:
        services.console.say(str(error))
        return False
    preferences = services.settings.load_preferences()
    services.console.say(f"Saved. {name}: {_format_value(setting, preferences)}.")
    return True


def _list_titles(sections: list[str], index: int) -> list[str]:
    """Return what can be set in the section with this index, as one line; empty without such a section."""
    chosen = sections[index : index + 1]
    titles = [setting.title for setting in LISTED_SETTINGS if setting.section in chosen]
    return [f"{', '.join(titles)}."] if titles else []


def _find_volume(volumes: list[str], typed: str) -> int | None:
    """Return the index of the volume that a line such as ``voice volume`` names; None for another line.

    volumes: the titles of the settings, empty for a setting that is no volume.
    """
    name = typed.lower().removesuffix(_VOLUME_WORD)
    return None if name == typed.lower() else find_option(volumes, name)


def _explain(settings: list[Setting], index: int) -> list[str]:
    """Return what the setting with this index does, as one line; empty without such a setting."""
    return [setting.help for setting in settings[index : index + 1]]


def _change_value(services: PlainServices, setting: Setting, preferences: Preferences) -> None:
    """Flip a switch, or ask for another setting's value, and save that.

    If a typed value can't be saved, the reason is printed and the person is asked again; enter alone or
    ``back`` leaves the value as it is. In a list of choices, ``back`` raises `BackRequested`. ``quit`` raises
    `QuitRequested`.
    """
    console = services.console
    if setting.kind is SettingKind.SWITCH:
        _save(services, setting, setting.title, not preferences.switch(setting.name))
        return
    if setting.choices:
        is_speech = setting.name == "sound.speak"
        texts = [f"{each}, {_SPOKEN[Speak(each)]}" if is_speech else each for each in setting.choices]
        index = choose(console, setting.help, texts)
        if index is not None:
            _save(services, setting, setting.title, setting.choices[index])
        return
    is_percent = setting.kind is SettingKind.PERCENT
    may_be_empty = accepts(setting, "")

    def read(typed: str) -> bool | Explained | None:
        """Save the value that a line means; False for enter or back, which leave it."""
        if typed.lower() in LEAVING_WORDS or not typed:
            return None if typed.lower() not in {BACK_WORD, ""} else False
        empties = typed.lower() == _NONE and may_be_empty
        value = int(typed) if is_percent and typed.isascii() and typed.isdigit() else typed
        return _save(services, setting, setting.title, "" if empties else value) or Explained.EXPLAINED

    # Without the quotes of the settings file.
    expected = "0 to 100" if is_percent else setting.expected_text.replace('"', "")
    how = f"Type it, or {_NONE}" if may_be_empty else f"Type {expected}"
    ask(
        console,
        Question(
            f"{setting.help} {how}; enter leaves it:",
            read,
            again="Type it again; enter leaves it:",
            help=_VALUE_HELP,
        ),
    )


def _format_value(setting: Setting, preferences: Preferences) -> str:
    """Return a setting's value in words, such as ``on`` or ``5 seconds``; ``not set`` for an empty text."""
    value = preferences.values[setting.name]
    if setting.name == "sound.speak":
        return f"{value}, {_SPOKEN[Speak(str(value))]}"
    if isinstance(value, bool):
        return "on" if value else "off"
    if setting.kind is SettingKind.DURATION and isinstance(value, float):
        return f"{value:g} seconds"
    if setting.kind is SettingKind.KEYS:
        return str(value).replace("_", " ")
    return str(value) or "not set"
