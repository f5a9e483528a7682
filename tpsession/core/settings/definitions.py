"""The settings: one definition each gives a setting's name, default, valid values and help.

A person's setting wins over the routine's, unless its value is `ROUTINE`: then the routine decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from tpsession.core.catalog.cues import Countdown, CueGroup, Speak
from tpsession.core.catalog.routine import MAX_DURATION_S, MIN_DURATION_S
from tpsession.core.settings.actions import (
    ACTIONS,
    CLOSE,
    HELP,
    KNUCKLE_ACTIONS,
    KNUCKLE_KEYS,
    PALETTE,
    QUIT,
    SESSION_ACTIONS,
    SOUND,
    SUSPEND,
    Action,
)
from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.settings.key_names import parse_keys

ROUTINE = "routine"
"""The value that leaves a setting to the routine."""
_GLOBAL_ACTIONS = (HELP, PALETTE, CLOSE, QUIT, SUSPEND, SOUND)
"""Actions that work on every screen, including those with fixed keys of their own."""
_ONLY_IN_SESSIONS = frozenset(SESSION_ACTIONS) - frozenset(_GLOBAL_ACTIONS)
"""Actions that no other screen than that of a session has."""
_IN_SESSIONS = frozenset((*SESSION_ACTIONS, *_GLOBAL_ACTIONS))


class SettingKind(StrEnum):
    """The kind of value that a setting takes."""

    CHOICE = "choice"
    PERCENT = "percent"
    SWITCH = "switch"
    TEXT = "text"
    DURATION = "duration"
    """A duration as in a routine file, or `ROUTINE`."""
    FOLDER = "folder"
    """The full path of a folder, which need not exist, or nothing."""
    KEYS = "keys"
    """The keys of an action, separated by commas. The first one is shown."""


_EXPECTED = {
    SettingKind.PERCENT: "a whole number from 0 to 100",
    SettingKind.SWITCH: "true or false",
    SettingKind.TEXT: "text in quotes",
    SettingKind.FOLDER: '"" or the full path of a folder, such as "/media/disk/backups"',
    SettingKind.KEYS: 'keys separated by commas, such as "space, enter" or "ctrl+p"',
    SettingKind.DURATION: '"routine" or a duration from 1 s to 60 min, such as "10s"',
}


_FULL_PATH = re.compile(r"/|~|[A-Za-z]:[/\\]|\\\\")
"""How the full path of a folder begins, on any system; ``~`` is the person's home folder."""


class Setting(NamedTuple):
    """One setting."""

    section: str
    key: str
    kind: SettingKind
    default: str | int | bool
    help: str
    """One sentence for the person."""
    choices: tuple[str, ...] = ()
    """The values it may have, for `SettingKind.CHOICE`."""
    label: str = ""
    """The name for people, at most 19 characters; if empty, it is made of the key."""

    @property
    def name(self) -> str:
        """The name in files and code, such as ``sound.volume``: section and key."""
        return f"{self.section}.{self.key}"

    @property
    def title(self) -> str:
        """The name for people: ``Countdown volume``; for keys, the name of their action."""
        return self.label or self.key.replace("_", " ").capitalize()

    @property
    def expected_text(self) -> str:
        """What a valid value looks like, in words that can follow "it must be"."""
        if self.kind is SettingKind.CHOICE:
            return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
        return _EXPECTED[self.kind]


def format_section_title(section: str) -> str:
    """Return the name of a section for people: ``Follow-up``."""
    return section.replace("_", "-").capitalize()


def _percent(key: str, default: int, text: str, *, label: str = "") -> Setting:
    return Setting("sound", key, SettingKind.PERCENT, default, text, label=label)


def _switch(section: str, key: str, default: bool, text: str, *, label: str = "") -> Setting:
    return Setting(section, key, SettingKind.SWITCH, default, text, label=label)


def _choice(
    section: str, key: str, default: str, choices: tuple[str, ...], text: str, *, label: str = ""
) -> Setting:
    return Setting(section, key, SettingKind.CHOICE, default, text, choices, label)


