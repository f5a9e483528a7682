"""The program's version."""

from __future__ import annotations

from importlib.metadata import version as installed_version


def version() -> str:
    """The installed version, from the package's own metadata."""
    return installed_version("tpsession")
