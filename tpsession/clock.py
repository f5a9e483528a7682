"""The one place that reads the machine's clocks."""

from __future__ import annotations

import sys
import time
from datetime import datetime

_SUSPEND_COUNTING = {
    "linux": "CLOCK_BOOTTIME",
    # macOS's CLOCK_MONOTONIC goes on during sleep; perf_counter (mach time) doesn't.
    "darwin": "CLOCK_MONOTONIC",
}
"""The clock that counts the machine's sleep, where a system has one."""


def _suspend_counting_time() -> float | None:
    """Seconds including the machine's sleep, or None where this system has no such clock."""
    name = _SUSPEND_COUNTING.get(sys.platform)
    return None if name is None else time.clock_gettime(getattr(time, name))


class SystemClock:
    """The machine's clocks, as `tpsession.core.clock.Clock` wants them."""

    def __init__(self) -> None:
        self._ahead = self._suspend_ahead()

    def now(self) -> float:
        """`perf_counter`: one clock for all processes of a machine on Linux, macOS and Windows."""
        return time.perf_counter()

    def slept_since_last_call(self) -> float:
        """Seconds that the machine slept since this was last asked."""
        ahead = self._suspend_ahead()
        gap = ahead - self._ahead
        self._ahead = ahead
        return max(gap, 0.0)

    def local_time(self) -> datetime:
        """Local date and time with its UTC offset."""
        return datetime.now().astimezone()

    @staticmethod
    def _suspend_ahead() -> float:
        """How far suspend-counting time is ahead of running time, from any origin."""
        counting = _suspend_counting_time()
        return 0.0 if counting is None else counting - time.perf_counter()
