"""Plays each cue as a sound of its own, for a library that has no stream to mix into.

Opening a device takes such a library 2 to 120 ms, now and then more, so a cue opened at its moment would be
that late. Each cue is therefore opened ahead of time, as a buffer of silence that the library reads bit by
bit while it plays. Once the buffer has begun, the cue is written to the place in it that will be heard at
the cue's moment. What the library has read can't be taken back. Everything else can: a cancelled cue is
overwritten with silence.
"""

from __future__ import annotations

import threading
import weakref
from array import array
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from math import inf
from statistics import median

from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.client.protocol import OVERDUE_S
from tpsession.audio.engine.cue_scheduler import (
    ScheduledCue,
    SecondsOf,
    is_pacing,
    is_signal,
    is_signal_or_tone,
    schedule_cues,
)
from tpsession.audio.engine.engine import LATEST_S, drop_overdue
from tpsession.audio.engine.mixer import RATE, Gain, gain, group_of
from tpsession.audio.engine.open_sound import READ_S, DueSound, OpenSound
from tpsession.audio.engine.speech_history import SpeechHistory, is_same_cue
from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName

LEAD_S = 0.4
"""A cue is opened this long before its moment."""
OPENING_S = 0.01
"""Assumed time of an opening until some were measured (10 ms, measured through PulseAudio)."""
MAX_EXPECTED_OPENING_S = 0.1
"""A longer opening than this isn't planned for, even if the last ones took longer."""
MEASURED_OPENINGS = 15
"""The usual time of an opening is the median of this many."""
STUCK_S = 1.0
"""If a buffer is still held this long after its end, the device no longer plays."""
REMEMBERED_S = 1.0
"""A started cue is remembered this long after its moment, so as not to start it twice; `STUCK_S` at most."""

Play = Callable[["array[int]"], object]
"""Opens the device and starts playing a buffer, mono at `RATE`, which it holds and reads while it plays.

Returns once it has started; raises `NoDeviceError`.
"""


