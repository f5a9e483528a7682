"""The names of keys, as settings spell them."""

from __future__ import annotations

import unicodedata

_MODIFIERS = frozenset({"ctrl", "shift", "alt"})
_NAMED = frozenset(
    {
        "space", "enter", "tab", "escape", "backspace", "delete", "insert", "home", "end", "pageup",
        "pagedown", "up", "down", "left", "right", *(f"f{number}" for number in range(1, 25)),
    }
)  # fmt: skip
_SHORT = {
    "plus_sign": "plus",
    "hyphen_minus": "minus",
    "low_line": "underscore",
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
}
"""What terminals' toolkits call a character, where its Unicode name is longer."""


def _named(character: str) -> str:
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _SHORT.get(name, name)


_CHARACTERS = {_named(sign): sign for sign in map(chr, range(0x21, 0x7F)) if not sign.isalnum()}
"""What the keys type that aren't letters or digits."""


def parse_keys(text: str) -> tuple[str, ...] | None:
    """The keys of a text such as ``space, ctrl+p, ?``, each by its full name; None where one is unknown."""
    keys = tuple(_key(part.strip()) for part in text.split(","))
    known = tuple(key for key in keys if key is not None)
    return known if len(known) == len(keys) else None


def find_typed_character(key: str) -> str | None:
    """What a key types into a line, by its full name; None where it types nothing."""
    if len(key) == 1:
        return key
    return " " if key == "space" else _CHARACTERS.get(key)


def _key(typed: str) -> str | None:
    *modifiers, key = [typed] if len(typed) == 1 else typed.split("+")
    if not all(modifier in _MODIFIERS for modifier in modifiers):
        return None
    named = _name(key)
    return None if named is None else "+".join([*modifiers, named])


def _name(key: str) -> str | None:
    if len(key) == 1:
        return key if key.isalnum() else _named(key) or None
    return key if key in _NAMED or key in _CHARACTERS else None
