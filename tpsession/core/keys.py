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
_CHARACTERS = frozenset(
    _SHORT.get(name, name)
    for name in (
        unicodedata.name(chr(code)).lower().replace("-", "_").replace(" ", "_") for code in range(0x21, 0x7F)
    )
    if not name.startswith(("digit_", "latin_"))
)


def parse_keys(text: str) -> tuple[str, ...] | None:
    """The keys of a text such as ``space, ctrl+p, ?``, each by its full name; None where one is unknown."""
    keys = tuple(_key(part.strip()) for part in text.split(","))
    known = tuple(key for key in keys if key is not None)
    return known if len(known) == len(keys) else None


def _key(typed: str) -> str | None:
    *modifiers, key = [typed] if len(typed) == 1 else typed.split("+")
    if not all(modifier in _MODIFIERS for modifier in modifiers):
        return None
    named = _name(key)
    return None if named is None else "+".join([*modifiers, named])


def _name(key: str) -> str | None:
    if len(key) == 1:
        if key.isalnum():
            return key
        name = unicodedata.name(key, "").lower().replace("-", "_").replace(" ", "_")
        return _SHORT.get(name, name) or None
    return key if key in _NAMED or key in _CHARACTERS else None
