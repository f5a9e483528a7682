# ruff: noqa: N802 - the library's functions have these names
"""The choice of SDL's drivers and devices, with a fake of the library."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from tests.extras import need_extra
from tpsession.audio.backends import sdl_library
from tpsession.audio.backends.device_names import SEARCH_INTERVAL
from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.backends.sdl_backend import BLOCK_FRAMES, SYSTEM_NAMES, list_drivers, open_stream
from tpsession.audio.backends.sdl_library import find_library, load_library
from tpsession.audio.engine.mixer import RATE


class FakeSdl:
    """The functions of SDL that are used, without sound."""

    def __init__(self, devices: dict[str, list[str]], broken: tuple[str, ...] = ()) -> None:
        """devices: the names of the devices of each driver that can be initialised. broken: won't open."""
        self.devices = devices
        self.broken = broken
        self.driver = ""
        self.is_gone = False
        self.is_playing = False
        self.spec: Any = None
        self._error = ""

    def SDL_SetHint(self, name: bytes, value: bytes) -> int:
        return 1

    def SDL_AudioInit(self, driver: bytes) -> int:
        assert not self.driver, "only one driver at a time"
        if driver.decode() not in self.devices:
            # Without its C library a driver fails without a reason.
            self._error = "" if driver == b"jack" else "no server"
            return -1
        self.driver = driver.decode()
        return 0

    def SDL_AudioQuit(self) -> None:
        self.driver = ""
        self.is_playing = False

    def SDL_ClearError(self) -> None:
        self._error = ""

    def SDL_GetError(self) -> bytes:
        return self._error.encode()

    def SDL_GetNumAudioDevices(self, is_capture: int) -> int:
        assert not is_capture
        return len(self.devices[self.driver])

    def SDL_GetAudioDeviceName(self, index: int, _: int) -> bytes:
        return self.devices[self.driver][index].encode()

    def SDL_OpenAudioDevice(self, name: bytes | None, _: int, spec: object, *rest: object) -> int:
        assert rest == (None, 0)
        if (name.decode() if name else self.driver) in self.broken:
            self._error = "busy"
            return 0
        # What `ctypes.byref` returns holds the structure so.
        self.spec = cast("Any", spec)._obj
        return 2

    def SDL_PauseAudioDevice(self, device: int, is_paused: int) -> None:
        self.is_playing = device == 2 and not is_paused

    def SDL_GetAudioDeviceStatus(self, device: int) -> int:
        assert device == 2
        return 0 if self.is_gone else 1

    def SDL_CloseAudioDevice(self, device: int) -> None:
        assert self.driver, "the driver is needed to close a device"
        self.is_playing = False

    @property
    def library(self) -> ctypes.CDLL:
        """This fake, in place of the loaded library."""
        return cast("ctypes.CDLL", self)


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


def silence(frames: int) -> bytes:
    return bytes(2 * frames)


@pytest.mark.parametrize(
    ("platform", "drivers"),
    [
        ("linux", ["pulseaudio", "pipewire", "alsa", "jack"]),
        ("darwin", ["coreaudio"]),
        ("win32", ["wasapi", "directsound", "winmm"]),
    ],
)
def test_the_usual_driver_of_a_platform_comes_first_and_all_have_names(
    platform: str, drivers: list[str]
) -> None:
    assert list_drivers(platform) == drivers
    assert SYSTEM_NAMES.keys() >= set(drivers)


def test_the_first_driver_that_opens_plays_on_the_default_device() -> None:
    sdl = FakeSdl({"pulseaudio": [], "alsa": ["Horn"]}, broken=("pulseaudio",))
    stream = open_stream(sdl.library, "", silence)
    assert (stream.backend, stream.name, stream.is_wanted) == ("ALSA", "", True)
    assert sdl.is_playing
    assert stream.loss_reason() == ""
    stream.close()
    assert not sdl.driver


