"""Plays through SDL: one continuous stream, whose callback asks an engine for blocks of samples.

Only the player process opens a device with it, because the library can hang or crash, and ALSA writes to
standard error. `SDL_AudioInit` prepares the sound alone; `SDL_Init` would also take over signals. A call that
hangs doesn't block the interpreter.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress

from tpsession.audio.backends.device_names import SEARCH_INTERVAL, find_name
from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.backends.sdl_library import AUDIO_CALLBACK, AudioSpec
from tpsession.audio.engine.mixer import RATE

BLOCK_FRAMES = 2048
"""Frames of a callback: 46.4 ms.

A power of two, as some of SDL's drivers want, and no multiple of 5 ms, for the reason that is given at
`PERIOD_MS` of the miniaudio backend.
"""
LATENCY_S = 0.034
"""Seconds from a punctual callback until its first frame is heard (measured through PulseAudio: 34.4 ms)."""

PIPEWIRE = "pipewire"
SYSTEM_NAMES = {
    "pulseaudio": "PulseAudio",
    PIPEWIRE: "PipeWire",
    "alsa": "ALSA",
    "jack": "JACK",
    "coreaudio": "CoreAudio",
    "wasapi": "WASAPI",
    "directsound": "DirectSound",
    "winmm": "WinMM",
}
"""The sound systems by the names of SDL's drivers for them."""

# Constants of SDL's headers.
_SIGNED_16 = 0x8010 if sys.byteorder == "little" else 0x9010
_PLAYBACK = 0
_NO_CHANGES = 0
_STOPPED = 0

Block = Callable[[int], bytes]
"""Gives the next frames of the stream; takes how many."""


class SdlError(Exception):
    """A call of SDL has failed. The message is SDL's."""


def list_drivers(platform: str) -> list[str]:
    """Return SDL's drivers to try on a platform, in this order.

    "disk" and "dummy", which play nothing, aren't among them. Where PipeWire runs, it usually answers as
    PulseAudio, too. PulseAudio is asked first, because some systems use PipeWire for the screen only.
    platform: as in `sys.platform`.
    """
    if platform == "darwin":
        return ["coreaudio"]
    if platform == "win32":
        return ["wasapi", "directsound", "winmm"]
    return ["pulseaudio", PIPEWIRE, "alsa", "jack"]


