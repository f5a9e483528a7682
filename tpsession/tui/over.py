"""What lies over a screen that goes on below it: a session doesn't wait for help to be read."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


class GoesOn(Screen[Any]):
    """A screen below which time passes. What is urgent there works from whatever lies over it."""

    def action_go(self) -> None:
        """What the big keys do."""
        raise NotImplementedError

    def action_stop(self) -> None:
        """Stop at once."""
        raise NotImplementedError

    def press_beside(self) -> None:
        """What a press of the mouse does that meets no button."""
        raise NotImplementedError


class LiesOver(Screen[Any]):
    """Help or a list of commands: put away where the screen below has to be seen."""

    @property
    def going_on(self) -> GoesOn | None:
        """The screen right below, where it is one that goes on."""
        stack = self.app.screen_stack
        place = stack.index(self) if self in stack else 0
        below = stack[place - 1] if place else None
        return below if isinstance(below, GoesOn) else None
