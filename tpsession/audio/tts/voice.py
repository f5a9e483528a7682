"""The program's side of the voice: has texts spoken ahead, one after the other, by a process of its own."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue

from tpsession.audio.client.process import PlayerProcess
from tpsession.audio.client.protocol import Message, encode
from tpsession.audio.tts.voice_files import MOST_BYTES, VoiceFiles
from tpsession.core.sound.player import VoiceState
from tpsession.core.speech.tts_text import voiced_stem, voiced_text

LOAD_S = 60.0
"""For the synthesiser to load, on a slow disk."""
SPEAK_S = 30.0
"""For one text; the longest takes half a second on a usual machine."""
MOST_RUNS = 3
"""Processes for one list: where one ends or hangs, another goes on behind the text that it was at."""
CLOSE_S = 1.0

_PHRASES = "The short phrases are spoken instead."
NOT_INSTALLED = (
    "Other texts than the short phrases are spoken only with an extra package. "
    'Install it with: pip install "tpsession[voice]"'
)
NO_SPEAKER = f"The voice does not start. {_PHRASES}"
STOPPED = f"The voice stopped again and again. {_PHRASES}"
TOO_MUCH = f"More is to be spoken than is kept ({MOST_BYTES // 1024 // 1024} MB); the rest is left out."


class _End(Enum):
    """How something ended that a process was to do."""

    DONE = auto()
    REPLACED = auto()
    """Other texts are wanted, or none."""
    GIVEN_UP = auto()
    """It can't be done, and the state says why."""
    DIED = auto()
    """The process ended or hung."""


def command() -> list[str]:
    """How the speaker is started; `-P` keeps the current folder's files from being imported."""
    return [sys.executable, "-P", "-m", "tpsession.audio.tts.speaker"]


def is_installed() -> bool:
    """Whether the synthesiser's package is there; it isn't loaded."""
    return find_spec("hibari") is not None


class ProcessVoice:
    """A `Voice` whose synthesiser lives in a process of its own, while there is something to make."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of its sounds; nothing is started before there is something to make."""
        self._files = VoiceFiles(folder)
        self._lock = threading.Lock()
        self._state = VoiceState(0, 0, is_working=False, message="")
        self._events: SimpleQueue[tuple[PlayerProcess | None, Message | None]] = SimpleQueue()
        self._order: tuple[str, ...] | None = None
        """The texts asked for last, while they aren't begun."""
        self._closed = False
        self._thread: threading.Thread | None = None

    def prepare(self, texts: Sequence[str]) -> None:
        """Make these in their order, in the place of what was still to be made; no texts stop the work."""
        wanted = tuple(dict.fromkeys(spoken for text in texts if (spoken := voiced_text(text))))
        with self._lock:
            if self._closed:
                return
            self._state = VoiceState(0, len(wanted), is_working=bool(wanted), message="")
            self._order = wanted
            self._events.put((None, None))
            if self._thread is None and wanted:
                thread = threading.Thread(target=self._work, name="voice", daemon=True)
                try:
                    thread.start()
                except RuntimeError:
                    self._state = VoiceState(0, len(wanted), is_working=False, message=NO_SPEAKER)
                else:
                    self._thread = thread

    def state(self) -> VoiceState:
        """How far it is right now."""
        with self._lock:
            return self._state

    def close(self) -> None:
        """Stop; waits for 1 s at most. What was made stays."""
        with self._lock:
            self._closed = True
            self._state = replace(self._state, working=False)
            self._events.put((None, None))
            thread = self._thread
        if thread is not None:
            thread.join(CLOSE_S)

    # From here on: the thread.

    def _work(self) -> None:
        while (texts := self._next_order()) is not None:
            self._prepare(texts)

    def _next_order(self) -> tuple[str, ...] | None:
        """Wait for texts; None at the end."""
        while True:
            with self._lock:
                if self._closed:
                    return None
                if self._order is not None:
                    order, self._order = self._order, None
                    return order
            self._events.get()

    def _prepare(self, texts: tuple[str, ...]) -> None:
        """Make what isn't there yet of these, and say how that went."""
        missing = []
        for text in texts:
            if self._is_replaced():
                return
            if self._files.has(voiced_stem(text)):
                self._show(made=1)
            else:
                missing.append(text)
        end = _End.DONE
        if missing:
            if not is_installed():
                self._show(message=NOT_INSTALLED, working=False)
                return
            for _ in range(MOST_RUNS):
                end = self._run(texts, missing)
                if end is not _End.DIED or not missing:
                    break
            else:
                self._show(message=STOPPED)
        if end is not _End.REPLACED:
            self._files.tidy({voiced_stem(text) for text in texts})
            self._finish()

    def _run(self, texts: tuple[str, ...], missing: list[str]) -> _End:
        """Let one process make the missing ones of these; those done with are taken off the list."""
        try:
            process = PlayerProcess(lambda *event: self._events.put(event), command())
        except OSError:
            self._show(message=NO_SPEAKER)
            return _End.GIVEN_UP
        try:
            end = self._next(process, LOAD_S, {"loaded"})
            room = MOST_BYTES - sum(self._files.size(voiced_stem(text)) for text in texts)
            while end is _End.DONE and missing:
                if room <= 0:
                    self._show(message=TOO_MUCH)
                    return _End.GIVEN_UP
                # A text that ends the process isn't tried again.
                text = missing.pop(0)
                stem = voiced_stem(text)
                order = {"do": "say", "text": text, "stem": stem, "folder": str(self._files.folder)}
                process.send(encode(order))
                end = self._next(process, SPEAK_S, {"made", "silent"})
                room -= self._files.size(stem)
            return end
        finally:
            process.kill()
            process.wait(CLOSE_S)
            process.release()

    def _next(self, process: PlayerProcess, seconds: float, good: set[str]) -> _End:
        """Wait for the process to be done with what it is at."""
        while True:
            try:
                sender, message = self._events.get(timeout=seconds)
            except Empty:
                return _End.DIED
            if self._is_replaced():
                return _End.REPLACED
            if sender is not process:
                continue
            if message is None:
                return _End.DIED
            match message.get("is"):
                case "missing":
                    self._show(message=f"{NO_SPEAKER} ({message.get('why')})")
                    return _End.GIVEN_UP
                case "unwritten":
                    why = message.get("why")
                    self._show(message=f"What is spoken can't be kept in {self._files.folder}: {why}.")
                    return _End.GIVEN_UP
                case str(word) if word in good:
                    self._show(made=1 if word == "made" else 0)
                    return _End.DONE

    def _is_replaced(self) -> bool:
        with self._lock:
            return self._closed or self._order is not None

    def _show(self, *, made: int = 0, message: str = "", working: bool = True) -> None:
        """Add to the state, unless other texts are wanted meanwhile."""
        with self._lock:
            if self._order is None and not self._closed:
                before = self._state
                self._state = VoiceState(
                    before.finished + made, before.requested, is_working=working, message=message or before.message
                )

    def _finish(self) -> None:
        state = self.state()
        left = state.requested - state.finished
        message = ""
        if left and not state.message:
            texts = "1 text" if left == 1 else f"{left} texts"
            message = f"{texts} can't be spoken. {_PHRASES}"
        self._show(message=message, working=False)
