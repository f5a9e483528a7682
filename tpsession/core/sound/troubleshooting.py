"""Explains why there is no sound and how to get it, on each operating system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from tpsession.core.settings.backends import MINIAUDIO
from tpsession.core.sound.packages import PIP, SDL_PACKAGE, SIMPLEAUDIO_PACKAGE, VOICE_PACKAGE, Installer

FOLLOW_ON_SCREEN = "Follow the screen instead."
"""Advice for a session without sound."""


class SoundFailure(Enum):
    """Why there is no sound, as a sentence for the person."""

    NO_LIBRARY = "No sound: no sound library is installed."
    BROKEN_LIBRARY = "No sound: no installed sound library works."
    NO_DEVICE = "No sound: no sound device was found."
    NO_ANSWER = "No sound: the sound system does not respond."
    NO_PLAYER = "No sound: the sound player does not start."
    STOPPED = "The sound stopped and is restarting."


@dataclass(frozen=True, slots=True)
class Machine:
    """What the advice depends on: the system, the processor, the Python, and how packages are installed."""

    platform: str
    """The value of `sys.platform`: ``linux``, ``darwin``, ``win32``."""
    architecture: str = ""
    """The value of `platform.machine()`: ``x86_64``, ``aarch64``, ``AMD64``."""
    distributions: tuple[str, ...] = ()
    """Ids of the Linux distribution and then of those it derives from, as in ``/etc/os-release``."""
    python: tuple[int, int] = (3, 11)
    """The version of the running Python."""
    installer: Installer = PIP
    """How packages get into the installation that runs."""

    @property
    def has_wheel(self) -> bool:
        """Whether there is a ready-made miniaudio wheel for this machine, so that no compiler is needed.

        If so, pip installs miniaudio together with tpsession.
        """
        if self.python >= (3, 15):
            return False
        if self.platform == "linux":
            # Built for both C libraries, Alpine's musl too.
            return self.architecture == "x86_64"
        return self.platform == "darwin" or (self.platform == "win32" and self.architecture == "AMD64")

    @property
    def has_sdl_wheel(self) -> bool:
        """Whether pip can install the SDL sound library ready-made here, so that no compiler is needed.

        On other machines, such as those with Alpine Linux, pip gets only the Python package, without the
        library.
        """
        if self.platform == "linux":
            return self.architecture in {"x86_64", "aarch64", "i686"} and "alpine" not in self.distributions
        return self.platform == "darwin" or (
            self.platform == "win32" and self.architecture in {"AMD64", "x86"}
        )

    @property
    def can_have_voice(self) -> bool:
        """Whether the extra `voice` can be installed here: only if there is a wheel of all that it needs."""
        if self.python >= (3, 15):
            return False
        architectures = {
            "linux": {"x86_64", "aarch64"}, "darwin": {"arm64"}, "win32": {"AMD64", "ARM64"},
        }  # fmt: skip
        return self.architecture in architectures.get(self.platform, set())


class PackageNeed(StrEnum):
    """What the person needs from the packages of a Linux distribution."""

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
"""For each distribution, the command that installs packages and the packages for each need."""


def find_install_command(machine: Machine, need: PackageNeed) -> str:
    """Return the Linux command that installs the packages for a need; empty if no distribution is known.

    The first of `machine.distributions` that is known decides: the machine's own, or else one that it derives
    from.
    """
    for distribution in machine.distributions:
        known = _PACKAGES.get(distribution)
        if known is not None:
            command, names = known
            return f"{command} {names[need]}"
    return ""


def describe_library_fixes(machine: Machine) -> tuple[str, ...]:
    """Return how to install a sound library: a single text with a command if miniaudio or SDL is ready-made.

    Otherwise the first text says that pip has to build it, and the second how to get the compiler and build
    miniaudio. On Linux a third text says how to build simpleaudio instead.
    """
    if machine.has_wheel:
        return (f"Install the sound library: {machine.installer.install_command(MINIAUDIO)}.",)
    if machine.has_sdl_wheel:
        return (f"Install the sound library: {machine.installer.install_command(SDL_PACKAGE)}.",)
    compiler = _describe_packages(machine, PackageNeed.COMPILER)
    fixes = [
        "There is no ready-made sound library for this system, so pip has to build it.",
        f"{compiler} Then run: {machine.installer.install_command(MINIAUDIO)}.",
    ]
    if machine.platform == "linux":
        headers = _describe_packages(machine, PackageNeed.ALSA)
        command = machine.installer.install_command(SIMPLEAUDIO_PACKAGE)
        fixes.append(f"Or use simpleaudio. {headers} Then run: {command}.")
    return tuple(fixes)


def describe_missing_voice(machine: Machine) -> str:
    """Return what to say if the extra voice is needed but isn't installed.

    That is how to install it, or that there is none for this computer.
    """
    if not machine.can_have_voice:
        return "There is no extra voice for this computer. The short phrases are spoken instead."
    command = machine.installer.install_command(VOICE_PACKAGE)
    return f"An extra package is needed to speak more than the short phrases. Install it with: {command}"


def describe_device_fixes(machine: Machine) -> tuple[str, ...]:
    """Return what to do if there is a sound library but no sound device.

    Each text is a step, or another way.
    """
    match machine.platform:
        case "darwin":
            return (
                "Choose a device in System Settings > Sound > Output.",
                "Turn on a speaker or plug in headphones; the sound then starts automatically.",
            )
        case "win32":
            return (
                "Choose a device in Settings > System > Sound > Output.",
                "If none is listed, start the Windows Audio service.",
                "Turn on a speaker or plug in headphones; the sound then starts automatically.",
            )
        case _:
            server = _describe_packages(machine, PackageNeed.SERVER)
            return (
                "Turn on a speaker or plug in headphones; the sound then starts automatically.",
                f"{server} Then log in again.",
                "There is no sound over SSH or in a container: use the computer that has the speaker.",
            )


def _describe_restart(machine: Machine) -> str:
    """Return a sentence on the last resort: how to restart the sound system of this machine.

    It begins with "If that doesn't help", so other advice has to stand before it.
    """
    match machine.platform:
        case "darwin":
            return "If that doesn't help, restart the sound system: sudo killall coreaudiod."
        case "win32":
            return "If that doesn't help, restart the Windows Audio service."
        case _:
            return "If that doesn't help, log out and in again to restart the sound server."


_RETRIES = "tpsession tries again every few seconds."


def describe_fixes(failure: SoundFailure, machine: Machine, reasons: Sequence[str] = ()) -> tuple[str, ...]:
    """Return short texts on what the person can do about a failure, in the order in which to read them.

    Some only say why it is so, or that tpsession tries again. For a broken library, the texts are only the
    reasons, each as a sentence. Empty if sound is only restarting.

    Args:
        failure: Why there is no sound.
        machine: The computer that the advice is for.
        reasons: Why each installed sound library can't be used, one clause each.

    """
    match failure:
        case SoundFailure.NO_LIBRARY:
            return describe_library_fixes(machine)
        case SoundFailure.BROKEN_LIBRARY:
            return tuple(f"{reason[0].upper()}{reason[1:]}." for reason in reasons)
        case SoundFailure.NO_DEVICE:
            return describe_device_fixes(machine)
        case SoundFailure.NO_ANSWER:
            return (_RETRIES, _describe_restart(machine))
        case SoundFailure.NO_PLAYER:
            return (_RETRIES, "If that doesn't help, reinstall tpsession.")
        case _:
            # The player restarts without the person's help.
            return ()


def describe_failure(failure: SoundFailure, machine: Machine, reasons: Sequence[str] = ()) -> str:
    """Return the text to show while there is no sound.

    It says why, then to follow the screen, then the first two texts of `describe_fixes`, if there are any.
    """
    return " ".join((failure.value, FOLLOW_ON_SCREEN, *describe_fixes(failure, machine, reasons)[:2]))


def _describe_packages(machine: Machine, need: PackageNeed) -> str:
    """Return a sentence that says to install what is needed, with the command if it is known."""
    command = find_install_command(machine, need)
    if command:
        return f"Install {need} with: {command}."
    return (
        f"Install {need} from your system's packages." if machine.platform == "linux" else f"Install {need}."
    )
