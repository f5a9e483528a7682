"""A note given to a command: as its argument, or on standard input, where no list of processes shows it."""

from __future__ import annotations

import sys

FROM_INPUT = "-"
"""The argument that stands for standard input."""


def read_note(argument: str | None) -> str | None:
    """Return the note that an argument gives; None without an argument.

    If the argument is `FROM_INPUT`, the note is all of standard input, without the line breaks at its end.
    """
    if argument != FROM_INPUT:
        return argument
    return sys.stdin.read().rstrip("\r\n")
