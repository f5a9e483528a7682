"""Plays through simpleaudio, which opens the device separately for each sound.

Only the player process imports this. Opening blocks the interpreter, and hangs if the sound server hangs. A
guard that needs no interpreter ends the process in that case.
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
from tpsession.audio.system.installation import find_installer
from tpsession.core.sound.packages import SIMPLEAUDIO_PACKAGE

LATENCY_S = -0.01
"""Seconds from the return of `play_buffer` until its first frame is heard; measured through PulseAudio.

It is negative, because the sound begins while `play_buffer` is still returning.
"""
ORIGINAL = "simpleaudio"
_FIRST_BROKEN = (3, 12)
"""Since this Python version, the original package crashes the interpreter when a sound ends."""
_PROBE_FRAMES = RATE // 20
_SYSTEMS = {"darwin": "CoreAudio", "win32": "WinMM"}

Guard = Callable[[], AbstractContextManager[None]]
"""A context that ends the process if its body hangs."""


def unusable_reason(python: tuple[int, int], is_installed: Callable[[str], bool]) -> str:
    """Return why simpleaudio can't be used with this Python, as a clause; empty if it can.

    The reason is that neither the original nor the patched package is installed, or that the original one is,
    and crashes this Python. Their modules have the same name, so only their metadata tells which is
    installed.

    python: the version, such as (3, 12). is_installed: says whether the package of a name is installed.
    """
    if is_installed(ORIGINAL) and python >= _FIRST_BROKEN:
        installer = find_installer()
        return (
            f"the package {ORIGINAL} crashes Python {python[0]}.{python[1]}; replace it: "
            f"{installer.uninstall_command(ORIGINAL)}, "
            f"then {installer.reinstall_command(SIMPLEAUDIO_PACKAGE)}"
        )
    if not is_installed(SIMPLEAUDIO_PACKAGE) and not is_installed(ORIGINAL):
        return f"the package {SIMPLEAUDIO_PACKAGE} is not installed"
    return ""


def is_installed(distribution: str) -> bool:
    """Return whether a package is installed, without importing it.

    distribution: its name in the package index, which may differ from its module's.
    """
    try:
        version(distribution)
    except PackageNotFoundError:
        return False
    return True


class OneShotDevice:
    """A device that has been opened once as a test; each sound of a cue opens it again."""

    def __init__(
        self, engine: OneShotEngine, play: Callable[[array[int]], object], *, is_wanted: bool
    ) -> None:
        """Start playing the engine's cues, in a thread.

        play: opens the device for a buffer, see `one_shot.Play`. is_wanted: whether it is the device that was
        asked for.
        """
        self.backend = _SYSTEMS.get(sys.platform, "ALSA")
        self.name = ""
        self.is_wanted = is_wanted
        self.is_measured = True
        self._engine = engine
        self._play = play
        self._loss_reason = ""
        self._thread = threading.Thread(target=self._run_engine, name="cues", daemon=True)
        self._thread.start()

    @property
    def latency_s(self) -> float:
        """How many seconds opening the device usually takes; once it is open, sound is heard at once."""
        return self._engine.opening_s

    def loss_reason(self) -> str:
        """Return why the device has to be opened again; empty unless playing has failed."""
        return self._loss_reason

    def close(self) -> None:
        """Stop opening sounds, and wait for that for at most 1 s. A sound that is open plays on."""
        self._engine.halt()
        self._thread.join(1.0)

    def _run_engine(self) -> None:
        """Play the engine's cues until it is halted or something fails; note what failed.

        Runs in a thread, where an error that nobody catches would mean silence without a word.
        """
        try:
            self._engine.run(self._play)
        except NoDeviceError as error:
            self._loss_reason = str(error) or "the sound device can't be opened"
        except Exception as error:  # whatever it is, the device is opened again
            self._loss_reason = f"playing failed: {error!r}"


def open_device(engine: OneShotEngine, wanted: str, guard: Guard) -> OneShotDevice:
    """Open the system's default device as a test, then start a thread that plays the engine's cues on it.

    Return the device. The library can't choose another one: unless `wanted` is empty, the result says that it
    isn't the wanted device. If opening hangs, the guard ends the process. Raises `NoDeviceError` if the
    device doesn't open.
    """

    def play(buffer: array[int]) -> object:
        with guard():
            return _play_buffer(buffer)

    play(array("h", bytes(2 * _PROBE_FRAMES)))
    return OneShotDevice(engine, play, is_wanted=not wanted)


def _play_buffer(buffer: array[int]) -> object:
    """Open the device and start to play this buffer; return the library's object for it.

    Raises `NoDeviceError` if the device doesn't open.
    """
    import simpleaudio  # noqa: PLC0415 - an optional package, which crashes some Python versions

    try:
        return simpleaudio.play_buffer(buffer, 1, 2, RATE)
    except Exception as error:  # the library's own class is in a private module
        raise NoDeviceError(str(error)) from error
