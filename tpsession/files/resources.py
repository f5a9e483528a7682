"""Where the built-in routines and sounds are."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).parent.parent


class Resources(NamedTuple):
    """The folders of the files that come with the program."""

    routines: Path
    sounds: Path


def find_resources(package: Path = _PACKAGE) -> Resources:
    """Return the built-in folders: inside the package if it is installed, beside it in a checkout.

    They may be missing.
    """
    return Resources(_find_folder(package, "routines"), _find_folder(package, "sounds"))


def _find_folder(package: Path, name: str) -> Path:
    """Return the folder of this name inside the package if it is there, else the path beside the package.

    That one may be missing.
    """
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
