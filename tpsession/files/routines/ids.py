"""Routine ids: the name of a routine file without its ending, in lower case."""

from __future__ import annotations

import re

from tpsession.files.toml.wording import quoted

PATTERN = r"[a-z0-9-]{1,64}"
_ID = re.compile(PATTERN)
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "clock", "conin", "conout"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""Names that match `PATTERN`, but that Windows reserves for devices, with any ending or none."""


def routine_id(stem: str) -> str:
    """Return the id for a file name without its ending; `id_problem` says whether it is a valid one."""
    return stem.lower()


def is_reserved_name(name: str) -> bool:
    """Return whether Windows reserves a file name, given without its ending, for a device."""
    return name.casefold() in _DEVICES


def id_problem(stem: str) -> str | None:
    """Return why a file name without its ending can't be a routine's id, or None if it can."""
    identifier = routine_id(stem)
    if is_reserved_name(identifier):
        return f"the file name {quoted(stem)} is reserved by Windows; choose another"
    if _ID.fullmatch(identifier):
        return None
    better = re.sub(r"[^a-z0-9]+", "-", identifier).strip("-")[:64]
    hint = f", such as {better}.toml" if better and better not in _DEVICES else ""
    return (
        f"the file name {quoted(stem)} can't be a routine's id; "
        f'use 1 to 64 of the characters a to z, 0 to 9 and "-"{hint}'
    )
