"""A screen gives its result once."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

T = TypeVar("T")


class SingleResultScreen(Screen[T]):
    """Gives its result once, and only while it is the screen in front.

    Two keys may arrive before the first is dealt with, over a slow line for one: both come to the screen that
    was there then. The toolkit would take the second for the screen below.
    """

    _given = False

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave with a result; nothing happens where that was done already."""
        if self._given or self.app.screen is not self:
            return AwaitComplete()
        self._given = True
        return super().dismiss(result)
