"""Where the built-in routines and sounds lie."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).parent.parent


class Resources(NamedTuple):
    """Folders of what the program brings along."""

    routines: Path
    sounds: Path


def find_resources(package: Path = _PACKAGE) -> Resources:
    """The built-in folders: inside the package in an installed program, beside it in a checkout."""
    return Resources(_folder(package, "routines"), _folder(package, "sounds"))


def _folder(package: Path, name: str) -> Path:
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
