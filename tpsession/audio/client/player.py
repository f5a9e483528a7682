"""The program's sound player: keeps a player process running and up to date, and replaces one that fails.

The device lives in that process, so that no crash or hang of a sound library touches the session. No call
waits for the process but `wait_ready` and `close`.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from queue import Empty, SimpleQueue

from tpsession.audio.client.own_sounds import OwnSounds
from tpsession.audio.client.process import ChildProcess
from tpsession.audio.client.protocol import (
    CANCEL,
    CLOSE,
    LEAVE,
    OVERDUE_S,
    Message,
    open_message,
    schedule_message,
    spoken_message,
    volume_message,
)
from tpsession.audio.client.sound_report import SoundReport
from tpsession.audio.client.speech_log import SpeechLog
from tpsession.audio.client.standby import StandbyProcess
from tpsession.audio.client.watchdog import DEFAULT_TIMES, PlayerPhase, WatchdogTimes
from tpsession.core.catalog.cues import CueGroup, TimedCue, replace_cues
from tpsession.core.clock import Clock
from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.sound.player import SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import SoundFailure

MAX_CRASHES = 2
"""After this many crashes in a row with a device open or opening, another library is tried first."""


class _Outcome(Enum):
    """How a run of player processes ended."""

    CLOSED = auto()
    NO_LIBRARY = auto()
    FAILED = auto()


class ProcessPlayer:
    """A `CuePlayer` whose device lives in a process of its own, which is restarted when it dies or hangs.

    Until it is known whether a device opens, the state says that sound is heard.
    """

    def __init__(
        self,
        device: str,
        sound_folders: Sequence[Path],
        clock: Clock,
        libraries: Sequence[str] = SOUND_LIBRARIES,
        voice_folder: Path | None = None,
        speech_log: SpeechLog | None = None,
        times: WatchdogTimes = DEFAULT_TIMES,
    ) -> None:
        """Start the player process in the background.

        Args:
            device: Name of the sound device or a part of it, empty for the system's own.
            sound_folders: The folders of sound files; the first one wins, the built-in one is the last.
            clock: The clock that `TimedCue.at` is on. The player process reads the same one.
            libraries: The sound libraries to try, in this order.
            voice_folder: The folder of the sound files that a voice makes of texts; None if there is none.
            speech_log: That of the player which this one replaces, if there was one.
            times: The limits that the process is watched with.

        """
        self._speech_log = speech_log or SpeechLog()
        self._voice_folder = voice_folder
        self._libraries = tuple(libraries)
        self._device = device
        self._own_sounds = OwnSounds(sound_folders)
        self._clock = clock
        self._times = times
        self._lock = threading.Lock()
        self._cues: list[TimedCue] = []
        self._volume: bytes | None = None
        self._process: ChildProcess | None = None
        self._standby = StandbyProcess(times)
        self._leaving: dict[ChildProcess, float] = {}
        """The processes that were replaced, each with the moment by which it should have ended."""
        self._is_closed = False
        self._report = SoundReport(self._libraries[0])
        self._crashes = 0
        self._wake = threading.Event()
        self._events: SimpleQueue[tuple[ChildProcess | None, Message | None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._supervise, name="sound", daemon=True)
        self._thread.start()

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Replace every cue that is due at or after `since`, and all speech that hasn't begun, by these cues.

        The cues are also kept, for the processes that start later. since: in seconds of the clock.
        """
        oldest = self._clock.now() - OVERDUE_S
        with self._lock:
            self._cues = replace_cues(self._cues, cues, since, oldest)
            self._send(schedule_message(cues, since))

    def cancel(self) -> None:
        """Drop every cue and fall silent within 100 ms.

        If a standby process is ready, it takes over, and the playing process has to leave.
        """
        with self._lock:
            self._cues.clear()
            if self._process is None or not self._standby.is_ready:
                self._send(CANCEL)
                return
            self._leaving[self._process] = self._clock.now() + self._times.leave_s
            self._process.send(LEAVE)
            self._process = self._standby.release()
            if self._process is not None:
                # The leaving process reports only what it has said since its last report.
                self._send_speech_log(self._process)
        self._events.put((None, None))

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and the overall volume, each from 0 to 100.

        Processes that start later get it, too.
        """
        with self._lock:
            self._volume = volume_message(levels, overall)
            self._send(self._volume)
            self._standby.send(self._volume)

    def state(self) -> SoundState:
        """Return whether there is sound at the moment, and what the person should know about it.

        Until that is known, the state says that there is sound.
        """
        return self._report.state

    def device(self) -> SoundDevice | None:
        """Return the device that plays, by the latest messages of its process; None if none is open."""
        return self._report.device

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait until it is known whether there is sound, for at most `seconds`, and return the state.

        Once it has been known, this doesn't wait again. Not for use during a session.
        """
        return self._report.wait_ready(seconds)

    def close(self) -> None:
        """Let what sounds end, then free the device; waits for 3 s at most."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._send(CLOSE)
        self._wake.set()
        self._events.put((None, None))
        self._thread.join(self._times.close_s + self._times.kill_s)

    def _send(self, line: bytes) -> None:
        """Send a command to the playing process, if any. Needs the lock.

        If the process has left too many commands unread, it is killed instead.
        """
        if self._process is not None and not self._process.send(line):
            # It hasn't read for very long. The next process gets everything anyway.
            self._process.kill()

    # From here on everything runs in the thread, but for `_on_message`.

    def _on_message(self, process: ChildProcess, message: Message | None) -> None:
        """Queue a process's message, or None for its end, for `_next_event`. Called in another thread."""
        self._events.put((process, message))

    def _supervise(self) -> None:
        """Run one player process after the other until the player is closed or no library can be used.

        If one fails, wait before the next is started: the more have failed in a row, the longer, see
        `restart_pauses_s`. But if the failed one ran for longer than `solid_s`, start the next at once, and
        count failures and crashes from 0 again. Runs in a thread.
        """
        failures = 0
        pauses_s = self._times.restart_pauses_s
        while not self._is_closed:
            begun = self._clock.now()
            if self._run_processes() is not _Outcome.FAILED:
                return
            if self._clock.now() - begun > self._times.solid_s:
                failures = self._crashes = 0
            else:
                failures += 1
            if failures:
                self._wake.wait(pauses_s[min(failures, len(pauses_s)) - 1])

    def _run_processes(self) -> _Outcome:
        """Start a process, and watch it and the standby processes that take over from it.

        Returns how that ended: the playing process failed or couldn't be started, no library can be used, or
        the player was closed. By then all processes have been ended.
        """
        try:
            process = ChildProcess(self._on_message)
        except OSError:
            self._report.set_failure(SoundFailure.NO_PLAYER)
            return _Outcome.FAILED
        with self._lock:
            self._process = process
            self._report.clear_problems()
            self._initialise(process)
            if self._is_closed:
                # `close` was called before there was a process to send it to.
                self._send(CLOSE)
        try:
            return self._watch(process)
        finally:
            with self._lock:
                last, self._process = self._process, None
                # What ended this process may be wrong with the others, too.
                others = [*self._leaving, *filter(None, [self._standby.release()])]
                self._leaving.clear()
                self._report.clear_device()
            for other in others:
                other.end()
            if last is not None:
                if self._is_closed:
                    last.wait(self._times.close_s)
                last.end()

    def _initialise(self, process: ChildProcess) -> None:
        """Send a new process the libraries, the volume, what was said, and the cues. Needs the lock.

        After every `MAX_CRASHES` crashes, as `_handle_failure` counts them, another library comes first. Cues
        that are past are forgotten. If some of the person's own sounds are left out, the report gets a
        sentence that says so.
        """
        first = self._crashes // MAX_CRASHES % len(self._libraries)
        self._send_opening(process, self._libraries[first:] + self._libraries[:first])
        for problem in self._own_sounds.problems:
            self._report.add_problem(problem)
        now = self._clock.now()
        self._cues = [cue for cue in self._cues if cue.latest >= now - OVERDUE_S]
        self._send_speech_log(process)
        process.send(schedule_message(self._cues, now - OVERDUE_S))

    def _send_opening(self, process: ChildProcess, libraries: tuple[str, ...]) -> None:
        """Send a process the command to load the sounds and open a device, and the volume if it was set.

        libraries: those to try, in this order.
        """
        sounds = self._own_sounds
        process.send(
            open_message(libraries, self._device, sounds.folders, self._voice_folder, sounds.left_out_files)
        )
        if self._volume is not None:
            process.send(self._volume)

    def _send_speech_log(self, process: ChildProcess) -> None:
        """Send a process what earlier ones have said lately, so that it doesn't say it again.

        Nothing is sent if they have said nothing. Needs the lock.
        """
        if self._speech_log.speech:
            process.send(spoken_message(self._speech_log.speech))

    def _watch(self, process: ChildProcess) -> _Outcome:
        """Handle the messages of all processes until the playing one fails, and return how the watch ended.

        The watch also ends when the player is closed or no library can be used. When `cancel` lets another
        process take over, that is the playing one from then on. Failures go to the report, for the person.
        While a device is open, a standby process is kept ready if the library needs one.

        process: the playing process at the beginning.
        """
        phase = PlayerPhase.STARTING
        last_look = last_message = self._clock.now()
        while True:
            sender, message = self._next_event(self._times.leave_s if self._leaving else self._times.tick_s)
            now = self._clock.now()
            if self._is_closed:
                return _Outcome.CLOSED
            with self._lock:
                if now - last_look > self._times.own_stall_s:
                    # Messages that came in this time have yet to be read.
                    last_message = now
                    self._standby.restart_timer(now)
                self._standby.handle_message(sender, message, now)
                if self._process is not None and self._process is not process:
                    process, phase, last_message = self._process, PlayerPhase.PLAYING, now
            last_look = now
            self._handle_leaving(sender, message, now)
            if sender is process:
                last_message = now
                if message is None:
                    self._handle_failure(phase, SoundFailure.STOPPED)
                    return _Outcome.FAILED
                phase = self._handle_message(message, phase)
                if message.get("is") == "no_library":
                    return _Outcome.NO_LIBRARY
                if self._times.reports_stalled_device(message):
                    self._report.set_failure(SoundFailure.STOPPED)
                    return _Outcome.FAILED
            elif now - last_message > self._times.silence_limit_s(phase):
                self._handle_failure(phase, SoundFailure.NO_ANSWER)
                return _Outcome.FAILED
            if phase is PlayerPhase.PLAYING:
                self._maintain_standby(now)

    def _handle_leaving(self, sender: ChildProcess | None, message: Message | None, now: float) -> None:
        """Clean up after the replaced processes that have ended, or that should have ended by `now`.

        One that should have ended is killed. If the message is a replaced process's report on its speech, the
        speech is logged and passed on to the playing process.

        sender: the process that the message came from. message: None if the sender has ended.
        """
        with self._lock:
            if sender in self._leaving and message is not None and message.get("is") == "spoken":
                self._handle_message(message, PlayerPhase.PLAYING)
                if self._process is not None:
                    self._send_speech_log(self._process)
            gone = [
                process
                for process, until in self._leaving.items()
                if now >= until or (process is sender and message is None)
            ]
            for process in gone:
                del self._leaving[process]
        for process in gone:
            process.end()

    def _maintain_standby(self, now: float) -> None:
        """Start a standby process if the library needs one and there is none; end one that has failed.

        After a failure, `standby_retry_s` seconds pass before the next start. Called again and again.
        """
        library = self._report.state.backend
        with self._lock:
            failed = self._standby.release() if self._standby.has_failed(now) else None
            if failed is not None:
                self._standby.delay_retry(now)
            is_needed = self._standby.is_needed(library, now)
        if failed is not None:
            failed.end()
        if not is_needed:
            return
        try:
            process = ChildProcess(self._on_message)
        except OSError:
            with self._lock:
                self._standby.delay_retry(now)
            return
        with self._lock:
            self._send_opening(process, (library,))
            self._standby.set_process(process, now)

    def _next_event(self, seconds: float) -> tuple[ChildProcess | None, Message | None]:
        """Wait up to `seconds` for the next message of a process, and return that process and the message.

        The message is None if the process has ended. Both are None if no message came, or if `cancel` or
        `close` ended the wait.
        """
        try:
            return self._events.get(timeout=seconds)
        except Empty:
            return None, None

    def _handle_message(self, message: Message, phase: PlayerPhase) -> PlayerPhase:
        """Take note of what a process's message says, and return the phase that the process is in now.

        News of the sound goes to the report. What was said goes to the speech log. `_own_sounds` is told
        which own file is being read, and when all sounds have been read. Any other message changes nothing.

        phase: the process's phase so far.
        """
        match message.get("is"):
            case "reading":
                self._own_sounds.note_reading(str(message.get("file", "")))
                return PlayerPhase.READING
            case "opening":
                self._own_sounds.note_opening()
                return PlayerPhase.OPENING
            case "ready":
                self._report.set_ready(message, self._device)
                return PlayerPhase.PLAYING
            case "no_device":
                self._report.set_failure(SoundFailure.NO_DEVICE)
                return PlayerPhase.WAITING
            case "no_library":
                listed = message.get("broken")
                broken = tuple(map(str, listed)) if isinstance(listed, list) else ()
                self._report.set_failure(
                    SoundFailure.BROKEN_LIBRARY if broken else SoundFailure.NO_LIBRARY, broken
                )
            case "replaced":
                self._report.add_problem(
                    f"The sound library {message.get('library')} can't be used, so another one is used: "
                    f"{message.get('reason')}."
                )
            case "spoken":
                speech = message.get("speech")
                self._speech_log.speech = speech if isinstance(speech, list) else []
            case "heartbeat":
                self._report.update_latency(message)
            case "problem":
                self._report.add_problem(str(message.get("text", "")))
        return phase

    def _handle_failure(self, phase: PlayerPhase, failure: SoundFailure) -> None:
        """Report that the process died or hangs, and remember what to try differently next time.

        If it hadn't begun to open a device, `NO_PLAYER` is reported, and some of the person's own sounds may
        be left out next time. Otherwise `failure` is reported, and if the process died, a crash is counted:
        after `MAX_CRASHES` crashes another library is tried first.

        phase: how far the process had come. failure: `STOPPED` if it died, `NO_ANSWER` if it hangs.
        """
        if phase in {PlayerPhase.STARTING, PlayerPhase.READING}:
            # Before a device is opened, the person's own sound files are the most likely cause.
            self._own_sounds.note_failure(is_reading=phase is PlayerPhase.READING)
            failure = SoundFailure.NO_PLAYER
        elif failure is SoundFailure.STOPPED:
            self._crashes += 1
        self._report.set_failure(failure)
