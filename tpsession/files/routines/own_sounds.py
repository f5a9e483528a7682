"""Says whether a sound of the person's own, with which a step starts, is in their folder of sounds."""

from __future__ import annotations

from tpsession.files.paths import NoHomeError, find_paths
from tpsession.files.toml.wording import quoted


def has_own_sound(name: str) -> bool:
    """Return whether the person's folder of sounds has a file of this name; False if it can't be read.

    name: with its ending, in small letters; the file's name may have capitals.
    """
    try:
        return any(path.name.lower() == name for path in find_paths().sounds.iterdir())
    except (NoHomeError, OSError):
        return False


def describe_missing_sound(name: str) -> str:
    """Return the warning, as a clause, that the person's folder of sounds has no file of this name."""
    return f"there is no {quoted(name)} in your folder of sounds; the step starts with its usual sound"
