"""Saves a changed text as the program that wrote it did: with its line ends and byte order mark."""

from __future__ import annotations

BOM = "\ufeff"
"""The byte order mark with which some editors begin a file."""


def restore_line_ends(old: str, changed: str) -> str:
    """Return a changed text with the byte order mark and the line ends of `old`, the text before the change.

    If all lines of `old` end as on Windows, those of the result do; otherwise the line ends of `changed`
    stay.

    changed: without a byte order mark; its new lines may end in any way.
    """
    if "\r\n" in old and old.count("\n") == old.count("\r\n"):
        # All lines end as on Windows, so new ones do as well.
        changed = changed.replace("\r\n", "\n").replace("\n", "\r\n")
    return BOM + changed if old.startswith(BOM) else changed
