"""Where everything that belongs to the person lies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

HOME_VARIABLE = "TPSESSION_HOME"
"""Names one folder for data, settings, cache and log; without it the system's own places are used."""

_APP = "tpsession"
_PRIVATE = 0o700


class Paths(NamedTuple):
    """The places, all absolute; none of them need exist."""

    data: Path
    """Folder of the routines, the sounds and the history."""
    routines: Path
    """Folder of the person's own routine files."""
    sounds: Path
    """Folder of the person's own sounds."""
    settings: Path
    """The settings file."""
    history: Path
    """The history's database file."""
    cache: Path
    """Folder of what can be made again."""
    log: Path
    """The log file."""

    def named(self) -> list[tuple[str, Path]]:
        """Each place with its name, in the order above."""
        return list(self._asdict().items())


def find_paths() -> Paths:
    """The places on this machine. Makes nothing."""
    home = os.environ.get(HOME_VARIABLE, "")
    if home:
        base = Path(home).expanduser().absolute()
        return _paths(base, base, base / "cache", base)
    # Not needed where the variable is set.
    import platformdirs  # noqa: PLC0415

    return _paths(
        platformdirs.user_data_path(_APP, appauthor=False),
        platformdirs.user_config_path(_APP, appauthor=False),
        platformdirs.user_cache_path(_APP, appauthor=False),
        platformdirs.user_log_path(_APP, appauthor=False),
    )


def _paths(data: Path, config: Path, cache: Path, log: Path) -> Paths:
    return Paths(
        data=data,
        routines=data / "routines",
        sounds=data / "sounds",
        settings=config / "settings.toml",
        history=data / "history.sqlite",
        cache=cache,
        log=log / "tpsession.log",
    )


def make_folder(folder: Path) -> Path:
    """Make a folder and the parents it lacks, for the person alone (0700), and return it.

    One that exists keeps its mode. Raises `OSError` where it can't be made.
    """
    missing = []
    place = folder
    while not place.is_dir():
        missing.append(place)
        if place.parent == place:
            break
        place = place.parent
    # One at a time: `mkdir(parents=True)` would leave the parents open to others.
    for place in reversed(missing):
        place.mkdir(mode=_PRIVATE, exist_ok=True)
    return folder
