"""Base of screens that return exactly one result."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

T = TypeVar("T")


class SingleResultScreen(Screen[T]):
    """A screen that returns one result, and only while it is in front.

    Two keys may arrive before the first is handled, for instance over a slow connection. Both go to the
    screen that was in front when they arrived. Without this guard, Textual would dismiss the screen below it
    with the second key.
    """

    _is_dismissed = False

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with a result; do nothing if the screen is closed already or isn't in front."""
        if self._is_dismissed or self.app.screen is not self:
            return AwaitComplete()
        self._is_dismissed = True
        return super().dismiss(result)
