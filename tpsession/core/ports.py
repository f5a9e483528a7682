"""The ports: what the core needs of the world, as small Protocols.

Each has its real implementation in a package of its own and a hand-written fake in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Only named here. Reading the history needs neither routines nor cues, which take a fifth of its start.
    from tpsession.core.cue import CueGroup, TimedCue
    from tpsession.core.finding import Finding
    from tpsession.core.plan import Plan
    from tpsession.core.rating import Rating
    from tpsession.core.record import HistoryQuery, SessionRecord, Status, StepRecord, StopReason
    from tpsession.core.routine import Routine, RoutineEntry
    from tpsession.core.settings import Preferences
    from tpsession.core.sound_help import Lack


class Clock(Protocol):
    """Time. The session runs on `now`; the wall clock only dates records."""

    def now(self) -> float:
        """Seconds that all processes of the machine agree on; from any origin, never backwards."""
        ...

    def slept_for(self) -> float:
        """Seconds that the machine slept since this was last asked, 0.0 where it can't be told."""
        ...

    def wall(self) -> datetime:
        """Local date and time with its UTC offset."""
        ...


@dataclass(frozen=True, slots=True)
class SoundState:
    """How the sound is doing."""

    backend: str
    """The sound library, ``miniaudio`` or ``simpleaudio``; ``none`` where nothing is heard."""
    message: str
    """What to tell the person where something is wrong, else empty."""
    lack: Lack | None = None
    """Why nothing is heard; None where sound is heard or not wanted."""
    reasons: tuple[str, ...] = ()
    """Why the sound libraries that are installed can't be used, a clause each."""

    @property
    def heard(self) -> bool:
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

    def volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        ...

    def state(self) -> SoundState:
        """How the sound is doing right now."""
        ...

    def device(self) -> SoundDevice | None:
        """What plays, None while nothing is heard."""
        ...

    def settle(self, seconds: float) -> SoundState:
        """Wait, at most so long, until it is known whether there is sound. Before a session, never in one."""
        ...

    def close(self) -> None:
        """Let what sounds, and the words for the end, be heard; free the device. Waits for 3 s at most."""
        ...


@dataclass(frozen=True, slots=True)
class VoiceState:
    """How far a voice is with the texts that it was given last."""

    made: int
    """Texts whose sound is there."""
    wanted: int
    """Texts that were asked for, each once."""
    working: bool
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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session is."""

    at: datetime
    """When this was true."""
    active_s: float
    steps: tuple[StepRecord, ...]
    state: str
    """The session's state as text, made and read by `tpsession.core.codec`."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session whose writer died before it ended."""

    record: SessionRecord
    plan: str
    """The plan as it was played, as text, made and read by `tpsession.core.codec`."""
    progress: Progress
    """The last known state."""


class History(Protocol):
    """The sessions that are kept.

    What is acknowledged is on the disk when the call returns; it raises `HistoryError` if it can't be.
    """

    def begin(self, record: SessionRecord, plan: str, progress: Progress) -> None:
        """Keep a new running session, with its before-rating if it has one. Acknowledged."""
        ...

    def rate(self, session_id: str, rating: Rating) -> None:
        """Keep a rating; a later one of the same kind replaces before and after. Acknowledged."""
        ...

    def note(self, session_id: str, text: str) -> None:
        """Keep the note of a session, in the place of an earlier one; it isn't wanted then. Acknowledged."""
        ...

    def want_note(self, session_id: str) -> None:
        """Remember that the note of a session is to be asked for at the next start. Acknowledged."""
        ...

    def keep(self, session_id: str, progress: Progress) -> None:
        """Keep how far a session is, within 1 s, without waiting for the disk."""
        ...

    def end(self, session_id: str, status: Status, reason: StopReason | None, progress: Progress) -> None:
        """Keep how a session ended, at `progress.at`. Acknowledged."""
        ...

    def take_over(self, session_id: str) -> None:
        """Make an unfinished session this program's own again: it is running. Acknowledged."""
        ...

    def add(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        """Keep a whole session that was done without the program. Acknowledged."""
        ...

    def sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """The sessions asked for, newest first. One whose writer died counts as partial."""
        ...

    def unfinished(self) -> list[Unfinished]:
        """Sessions whose writers died, newest first."""
        ...

    def notes_wanted(self) -> list[SessionRecord]:
        """The sessions whose notes are to be asked for, newest first."""
        ...

    def safety_asked(self) -> datetime | None:
        """When the long safety list was last gone through, or None."""
        ...

    def keep_safety(self, at: datetime) -> None:
        """Keep that the long safety list was gone through at this time. Acknowledged."""
        ...

    def trouble(self) -> str | None:
        """What couldn't be written although nobody waited for it, or None. Never waits."""
        ...

    def close(self) -> None:
        """Write what is outstanding and let go of the file."""
        ...


class Library(Protocol):
    """The routine files: the person's own over the built-in ones."""

    def entries(self) -> list[RoutineEntry]:
        """Every routine, one entry an id, sorted by id; a broken file keeps its place."""
        ...

    def routine(self, name: str) -> Routine:
        """The routine of an id, or of a file where `name` has a ``/`` or ends in ``.toml``.

        Raises `UsageError` where there is none, and `RoutineFileError` where it has errors.
        """
        ...


class Settings(Protocol):
    """What the person has set."""

    def preferences(self) -> Preferences:
        """All settings; the default where one is unknown or bad."""
        ...

    def problems(self) -> list[str]:
        """What is wrong in the settings file, a located line each; empty if nothing is."""
        ...

    def put(self, name: str, value: str | int | bool) -> None:
        """Set one setting, named ``section.key``; all else of the file stays. On the disk when it returns.

        Raises `SettingsError` where the setting doesn't take the value, or the file can't be read or written.
        """
        ...


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far something is that takes a while."""

    words: str
    """A few words for the person."""
    share: float
    """How much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A session that was written as a sound file."""

    path: str
    """The sound file, absolute."""
    seconds: float
    """How long it is."""
    beside: tuple[str, str]
    """Names of the two lists beside it: the sheet for music players, and every cue."""
    remarks: tuple[str, ...]
    """What is to know about it, a sentence each: a sound that couldn't be used, a voice that isn't there."""


class Renderer(Protocol):
    """Writes whole sessions as sound files. Both calls may wait for the disk."""

    def suggested(self, routine: str) -> str:
        """Where the file of a routine, named by its id, may well be put: a path as `render` takes it."""
        ...

    def render(
        self, plan: Plan, output: str, tell: Callable[[HowFar], None], *, overwrite: bool = False
    ) -> Rendered:
        """Write a session as sound, of the kind that the end of `output` names, and two lists beside it.

        output: a path, which may begin with ``~`` for the person's own folder.
        tell: called all the while; what it raises ends the work, and nothing is left of it. Raises
        `ExistsError` where a file is in the way that isn't to be overwritten, `UsageError` where `output`
        can't be one, and `TpsessionError` where it can't be written. Each file is whole afterwards, or as it
        was before; they take their places one after the other when all are whole.
        """
        ...


class Doctor(Protocol):
    """Looks at what works on this machine, and changes nothing."""

    def findings(self, player: CuePlayer, tell: Callable[[str], None]) -> list[Finding]:
        """All that was found, in the order of the parts. Waits for the disk, and some seconds for sound.

        player: what is to be heard. tell: called with what is looked at; what it raises ends the look.
        """
        ...
