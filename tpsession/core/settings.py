"""The settings: one definition each, with its default and what it may be.

A person's setting wins over a routine's, unless it is `ROUTINE`: "as the routine says".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.cue import Countdown, CueGroup
from tpsession.core.routine import LONGEST_S, SHORTEST_S

ROUTINE = "routine"


class SettingKind(StrEnum):
    """What values a setting takes."""

    CHOICE = "choice"
    PERCENT = "percent"
    SWITCH = "switch"
    TEXT = "text"
    DURATION = "duration"
    """A duration as in a routine file, or `ROUTINE`."""


_RIGHT = {
    SettingKind.PERCENT: "a whole number from 0 to 100",
    SettingKind.SWITCH: "true or false",
    SettingKind.TEXT: "a text in quotes",
    SettingKind.DURATION: '"routine" or a duration from 1 s to 60 min, such as "10s"',
}


@dataclass(frozen=True, slots=True)
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
    def right(self) -> str:
        """What would be right, for a message."""
        if self.kind is SettingKind.CHOICE:
            return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
        return _RIGHT[self.kind]


def _percent(key: str, default: int, text: str) -> Setting:
    return Setting("sound", key, SettingKind.PERCENT, default, text)


def _switch(section: str, key: str, default: bool, text: str) -> Setting:
    return Setting(section, key, SettingKind.SWITCH, default, text)


def _choice(section: str, key: str, default: str, choices: tuple[str, ...], text: str) -> Setting:
    return Setting(section, key, SettingKind.CHOICE, default, text, choices)


BACKENDS = ("auto", "miniaudio", "simpleaudio", "none")

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
    _choice("sound", "speak", "phrases", ("phrases", "everything", "none"), "What is spoken."),
    _switch("sound", "bell", False, "Whether the terminal's bell rings where there is no sound."),
    Setting("session", "get_ready", SettingKind.DURATION, ROUTINE, "The time to get ready."),
    _switch("session", "knuckle", True, "Whether any large key pauses the session."),
    Setting("screen", "theme", SettingKind.TEXT, "", "The colours; empty follows the terminal."),
    _switch("screen", "motion", True, "Whether pictures move."),
    _switch("follow_up", "ask", True, "Whether you are asked later how it is."),
    Setting(
        "safety", "emergency_number", SettingKind.TEXT, "",
        "The number to call in an emergency; empty shows \"your local emergency number\".",
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
    def get_ready_s(self) -> float | None:
        """The person's time to get ready in seconds, or None to follow the routine."""
        chosen = self.values["session.get_ready"]
        return None if chosen == ROUTINE else float(chosen)

    @property
    def levels(self) -> dict[CueGroup, int]:
        """The volume of each group, 0 to 100."""
        return {
            CueGroup.CUES: self.percent("sound.cues"),
            CueGroup.COUNTDOWN: self.percent("sound.countdown_volume"),
            CueGroup.PACING: self.percent("sound.pacing"),
            CueGroup.VOICE: self.percent("sound.voice"),
        }


def default_preferences() -> Preferences:
    """Every setting at its default."""
    return Preferences({setting.name: setting.default for setting in SETTINGS})


def accepts(setting: Setting, value: object) -> bool:
    """Whether a value read from a file is one that the setting takes; durations are already seconds."""
    match setting.kind:
        case SettingKind.CHOICE:
            return isinstance(value, str) and value in setting.choices
        case SettingKind.PERCENT:
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100
        case SettingKind.SWITCH:
            return isinstance(value, bool)
        case SettingKind.TEXT:
            return isinstance(value, str)
        case SettingKind.DURATION if isinstance(value, (int, float)) and not isinstance(value, bool):
            return SHORTEST_S <= value <= LONGEST_S
        case _:
            return value == ROUTINE
