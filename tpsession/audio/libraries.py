"""The sound libraries that can be used here, in the order in which they are tried.

It imports them, so only the player process asks for more than the decoder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

from tpsession.audio.engine import Engine
from tpsession.audio.output import Library
from tpsession.audio.separate import SeparateCues
from tpsession.audio.simpleaudio_backend import LATENCY_S, PATCHED, Guard, is_installed, open_sounds, unusable
from tpsession.audio.sounds import Decoder, Samples
from tpsession.core.sound_help import LIBRARIES

MINIAUDIO, SIMPLEAUDIO = LIBRARIES

Make = Callable[[Samples, Callable[[], float], Guard], Library]
"""Makes a library of the samples of each sound, the clock and what guards an opening that may hang."""


def find_libraries(wanted: Sequence[str]) -> tuple[list[Make], dict[str, str]]:
    """The usable ones of those wanted, in that order; and why the others aren't, a clause each."""
    usable: list[Make] = []
    missing: dict[str, str] = {}
    for name in wanted:
        try:
            usable.append(_FINDERS[name]())
        except ImportError as error:
            missing[name] = str(error)
    return usable, missing


def find_decoder() -> Decoder | None:
    """What reads FLAC, OGG and MP3 files; None without miniaudio, which alone can."""
    try:
        # It costs 20 ms, and the library may be missing.
        from tpsession.audio.miniaudio_backend import decode  # noqa: PLC0415
    except ImportError:
        return None
    return decode


def _miniaudio() -> Make:
    try:
        # It may be missing.
        from tpsession.audio import miniaudio_backend as backend  # noqa: PLC0415
    except ImportError as error:
        raise ImportError("the package miniaudio is not installed") from error

    def make(samples: Samples, now: Callable[[], float], _guard: Guard) -> Library:
        engine = Engine(samples, backend.LATENCY_S, samples.seconds)
        return Library(
            MINIAUDIO,
            engine,
            lambda device: backend.open_stream(device, lambda frames: engine.block(now(), frames)),
        )

    return make


def _simpleaudio() -> Make:
    reason = unusable(sys.version_info[:2], is_installed)
    if reason:
        raise ImportError(reason)
    # It may be broken, and then another one is to be tried.
    try:
        import simpleaudio  # noqa: F401, PLC0415
    except ImportError as error:
        raise ImportError(f"the package {PATCHED} can't be loaded: {error}") from error

    def make(samples: Samples, now: Callable[[], float], guard: Guard) -> Library:
        cues = SeparateCues(samples, LATENCY_S, now, samples.seconds)
        return Library(SIMPLEAUDIO, cues, partial(open_sounds, cues, guard=guard))

    return make


_FINDERS: dict[str, Callable[[], Make]] = {MINIAUDIO: _miniaudio, SIMPLEAUDIO: _simpleaudio}
