"""How each key arrived: the press that it was, where the focus was then, and what the terminal sent."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from textual.events import Event, Key
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from tpsession.tui.input.equivalent_keys import translate_key
from tpsession.tui.input.press_filter import MOUSE, Press, PressHistory


class _Arrival:
    """How one key arrived."""

    __slots__ = ("character", "focus", "key", "press")

    def __init__(self, event: Key, focus: Widget | None) -> None:
        self.key, self.character = event.key, event.character
        self.focus = focus
        self.press: Press


class Arrivals:
    """Records every press of a key or the mouse, and how each key arrived, until its event is gone."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Begin without any press. now: returns the seconds of the program's clock."""
        self._now = now
        self.presses = PressHistory()
        self._arrivals: WeakKeyDictionary[Event, _Arrival] = WeakKeyDictionary()

    @property
    def latest_press(self) -> Press:
        """The latest press of a key or the mouse; `TRUSTED_PRESS` if there was none yet."""
        return self.presses.latest

    def add_mouse(self) -> None:
        """Record a press of the mouse, which happens now."""
        self.presses.add(MOUSE, self._now())

    def add_key(self, event: Key, screen: Screen[object]) -> bool:
        """Record a key, and return True; if the same event was recorded before, only return False.

        Before that, `translate_key` changes a key that the screen doesn't use in place into an equivalent
        one, unless the focused widget takes the key itself, as an input line does. It is the resulting key
        that counts as pressed.
        """
        if event in self._arrivals:
            return False
        focus = screen.focused
        self._arrivals[event] = arrival = _Arrival(event, focus)
        if focus is None or not focus.check_consume_key(event.key, event.character):
            translate_key(event, screen.active_bindings)
        arrival.press = self.presses.add(event.key, self._now())
        return True

    def press_of(self, event: Event) -> Press:
        """Return the press of a recorded key event; for any other event, the latest press."""
        arrival = self._arrivals.get(event)
        return self.latest_press if arrival is None else arrival.press

    def forward_to_opened_input(self, event: Key, line: Widget | None) -> bool:
        """Post a key to an input line if that got the focus after the key arrived; return whether it did.

        When the key arrived, the focus must have been on another widget of the same screen. So no letter is
        lost if a person opens the filter and types on at once.

        Args:
            event: A recorded key; the name and character that it arrived with are restored.
            line: The widget that has the focus now; None without one.

        """
        arrival = self._arrivals[event]
        if not isinstance(line, Input) or line is arrival.focus:
            return False
        if arrival.focus is None or arrival.focus.screen is not line.screen:
            return False
        arrival.focus = line
        event.key, event.character = arrival.key, arrival.character
        return line.post_message(event)
