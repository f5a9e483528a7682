"""Cues played one by one, each as a sound of its own: for a library that has no stream to mix into.

Opening a device takes such a library 2 to 120 ms, now and then more, so a cue that is opened at its moment
would be late by as much. Therefore each is opened ahead, as a buffer of silence that the library reads bit by
bit while it plays; once it has begun, the cue is written into the buffer where its moment lies. What was read
can't be taken back, all else can: a cue that is cancelled is overwritten with silence.
"""

from __future__ import annotations

import threading
import weakref
from array import array
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import NamedTuple

from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.client.protocol import OVERDUE_S
from tpsession.audio.engine.cue_scheduler import CueRequest, Length, ScheduledCue, place
from tpsession.audio.engine.engine import LATEST_S, TimedId, still_wanted
from tpsession.audio.engine.mixer import RATE, Gain, gain, group_of
from tpsession.audio.engine.speech_history import SpeechHistory, same
from tpsession.core.catalog.cues import CueGroup

LEAD_S = 0.4
"""So long before its moment a cue is opened."""
READ_S = 0.145
"""So much the library is ahead with reading, at most: its queue of 100 ms and the piece that it adds."""
OPENING_S = 0.01
"""How long an opening usually takes, as long as that isn't known (measured through PulseAudio)."""
FORESEEN_S = 0.1
"""A longer opening than this isn't counted on, even if the last ones were."""
REMEMBERED = 15
"""Openings whose median is what one usually takes."""
STUCK_S = 1.0
"""A buffer that is still held so long after its end belongs to a device that stands still."""
REMEMBERED_S = 1.0
"""So long after its moment it is known that a cue was given, and it isn't given again; `STUCK_S` at most."""

Play = Callable[["array[int]"], object]
"""Opens the device and begins to play a buffer, mono at `RATE`, which it holds and reads while it plays.

Returns when it has begun; raises `NoDeviceError`.
"""


class _Due(NamedTuple):
    """A sound that is to be begun."""

    at: float
    """The clock's second at which it is heard."""
    name: str
    placed: ScheduledCue
    """The cue that it belongs to; speech has several sounds."""

    @property
    def wanted(self) -> CueRequest:
        """That cue as it was wanted."""
        return self.placed.wanted


@dataclass(slots=True, eq=False)
class _Opened:
    """A cue whose buffer plays, or is about to."""

    due: _Due
    sound: array[int]
    """Its samples, as they were read."""
    buffer: array[int]
    ends: float
    """The clock's second by which the buffer has been played."""
    first: int | None
    """The cue's first frame in the buffer; None until that is known."""
    gain: Gain
    revoked: bool = False


