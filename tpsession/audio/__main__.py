"""The player process: commands as JSON lines on standard input, its state as JSON lines on standard output.

A process of its own, so that no crash, hang or noise of a sound library touches the session. It ends the
moment its standard input closes, whatever it is doing: sound without a session would frighten.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from tpsession.audio.backends.output import Device, NoDeviceError, Output, SoundLibrary
from tpsession.audio.client.protocol import Message, decode, encode
from tpsession.audio.engine.cue_messages import cues_from_json, speech_from_json, speech_to_json
from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.audio.files.sounds import Samples, load_sounds
from tpsession.audio.system.priority import raise_priority
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.settings.backends import LIBRARIES

if TYPE_CHECKING:
    # The module is loaded where it is used: the reader runs before it.
    from tpsession.audio.backends.libraries import Make

BEAT_S = 0.5
SOON_S = 20.0
"""Phrases that are due within this are read ahead."""
RETRY_S = 2.0
"""Between two tries to open a device; with the opening itself, sound is back within 5 s."""
LONGEST_END_S = 2.2
"""The longest wait for what sounds at the end, the end's chord and words; the program waits for 2.5 s."""
OWN_S = 4.0
"""So long a person's own sounds are read before the device opens; what is left then is left out."""
HANG_S = 3.0
"""An opening that holds the interpreter so long ends the process from inside; a living program is faster."""
READ_BYTES = 65_536


