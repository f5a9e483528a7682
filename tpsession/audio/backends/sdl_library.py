"""Finds and loads SDL, a C library that lies ready-made in the package pysdl2-dll.

It is called through `ctypes`. The package sdl2, which wraps it, would take 0.1 s to load.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from importlib.util import find_spec
from pathlib import Path

MODULE = "sdl2dll"
_FILES = {"win32": "{}.dll", "darwin": "{0}.framework/Versions/A/{0}"}
"""The path of a library in the package's folder, by `sys.platform`; everywhere else it is `_UNIX_FILE`."""
_UNIX_FILE = "lib{}-2.0.so"

AUDIO_CALLBACK = CFUNCTYPE(None, c_void_p, c_void_p, c_int)
"""Called with what `AudioSpec.userdata` is, the address of a buffer to fill, and its length in bytes."""


class AudioSpec(Structure):
    """The C structure `SDL_AudioSpec`: the format of a stream, and who delivers it."""

    _fields_ = (
        ("freq", c_int),
        ("format", c_uint16),
        ("channels", c_uint8),
        ("silence", c_uint8),
        ("samples", c_uint16),
        ("padding", c_uint16),
        ("size", c_uint32),
        ("callback", AUDIO_CALLBACK),
        ("userdata", c_void_p),
    )


def find_library(name: str = "SDL2") -> Path | None:
    """Return the path of a library in the package pysdl2-dll; None if it isn't there.

    That is so if the package isn't installed, or if it is empty: pip installs it without libraries where
    there are none for the machine. The package itself isn't imported. name: the library's name.
    """
    spec = find_spec(MODULE)
    if spec is None:
        return None
    for folder in spec.submodule_search_locations or ():
        file = Path(folder) / "dll" / _FILES.get(sys.platform, _UNIX_FILE).format(name)
        if file.is_file():
            return file
    return None


def load_library() -> ctypes.CDLL:
    """Load SDL, declare the types of the functions that are used, and return the library.

    Raises `OSError` if there is no library that can be loaded, and `AttributeError` if it isn't SDL.
    """
    file = find_library()
    if file is None:
        raise OSError("it contains no library for this system")
    sdl = ctypes.CDLL(str(file))
    sdl.SDL_SetHint.argtypes = [c_char_p, c_char_p]
    sdl.SDL_ClearError.restype = None
    sdl.SDL_GetError.restype = c_char_p
    sdl.SDL_AudioInit.argtypes = [c_char_p]
    sdl.SDL_AudioQuit.restype = None
    sdl.SDL_GetCurrentAudioDriver.restype = c_char_p
    sdl.SDL_GetNumAudioDevices.argtypes = [c_int]
    sdl.SDL_GetAudioDeviceName.argtypes = [c_int, c_int]
    sdl.SDL_GetAudioDeviceName.restype = c_char_p
    sdl.SDL_OpenAudioDevice.argtypes = [c_char_p, c_int, POINTER(AudioSpec), POINTER(AudioSpec), c_int]
    sdl.SDL_OpenAudioDevice.restype = c_uint32
    sdl.SDL_PauseAudioDevice.argtypes = [c_uint32, c_int]
    sdl.SDL_PauseAudioDevice.restype = None
    sdl.SDL_GetAudioDeviceStatus.argtypes = [c_uint32]
    sdl.SDL_CloseAudioDevice.argtypes = [c_uint32]
    sdl.SDL_CloseAudioDevice.restype = None
    return sdl
