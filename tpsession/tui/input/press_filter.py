"""When keys and the mouse were pressed: told apart are a press, a held key and a resting palm.

Terminals send no release of a key, only repeats: a key that is held looks like one that is pressed again and
again. What can't be undone counts only after a quiet moment.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tpsession.core.settings.actions import PressGuard

TOO_FAST_TO_READ = "Too fast to have read it: press once more."
"""Said where something has to be read first."""
MOUSE = "mouse"
"""Stands for any button of the mouse."""
DEBOUNCE_S = 1.0
"""A big key counts again only after so many seconds without one."""
REPEAT_S = 0.15
"""Presses of one key that follow faster are the repeats of a held key; they come 10 to 40 times a second."""
ISOLATION_S = 0.5
"""What ends or skips something counts only after so many seconds without any other press."""


@dataclass(frozen=True, slots=True, eq=False)
class Press:
    """One press, judged by those that came before it, whatever comes after it."""

    key: str
    at: float = 0.0
    """Seconds of the program's clock."""
    earlier: Mapping[str, float] = field(default_factory=dict)
    """When each key was last pressed before it, in the same seconds."""

    def seconds_since(self, keys: Iterable[str] | None = None) -> float:
        """Seconds since the one before it among `keys`, or among all; inf if there is none."""
        earlier = (
            self.earlier.values() if keys is None else [self.earlier.get(key, -math.inf) for key in keys]
        )
        last = max(earlier, default=-math.inf)
        return math.inf if last == -math.inf else self.at - last

    @property
    def previous_key(self) -> str:
        """The key that was pressed right before it; empty if there is none."""
        return max(self.earlier, key=self.earlier.__getitem__, default="")

    @property
    def is_repeat(self) -> bool:
        """Whether it followed the one before it too soon to be one of its own where that matters."""
        return self.seconds_since([self.key]) <= DEBOUNCE_S

    @property
    def is_new(self) -> bool:
        """Whether it is one of its own, not one of the quick repeats of a held key.

        The first repeat comes late and can't be told from a second press.
        """
        return self.seconds_since([self.key]) > REPEAT_S

    @property
    def is_isolated(self) -> bool:
        """Whether it may end or skip something: meant, and neither held nor one of many."""
        return not self.is_repeat and self.seconds_since() > ISOLATION_S

    @property
    def is_held(self) -> bool:
        """Whether it may be the repeat of a key that is held: nothing else was pressed since its last."""
        return self.is_repeat and self.previous_key == self.key

    def is_debounced(self, keys: Iterable[str]) -> bool:
        """Whether a big key counts: none of `keys`, nor the same, came within `BIG_KEY_S` before it."""
        return self.seconds_since([*keys, self.key]) > DEBOUNCE_S

    def is_after_grace_period(self, since: float) -> bool:
        """Whether it came after the first second of a screen that came at `since`, read by nobody."""
        return self.at - since > DEBOUNCE_S

    def is_deliberate(self, since: float, keys: Iterable[str] = ()) -> bool:
        """Whether it was meant for a screen that came at `since`: not in its first second.

        keys: what does the same as the one pressed; none of them may still be held from before.
        """
        return self.is_after_grace_period(since) and self.is_debounced(keys)

    def satisfies(self, guard: PressGuard, keys: Iterable[str]) -> bool:
        """Whether it is what an action with these keys has to be done by."""
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
"""A press that nothing came before, long after everything."""


class PressHistory:
    """The presses so far."""

    def __init__(self) -> None:
        self.latest = TRUSTED_PRESS
        """The press that came last."""

    def add(self, key: str, now: float) -> Press:
        """Take a press, at `now` seconds. Every one is noted, whether something happens by it or not."""
        last = self.latest
        before = {**last.earlier, last.key: last.at} if last.key else {}
        self.latest = Press(key, now, before)
        return self.latest
