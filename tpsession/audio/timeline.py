"""The running estimate of a device's frames against the clock: pure.

A device says only "give me the next frames", late by the system's whims, in bursts, and at a rate that
differs from its nominal one by some hundred parts in a million. From those moments the line "frame F is
asked for at moment t" is estimated: while it is being found or after a jump by the earliest callbacks
(a callback can be late but hardly early), then by an expanding and at last fading least-squares fit.
"""

from __future__ import annotations

FOUND_AFTER = 8
"""Callbacks in which the earliest one wins."""
LONGEST_MEMORY = 300
"""Callbacks that the fit remembers: 15 s at 50 ms each."""
STALL_S = 0.25
"""A callback this late can only follow a stall: the line begins anew at once."""
STEP_COUNT = 5
"""As many callbacks in a row off to one side are a step of the line, not lateness."""
_NARROWEST_S, _WIDEST_S = 0.003, 0.02
"""Between these lies the lateness that still counts as a callback's usual jitter."""
_WIDEST_RATE_ERROR = 0.01


class Timeline:
    """When each frame of one open stream is asked for, on the clock."""

    def __init__(self, rate: int) -> None:
        """Begin for a stream of nominally `rate` frames a second."""
        self._nominal = 1 / rate
        self._step_s = self._nominal
        """Seconds a frame, as estimated."""
        self._frame = 0
        self._moment = 0.0
        self._known = False
        self._count = 0
        """Callbacks since the line began or jumped."""
        self._fits = 0
        """Callbacks that the rate rests on."""
        self._jitter = _NARROWEST_S / 6
        self._off: list[float] = []
        """Lateness of the last callbacks in a row that were off to one side."""

    def observe(self, now: float, frame: int) -> None:
        """Take a callback: at the clock's `now`, the device asks for the frames from `frame` on."""
        if not self._known:
            self._known = True
            self._frame, self._moment = frame, now
            self._count = 1
            return
        late = now - self.moment_of(frame)
        self._count += 1
        if abs(late) > STALL_S:
            self._restart(now, frame)
        elif self._count <= FOUND_AFTER:
            self._find(late, now, frame)
        elif abs(late) > self._usual():
            self._keep_off(late, frame)
        else:
            self._off.clear()
            self._fit(late, frame)
        self._jitter += (min(abs(late), _WIDEST_S) - self._jitter) * 0.02

    def moment_of(self, frame: float) -> float:
        """When a frame is asked for, in seconds of the clock."""
        return self._moment + (frame - self._frame) * self._step_s

    def frame_at(self, moment: float) -> int:
        """The frame that is asked for at a moment."""
        return self._frame + round((moment - self._moment) / self._step_s)

    def _usual(self) -> float:
        return max(_NARROWEST_S, min(6 * self._jitter, _WIDEST_S))

    def _restart(self, now: float, frame: int) -> None:
        """Begin the line anew; the rate is the same device's and stays."""
        self._frame, self._moment = frame, now
        self._count = 1
        self._off.clear()

    def _find(self, late: float, now: float, frame: int) -> None:
        if late < 0:
            self._frame, self._moment = frame, now
        else:
            self._moment, self._frame = self.moment_of(frame), frame

    def _keep_off(self, late: float, frame: int) -> None:
        if self._off and (self._off[-1] > 0) != (late > 0):
            self._off.clear()
        self._off.append(late)
        if len(self._off) >= STEP_COUNT:
            self._moment = self.moment_of(frame) + min(self._off, key=abs)
            self._frame = frame
            self._count = FOUND_AFTER // 2
            self._off.clear()

    def _fit(self, late: float, frame: int) -> None:
        """One step of the expanding-memory least-squares line, whose memory fades once it is full."""
        self._fits = min(self._fits + 1, LONGEST_MEMORY)
        k = self._fits
        ahead = frame - self._frame
        self._moment = self.moment_of(frame) + late * 2 * (2 * k + 1) / ((k + 1) * (k + 2))
        self._frame = frame
        if ahead > 0:
            self._step_s += late * 6 / ((k + 1) * (k + 2)) / ahead
            low, high = self._nominal * (1 - _WIDEST_RATE_ERROR), self._nominal * (1 + _WIDEST_RATE_ERROR)
            self._step_s = max(low, min(self._step_s, high))