class OneShotEngine:
    """The cues to come, and the sounds that play them. `run` starts the sounds, in a thread of its own."""

    def __init__(
        self,
        samples: Mapping[SoundName, array[int]],
        latency_s: float,
        now: Callable[[], float],
        seconds_of: SecondsOf | None = None,
    ) -> None:
        """Start without cues.

        Args:
            samples: The samples of each sound.
            latency_s: Seconds from when a sound has started until it is heard.
            now: Reads the clock, in seconds.
            seconds_of: The length of each sound; None measures its samples.

        """
        self._samples = samples
        self._seconds_of = seconds_of or self._measure_length
        self._history = SpeechHistory()
        self._latency_s = latency_s
        self._now = now
        self._changed = threading.Condition()
        self._levels: dict[CueGroup, int] = {}
        self._overall = 100
        self._due: list[DueSound] = []
        self._open: list[OpenSound] = []
        self._buffers: list[tuple[float, weakref.ref[array[int]]]] = []
        """When each buffer ends, and a reference that tells whether the library still holds it."""
        self._openings: deque[float] = deque(maxlen=MEASURED_OPENINGS)
        """How long the last openings took, in seconds."""
        self._started_count = 0
        self._is_halted = False

    # The part that every output has

    def schedule(self, cues: Sequence[TimedCue], since: float, now: float) -> None:
        """Replace the waiting cues due at or after `since`, and all speech that hasn't begun, by `cues`.

        Those of `cues` that are overdue, see `drop_overdue`, or were opened already are ignored. So is speech
        that was said to its end or is being said. A sound that was opened in advance for a replaced cue is
        overwritten with silence. Of cues that would sound at the same time, `schedule_cues` decides which are
        heard.

        since, now: in seconds of the clock that `TimedCue.at` is on.
        """
        fresh = drop_overdue(cues, now)
        with self._changed:
            continued: list[DueSound] = []
            for sound in self._open:
                if sound.is_silenced:
                    continue
                timed = sound.due.timed
                is_sent_again = any(is_same_cue(cue, timed) for cue in fresh)
                # Every schedule contains all speech that can still be said, so no older speech is kept.
                is_kept = not timed.is_speech and timed.at < since
                if is_sent_again or is_kept or sound.due.scheduled.at <= now:
                    # A cue that has begun is played to its end, and only once.
                    continued += [due for due in self._due if is_same_cue(due.timed, timed)]
                    fresh = [cue for cue in fresh if not is_same_cue(cue, timed)]
                else:
                    self._revoke(sound)
            kept = [
                due.timed
                for due in self._due
                if now - LATEST_S <= due.timed.at < since and not due.timed.is_speech
            ]
            fresh = [cue for cue in fresh if not (cue.is_speech and self._history.contains(cue))]
            # A signal interrupts speech.
            first_signal = min((cue.at for cue in (*kept, *fresh) if is_signal(cue)), default=inf)
            audible = [sound.due.scheduled for sound in self._open if not sound.is_silenced]
            speaking_until = max((cue.ends for cue in audible if cue.timed.is_speech), default=-inf)
            signals_until = max((cue.ends for cue in audible if is_signal_or_tone(cue.timed)), default=-inf)
            scheduled_cues = schedule_cues(
                dict.fromkeys([*kept, *fresh]),
                self._seconds_of,
                now=now + self._latency_s + min(self.opening_s, MAX_EXPECTED_OPENING_S),
                sounding_until=max(min(speaking_until, first_signal), signals_until),
                mentioned=self._history.mentions(until=first_signal),
            )
            coming = [
                DueSound(scheduled.at + offset_s, name, scheduled)
                for scheduled in scheduled_cues
                for offset_s, name in scheduled.sounds
            ]
            self._due = sorted([*dict.fromkeys(continued), *coming], key=lambda due: due.at)
            self._changed.notify_all()

    def cancel(self) -> None:
        """Drop every cue and overwrite open sounds with silence.

        Speech that is cut off by this may be said again.
        """
        with self._changed:
            self._due.clear()
            self._history.forget_unfinished(self._now())
            for sound in self._open:
                self._revoke(sound)

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100, also for the unread part of open sounds.

        A group that isn't in `levels` gets 100.
        """
        with self._changed:
            self._levels = dict(levels)
            self._overall = overall
            for sound in self._open:
                sound.set_gain(self._gain_factor(sound.due.name), self._now())

    def finish(self, now: float) -> None:
        """Drop the cues whose requested moment is later than `now`, even those opened in advance.

        Speech that was requested for an earlier moment and waits for a gap between other cues is kept.
        """
        with self._changed:
            self._due = [due for due in self._due if due.timed.at <= now]
            for sound in self._open:
                if sound.due.timed.at > now:
                    self._revoke(sound)

    def upcoming_sounds(self, until: float) -> list[SoundName]:
        """Return the waiting sounds that are due before a moment, in the order in which they are heard.

        until: the moment, in seconds of the clock.
        """
        with self._changed:
            return [due.name for due in self._due if due.at < until]

    def remaining_s(self) -> float:
        """Return the seconds until the sounds with an opened buffer are over; 0 if there is nothing to play.

        Sounds that aren't opened yet aren't measured: while there are any, the result is at least
        `OVERDUE_S`.
        """
        now = self._now()
        with self._changed:
            waiting = OVERDUE_S if self._due else 0.0
            return max([waiting, *(sound.ends - now for sound in self._open if not sound.is_silenced)])

    def finished_speech(self, now: float) -> list[ScheduledCue]:
        """Return the latest speech that was heard to its end by `now`: `HANDED_ON` utterances at most."""
        with self._changed:
            return self._history.finished(now)

    def add_finished_speech(self, speech: Sequence[ScheduledCue]) -> None:
        """Count speech that another output has played to its end as said, so that it isn't said again."""
        with self._changed:
            for spoken in speech:
                self._history.add(spoken)

    def restart(self, now: float) -> None:
        """Prepare for a device that is about to be opened, and let `run` be called again.

        What an earlier device still held is silenced; speech that is cut off by this may be said again.
        Waiting sounds that are more than `OVERDUE_S` late at `now` are dropped, and the measured times of
        openings are forgotten.
        """
        with self._changed:
            for sound in self._open:
                self._revoke(sound)
            self._open.clear()
            self._buffers.clear()
            self._openings.clear()
            self._started_count = 0
            self._is_halted = False
            self._due = [due for due in self._due if due.at >= now - OVERDUE_S]

    def unresponsive_s(self, now: float) -> float:
        """Return the longest time in seconds that the library has held a buffer after its end.

        A buffer that is held for long means that the library hangs. Up to `STUCK_S` count as 0.
        """
        with self._changed:
            self._forget_ended(now)
            self._buffers = [(ends, buffer) for ends, buffer in self._buffers if buffer() is not None]
            return max((now - ends for ends, _ in self._buffers if now - ends > STUCK_S), default=0.0)

    @property
    def callbacks(self) -> int:
        """Number of sounds started since `restart`."""
        return self._started_count

    # Playing

    @property
    def opening_s(self) -> float:
        """How long an opening usually takes, in seconds: the median of the latest ones since `restart`.

        `OPENING_S` until there was one.
        """
        return median(self._openings) if self._openings else OPENING_S

    def run(self, play: Play) -> None:
        """Open each waiting sound ahead of its moment, until `halt` is called. Runs in a thread.

        Raises `NoDeviceError` if an opening fails.
        """
        while True:
            with self._changed:
                while not self._is_halted and (wait := self._wait_s()) != 0.0:
                    self._changed.wait(wait)
                if self._is_halted:
                    return
            self._start_next(play)

    def halt(self) -> None:
        """Let `run` return, after the opening that is under way. Open sounds play on."""
        with self._changed:
            self._is_halted = True
            self._changed.notify_all()

    def _start_next(self, play: Play) -> None:
        """Take the first of the waiting sounds and start it. Does nothing if none waits.

        A sound that doesn't exist or is too late is dropped. Raises `NoDeviceError` if the device doesn't
        open.
        """
        # A method of its own, so that nothing but the library holds the buffer afterwards.
        with self._changed:
            sound = self._prepare(self._due.pop(0)) if self._due else None
        if sound is not None:
            self._start(sound, play)

    def _wait_s(self) -> float | None:
        """Return the seconds until the next sound has to be opened; 0 if it is time; None if none waits."""
        if not self._due:
            return None
        return max(self._due[0].at - self._latency_s - LEAD_S - self._now(), 0.0)

    def _prepare(self, due: DueSound) -> OpenSound | None:
        """Make the buffer of a sound, and count the sound as open; None if it doesn't exist or is too late.

        The sound is written into the buffer only if its moment is near. Otherwise the buffer is silent for
        now, and `_start` writes the sound, unless it is too late by then. Speech counts as said from now on;
        a signal cuts off the speech that it interrupts, see `_note_start`.
        """
        now = self._now()
        samples = self._samples.get(due.name)
        ahead_s = due.at - self._latency_s - now
        if samples is None or ahead_s < -LATEST_S:
            return None
        # If the moment is too near to write the cue later, this opening is assumed to take the usual time.
        opening_s = min(self.opening_s, MAX_EXPECTED_OPENING_S)
        is_near = ahead_s < READ_S + 2 * opening_s
        lead_s = ahead_s - opening_s if is_near else ahead_s
        lead_frames = max(int(lead_s * RATE), 0)
        gain_now = Gain.steady(self._gain_factor(due.name))
        begins = now + self.opening_s
        sound = OpenSound.create(due, samples, lead_frames, self._latency_s, begins, gain_now)
        if is_near:
            sound.place(lead_frames)
        self._note_start(due)
        self._forget_ended(now)
        self._open.append(sound)
        return sound

    def _start(self, sound: OpenSound, play: Play) -> None:
        """Open a prepared sound, measure how long that takes, and write the sound if `_prepare` didn't.

        If a sound that is written now would be heard more than `LATEST_S` late, it is silenced instead. If it
        can't be opened, `NoDeviceError` is raised, and speech counts as not said.
        """
        asked = self._now()
        try:
            play(sound.buffer)
        except NoDeviceError:
            with self._changed:
                self._open.remove(sound)
                self._history.remove(sound.due.timed)
            raise
        begun = self._now()
        with self._changed:
            self._openings.append(begun - asked)
            self._started_count += 1
            sound.begins = begun
            self._buffers.append((sound.ends, weakref.ref(sound.buffer)))
            if sound.first is not None:
                return
            ahead_s = sound.due.at - self._latency_s - begun
            if ahead_s < READ_S - LATEST_S:
                # The opening took so long that the moment is past. No cue is better than a misplaced one.
                self._revoke(sound)
                return
            # What the library has read already can't be changed.
            sound.place(round(max(ahead_s, READ_S) * RATE))

    def _note_start(self, due: DueSound) -> None:
        """Remember a speech sound that is about to be opened, up to `LEAD_S` ahead of its moment.

        If it is a signal, silence and drop the speech that would be heard at its moment. A pacing sound
        interrupts nothing.
        """
        if due.timed.is_speech:
            self._history.add(due.scheduled)
        elif not is_pacing(due.timed):
            interrupted = self._history.forget_interrupted(due.at)
            for sound in self._open:
                if sound.due.timed in interrupted:
                    self._revoke(sound)
            self._due = [other for other in self._due if other.timed not in interrupted]

    def _revoke(self, sound: OpenSound) -> None:
        """Overwrite an open sound with silence for good. Speech that is cut off by this may be said again."""
        if sound.due.scheduled.ends > self._now():
            # It isn't heard to its end, so it may be said again.
            self._history.remove(sound.due.timed)
        sound.silence()

    def _measure_length(self, sound: SoundName) -> float | None:
        return len(self._samples[sound]) / RATE if sound in self._samples else None

    def _gain_factor(self, sound: SoundName) -> float:
        return gain(self._levels.get(group_of(sound), 100), self._overall)

    def _forget_ended(self, now: float) -> None:
        """Forget open sounds that were played, but not before `REMEMBERED_S` after their moment."""
        self._open = [sound for sound in self._open if now < max(sound.ends, sound.due.at + REMEMBERED_S)]
