"""The running estimate of a device's frames against the clock: pure.

A device says only "give me the next frames": late by the system's whims, in bursts, in a slow sawtooth where
two buffers' sizes beat (20 ms over 3 s through PulseAudio), and at a rate some hundred parts in a million off
the nominal one. What holds is that a callback can come late but not early. So the line "frame F is asked for
at moment t" runs through the earliest callbacks of the last seconds, with the slope that these show.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

MEMORY = 20
"""Seconds whose earliest callbacks are remembered."""
STALL_S = 0.25
"""A callback this late can only follow a stall: the line begins anew at once."""
STEP_COUNT = 5
"""As many callbacks in a row that are later than ever are a step of the line, as after an underrun."""
STEP_S = 0.005
"""By so much, at least, they have to be later than ever."""
BURST_S = 0.01
"""Callbacks closer than this are one burst."""
UNKNOWN_S = 0.03
"""How late may be usual, as long as that isn't known: more than any sawtooth seen."""
JITTER_MEMORY = 50
"""Callbacks over which their lateness is averaged."""
SLOPE_MEMORY = 5
"""Seconds over which the measured slope is averaged."""
WIDEST_DRIFT = 500e-6
"""Devices differ from their nominal rate by less; what seems more is a sawtooth half seen."""


@dataclass(slots=True)
class _Earliest:
    """The earliest callback of one second of frames."""

    frame: int
    offset: float
    """Seconds between when the frame was asked for and its place at the nominal rate."""


class ClockSync:
    """When each frame of one open stream is asked for, on the clock."""

    def __init__(self, rate: int) -> None:
        """Begin for a stream of nominally `rate` frames a second."""
        self._rate = rate
        self._seconds: deque[_Earliest] = deque(maxlen=MEMORY)
        self._second = 0
        """Number of the second that the last of `_seconds` stands for."""
        self._reference = 0
        self._offset = 0.0
        """The line's offset at the reference frame, in seconds."""
        self._slope = 0.0
        """The line's change of offset a frame, in seconds."""
        self._usual = UNKNOWN_S
        """How late the earliest callback of a second can be."""
        self._jitter = 0.0
        """How late callbacks are on average, against the earliest of their second."""
        self._before = 0.0
        """When the last callback came."""
        self._late: list[_Earliest] = []
        """The last callbacks in a row that were later than usual."""

    def observe(self, now: float, frame: int) -> None:
        """Take a callback: at the clock's `now`, the device asks for the frames from `frame` on."""
        seen = _Earliest(frame, now - frame / self._rate)
        if not self._seconds:
            self._restart(seen)
            return
        late = now - self.moment_of(frame)
        if late > STALL_S:
            self._usual = UNKNOWN_S
            self._restart(seen)
        elif late > self._usual + max(STEP_S, 4 * self._jitter):
            if self._late and now - self._before < BURST_S:
                # Of several requests at once the last one counts: only it asks for no more than has room.
                self._late[-1] = seen
            else:
                self._late.append(seen)
            if len(self._late) == STEP_COUNT:
                self._restart(min(self._late, key=lambda callback: callback.offset))
        else:
            # A new earliest one shows how late those before it were.
            self._usual = max(self._usual, min(-late, UNKNOWN_S))
            self._late.clear()
            self._remember(seen)
        self._before = now

    def moment_of(self, frame: int) -> float:
        """When a frame is asked for, in seconds of the clock."""
        return frame / self._rate + self._offset + self._slope * (frame - self._reference)

    def frame_at(self, moment: float) -> int:
        """The frame that is asked for at a moment."""
        ahead = moment - self.moment_of(self._reference)
        return self._reference + round(ahead / (1 / self._rate + self._slope))

    def _restart(self, first: _Earliest) -> None:
        """Begin the line anew; the slope is the same device's and stays."""
        self._late.clear()
        self._seconds.clear()
        self._seconds.append(first)
        self._second = first.frame // self._rate
        self._reference, self._offset = first.frame, first.offset

    def _remember(self, seen: _Earliest) -> None:
        if seen.frame // self._rate != self._second:
            self._second = seen.frame // self._rate
            self._measure()
            self._seconds.append(seen)
        elif self._level(seen, seen.frame) < self._level(self._seconds[-1], seen.frame):
            self._seconds[-1] = seen
        against = self._level(self._seconds[-1], seen.frame)
        self._jitter += (seen.offset - against - self._jitter) / JITTER_MEMORY
        self._reference = seen.frame
        self._offset = min(self._level(second, seen.frame) for second in self._seconds)

    def _measure(self) -> None:
        """Take the slope and the usual lateness from the seconds so far."""
        if len(self._seconds) >= MEMORY // 2:
            half = len(self._seconds) // 2
            end = self._seconds[-1].frame
            older, newer = (
                min(seconds, key=lambda second: self._level(second, end))
                for seconds in (list(self._seconds)[:half], list(self._seconds)[half:])
            )
            slope = (newer.offset - older.offset) / (newer.frame - older.frame)
            most = WIDEST_DRIFT / self._rate
            self._slope += (max(-most, min(slope, most)) - self._slope) / SLOPE_MEMORY
        levels = [self._level(second, self._seconds[-1].frame) for second in self._seconds]
        self._usual = max(max(levels) - min(levels), self._usual * 0.9)

    def _level(self, callback: _Earliest, frame: int) -> float:
        """The offset at `frame` that a callback at another frame speaks for."""
        return callback.offset + self._slope * (frame - callback.frame)
