"""Finds the sound libraries that can be used on this machine.

It imports them, so outside the player process only `find_decoder` is called.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from tpsession.audio.backends import sdl_backend, sdl_library
from tpsession.audio.backends.output import SoundLibrary
from tpsession.audio.backends.simpleaudio_backend import (
    LATENCY_S,
    ORIGINAL,
    Guard,
    is_installed,
    open_device,
    unusable_reason,
)
from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.one_shot import OneShotEngine
from tpsession.audio.files.sounds import Decoder, Samples
from tpsession.audio.system.installation import find_installer
from tpsession.core.settings.backends import MINIAUDIO, SDL, SIMPLEAUDIO
from tpsession.core.sound.packages import SDL_PACKAGE, SIMPLEAUDIO_PACKAGE

LibraryFactory = Callable[[Samples, Callable[[], float], Guard], SoundLibrary]
"""Makes a `SoundLibrary` from the samples, the clock, and a guard for device calls that may hang."""


@dataclass(frozen=True, slots=True)
class UnusableLibrary:
    """A sound library that can't be used."""

    reason: str
    """A clause, such as "the package miniaudio is not installed"."""
    is_installed: bool


class _UnusableError(Exception):
    def __init__(self, reason: str, *, is_installed: bool) -> None:
        super().__init__(reason)
        self.library = UnusableLibrary(reason, is_installed)


def find_libraries(wanted: Sequence[str]) -> tuple[list[LibraryFactory], dict[str, UnusableLibrary]]:
    """Return factories of the wanted libraries that can be used, in this order, and why the rest can't.

    The reasons are by the library's name. Installed libraries are imported, which may take a while; an error
    of an import becomes a reason. Raises `KeyError` for a name that no library has.
    """
    usable: list[LibraryFactory] = []
    unusable: dict[str, UnusableLibrary] = {}
    for name in wanted:
        try:
            usable.append(_FINDERS[name]())
        except _UnusableError as error:
            unusable[name] = error.library
    return usable, unusable


@contextmanager
def _importing(package: str) -> Iterator[None]:
    """Turn any error of the import in the block into an `_UnusableError`, which says how to fix it.

    package: the package to install again.
    """
    try:
        yield
    except Exception as error:  # a library's own code runs, which may raise anything
        text = " ".join(str(error).split()) or type(error).__name__
        raise _UnusableError(
            f"the package {package} can't be loaded ({text}); install it again: "
            f"{find_installer().reinstall_command(package)}",
            is_installed=True,
        ) from error


def find_decoder() -> Decoder | None:
    """Return the function that reads FLAC, OGG, MP3 and WAV files; None if miniaudio can't be imported."""
    try:
        from tpsession.audio.backends.miniaudio_backend import decode  # noqa: PLC0415 - 20 ms; may be absent
    except Exception:
        return None
    return decode


def _find_miniaudio() -> LibraryFactory:
    """Import miniaudio and return the factory of its `SoundLibrary`. Raises `_UnusableError`."""
    if find_spec(MINIAUDIO) is None:
        raise _UnusableError(f"the package {MINIAUDIO} is not installed", is_installed=False)
    with _importing(MINIAUDIO):
        from tpsession.audio.backends import miniaudio_backend as backend  # noqa: PLC0415 - it may be missing

    def make(samples: Samples, now: Callable[[], float], _guard: Guard) -> SoundLibrary:
        """Return the library with an engine that plays these sounds; no device is opened yet."""
        engine = Engine(samples, backend.LATENCY_S, samples.seconds)
        return SoundLibrary(
            MINIAUDIO,
            engine,
            lambda device: backend.open_stream(device, lambda frames: engine.block(now(), frames)),
        )

    return make


def _find_sdl() -> LibraryFactory:
    """Load SDL and return the factory of its `SoundLibrary`. Raises `_UnusableError`."""
    if sdl_library.find_library() is None:
        # pip installs the package without libraries where there are none for the machine.
        is_empty = find_spec(sdl_library.MODULE) is not None
        reason = "contains no library for this system" if is_empty else "is not installed"
        raise _UnusableError(f"the package {SDL_PACKAGE} {reason}", is_installed=False)
    with _importing(SDL_PACKAGE):
        sdl = sdl_library.load_library()

    def make(samples: Samples, now: Callable[[], float], _guard: Guard) -> SoundLibrary:
        """Return the library with an engine that plays these sounds; no device is opened yet."""
        engine = Engine(samples, sdl_backend.LATENCY_S, samples.seconds)
        return SoundLibrary(
            SDL,
            engine,
            lambda device: sdl_backend.open_stream(sdl, device, lambda frames: engine.block(now(), frames)),
        )

    return make


def _find_simpleaudio() -> LibraryFactory:
    """Import simpleaudio and return the factory of its `SoundLibrary`. Raises `_UnusableError`."""
    reason = unusable_reason(sys.version_info[:2], is_installed)
    if reason:
        raise _UnusableError(reason, is_installed=is_installed(ORIGINAL))
    with _importing(SIMPLEAUDIO_PACKAGE):
        import simpleaudio  # noqa: F401, PLC0415 - an optional package that may be broken

    def make(samples: Samples, now: Callable[[], float], guard: Guard) -> SoundLibrary:
        """Return the library with an engine that plays these sounds; no device is opened yet."""
        engine = OneShotEngine(samples, LATENCY_S, now, samples.seconds)
        return SoundLibrary(SIMPLEAUDIO, engine, partial(open_device, engine, guard=guard))

    return make


_FINDERS: dict[str, Callable[[], LibraryFactory]] = {
    MINIAUDIO: _find_miniaudio,
    SDL: _find_sdl,
    SIMPLEAUDIO: _find_simpleaudio,
}
