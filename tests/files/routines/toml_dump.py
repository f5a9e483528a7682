"""Writes the dictionaries that tests make as TOML; just what a routine file needs."""

from __future__ import annotations

from collections.abc import Mapping


def dump(table: Mapping[str, object]) -> str:
    """A TOML text of plain values, ``[tables]`` and ``[[lists of tables]]``."""
    lines = [f"{key} = {value_text(value)}" for key, value in table.items() if not _is_table(value)]
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{key}]", *(f"{inner} = {value_text(item)}" for inner, item in value.items())]
        elif _is_table(value) and isinstance(value, list):
            for item in value:
                lines += ["", f"[[{key}]]", *(f"{inner} = {value_text(one)}" for inner, one in item.items())]
    return "\n".join(lines) + "\n"


def value_text(value: object) -> str:
    """A plain value or a list of plain values."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    return repr(value)


def text(value: str) -> str:
    """A basic string, with escapes for what can't stand in one."""
    return '"' + "".join(_character(character) for character in value) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )
