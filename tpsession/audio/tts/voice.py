"""The program's voice: lets a speaker process make the sounds of texts in advance, one after the other."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue

from tpsession.audio.client.process import ChildProcess
from tpsession.audio.client.protocol import Message, encode
from tpsession.audio.files.instructions import instruction_path
from tpsession.audio.system.machine import this_machine
from tpsession.audio.tts.voice_files import MAX_BYTES, VoiceFiles
from tpsession.core.sound.player import VoiceState
from tpsession.core.sound.troubleshooting import describe_missing_voice
from tpsession.core.speech.tts_text import voiced_stem, voiced_text

MAX_RUNS = 3
"""How many processes are started for one list. If one dies or hangs, the next skips the text it died at."""

_PHRASES_INSTEAD = "The short phrases are spoken instead."
NO_SPEAKER = f"The voice does not start. {_PHRASES_INSTEAD}"
STOPPED = f"The voice stopped several times. {_PHRASES_INSTEAD}"
TOO_MUCH = f"There is more to speak than fits into {MAX_BYTES // 1024 // 1024} MB. The rest isn't spoken."


@dataclass(frozen=True, slots=True)
class SpeakerTimes:
    """The time limits that the speaker process is watched with, in seconds. Tests shorten them."""

    load_s: float = 60.0
    """The longest time for the synthesiser to load, on a slow disk."""
    speak_s: float = 30.0
    """The longest time for one text. On a usual machine the longest text takes half a second."""
    close_s: float = 1.0
    """How long the process may take to end, and how long `close` waits."""


DEFAULT_TIMES = SpeakerTimes()
"""The limits in use outside the tests."""


class _Outcome(Enum):
    """How a task of the speaker process ended."""

    DONE = auto()
    REPLACED = auto()
    """Other texts are wanted now, or none."""
    GIVEN_UP = auto()
    """It can't be done; the state says why."""
    DIED = auto()
    """The process ended or hung."""


def speaker_command() -> list[str]:
    """Return the command that starts the speaker; `-P` keeps it from importing the current folder's files."""
    return [sys.executable, "-P", "-m", "tpsession.audio.tts.speaker"]


def is_installed() -> bool:
    """Return whether the synthesiser's package is installed, without importing it."""
    return find_spec("hibari") is not None


