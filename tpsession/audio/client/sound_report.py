"""How the sound is doing, put together from what the player processes say of themselves."""

from __future__ import annotations

import threading
from dataclasses import replace

from tpsession.audio.client.protocol import Message
from tpsession.core.settings.backends import MINIAUDIO
from tpsession.core.sound.player import SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import SoundFailure, describe_failure


class SoundReport:
    """What plays, and what is to be said of it. Written by one thread, read by any: each value is whole."""

    def __init__(self, library: str) -> None:
        """library: the one that is believed to be heard until more is known."""
        self.state = SoundState(library, "")
        """How the sound is doing right now."""
        self.device: SoundDevice | None = None
        """What plays, None while nothing is heard."""
        self._problems: list[str] = []
        self._device_problem = ""
        self._settled = threading.Event()

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait, at most so long, until it is known whether there is sound."""
        self._settled.wait(seconds)
        return self.state

    def begin(self) -> None:
        """A fresh process tells its problems anew."""
        self._problems.clear()

    def problem(self, sentence: str) -> None:
        """Something is wrong although there may be sound."""
        self._problems.append(sentence)

    def ready(self, message: Message, wanted: str) -> None:
        """A process plays from now on. wanted: the device that was asked for."""
        library, named = str(message.get("library", "")), bool(message.get("named", True))
        self._device_problem = ""
        if not named and library != MINIAUDIO:
            self._device_problem = (
                f"The sound library {library} can't choose a device; the system's own is used."
            )
        elif not named:
            self._device_problem = f'The sound device "{wanted}" was not found; the system\'s own is used.'
        self.device = SoundDevice(
            system=str(message.get("backend", "")),
            name=str(message.get("device", "")),
            latency_s=_number(message.get("latency")),
            measured=bool(message.get("measured")),
        )
        self._show(SoundState(library, self._remarks()))

    def beat(self, message: Message) -> None:
        """A process lives, and tells its latency."""
        if self.device is not None and self.device.measured:
            self.device = replace(self.device, latency_s=_number(message.get("latency")))

    def lack(self, lack: SoundFailure, reasons: tuple[str, ...] = ()) -> None:
        """Nothing is heard, and why."""
        self.silent()
        self._show(silence(lack, reasons))

    def silent(self) -> None:
        """No process plays."""
        self.device = None

    def _remarks(self) -> str:
        """What is to be said although there is sound."""
        problems = [*self._problems, *([self._device_problem] if self._device_problem else [])]
        remarks = problems[:1]
        match len(problems) - 1:
            case 1:
                remarks.append("There is 1 more problem like this.")
            case more if more > 1:
                remarks.append(f"There are {more} more problems like this.")
        return " ".join(remarks)

    def _show(self, state: SoundState) -> None:
        self.state = state
        self._settled.set()


def silence(lack: SoundFailure, reasons: tuple[str, ...] = ()) -> SoundState:
    """The state in which nothing is heard."""
    from tpsession.audio.system.machine import this_machine  # noqa: PLC0415 - only where there is no sound

    return SoundState("none", describe_failure(lack, this_machine(), reasons), lack, reasons)


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
