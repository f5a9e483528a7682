"""A taste of a session for somebody who has never seen one: a hand presses, holds and lets go."""

from __future__ import annotations

from tpsession.tui.drawing.motion.guide import GuideKind, describe_guide, still_position
from tpsession.tui.drawing.motion.stage import HELD_FROM, HELD_UNTIL, CyclePosition
from tpsession.tui.widgets.session.guide import Guide

_TICK_S = 1 / 6
"""Seconds between two pictures, as in a session."""
_CYCLE_S = 12.0
"""Seconds of pressing, holding and letting go; shorter than in a session, so that all is soon seen (ours)."""


def word_at(position: CyclePosition) -> str:
    """Return what the hand does at a position in its cycle: press, hold or let go."""
    if position < HELD_FROM:
        return "press"
    return "hold" if position < HELD_UNTIL else "let go"


class Taste(Guide):
    """Shows sustained pressure again and again; a still picture if motion is turned off."""

    def start(self, *, animated: bool) -> None:
        """Show a hand that presses, holds and lets go, again and again; if not `animated`, one still picture.

        Call this once.
        """
        self.tooltip = describe_guide(GuideKind.PRESSURE)
        self._elapsed_s = 0.0
        self.show(GuideKind.PRESSURE, 0.0 if animated else still_position(GuideKind.PRESSURE))
        if animated:
            self.set_interval(_TICK_S, self._move)

    def _move(self) -> None:
        """Move the hand on by `_TICK_S` seconds, from the end of its motion back to the beginning.

        A timer calls this.
        """
        self._elapsed_s = (self._elapsed_s + _TICK_S) % _CYCLE_S
        position = self._elapsed_s / _CYCLE_S
        self.show(GuideKind.PRESSURE, position, word_at(position))
