"""The program's side of the sound: keeps a player process alive and in the picture. No call here waits."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from queue import Empty, SimpleQueue

from tpsession.audio.memory import Memory
from tpsession.audio.process import PlayerProcess
from tpsession.audio.protocol import (
    CANCEL,
    CLOSE,
    OVERDUE_S,
    Message,
    open_message,
    said_message,
    schedule_message,
    volume_message,
)
from tpsession.audio.silent import SilentPlayer
from tpsession.core.cue import CueGroup, TimedCue, replaced
from tpsession.core.ports import Clock, CuePlayer, SoundDevice, SoundState
from tpsession.core.sound_help import LIBRARIES, Lack, lack_words

START_S = 10.0
"""For Python and the sounds to load, on a slow disk."""
READ_S = 4.0
"""A sound file of the person's own that takes longer to read hangs."""
OPEN_S = 2.0
"""An opening that takes longer hangs."""
QUIET_S = 2.5
"""A player that says nothing for so long hangs; it says something every half second."""
STALL_S = 1.0
"""A device that asks for nothing for so long is gone, whatever the library says."""
FIRST_STALL_S = 4.0
"""The same for its first few requests: a sleeping speaker takes its time."""
FIRST_CALLBACKS = 5
CLOSE_S = 2.5
LAST_S = 0.5
"""For the process to be put away after that."""
TICK_S = 0.25
STOPPED_S = 0.75
"""A tick this late means that this program itself, or the machine, stood still: the player isn't to blame."""
SOLID_S = 5.0
"""After playing for so long a player is restarted at once, else after a pause that grows."""
PAUSES_S = (0.5, 1.0, 2.0, 3.0)
EARLY_DEATHS = 2
"""After so many deaths or hangs in a row before a device was opened, the person's own sounds are left out."""
CRASHES = 2
"""After so many crashes in a row, with a device open or opening, another library is tried first."""

OWN_LEFT_OUT = "Your own sound files could not be read and are left out."


class _Outcome(Enum):
    """How a run of the player process ended."""

    CLOSED = auto()
    MISSING = auto()
    FAILED = auto()


class _Phase(Enum):
    """What the player process was last known to be at."""

    STARTING = auto()
    READING = auto()
    """One of the person's own sound files."""
    OPENING = auto()
    WAITING = auto()
    PLAYING = auto()


_PATIENCE_S = {
    _Phase.STARTING: START_S,
    _Phase.READING: READ_S,
    _Phase.OPENING: OPEN_S,
    _Phase.WAITING: 2 * QUIET_S,
    _Phase.PLAYING: QUIET_S,
}
"""Seconds without a word after which the process hangs."""