class Player:
    """The commands' effects and the device's life."""

    def __init__(self, clock: SystemClock) -> None:
        """Begin without sounds or device."""
        self._clock = clock
        self._lock = threading.Lock()
        self._outputs: list[Output] = []
        """One a library; all get every command, so that each can take over."""
        self._early: list[Message] = []
        """Commands that came before the outputs."""
        self._opened: SimpleQueue[Message] = SimpleQueue()
        self._output: Output | None = None
        """The one that plays."""
        self._closing = threading.Event()
        self._said: list[ScheduledCue] = []
        """What others were told that it was said."""

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
        # miniaudio imports numpy where that is installed, only to accept its arrays, which it never gets
        # here; refusing it saves 0.1 s and 20 MB.
        sys.modules["numpy"] = None  # type: ignore[assignment]  # None is how an import is refused
        from tpsession.audio.backends.libraries import find_decoder  # noqa: PLC0415  # the reader runs first

        found = self._find([str(name) for name in _list(order.get("libraries"))])
        if not found:
            return
        folders = [Path(str(folder)) for folder in _list(order.get("folders"))]
        voiced = Path(str(order["voiced"])) if order.get("voiced") else None
        sounds = load_sounds(folders, find_decoder(), voiced=voiced, go_on=self._own_sounds())
        for problem in sounds.problems:
            _say({"is": "problem", "text": problem})
        libraries = [make(sounds.samples, self._clock.now, _watchdog) for make in found]
        self._begin([library.output for library in libraries])
        wanted = str(order.get("device", ""))
        raise_priority()
        while not self._closing.is_set():
            reasons: list[str] = []
            for library in libraries:
                library.output.restart(self._clock.now())
                _say({"is": "opening"})
                try:
                    device = library.open(wanted)
                except NoDeviceError as error:
                    reasons.append(f"{library.name}: {error}")
                    continue
                try:
                    self._play(library, device, sounds.samples)
                finally:
                    device.close()
                break
            else:
                _say({"is": "absent", "why": "; ".join(reasons)})
                self._closing.wait(RETRY_S)

    def _own_sounds(self) -> Callable[[], bool]:
        """Tells before each of a person's own files whether there is time for it, and the program of it."""
        until = self._clock.now() + OWN_S

        def go_on() -> bool:
            _say({"is": "reading"})
            return self._clock.now() < until

        return go_on

    def _find(self, wanted: list[str]) -> list[Make]:
        """The libraries of those wanted that can be used; where that is none, another one, which is said."""
        from tpsession.audio.backends.libraries import find_libraries  # noqa: PLC0415  # the reader runs first

        found, unusable = find_libraries(wanted)
        if found:
            return found
        others, more = find_libraries([name for name in LIBRARIES if name not in wanted])
        if others:
            for name, one in unusable.items():
                _say({"is": "replaced", "library": name, "why": one.why})
        else:
            # That one isn't installed is no news; that an installed one can't be used is.
            _say(
                {"is": "missing", "broken": [one.why for one in (unusable | more).values() if one.installed]}
            )
        return others

    def _begin(self, outputs: list[Output]) -> None:
        """From here on commands reach the outputs directly; those that came earlier are made up for."""
        with self._lock:
            self._outputs = outputs
            for message in self._early:
                self._apply(message)
            self._early.clear()

    def _play(self, library: SoundLibrary, device: Device, samples: Samples) -> None:
        """Play until told to close, or until the device is lost."""
        output = library.output
        with self._lock:
            self._output = output
        _say(
            {
                "is": "ready",
                "library": library.name,
                "backend": device.backend,
                "device": device.name,
                "named": device.named,
                "latency": device.latency_s,
                "measured": device.measured,
            }
        )
        before = self._clock.now()
        samples.warm(output.upcoming_sounds(before + SOON_S))
        while not self._closing.wait(BEAT_S):
            if device.lost():
                with self._lock:
                    self._output = None
                return
            now = self._clock.now()
            # After a stop of this process or the whole machine the age says nothing for a moment.
            fresh = now - before < 2 * BEAT_S
            _say(
                {
                    "is": "beat",
                    "age": output.unresponsive_s(now) if fresh else 0.0,
                    "callbacks": output.callbacks if fresh else 0,
                    "latency": device.latency_s,
                }
            )
            before = now
            samples.warm(output.upcoming_sounds(now + SOON_S))
            self._hand_on(output, now)
        output.finish(self._clock.now())
        deadline = self._clock.now() + LONGEST_END_S
        pause = threading.Event()
        while self._clock.now() < deadline and (left := output.remaining_s()) > 0:
            pause.wait(min(max(left, 0.01), deadline - self._clock.now()))
        # What the device was given last is still on its way to the ear.
        pause.wait(0.1)

    def _hand_on(self, output: Output, now: float) -> None:
        """Tell what was said to whoever may take over: the other outputs, and the next process."""
        said = output.finished_speech(now)
        if said != self._said:
            self._said = said
            for other in self._outputs:
                if other is not output:
                    other.add_finished_speech(said)
            _say({"is": "said", "speech": [speech_to_json(spoken) for spoken in said]})

    def _obey(self, message: Message) -> None:
        with self._lock:
            if message.get("do") == "open":
                self._opened.put(message)
            elif message.get("do") == "close":
                self._closing.set()
                if self._output is None:
                    os._exit(0)
            elif message.get("do") == "leave":
                self._leave()
            elif not self._outputs:
                self._early.append(message)
            else:
                self._apply(message)

    def _leave(self) -> None:
        """End at once, which takes back from the sound system what it was given ahead."""
        if self._output is not None:
            self._output.cancel()
            self._hand_on(self._output, self._clock.now())
        os._exit(0)

    def _apply(self, message: Message) -> None:
        match message.get("do"):
            case "schedule":
                cues = list(cues_from_json(_list(message.get("cues"))))
                since = float(str(message["since"]))
                for output in self._outputs:
                    output.schedule(cues, since, self._clock.now())
            case "said":
                speech = [speech_from_json(spoken) for spoken in _list(message.get("speech"))]
                for output in self._outputs:
                    output.add_finished_speech(speech)
            case "cancel":
                for output in self._outputs:
                    output.cancel()
            case "volume":
                levels = message.get("levels")
                if isinstance(levels, dict):
                    by_group = {CueGroup(group): int(level) for group, level in levels.items()}
                    for output in self._outputs:
                        output.set_volume(by_group, int(str(message["overall"])))


@contextmanager
def _watchdog() -> Iterator[None]:
    """End the process if what this surrounds hangs, even where it holds the interpreter while it does."""
    faulthandler.dump_traceback_later(HANG_S, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


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
