"""What the player's callback does: due cues are placed at their frames and mixed. Pure but for a lock."""

from __future__ import annotations

import threading
from array import array
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from math import inf

from tpsession.audio.client.protocol import OVERDUE_S
from tpsession.audio.engine.clock_sync import ClockSync
from tpsession.audio.engine.cue_scheduler import CueRequest, Length, ScheduledCue, place
from tpsession.audio.engine.mixer import RATE, Mixer
from tpsession.audio.engine.speech_history import SpeechHistory, without
from tpsession.core.catalog.cues import CueGroup

LATEST_S = 0.3
"""A cue that the device would begin later than this is dropped, so that a stall ends without a burst."""
SOON_S = 1.0
"""What is due within this is read at once; the player reads what is due later, once in half a second."""
_REMEMBERED = 128
"""Cues of which it is remembered that they were given: those of some ten seconds, at least."""

TimedId = tuple[float, str] | CueRequest
"""A cue's moment on the clock, in seconds, and its id; of speech, with its place."""


class Engine:
    """The cues to come, and the stream that they become; safe to call from several threads."""

    def __init__(
        self, samples: Mapping[str, array[int]], latency_s: float, length: Length | None = None
    ) -> None:
        """Take the samples of each sound, and the seconds from a callback until its frames are heard.

        length: the seconds of a sound; None measures its samples.
        """
        self._lock = threading.Lock()
        self._samples = samples
        self._length = length or self._measured
        self._mixer = Mixer(samples)
        self._latency_s = latency_s
        self._timeline = ClockSync(RATE)
        self._due: list[ScheduledCue] = []
        self._placed: deque[CueRequest] = deque(maxlen=_REMEMBERED)
        """What was given, but for speech."""
        self._spoken = SpeechHistory()
        self._speaking_until = -inf
        self._heard_until = -inf
        """What the device was given is heard up to there."""
        self._block_s = 0.0
        """What the device asks for at once."""
        self._last = 0.0
        self._callbacks = 0

    def schedule(self, cues: Sequence[TimedId], since: float, now: float) -> None:
        """Replace every cue due at or after `since` by these, and all speech that wasn't begun.

        Overdue ones are dropped, and so is speech that was said whole or is being said.
        """
        fresh = still_wanted(cues, now)
        with self._lock:
            # Speech is given as long as it can still be said: what isn't given any more is no longer so.
            before = (placed.wanted for placed in self._due if placed.wanted.at < since)
            kept = [one for one in before if not one.is_speech]
            wanted = [*without(kept, fresh), *self._not_given(fresh)]
            # A signal ends speech that sounds.
            signals = (one.at for one in wanted if not (one.is_speech or one.is_pacing))
            first_signal = min(signals, default=inf)
            speaking_until = min(self._speaking_until, first_signal)
            told = self._spoken.told(until=first_signal)
        # Lengths and sounds may have to be read from the disk: the device doesn't wait for that.
        soonest = now + self._block_s + self._latency_s
        due = place(wanted, self._length, now=soonest, speaking_until=speaking_until, told=told)
        for name in (name for placed in due if placed.at < soonest + SOON_S for _, name in placed.parts):
            self._samples.get(name)
        with self._lock:
            coming = set(self._not_given([placed.wanted for placed in due]))
            self._due = [placed for placed in due if placed.wanted in coming]

    def cancel(self) -> None:
        """Drop every cue and fade out what sounds."""
        with self._lock:
            self._due.clear()
            self._speaking_until = -inf
            self._spoken.silence(self._heard_until)
            self._mixer.silence()

    def volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        with self._lock:
            self._mixer.volume(levels, overall)

    def finish(self, now: float) -> None:
        """Keep only what sounds, or is wanted by now: the words for the end wait for the end's own sound."""
        with self._lock:
            self._due = [placed for placed in self._due if placed.wanted.at <= now]

    def ahead(self, until: float) -> list[str]:
        """The sounds that are due until a moment, in the order in which they are heard."""
        with self._lock:
            return [name for placed in self._due if placed.at < until for _, name in placed.parts]

    def left_s(self) -> float:
        """Seconds of sound that the device hasn't asked for yet."""
        with self._lock:
            waiting = OVERDUE_S if self._due else 0.0
            return max(waiting, (self._mixer.end - self._mixer.position) / RATE)

    def said(self, now: float) -> list[ScheduledCue]:
        """The speech that was lately said to its end."""
        with self._lock:
            return self._spoken.whole(min(self._heard_until, now))

    def recall(self, said: Sequence[ScheduledCue]) -> None:
        """Another output has said this to its end: it counts as said here, too."""
        with self._lock:
            for placed in said:
                self._spoken.begin(placed)
                self._heard_until = max(self._heard_until, placed.ends)

    def restart(self, now: float) -> None:
        """A device is opened anew: its frames have a line of their own."""
        with self._lock:
            self._timeline = ClockSync(RATE)
            # What the lost device was given isn't heard whole.
            self._spoken.silence(self._heard_until)
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
            self._block_s = frames / RATE
            self._callbacks += 1
            self._timeline.observe(now, first)
            self._place_due(first, frames)
            return self._mixer.block(frames)

    def _place_due(self, first: int, frames: int) -> None:
        heard_until = self._heard_until = self._timeline.moment_of(first + frames) + self._latency_s
        taken = 0
        for placed in self._due:
            if placed.at >= heard_until:
                break
            taken += 1
            frame = self._timeline.frame_at(placed.at - self._latency_s)
            if (first - frame) / RATE <= LATEST_S:
                self._begin(placed, frame)
        del self._due[:taken]

    def _begin(self, placed: ScheduledCue, frame: int) -> None:
        """Let a cue sound from a frame on."""
        if placed.wanted.is_speech:
            self._speaking_until = placed.ends
            self._spoken.begin(placed)
        elif not placed.wanted.is_pacing and placed.at < self._speaking_until:
            # Something was done while it was spoken: what was said is no longer so.
            self._mixer.silence(CueGroup.VOICE)
            self._spoken.cut(placed.at)
            self._speaking_until = -inf
        for offset_s, name in placed.parts:
            self._mixer.place(name, frame + round(offset_s * RATE))
        if not placed.wanted.is_speech:
            self._placed.append(placed.wanted)

    def _not_given(self, cues: Sequence[CueRequest]) -> list[CueRequest]:
        """Those of the cues that the device hasn't been given yet."""
        said = [one for one in cues if one.is_speech and not self._spoken.knows(one)]
        return [*said, *without((one for one in cues if not one.is_speech), self._placed)]

    def _measured(self, name: str) -> float | None:
        return len(self._samples[name]) / RATE if name in self._samples else None


def still_wanted(cues: Iterable[TimedId], now: float) -> list[CueRequest]:
    """Cues that were sent, without the overdue ones."""
    wanted = [CueRequest(*cue) for cue in cues]
    return [one for one in wanted if (one.until or one.at) >= now - OVERDUE_S]
