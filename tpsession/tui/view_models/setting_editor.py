"""Decides how keys, clicks and typed text change a setting, without drawing anything.

There is one editor for each kind of setting. The row on the screen passes on what the person does, and
carries out the `Reaction` that it gets back.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

from tpsession.core.settings.definitions import ROUTINE, VOLUME_STEP_PERCENT, Setting
from tpsession.core.settings.key_names import parse_keys
from tpsession.core.text.formatting import format_duration
from tpsession.core.text.sanitize import sanitize

Value = str | int | bool | float
"""The value of a setting; a duration is a number of seconds or `ROUTINE`."""
DEFAULT_PART = "default"
"""The clickable part of any setting that goes back to the default."""
UNKNOWN_KEY = "This key can't be used. Press another one."
_DIGITS = frozenset("0123456789")


class InputStep(Enum):
    """What a row does with its text input."""

    OPEN = auto()
    OPEN_WITH_DEFAULT = auto()
    """Open it with the setting's default as its text."""
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a row does after a key, a click or typed text."""

    value: str | int | bool | None = None
    """The value to save; None if there is none."""
    error: str | None = None
    """What to show below the setting; empty removes what is there, None leaves it."""
    input_step: InputStep | None = None


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Which keys do something now, as it is shown to people: ``enter: edit``."""

    keys: str
    effect: str
    """What they do, in a few words."""
    part: str = ""
    """The part of the row that a click on the hint counts as; empty if it can't be clicked."""

    def __str__(self) -> str:
        """Return the keys and what they do."""
        return f"{self.keys}: {self.effect}"


class SettingEditor(ABC):
    """The base class of the editors."""

    CHANGE_KEYS: ClassVar[tuple[KeyHint, ...]] = ()
    """Which keys change the setting."""

    def __init__(self, setting: Setting, value: Value) -> None:
        """Edit a setting that has this value."""
        self.setting = setting
        self.value = value
        """The value to show."""

    @property
    def is_changed(self) -> bool:
        """Whether the value is not the default."""
        return self.value != self.setting.default

    @property
    def key_hints(self) -> tuple[KeyHint, ...]:
        """The keys that do something now, as hints.

        If the value isn't the default, the last hint names the default, and the key that goes back to it.
        """
        if not self.is_changed:
            return self.CHANGE_KEYS
        default = f"default ({self.format_value(self.setting.default)})"
        return (*self.CHANGE_KEYS, KeyHint("d", default, DEFAULT_PART))

    def press(self, key: str, character: str | None) -> Reaction | None:
        """React to a key, mostly by changing the value; None if the key does nothing here.

        ``d``, delete and backspace, which is a Mac's delete key, do what `reset` does.

        Args:
            key: Textual's name of the key.
            character: What the key types; None for nothing.

        """
        return self.reset() if key in {"d", "delete", "backspace"} else self._press(key, character)

    @abstractmethod
    def _press(self, key: str, character: str | None) -> Reaction | None:
        """React to a key other than those for the default; None if the key does nothing here."""

    @abstractmethod
    def click(self, part: str, number: int) -> Reaction:
        """React to a click on the row, but not to one on the default, which the row handles.

        part, number: which part of the row was clicked; each editor names its own.
        """

    def reset(self) -> Reaction:
        """React to a key for the default: go back to it."""
        return self.request(self.setting.default)

    def request(self, value: str | int | bool) -> Reaction:
        """Show another value at once, and return the reaction that asks the row to save it.

        The reaction is empty if it is the present value.
        """
        if value == self.value:
            return Reaction()
        self.value = value
        return Reaction(value)

    def leave(self) -> Reaction:
        """React to the row losing the focus: end what a key has begun. Here no key begins anything."""
        return Reaction()

    def format_value(self, value: Value) -> str:
        """Format a value for people."""
        return str(value)


_WHILE_TYPING = (KeyHint("enter", "save"), KeyHint("esc", "cancel"))
_WHILE_WAITING = (KeyHint("esc", "cancel"),)


class ChoiceEditor(SettingEditor):
    """Chooses one of a few values. Clickable part: ``choice`` with an index, which may be past the end."""

    CHANGE_KEYS = (KeyHint("left, right", "change"),)

    @property
    def choices(self) -> tuple[str | bool, ...]:
        """The values to choose from, in order."""
        return self.setting.choices

    @property
    def index(self) -> int:
        """The index of the current value."""
        return self.choices.index(str(self.value))

    def _press(self, key: str, character: str | None) -> Reaction | None:
        """Choose the neighbour by an arrow, up to the ends; space and enter choose the next one.

        After the last value they choose the first one again. Returns None for other keys.
        """
        if key in {"left", "right"}:
            index = self.index + (1 if key == "right" else -1)
            return self.request(self.choices[min(max(index, 0), len(self.choices) - 1)])
        if key in {"space", "enter"}:
            return self.click("choice", self.index + 1)
        return None

    def click(self, part: str, number: int) -> Reaction:
        """Choose the value with this index; an index past the end counts on from the first value."""
        return self.request(self.choices[number % len(self.choices)])


