"""What lies over a screen that goes on below it: a session doesn't wait for help to be read."""

from __future__ import annotations

from typing import Any

from textual.events import MouseDown
from textual.screen import Screen

from tpsession.core.action import GO, STOP


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


class LetsThrough(LiesOver):
    """Lies over a screen that may go on, and lets its urgent keys and presses through."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is urgent below is done from here as well."""
        return action not in {GO.id, STOP.id} or self.going_on is not None

    def action_go(self) -> None:
        """Back to the session, where the big key does what it does there."""
        below = self.going_on
        if below is not None:
            self.dismiss(None)
            below.action_go()

    def action_stop(self) -> None:
        """Back to the session, and stop it."""
        below = self.going_on
        if below is not None:
            self.dismiss(None)
            below.action_stop()

    def on_mouse_down(self, event: MouseDown) -> None:
        """A press beside the box counts for the session below."""
        pressed, _ = self.get_widget_at(event.screen_x, event.screen_y)
        below = self.going_on
        if pressed is self and below is not None:
            self.dismiss(None)
            below.press_beside()
