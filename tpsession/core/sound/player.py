"""The ports to the sound: the player of cues, and the voice that makes spoken texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpsession.core.catalog.cues import CueGroup, TimedCue
    from tpsession.core.sound.troubleshooting import SoundFailure


@dataclass(frozen=True, slots=True)
class SoundState:
    """How the sound is doing."""

    backend: str
    """The sound library, ``miniaudio`` or ``simpleaudio``; ``none`` where nothing is heard."""
    message: str
    """What to tell the person where something is wrong, else empty."""
    failure: SoundFailure | None = None
    """Why nothing is heard; None where sound is heard or not wanted."""
    reasons: tuple[str, ...] = ()
    """Why the sound libraries that are installed can't be used, a clause each."""

    @property
    def is_audible(self) -> bool:
        """Whether cues reach a sound device."""
        return self.backend != "none"


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """What plays."""

    system: str
    """The sound system, such as ``PulseAudio``."""
    name: str
    """The device's name, empty for the system's own."""
    latency_s: float
    """Seconds from handing sound to the sound library until it is heard; made up for."""
    measured: bool
    """Whether the latency was measured on this device; else it is the library's usual one."""


class CuePlayer(Protocol):
    """Plays cues at their moments. None raises because of sound; only `settle` and `close` may wait."""

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Replace every cue that is due at or after `since` by these, and all speech that wasn't begun.

        The moments are `Clock.now` seconds. A cue that is sounding goes on to its end. Speech that was said
        whole isn't said again: it is known by its key.
        """
        ...

    def cancel(self) -> None:
        """Drop every cue and fall silent within 100 ms."""
        ...

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        ...

    def state(self) -> SoundState:
        """How the sound is doing right now."""
        ...

    def device(self) -> SoundDevice | None:
        """What plays, None while nothing is heard."""
        ...

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait, at most so long, until it is known whether there is sound. Before a session, never in one."""
        ...

    def close(self) -> None:
        """Let what sounds, and the words for the end, be heard; free the device. Waits for 3 s at most."""
        ...


@dataclass(frozen=True, slots=True)
class VoiceState:
    """How far a voice is with the texts that it was given last."""

    finished: int
    """Texts whose sound is there."""
    requested: int
    """Texts that were asked for, each once."""
    is_working: bool
    """Whether it goes on by itself; when it doesn't, what isn't made won't be."""
    message: str
    """One sentence for the person where something is wrong, else empty."""


class Voice(Protocol):
    """Makes the sound of texts ahead, in the background. None raises, and only `close` may wait.

    The sound of a text is the file ``<voiced_stem(text)>.wav`` in the voice's folder.
    """

    def prepare(self, texts: Sequence[str]) -> None:
        """Make these in their order, in the place of what was still to be made; no texts stop the work."""
        ...

    def state(self) -> VoiceState:
        """How far it is right now."""
        ...

    def close(self) -> None:
        """Stop; waits for 1 s at most. What was made stays."""
        ...
