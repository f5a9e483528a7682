"""Works out from the player processes' messages how the sound is doing, in words for the person."""

from __future__ import annotations

import threading
from dataclasses import replace

from tpsession.audio.client.protocol import Message
from tpsession.audio.system.machine import this_machine
from tpsession.core.settings.backends import SIMPLEAUDIO
from tpsession.core.sound.player import SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import SoundFailure, describe_failure


class SoundReport:
    """What plays, and what the person should know about it.

    One thread writes it. Any thread may read it, because each value is replaced as a whole.
    """

    def __init__(self, library: str) -> None:
        """Report that this library is heard until more is known."""
        self.state = SoundState(library, "")
        """How the sound is doing at the moment."""
        self.device: SoundDevice | None = None
        """What plays; None while nothing is heard."""
        self._problems: list[str] = []
        self._device_problem = ""
        self._is_known = threading.Event()

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait until it is known whether there is sound, for at most `seconds`, and return the state.

        Once it has been known, this doesn't wait again. Before that, the state says that there is sound.
        """
        self._is_known.wait(seconds)
        return self.state

    def clear_problems(self) -> None:
        """Forget the added problems, because a new process reports its own. The state stays as it is."""
        self._problems.clear()

    def add_problem(self, sentence: str) -> None:
        """Add a sentence about something that is wrong although there may be sound.

        The next call of `set_ready` puts it into the state, see `_format_problems`.
        """
        self._problems.append(sentence)

    def set_ready(self, message: Message, wanted_device: str) -> None:
        """Set the device and the state from a process's `ready` message.

        The state's message tells of the added problems, and of one more if the process plays on another
        device than the wanted one, see `_format_problems`.
        """
        library, is_wanted = str(message.get("library", "")), bool(message.get("named", True))
        self._device_problem = ""
        if not is_wanted and library == SIMPLEAUDIO:
            self._device_problem = (
                f"The sound library {library} can't choose a device. The system's default device is used."
            )
        elif not is_wanted:
            self._device_problem = (
                f'The sound device "{wanted_device}" was not found. The system\'s default device is used.'
            )
        self.device = SoundDevice(
            system=str(message.get("backend", "")),
            name=str(message.get("device", "")),
            latency_s=_to_float(message.get("latency")),
            measured=bool(message.get("measured")),
        )
        self._set_state(SoundState(library, self._format_problems()))

    def update_latency(self, message: Message) -> None:
        """Take over the latency that a heartbeat reports, if the open device's latency is measured."""
        if self.device is not None and self.device.measured:
            self.device = replace(self.device, latency_s=_to_float(message.get("latency")))

    def set_failure(self, failure: SoundFailure, reasons: tuple[str, ...] = ()) -> None:
        """Report that nothing is heard, and why, with advice for this machine.

        reasons: why each library is broken, for `BROKEN_LIBRARY`.
        """
        self.clear_device()
        self._set_state(silent_state(failure, reasons))

    def clear_device(self) -> None:
        """Note that no device is open. The state stays as it is, even if it says that there is sound."""
        self.device = None

    def _format_problems(self) -> str:
        """Return the first problem and how many more there are, in sentences; empty if there are none."""
        problems = [*self._problems, *([self._device_problem] if self._device_problem else [])]
        sentences = problems[:1]
        match len(problems) - 1:
            case 1:
                sentences.append("There is 1 more problem like this.")
            case more if more > 1:
                sentences.append(f"There are {more} more problems like this.")
        return " ".join(sentences)

    def _set_state(self, state: SoundState) -> None:
        """Report a state of the sound, and let `wait_ready` return."""
        self.state = state
        self._is_known.set()


def silent_state(failure: SoundFailure, reasons: tuple[str, ...] = ()) -> SoundState:
    """Return the state in which nothing is heard, with the failure and with advice for this machine.

    reasons: why each library is broken, for `BROKEN_LIBRARY`.
    """
    return SoundState("none", describe_failure(failure, this_machine(), reasons), failure, reasons)


def _to_float(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
