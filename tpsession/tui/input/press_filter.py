"""Tells deliberate presses from the repeats of a held key and from a palm that hits several keys.

Terminals report no key releases, only repeats: a held key looks like one that is pressed again and again.
So each press is judged by the presses before it, and what can't be undone needs a quiet moment first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tpsession.core.settings.actions import PressGuard

TOO_FAST_TO_READ = "That came very soon. Read it, then press again."
"""Hint on screens that have to be read first."""
MOUSE = "mouse"
"""Stands for any mouse button."""
DEBOUNCE_S = 1.0
"""Seconds without a debounced key before it counts again; also the length of a screen's grace period."""
REPEAT_S = 0.15
"""Presses of one key in quicker succession are repeats of a held key, which come 10 to 40 times a second."""
ISOLATION_S = 0.5
"""Seconds without any other press before one that ends or skips something counts."""


class Press(NamedTuple):
    """One press of a key or the mouse, judged only by the presses before it."""

    key: str
    at: float = 0.0
    """When it came, in seconds of the program's clock."""
    earlier: Mapping[str, float] = MappingProxyType({})
    """When each key was last pressed before this press, in the same seconds."""

    def seconds_since(self, keys: Iterable[str] | None = None) -> float:
        """Return the seconds from the latest earlier press of any of these keys to this press.

        If none was pressed before, return infinity.

        keys: None stands for all keys and the mouse.
        """
        times = self.earlier.values() if keys is None else [self.earlier.get(key, -math.inf) for key in keys]
        last = max(times, default=-math.inf)
        return math.inf if last == -math.inf else self.at - last

    @property
    def previous_key(self) -> str:
        """The key that was pressed right before this press, or `MOUSE`; empty if there was none."""
        return max(self.earlier, key=self.earlier.__getitem__, default="")

    @property
    def is_repeat(self) -> bool:
        """Whether the same key was pressed at most `DEBOUNCE_S` seconds before: this may be its repeat."""
        return self.seconds_since([self.key]) <= DEBOUNCE_S

    @property
    def is_new(self) -> bool:
        """Whether the press comes over `REPEAT_S` seconds after the last one of the same key.

        The quick repeats of a held key don't. Its first repeat does: it looks like a second press and counts
        as new.
        """
        return self.seconds_since([self.key]) > REPEAT_S

    @property
    def is_isolated(self) -> bool:
        """Whether it isn't `is_repeat`, and nothing was pressed in the `ISOLATION_S` seconds before.

        An action that ends or skips something requires this.
        """
        return not self.is_repeat and self.seconds_since() > ISOLATION_S

    @property
    def is_held(self) -> bool:
        """Whether the press may be a repeat of a held key: as `is_repeat`, with nothing pressed between."""
        return self.is_repeat and self.previous_key == self.key

    def is_debounced(self, keys: Iterable[str]) -> bool:
        """Return whether neither this key nor one of `keys` was pressed up to `DEBOUNCE_S` seconds before."""
        return self.seconds_since([*keys, self.key]) > DEBOUNCE_S

    def is_after_grace_period(self, shown_at: float) -> bool:
        """Return whether the press came more than `DEBOUNCE_S` seconds after a screen appeared.

        Before that, nobody has read the screen.

        shown_at: when the screen appeared, in seconds of the program's clock.
        """
        return self.at - shown_at > DEBOUNCE_S

    def is_deliberate(self, shown_at: float, keys: Iterable[str] = ()) -> bool:
        """Return whether the press was meant for a screen.

        It is if it comes after the screen's grace period, and neither its key nor one of `keys` was pressed
        in the `DEBOUNCE_S` seconds before. So it can't be a key that has been held since before the screen
        appeared.

        Args:
            shown_at: When the screen appeared, in seconds of the program's clock.
            keys: Other keys that do the same.

        """
        return self.is_after_grace_period(shown_at) and self.is_debounced(keys)

    def satisfies(self, guard: PressGuard, keys: Iterable[str]) -> bool:
        """Return whether the press is deliberate enough for an action with this guard.

        keys: all keys of the action; for `DEBOUNCED`, none of them may have been pressed shortly before.
        """
        match guard:
            case PressGuard.NONE:
                return True
            case PressGuard.NO_REPEAT:
                return self.is_new
            case PressGuard.DEBOUNCED:
                return self.is_debounced(keys)
            case PressGuard.ISOLATED:
                return self.is_isolated


TRUSTED_PRESS = Press("", math.inf)
"""A press that passes every guard; used for an action that the person chose by its name."""


class PressHistory:
    """Remembers when each key and the mouse were last pressed."""

    def __init__(self) -> None:
        self.latest = TRUSTED_PRESS
        """The most recent press."""

    def add(self, key: str, now: float) -> Press:
        """Add a press, whether or not it triggers anything, and return it.

        Args:
            key: Textual's name of the key, or `MOUSE`.
            now: The time in seconds of the program's clock.

        """
        last = self.latest
        earlier = {**last.earlier, last.key: last.at} if last.key else {}
        self.latest = Press(key, now, earlier)
        return self.latest
