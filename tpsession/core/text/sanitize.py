"""Text from files and people, made harmless to show."""

from __future__ import annotations

import unicodedata

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Cc: control characters, escape sequences among them; Cs: halves of surrogate pairs; Cf: formatting such as
# the marks that turn the direction of text. The zero-width joiners stay: some scripts and emoji need them.
_HARMFUL = frozenset({"Cc", "Cs", "Cf"})
_KEPT = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_BREAKS = frozenset("\t\n\v\f\r\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")


def sanitize(text: str) -> str:
    """The text as one line, with each character that could steer a terminal or turn the text replaced."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in _BREAKS:
        return " "
    return _REPLACEMENT if unicodedata.category(char) in _HARMFUL and char not in _KEPT else char
