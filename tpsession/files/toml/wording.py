"""Words for messages: values shown safely, and the nearest known word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

_LONGEST_SHOWN = 40
_LONGEST_WORD = 64
_LARGEST_NUMBER = 10**15


def printable(text: str, longest: int | None = None) -> str:
    """A text without control characters: each is written as an escape, and a long text is cut.

    What a file or a folder holds may be meant for the terminal; a message never passes it on.
    """
    cut = text if longest is None or len(text) <= longest else text[: longest - 1] + "…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in cut
    )


def quoted(text: str) -> str:
    """A text in quotes, printable and of a bearable length."""
    return f'"{printable(text, _LONGEST_SHOWN)}"'


def shown(value: object) -> str:
    """A value from a TOML file as a message shows it."""
    match value:
        case str():
            return quoted(value)
        case bool():
            return str(value).lower()
        case int() if abs(value) > _LARGEST_NUMBER:
            # Python refuses to write out a number of thousands of digits.
            return "so large a number"
        case int() | float() | datetime() | date() | time():
            return str(value)
        case _:
            return "a list" if isinstance(value, list) else "a table"


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that a mistyped one is nearest to, or None if none is near."""
    known = list(words)
    meant = word.strip().lower()
    if meant in known:
        return meant
    if not meant or len(meant) > _LONGEST_WORD:
        return None
    # 3 ms, and only a file with a mistake needs it.
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(meant, known, 1)), None)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The end of a message on an unknown word: the nearest known one, else all of them."""
    known = list(words)
    near = nearest(word, known)
    if near is not None:
        return f"did you mean {quoted(near)}?"
    return f"use {one_of(known)}"


def one_of(words: Iterable[str]) -> str:
    """Words as ``"a", "b" or "c"``."""
    *most, last = [f'"{word}"' for word in words]
    return f"{', '.join(most)} or {last}" if most else last
