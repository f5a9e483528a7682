"""The packages that add sound to the program, and how they get into the installation that runs."""

from __future__ import annotations

from dataclasses import dataclass

VOICE_PACKAGE = "hibari-tts"
"""The package of the extra `voice`, which speaks any text."""
SDL_PACKAGE = "pysdl2-dll"
"""The package with the sound library SDL ready-made."""
SIMPLEAUDIO_PACKAGE = "simpleaudio-patched"
"""The maintained package with the module simpleaudio."""
ENCODER_PACKAGE = "soundfile"
"""The package of the extra `render`, which writes FLAC and MP3 files."""


@dataclass(frozen=True, slots=True)
class Installer:
    """The commands that change the packages in the installation of this program. `{}` is the package."""

    install: str = "pip install {}"
    reinstall: str = "pip install --force-reinstall {}"
    uninstall: str = "pip uninstall {}"

    def install_command(self, package: str) -> str:
        """Return the command that installs a package."""
        return self.install.format(package)

    def reinstall_command(self, package: str) -> str:
        """Return the command that installs a broken package anew."""
        return self.reinstall.format(package)

    def uninstall_command(self, package: str) -> str:
        """Return the command that removes a package."""
        return self.uninstall.format(package)


PIP = Installer()
"""The commands for an installation about which nothing is known."""
