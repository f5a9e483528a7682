"""What the player process needs of a sound library, whichever it is: an output and a device."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName


class NoDeviceError(Exception):
    """No sound device could be opened. The message is the library's."""


class Output(Protocol):
    """The scheduled cues of one library, and those that are sounding. Safe to call from several threads."""

    def schedule(self, cues: Sequence[TimedCue], since: float, now: float) -> None:
        """Replace the waiting cues due at or after `since`, and all speech that hasn't begun, by `cues`.

        Those of `cues` that are overdue, see `drop_overdue`, or were already started are ignored. So is
        speech that was said to its end or is being said. Of cues that would sound at the same time,
        `schedule_cues` decides which are heard.

        since, now: in seconds of the clock that `TimedCue.at` is on.
        """
        ...

    def cancel(self) -> None:
        """Drop every cue and silence what sounds. Speech that is cut off by this may be said again."""
        ...

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and the overall volume, each from 0 to 100.

        A group that isn't in `levels` gets 100.
        """
        ...

    def finish(self, now: float) -> None:
        """Drop the cues whose requested moment is later than `now`. What sounds is played to its end."""
        ...

    def upcoming_sounds(self, until: float) -> list[SoundName]:
        """Return the sounds that wait to be started and are due before a moment, in the order of hearing.

        Later sounds of a cue that begins before the moment, or is being heard, may be among them. until: the
        moment, in seconds of the clock.
        """
        ...

    def remaining_s(self) -> float:
        """Return for how many seconds the started sounds go on; 0 if nothing is left to be played.

        While there are waiting cues, the result is at least `OVERDUE_S`, whatever the length of these cues.
        """
        ...

    def finished_speech(self, now: float) -> list[ScheduledCue]:
        """Return the latest speech that was heard to its end by `now`: `HANDED_ON` utterances at most."""
        ...

    def add_finished_speech(self, speech: Sequence[ScheduledCue]) -> None:
        """Count speech that another output has played to its end as said, so that it isn't said again."""
        ...

    def restart(self, now: float) -> None:
        """Prepare for a device that is about to be opened.

        Waiting cues stay, except those that are too late. Speech that an earlier device didn't play to its
        end may be said again.
        """
        ...

    def unresponsive_s(self, now: float) -> float:
        """Return for how many seconds the device hasn't done what it should have done.

        A device with a stream should ask for sound again and again; one that plays sounds one by one should
        release a sound after its end. While the device works, the result is 0 or a fraction of a second.
        """
        ...

    @property
    def callbacks(self) -> int:
        """How often the device has asked for sound, or a sound was started in it, since `restart`."""
        ...


class Device(Protocol):
    """An open device that plays what its output has scheduled."""

    @property
    def backend(self) -> str:
        """The sound system, such as ``PulseAudio``."""
        ...

    @property
    def name(self) -> str:
        """The device's name; empty for the system's default device."""
        ...

    @property
    def is_wanted(self) -> bool:
        """Whether this is the device that the settings ask for, and not one used in its place."""
        ...

    @property
    def latency_s(self) -> float:
        """Seconds from handing sound to the library until it is heard."""
        ...

    @property
    def is_measured(self) -> bool:
        """Whether the latency was measured on this device; otherwise it is the library's usual one."""
        ...

    def loss_reason(self) -> str:
        """Return why the device has to be opened again; empty if it needn't be.

        The reason is that the device is gone or has failed, or that it was used in place of the device that
        the settings ask for, which can be found now. Some libraries don't notice that a device is gone: then
        `Output.unresponsive_s` shows it.
        """
        ...

    def close(self) -> None:
        """Stop using the device. What the library already holds may still be heard."""
        ...


@dataclass(frozen=True, slots=True)
class SoundLibrary:
    """A sound library that can be used on this machine."""

    name: str
    """As in the settings: ``miniaudio``, ``sdl`` or ``simpleaudio``."""
    output: Output
    open: Callable[[str], Device]
    """Opens the device of a name, or the system's default device. May hang. Raises `NoDeviceError`."""
