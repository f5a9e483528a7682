"""The player process: reads commands from standard input and writes messages to standard output.

It is a process of its own, so that no crash, hang or output of a sound library touches the session. It ends
the moment its standard input closes, whatever it is doing: sound without a session would be frightening.
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
from tpsession.audio.system.lifetime import die_with_parent
from tpsession.audio.system.priority import raise_priority
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.settings.backends import SOUND_LIBRARIES

if TYPE_CHECKING:
    # Imported where it is used, because the reading thread starts before it.
    from tpsession.audio.backends.libraries import LibraryFactory

HEARTBEAT_S = 0.5
READ_AHEAD_S = 20.0
"""The sounds of speech due within this time are read in advance."""
RETRY_S = 2.0
"""Pause between two tries to open a device. With the opening itself, sound is back within 5 s."""
MAX_CLOSE_S = 2.2
"""The longest wait for the last cues on `close`: the end's chord and words. The program waits for 2.5 s."""
OWN_SOUNDS_S = 4.0
"""Time to read the person's own sounds before the device opens. What isn't read by then is left out."""
HANG_S = 3.0
"""An opening that blocks the interpreter this long ends the process from inside.

The program, if it is still running, ends the process sooner.
"""
READ_BYTES = 65_536


class Player:
    """Carries out the commands, and opens and watches the device."""

    def __init__(self, clock: SystemClock) -> None:
        """Start without sounds and without a device."""
        self._clock = clock
        self._lock = threading.Lock()
        self._outputs: list[Output] = []
        """One for each library. All get every command, so that each can take over."""
        self._early_commands: list[Message] = []
        """Commands that came before there were outputs."""
        self._open_commands: SimpleQueue[Message] = SimpleQueue()
        self._playing: Output | None = None
        """The output whose device is open."""
        self._is_closing = threading.Event()
        self._reported_speech: list[ScheduledCue] = []
        """The speech that was last reported as said."""

    def run_commands(self) -> None:
        """Carry out commands until standard input closes or a command fails, then end the process at once.

        Runs in a thread.
        """
        try:
            for line in _read_lines(sys.stdin.fileno()):
                self._handle_command(decode(line))
        finally:
            # Not sys.exit: the main thread may hang in a device call, and closing a device may hang, too. The
            # system takes the device from a dead process at once.
            os._exit(0)

    def run(self) -> None:
        """Wait for the command `open`, load the sounds, open a device, and play until `close` comes.

        The usable libraries are tried in turn until one opens a device. If none does, all are tried again
        after `RETRY_S` seconds. When the open device is lost, they are tried again at once. If no library can
        be used, `run` returns without loading the sounds.
        """
        command = self._open_commands.get()
        # miniaudio imports numpy if it is installed, only to accept its arrays, which are never used here.
        # Preventing the import saves 0.1 s and 20 MB.
        sys.modules["numpy"] = None  # type: ignore[assignment]  # None is how an import is refused
        # It loads for a while, and commands are read from the start.
        from tpsession.audio.backends.libraries import find_decoder  # noqa: PLC0415 - not at the start

        factories = self._find_libraries([str(name) for name in _to_list(command.get("libraries"))])
        if not factories:
            return
        folders = [Path(str(folder)) for folder in _to_list(command.get("folders"))]
        voice_folder = Path(str(command["voice_folder"])) if command.get("voice_folder") else None
        sounds = load_sounds(
            folders,
            find_decoder(),
            voice_folder=voice_folder,
            left_out={Path(str(path)) for path in _to_list(command.get("left_out"))},
            may_read=self._make_time_check(),
        )
        for problem in sounds.problems:
            _send({"is": "problem", "text": problem})
        libraries = [make(sounds.samples, self._clock.now, _exit_if_hanging) for make in factories]
        self._set_outputs([library.output for library in libraries])
        device_name = str(command.get("device", ""))
        raise_priority()
        while not self._is_closing.is_set():
            reasons: list[str] = []
            for library in libraries:
                library.output.restart(self._clock.now())
                _send({"is": "opening"})
                try:
                    device = library.open(device_name)
                except NoDeviceError as error:
                    reasons.append(f"{library.name}: {error}")
                    continue
                try:
                    self._watch_device(library, device, sounds.samples)
                finally:
                    device.close()
                break
            else:
                _send({"is": "no_device", "reason": "; ".join(reasons)})
                self._is_closing.wait(RETRY_S)

    def _make_time_check(self) -> Callable[[Path], bool]:
        """Return the function that `load_sounds` calls before it reads one of the person's own sound files.

        In the first `OWN_SOUNDS_S` seconds from now the function returns True. After that it returns False:
        there is no time to read the file. Each call also sends the file's path to the program.
        """
        until = self._clock.now() + OWN_SOUNDS_S

        def may_read(path: Path) -> bool:
            """Report which file is about to be read; return whether there is time for it."""
            _send({"is": "reading", "file": str(path)})
            return self._clock.now() < until

        return may_read

    def _find_libraries(self, wanted: list[str]) -> list[LibraryFactory]:
        """Return factories of the wanted libraries that can be used; if none can, of all others that can.

        If others replace the wanted ones, the program is told so. If no library at all can be used, the
        result is empty, and the program is told that.
        """
        from tpsession.audio.backends.libraries import find_libraries  # noqa: PLC0415 - as in `run`

        found, unusable = find_libraries(wanted)
        if found:
            return found
        others, other_unusable = find_libraries([name for name in SOUND_LIBRARIES if name not in wanted])
        if others:
            for name, library in unusable.items():
                _send({"is": "replaced", "library": name, "reason": library.reason})
        else:
            # Only what is wrong with the installed ones is of interest.
            broken = [
                library.reason for library in (unusable | other_unusable).values() if library.is_installed
            ]
            _send({"is": "no_library", "broken": broken})
        return others

    def _set_outputs(self, outputs: list[Output]) -> None:
        """Send commands to these outputs from now on; first carry out the commands that came before."""
        with self._lock:
            self._outputs = outputs
            for message in self._early_commands:
                self._apply_to_outputs(message)
            self._early_commands.clear()

    def _watch_device(self, library: SoundLibrary, device: Device, sounds: Samples) -> None:
        """Report that a device plays, and watch it until `close` comes or the device has to be opened again.

        Every `HEARTBEAT_S` seconds, send a heartbeat, report the speech that was heard to its end, and read
        the sounds of coming speech in advance. The heartbeat says for how long the device has stalled; the
        program then decides whether to end this process. After `close`, let the cues that are due by now end,
        for `MAX_CLOSE_S` at most, see `_finish`. The caller closes the device.

        sounds: the samples of every loaded sound.
        """
        output = library.output
        with self._lock:
            self._playing = output
        _send(
            {
                "is": "ready",
                "library": library.name,
                "backend": device.backend,
                "device": device.name,
                "named": device.is_wanted,
                "latency": device.latency_s,
                "measured": device.is_measured,
            }
        )
        last_heartbeat = self._clock.now()
        sounds.preload(output.upcoming_sounds(last_heartbeat + READ_AHEAD_S))
        while not self._is_closing.wait(HEARTBEAT_S):
            if device.loss_reason():
                with self._lock:
                    self._playing = None
                return
            now = self._clock.now()
            # If this process or the machine was stopped, the device's silence means nothing for a moment.
            is_punctual = now - last_heartbeat < 2 * HEARTBEAT_S
            _send(
                {
                    "is": "heartbeat",
                    "device_silent": output.unresponsive_s(now) if is_punctual else 0.0,
                    "callbacks": output.callbacks if is_punctual else 0,
                    "latency": device.latency_s,
                }
            )
            last_heartbeat = now
            sounds.preload(output.upcoming_sounds(now + READ_AHEAD_S))
            self._report_speech(output, now)
        self._finish(output)

    def _finish(self, output: Output) -> None:
        """Drop the cues whose requested moment is later than now, and wait until all others have been played.

        It waits for `MAX_CLOSE_S` seconds at most, and then always 0.1 s for sound on its way to the ear.
        """
        output.finish(self._clock.now())
        deadline = self._clock.now() + MAX_CLOSE_S
        pause = threading.Event()
        while self._clock.now() < deadline and (remaining_s := output.remaining_s()) > 0:
            pause.wait(min(max(remaining_s, 0.01), deadline - self._clock.now()))
        # What the device was given last is still on its way to the ear.
        pause.wait(0.1)

    def _report_speech(self, output: Output, now: float) -> None:
        """Tell the other outputs and the program which speech an output has said to its end lately.

        Do nothing if that is the same as in the last report.
        """
        speech = output.finished_speech(now)
        if speech != self._reported_speech:
            self._reported_speech = speech
            for other in self._outputs:
                if other is not output:
                    other.add_finished_speech(speech)
            _send({"is": "spoken", "speech": [speech_to_json(spoken) for spoken in speech]})

    def _handle_command(self, message: Message) -> None:
        """Carry out a command of the program.

        `open` is passed to `run`. `leave` ends the process at once. `close` does so, too, if no device is
        open; otherwise `run` ends when the last cues have been played. Any other command goes to the outputs;
        while there are none, it is kept for them. A malformed command may raise an error.
        """
        with self._lock:
            if message.get("do") == "open":
                self._open_commands.put(message)
            elif message.get("do") == "close":
                self._is_closing.set()
                if self._playing is None:
                    os._exit(0)
            elif message.get("do") == "leave":
                self._exit_at_once()
            elif not self._outputs:
                self._early_commands.append(message)
            else:
                self._apply_to_outputs(message)

    def _exit_at_once(self) -> None:
        """Silence the device if one is open, report its speech as `_report_speech` does, and end the process.

        The sound system then drops the sound that it was given in advance.
        """
        if self._playing is not None:
            self._playing.cancel()
            self._report_speech(self._playing, self._clock.now())
        os._exit(0)

    def _apply_to_outputs(self, message: Message) -> None:
        """Pass a command to all outputs.

        An unknown command is ignored. A malformed one may raise an error.
        """
        match message.get("do"):
            case "schedule":
                cues = list(cues_from_json(_to_list(message.get("cues"))))
                since = float(str(message["since"]))
                for output in self._outputs:
                    output.schedule(cues, since, self._clock.now())
            case "spoken":
                speech = [speech_from_json(spoken) for spoken in _to_list(message.get("speech"))]
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
def _exit_if_hanging() -> Iterator[None]:
    """Return a context that ends the process if its block takes more than `HANG_S` seconds.

    This works even if the block keeps the interpreter from running any other thread.
    """
    faulthandler.dump_traceback_later(HANG_S, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _to_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _read_lines(file: int) -> Iterator[bytes]:
    """Yield the whole lines of a pipe as they come, without their ends, until the pipe is closed.

    An unfinished last line is dropped. No buffered reader is used, because its lock would block the exit.
    file: the pipe's file descriptor.
    """
    rest = b""
    while data := os.read(file, READ_BYTES):
        *lines, rest = (rest + data).split(b"\n")
        yield from lines


def _send(message: Message) -> None:
    """Send a message to the program; do nothing if the program has ended or has closed the pipe.

    If the pipe is full because the program doesn't read, wait until there is room.
    """
    with suppress(OSError):
        os.write(sys.stdout.fileno(), encode(message))


def main() -> None:
    """Run the player process until it is told to end. Never returns; the exit code is always 0.

    `close` lets it play the last cues first; `leave`, and the end of standard input, don't. The process also
    ends if no sound library can be used, and on any error.
    """
    # Ctrl-C in the terminal is meant for the program. This process ends when its standard input closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    player = Player(SystemClock())
    threading.Thread(target=player.run_commands, name="commands", daemon=True).start()
    die_with_parent()
    try:
        player.run()
    finally:
        os._exit(0)


main()
