"""Helpers for messages about files: values shown safely, and the known word nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

_LONGEST_SHOWN = 40
_LONGEST_WORD = 64
_LARGEST_NUMBER = 10**15


def printable(text: str, longest: int | None = None) -> str:
    """Return a text with each character that can't be printed, such as a control character, as an escape.

    The content of a file or the name of a folder may be made to control the terminal; a message never does.

    longest: cuts the text to this many characters, of which the last is then ``…``; escapes may make it
    longer. None cuts nothing.
    """
    cut = text if longest is None or len(text) <= longest else text[: longest - 1] + "…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in cut
    )


def quoted(text: str) -> str:
    """Return a text in quotes, printable and cut to 40 characters; escapes may make it longer."""
    return f'"{printable(text, _LONGEST_SHOWN)}"'


def shown(value: object) -> str:
    """Return a value of a TOML file as a message shows it: text in quotes, numbers and dates as they are.

    Long text is cut. A list, a table or a very large number is only named as one.
    """
    match value:
        case str():
            return quoted(value)
        case bool():
            return str(value).lower()
        case int() if abs(value) > _LARGEST_NUMBER:
            # Python refuses to write out a number of thousands of digits.
            return "such a large number"
        case int() | float() | datetime() | date() | time():
            return str(value)
        case _:
            return "a list" if isinstance(value, list) else "a table"


def nearest_word(word: str, words: Iterable[str]) -> str | None:
    """Return the known word that `word` is, or else the one most similar to it; None if none is similar.

    Upper or lower case and spaces around `word` don't matter; the known words are in lower case. None for a
    word that is empty or very long, too.
    """
    known = list(words)
    lower = word.strip().lower()
    if lower in known:
        return lower
    if not lower or len(lower) > _LONGEST_WORD:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - 3 ms, only needed for a mistake

    return next(iter(get_close_matches(lower, known, 1)), None)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return the end of a message about an unknown word: the most similar known word, or else all of them."""
    known = list(words)
    near = nearest_word(word, known)
    if near is not None:
        return f"did you mean {quoted(near)}?"
    return f"use {one_of(known)}"


def one_of(words: Iterable[str]) -> str:
    """Return words, at least one, as ``"a", "b" or "c"``."""
    *most, last = [f'"{word}"' for word in words]
    return f"{', '.join(most)} or {last}" if most else last
