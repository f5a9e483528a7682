"""The keys of answers in a long list."""

from __future__ import annotations

_KEYS = "123456789abcdefghijklmnop"
"""Without q, which leaves the program."""


def answer_key(number: int) -> str:
    """Return the key of an answer, one of the digits and then letters of `_KEYS`; empty if there are too few.

    number: of the answer, counted from 0.
    """
    return _KEYS[number : number + 1]
