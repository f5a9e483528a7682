"""What lies over a screen, and screens that have a say from below: time passes, or something is kept."""

from __future__ import annotations

from typing import Any

from textual.events import MouseDown
from textual.screen import Screen

from tpsession.core.settings.actions import GO, STOP


class ConfirmsExit(Screen[Any]):
    """A screen that has a say when the program is to be left: it asks first, or keeps what was typed."""

    def confirm_exit(self) -> None:
        """Somebody wants to leave the program."""
        raise NotImplementedError


class LiveScreen(ConfirmsExit):
    """A screen below which time passes. What is urgent there works from whatever lies over it."""

    def action_go(self) -> None:
        """What the big keys do."""
        raise NotImplementedError

    def action_stop(self) -> None:
        """Stop at once."""
        raise NotImplementedError

    def handle_press_outside(self) -> None:
        """What a press of the mouse does that meets no button."""
        raise NotImplementedError


class Overlay(Screen[Any]):
    """Help or a list of commands: put away where the screen below has to be seen."""

    @property
    def live_screen(self) -> LiveScreen | None:
        """The screen that goes on below it and others of its kind; None without one."""
        stack = list(self.app.screen_stack)
        below = stack[: stack.index(self)] if self in stack else []
        while below and isinstance(below[-1], Overlay):
            below.pop()
        return below[-1] if below and isinstance(below[-1], LiveScreen) else None


def dismiss_overlays(screen: Screen[Any]) -> None:
    """Put away all that lies over a screen, down to a question: that has to be answered."""
    stack = list(screen.app.screen_stack)
    for over in reversed(stack[stack.index(screen) + 1 :]):
        if not isinstance(over, Overlay):
            return
        over.dismiss(None)


class PassThroughOverlay(Overlay):
    """Lies over a screen that may go on, and lets its urgent keys and presses through."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is urgent below is done from here as well."""
        return action not in {GO.id, STOP.id} or self.live_screen is not None

    def action_go(self) -> None:
        """Back to the session, where the big key does what it does there."""
        below = self.live_screen
        if below is not None:
            dismiss_overlays(below)
            below.action_go()

    def action_stop(self) -> None:
        """Back to the session, and stop it."""
        below = self.live_screen
        if below is not None:
            dismiss_overlays(below)
            below.action_stop()

    def on_mouse_down(self, event: MouseDown) -> None:
        """A press beside the box counts for the session below."""
        pressed, _ = self.get_widget_at(event.screen_x, event.screen_y)
        below = self.live_screen
        if pressed is self and below is not None:
            dismiss_overlays(below)
            below.handle_press_outside()