FAVOURITES = "screen.favourites"
"""The setting with the favourite routines."""
MASTER_VOLUME = "sound.volume"
"""The setting with the overall volume."""
GROUP_VOLUMES: Mapping[CueGroup, str] = {
    CueGroup.CUES: "sound.cues",
    CueGroup.COUNTDOWN: "sound.countdown_volume",
    CueGroup.PACING: "sound.pacing",
    CueGroup.VOICE: "sound.voice",
}
"""The setting with the volume of each group of cues."""
VOLUME_STEP_PERCENT = 5
"""How far one press of a key changes a volume, in percentage points."""
THEMES = ("auto", "dark", "light", "contrast", "colour-blind")
BACKENDS = ("auto", *SOUND_LIBRARIES, "none")

SETTINGS: tuple[Setting, ...] = (
    _percent("volume", 80, "The overall volume."),
    _percent("voice", 100, "How loud the steps are spoken."),
    _choice(
        "sound", "speak", Speak.LEARN.value, tuple(amount.value for amount in Speak),
        "What the voice says; learn tells you what to do until you have done a routine twice.",
        label="Voice says",
    ),
    _percent("cues", 100, "The volume of signals, such as the start of a step.", label="Signals"),
    _percent(
        "pacing", 60, "The volume of the sounds that pace strokes and breath.", label="Pacing sounds"
    ),
    _percent("countdown_volume", 100, "How loud the last three seconds are counted."),
    _choice(
        "sound", "countdown", ROUTINE, (ROUTINE, *(style.value for style in Countdown)),
        "How the last three seconds are counted down.",
    ),
    _switch(
        "sound", "halfway", True, "Mark the middle of a step if the routine asks for it.",
        label="Halfway signal",
    ),
    _switch("sound", "bell", False, "Ring the terminal bell if there is no sound.", label="Terminal bell"),
    _choice(
        "sound", "backend", "auto", BACKENDS, "What plays the sound; auto picks the first that works.",
        label="Sound library",
    ),
    Setting(
        "sound", "device", SettingKind.TEXT, "", "The sound device; if empty, the system default.",
        label="Sound device",
    ),
    _choice("screen", "theme", "auto", THEMES, "The colours; auto follows the terminal if it can."),
    _switch("screen", "motion", True, "Animate the pictures."),
    Setting(
        "screen", "favourites", SettingKind.TEXT, "",
        "The routines at the top of the list, by their ids, with commas between them.",
    ),
    Setting(
        "session", "get_ready", SettingKind.DURATION, ROUTINE, "How long you have to get ready.",
        label="Time to get ready",
    ),
    _switch(
        "session", "knuckle", True,
        "Let backspace and tab pause and resume too, so that a knuckle finds a key.",
        label="Knuckle keys",
    ),
    _switch("session", "stay_awake", True, "Keep the computer and its screen awake during a session."),
    _switch(
        "session", "stiffness", False,
        "Ask how stiff it is, too, 0 to 10: a number of its own, which isn't validated.",
        label="Ask for stiffness",
    ),
    _switch("follow_up", "ask", True, "Ask how your pain is some hours later.", label="Ask hours later"),
    Setting(
        "safety", "emergency_number", SettingKind.TEXT, "",
        "The number to call in an emergency; if empty, \"your local emergency number\".",
    ),
    Setting(
        "history", "backups", SettingKind.FOLDER, "",
        "A folder for backups, on another disk for example; if empty, they are beside the history.",
        label="Backup folder",
    ),
    Setting(
        "history", "person", SettingKind.TEXT, "",
        "Whose history this is, if several people use the program; it takes effect at the next start.",
    ),
    *(
        Setting("keys", action.id, SettingKind.KEYS, ", ".join(action.keys), action.help, label=action.name)
        for action in ACTIONS
    ),
)  # fmt: skip
"""Every setting; by section, those first that people look for most. Files, lists and docs keep the order."""
LISTED_SETTINGS: tuple[Setting, ...] = tuple(setting for setting in SETTINGS if setting.name != FAVOURITES)
"""Those in the lists of settings. Favourites are chosen in the list of routines."""


