"""The program's side of the sound: keeps a player process alive and in the picture. No call here waits."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from queue import Empty, SimpleQueue

from tpsession.audio.client.process import PlayerProcess
from tpsession.audio.client.protocol import (
    CANCEL,
    CLOSE,
    LEAVE,
    OVERDUE_S,
    Message,
    open_message,
    said_message,
    schedule_message,
    volume_message,
)
from tpsession.audio.client.silent import SilentPlayer
from tpsession.audio.client.sound_report import SoundReport, silence
from tpsession.audio.client.speech_log import SpeechLog
from tpsession.audio.client.standby import StandbyProcess
from tpsession.audio.client.watchdog import PATIENCE_S, PlayerPhase, stalled
from tpsession.core.catalog.cues import CueGroup, TimedCue, replace_cues
from tpsession.core.clock import Clock
from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import SoundFailure

CLOSE_S = 2.5
LAST_S = 0.5
"""For the process to be put away after that."""
LEAVE_S = 0.1
"""For a process to tell what was said and to end, where another one has taken its place."""
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


class ProcessPlayer:
    """A `CuePlayer` whose device lives in a process of its own, restarted whenever it dies or hangs.

    Until it is known whether a device opens, the state says that sound is heard.
    """

    def __init__(
        self,
        device: str,
        sound_folders: Sequence[Path],
        clock: Clock,
        libraries: Sequence[str] = SOUND_LIBRARIES,
        voiced: Path | None = None,
        memory: SpeechLog | None = None,
    ) -> None:
        """Start the process beside.

        clock: the one that `TimedCue.at` is on; the player process reads the same one. libraries: the sound
        libraries to try, in this order. voiced: the folder of the texts that a voice makes. memory: of the
        player before it, if there was one.
        """
        self._memory = memory or SpeechLog()
        self._voiced = voiced
        self._libraries = tuple(libraries)
        self._wanted = device
        self._folders = tuple(sound_folders)
        self._clock = clock
        self._lock = threading.Lock()
        self._cues: list[TimedCue] = []
        self._volume: bytes | None = None
        self._process: PlayerProcess | None = None
        self._spare = StandbyProcess()
        self._leaving: dict[PlayerProcess, float] = {}
        """Those whose place another one has taken, and the moment by which they have ended."""
        self._closed = False
        self._account = SoundReport(self._libraries[0])
        self._early_deaths = 0
        self._leaves_out_own = False
        self._crashes = 0
        self._wake = threading.Event()
        self._events: SimpleQueue[tuple[PlayerProcess | None, Message | None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._supervise, name="sound", daemon=True)
        self._thread.start()

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Replace every cue that is due at or after `since` by these."""
        oldest = self._clock.now() - OVERDUE_S
        with self._lock:
            self._cues = replace_cues(self._cues, cues, since, oldest)
            self._post(schedule_message(cues, since))

    def cancel(self) -> None:
        """Drop every cue and fall silent within 100 ms."""
        with self._lock:
            self._cues.clear()
            if self._process is None or not self._spare.is_ready:
                self._post(CANCEL)
                return
            self._leaving[self._process] = self._clock.now() + LEAVE_S
            self._process.send(LEAVE)
            self._process = self._spare.give_up()
        self._events.put((None, None))

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        with self._lock:
            self._volume = volume_message(levels, overall)
            self._post(self._volume)
            self._spare.send(self._volume)

    def state(self) -> SoundState:
        """How the sound is doing right now."""
        return self._account.state

    def device(self) -> SoundDevice | None:
        """What plays, None while nothing is heard."""
        return self._account.device

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait, at most so long, until it is known whether there is sound; before a session, never in one."""
        return self._account.wait_ready(seconds)

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
            if self._run() is not _Outcome.FAILED:
                return
            if self._clock.now() - begun > SOLID_S:
                failures = self._crashes = 0
            else:
                failures += 1
            if failures:
                self._wake.wait(PAUSES_S[min(failures, len(PAUSES_S)) - 1])

    def _run(self) -> _Outcome:
        """Start a process, and follow it and all that take its place in turn, until one ends otherwise."""
        try:
            process = PlayerProcess(self._hear)
        except OSError:
            self._account.lack(SoundFailure.NO_PLAYER)
            return _Outcome.FAILED
        with self._lock:
            self._process = process
            self._account.begin()
            self._introduce(process)
            if self._closed:
                # It was, before there was anything to be told.
                self._post(CLOSE)
        try:
            return self._watch(process)
        finally:
            with self._lock:
                last, self._process = self._process, None
                # What ended the one may be wrong with the other, too.
                others = [*self._leaving, *filter(None, [self._spare.give_up()])]
                self._leaving.clear()
                self._account.silent()
            for other in others:
                _put_away(other)
            if last is not None:
                if self._closed:
                    last.wait(CLOSE_S)
                _put_away(last)

    def _introduce(self, process: PlayerProcess) -> None:
        """Tell a fresh process all that it needs to know; needs the lock."""
        turn = self._crashes // CRASHES % len(self._libraries)
        self._tell_opening(process, self._libraries[turn:] + self._libraries[:turn])
        if self._folders != self._readable():
            self._account.problem(OWN_LEFT_OUT)
        now = self._clock.now()
        self._cues = [cue for cue in self._cues if cue.latest >= now - OVERDUE_S]
        self._tell_said(process)
        process.send(schedule_message(self._cues, now - OVERDUE_S))

    def _readable(self) -> tuple[Path, ...]:
        """The folders of sounds that a process reads."""
        return self._folders[-1:] if self._leaves_out_own else self._folders

    def _tell_opening(self, process: PlayerProcess, libraries: tuple[str, ...]) -> None:
        process.send(open_message(libraries, self._wanted, self._readable(), self._voiced))
        if self._volume is not None:
            process.send(self._volume)

    def _tell_said(self, process: PlayerProcess) -> None:
        if self._memory.said:
            process.send(said_message(self._memory.said))

    def _watch(self, process: PlayerProcess) -> _Outcome:
        """Follow a process, and the one that plays after it, until one ends or has to be ended."""
        phase = PlayerPhase.STARTING
        before = heard = self._clock.now()
        while True:
            sender, message = self._next_event(LEAVE_S if self._leaving else TICK_S)
            now = self._clock.now()
            if self._closed:
                return _Outcome.CLOSED
            with self._lock:
                if now - before > STOPPED_S:
                    # What they said meanwhile still waits to be read.
                    heard = now
                    self._spare.stood_still(now)
                self._spare.hear(sender, message, now)
                if self._process is not None and self._process is not process:
                    process, phase, heard = self._process, PlayerPhase.PLAYING, now
            before = now
            self._see_off(sender, message, now)
            if sender is process:
                heard = now
                if message is None:
                    self._failed(phase, SoundFailure.STOPPED)
                    return _Outcome.FAILED
                phase = self._take(message, phase)
                if message.get("is") == "missing":
                    return _Outcome.MISSING
                if stalled(message):
                    self._account.lack(SoundFailure.STOPPED)
                    return _Outcome.FAILED
            elif now - heard > PATIENCE_S[phase]:
                self._failed(phase, SoundFailure.NO_ANSWER)
                return _Outcome.FAILED
            if phase is PlayerPhase.PLAYING:
                self._see_to_spare(now)

    def _see_off(self, sender: PlayerProcess | None, message: Message | None, now: float) -> None:
        """Hand on what one that leaves says last of what was said; end it where it doesn't end itself."""
        with self._lock:
            if sender in self._leaving and message is not None and message.get("is") == "said":
                self._take(message, PlayerPhase.PLAYING)
                if self._process is not None:
                    self._tell_said(self._process)
            gone = [
                process
                for process, until in self._leaving.items()
                if now >= until or (process is sender and message is None)
            ]
            for process in gone:
                del self._leaving[process]
        for process in gone:
            _put_away(process)

    def _see_to_spare(self, now: float) -> None:
        """Where the library needs one, have a process beside that could play; one that is lost has to go."""
        library = self._account.state.backend
        with self._lock:
            lost = self._spare.give_up() if self._spare.is_lost(now) else None
            if lost is not None:
                self._spare.put_off(now)
            wanted = self._spare.is_wanted(library, now)
        if lost is not None:
            _put_away(lost)
        if not wanted:
            return
        try:
            process = PlayerProcess(self._hear)
        except OSError:
            with self._lock:
                self._spare.put_off(now)
            return
        with self._lock:
            self._tell_opening(process, (library,))
            self._spare.keep(process, now)

    def _next_event(self, seconds: float) -> tuple[PlayerProcess | None, Message | None]:
        try:
            return self._events.get(timeout=seconds)
        except Empty:
            return None, None

    def _take(self, message: Message, phase: PlayerPhase) -> PlayerPhase:
        """Take what the process says about itself; returns the phase that it is now in."""
        match message.get("is"):
            case "reading":
                return PlayerPhase.READING
            case "opening":
                self._early_deaths = 0
                return PlayerPhase.OPENING
            case "ready":
                self._account.ready(message, self._wanted)
                return PlayerPhase.PLAYING
            case "absent":
                self._account.lack(SoundFailure.NO_DEVICE)
                return PlayerPhase.WAITING
            case "missing":
                broken = message.get("broken")
                reasons = tuple(map(str, broken)) if isinstance(broken, list) else ()
                self._account.lack(
                    SoundFailure.BROKEN_LIBRARY if reasons else SoundFailure.NO_LIBRARY, reasons
                )
            case "replaced":
                self._account.problem(
                    f"The sound library {message.get('library')} can't be used, and another one is: "
                    f"{message.get('why')}."
                )
            case "said":
                speech = message.get("speech")
                self._memory.said = speech if isinstance(speech, list) else []
            case "beat":
                self._account.beat(message)
            case "problem":
                self._account.problem(str(message.get("text", "")))
        return phase

    def _failed(self, phase: PlayerPhase, lack: SoundFailure) -> None:
        """Take that the process died or hangs. lack: what is said of one that had begun to open a device."""
        if phase in {PlayerPhase.STARTING, PlayerPhase.READING}:
            self._early_deaths += 1
            # Whatever ends it before it opens a device lies most likely in the person's own files.
            if phase is PlayerPhase.READING or self._early_deaths == EARLY_DEATHS:
                self._leaves_out_own = True
            lack = SoundFailure.NO_PLAYER
        elif lack is SoundFailure.STOPPED:
            self._crashes += 1
        self._account.lack(lack)


def _put_away(process: PlayerProcess) -> None:
    """End a process; one that the system can't end is left to it."""
    process.kill()
    process.wait(1.0)
    process.release()


def open_player(
    backend: str,
    device: str,
    sound_folders: Sequence[Path],
    clock: Clock,
    voiced: Path | None = None,
    memory: SpeechLog | None = None,
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
        return SilentPlayer(silence(SoundFailure.NO_PLAYER))
    libraries = SOUND_LIBRARIES if backend == "auto" else (backend,)
    try:
        return ProcessPlayer(device, sound_folders, clock, libraries, voiced, memory)
    except RuntimeError:
        # No thread can be started: the session matters more than its sound.
        return SilentPlayer(silence(SoundFailure.NO_PLAYER))
