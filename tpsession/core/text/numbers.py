"""Reads a number that a person typed."""

from __future__ import annotations


def parse_number(line: str, highest: int) -> int | None:
    """Return a typed line as a whole number from 1 to `highest`; None for any other line.

    Spaces around the number aren't allowed.
    """
    if line.isascii() and line.isdigit() and len(line) <= len(str(highest)) and 1 <= int(line) <= highest:
        return int(line)
    return None
