"""When keys and the mouse were pressed: told apart are a press, a held key and a resting palm.

Terminals send no release of a key, only repeats: a key that is held looks like one that is pressed again and
again. What can't be undone counts only after a quiet moment.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

MOUSE = "mouse"
"""Stands for any button of the mouse."""
KNUCKLE_KEYS = ("backspace", "tab")
"""What a knuckle hits beside space and enter."""
BIG_KEY_S = 1.0
"""A big key counts again only after so many seconds without one."""
HELD_S = 0.15
"""Presses of one key that follow faster are the repeats of a held key; they come 10 to 40 times a second."""
QUIET_S = 0.5
"""What ends or skips something counts only after so many seconds without any other press."""


class Presses:
    """The moments of the presses so far, in seconds of the program's clock."""

    def __init__(self) -> None:
        self._key = ""
        self._at = -math.inf
        self._before: dict[str, float] = {}
        self._gaps: dict[str, float] = {}

    def note(self, key: str, now: float) -> None:
        """Remember a press. Every one is noted, whether something happens by it or not."""
        if self._key:
            self._before[self._key] = self._at
        self._key = key
        self._at = now
        self._gaps[key] = self.gap([key])

    def is_repeat(self, key: str) -> bool:
        """Whether the last press of a key followed the one before it too soon to be one of its own.

        It holds whatever was pressed since: a press may be noted before the one ahead of it is dealt with.
        """
        return self._gaps.get(key, math.inf) <= BIG_KEY_S

    def gap(self, keys: Iterable[str] | None = None) -> float:
        """Seconds between the latest press and the one before it among `keys`, or among all; inf if none."""
        before = self._before.values() if keys is None else [self._before.get(key, -math.inf) for key in keys]
        last = max(before, default=-math.inf)
        return math.inf if last == -math.inf else self._at - last

    @property
    def is_new(self) -> bool:
        """Whether the latest press is one of its own, not one of the quick repeats of a held key.

        The first repeat comes late and can't be told from a second press.
        """
        return self.gap([self._key]) > HELD_S

    @property
    def is_calm(self) -> bool:
        """Whether the latest press may end or skip something: meant, and neither held nor one of many."""
        return self.gap([self._key]) > BIG_KEY_S and self.gap() > QUIET_S

    def is_big(self, keys: Iterable[str]) -> bool:
        """Whether a big key counts: none of `keys` was pressed within `BIG_KEY_S` before it."""
        return self.gap(keys) > BIG_KEY_S
