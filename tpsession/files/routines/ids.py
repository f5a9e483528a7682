"""Routine ids: the stems of routine files, compared without case."""

from __future__ import annotations

import re

from tpsession.files.toml.wording import quoted

PATTERN = r"[a-z0-9-]{1,64}"
_ID = re.compile(PATTERN)
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "clock", "conin", "conout"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""Names that Windows keeps for devices, with or without an ending, that match `PATTERN`."""


def routine_id(stem: str) -> str:
    """The id of a file's stem; whether it may be one is `id_problem`'s to say."""
    return stem.lower()


def id_problem(stem: str) -> str | None:
    """What is wrong with a file's stem as a routine's id, or None."""
    identifier = routine_id(stem)
    if identifier in _DEVICES:
        return f"the file's name {quoted(stem)} is one that Windows keeps for itself; choose another"
    if _ID.fullmatch(identifier):
        return None
    better = re.sub(r"[^a-z0-9]+", "-", identifier).strip("-")[:64]
    hint = f", such as {better}.toml" if better and better not in _DEVICES else ""
    return (
        f"the file's name {quoted(stem)} can't be a routine's id; "
        f'use 1 to 64 of a to z, 0 to 9 and "-"{hint}'
    )
