"""A sound in a buffer that a sound library reads while it plays, so that it can still be changed or silenced.

The buffer is silence with the sound somewhere in it. What the library has read can't be taken back; it reads
at most `READ_S` ahead of what is heard.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.audio.engine.mixer import RATE, Gain
from tpsession.core.catalog.cues import TimedCue
from tpsession.core.catalog.utterance import SoundName

READ_S = 0.145
"""The library reads at most this far ahead: its queue of 100 ms and the piece that it adds."""


@dataclass(frozen=True, slots=True)
class DueSound:
    """A sound that is to be heard at a moment."""

    at: float
    """When it is to be heard, in seconds of the clock."""
    name: SoundName
    scheduled: ScheduledCue
    """The cue that it belongs to; speech has several sounds."""

    @property
    def timed(self) -> TimedCue:
        """The cue that the sound belongs to, as it was requested."""
        return self.scheduled.timed


@dataclass(slots=True, eq=False)
class OpenSound:
    """A sound whose buffer plays, or is about to."""

    due: DueSound
    samples: array[int]
    """The sound itself, as it was read from its file."""
    buffer: array[int]
    """Silence and the sound, as the library plays it."""
    latency_s: float
    """Seconds from when the library begins with the buffer until its first frame is heard."""
    begins: float
    """When the library begins with the buffer, in seconds of the clock; expected until it has begun."""
    gain: Gain
    first: int | None = None
    """The sound's first frame in the buffer; None until it is known."""
    is_silenced: bool = False
    """Whether the sound was replaced by silence."""

    @classmethod
    def create(
        cls, due: DueSound, samples: array[int], lead_frames: int, latency_s: float, begins: float, gain: Gain
    ) -> OpenSound:
        """Return a sound in a buffer that is silent for now, with room for it after `lead_frames` frames.

        The other arguments are what the fields of the same names say.
        """
        buffer = array("h", bytes(2 * (lead_frames + len(samples))))
        return cls(due, samples, buffer, latency_s, begins, gain)

    @property
    def ends(self) -> float:
        """When the buffer has been heard to its end, in seconds of the clock; estimated before it begins."""
        return self.begins + len(self.buffer) / RATE + self.latency_s

    def place(self, frame: int) -> None:
        """Write the sound into the buffer, from this frame of the buffer on.

        If it wouldn't fit there, it is written earlier, at the buffer's end. A sound that was silenced stays
        silent.
        """
        self.first = min(frame, len(self.buffer) - len(self.samples))
        self._write()

    def set_gain(self, factor: float, now: float) -> None:
        """Change the gain of all that the library can't have read by `now`, without a click.

        factor: from 0 to 1.
        """
        unread = self._first_unread_frame(now)
        self.gain = self.gain.change_to(factor, unread) if unread else Gain.steady(factor)
        self._write(unread)

    def silence(self) -> None:
        """Overwrite the buffer with silence for good. What the library has read is still heard."""
        self.is_silenced = True
        self._write()

    def _first_unread_frame(self, now: float) -> int:
        """Return the first frame that the library can't have read, counted from the sound's own first frame.

        It is the sound's length if the library may have read all of it, and 0 while the sound's place in the
        buffer isn't known.
        """
        if self.first is None:
            return 0
        return min(max(int((now - self.begins + READ_S) * RATE) - self.first, 0), len(self.samples))

    def _write(self, unread: int = 0) -> None:
        """Write the sound with its gain into the buffer, from the sound's frame `unread` on.

        If it was silenced, the whole buffer is silenced. If its place in the buffer isn't known yet, nothing
        is written.
        """
        frames = memoryview(self.buffer)
        if self.is_silenced:
            frames[:] = array("h", bytes(2 * len(frames)))
        elif self.first is not None:
            begin = self.first + unread
            frames[begin : self.first + len(self.samples)] = self.gain.apply(self.samples[unread:], unread)
