"""Tells the local date and time of moments in a session, even if the machine's date is changed meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from tpsession.core.clock import Clock

TOLERANCE_S = 60.0
"""Seconds by which the date may differ from the time that passed: systems correct their clocks a little."""


class SessionDates:
    """Tells the dates of a session's moments, even if the machine's date is changed during the session."""

    def __init__(self, clock: Clock) -> None:
        """Start to count now. Sleep of the machine before this is forgotten."""
        self._clock = clock
        clock.slept_since_last_call()
        self._slept_s = 0.0
        """Seconds that the machine slept since the start; the clock doesn't count them."""
        self._reported_s = 0.0
        """How many of them `take_sleep` has returned."""
        self._start_date = clock.local_time()
        self._start = clock.now()
        self.was_changed = False
        """Whether the machine's date was set to another one during the session."""

    def take_sleep(self) -> float:
        """Return the seconds that the machine slept since the last call, or since the start."""
        self._count_sleep()
        fresh_s, self._reported_s = self._slept_s - self._reported_s, self._slept_s
        return fresh_s

    def at(self, seconds_ago: float = 0.0) -> datetime:
        """Return the local date and time of a moment that was so many real seconds ago.

        It follows the date that the machine shows. If that date differs by more than `TOLERANCE_S` from the
        start date plus the time since then, somebody changed it: then `was_changed` is set, and the start
        date plus that time counts instead.
        """
        self._count_sleep()
        shown = self._clock.local_time()
        counted = self._start_date + timedelta(seconds=self._clock.now() - self._start + self._slept_s)
        if abs((shown - counted).total_seconds()) > TOLERANCE_S:
            self.was_changed = True
            shown = counted
        return shown - timedelta(seconds=seconds_ago)

    def _count_sleep(self) -> None:
        self._slept_s += self._clock.slept_since_last_call()
