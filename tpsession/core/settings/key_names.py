"""How the settings spell the keys of the keyboard, and what each key types."""

from __future__ import annotations

import unicodedata

_MODIFIERS = frozenset({"ctrl", "shift", "alt"})
_NAMED_KEYS = frozenset(
    {
        "space", "enter", "tab", "escape", "backspace", "delete", "insert", "home", "end", "pageup",
        "pagedown", "up", "down", "left", "right", *(f"f{number}" for number in range(1, 25)),
    }
)  # fmt: skip
_SHORT_NAMES = {
    "plus_sign": "plus",
    "hyphen_minus": "minus",
    "low_line": "underscore",
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
}
"""Textual's name for a character, by the longer name that Unicode has for it."""


def _name_of_character(character: str) -> str:
    """Return Textual's name of the key that types a character; empty if Unicode has no name for it."""
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _SHORT_NAMES.get(name, name)


_CHARACTERS = {
    _name_of_character(character): character
    for character in map(chr, range(0x21, 0x7F))
    if not character.isalnum()
}
"""The ASCII characters that aren't letters or digits, by the names of their keys."""


def parse_keys(text: str) -> tuple[str, ...] | None:
    """Return the full names of the keys in a text such as ``space, ctrl+p, ?``, in the same order.

    None if any of them is unknown or missing, as in an empty text.
    """
    keys = tuple(_parse_key(part.strip()) for part in text.split(","))
    known = tuple(key for key in keys if key is not None)
    return known if len(known) == len(keys) else None


def find_typed_character(key: str) -> str | None:
    """Return the character that a key types into a line, given the key's full name; None if it types none.

    A key with a modifier types none.
    """
    if len(key) == 1:
        return key
    return " " if key == "space" else _CHARACTERS.get(key)


def _parse_key(typed: str) -> str | None:
    """Return the full name of one key, with modifiers such as ``ctrl+`` if any; None if it is unknown.

    typed: as a person writes it: ``?``, ``space`` or ``ctrl+p``.
    """
    *modifiers, key = [typed] if len(typed) == 1 else typed.split("+")
    if not all(modifier in _MODIFIERS for modifier in modifiers):
        return None
    name = _full_name(key)
    return None if name is None else "+".join([*modifiers, name])


def _full_name(key: str) -> str | None:
    """Return the full name of a key without modifiers: ``question_mark`` for ``?``; None if it is unknown."""
    if len(key) == 1:
        return key if key.isalnum() else _name_of_character(key) or None
    return key if key in _NAMED_KEYS or key in _CHARACTERS else None
