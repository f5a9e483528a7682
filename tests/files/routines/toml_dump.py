"""Writes dictionaries as TOML, as far as tests of routine files need it."""

from __future__ import annotations

from collections.abc import Mapping


def dump(table: Mapping[str, object]) -> str:
    """Return a TOML text of plain values, ``[tables]`` and ``[[lists of tables]]``."""
    lines = [f"{key} = {value_text(value)}" for key, value in table.items() if not _is_table(value)]
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{key}]", *(f"{inner} = {value_text(item)}" for inner, item in value.items())]
        elif _is_table(value) and isinstance(value, list):
            for item in value:
                lines += ["", f"[[{key}]]"]
                lines += dump(item).strip("\n").replace("\n[[", f"\n[[{key}.").split("\n")
    return "\n".join(lines) + "\n"


def value_text(value: object) -> str:
    """Return a plain value, or a list of them, as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    return repr(value)


def text(value: str) -> str:
    """Return a text in double quotes, with escapes where TOML needs them."""
    return '"' + "".join(_character(character) for character in value) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )
