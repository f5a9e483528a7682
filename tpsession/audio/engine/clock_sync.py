"""Estimates at which moment of the clock a device asks for each frame. Does no I/O and reads no clock.

A device only says "give me the next frames". It does so with delays, in bursts, in a slow sawtooth where the
sizes of two buffers drift against each other (20 ms over 3 s through PulseAudio), and at a rate that is some
hundred ppm off the nominal one. But a callback can only be late, never early. So the line "frame F is asked
for at moment t" is drawn through the earliest callbacks of the last seconds.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

MEMORY_S = 20
"""For this many seconds the earliest callback of each second is remembered."""
STALL_S = 0.25
"""A callback this late can only follow a stall, so the estimate starts again at once."""
STEP_COUNT = 5
"""After this many callbacks in a row that are later than ever, the line has moved, as after an underrun."""
STEP_S = 0.005
"""They count only if they are later by at least this much."""
BURST_S = 0.01
"""Callbacks closer together than this are one burst."""
INITIAL_LATENESS_S = 0.03
"""Assumed height of the sawtooth until it was measured: more than any that was seen."""
JITTER_CALLBACKS = 50
"""The jitter is averaged over this many callbacks."""
SLOPE_AVERAGE_S = 5
"""The measured slope is averaged over this many seconds."""
MAX_DRIFT = 500e-6
"""Devices drift less than this from their nominal rate. A steeper slope is part of a sawtooth."""


@dataclass(slots=True)
class _Callback:
    """A callback of the device."""

    frame: int
    """The frame that it asked for."""
    offset: float
    """Its moment minus the moment of the frame at the nominal rate, in seconds."""


class ClockSync:
    """Estimates, for one open stream, at which moment of the clock the device asks for each frame."""

    def __init__(self, rate: int) -> None:
        """Start for a stream with a nominal rate of `rate` frames a second."""
        self._rate = rate
        self._seconds: deque[_Callback] = deque(maxlen=MEMORY_S)
        """The earliest callback of each of the last seconds."""
        self._second = 0
        """The number of the latest second in `_seconds`."""
        self._reference = 0
        """The frame that the line is drawn from."""
        self._offset = 0.0
        """The line's offset at the reference frame, in seconds."""
        self._slope = 0.0
        """The change of the line's offset per frame, in seconds."""
        self._usual_lateness = INITIAL_LATENESS_S
        """How late even the earliest callback of a second can be, in seconds."""
        self._jitter = 0.0
        """How late callbacks are on average, relative to the earliest of their second, in seconds."""
        self._last_moment = 0.0
        """The moment of the latest callback."""
        self._late: list[_Callback] = []
        """The latest callbacks, as long as all of them were later than usual."""

    def observe(self, now: float, frame: int) -> None:
        """Update the estimate: at the clock's `now`, the device asked for the frames from `frame` on.

        A callback that is clearly later than usual doesn't change the estimate. After a callback that is more
        than `STALL_S` late, or after `STEP_COUNT` late callbacks in a row, the estimate starts anew. Late
        callbacks of one burst count as one.
        """
        seen = _Callback(frame, now - frame / self._rate)
        if not self._seconds:
            self._restart(seen)
            return
        late = now - self.moment_of(frame)
        if late > STALL_S:
            self._usual_lateness = INITIAL_LATENESS_S
            self._restart(seen)
        elif late > self._usual_lateness + max(STEP_S, 4 * self._jitter):
            if self._late and now - self._last_moment < BURST_S:
                # Of a burst only the last callback counts: by then the device has filled its buffer.
                self._late[-1] = seen
            else:
                self._late.append(seen)
            if len(self._late) == STEP_COUNT:
                self._restart(min(self._late, key=lambda callback: callback.offset))
        else:
            # A callback that is earlier than expected shows how late the others were.
            self._usual_lateness = max(self._usual_lateness, min(-late, INITIAL_LATENESS_S))
            self._late.clear()
            self._remember(seen)
        self._last_moment = now

    def moment_of(self, frame: int) -> float:
        """Return the estimated moment at which a frame is asked for, in seconds of the clock."""
        return frame / self._rate + self._offset + self._slope * (frame - self._reference)

    def frame_at(self, moment: float) -> int:
        """Return the frame that is asked for at a moment in seconds of the clock, by the estimate."""
        ahead = moment - self.moment_of(self._reference)
        return self._reference + round(ahead / (1 / self._rate + self._slope))

    def _restart(self, first: _Callback) -> None:
        """Forget all other callbacks and draw the line through this one.

        The line's slope stays, because the device is the same.
        """
        self._late.clear()
        self._seconds.clear()
        self._seconds.append(first)
        self._second = first.frame // self._rate
        self._reference, self._offset = first.frame, first.offset

    def _remember(self, seen: _Callback) -> None:
        """Keep a callback if it is the earliest of its second so far; update the jitter and the line.

        The line is drawn through the earliest of all kept callbacks. Its reference is this callback's frame,
        whether the callback is kept or not. If the callback is the first of a new second, `_measure` is
        called before.
        """
        if seen.frame // self._rate != self._second:
            self._second = seen.frame // self._rate
            self._measure()
            self._seconds.append(seen)
        elif self._level(seen, seen.frame) < self._level(self._seconds[-1], seen.frame):
            self._seconds[-1] = seen
        earliest = self._level(self._seconds[-1], seen.frame)
        self._jitter += (seen.offset - earliest - self._jitter) / JITTER_CALLBACKS
        self._reference = seen.frame
        self._offset = min(self._level(second, seen.frame) for second in self._seconds)

    def _measure(self) -> None:
        """Update the slope and the lateness from the remembered callbacks, the earliest of each second.

        The slope changes only if at least half of `MEMORY_S` seconds are remembered: it moves a part of the
        way to the measured one, which is limited to `MAX_DRIFT`. The lateness is how late even the earliest
        callback of a second can be: it becomes the difference, relative to the line, between the latest and
        the earliest of these callbacks. Each call lowers it by a tenth at most.
        """
        if len(self._seconds) >= MEMORY_S // 2:
            half = len(self._seconds) // 2
            end = self._seconds[-1].frame
            older, newer = (
                min(seconds, key=lambda second: self._level(second, end))
                for seconds in (list(self._seconds)[:half], list(self._seconds)[half:])
            )
            slope = (newer.offset - older.offset) / (newer.frame - older.frame)
            most = MAX_DRIFT / self._rate
            self._slope += (max(-most, min(slope, most)) - self._slope) / SLOPE_AVERAGE_S
        levels = [self._level(second, self._seconds[-1].frame) for second in self._seconds]
        self._usual_lateness = max(max(levels) - min(levels), self._usual_lateness * 0.9)

    def _level(self, callback: _Callback, frame: int) -> float:
        """Return the offset in seconds that a callback implies for another frame, along the slope."""
        return callback.offset + self._slope * (frame - callback.frame)
