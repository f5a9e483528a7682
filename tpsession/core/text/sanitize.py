"""Make text from files and people safe to show in a terminal."""

from __future__ import annotations

import unicodedata

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Cc: control characters, including escape sequences. Cs: halves of surrogate pairs. Cf: formatting, such as
# marks that reverse the direction of text. Zero-width joiners are allowed: some scripts and emoji need them.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cs", "Cf"})
_ALLOWED = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_LINE_BREAKS_AND_TABS = frozenset("\t\n\v\f\r\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")


def sanitize(text: str) -> str:
    """Return the text on one line, without characters that control a terminal or reverse text.

    Each line break or tab becomes a space, each other unsafe character the replacement character (U+FFFD).
    """
    # Printable text, which nearly all of it is, holds nothing to replace: no look at each character.
    return text if text.isprintable() else "".join(map(_safe_character, text))


def _safe_character(character: str) -> str:
    """Return a character as it may be shown: a space for a line break or tab, U+FFFD for an unsafe one."""
    if character in _LINE_BREAKS_AND_TABS:
        return " "
    is_unsafe = unicodedata.category(character) in _UNSAFE_CATEGORIES and character not in _ALLOWED
    return _REPLACEMENT if is_unsafe else character