class SdlStream:
    """An open, playing device of the driver that is initialised."""

    def __init__(
        self, sdl: ctypes.CDLL, driver: str, device: bytes | None, block: Block, wanted: str, missing: str
    ) -> None:
        """Open a device and start to play. Raises `SdlError`.

        Args:
            sdl: The library, in which the driver is initialised.
            driver: The driver's name.
            device: The device's name in SDL; None for the system's default device.
            block: Gives the samples to play. SDL calls it from a thread of its own.
            wanted: The name that was asked for; empty for the system's default device.
            missing: The same, if there is no such device.

        """
        self._sdl = sdl
        self._missing = missing
        self._calls = 0

        def fill(_: int | None, buffer: int, size: int) -> None:
            """Write the next sound into SDL's buffer of `size` bytes. Called in SDL's own thread."""
            ctypes.memmove(buffer, block(size // 2), size)

        # SDL calls it as long as the device is open, but doesn't keep Python from freeing it.
        self._callback = AUDIO_CALLBACK(fill)
        spec = AudioSpec(
            freq=RATE, format=_SIGNED_16, channels=1, samples=BLOCK_FRAMES, callback=self._callback
        )
        self._device = sdl.SDL_OpenAudioDevice(device, _PLAYBACK, ctypes.byref(spec), None, _NO_CHANGES)
        if not self._device:
            raise _last_error(sdl)
        self.backend = SYSTEM_NAMES[driver]
        """The sound system, such as ``PulseAudio``."""
        self.name = _decode_text(device or b"")
        """The device's name; empty for the system's default device."""
        self.is_wanted = device is not None or not wanted
        """Whether it is the device that was asked for."""
        self.latency_s = LATENCY_S
        self.is_measured = False
        sdl.SDL_PauseAudioDevice(self._device, 0)

    def loss_reason(self) -> str:
        """Return why the device has to be opened again; empty if it needn't be.

        The reason is that the open device is gone, or that the device that was asked for wasn't there at the
        opening, and is there now. That one is looked for in every `SEARCH_INTERVAL`th call.
        """
        # For a device that is gone, SDL goes on with the callbacks, so the watchdog can't notice it.
        if self._sdl.SDL_GetAudioDeviceStatus(self._device) == _STOPPED:
            return "the sound device is gone"
        self._calls += 1
        if not self._missing or self._calls % SEARCH_INTERVAL:
            return ""
        return "" if _find_device(self._sdl, self._missing) is None else f"the device {self._missing} is back"

    def close(self) -> None:
        """Free the device and the driver."""
        self._sdl.SDL_CloseAudioDevice(self._device)
        self._sdl.SDL_AudioQuit()


def open_stream(sdl: ctypes.CDLL, wanted: str, block: Block) -> SdlStream:
    """Open the wanted device, start to play on it, and return its stream.

    If it isn't found or can't be opened, or if `wanted` is empty, the default device of the first driver that
    opens one is used. May hang if a sound server hangs. Raises `NoDeviceError` if nothing opens.

    sdl: the library. wanted: the device's name or a part of it. block: makes the next samples, see `Block`.
    """
    missing = wanted
    # All sound systems are asked for the device before the default device of one is used.
    for driver in list_drivers(sys.platform) if wanted else []:
        with suppress(SdlError):
            _start_driver(sdl, driver)
            device = _find_device(sdl, wanted)
            if device is not None:
                missing = ""
                return SdlStream(sdl, driver, device, block, wanted, missing)
    reasons: list[str] = []
    for driver in list_drivers(sys.platform):
        try:
            _start_driver(sdl, driver)
            return SdlStream(sdl, driver, None, block, wanted, missing)
        except SdlError as error:
            reasons.append(f"{SYSTEM_NAMES[driver]}: {error}")
    sdl.SDL_AudioQuit()
    raise NoDeviceError("; ".join(reasons))


def _start_driver(sdl: ctypes.CDLL, driver: str) -> None:
    """Initialise a driver, and first end the one that was initialised before, if any.

    Raises `SdlError` if the driver can't be initialised, and for PipeWire's driver also if it has no device,
    because opening one would wait until there is one.
    """
    sdl.SDL_AudioQuit()
    # A driver that gives no reason would seem to give that of the one before.
    sdl.SDL_ClearError()
    # Mixers of the desktop show this name.
    sdl.SDL_SetHint(b"SDL_AUDIO_DEVICE_APP_NAME", b"tpsession")
    if sdl.SDL_AudioInit(driver.encode()) < 0:
        raise _last_error(sdl)
    if driver == PIPEWIRE and not _list_devices(sdl):
        # Opening would wait for a device.
        raise SdlError("there is no device")


def _list_devices(sdl: ctypes.CDLL) -> list[bytes]:
    """Return the names of the playback devices of the initialised driver, as SDL has them."""
    count = sdl.SDL_GetNumAudioDevices(_PLAYBACK)
    return [sdl.SDL_GetAudioDeviceName(index, _PLAYBACK) or b"" for index in range(count)]


def _find_device(sdl: ctypes.CDLL, wanted: str) -> bytes | None:
    """Return the name, as SDL has it, of the device of the initialised driver that `find_name` finds.

    None if it finds none. wanted: the name or a part of it.
    """
    names = _list_devices(sdl)
    index = find_name(wanted, [_decode_text(name) for name in names])
    return None if index is None else names[index]


def _last_error(sdl: ctypes.CDLL) -> SdlError:
    """Return an `SdlError` for the latest failure in this thread, with the reason if SDL gives one."""
    return SdlError(_decode_text(sdl.SDL_GetError()) or "not available")


def _decode_text(text: bytes) -> str:
    return text.decode("utf-8", "replace")
