"""A screen takes for an answer only what was pressed for it, not what was meant for the screen before."""

from __future__ import annotations

import math
from typing import Any

from textual.screen import Screen

from tpsession.tui.context import context_of


class DeliberateInput(Screen[Any]):
    """Judges the presses that matter by when it came."""

    _since = math.inf

    def on_mount(self) -> None:
        """Note since when it can be read."""
        self._since = context_of(self).services.clock.now()

    def is_after_grace_period(self) -> bool:
        """Whether it stood long enough for the press that is dealt with to be meant for it, held or not."""
        return context_of(self).press.is_after_grace_period(self._since)

    def is_deliberate(self, *keys: str) -> bool:
        """Whether the press that is dealt with was meant for it. keys: do the same as the one pressed."""
        return context_of(self).press.is_deliberate(self._since, keys)
