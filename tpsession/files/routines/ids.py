"""Says why the name of a routine file can't be a routine's id."""

from __future__ import annotations

from tpsession.core.catalog.routine_id import is_reserved_name, is_routine_id, make_routine_id, routine_id
from tpsession.files.toml.wording import quoted


def id_problem(stem: str) -> str | None:
    """Return why a file name without its ending can't be a routine's id, as a clause; None if it can."""
    identifier = routine_id(stem)
    if is_reserved_name(identifier):
        return f"the file name {quoted(stem)} is reserved by Windows; choose another"
    if is_routine_id(identifier):
        return None
    better = make_routine_id(stem)
    hint = f", such as {better}.toml" if better else ""
    return (
        f"the file name {quoted(stem)} can't be a routine's id; "
        f'use 1 to 64 of the characters a to z, 0 to 9 and "-"{hint}'
    )
