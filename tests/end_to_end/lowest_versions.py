"""Prints the lowest versions of its dependencies that `pyproject.toml` allows, for pip's option ``-c``."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
_REQUIREMENT = re.compile(r"([\w.-]+)>=([\w.]+)[^;]*(;.*)?")


def lowest_versions(project: str) -> list[str]:
    """Return each requirement of a project pinned to its lowest version, with its marker.

    Raises `ValueError` for a requirement without one.
    """
    pinned = []
    for requirement in tomllib.loads(project)["project"]["dependencies"]:
        found = _REQUIREMENT.fullmatch(requirement)
        if found is None:
            raise ValueError(f"{requirement} names no lowest version")
        name, version, marker = found.groups()
        pinned.append(f"{name}=={version}{marker or ''}")
    return pinned


if __name__ == "__main__":
    sys.stdout.write("\n".join(lowest_versions(PROJECT.read_text(encoding="utf-8"))) + "\n")
