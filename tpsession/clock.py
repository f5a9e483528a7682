"""The machine's clocks. No other module reads a clock."""

from __future__ import annotations

import sys
import time
from datetime import datetime

from tpsession.core.errors import TpsessionError

_CLOCKS_WITH_SLEEP = {
    "linux": "CLOCK_BOOTTIME",
    # On macOS, CLOCK_MONOTONIC runs during sleep; perf_counter (mach time) doesn't.
    "darwin": "CLOCK_MONOTONIC",
}
"""The clock that runs while the machine sleeps, for each system where the program can use one."""


def _time_with_sleep() -> float | None:
    """Read the clock of `_CLOCKS_WITH_SLEEP`, in seconds; None if there is none for this system."""
    name = _CLOCKS_WITH_SLEEP.get(sys.platform)
    return None if name is None else time.clock_gettime(getattr(time, name))


class SystemClock:
    """Implements the port `tpsession.core.clock.Clock`."""

    def __init__(self) -> None:
        """Raise `TpsessionError` if the machine's time zone is none, so that no session begins with it."""
        try:
            self.local_time()
        except (ValueError, OverflowError) as error:
            raise TpsessionError(
                "The time zone of this machine can't be used: it is a day or more away from world time.",
                "Correct the environment variable TZ, or unset it.",
            ) from error
        self._slept_before = self._total_sleep()

    def now(self) -> float:
        """Return the time of `perf_counter` in seconds, whose zero may be any moment.

        On Linux, macOS and Windows all processes share it.
        """
        return time.perf_counter()

    def slept_since_last_call(self) -> float:
        """Return the seconds that the machine slept since the last call; 0 if the system can't tell.

        The first call counts from the moment at which this object was made.
        """
        total = self._total_sleep()
        slept = total - self._slept_before
        self._slept_before = total
        return max(slept, 0.0)

    def local_time(self) -> datetime:
        """Return the local date and time with the offset from UTC."""
        return datetime.now().astimezone()

    def in_local_time(self, at: datetime) -> datetime:
        """Return a moment in local time; one without an offset is read as local time.

        Raises `ValueError`, `OverflowError` or `OSError` if the system can't convert it.
        """
        return at.astimezone()

    @staticmethod
    def _total_sleep() -> float:
        """Return a number of seconds that grows by each second that the machine sleeps.

        Only its growth means something. Without a clock that runs during sleep it is always 0.
        """
        with_sleep = _time_with_sleep()
        return 0.0 if with_sleep is None else with_sleep - time.perf_counter()
