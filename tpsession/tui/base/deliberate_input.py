"""Base of screens that ignore presses meant for the screen before them."""

from __future__ import annotations

import math
from typing import Any

from textual.screen import Screen

from tpsession.tui.context import context_of


class DeliberateInput(Screen[Any]):
    """A screen that can tell whether a press was meant for it, by when this and earlier presses came."""

    _shown_at = math.inf

    def on_mount(self) -> None:
        """Remember when the screen appeared, in seconds of the program's clock."""
        self._shown_at = context_of(self).services.clock.now()

    def is_after_grace_period(self) -> bool:
        """Return whether the current press came after the screen's first second (`DEBOUNCE_S`).

        It may still be the repeat of a key that is held from before.
        """
        return context_of(self).press.is_after_grace_period(self._shown_at)

    def is_deliberate(self, *keys: str) -> bool:
        """Return whether the current press was meant for this screen.

        It is if it came after the screen's first second, and neither its key nor any of `keys` was pressed in
        the second before it.

        keys: other keys that do the same.
        """
        return context_of(self).press.is_deliberate(self._shown_at, keys)