def test_pipewire_without_a_device_is_left_out() -> None:
    devices = {"pipewire": ["Horn"], "alsa": []}
    assert open_stream(FakeSdl(devices).library, "", silence).backend == "PipeWire"
    devices["pipewire"].clear()
    assert open_stream(FakeSdl(devices).library, "", silence).backend == "ALSA"


def test_the_wanted_device_is_found_in_any_driver_by_a_part_of_its_name() -> None:
    sdl = FakeSdl({"pulseaudio": ["Horn"], "alsa": ["Horn", "USB Headphones"]})
    stream = open_stream(sdl.library, "headphones", silence)
    assert (stream.backend, stream.name, stream.is_wanted) == ("ALSA", "USB Headphones", True)


def test_in_place_of_a_missing_device_the_default_one_plays_until_the_wanted_one_is_there() -> None:
    sdl = FakeSdl({"pulseaudio": ["Horn"]})
    stream = open_stream(sdl.library, "headphones", silence)
    assert (stream.name, stream.is_wanted) == ("", False)
    sdl.devices["pulseaudio"].append("Headphones")
    reasons = [stream.loss_reason() for _ in range(SEARCH_INTERVAL)]
    assert reasons == [*[""] * (SEARCH_INTERVAL - 1), "the device headphones is back"]


def test_in_place_of_a_device_that_does_not_open_the_default_one_plays_and_nothing_is_looked_for() -> None:
    sdl = FakeSdl({"pulseaudio": ["Headphones"]}, broken=("Headphones",))
    stream = open_stream(sdl.library, "headphones", silence)
    assert (stream.name, stream.is_wanted) == ("", False)
    assert not any(stream.loss_reason() for _ in range(SEARCH_INTERVAL))


def test_a_device_that_is_gone_has_to_be_opened_again() -> None:
    sdl = FakeSdl({"pulseaudio": ["Horn"]})
    stream = open_stream(sdl.library, "", silence)
    sdl.is_gone = True
    assert stream.loss_reason() == "the sound device is gone"


def test_if_nothing_opens_the_reason_of_each_driver_is_given() -> None:
    sdl = FakeSdl({"alsa": []}, broken=("alsa",))
    reasons = "PulseAudio: no server; PipeWire: no server; ALSA: busy; JACK: not available"
    with pytest.raises(NoDeviceError, match=reasons):
        open_stream(sdl.library, "", silence)
    assert not sdl.driver


def test_the_callback_fills_the_whole_buffer_with_the_block() -> None:
    sdl = FakeSdl({"pulseaudio": []})
    stream = open_stream(sdl.library, "", lambda frames: b"ab" * frames)
    assert (sdl.spec.freq, sdl.spec.channels, sdl.spec.samples) == (RATE, 1, BLOCK_FRAMES)
    buffer = ctypes.create_string_buffer(b"-" * 10)
    sdl.spec.callback(None, ctypes.addressof(buffer), 8)
    assert buffer.value == b"abababab--"
    stream.close()


@pytest.mark.parametrize(
    ("platform", "path"),
    [
        ("linux", "dll/libSDL2-2.0.so"),
        ("win32", "dll/SDL2.dll"),
        ("darwin", "dll/SDL2.framework/Versions/A/SDL2"),
    ],
)
def test_the_library_is_found_in_its_package_on_each_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, path: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.syspath_prepend(tmp_path)
    file = tmp_path / sdl_library.MODULE / path
    file.parent.mkdir(parents=True)
    (tmp_path / sdl_library.MODULE / "__init__.py").touch()
    assert find_library() is None
    file.touch()
    assert find_library() == file


@pytest.mark.extra
def test_the_real_library_has_every_driver_of_this_platform() -> None:
    need_extra("sdl")
    sdl = load_library()
    sdl.SDL_GetAudioDriver.restype = ctypes.c_char_p
    drivers = [sdl.SDL_GetAudioDriver(index).decode() for index in range(sdl.SDL_GetNumAudioDrivers())]
    assert set(drivers) >= set(list_drivers(sys.platform))
