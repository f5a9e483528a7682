"""Whether something can be kept at a place, found out without making anything."""

from __future__ import annotations

import os
from pathlib import Path


def why_unwritable(place: Path, *, folder: bool) -> str:
    """Why nothing could be written there, as a clause; empty where it could.

    folder: whether the place is one, else it is a file. What is missing would be made.
    """
    if place.exists():
        if place.is_dir() is not folder:
            return "it is a file" if folder else "it is a folder"
        if not os.access(place, os.W_OK):
            return "it may not be changed"
    home = place if folder else place.parent
    while not home.exists() and home.parent != home:
        home = home.parent
    if not home.is_dir():
        return f"{home} is no folder"
    if not os.access(home, os.W_OK | os.X_OK):
        return f"the folder {home} may not be changed"
    return ""
