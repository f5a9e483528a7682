"""What the player's callback does: due cues are placed at their frames and mixed. Pure but for a lock."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence

from tpsession.audio.mixer import RATE, Mixer
from tpsession.audio.timeline import Timeline
from tpsession.core.cue import CueGroup

OVERDUE_S = 0.15
"""A cue that is later than this when it arrives is dropped: better none than one at the wrong moment."""
LATEST_S = 0.3
"""A cue that the device would begin later than this is dropped, so that a stall ends without a burst."""
_SAME_S = 0.001
"""Two cues of one id closer than this are the same cue, sent twice."""

TimedId = tuple[float, str]
"""A cue's moment on the clock, in seconds, and its id."""


class Engine:
    """The cues to come, and the stream that they become; safe to call from several threads."""

    def __init__(self, samples: Mapping[str, array[int]], latency_s: float) -> None:
        """Take the samples of each cue, and the seconds from a callback until its frames are heard."""
        self._lock = threading.Lock()
        self._mixer = Mixer(samples)
        self._latency_s = latency_s
        self._timeline = Timeline(RATE)
        self._due: list[TimedId] = []
        self._placed: deque[TimedId] = deque(maxlen=32)
        self._last = 0.0
        self._callbacks = 0

    def schedule(self, cues: Sequence[TimedId], since: float, now: float) -> None:
        """Replace every cue due at or after `since` by these; overdue ones are dropped."""
        with self._lock:
            kept = self._due[: bisect_left(self._due, (since, ""))]
            fresh = [cue for cue in cues if cue[0] >= now - OVERDUE_S and not self._was_placed(cue)]
            self._due = sorted(kept + fresh)

    def cancel(self) -> None:
        """Drop every cue and fade out what sounds."""
        with self._lock:
            self._due.clear()
            self._mixer.silence()

    def volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        with self._lock:
            self._mixer.volume(levels, overall)

    def finish(self, now: float) -> None:
        """Keep only what sounds or should have begun by now."""
        with self._lock:
            self._due = [cue for cue in self._due if cue[0] <= now]

    def left_s(self) -> float:
        """Seconds of sound that the device hasn't asked for yet."""
        with self._lock:
            waiting = OVERDUE_S if self._due else 0.0
            return max(waiting, (self._mixer.end - self._mixer.position) / RATE)

    def restart(self, now: float) -> None:
        """A device is opened anew: its frames have a line of their own."""
        with self._lock:
            self._timeline = Timeline(RATE)
            self._last = now
            self._callbacks = 0

    def age_s(self, now: float) -> float:
        """Seconds since the last callback, or since the device was opened."""
        return now - self._last

    @property
    def callbacks(self) -> int:
        """Callbacks since the device was opened."""
        return self._callbacks

    def block(self, now: float, frames: int) -> bytes:
        """The next `frames` frames, asked for by the device at the clock's `now`."""
        with self._lock:
            first = self._mixer.position
            self._last = now
            self._callbacks += 1
            self._timeline.observe(now, first)
            self._place_due(first, frames)
            return self._mixer.block(frames)

    def _place_due(self, first: int, frames: int) -> None:
        heard_until = self._timeline.moment_of(first + frames) + self._latency_s
        taken = 0
        for at, cue in self._due:
            if at >= heard_until:
                break
            taken += 1
            frame = self._timeline.frame_at(at - self._latency_s)
            if (first - frame) / RATE <= LATEST_S:
                self._mixer.place(cue, frame)
                self._placed.append((at, cue))
        del self._due[:taken]

    def _was_placed(self, cue: TimedId) -> bool:
        return any(cue[1] == name and abs(cue[0] - at) < _SAME_S for at, name in self._placed)
