"""The sets of characters that pictures and texts are made of."""

from __future__ import annotations

from enum import StrEnum


class Charset(StrEnum):
    """The characters that a terminal can show."""

    UNICODE = "unicode"
    """Also braille patterns, block characters and arrows."""
    ASCII = "ascii"
    """Nothing above U+007E."""
