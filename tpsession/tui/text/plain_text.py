"""Makes text from files and people safe to show: no markup, no control characters, a predictable width."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len
from textual.content import Content

from tpsession.core.text.sanitize import sanitize

_MARKS = frozenset({"Mn", "Mc", "Me", "Lo"})
"""Categories of characters that join the letter before them: accents, vowel signs, inner parts of Hangul."""
# They select a narrow or a wide form of the character before them; terminals differ in how they do it.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def literal(text: str) -> Content:
    """Return text from a file or a person as Textual content in which nothing is markup.

    The text is changed by `display_text` first, so that it is one line.
    """
    return Content(display_text(text))


def display_text(text: str) -> str:
    """Return text from a file or a person as one harmless line that has the same width in any terminal.

    Line breaks and tabs become spaces, other control characters U+FFFD; the text isn't shortened to fit.
    Letters keep their accents. Characters that join several emoji to one, or change the one before them, are
    removed: terminals that don't support them would show the parts, and the rest of the line would shift.
    """
    safe = sanitize(text)
    if safe.isascii():
        return safe
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", safe):
        if cell_len(char) or (kept and char not in _SELECTORS and unicodedata.category(char) in _MARKS):
            kept.append(char)
    return "".join(kept)