class SwitchEditor(ChoiceEditor):
    """Turns a setting on or off."""

    CHANGE_KEYS = (KeyHint("space", "on or off"),)

    @property
    def choices(self) -> tuple[str | bool, ...]:
        """The values to choose from: on, then off."""
        return (True, False)

    @property
    def index(self) -> int:
        """The index of the current value: 0 for on, 1 for off."""
        return 0 if self.value else 1

    def format_value(self, value: Value) -> str:
        """Return ``on`` or ``off``."""
        return "on" if value else "off"


class PercentEditor(SettingEditor):
    """Sets a volume in percent. Clickable parts: ``to`` with a percentage, ``turn`` with -1 or 1."""

    CHANGE_KEYS = (KeyHint("left, right", "by 5"), KeyHint("0-9", "type a number"))

    def __init__(self, setting: Setting, value: Value) -> None:
        """Edit a volume; no digits are typed yet."""
        super().__init__(setting, value)
        self._digits = ""
        """The digits typed so far; the next one is added to them."""

    def press(self, key: str, character: str | None) -> Reaction | None:
        """React to a key as the base class does; any key that isn't a digit ends the typed number."""
        if character not in _DIGITS:
            self._digits = ""
        return super().press(key, character)

    def _press(self, key: str, character: str | None) -> Reaction | None:
        """Change the volume by an arrow to the next multiple of the step; set it by typed digits.

        A digit that would make the typed number larger than 100 begins a new number. Returns None for other
        keys.
        """
        if key in {"left", "right"}:
            return self._step_to_multiple(1 if key == "right" else -1)
        if character in _DIGITS:
            longer = self._digits + str(character)
            self._digits = longer if int(longer) <= 100 else str(character)
            return self.request(int(self._digits))
        return None

    def click(self, part: str, number: int) -> Reaction:
        """Set the volume (``to``), or change it to the next multiple of the step (``turn``)."""
        self._digits = ""
        return self._step_to_multiple(number) if part == "turn" else self.request(number)

    def leave(self) -> Reaction:
        """End the typed number, because the row loses the focus."""
        self._digits = ""
        return Reaction()

    def format_value(self, value: Value) -> str:
        """Return a volume as ``80%``."""
        return f"{value}%"

    def _step_to_multiple(self, by: int) -> Reaction:
        """Change the volume to the next multiple of the step, up (1) or down (-1), within 0 and 100."""
        steps, rest = divmod(int(self.value), VOLUME_STEP_PERCENT)
        step = steps + 1 if by > 0 else steps - (rest == 0)
        return self.request(min(max(step * VOLUME_STEP_PERCENT, 0), 100))


class TextEditor(SettingEditor):
    """Edits a text in an input. The value is shown only after it was saved."""

    CHANGE_KEYS: ClassVar[tuple[KeyHint, ...]] = (KeyHint("enter", "edit", "open"),)

    def __init__(self, setting: Setting, value: Value) -> None:
        """Edit a text; the input is closed."""
        super().__init__(setting, value)
        self.is_open = False
        """Whether the input is open."""
        self._initial_text = ""
        """What the input contained when it was opened, without spaces around it."""
        self._offers_default = False
        """Whether that was the default instead of the value."""

    @property
    def key_hints(self) -> tuple[KeyHint, ...]:
        """The keys that do something now, as hints; while the input is open, those of typing."""
        return _WHILE_TYPING if self.is_open else super().key_hints

    def open_input(self, *, with_default: bool = False) -> str:
        """Mark the input as open, and return the text to put into it: the value or the default."""
        self.is_open = True
        self._offers_default = with_default
        text = sanitize(self.format_for_input(self.setting.default if with_default else self.value))
        self._initial_text = text.strip()
        return text

    def close_input(self) -> Reaction:
        """Mark the input as closed, and ask the row to close it; the text in it is lost."""
        self.is_open = False
        return Reaction(input_step=InputStep.CLOSE)

    def submit(self, text: str) -> Reaction:
        """React to enter in the input: ask to save its text, or only close it if the text wasn't changed.

        If the input was opened with the default, the unchanged text is saved, too. A text that equals the
        present value only closes the input.
        """
        return self._request_text(text, even_if_unchanged=self._offers_default)

    def leave_input(self, text: str) -> Reaction:
        """React to the focus leaving the input: ask to save its text if it was changed, else close it."""
        return self._request_text(text, even_if_unchanged=False)

    def press(self, key: str, character: str | None) -> Reaction | None:
        """React to a key as the base class does; while the input is open, None leaves the key to it.

        Escape closes the input without saving. The arrows up and down do nothing, but don't go to the input.
        """
        if not self.is_open:
            return super().press(key, character)
        if key == "escape":
            self.close_input()
            return Reaction(error="", input_step=InputStep.CLOSE)
        return Reaction() if key in {"up", "down"} else None

    def _press(self, key: str, character: str | None) -> Reaction | None:
        """Ask to open the input, for enter or space; None for other keys."""
        return Reaction(input_step=InputStep.OPEN) if key in {"enter", "space"} else None

    def click(self, part: str, number: int) -> Reaction:
        """Ask to open the input, wherever the row was clicked."""
        return Reaction(input_step=InputStep.OPEN)

    def reset(self) -> Reaction:
        """Ask to open the input with the default, unless that is the value.

        The default isn't saved at once, so that one wrong key doesn't lose what the person typed once.
        """
        return Reaction(input_step=InputStep.OPEN_WITH_DEFAULT) if self.is_changed else Reaction()

    def request(self, value: str | int | bool) -> Reaction:
        """Ask to save another value, which is shown once it is saved. The present value closes the input."""
        return self.close_input() if value == self.value else Reaction(value)

    def format_value(self, value: Value) -> str:
        """Return the text itself, or ``not set`` if it is empty."""
        return str(value) or "not set"

    def format_for_input(self, value: Value) -> str:
        """Format a value as the person would type it."""
        return str(value)

    def _request_text(self, text: str, *, even_if_unchanged: bool) -> Reaction:
        """Return the reaction that saves the text in the input, or only closes the input if it is unchanged.

        The input can't show every text as it is in the settings file, so a text that the person only looked
        at must not be written. Spaces around the text are dropped.

        even_if_unchanged: whether to save an unchanged text, too.
        """
        value = text.strip()
        if value == self._initial_text and not even_if_unchanged:
            return self.close_input()
        return self.request(value)


