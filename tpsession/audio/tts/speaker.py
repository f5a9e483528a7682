"""The speaker process: makes the sounds of texts, one at a time, as JSON lines ask for them.

It is a process of its own, because the synthesiser takes 220 MB and a whole core. It runs only while there is
something to make, with a low priority. It ends the moment its standard input closes.

Commands to it; `do` is ``say`` (text, stem, folder): make the sound of a text as the file ``<stem>.wav``.

Messages from it; `is` is one of:

- ``loaded``: the synthesiser is ready.
- ``missing`` (reason): the synthesiser isn't installed or doesn't load.
- ``made`` (stem): the sound is in its folder.
- ``silent`` (stem): the synthesiser has no sound for the text.
- ``unwritten`` (stem, reason): the sound can't be saved.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from tpsession.audio.client.protocol import Message, decode, encode
from tpsession.audio.system.lifetime import die_with_parent
from tpsession.audio.tts.voice_files import VoiceFiles

Synthesise = Callable[[str], "array[int]"]
"""Makes the sound of a text: 16-bit samples at `voice_files.RATE`, empty if there is nothing to hear."""

NICENESS = 10
"""By how much the priority is lowered, on systems that have such a number."""


def serve(load: Callable[[], Synthesise]) -> None:
    """Load a synthesiser, and make the sounds that commands on standard input ask for. Never returns.

    The process ends when standard input closes or the synthesiser raises an error, and also if the
    synthesiser doesn't load, which is reported first. The process lowers its priority, but not on Windows,
    where it is started with a low one.

    load: loads the synthesiser; raises `ImportError` or `OSError` if that fails.
    """
    # Ctrl-C in the terminal is meant for the program. This process ends when its standard input closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    commands: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_read_commands, args=(commands,), name="commands", daemon=True).start()
    die_with_parent()
    try:
        _make_sounds(load, commands)
    finally:
        os._exit(0)


def _read_commands(commands: SimpleQueue[Message]) -> None:
    """Queue the commands until standard input closes, then end the process at once. Runs in a thread.

    Commands that are still queued are then not carried out.
    """
    try:
        for line in sys.stdin.buffer:
            commands.put(decode(line))
    finally:
        # The main thread may be in the middle of a text, whose result isn't needed any more.
        os._exit(0)


def _make_sounds(load: Callable[[], Synthesise], commands: SimpleQueue[Message]) -> None:
    """Load the synthesiser, and report whether that worked; then make the sounds that commands ask for.

    For each text it is reported whether its sound is saved, can't be saved, or is empty. If the synthesiser
    doesn't load, return. Otherwise go on until the process ends or the synthesiser raises an error.

    load: as for `serve`.
    """
    try:
        synthesise = load()
    except (ImportError, OSError) as error:
        _send({"is": "missing", "reason": str(error)})
        return
    _send({"is": "loaded"})
    while True:
        command = commands.get()
        if command.get("do") != "say":
            continue
        stem = str(command["stem"])
        samples = synthesise(str(command["text"]))
        if not samples:
            _send({"is": "silent", "stem": stem})
            continue
        try:
            VoiceFiles(Path(str(command["folder"]))).save(stem, samples)
        except OSError as error:
            _send({"is": "unwritten", "stem": stem, "reason": error.strerror or str(error)})
        else:
            _send({"is": "made", "stem": stem})


def _send(message: Message) -> None:
    """Send a message to the program; drop it if the program no longer reads."""
    with suppress(OSError):
        os.write(sys.stdout.fileno(), encode(message))


def _load_synthesiser() -> Synthesise:
    """Import and load the synthesiser, and return the function that makes the sound of a text.

    Raises `ImportError` if its package isn't installed, and `ImportError` or `OSError` if it doesn't load.
    """
    from tpsession.audio.tts import hibari_voice  # noqa: PLC0415 - it imports an optional package

    return hibari_voice.load()


if __name__ == "__main__":
    serve(_load_synthesiser)
