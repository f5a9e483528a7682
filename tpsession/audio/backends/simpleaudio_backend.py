"""The sound device through simpleaudio: each cue is opened and played by itself.

Only the player process imports this: opening holds the interpreter while it lasts, and hangs where a sound
server hangs. For that it has a watchdog that needs no interpreter.
"""

from __future__ import annotations

import sys
import threading
from array import array
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import PackageNotFoundError, version

from tpsession.audio.backends.output import NoDeviceError
from tpsession.audio.engine.mixer import RATE
from tpsession.audio.engine.one_shot import OneShotEngine

LATENCY_S = -0.01
"""From the return of `play_buffer` until its first frame is heard; measured through PulseAudio.

Below zero: the sound begins while `play_buffer` is still returning.
"""
PATCHED = "simpleaudio-patched"
ORIGINAL = "simpleaudio"
_FIRST_BROKEN = (3, 12)
"""From this Python on the original ends the interpreter when a sound ends."""
_PROBE_FRAMES = RATE // 20
_SYSTEMS = {"darwin": "CoreAudio", "win32": "WinMM"}

Guard = Callable[[], AbstractContextManager[None]]
"""Ends the process if what it surrounds hangs."""


def unusable(python: tuple[int, int], installed: Callable[[str], bool]) -> str:
    """Why the installed simpleaudio can't be used with this Python, as a clause; empty where it can.

    Both packages bring the same module; only their metadata tells them apart.
    """
    if installed(ORIGINAL) and python >= _FIRST_BROKEN:
        return (
            f"the package {ORIGINAL} crashes Python {python[0]}.{python[1]}; replace it: "
            f"pip uninstall {ORIGINAL}, then pip install --force-reinstall {PATCHED}"
        )
    if not installed(PATCHED) and not installed(ORIGINAL):
        return f"the package {PATCHED} is not installed"
    return ""


def is_installed(distribution: str) -> bool:
    """Whether a package is installed, told by its metadata without importing it."""
    try:
        version(distribution)
    except PackageNotFoundError:
        return False
    return True


class OneShotDevice:
    """A device that was seen to open; each cue opens it anew."""

    def __init__(self, cues: OneShotEngine, play: Callable[[array[int]], object], *, named: bool) -> None:
        """Begin to play the cues."""
        self.backend = _SYSTEMS.get(sys.platform, "ALSA")
        self.name = ""
        self.named = named
        self.measured = True
        self._cues = cues
        self._play = play
        self._lost = ""
        self._thread = threading.Thread(target=self._run, name="cues", daemon=True)
        self._thread.start()

    @property
    def latency_s(self) -> float:
        """Seconds that an opening usually took; what has begun is heard at once."""
        return self._cues.opening_s

    def lost(self) -> str:
        """Why it plays no longer, empty while it does."""
        return self._lost

    def close(self) -> None:
        """Open nothing any more."""
        self._cues.halt()
        self._thread.join(1.0)

    def _run(self) -> None:
        try:
            self._cues.run(self._play)
        except NoDeviceError as error:
            self._lost = str(error) or "the sound device does not open"


def open_sounds(cues: OneShotEngine, wanted: str, guard: Guard) -> OneShotDevice:
    """See whether the system's device opens, and play on it from then on; another can't be chosen.

    May hang where a sound server hangs. Raises `NoDeviceError`.
    """

    def play(buffer: array[int]) -> object:
        with guard():
            return _play(buffer)

    play(array("h", bytes(2 * _PROBE_FRAMES)))
    return OneShotDevice(cues, play, named=not wanted)


def _play(buffer: array[int]) -> object:
    # Only where it is used: whether it may be imported at all is asked first.
    import simpleaudio  # noqa: PLC0415 - see above

    try:
        return simpleaudio.play_buffer(buffer, 1, 2, RATE)
    except Exception as error:  # the library's own class is in a private module
        raise NoDeviceError(str(error)) from error