class Preferences(NamedTuple):
    """The values of all settings, by ``section.key``."""

    values: Mapping[str, str | int | bool | float]

    def text(self, name: str) -> str:
        """Return the value of a setting as text, such as a choice, a text, a folder or keys.

        name: section and key of the setting, such as ``sound.countdown``.
        """
        return str(self.values[name])

    def switch(self, name: str) -> bool:
        """Return whether an on-off setting is on. name: its section and key."""
        return bool(self.values[name])

    def percent(self, name: str) -> int:
        """Return the value of a volume setting, 0 to 100. name: its section and key."""
        return int(self.values[name])

    @property
    def countdown(self) -> Countdown | None:
        """The kind of countdown that the person chose, or None to follow the routine."""
        chosen = self.text("sound.countdown")
        return None if chosen == ROUTINE else Countdown(chosen)

    @property
    def speak(self) -> Speak:
        """How much the voice says."""
        return Speak(self.text("sound.speak"))

    @property
    def get_ready_s(self) -> float | None:
        """The person's time to get ready in seconds, or None to follow the routine."""
        chosen = self.values["session.get_ready"]
        return None if chosen == ROUTINE else float(chosen)

    @property
    def favourites(self) -> frozenset[str]:
        """The ids of the routines at the top of the list; some of them may not exist."""
        return frozenset(filter(None, (each.strip().lower() for each in self.text(FAVOURITES).split(","))))

    def keys(self, action: str) -> tuple[str, ...]:
        """Return the full names of all keys that trigger an action. The first is the one that is shown.

        For most actions these are the keys of the settings. For the `KNUCKLE_ACTIONS` the `KNUCKLE_KEYS`
        follow, without those that the person set for an action outside of the `KNUCKLE_ACTIONS`; none follow
        if knuckle keys are turned off.

        action: its id.
        """
        own = self.configured_keys(action)
        if action not in KNUCKLE_ACTIONS:
            return own
        return (*own, *(key for key in self._free_knuckle_keys() if key not in own))

    def configured_keys(self, action: str) -> tuple[str, ...]:
        """Return the full names of the keys that the settings give an action; empty if one is unknown.

        Knuckle keys are there only if the settings name them. action: its id.
        """
        return parse_keys(self.text(f"keys.{action}")) or ()

    def _free_knuckle_keys(self) -> tuple[str, ...]:
        """Return the `KNUCKLE_KEYS` that the person set for no action outside the `KNUCKLE_ACTIONS`.

        A key that such an action has by default is free, because that action is on other screens. Empty if
        knuckle keys are turned off.
        """
        if not self.switch("session.knuckle"):
            return ()
        others = (action for action in ACTIONS if action.id not in KNUCKLE_ACTIONS)
        taken = {
            key for action in others for key in self.configured_keys(action.id) if key not in action.keys
        }
        return tuple(key for key in KNUCKLE_KEYS if key not in taken)

    @property
    def levels(self) -> dict[CueGroup, int]:
        """The volume of each group of cues in percent, 0 to 100, as the settings say."""
        return {group: self.percent(name) for group, name in GROUP_VOLUMES.items()}


def default_preferences() -> Preferences:
    """Return every setting at its default."""
    return Preferences({setting.name: setting.default for setting in SETTINGS})


def accepts(setting: Setting, value: object) -> bool:
    """Return whether a setting can have a value that was read from the settings file.

    A duration must be `ROUTINE` or a number of seconds from `MIN_DURATION_S` to `MAX_DURATION_S`; text such
    as ``10s`` isn't accepted here.
    """
    match setting.kind:
        case SettingKind.CHOICE | SettingKind.TEXT | SettingKind.FOLDER | SettingKind.KEYS:
            return isinstance(value, str) and _accepts_text(setting, value)
        case SettingKind.PERCENT:
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100
        case SettingKind.SWITCH:
            return isinstance(value, bool)
        case SettingKind.DURATION if isinstance(value, (int, float)) and not isinstance(value, bool):
            return MIN_DURATION_S <= value <= MAX_DURATION_S
        case _:
            return value == ROUTINE