class OneShotEngine:
    """The cues to come, and the sounds that they become; `run` plays them, in a thread of its own."""

    def __init__(
        self,
        samples: Mapping[str, array[int]],
        latency_s: float,
        now: Callable[[], float],
        length: Length | None = None,
    ) -> None:
        """Take the samples of each sound, what a begun one takes to the ear in seconds, and the clock.

        length: the seconds of a sound; None measures its samples.
        """
        self._samples = samples
        self._length = length or self._measured
        self._spoken = SpeechHistory()
        self._latency_s = latency_s
        self._now = now
        self._changed = threading.Condition()
        self._levels: dict[CueGroup, int] = {}
        self._overall = 100
        self._due: list[_Due] = []
        self._opened: list[_Opened] = []
        self._held: list[tuple[float, weakref.ref[array[int]]]] = []
        """When each buffer ends, and whether the library still holds it."""
        self._openings: deque[float] = deque(maxlen=REMEMBERED)
        self._count = 0
        self._halted = False

    # What is asked of every output

    def schedule(self, cues: Sequence[TimedId], since: float, now: float) -> None:
        """Replace every cue due at or after `since` by these, and all speech that wasn't begun.

        Overdue ones are dropped, and so is speech that was said whole or is being said.
        """
        fresh = still_wanted(cues, now)
        with self._changed:
            going_on: list[_Due] = []
            for one in self._opened:
                if one.revoked:
                    continue
                again = next((cue for cue in fresh if same(cue, one.due.wanted)), None)
                # Speech is given as long as it can still be said: what isn't given any more is no longer so.
                stays = not one.due.wanted.is_speech and one.due.wanted.at < since
                if again is not None or stays or one.due.placed.at <= now:
                    # What was begun is said to its end, and not once more.
                    going_on += [due for due in self._due if same(due.wanted, one.due.wanted)]
                    fresh = [cue for cue in fresh if not same(cue, one.due.wanted)]
                else:
                    self._revoke(one)
            kept = [
                due.wanted
                for due in self._due
                if now - LATEST_S <= due.wanted.at < since and not due.wanted.is_speech
            ]
            fresh = [cue for cue in fresh if not (cue.is_speech and self._spoken.knows(cue))]
            # A signal ends speech that sounds.
            signals = (cue.at for cue in (*kept, *fresh) if not (cue.is_speech or cue.is_pacing))
            first_signal = min(signals, default=inf)
            speech = (one.due.placed for one in self._opened if one.due.wanted.is_speech and not one.revoked)
            speaking_until = max((one.ends for one in speech), default=-inf)
            placed = place(
                dict.fromkeys([*kept, *fresh]),
                self._length,
                now=now + self._latency_s + min(self.opening_s, FORESEEN_S),
                speaking_until=min(speaking_until, first_signal),
                told=self._spoken.told(until=first_signal),
            )
            coming = [_Due(one.at + offset_s, name, one) for one in placed for offset_s, name in one.parts]
            self._due = sorted([*dict.fromkeys(going_on), *coming], key=lambda due: due.at)
            self._changed.notify_all()

    def cancel(self) -> None:
        """Drop every cue and silence what sounds."""
        with self._changed:
            self._due.clear()
            self._spoken.silence(self._now())
            for one in self._opened:
                self._revoke(one)

    def volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100; what sounds is changed as well."""
        with self._changed:
            self._levels = dict(levels)
            self._overall = overall
            for one in self._opened:
                factor, unread = self._factor(one.due.name), self._unread(one)
                one.gain = one.gain.turned(factor, unread) if unread else Gain.steady(factor)
                self._write(one, unread)

    def finish(self, now: float) -> None:
        """Keep only what sounds, or is wanted by now: the words for the end wait for the end's own sound."""
        with self._changed:
            self._due = [due for due in self._due if due.wanted.at <= now]
            for one in self._opened:
                if one.due.wanted.at > now:
                    self._revoke(one)

    def ahead(self, until: float) -> list[str]:
        """The sounds that are due until a moment, in the order in which they are heard."""
        with self._changed:
            return [due.name for due in self._due if due.at < until]

    def left_s(self) -> float:
        """Seconds until the last cue has been played."""
        now = self._now()
        with self._changed:
            waiting = OVERDUE_S if self._due else 0.0
            return max([waiting, *(one.ends - now for one in self._opened if not one.revoked)])

    def said(self, now: float) -> list[ScheduledCue]:
        """The speech that was lately said to its end."""
        with self._changed:
            return self._spoken.whole(now)

    def recall(self, said: Sequence[ScheduledCue]) -> None:
        """Another output has said this to its end: it counts as said here, too."""
        with self._changed:
            for placed in said:
                self._spoken.begin(placed)

    def restart(self, now: float) -> None:
        """A device is opened anew; what an earlier one still held is never heard."""
        with self._changed:
            for one in self._opened:
                self._revoke(one)
            self._opened.clear()
            self._held.clear()
            self._openings.clear()
            self._count = 0
            self._halted = False
            self._due = [due for due in self._due if due.at >= now - OVERDUE_S]

    def age_s(self, now: float) -> float:
        """Seconds for which the device has held a sound beyond its end; 0 where it plays as it should."""
        with self._changed:
            self._forget_ended(now)
            self._held = [(ends, held) for ends, held in self._held if held() is not None]
            return max((now - ends for ends, _ in self._held if now - ends > STUCK_S), default=0.0)

    @property
    def callbacks(self) -> int:
        """Sounds that were begun since the device was opened."""
        return self._count

    # How they are played

    @property
    def opening_s(self) -> float:
        """What an opening usually takes, in seconds."""
        return median(self._openings) if self._openings else OPENING_S

    def run(self, play: Play) -> None:
        """Play each cue at its moment until `halt`; raises `NoDeviceError` where that fails."""
        while True:
            with self._changed:
                while not self._halted and (wait := self._wait_s()) != 0.0:
                    self._changed.wait(wait)
                if self._halted:
                    return
            self._play_next(play)

    def halt(self) -> None:
        """Let `run` return."""
        with self._changed:
            self._halted = True
            self._changed.notify_all()

    def _play_next(self, play: Play) -> None:
        # A method of its own, so that nothing but the library holds the buffer afterwards.
        with self._changed:
            opened = self._prepare(self._due.pop(0)) if self._due else None
        if opened is not None:
            self._begin(opened, play)

    def _wait_s(self) -> float | None:
        """Seconds until the next cue has to be opened; None where none is to come."""
        if not self._due:
            return None
        return max(self._due[0].at - self._latency_s - LEAD_S - self._now(), 0.0)

    def _prepare(self, due: _Due) -> _Opened | None:
        """The buffer of a sound, or None where there is nothing to be heard, or too late."""
        now = self._now()
        sound = self._samples.get(due.name)
        ahead = due.at - self._latency_s - now
        if sound is None or ahead < -LATEST_S:
            return None
        # Where the moment is too near for the cue to be written later, an opening is taken to last as usual.
        opening_s = min(self.opening_s, FORESEEN_S)
        near = ahead < READ_S + 2 * opening_s
        lead = ahead - opening_s if near else ahead
        first = max(int(lead * RATE), 0)
        buffer = array("h", bytes(2 * (first + len(sound))))
        ends = now + self.opening_s + len(buffer) / RATE + self._latency_s
        steady = Gain.steady(self._factor(due.name))
        opened = _Opened(due, sound, buffer, ends, first if near else None, steady)
        self._write(opened)
        self._make_way(due)
        self._forget_ended(now)
        self._opened.append(opened)
        return opened

    def _begin(self, opened: _Opened, play: Play) -> None:
        asked = self._now()
        try:
            play(opened.buffer)
        except NoDeviceError:
            with self._changed:
                self._opened.remove(opened)
            raise
        begun = self._now()
        with self._changed:
            self._openings.append(begun - asked)
            self._count += 1
            opened.ends = begun + len(opened.buffer) / RATE + self._latency_s
            self._held.append((opened.ends, weakref.ref(opened.buffer)))
            if opened.first is not None:
                return
            ahead = opened.due.at - self._latency_s - begun
            if ahead < READ_S - LATEST_S:
                # The opening took so long that the moment is past: better none than one at the wrong moment.
                self._revoke(opened)
                return
            # What was read already can't be written any more.
            latest = len(opened.buffer) - len(opened.sound)
            opened.first = min(round(max(ahead, READ_S) * RATE), latest)
            self._write(opened)

    def _make_way(self, due: _Due) -> None:
        """Remember speech that begins; a signal that begins ends speech that it has overtaken."""
        if due.wanted.is_speech:
            self._spoken.begin(due.placed)
        elif not due.wanted.is_pacing:
            cut = self._spoken.cut(due.at)
            for one in self._opened:
                if one.due.wanted in cut:
                    self._revoke(one)
            self._due = [other for other in self._due if other.wanted not in cut]

    def _revoke(self, one: _Opened) -> None:
        one.revoked = True
        if one.due.placed.ends > self._now():
            # It isn't heard whole: it may come again.
            self._spoken.drop(one.due.wanted)
        self._write(one)

    def _measured(self, name: str) -> float | None:
        return len(self._samples[name]) / RATE if name in self._samples else None

    def _factor(self, sound: str) -> float:
        return gain(self._levels.get(group_of(sound), 100), self._overall)

    def _unread(self, one: _Opened) -> int:
        """The first frame of a sound that the library can't have read yet."""
        if one.first is None:
            return 0
        begun = one.ends - len(one.buffer) / RATE - self._latency_s
        return min(max(int((self._now() - begun + READ_S) * RATE) - one.first, 0), len(one.sound))

    def _write(self, one: _Opened, unread: int = 0) -> None:
        """Put into the buffer what is to be heard of it, from a frame of the sound on."""
        frames = memoryview(one.buffer)
        if one.revoked:
            frames[:] = array("h", bytes(2 * len(frames)))
        elif one.first is not None:
            begin = one.first + unread
            frames[begin : one.first + len(one.sound)] = one.gain.applied(one.sound[unread:], unread)

    def _forget_ended(self, now: float) -> None:
        self._opened = [one for one in self._opened if now < max(one.ends, one.due.at + REMEMBERED_S)]