class DurationEditor(TextEditor):
    """Edits a duration, which may be left to the routine."""

    def format_value(self, value: Value) -> str:
        """Return a duration as ``1 minute 30 seconds``, or say that the routine decides."""
        return "as the routine says" if value == ROUTINE else format_duration(float(value))

    def format_for_input(self, value: Value) -> str:
        """Return a duration as in a settings file: ``90s``, or `ROUTINE`."""
        return str(value) if value == ROUTINE else f"{value:g}s"


class KeysEditor(TextEditor):
    """Edits the keys of an action: as text, or by pressing one. Clickable part: ``press`` waits for a key."""

    CHANGE_KEYS = (KeyHint("enter", "type keys", "open"), KeyHint("k", "choose by pressing it", "press"))

    def __init__(self, setting: Setting, value: Value, format_key: Callable[[str], str]) -> None:
        """Edit keys. format_key: formats the name of a key for people."""
        super().__init__(setting, value)
        self._format_key = format_key
        self.is_waiting = False
        """Whether the next key that is pressed becomes the new key."""

    @property
    def key_hints(self) -> tuple[KeyHint, ...]:
        """The keys that do something now, as hints; while the next key is waited for, those for that."""
        return _WHILE_WAITING if self.is_waiting else super().key_hints

    def press(self, key: str, character: str | None) -> Reaction | None:
        """React to a key as the base class does, or while waiting for one: ask to save it as the only key.

        Escape only ends the waiting, and so does the key that is the only one already. A key that can't be
        used ends it with an error.
        """
        if not self.is_waiting:
            return super().press(key, character)
        self.is_waiting = False
        if parse_keys(key) is None:
            return Reaction(error=UNKNOWN_KEY)
        if key in {"escape", self.value}:
            return Reaction(error="")
        return Reaction(key, error="")

    def _press(self, key: str, character: str | None) -> Reaction | None:
        """Wait for the new key after ``k``; otherwise react as for any text."""
        return self._wait_for_key() if key == "k" else super()._press(key, character)

    def click(self, part: str, number: int) -> Reaction:
        """Wait for the new key (``press``); elsewhere, ask to open the input."""
        return self._wait_for_key() if part == "press" else super().click(part, number)

    def leave(self) -> Reaction:
        """Stop waiting for a key, and remove the error that is shown if it waited."""
        was_waiting, self.is_waiting = self.is_waiting, False
        return Reaction(error="") if was_waiting else Reaction()

    def format_value(self, value: Value) -> str:
        """Return the keys as they are labelled on a keyboard."""
        return "  ".join(self._format_key(key) for key in parse_keys(str(value)) or ())

    def _wait_for_key(self) -> Reaction:
        """Begin to wait for the key that becomes the action's only key, see `press`.

        The reaction says to remove an error that is shown. While it waits already, nothing changes.
        """
        was_waiting, self.is_waiting = self.is_waiting, True
        return Reaction() if was_waiting else Reaction(error="")
