"""How to get sound on a system that has none: the words for the screen, `doctor` and the sound check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

FOLLOW_ON_SCREEN = "Follow it on the screen instead."
"""What there is where nothing is heard."""


class SoundFailure(Enum):
    """Why nothing is heard, as a sentence; what helps depends on it."""

    NO_LIBRARY = "No sound: no sound library is installed."
    BROKEN_LIBRARY = "No sound: no sound library can be used."
    NO_DEVICE = "No sound: no sound device was found."
    NO_ANSWER = "No sound: the sound system does not answer."
    NO_PLAYER = "No sound: the sound player does not start."
    STOPPED = "The sound stopped and is being started again."


@dataclass(frozen=True, slots=True)
class Machine:
    """What the advice depends on."""

    platform: str
    """As `sys.platform` has it: ``linux``, ``darwin``, ``win32``."""
    architecture: str = ""
    """As `platform.machine` has it: ``x86_64``, ``aarch64``, ``AMD64``."""
    distributions: tuple[str, ...] = ()
    """The Linux distribution's id and the ids of those it is like, the own one first."""
    musl: bool = False
    """Whether its C library is musl, as on Alpine."""
    python: tuple[int, int] = (3, 11)
    """The running Python's version."""

    @property
    def has_wheel(self) -> bool:
        """Whether miniaudio installs here without a compiler, and so was required by the installation."""
        if self.python >= (3, 15):
            return False
        if self.platform == "linux":
            return self.architecture == "x86_64" and not self.musl
        return self.platform == "darwin" or (self.platform == "win32" and self.architecture == "AMD64")


class PackageNeed(StrEnum):
    """What a system's packages are wanted for."""

    COMPILER = "a compiler"
    """To build miniaudio."""
    ALSA = "a compiler and the ALSA headers"
    """To build simpleaudio."""
    SERVER = "a sound server"


_PACKAGES: dict[str, tuple[str, dict[PackageNeed, str]]] = {
    "debian": (
        "sudo apt install",
        {
            PackageNeed.COMPILER: "build-essential python3-dev",
            PackageNeed.ALSA: "build-essential python3-dev libasound2-dev",
            PackageNeed.SERVER: "pulseaudio libasound2-plugins",
        },
    ),
    "fedora": (
        "sudo dnf install",
        {
            PackageNeed.COMPILER: "gcc python3-devel",
            PackageNeed.ALSA: "gcc python3-devel alsa-lib-devel",
            PackageNeed.SERVER: "pipewire-pulseaudio alsa-plugins-pulseaudio",
        },
    ),
    "arch": (
        "sudo pacman -S",
        {
            PackageNeed.COMPILER: "base-devel",
            PackageNeed.ALSA: "base-devel alsa-lib",
            PackageNeed.SERVER: "pipewire-pulse pipewire-alsa",
        },
    ),
    "suse": (
        "sudo zypper install",
        {
            PackageNeed.COMPILER: "gcc python3-devel",
            PackageNeed.ALSA: "gcc python3-devel alsa-devel",
            PackageNeed.SERVER: "pipewire-pulseaudio alsa-plugins-pulse",
        },
    ),
    "alpine": (
        "sudo apk add",
        {
            PackageNeed.COMPILER: "build-base python3-dev linux-headers",
            PackageNeed.ALSA: "build-base python3-dev alsa-lib-dev",
            PackageNeed.SERVER: "pulseaudio alsa-plugins-pulse",
        },
    ),
}
"""By distribution: the command that installs, and its packages for each need."""


def find_install_command(machine: Machine, need: PackageNeed) -> str:
    """The command that gets what is needed on a Linux system; empty where it isn't known."""
    for distribution in machine.distributions:
        known = _PACKAGES.get(distribution)
        if known is not None:
            command, names = known
            return f"{command} {names[need]}"
    return ""


def describe_library_fixes(machine: Machine) -> tuple[str, ...]:
    """How to get a sound library, a sentence each."""
    if machine.has_wheel:
        return ("Install the sound library: pip install miniaudio.",)
    said = [
        "There is no ready-made sound library for this system; it is built on the spot.",
        _first(machine, PackageNeed.COMPILER, "Install it: pip install 'tpsession[miniaudio]'."),
    ]
    if machine.platform == "linux":
        said.append(
            _first(machine, PackageNeed.ALSA, "Or install the other one: pip install 'tpsession[simpleaudio]'.")
        )
    return tuple(said)


def describe_device_fixes(machine: Machine) -> tuple[str, ...]:
    """How to get a sound device, a sentence each; a library is there."""
    match machine.platform:
        case "darwin":
            return (
                "Choose a device in System Settings, Sound, Output.",
                "Switch on a speaker or plug in headphones, and sound comes by itself.",
            )
        case "win32":
            return (
                "Choose a device in Settings, System, Sound, Output.",
                "If none is listed, start the service Windows Audio.",
                "Switch on a speaker or plug in headphones, and sound comes by itself.",
            )
        case _:
            return (
                "Switch on a speaker or plug in headphones, and sound comes by itself.",
                _first(machine, PackageNeed.SERVER, "Then log in again."),
                "Over SSH and in a container there is no sound: start it where the speaker is.",
            )


def _answer_help(machine: Machine) -> str:
    """How to start a sound system anew that doesn't answer."""
    match machine.platform:
        case "darwin":
            return "If it stays so, start the sound system anew: sudo killall coreaudiod."
        case "win32":
            return "If it stays so, start the service Windows Audio again."
        case _:
            return "If it stays so, log out and in again, which starts the sound server anew."


_AGAIN = "It is tried again every few seconds."


def describe_fixes(lack: SoundFailure, machine: Machine, reasons: Sequence[str] = ()) -> tuple[str, ...]:
    """What to do, the most helpful first, a sentence each.

    reasons: why those libraries that are installed can't be used, a clause each.
    """
    match lack:
        case SoundFailure.NO_LIBRARY:
            return describe_library_fixes(machine)
        case SoundFailure.BROKEN_LIBRARY:
            return tuple(f"{reason[0].upper()}{reason[1:]}." for reason in reasons)
        case SoundFailure.NO_DEVICE:
            return describe_device_fixes(machine)
        case SoundFailure.NO_ANSWER:
            return (_AGAIN, _answer_help(machine))
        case SoundFailure.NO_PLAYER:
            return (_AGAIN, "If it stays so, install the program again.")
        case _:
            # It starts again by itself.
            return ()


def describe_failure(lack: SoundFailure, machine: Machine, reasons: Sequence[str] = ()) -> str:
    """What the screen says where nothing is heard."""
    return " ".join((lack.value, FOLLOW_ON_SCREEN, *describe_fixes(lack, machine, reasons)[:2]))


def _first(machine: Machine, need: PackageNeed, then: str) -> str:
    """The system's packages, where they are known, and what follows."""
    command = find_install_command(machine, need)
    if command:
        return f"Get {need} with: {command}. {then}"
    return f"Get {need} from your system. {then}" if machine.platform == "linux" else f"Get {need}. {then}"
