"""The ports to sound: the player that plays cues, and the voice that turns texts into sound files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpsession.core.catalog.cues import CueGroup, TimedCue
    from tpsession.core.sound.troubleshooting import SoundFailure


SOUND_STARTING = "The sound is starting."
"""What is shown until it is known whether there is sound."""
SOUND_TURNED_OFF = "The sound is turned off in the settings."
"""What is shown for a silent player without a message."""


@dataclass(frozen=True, slots=True)
class SoundState:
    """Whether there is sound right now, and why not."""

    backend: str
    """The sound library, ``miniaudio``, ``sdl`` or ``simpleaudio``; ``none`` without sound."""
    message: str
    """What the person should know if something is wrong, else empty."""
    failure: SoundFailure | None = None
    """Why there is no sound; None if there is sound, if it is starting, or if the person turned it off."""
    reasons: tuple[str, ...] = ()
    """Why each installed sound library can't be used, one clause each."""

    @property
    def is_audible(self) -> bool:
        """Whether cues reach a sound device; a player may say so while it still opens one."""
        return self.backend != "none"


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """The sound device that plays the cues."""

    system: str
    """The sound system, such as ``PulseAudio``."""
    name: str
    """The device's name; empty for the system default."""
    latency_s: float
    """Seconds between handing sound to the library and hearing it. The player compensates for it."""
    measured: bool
    """Whether the latency was measured on this device; if not, it is typical of the library."""


class CuePlayer(Protocol):
    """Plays cues at given times.

    No method raises because of a sound problem. Only `wait_ready` and `close` may block.

    Example::

        player.schedule([TimedCue(clock.now() + 1.0, START)], since=clock.now())
        if not player.wait_ready(2.0).is_audible:
            show(player.state().message)
    """

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Replace all cues due at or after `since`, and all speech not yet begun, by these cues.

        All times are in seconds of `Clock.now`. A cue that is playing goes on, but a signal cuts off speech
        when it begins. Speech among the new cues that is being played, or was played to its end before, isn't
        played again; the player knows it by its key.
        """
        ...

    def cancel(self) -> None:
        """Drop every cue and fall silent within 100 ms.

        Speech that is cut off may be said again if it is scheduled again.
        """
        ...

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group of cues and the overall volume, 0 to 100 each."""
        ...

    def state(self) -> SoundState:
        """Return whether there is sound right now, and what is wrong if anything is.

        As long as that isn't known, the state may say that there is sound; `wait_ready` waits until it is
        known.
        """
        ...

    def device(self) -> SoundDevice | None:
        """Return the device that plays; None while no device is open."""
        ...

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait until it is known whether there is sound, but at most so many seconds; return the state then.

        Call this before a session, never during one.
        """
        ...

    def close(self) -> None:
        """Drop the cues that aren't due yet, let the others be heard to their end, then free the device.

        Blocks for 3 s at most; what takes longer is cut off.
        """
        ...


@dataclass(frozen=True, slots=True)
class VoiceState:
    """How many of the requested texts have a sound file."""

    finished: int
    """Texts whose sound file exists."""
    requested: int
    """Texts of the last request, each counted once; not those that come recorded with the program."""
    is_working: bool
    """Whether the voice is still making files. If not, the texts that are missing stay missing."""
    message: str
    """One sentence for the person if something is wrong, else empty."""


class Voice(Protocol):
    """Makes sound files of texts ahead of time, in the background.

    No method raises, and only `close` may block. The sound of a text is the file
    ``<voiced_stem(text)>.wav`` in the voice's folder.

    Example::

        voice.prepare(["Spread the oil over the shoulder.", "Ease off."])
        state = voice.state()
        print(f"{state.finished} of {state.requested} texts are ready")
    """

    def prepare(self, texts: Sequence[str]) -> None:
        """Start to make sound files of these texts, in this order.

        Texts of an earlier call that still wait are dropped. Without texts, that is all. Texts are left out
        if the player has a recording of them that came with the program.
        """
        ...

    def state(self) -> VoiceState:
        """Return how many of the texts of the last `prepare` have a sound file by now, and what is wrong.

        Texts that it left out aren't counted.
        """
        ...

    def close(self) -> None:
        """Stop making sound files for good; finished files stay. Blocks for 1 s at most."""
        ...