def _accepts_text(setting: Setting, text: str) -> bool:
    """Return whether a text is valid for a setting whose kind is choice, text, folder or keys.

    A folder must be a full path, which need not exist, or empty. For the kind text any text is valid.
    """
    if setting.kind is SettingKind.CHOICE:
        return text in setting.choices
    if setting.kind is SettingKind.FOLDER:
        return not text or _FULL_PATH.match(text) is not None
    return setting.kind is SettingKind.TEXT or parse_keys(text) is not None


def describe_key_conflicts(preferences: Preferences) -> list[str]:
    """Return a sentence for each conflict between the keys that are set.

    First come keys that are shared by two actions which can be on the same screen; then keys of an action
    that works on every screen, if some screens use the key themselves; then, unless knuckle keys are turned
    off, knuckle keys that are set for another action. What is so by default is no conflict.
    """
    return [sentence for _, sentence in _find_key_conflicts(preferences)]


def describe_conflicts_by_action(preferences: Preferences) -> dict[str, list[str]]:
    """Return the sentences of `describe_key_conflicts` by the ids of the actions that they are about.

    An action without a conflict has an empty list.
    """
    sentences: dict[str, list[str]] = {action.id: [] for action in ACTIONS}
    for action_ids, sentence in _find_key_conflicts(preferences):
        for action_id in action_ids:
            sentences[action_id].append(sentence)
    return sentences


def describe_shared_keys(preferences: Preferences, action: str) -> list[str]:
    """Return those sentences of `describe_key_conflicts` that say that an action shares a key with another.

    action: the id of the action.
    """
    conflicts = _find_key_conflicts(preferences)
    return [sentence for action_ids, sentence in conflicts if action in action_ids and len(action_ids) > 1]


def _find_key_conflicts(preferences: Preferences) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each conflict of `describe_key_conflicts`: the ids of the actions, and the sentence.

    A conflict has one or two actions.
    """
    keys_of = {action.id: preferences.configured_keys(action.id) for action in ACTIONS}
    # The defaults have no conflict, so that a pair without a change has none; there are thousands of pairs.
    changed = {action.id for action in ACTIONS if keys_of[action.id] != action.keys}
    for place, action in enumerate(ACTIONS if changed else ()):
        for other in ACTIONS[place + 1 :]:
            if changed.isdisjoint((action.id, other.id)) or not _may_meet(action, other):
                continue
            shared_by_default = set(action.keys) & set(other.keys)
            shared = (set(keys_of[action.id]) & set(keys_of[other.id])) - shared_by_default
            for key in sorted(shared):
                sentence = f'The key {key} is set for both "{action.name}" and "{other.name}".'
                yield (action.id, other.id), sentence
    for action in _GLOBAL_ACTIONS:
        for key in keys_of[action.id]:
            if _is_taken_by_screens(key) and key not in action.keys:
                effect = "but some screens use it to answer, rate or change a setting"
                yield (action.id,), f'The key {key} is set for "{action.name}", {effect}.'
    if preferences.switch("session.knuckle"):
        for action in ACTIONS:
            for key in KNUCKLE_KEYS:
                is_set = key in keys_of[action.id] and key not in action.keys
                if action.id not in KNUCKLE_ACTIONS and is_set:
                    effect = "so a knuckle can't pause or resume with it"
                    yield (action.id,), f'The key {key} is set for "{action.name}", {effect}.'


def _may_meet(action: Action, other: Action) -> bool:
    """Return whether a screen can have both actions.

    It can if both are for sessions, or if neither is only for sessions.
    """
    both = {action, other}
    return both <= _IN_SESSIONS or not both & _ONLY_IN_SESSIONS


def _is_taken_by_screens(key: str) -> bool:
    """Return whether screens may use a key themselves, to answer, to rate or to change a setting.

    This is so for every letter and digit, and for minus and delete.
    """
    return (len(key) == 1 and key.isalnum()) or key in {"minus", "delete"}