class ProcessPlayer:
    """A `CuePlayer` whose device lives in a process of its own, restarted whenever it dies or hangs.

    Until it is known whether a device opens, the state says that sound is heard.
    """

    def __init__(
        self,
        device: str,
        sound_folders: Sequence[Path],
        clock: Clock,
        libraries: Sequence[str] = LIBRARIES,
        voiced: Path | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Start the process beside.

        clock: the one that `TimedCue.at` is on; the player process reads the same one. libraries: the sound
        libraries to try, in this order. voiced: the folder of the texts that a voice makes. memory: of the
        player before it, if there was one.
        """
        self._memory = memory or Memory()
        self._voiced = voiced
        self._libraries = tuple(libraries)
        self._wanted = device
        self._folders = tuple(sound_folders)
        self._clock = clock
        self._lock = threading.Lock()
        self._cues: list[TimedCue] = []
        self._volume: bytes | None = None
        self._process: PlayerProcess | None = None
        self._closed = False
        self._state = SoundState(self._libraries[0], "")
        self._device: SoundDevice | None = None
        self._problems: list[str] = []
        self._device_problem = ""
        self._early_deaths = 0
        self._leaves_out_own = False
        self._crashes = 0
        self._settled = threading.Event()
        self._wake = threading.Event()
        self._events: SimpleQueue[tuple[PlayerProcess | None, Message | None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._supervise, name="sound", daemon=True)
        self._thread.start()

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Replace every cue that is due at or after `since` by these."""
        oldest = self._clock.now() - OVERDUE_S
        with self._lock:
            self._cues = replaced(self._cues, cues, since, oldest)
            self._post(schedule_message(cues, since))

    def cancel(self) -> None:
        """Drop every cue and fall silent within 100 ms."""
        with self._lock:
            self._cues.clear()
            self._post(CANCEL)

    def volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        with self._lock:
            self._volume = volume_message(levels, overall)
            self._post(self._volume)

    def state(self) -> SoundState:
        """How the sound is doing right now."""
        with self._lock:
            return self._state

    def device(self) -> SoundDevice | None:
        """What plays, None while nothing is heard."""
        with self._lock:
            return self._device

    def settle(self, seconds: float) -> SoundState:
        """Wait, at most so long, until it is known whether there is sound; before a session, never in one."""
        self._settled.wait(seconds)
        return self.state()

    def close(self) -> None:
        """Let what is sounding end, then free the device; waits for 3 s at most."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._post(CLOSE)
        self._wake.set()
        self._events.put((None, None))
        self._thread.join(CLOSE_S + LAST_S)

    def _post(self, line: bytes) -> None:
        """Send a line to the process, if there is one; needs the lock."""
        if self._process is not None and not self._process.send(line):
            # It hasn't read for very long. Its successor gets the whole state anyway.
            self._process.kill()

    def _hear(self, process: PlayerProcess, message: Message | None) -> None:
        self._events.put((process, message))

    def _supervise(self) -> None:
        failures = 0
        while not self._closed:
            begun = self._clock.now()
            outcome = self._run()
            if outcome is not _Outcome.FAILED:
                return
            if self._clock.now() - begun > SOLID_S:
                failures = self._crashes = 0
            else:
                failures += 1
            if failures:
                self._wake.wait(PAUSES_S[min(failures, len(PAUSES_S)) - 1])

    def _run(self) -> _Outcome:
        """One life of the player process."""
        try:
            process = PlayerProcess(self._hear)
        except OSError:
            self._lack(Lack.NO_PLAYER)
            return _Outcome.FAILED
        try:
            with self._lock:
                if self._closed:
                    return _Outcome.CLOSED
                self._process = process
                self._problems.clear()
                self._introduce(process)
            return self._watch(process)
        finally:
            with self._lock:
                self._process = None
                self._device = None
            process.kill()
            # A process that the system can't end is left to it.
            process.wait(1.0)
            process.release()

    def _introduce(self, process: PlayerProcess) -> None:
        """Tell a fresh process all that it needs to know; needs the lock."""
        folders = self._folders
        if self._leaves_out_own and len(folders) > 1:
            folders = folders[-1:]
            self._problems.append(OWN_LEFT_OUT)
        turn = self._crashes // CRASHES % len(self._libraries)
        libraries = self._libraries[turn:] + self._libraries[:turn]
        process.send(open_message(libraries, self._wanted, folders, self._voiced))
        if self._volume is not None:
            process.send(self._volume)
        now = self._clock.now()
        self._cues = [cue for cue in self._cues if cue.latest >= now - OVERDUE_S]
        if self._memory.said:
            process.send(said_message(self._memory.said))
        process.send(schedule_message(self._cues, now - OVERDUE_S))

    def _watch(self, process: PlayerProcess) -> _Outcome:
        """Follow a process until it ends or has to be ended."""
        phase = _Phase.STARTING
        before = heard = self._clock.now()
        while True:
            sender, message = self._next_event()
            now = self._clock.now()
            if now - before > STOPPED_S:
                # What it said meanwhile still waits to be read.
                heard = now
            before = now
            if self._closed:
                process.wait(CLOSE_S)
                return _Outcome.CLOSED
            if sender is process:
                heard = now
                if message is None:
                    self._failed(phase, Lack.STOPPED)
                    return _Outcome.FAILED
                phase = self._take(message, phase)
                if message.get("is") == "missing":
                    return _Outcome.MISSING
                if _stalled(message):
                    self._lack(Lack.STOPPED)
                    return _Outcome.FAILED
            elif now - heard > _PATIENCE_S[phase]:
                self._failed(phase, Lack.NO_ANSWER)
                return _Outcome.FAILED

    def _next_event(self) -> tuple[PlayerProcess | None, Message | None]:
        try:
            return self._events.get(timeout=TICK_S)
        except Empty:
            return None, None

    def _take(self, message: Message, phase: _Phase) -> _Phase:
        """Take what the process says about itself; returns the phase that it is now in."""
        match message.get("is"):
            case "reading":
                return _Phase.READING
            case "opening":
                self._early_deaths = 0
                return _Phase.OPENING
            case "ready":
                self._ready(message)
                return _Phase.PLAYING
            case "absent":
                self._lack(Lack.NO_DEVICE)
                return _Phase.WAITING
            case "missing":
                broken = message.get("broken")
                reasons = tuple(map(str, broken)) if isinstance(broken, list) else ()
                self._lack(Lack.BROKEN_LIBRARY if reasons else Lack.NO_LIBRARY, reasons)
            case "replaced":
                self._problems.append(
                    f"The sound library {message.get('library')} can't be used, and another one is: "
                    f"{message.get('why')}."
                )
            case "said":
                speech = message.get("speech")
                self._memory.said = speech if isinstance(speech, list) else []
            case "beat":
                self._take_latency(message)
            case "problem":
                self._problems.append(str(message.get("text", "")))
        return phase

    def _ready(self, message: Message) -> None:
        """Take what plays from now on."""
        library, named = str(message.get("library", "")), bool(message.get("named", True))
        self._device_problem = ""
        if not named and library != LIBRARIES[0]:
            self._device_problem = (
                f"The sound library {library} can't choose a device; the system's own is used."
            )
        elif not named:
            self._device_problem = (
                f'The sound device "{self._wanted}" was not found; the system\'s own is used.'
            )
        with self._lock:
            self._device = SoundDevice(
                system=str(message.get("backend", "")),
                name=str(message.get("device", "")),
                latency_s=_number(message.get("latency")),
                measured=bool(message.get("measured")),
            )
        self._show(SoundState(library, self._remarks()))

    def _take_latency(self, message: Message) -> None:
        with self._lock:
            if self._device is not None and self._device.measured:
                self._device = replace(self._device, latency_s=_number(message.get("latency")))

    def _lack(self, lack: Lack, reasons: tuple[str, ...] = ()) -> None:
        """Show that nothing is heard, and why."""
        with self._lock:
            self._device = None
        self._show(silence(lack, reasons))

    def _remarks(self) -> str:
        """What is to be said although there is sound."""
        problems = [*self._problems, *([self._device_problem] if self._device_problem else [])]
        remarks = problems[:1]
        match len(problems) - 1:
            case 1:
                remarks.append("There is 1 more problem like this.")
            case more if more > 1:
                remarks.append(f"There are {more} more problems like this.")
        return " ".join(remarks)

    def _failed(self, phase: _Phase, lack: Lack) -> None:
        """Take that the process died or hangs. lack: what is said of one that had begun to open a device."""
        if phase in {_Phase.STARTING, _Phase.READING}:
            self._early_deaths += 1
            # Whatever ends it before it opens a device lies most likely in the person's own files.
            if phase is _Phase.READING or self._early_deaths == EARLY_DEATHS:
                self._leaves_out_own = True
            lack = Lack.NO_PLAYER
        elif lack is Lack.STOPPED:
            self._crashes += 1
        self._lack(lack)

    def _show(self, state: SoundState) -> None:
        with self._lock:
            self._state = state
        self._settled.set()


def silence(lack: Lack, reasons: tuple[str, ...] = ()) -> SoundState:
    """The state in which nothing is heard."""
    from tpsession.audio.machine import this_machine  # noqa: PLC0415 - only where there is no sound

    return SoundState("none", lack_words(lack, this_machine(), reasons), lack, reasons)


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _stalled(message: Message) -> bool:
    """Whether a beat says that the device is gone."""
    age, callbacks = message.get("age"), message.get("callbacks")
    if not isinstance(age, (int, float)) or not isinstance(callbacks, int):
        return False
    return age > (STALL_S if callbacks >= FIRST_CALLBACKS else FIRST_STALL_S)


def open_player(
    backend: str,
    device: str,
    sound_folders: Sequence[Path],
    clock: Clock,
    voiced: Path | None = None,
    memory: Memory | None = None,
) -> CuePlayer:
    """The player for a backend of `core.settings.BACKENDS`; returns at once and never raises.

    device: a device's name or a part of it, empty for the system's own. sound_folders: the folders of sound
    files, the first one winning, the built-in one last. voiced: the folder of the texts that a voice makes.
    memory: of the player before it, if there was one.
    """
    if backend == "none":
        # Wanted so: nothing is wrong.
        return SilentPlayer()
    if not sys.executable:
        return SilentPlayer(silence(Lack.NO_PLAYER))
    libraries = LIBRARIES if backend == "auto" else (backend,)
    try:
        return ProcessPlayer(device, sound_folders, clock, libraries, voiced, memory)
    except RuntimeError:
        # No thread can be started: the session matters more than its sound.
        return SilentPlayer(silence(Lack.NO_PLAYER))
