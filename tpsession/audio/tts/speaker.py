"""The speaker process: makes the sounds of texts, one at a time, as JSON lines ask for them.

A process of its own, because the synthesiser takes 220 MB and all of a core: it is there only while there is
something to make, and out of the session's way. It ends the moment its standard input closes.

To it, `do` is ``say`` (text, stem, folder). From it, `is` is one of: ``loaded``; ``missing`` (why): the
synthesiser isn't installed or doesn't load; ``made`` (stem); ``silent`` (stem): it has no sound for the text;
``unwritten`` (stem, why): the sound can't be kept.
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
from tpsession.audio.tts.voice_files import VoiceFiles

Synthesise = Callable[[str], "array[int]"]
"""The sound of a text, as 16-bit samples at `voice_files.RATE`; empty where there is nothing to be heard."""

NICE = 10
"""How much less this process matters than the others of the machine, where the system takes such a number."""


def serve(load: Callable[[], Synthesise]) -> None:
    """Load a synthesiser and make what is asked for, until standard input closes. Never returns.

    load: raises `ImportError` or `OSError` where it can't be loaded.
    """
    # The terminal's signals are the program's; the pipe tells when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    asked: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_read, args=(asked,), name="orders", daemon=True).start()
    try:
        _make(load, asked)
    finally:
        os._exit(0)


def _read(asked: SimpleQueue[Message]) -> None:
    try:
        for line in sys.stdin.buffer:
            asked.put(decode(line))
    finally:
        # Whatever the main thread is at: nobody waits for it any more, and no file is ever half there.
        os._exit(0)


def _make(load: Callable[[], Synthesise], asked: SimpleQueue[Message]) -> None:
    try:
        synthesise = load()
    except (ImportError, OSError) as error:
        _say({"is": "missing", "why": str(error)})
        return
    _say({"is": "loaded"})
    while True:
        order = asked.get()
        if order.get("do") != "say":
            continue
        stem = str(order["stem"])
        samples = synthesise(str(order["text"]))
        if not samples:
            _say({"is": "silent", "stem": stem})
            continue
        try:
            VoiceFiles(Path(str(order["folder"]))).keep(stem, samples)
        except OSError as error:
            _say({"is": "unwritten", "stem": stem, "why": error.strerror or str(error)})
        else:
            _say({"is": "made", "stem": stem})


def _say(message: Message) -> None:
    with suppress(OSError):
        os.write(sys.stdout.fileno(), encode(message))


def _load() -> Synthesise:
    # Here, so that what can't be imported is said.
    from tpsession.audio.tts import hibari_voice  # noqa: PLC0415

    return hibari_voice.load()


if __name__ == "__main__":
    serve(_load)
