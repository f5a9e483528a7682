"""The player process: commands as JSON lines on standard input, its state as JSON lines on standard output.

A process of its own, so that no crash, hang or noise of a sound library touches the session. It ends the
moment its standard input closes, whatever it is doing: sound without a session would frighten.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from tpsession.audio.engine import Engine
from tpsession.audio.placing import Wanted
from tpsession.audio.protocol import Message, decode, encode
from tpsession.audio.sounds import Samples, load_sounds
from tpsession.clock import SystemClock
from tpsession.core.cue import CueGroup

if TYPE_CHECKING:
    from tpsession.audio.miniaudio_backend import Stream

BEAT_S = 0.5
SOON_S = 20.0
"""Phrases that are due within this are read ahead."""
RETRY_S = 2.0
"""Between two tries to open a device; with the opening itself, sound is back within 5 s."""
LONGEST_END_S = 1.7
"""The longest wait for what sounds at the end; the program waits for 2 s."""
READ_BYTES = 65_536


class Player:
    """The commands' effects and the device's life."""

    def __init__(self, clock: SystemClock) -> None:
        """Begin without sounds or device."""
        self._clock = clock
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._early: list[Message] = []
        """Commands that came before the engine."""
        self._opened: SimpleQueue[Message] = SimpleQueue()
        self._playing = False
        self._closing = threading.Event()

    def read(self) -> None:
        """Obey standard input until it closes, then end the process at once. For a thread of its own."""
        try:
            for line in _lines(sys.stdin.fileno()):
                self._obey(decode(line))
        finally:
            # Not sys.exit: the main thread may hang in a device call, and closing a device may, too. The
            # system takes the device from a dead process at once.
            os._exit(0)

    def run(self) -> None:
        """Load the sounds, open the device, play and report until told to close."""
        order = self._opened.get()
        # The library imports numpy where that is installed, only to accept its arrays, which it never gets
        # here; refusing it saves 0.1 s and 20 MB.
        sys.modules["numpy"] = None  # type: ignore[assignment]  # None is how an import is refused
        try:
            from tpsession.audio import miniaudio_backend as backend  # noqa: PLC0415  # the reader runs first
        except ImportError:
            _say({"is": "missing"})
            return
        sounds = load_sounds([Path(str(folder)) for folder in _list(order.get("folders"))], backend.decode)
        for problem in sounds.problems:
            _say({"is": "problem", "text": problem})
        engine = Engine(sounds.samples, backend.LATENCY_S, sounds.samples.seconds)
        self._begin(engine)
        device = str(order.get("device", ""))
        while not self._closing.is_set():
            engine.restart(self._clock.now())
            _say({"is": "opening"})
            try:
                stream = backend.open_stream(device, lambda frames: engine.block(self._clock.now(), frames))
            except backend.NoDeviceError as error:
                _say({"is": "absent", "why": str(error)})
                self._closing.wait(RETRY_S)
                continue
            try:
                self._play(engine, sounds.samples, stream)
            finally:
                stream.close()

    def _begin(self, engine: Engine) -> None:
        """From here on commands reach the engine directly; those that came earlier are made up for."""
        with self._lock:
            for message in self._early:
                self._apply(engine, message)
            self._early.clear()
            self._engine = engine

    def _play(self, engine: Engine, samples: Samples, stream: Stream) -> None:
        with self._lock:
            self._playing = True
        _say({"is": "ready", "backend": stream.backend, "device": stream.name, "named": stream.named})
        before = self._clock.now()
        samples.warm(engine.ahead(before + SOON_S))
        while not self._closing.wait(BEAT_S):
            now = self._clock.now()
            # After a stop of this process or the whole machine the age says nothing for a moment.
            if now - before < 2 * BEAT_S:
                _say({"is": "beat", "age": engine.age_s(now), "callbacks": engine.callbacks})
            else:
                _say({"is": "beat", "age": 0.0, "callbacks": 0})
            before = now
            samples.warm(engine.ahead(now + SOON_S))
        engine.finish(self._clock.now())
        deadline = self._clock.now() + LONGEST_END_S
        pause = threading.Event()
        while self._clock.now() < deadline and (left := engine.left_s()) > 0:
            pause.wait(min(max(left, 0.01), deadline - self._clock.now()))
        # What the device was given last is still on its way to the ear.
        pause.wait(0.1)

    def _obey(self, message: Message) -> None:
        with self._lock:
            if message.get("do") == "open":
                self._opened.put(message)
            elif message.get("do") == "close":
                self._closing.set()
                if not self._playing:
                    os._exit(0)
            elif self._engine is None:
                self._early.append(message)
            else:
                self._apply(self._engine, message)

    def _apply(self, engine: Engine, message: Message) -> None:
        match message.get("do"):
            case "schedule":
                listed = _list(message.get("cues"))
                cues = [Wanted(float(at), str(cue), *map(float, place)) for at, cue, *place in listed]
                engine.schedule(cues, float(str(message["since"])), self._clock.now())
            case "cancel":
                engine.cancel()
            case "volume":
                levels = message.get("levels")
                if isinstance(levels, dict):
                    by_group = {CueGroup(group): int(level) for group, level in levels.items()}
                    engine.volume(by_group, int(str(message["overall"])))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _lines(file: int) -> Iterator[bytes]:
    """Whole lines of a pipe as they come; raw, because a buffered reader's lock blocks the exit."""
    rest = b""
    while data := os.read(file, READ_BYTES):
        *whole, rest = (rest + data).split(b"\n")
        yield from whole


def _say(message: Message) -> None:
    with suppress(OSError):
        os.write(sys.stdout.fileno(), encode(message))


def main() -> None:
    """Run the player."""
    # The terminal's signals are the program's; the pipe tells when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    player = Player(SystemClock())
    threading.Thread(target=player.read, name="commands", daemon=True).start()
    try:
        player.run()
    finally:
        os._exit(0)


main()
