"""The settings: one definition each, with its default and what it may be.

A person's setting wins over a routine's, unless it is `ROUTINE`: "as the routine says".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog.cues import Countdown, CueGroup, Speak
from tpsession.core.catalog.routine import MAX_DURATION_S, MIN_DURATION_S
from tpsession.core.settings.actions import (
    ACTIONS,
    KNUCKLE_ACTIONS,
    CLOSE,
    HELP,
    KNUCKLE_KEYS,
    PALETTE,
    QUIT,
    SOUND,
    SUSPEND,
)
from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.settings.key_names import parse_keys

ROUTINE = "routine"
_EVERYWHERE = (HELP, PALETTE, CLOSE, QUIT, SUSPEND, SOUND)
"""What is done from every screen, also from those with keys of their own that can't be changed."""


class SettingKind(StrEnum):
    """What values a setting takes."""

    CHOICE = "choice"
    PERCENT = "percent"
    SWITCH = "switch"
    TEXT = "text"
    DURATION = "duration"
    """A duration as in a routine file, or `ROUTINE`."""
    KEYS = "keys"
    """Keys that do something, separated by commas, the shown one first."""


_RIGHT = {
    SettingKind.PERCENT: "a whole number from 0 to 100",
    SettingKind.SWITCH: "true or false",
    SettingKind.TEXT: "a text in quotes",
    SettingKind.KEYS: 'keys separated by commas, such as "space, enter" or "ctrl+p"',
    SettingKind.DURATION: '"routine" or a duration from 1 s to 60 min, such as "10s"',
}


_ACTION_NAMES = {action.id: action.name for action in ACTIONS}


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """One setting."""

    section: str
    key: str
    kind: SettingKind
    default: str | int | bool
    help: str
    """One sentence for the person."""
    choices: tuple[str, ...] = ()
    """The words it may be, for `SettingKind.CHOICE`."""

    @property
    def name(self) -> str:
        """``section.key``."""
        return f"{self.section}.{self.key}"

    @property
    def title(self) -> str:
        """Its name as a person reads it: ``Countdown volume``, or what the keys do."""
        if self.kind is SettingKind.KEYS:
            return _ACTION_NAMES[self.key]
        return self.key.replace("_", " ").capitalize()

    @property
    def expected_text(self) -> str:
        """What would be right, for a message."""
        if self.kind is SettingKind.CHOICE:
            return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
        return _RIGHT[self.kind]


def format_section_title(section: str) -> str:
    """The name of a section as a person reads it: ``Follow-up``."""
    return section.replace("_", "-").capitalize()


def _percent(key: str, default: int, text: str) -> Setting:
    return Setting("sound", key, SettingKind.PERCENT, default, text)


def _switch(section: str, key: str, default: bool, text: str) -> Setting:
    return Setting(section, key, SettingKind.SWITCH, default, text)


def _choice(section: str, key: str, default: str, choices: tuple[str, ...], text: str) -> Setting:
    return Setting(section, key, SettingKind.CHOICE, default, text, choices)


MASTER_VOLUME = "sound.volume"
"""The setting that holds the volume of everything."""
GROUP_VOLUMES: Mapping[CueGroup, str] = {
    CueGroup.CUES: "sound.cues",
    CueGroup.COUNTDOWN: "sound.countdown_volume",
    CueGroup.PACING: "sound.pacing",
    CueGroup.VOICE: "sound.voice",
}
"""The setting that holds the volume of each group."""
VOLUME_STEP_PERCENT = 5
"""Percent by which a key turns a volume."""
THEMES = ("auto", "dark", "light", "contrast", "colour-blind")
BACKENDS = ("auto", *SOUND_LIBRARIES, "none")

