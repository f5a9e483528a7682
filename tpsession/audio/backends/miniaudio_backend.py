"""Plays through miniaudio: one continuous stream, whose callback asks an engine for blocks of samples.

Only the player process opens a device with it, because the library can hang or crash, and ALSA writes to
standard error. Reading sound files with `decode` is harmless.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path

import miniaudio

from tpsession.audio.backends.device_names import SEARCH_INTERVAL, find_name
from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.engine.mixer import LONGEST_S, RATE
from tpsession.audio.files.wav import SoundFileError, with_soft_end

PERIOD_MS = 47
"""Length of a period in ms. Shorter ones cost processor time (20 ms twice as much), and with 5 to 10 ms too
few frames are delivered.

Deliberately no multiple of 5 ms: sound servers work in blocks of 5, 10 or 20 ms, and a multiple would drift
against them so slowly that requests are up to 20 ms off for many seconds.
"""
PERIODS = 2
LATENCY_S = 0.035
"""Seconds from a punctual callback until its first frame is heard (measured through PulseAudio)."""

Block = Callable[[int], bytes]
"""Gives the next frames of the stream; takes how many."""


def list_backends(platform: str) -> list[miniaudio.Backend]:
    """Return the sound systems to try on a platform, in this order.

    "Null", which always opens and plays nothing, isn't among them. platform: as in `sys.platform`.
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
        self, device: miniaudio.PlaybackDevice, name: str, *, is_wanted: bool, missing: str = ""
    ) -> None:
        """Use a started device.

        Args:
            device: The device, which is playing.
            name: Its name; empty for the system's default device.
            is_wanted: Whether it is the device that was asked for.
            missing: The name of the device that was asked for, if it isn't there.

        """
        self._device = device
        self._missing = missing
        self._calls = 0
        self.backend = str(device.backend)
        """The sound system, such as ``PulseAudio``."""
        self.name = name
        """The device's name; empty for the system's default device."""
        self.is_wanted = is_wanted
        """Whether it is the device that was asked for."""
        self.latency_s = LATENCY_S
        self.is_measured = False

    def loss_reason(self) -> str:
        """Return why the device has to be opened again; empty if it needn't be.

        The only reason is that the device that was asked for wasn't there at the opening, and is there now.
        It is looked for in every `SEARCH_INTERVAL`th call. A device that disappears isn't noticed here; the
        watchdog notices that its callbacks have stopped.
        """
        self._calls += 1
        if not self._missing or self._calls % SEARCH_INTERVAL or not any(_find_devices(self._missing)):
            return ""
        return f"the device {self._missing} is back"

    def close(self) -> None:
        """Free the device; otherwise the interpreter can't exit."""
        self._device.close()


def open_stream(wanted: str, block: Block) -> Stream:
    """Open the wanted device, start to play on it, and return its stream.

    If it isn't found or can't be opened, or if `wanted` is empty, the default device of the first sound
    system that opens one is used. May hang if a sound server hangs. Raises `NoDeviceError` if nothing opens.

    wanted: the device's name or a part of it. block: makes the next samples, see `Block`.
    """
    reasons: list[str] = []
    missing = wanted
    # All sound systems are asked for the device before the default device of one is used.
    for backend, name, identity in _find_devices(wanted):
        missing = ""
        with suppress(miniaudio.MiniaudioError):
            return Stream(_start(backend, identity, block), name, is_wanted=True)
    for backend in list_backends(sys.platform):
        try:
            return Stream(_start(backend, None, block), "", is_wanted=not wanted, missing=missing)
        except miniaudio.MiniaudioError as error:
            reasons.append(f"{backend.name}: {error}")
    raise NoDeviceError("; ".join(reasons))


def decode(path: Path) -> array[int]:
    """Return a FLAC, OGG, MP3 or WAV file as mono samples at `RATE`, at most `LONGEST_S` seconds of it.

    The rest isn't decoded, because 32 MB of MP3 can be hours. Empty if the file has no samples. Raises
    `SoundFileError` if it can't be read.
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
        raise SoundFileError("it is not a sound file that can be read here") from error
    return samples


def _find_devices(wanted: str) -> Iterator[tuple[miniaudio.Backend, str, object]]:
    """Yield each sound system that has the wanted device, with the device's name and id there.

    Systems that can't be asked are passed over. wanted: the name or a part of it, in capitals or not, as
    `find_name` takes it; nothing is yielded if it is empty.
    """
    for backend in list_backends(sys.platform) if wanted else []:
        with suppress(miniaudio.MiniaudioError):
            playbacks = miniaudio.Devices([backend]).get_playbacks()
            index = find_name(wanted, [str(playback["name"]) for playback in playbacks])
            if index is not None:
                yield backend, str(playbacks[index]["name"]), playbacks[index]["id"]


def _start(backend: miniaudio.Backend, identity: object | None, block: Block) -> miniaudio.PlaybackDevice:
    """Open a device and start its stream. Raises `MiniaudioError`.

    backend: the sound system. identity: the library's id of the device; None for the default device. block:
    makes the next samples.
    """
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
    generator = _generate_blocks(block)
    next(generator)
    try:
        device.start(generator)
    except BaseException:
        device.close()
        raise
    return device


def _generate_blocks(block: Block) -> Generator[bytes, int, None]:
    """Yield blocks of samples as the library wants them: it sends how many frames it needs and gets them.

    The first value, before anything is sent, is empty.
    """
    frames = yield b""
    while True:
        frames = yield block(frames)
