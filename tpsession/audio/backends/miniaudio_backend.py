"""The sound device through miniaudio: one persistent stream whose callback asks an engine for blocks.

Only the player process imports this: the library can hang or die, and ALSA writes to standard error.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path

import miniaudio

from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.engine.mixer import LONGEST_S, RATE
from tpsession.audio.files.wav import SoundFileError, with_soft_end

PERIOD_MS = 47
"""Shorter ones cost processor time (20 ms twice as much), and 5 to 10 ms deliver too few frames.

No multiple of 5 ms on purpose: sound servers work in blocks of 5, 10 or 20 ms, and a multiple would beat with
them so slowly that requests are up to 20 ms off for many seconds.
"""
PERIODS = 2
LATENCY_S = 0.035
"""From a punctual callback until its first frame is heard; measured through PulseAudio with these numbers."""

LOOK_EACH = 8
"""Of so many questions whether the device is lost, one looks for the device that was asked for: each 4 s."""

Block = Callable[[int], bytes]
"""Gives the next so many frames."""


def backends(platform: str) -> list[miniaudio.Backend]:
    """The sound systems to try, by `sys.platform`.

    The library's own list ends in "Null", which opens where nothing else does and plays into the void.
    """
    known = miniaudio.Backend
    if platform == "darwin":
        return [known.COREAUDIO]
    if platform == "win32":
        return [known.WASAPI, known.DSOUND, known.WINMM]
    if platform.startswith("linux"):
        return [known.PULSEAUDIO, known.ALSA, known.JACK]
    return [known.SNDIO, known.AUDIO4, known.OSS]


class Stream:
    """An open, playing device."""

    def __init__(
        self, device: miniaudio.PlaybackDevice, name: str, *, named: bool, awaited: str = ""
    ) -> None:
        """Hold a started device. awaited: the device that was asked for and isn't there."""
        self._device = device
        self._awaited = awaited
        self._asked = 0
        self.backend = str(device.backend)
        """The sound system, such as ``PulseAudio``."""
        self.name = name
        """The device's name, empty for the system's own."""
        self.named = named
        """Whether the device that was asked for was found."""
        self.latency_s = LATENCY_S
        self.measured = False

    def lost(self) -> str:
        """Why it is to be opened anew: what was asked for is there again.

        That a device is gone the library doesn't tell, but the callbacks cease.
        """
        self._asked += 1
        if not self._awaited or self._asked % LOOK_EACH or next(_found(self._awaited), None) is None:
            return ""
        return f"the device {self._awaited} is there again"

    def close(self) -> None:
        """Free the device; the interpreter can't leave without it."""
        self._device.close()


def open_stream(wanted: str, block: Block) -> Stream:
    """Open the device of a name, or the system's own if the name is empty or unknown, and play.

    May hang where a sound server hangs. Raises `NoDeviceError` where nothing opens.
    """
    reasons: list[str] = []
    awaited = wanted
    # All systems are asked for the device before any falls back to its own.
    for backend, name, identity in _found(wanted):
        awaited = ""
        with suppress(miniaudio.MiniaudioError):
            return Stream(_start(backend, identity, block), name, named=True)
    for backend in backends(sys.platform):
        try:
            return Stream(_start(backend, None, block), "", named=not wanted, awaited=awaited)
        except miniaudio.MiniaudioError as error:
            reasons.append(f"{backend.name}: {error}")
    raise NoDeviceError("; ".join(reasons))


def decode(path: Path) -> array[int]:
    """The first `LONGEST_S` of a FLAC, OGG, MP3 or WAV file as mono samples at `RATE`.

    The rest isn't decoded: 32 MB of MP3 can be hours. Raises `SoundFileError`.
    """
    wanted = int(LONGEST_S * RATE)
    samples = array("h")
    try:
        with closing(miniaudio.stream_memory(path.read_bytes(), nchannels=1, sample_rate=RATE)) as stream:
            for block in stream:
                samples.extend(block)
                if len(samples) > wanted:
                    return with_soft_end(samples[:wanted])
    except (miniaudio.MiniaudioError, OSError) as error:
        raise SoundFileError("it is no sound file that can be read here") from error
    return samples


def match(wanted: str, names: list[str]) -> int | None:
    """Which of the names is meant: the same one, else the first that holds the wanted words; by any case."""
    folded = [name.casefold() for name in names]
    sought = wanted.strip().casefold()
    if sought in folded:
        return folded.index(sought)
    return next((index for index, name in enumerate(folded) if sought in name), None)


def _found(wanted: str) -> Iterator[tuple[miniaudio.Backend, str, object]]:
    """The sound systems that have the device that is meant, each with its name and identity there."""
    for backend in backends(sys.platform) if wanted else []:
        with suppress(miniaudio.MiniaudioError):
            playbacks = miniaudio.Devices([backend]).get_playbacks()
            index = match(wanted, [str(playback["name"]) for playback in playbacks])
            if index is not None:
                yield backend, str(playbacks[index]["name"]), playbacks[index]["id"]


def _start(backend: miniaudio.Backend, identity: object | None, block: Block) -> miniaudio.PlaybackDevice:
    device = miniaudio.PlaybackDevice(
        output_format=miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=RATE,
        buffersize_msec=PERIOD_MS,
        device_id=identity,
        callback_periods=PERIODS,
        backends=[backend],
        app_name="tpsession",
    )
    feed = _feed(block)
    next(feed)
    try:
        device.start(feed)
    except BaseException:
        device.close()
        raise
    return device


def _feed(block: Block) -> Generator[bytes, int, None]:
    frames = yield b""
    while True:
        frames = yield block(frames)
