"""The keys of answers in a long list."""

from __future__ import annotations

_KEYS = "123456789abcdefghijklmnop"
"""Without q, which leaves the program."""


def answer_key(number: int) -> str:
    """Return the key of an answer, counted from 0: digits from 1, then letters; empty after the last."""
    return _KEYS[number : number + 1]
