"""The port through which the core reads the time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The machine's clocks: one to measure with, one to date records with.

    A session measures time with `now` alone, so that a test can play it in an instant::

        started = clock.now()
        fake.pass_time(30.0)
        assert clock.now() - started == 30.0
    """

    def now(self) -> float:
        """Return the seconds since a moment that is the same for all processes of the machine.

        The time never goes backwards.
        """
        ...

    def slept_since_last_call(self) -> float:
        """Return how many seconds the machine slept since the last call; 0.0 if the system can't tell.

        The first call counts from when this clock was made.
        """
        ...

    def local_time(self) -> datetime:
        """Return the local date and time with its UTC offset."""
        ...

    def in_local_time(self, at: datetime) -> datetime:
        """Return a moment in local time; a moment without a UTC offset is taken as local time already.

        If such a moment came twice, because the clocks were put back, the first is meant. Raises
        `ValueError`, `OverflowError` or `OSError` for a moment that the machine can't convert.
        """
        ...
