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
_CHARACTERS = {
    "exclamation_mark": "!", "quotation_mark": '"', "number_sign": "#", "dollar_sign": "$",
    "percent_sign": "%", "ampersand": "&", "apostrophe": "'", "left_parenthesis": "(",
    "right_parenthesis": ")", "asterisk": "*", "plus": "+", "comma": ",", "minus": "-",
    "full_stop": ".", "slash": "/", "colon": ":", "semicolon": ";", "less_than_sign": "<",
    "equals_sign": "=", "greater_than_sign": ">", "question_mark": "?", "at": "@",
    "left_square_bracket": "[", "backslash": "\\", "right_square_bracket": "]",
    "circumflex_accent": "^", "underscore": "_", "grave_accent": "`", "left_curly_bracket": "{",
    "vertical_line": "|", "right_curly_bracket": "}", "tilde": "~",
}  # fmt: skip
"""The ASCII characters that aren't letters or digits, by Textual's names of their keys.

Written out, for asking Unicode for their names at each start would take 0.4 MB of its tables into memory.
"""
_NAMES = {character: name for name, character in _CHARACTERS.items()}


def parse_keys(text: str) -> tuple[str, ...] | None:
    """Return the full names of the keys in a text such as ``space, ctrl+p, ?``, in the same order.

    None if a key is unknown, or if nothing stands before or after a comma. So it is None for an empty text.
    """
    keys = tuple(_parse_key(part.strip()) for part in text.split(","))
    known = tuple(key for key in keys if key is not None)
    return known if len(known) == len(keys) else None


def find_typed_character(key: str) -> str | None:
    """Return the letter, digit, space or ASCII character that a key types into a line.

    None for a key with a modifier, and for any other key. key: its full name.
    """
    if len(key) == 1:
        return key
    return " " if key == "space" else _CHARACTERS.get(key)


def _parse_key(typed: str) -> str | None:
    """Return the full name of one key, with its modifiers, such as ``ctrl+``; None if it is unknown.

    typed: the key as a person writes it: ``?``, ``space`` or ``ctrl+p``.
    """
    *modifiers, key = [typed] if len(typed) == 1 else typed.split("+")
    if not all(modifier in _MODIFIERS for modifier in modifiers):
        return None
    name = _full_name(key)
    return None if name is None else "+".join([*modifiers, name])


def _full_name(key: str) -> str | None:
    """Return the full name of a key without modifiers: ``question_mark`` for ``?``; None if it is unknown.

    A letter or digit is its own full name.
    """
    if len(key) == 1:
        return key if key.isalnum() else _NAMES.get(key) or _name_of_other_character(key)
    return key if key in _NAMED_KEYS or key in _CHARACTERS else None


def _name_of_other_character(character: str) -> str | None:
    """Return Textual's name of the key that types a sign beyond ASCII; None if Unicode has no name for it.

    character: no letter and no digit; Textual names the keys of those by themselves.
    """
    return unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_") or None
