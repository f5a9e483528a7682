"""Where the person's files are: data, routines, sounds, settings, history, cache and log."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tpsession.core.errors import TpsessionError
from tpsession.files.people import find_person, history_of

HOME_VARIABLE = "TPSESSION_HOME"
"""The environment variable that names one folder for all; without it, each is where the system wants it."""

_APP = "tpsession"


class NoHomeError(TpsessionError):
    """The person has no home folder, as in some containers, so there is no place for their files."""

    def __init__(self) -> None:
        super().__init__(
            "You have no home folder on this machine, so there is no place for your files.",
            f"Set {HOME_VARIABLE} to the path of a folder that you may write to.",
        )


class Paths(NamedTuple):
    """The files and folders, all absolute; none of them has to exist."""

    data: Path
    """The folder of the routines, the sounds and the history."""
    routines: Path
    """The folder of the person's own routine files."""
    sounds: Path
    """The folder of the person's own sounds."""
    settings: Path
    """The settings file."""
    history: Path
    """The database file of the person's history."""
    cache: Path
    """The folder of files that can be made again."""
    log: Path
    """The log file."""

    @property
    def speech(self) -> Path:
        """The folder of the sounds that the synthesised voice has made of texts."""
        return self.cache / "speech"

    def named(self) -> list[tuple[str, Path]]:
        """Return the name and the path of each field, in their order; `speech` isn't among them."""
        return list(self._asdict().items())


def find_paths() -> Paths:
    """Return the paths on this machine; creates nothing.

    All are in the folder that `HOME_VARIABLE` names; without it, each is where the system wants it. The
    history is that of the person whom `find_person` finds.

    Raises `NoHomeError` if that needs a home folder and the person has none, and `UsageError` if the
    environment gives a name that can't be a person's.
    """
    try:
        paths = _find_paths()
    except RuntimeError as error:
        raise NoHomeError from error
    if not paths.data.is_absolute():
        # An older platformdirs doesn't fail, but leaves the "~" as it is.
        raise NoHomeError
    return paths


def _find_paths() -> Paths:
    """Return the paths on this machine, as `find_paths` does, but don't check them.

    May raise `RuntimeError` if the person has no home folder.
    """
    home = os.environ.get(HOME_VARIABLE, "")
    if home:
        base = Path(home).expanduser().absolute()
        return _paths_in(data=base, config=base, cache=base / "cache", log=base)
    import platformdirs  # noqa: PLC0415 - not needed if the variable is set

    return _paths_in(
        data=platformdirs.user_data_path(_APP, appauthor=False),
        config=platformdirs.user_config_path(_APP, appauthor=False),
        cache=platformdirs.user_cache_path(_APP, appauthor=False),
        log=platformdirs.user_log_path(_APP, appauthor=False),
    )


def _paths_in(*, data: Path, config: Path, cache: Path, log: Path) -> Paths:
    """Return the paths that the program uses, in the folders for data, settings, cache and log.

    Whose history is used is read in the settings file, unless the environment says it. Raises `UsageError`
    for a name in the environment that can't be a person's.
    """
    settings = config / "settings.toml"
    return Paths(
        data=data,
        routines=data / "routines",
        sounds=data / "sounds",
        settings=settings,
        history=history_of(data, find_person(settings)),
        cache=cache,
        log=log / "tpsession.log",
    )
