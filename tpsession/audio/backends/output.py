"""What the player's process asks of a sound library, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.catalog.utterance import SoundName


class NoDeviceError(Exception):
    """No sound device could be opened; the words are the library's."""


class Output(Protocol):
    """The cues to come, and what sounds of them; safe to call from several threads."""

    def schedule(self, cues: Sequence[TimedCue], since: float, now: float) -> None:
        """Replace every cue due at or after `since` by these, and all speech that wasn't begun.

        Overdue ones are dropped, and so is speech that was said whole or is being said.
        """
        ...

    def cancel(self) -> None:
        """Drop every cue and silence what sounds."""
        ...

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        ...

    def finish(self, now: float) -> None:
        """Keep only what sounds, or is wanted by now: the words for the end wait for the end's own sound."""
        ...

    def upcoming_sounds(self, until: float) -> list[SoundName]:
        """The sounds that are due until a moment, in the order in which they are heard."""
        ...

    def remaining_s(self) -> float:
        """Seconds of sound that the device hasn't been given yet."""
        ...

    def finished_speech(self, now: float) -> list[ScheduledCue]:
        """The speech that was lately said to its end."""
        ...

    def add_finished_speech(self, speech: Sequence[ScheduledCue]) -> None:
        """Another output has said this to its end: it counts as said here, too."""
        ...

    def restart(self, now: float) -> None:
        """A device is opened anew."""
        ...

    def unresponsive_s(self, now: float) -> float:
        """Seconds for which the device has been owing a sign of life."""
        ...

    @property
    def callbacks(self) -> int:
        """Signs of life since the device was opened."""
        ...


class Device(Protocol):
    """An open device that plays what its output holds."""

    @property
    def backend(self) -> str:
        """The sound system, such as ``PulseAudio``."""
        ...

    @property
    def name(self) -> str:
        """The device's name, empty for the system's own."""
        ...

    @property
    def named(self) -> bool:
        """Whether the device that was asked for was found."""
        ...

    @property
    def latency_s(self) -> float:
        """Seconds from handing sound to the library until it is heard."""
        ...

    @property
    def measured(self) -> bool:
        """Whether the latency was measured on this device; else it is the library's usual one."""
        ...

    def lost(self) -> str:
        """Why it plays no longer, empty while it does."""
        ...

    def close(self) -> None:
        """Free it."""
        ...


@dataclass(frozen=True, slots=True)
class SoundLibrary:
    """A sound library that can be used here."""

    name: str
    """As in the settings: ``miniaudio`` or ``simpleaudio``."""
    output: Output
    open: Callable[[str], Device]
    """Opens the device of a name, or the system's own; may hang. Raises `NoDeviceError`."""
