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
    """The scheduled cues of one library, and what sounds of them. Safe to call from several threads."""

    def schedule(self, cues: Sequence[TimedCue], since: float, now: float) -> None:
        """Replace every cue due at or after `since` by these, and all speech that hasn't begun.

        Overdue cues are dropped, and so is speech that was said to its end or is being said.
        """
        ...

    def cancel(self) -> None:
        """Drop every cue and silence what sounds."""
        ...

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        ...

    def finish(self, now: float) -> None:
        """Drop the cues requested for later than `now`; speech that still waits for its turn is kept."""
        ...

    def upcoming_sounds(self, until: float) -> list[SoundName]:
        """Return the sounds that are due until a moment, in the order in which they are heard."""
        ...

    def remaining_s(self) -> float:
        """Return the seconds of sound that are still to be played."""
        ...

    def finished_speech(self, now: float) -> list[ScheduledCue]:
        """Return the latest speech that was heard to its end."""
        ...

    def add_finished_speech(self, speech: Sequence[ScheduledCue]) -> None:
        """Count speech as said that another output has played to its end."""
        ...

    def restart(self, now: float) -> None:
        """Prepare for a device that was opened at `now`; what an earlier one still held isn't counted."""
        ...

    def unresponsive_s(self, now: float) -> float:
        """Return the seconds for which the device has shown no activity although it should have."""
        ...

    @property
    def callbacks(self) -> int:
        """How often the device has shown activity since it was opened."""
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
        """Return why the device has to be opened again; empty while it plays."""
        ...

    def close(self) -> None:
        """Free the device."""
        ...


@dataclass(frozen=True, slots=True)
class SoundLibrary:
    """A sound library that can be used on this machine."""

    name: str
    """As in the settings: ``miniaudio`` or ``simpleaudio``."""
    output: Output
    open: Callable[[str], Device]
    """Opens the device of a name, or the system's default device. May hang. Raises `NoDeviceError`."""
