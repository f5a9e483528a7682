"""The sound libraries that can be used here, in the order in which they are tried.

It imports them, so only the player process asks for more than the decoder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from tpsession.audio.backends.output import SoundLibrary
from tpsession.audio.backends.simpleaudio_backend import (
    LATENCY_S,
    ORIGINAL,
    PATCHED,
    Guard,
    is_installed,
    open_sounds,
    unusable,
)
from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.one_shot import OneShotEngine
from tpsession.audio.files.sounds import Decoder, Samples
from tpsession.core.settings.backends import MINIAUDIO, SIMPLEAUDIO

Make = Callable[[Samples, Callable[[], float], Guard], SoundLibrary]
"""Makes a library of the samples of each sound, the clock and what guards an opening that may hang."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A sound library that can't be used."""

    why: str
    """A clause."""
    installed: bool
    """Whether it is there all the same."""


class _UnusableError(Exception):
    def __init__(self, why: str, *, installed: bool) -> None:
        super().__init__(why)
        self.found = Unusable(why, installed)


def find_libraries(wanted: Sequence[str]) -> tuple[list[Make], dict[str, Unusable]]:
    """The usable ones of those wanted, in that order; and why the others aren't."""
    usable: list[Make] = []
    unusable_ones: dict[str, Unusable] = {}
    for name in wanted:
        try:
            usable.append(_FINDERS[name]())
        except _UnusableError as error:
            unusable_ones[name] = error.found
    return usable, unusable_ones


@contextmanager
def _importing(package: str) -> Iterator[None]:
    """What is imported in here may be broken, in whatever way."""
    try:
        yield
    except Exception as error:  # a library's own code runs
        said = " ".join(str(error).split()) or type(error).__name__
        raise _UnusableError(
            f"the package {package} can't be loaded ({said}); install it again: "
            f"pip install --force-reinstall {package}",
            installed=True,
        ) from error


def find_decoder() -> Decoder | None:
    """What reads FLAC, OGG and MP3 files; None without miniaudio, which alone can."""
    try:
        # It costs 20 ms, and the library may be missing.
        from tpsession.audio.backends.miniaudio_backend import decode  # noqa: PLC0415
    except Exception:
        return None
    return decode


def _miniaudio() -> Make:
    if find_spec(MINIAUDIO) is None:
        raise _UnusableError(f"the package {MINIAUDIO} is not installed", installed=False)
    with _importing(MINIAUDIO):
        from tpsession.audio.backends import miniaudio_backend as backend  # noqa: PLC0415 - it may be missing

    def make(samples: Samples, now: Callable[[], float], _guard: Guard) -> SoundLibrary:
        engine = Engine(samples, backend.LATENCY_S, samples.seconds)
        return SoundLibrary(
            MINIAUDIO,
            engine,
            lambda device: backend.open_stream(device, lambda frames: engine.block(now(), frames)),
        )

    return make


def _simpleaudio() -> Make:
    reason = unusable(sys.version_info[:2], is_installed)
    if reason:
        raise _UnusableError(reason, installed=is_installed(ORIGINAL))
    with _importing(PATCHED):
        import simpleaudio  # noqa: F401, PLC0415 - only where it may be

    def make(samples: Samples, now: Callable[[], float], guard: Guard) -> SoundLibrary:
        cues = OneShotEngine(samples, LATENCY_S, now, samples.seconds)
        return SoundLibrary(SIMPLEAUDIO, cues, partial(open_sounds, cues, guard=guard))

    return make


_FINDERS: dict[str, Callable[[], Make]] = {MINIAUDIO: _miniaudio, SIMPLEAUDIO: _simpleaudio}
