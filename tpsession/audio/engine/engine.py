"""Turns the schedule of cues into the stream of samples that a sound device asks for, block by block.

For libraries with a callback. It does no I/O; a lock makes it safe to call from several threads.
"""

from __future__ import annotations

import threading
from array import array
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from math import inf

from tpsession.audio.client.protocol import OVERDUE_S
from tpsession.audio.engine.clock_sync import ClockSync
from tpsession.audio.engine.cue_scheduler import (
    ScheduledCue,
    SecondsOf,
    is_pacing,
    is_signal,
    is_signal_or_tone,
    schedule_cues,
)
from tpsession.audio.engine.mixer import RATE, Mixer
from tpsession.audio.engine.speech_history import SpeechHistory, exclude_known
from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName

LATEST_S = 0.3
"""A cue that would begin this much too late is dropped, so that a stall doesn't end with a burst of cues."""
SOON_S = 1.0
"""Sounds due within this time are read at once. The player reads later ones, twice a second."""
_REMEMBERED = 128
"""How many started cues are remembered: those of ten seconds at least."""


class Engine:
    """The cues to come, and the stream that they become. Safe to call from several threads."""

    def __init__(
        self,
        samples: Mapping[SoundName, array[int]],
        latency_s: float,
        seconds_of: SecondsOf | None = None,
    ) -> None:
        """Start without cues.

        Args:
            samples: The samples of each sound.
            latency_s: Seconds from a callback until its frames are heard.
            seconds_of: The length of each sound; None measures its samples.

        """
        self._lock = threading.Lock()
        self._samples = samples
        self._seconds_of = seconds_of or self._measure_length
        self._mixer = Mixer(samples)
        self._latency_s = latency_s
        self._clock_sync = ClockSync(RATE)
        self._due: list[ScheduledCue] = []
        self._started: deque[TimedCue] = deque(maxlen=_REMEMBERED)
        """The cues that the device was given, without speech."""
        self._history = SpeechHistory()
        self._speaking_until = -inf
        self._signals_until = -inf
        """When the signals and tones of holds that were started have all ended."""
        self._heard_until = -inf
        """Until this moment everything was handed to the device."""
        self._block_s = 0.0
        """Length of the device's latest request, in seconds."""
        self._last_callback = 0.0
        self._callbacks = 0

    def schedule(self, cues: Sequence[TimedCue], since: float, now: float) -> None:
        """Replace the waiting cues due at or after `since`, and all speech that hasn't begun, by `cues`.

        Those of `cues` that are overdue, see `drop_overdue`, or that the device was given already are
        ignored. So is speech that was said to its end or is being said. Of cues that would sound at the same
        time, `schedule_cues` decides which are heard. The sounds of cues that begin within `SOON_S` are read
        from their files, which takes a while; the device doesn't wait for it.

        since, now: in seconds of the clock that `TimedCue.at` is on.
        """
        fresh = drop_overdue(cues, now)
        with self._lock:
            # Every schedule contains all speech that can still be said, so no older speech is kept.
            earlier = (scheduled.timed for scheduled in self._due if scheduled.timed.at < since)
            kept = [timed for timed in earlier if not timed.is_speech]
            requested = [*exclude_known(kept, fresh), *self._exclude_started(fresh)]
            # A signal interrupts speech.
            first_signal = min((timed.at for timed in requested if is_signal(timed)), default=inf)
            sounding_until = max(min(self._speaking_until, first_signal), self._signals_until)
            mentioned = self._history.mentions(until=first_signal)
        # Lengths and sounds may have to be read from the disk. The device must not wait for that.
        soonest = now + self._block_s + self._latency_s
        due = schedule_cues(
            requested, self._seconds_of, now=soonest, sounding_until=sounding_until, mentioned=mentioned
        )
        for scheduled in due:
            if scheduled.at < soonest + SOON_S:
                for _, sound in scheduled.sounds:
                    self._samples.get(sound)
        with self._lock:
            waiting = set(self._exclude_started([scheduled.timed for scheduled in due]))
            self._due = [scheduled for scheduled in due if scheduled.timed in waiting]

    def cancel(self) -> None:
        """Drop every cue and fade out what sounds. Speech that is cut off by this may be said again."""
        with self._lock:
            self._due.clear()
            self._speaking_until = self._signals_until = -inf
            self._history.forget_unfinished(self._heard_until)
            self._mixer.silence()

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and the overall volume, each from 0 to 100.

        A group that isn't in `levels` gets 100.
        """
        with self._lock:
            self._mixer.set_volume(levels, overall)

    def finish(self, now: float) -> None:
        """Drop the cues whose requested moment is later than `now`. What has begun is played to its end."""
        with self._lock:
            self._due = [scheduled for scheduled in self._due if scheduled.timed.at <= now]

    def upcoming_sounds(self, until: float) -> list[SoundName]:
        """Return all sounds of the waiting cues that begin before a moment, in the order of hearing."""
        with self._lock:
            return [sound for scheduled in self._due if scheduled.at < until for _, sound in scheduled.sounds]

    def remaining_s(self) -> float:
        """Return the seconds of started sounds that the device hasn't asked for yet; 0 if nothing is left.

        While there are waiting cues, the result is at least `OVERDUE_S`, whatever the length of these cues.
        """
        with self._lock:
            waiting = OVERDUE_S if self._due else 0.0
            return max(waiting, (self._mixer.end - self._mixer.position) / RATE)

    def finished_speech(self, now: float) -> list[ScheduledCue]:
        """Return the latest speech that was heard to its end by `now`: `HANDED_ON` utterances at most."""
        with self._lock:
            return self._history.finished(min(self._heard_until, now))

    def add_finished_speech(self, speech: Sequence[ScheduledCue]) -> None:
        """Count speech that another output has played to its end as said, so that it isn't said again."""
        with self._lock:
            for spoken in speech:
                self._history.add(spoken)
                self._heard_until = max(self._heard_until, spoken.ends)

    def restart(self, now: float) -> None:
        """Prepare for a device that is about to be opened, and forget how the last device's clock ran.

        Waiting cues stay, and sounds that have begun go on. Speech that the lost device didn't play to its
        end may be said again. For `unresponsive_s`, the device counts as opened at `now`.
        """
        with self._lock:
            self._clock_sync = ClockSync(RATE)
            # What the lost device was given last isn't heard to its end.
            self._history.forget_unfinished(self._heard_until)
            self._last_callback = now
            self._callbacks = 0

    def unresponsive_s(self, now: float) -> float:
        """Return the seconds since the last callback, or since `restart` if there was none after it."""
        return now - self._last_callback

    @property
    def callbacks(self) -> int:
        """Number of callbacks since `restart`."""
        return self._callbacks

    def block(self, now: float, frames: int) -> bytes:
        """Return the next `frames` frames, which the device asks for at the clock's `now`.

        The cues that begin in them are started. Called by the sound library, from its own thread.
        """
        with self._lock:
            first = self._mixer.position
            self._last_callback = now
            self._block_s = frames / RATE
            self._callbacks += 1
            self._clock_sync.observe(now, first)
            self._start_due_cues(first, frames)
            return self._mixer.block(frames)

    def _start_due_cues(self, first: int, frames: int) -> None:
        """Start every waiting cue that begins in this block or is late, but drop those over `LATEST_S` late.

        first: the first frame of the block. frames: the length of the block.
        """
        self._heard_until = self._clock_sync.moment_of(first + frames) + self._latency_s
        taken = 0
        for scheduled in self._due:
            if scheduled.at >= self._heard_until:
                break
            taken += 1
            frame = self._clock_sync.frame_at(scheduled.at - self._latency_s)
            if (first - frame) / RATE <= LATEST_S:
                self._start_cue(scheduled, frame)
        del self._due[:taken]

    def _start_cue(self, scheduled: ScheduledCue, frame: int) -> None:
        """Let a cue sound from a frame on, and remember that it was started.

        A signal that begins during speech silences the speech, which may then be said again.
        """
        if scheduled.timed.is_speech:
            self._speaking_until = scheduled.ends
            self._history.add(scheduled)
        elif not is_pacing(scheduled.timed) and scheduled.at < self._speaking_until:
            # The person did something meanwhile, so what is being said is out of date.
            self._mixer.silence(CueGroup.VOICE)
            self._history.forget_interrupted(scheduled.at)
            self._speaking_until = -inf
        if is_signal_or_tone(scheduled.timed):
            late_s = max(self._mixer.position - frame, 0) / RATE
            self._signals_until = max(self._signals_until, scheduled.ends + late_s)
        for offset_s, sound in scheduled.sounds:
            self._mixer.add(sound, frame + round(offset_s * RATE))
        if not scheduled.timed.is_speech:
            self._started.append(scheduled.timed)

    def _exclude_started(self, cues: Sequence[TimedCue]) -> list[TimedCue]:
        """Return the cues without those that were started, speech first.

        Speech that another output has said to its end counts as started, too.
        """
        speech = [timed for timed in cues if timed.is_speech and not self._history.contains(timed)]
        return [*speech, *exclude_known((timed for timed in cues if not timed.is_speech), self._started)]

    def _measure_length(self, sound: SoundName) -> float | None:
        return len(self._samples[sound]) / RATE if sound in self._samples else None


def drop_overdue(cues: Iterable[TimedCue], now: float) -> list[TimedCue]:
    """Return the cues without those whose latest moment is more than `OVERDUE_S` before `now`."""
    return [timed for timed in cues if timed.latest >= now - OVERDUE_S]
