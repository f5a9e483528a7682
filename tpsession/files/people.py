"""Several people on one machine: whose history is used, and who has one.

Each person has a history, with the answers, programmes and backups that belong to it. Settings, routines and
sounds are shared. The history without a name is that of whoever used the program first.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from tpsession.core.errors import UsageError

PERSON_VARIABLE = "TPSESSION_PERSON"
"""The environment variable that names the person; ``--person`` sets it. It is stronger than the settings."""
NO_NAME = "no name"
"""How the person without a name is called where there are others."""
_FOLDER = "people"
_NAME = re.compile(r"[^\W_][\w -]{0,38}[^\W_]|[^\W_]")
_MENTION = b"person"
_MAX_BYTES = 256 * 1024
"""No more of the settings file is read."""


def check_person(name: str) -> str:
    """Return a person's name without spaces around it. Raises `UsageError` if it can't be one.

    It becomes the name of a folder, so it has letters and digits, with spaces, ``-`` and ``_`` between them,
    40 characters at most, and isn't a name that Windows reserves.
    """
    from tpsession.core.catalog.routine_id import is_reserved_name  # noqa: PLC0415 - few people give one

    stripped = name.strip()
    if not _NAME.fullmatch(stripped) or is_reserved_name(stripped):
        raise UsageError(
            f'"{name}" can\'t be the name of a person.',
            "Use up to 40 letters and digits, with spaces or hyphens between them.",
        )
    return stripped


def find_person(settings: Path) -> str:
    """Return whose history is used: the name in the environment, or else in the settings; empty without one.

    A name in the settings that no person can have counts as none; the check of the settings reports it.
    Raises `UsageError` for such a name in the environment.
    """
    named = os.environ.get(PERSON_VARIABLE, "")
    return check_person(named) if named else _person_in_settings(settings)


def history_of(data: Path, person: str) -> Path:
    """Return the path of the history file of a person, whose name may be in upper or lower case.

    data: the folder of the program's data. person: the name; empty for the history without a name.
    """
    folder = data / _FOLDER / person.casefold() if person else data
    return folder / "history.sqlite"


def describe_person(data: Path, person: str) -> str:
    """Return the name to show where it matters whose history is used; empty if nobody else has a history.

    For somebody without a name it is `NO_NAME`.

    Args:
        data: The folder of the data.
        person: Whose history is used; empty for somebody without a name.

    """
    others = set[str]()
    with suppress(OSError):
        others = {
            folder.name for folder in (data / _FOLDER).iterdir() if (folder / "history.sqlite").exists()
        }
    if not others - {person.casefold()}:
        unnamed = history_of(data, "")
        if not (person and os.path.exists(unnamed)):  # noqa: PTH110 - false if it can't be reached
            return ""
    return person or NO_NAME


def _person_in_settings(settings: Path) -> str:
    """Return the name in the settings file; empty if it has none, or none that can be one. Never raises.

    Its TOML is read, which takes 3 ms, only if the file has the word "person" at all. Like the settings
    themselves, it never waits for a pipe or a device, which it doesn't open.
    """
    try:
        if not stat.S_ISREG(settings.stat().st_mode):
            return ""
        with settings.open("rb") as file:
            content = file.read(_MAX_BYTES)
    except (OSError, ValueError):
        return ""
    if _MENTION not in content:
        return ""
    from tpsession.files.toml.reader import read_bytes  # noqa: PLC0415 - see above

    history = read_bytes(content, _MAX_BYTES).data.get("history")
    name = history.get("person") if isinstance(history, dict) else None
    with suppress(UsageError):
        return check_person(name) if isinstance(name, str) and name else ""
    return ""
