"""Text as the toolkit shows it: nothing in it is markup, and each character keeps to its cells."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len
from textual.content import Content

from tpsession.core.text.sanitize import sanitize

_MARKS = frozenset({"Mn", "Mc", "Me", "Lo"})
"""Categories of what stands on the letter before it: accents, signs of vowels, inner parts of Hangul."""
# They choose between a narrow and a wide likeness of the character before them: terminals differ in that.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def literal(text: str) -> Content:
    """Text from a file or a person, as nothing but text."""
    return Content(display_text(text))


def display_text(text: str) -> str:
    """Text from a file or a person as one harmless line that is as wide in any terminal as it is measured.

    Letters keep their accents. What joins several pictures to one, or changes the one before, falls off:
    terminals that don't know it would show the parts, and all that stands behind them would move.
    """
    safe = sanitize(text)
    if safe.isascii():
        return safe
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", safe):
        if cell_len(char) or (kept and char not in _SELECTORS and unicodedata.category(char) in _MARKS):
            kept.append(char)
    return "".join(kept)
