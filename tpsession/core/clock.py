"""The port to the machine's clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time. The session runs on `now`; the wall clock only dates records."""

    def now(self) -> float:
        """Seconds that all processes of the machine agree on; from any origin, never backwards."""
        ...

    def slept_since_last_call(self) -> float:
        """Seconds that the machine slept since this was last asked, 0.0 where it can't be told."""
        ...

    def local_time(self) -> datetime:
        """Local date and time with its UTC offset."""
        ...
