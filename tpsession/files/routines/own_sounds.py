"""Says whether a sound of the person's own, with which a step starts, is in their folder of sounds."""

from __future__ import annotations

from tpsession.files.paths import NoHomeError, find_paths
from tpsession.files.toml.wording import quoted


def has_own_sound(name: str) -> bool:
    """Return whether there is such a file. name: in small letters; capitals make no difference."""
    try:
        return any(path.name.lower() == name for path in find_paths().sounds.iterdir())
    except (NoHomeError, OSError):
        return False


def describe_missing_sound(name: str) -> str:
    """Return what is wrong if there is no such file."""
    return f"there is no {quoted(name)} in your folder of sounds; the step starts with its usual sound"
