"""Overlays such as help and the palette, and the screens that stay active below an overlay."""

from __future__ import annotations

from typing import Any

from textual.events import MouseDown
from textual.screen import Screen

from tpsession.core.settings.actions import GO, STOP


class ConfirmsExit(Screen[Any]):
    """A screen that decides what happens if the person wants to leave the program while it is open."""

    def confirm_exit(self) -> None:
        """Leave the program, or ask first whether to; save what would be lost. Subclasses implement this.

        When the person wants to leave, the app calls this for the frontmost such screen. The app closes the
        overlays over the screen first; another screen, such as a question, may still be in front.
        """
        raise NotImplementedError


class LiveScreen(ConfirmsExit):
    """A screen on which time passes. Its urgent actions also work from an overlay on top of it."""

    def action_go(self) -> None:
        """Do what the action `GO` means now, such as pausing or resuming. Subclasses implement this."""
        raise NotImplementedError

    def action_stop(self) -> None:
        """Stop the timer at once, and ask why. Subclasses implement this."""
        raise NotImplementedError

    def handle_press_outside(self) -> None:
        """Do what a mouse press means that an overlay over this screen passes on (`pass_press_outside`).

        Subclasses implement this.
        """
        raise NotImplementedError


class Overlay(Screen[Any]):
    """A screen such as help that is closed as soon as the screen below it must be visible."""

    @property
    def live_screen(self) -> LiveScreen | None:
        """The live screen below this overlay, with only overlays between them; None if there is none."""
        stack = list(self.app.screen_stack)
        below = stack[: stack.index(self)] if self in stack else []
        while below and isinstance(below[-1], Overlay):
            below.pop()
        return below[-1] if below and isinstance(below[-1], LiveScreen) else None

    def pass_press_outside(self, event: MouseDown) -> None:
        """If a mouse press hit no widget in the box, pass it on to the live screen, if there is one.

        That is a press outside the box, on its frame, or on blank space of the box itself: in a narrow window
        the box leaves nothing else free. The overlays over the live screen are closed first.
        """
        pressed, _ = self.get_widget_at(event.screen_x, event.screen_y)
        below = self.live_screen
        if self in {pressed, pressed.parent} and below is not None:
            dismiss_overlays(below)
            below.handle_press_outside()


def dismiss_overlays(screen: Screen[Any]) -> None:
    """Close the overlays on top of a screen, from the front one backwards.

    Stop at the first screen that isn't an overlay, such as a question: this screen and those below it stay.
    """
    stack = list(screen.app.screen_stack)
    for above in reversed(stack[stack.index(screen) + 1 :]):
        if not isinstance(above, Overlay):
            return
        above.dismiss(None)


class PassThroughOverlay(Overlay):
    """An overlay that passes urgent keys, and presses that hit nothing in its box, on to the live screen."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: `GO` and `STOP` only over a live screen, all others always."""
        return action not in {GO.id, STOP.id} or self.live_screen is not None

    def action_go(self) -> None:
        """Close the overlays over the live screen, and call its `action_go`; without one, do nothing."""
        below = self.live_screen
        if below is not None:
            dismiss_overlays(below)
            below.action_go()

    def action_stop(self) -> None:
        """Close the overlays over the live screen, and call its `action_stop`; without one, do nothing."""
        below = self.live_screen
        if below is not None:
            dismiss_overlays(below)
            below.action_stop()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Pass a press that hits no widget in the box on to the live screen, if there is one.

        The overlays over the live screen are closed first; see `pass_press_outside`.
        """
        self.pass_press_outside(event)