SETTINGS: tuple[Setting, ...] = (
    _choice("sound", "backend", "auto", BACKENDS, "What plays the sound; auto takes the first that works."),
    Setting("sound", "device", SettingKind.TEXT, "", "The sound device by name; empty is the system's own."),
    _percent("volume", 80, "How loud everything is."),
    _percent("cues", 100, "How loud the cues are."),
    _percent("countdown_volume", 100, "How loud the countdown is."),
    _percent("pacing", 60, "How loud the pacing of strokes and breath is."),
    _percent("voice", 100, "How loud the voice is."),
    _choice(
        "sound", "countdown", ROUTINE, (ROUTINE, *(style.value for style in Countdown)),
        "How the last three seconds are counted.",
    ),
    _switch("sound", "halfway", True, "Whether a step's middle is signalled where the routine asks for it."),
    _choice("sound", "speak", Speak.PHRASES.value, tuple(what.value for what in Speak), "What is spoken."),
    _switch("sound", "bell", False, "Whether the terminal's bell rings where there is no sound."),
    Setting("session", "get_ready", SettingKind.DURATION, ROUTINE, "The time to get ready."),
    _switch(
        "session", "knuckle", True,
        "Whether backspace and tab pause and go on as well, so that a knuckle finds a key.",
    ),
    _choice("screen", "theme", "auto", THEMES, "The colours; auto follows the terminal where it tells."),
    _switch("screen", "motion", True, "Whether pictures move."),
    _switch("follow_up", "ask", True, "Whether you are asked later how it is."),
    Setting(
        "safety", "emergency_number", SettingKind.TEXT, "",
        "The number to call in an emergency; empty shows \"your local emergency number\".",
    ),
    *(
        Setting("keys", action.id, SettingKind.KEYS, ", ".join(action.keys), action.help)
        for action in ACTIONS
    ),
)  # fmt: skip
"""Every setting, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The values of all settings, by ``section.key``."""

    values: Mapping[str, str | int | bool | float]

    def text(self, name: str) -> str:
        """A choice or text setting."""
        return str(self.values[name])

    def switch(self, name: str) -> bool:
        """A setting that is on or off."""
        return bool(self.values[name])

    def percent(self, name: str) -> int:
        """A volume, 0 to 100."""
        return int(self.values[name])

    @property
    def countdown(self) -> Countdown | None:
        """The person's countdown, or None to follow the routine."""
        chosen = self.text("sound.countdown")
        return None if chosen == ROUTINE else Countdown(chosen)

    @property
    def speak(self) -> Speak:
        """What is spoken."""
        return Speak(self.text("sound.speak"))

    @property
    def get_ready_s(self) -> float | None:
        """The person's time to get ready in seconds, or None to follow the routine."""
        chosen = self.values["session.get_ready"]
        return None if chosen == ROUTINE else float(chosen)

    def keys(self, action: str) -> tuple[str, ...]:
        """The keys of an action's id, the shown one first; of a big one those of a knuckle as well."""
        own = self.configured_keys(action)
        if action not in KNUCKLE_ACTIONS:
            return own
        return (*own, *(key for key in self._knuckle_keys() if key not in own))

    def configured_keys(self, action: str) -> tuple[str, ...]:
        """The keys that are set for an action's id, the shown one first."""
        return parse_keys(self.text(f"keys.{action}")) or ()

    def _knuckle_keys(self) -> tuple[str, ...]:
        """The keys that a knuckle finds; one that is set for something else does that."""
        if not self.switch("session.knuckle"):
            return ()
        others = (action.id for action in ACTIONS if action.id not in KNUCKLE_ACTIONS)
        taken = {key for action in others for key in self.configured_keys(action)}
        return tuple(key for key in KNUCKLE_KEYS if key not in taken)

    @property
    def levels(self) -> dict[CueGroup, int]:
        """The volume of each group, 0 to 100."""
        return {group: self.percent(name) for group, name in GROUP_VOLUMES.items()}


def default_preferences() -> Preferences:
    """Every setting at its default."""
    return Preferences({setting.name: setting.default for setting in SETTINGS})


def accepts(setting: Setting, value: object) -> bool:
    """Whether a value read from a file is one that the setting takes; durations are already seconds."""
    match setting.kind:
        case SettingKind.CHOICE | SettingKind.TEXT | SettingKind.KEYS:
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
    if setting.kind is SettingKind.CHOICE:
        return text in setting.choices
    return setting.kind is SettingKind.TEXT or parse_keys(text) is not None


def describe_key_conflicts(preferences: Preferences) -> list[str]:
    """A sentence on each key that was set for one action and is another's, in the order of the actions.

    Keys that the definitions themselves share are no clash: those actions belong to different screens. The
    keys of a knuckle come last: whatever else they are set for, they do that. So do letters, digits and what
    else some screens take for themselves.
    """
    return [sentence for _, sentence in _clashes(preferences)]


def describe_conflicts_of_action(preferences: Preferences, action: str) -> list[str]:
    """Those of `key_clashes` that are about one action, by its id."""
    return [sentence for about, sentence in _clashes(preferences) if action in about]


def _clashes(preferences: Preferences) -> Iterator[tuple[tuple[str, ...], str]]:
    """The ids of the actions that each is about, and the sentence."""
    own = {action.id: preferences.configured_keys(action.id) for action in ACTIONS}
    for place, action in enumerate(ACTIONS):
        for other in ACTIONS[place + 1 :]:
            shared = (set(own[action.id]) & set(own[other.id])) - (set(action.keys) & set(other.keys))
            for key in sorted(shared):
                about = (action.id, other.id)
                yield about, f'The key {key} is set for both "{action.name}" and "{other.name}".'
    for action in _EVERYWHERE:
        for key in own[action.id]:
            if _is_fixed(key) and key not in action.keys:
                does = "where it answers, rates or sets something, it does that"
                yield (action.id,), f'The key {key} is set for "{action.name}": {does}.'
    if preferences.switch("session.knuckle"):
        for action in ACTIONS:
            for key in KNUCKLE_KEYS:
                if action.id not in KNUCKLE_ACTIONS and key in own[action.id]:
                    does = "it no longer pauses and goes on for a knuckle"
                    yield (action.id,), f'The key {key} is set for "{action.name}": {does}.'


def _is_fixed(key: str) -> bool:
    """Whether some screen takes a key for itself: letters and digits answer, rate, and change settings."""
    return (len(key) == 1 and key.isalnum()) or key in {"minus", "delete"}