class ProcessVoice:
    """A `Voice` whose synthesiser runs in a process of its own, only while there are sounds to make."""

    def __init__(
        self, folder: Path, times: SpeakerTimes = DEFAULT_TIMES, *, built_in_sounds: Path | None = None
    ) -> None:
        """Make a voice. No process starts before there is something to make.

        Args:
            folder: Where it saves its sounds.
            times: The limits that its process is watched with.
            built_in_sounds: The folder of the built-in sounds, if the player can read the recordings in it:
                then they needn't be made. None makes every text.

        """
        self._files = VoiceFiles(folder)
        self._built_in_sounds = built_in_sounds
        self._times = times
        self._lock = threading.Lock()
        self._state = VoiceState(0, 0, is_working=False, message="")
        self._events: SimpleQueue[tuple[ChildProcess | None, Message | None]] = SimpleQueue()
        self._next_texts: tuple[str, ...] | None = None
        """The texts that were asked for last, until work on them begins."""
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def prepare(self, texts: Sequence[str]) -> None:
        """Start to make the sounds of these texts, in this order, instead of those still to be made.

        Sounds that were made earlier are used. Texts that are spoken alike count as one. A text is left out
        if it has nothing to speak, or if the player can read a recording of it that comes with the program.
        If no text is left, the work stops. After `close`, nothing happens.
        """
        spoken = dict.fromkeys(filter(None, map(voiced_text, texts)))
        wanted = tuple(text for text in spoken if not self._is_recorded(text))
        with self._lock:
            if self._is_closed:
                return
            self._state = VoiceState(0, len(wanted), is_working=bool(wanted), message="")
            self._next_texts = wanted
            self._events.put((None, None))
            if self._thread is None and wanted:
                thread = threading.Thread(target=self._run_tasks, name="voice", daemon=True)
                try:
                    thread.start()
                except RuntimeError:
                    self._state = VoiceState(0, len(wanted), is_working=False, message=NO_SPEAKER)
                else:
                    self._thread = thread

    def _is_recorded(self, text: str) -> bool:
        return self._built_in_sounds is not None and instruction_path(self._built_in_sounds, text).is_file()

    def state(self) -> VoiceState:
        """Return how many of the texts that `prepare` asked for last are finished, and what is wrong.

        A text is finished when its sound was made, or found because it was made earlier. Texts that `prepare`
        leaves out, such as recorded ones, count neither as asked for nor as finished.
        """
        with self._lock:
            return self._state

    def close(self) -> None:
        """Stop the work for good, and wait up to `close_s` seconds for its end. The finished sounds stay."""
        with self._lock:
            self._is_closed = True
            self._state = replace(self._state, is_working=False)
            self._events.put((None, None))
            thread = self._thread
        if thread is not None:
            thread.join(self._times.close_s)

    # From here on everything runs in the thread.

    def _run_tasks(self) -> None:
        """Make the sounds for one request after the other until the voice is closed. Runs in a thread."""
        while (texts := self._wait_for_texts()) is not None:
            self._make_missing(texts)

    def _wait_for_texts(self) -> tuple[str, ...] | None:
        """Wait until texts are asked for, and take those asked for last; None once the voice is closed."""
        while True:
            with self._lock:
                if self._is_closed:
                    return None
                if self._next_texts is not None:
                    texts, self._next_texts = self._next_texts, None
                    return texts
            self._events.get()

    def _make_missing(self, texts: tuple[str, ...]) -> None:
        """Make the sounds that don't exist yet, tidy the folder of sounds, and report the end of the work.

        If a speaker process dies or hangs, another one makes the rest, without the text it was at; `MAX_RUNS`
        processes are started at most. If a sound is missing and the synthesiser's package isn't installed,
        only that is reported, and the folder isn't tidied. If other texts are asked for meanwhile, or the
        voice is closed, this stops without a report.
        """
        missing = []
        for text in texts:
            if self._is_replaced():
                return
            if self._files.has(voiced_stem(text)):
                self._update_state(made=1)
            else:
                missing.append(text)
        outcome = _Outcome.DONE
        if missing:
            if not is_installed():
                self._update_state(message=describe_missing_voice(this_machine()), working=False)
                return
            for _ in range(MAX_RUNS):
                outcome = self._run_speaker(texts, missing)
                if outcome is not _Outcome.DIED or not missing:
                    break
            else:
                self._update_state(message=STOPPED)
        if outcome is not _Outcome.REPLACED:
            self._files.tidy({voiced_stem(text) for text in texts})
            self._report_end()

    def _run_speaker(self, texts: tuple[str, ...], missing: list[str]) -> _Outcome:
        """Start a speaker process, let it make the missing sounds, end it, and return how that went.

        If the process can't be started, or the sounds take up too much, that is `GIVEN_UP`, and the state
        says why.

        Args:
            texts: All texts that are asked for. No further sound is made once theirs take up `MAX_BYTES`.
            missing: The texts without a sound. Each is taken off this list before it is tried.

        """
        try:
            process = ChildProcess(lambda *event: self._events.put(event), speaker_command())
        except OSError:
            self._update_state(message=NO_SPEAKER)
            return _Outcome.GIVEN_UP
        try:
            outcome = self._wait_for_process(process, self._times.load_s, {"loaded"})
            free_bytes = MAX_BYTES - sum(self._files.size(voiced_stem(text)) for text in texts)
            while outcome is _Outcome.DONE and missing:
                if free_bytes <= 0:
                    self._update_state(message=TOO_MUCH)
                    return _Outcome.GIVEN_UP
                # Removed before it is tried, because a text that ends the process isn't tried again.
                text = missing.pop(0)
                stem = voiced_stem(text)
                say = {"do": "say", "text": text, "stem": stem, "folder": str(self._files.folder)}
                process.send(encode(say))
                outcome = self._wait_for_process(process, self._times.speak_s, {"made", "silent"})
                free_bytes -= self._files.size(stem)
            return outcome
        finally:
            process.end(self._times.close_s)

    def _wait_for_process(self, process: ChildProcess, seconds: float, good: set[str]) -> _Outcome:
        """Wait for a process to do its task, and return how that ended.

        `DONE`: the process has sent a message of a kind in `good`; for `made`, the state also counts one more
        sound. `DIED`: the process has ended, or no message came for `seconds`. `GIVEN_UP`: the process has
        reported that the synthesiser doesn't load or a sound can't be saved; the state then says so.
        `REPLACED`: other texts are wanted, or the voice is closed.
        """
        while True:
            try:
                sender, message = self._events.get(timeout=seconds)
            except Empty:
                return _Outcome.DIED
            if self._is_replaced():
                return _Outcome.REPLACED
            if sender is not process:
                continue
            if message is None:
                return _Outcome.DIED
            match message.get("is"):
                case "missing":
                    self._update_state(message=f"{NO_SPEAKER} ({message.get('reason')})")
                    return _Outcome.GIVEN_UP
                case "unwritten":
                    reason = message.get("reason")
                    self._update_state(message=f"Speech can't be saved in {self._files.folder}: {reason}.")
                    return _Outcome.GIVEN_UP
                case str(event) if event in good:
                    self._update_state(made=1 if event == "made" else 0)
                    return _Outcome.DONE

    def _is_replaced(self) -> bool:
        """Return whether other texts are wanted now, or the voice is closed."""
        with self._lock:
            return self._is_closed or self._next_texts is not None

    def _update_state(self, *, made: int = 0, message: str = "", working: bool = True) -> None:
        """Change the state, unless other texts are asked for by now or the voice is closed.

        made: how many more sounds exist. message: replaces the present one, unless it is empty. working:
        whether sounds are still being made.
        """
        with self._lock:
            if self._next_texts is None and not self._is_closed:
                before = self._state
                self._state = VoiceState(
                    before.finished + made,
                    before.requested,
                    is_working=working,
                    message=message or before.message,
                )

    def _report_end(self) -> None:
        """Set the state to say that the work is over.

        If texts are without a sound, the message says how many; a message that the state has already stays
        instead.
        """
        state = self.state()
        unspoken = state.requested - state.finished
        message = ""
        if unspoken and not state.message:
            texts = "1 text" if unspoken == 1 else f"{unspoken} texts"
            message = f"{texts} can't be spoken. {_PHRASES_INSTEAD}"
        self._update_state(message=message, working=False)
