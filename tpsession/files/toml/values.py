"""Readers of single TOML values: each returns what the value means, or raises `InvalidValueError`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection

from tpsession.core.catalog.cues import SOUND_SUFFIXES
from tpsession.core.text.duration import duration_in_words
from tpsession.files.toml.duration import DurationError, parse_duration
from tpsession.files.toml.table import InvalidValueError
from tpsession.files.toml.wording import did_you_mean, shown

LINK_PATTERN = r"https://[A-Za-z0-9][!#-;=?-Z\[\]_a-z~]{0,500}"
"""The addresses that a browser opens: no blanks, quotes or other characters that an address can't have."""
SOUND_FILE_PATTERN = (
    r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,80}\.("
    + "|".join(f"{suffix[1:]}|{suffix[1:].upper()}" for suffix in SOUND_SUFFIXES)
    + ")"
)
"""The names of sound files, without a folder."""


def text(value: object) -> str:
    """Return any text as it is, even an empty one. Raises `InvalidValueError` for anything else."""
    if not isinstance(value, str):
        raise InvalidValueError(f"must be text in quotes, not {shown(value)}")
    return value


def visible_text(value: object) -> str:
    """Return a text as it is. Raises `InvalidValueError` for an empty or blank one, or for anything else."""
    result = text(value)
    if not result.strip():
        raise InvalidValueError("is empty; write a few words")
    return result


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts, which may be empty. Raises `InvalidValueError` for anything else."""
    if not isinstance(value, list):
        raise InvalidValueError(f'must be a list, such as ["oil", "towel"], not {shown(value)}')
    for index, item in enumerate(value):
        if not isinstance(item, str):
            raise InvalidValueError(
                f'can only contain text in quotes, such as ["oil", "towel"], not {shown(item)}', index
            )
    return tuple(value)


def link(value: object) -> str:
    """Return the address of a page, which begins with ``https://``, as it is.

    Raises `InvalidValueError` for anything else, such as an address with spaces.
    """
    if not isinstance(value, str) or not re.fullmatch(LINK_PATTERN, value):
        raise InvalidValueError(f'must be an address such as "https://example.org/page", not {shown(value)}')
    return value


def sound_file(value: object) -> str:
    """Return the name of a sound file, made lower case. Raises `InvalidValueError` for anything else."""
    if not isinstance(value, str) or not re.fullmatch(SOUND_FILE_PATTERN, value):
        raise InvalidValueError(f'must be the name of a sound file, such as "bell.wav", not {shown(value)}')
    return value.lower()


def text_or_texts(value: object) -> str | tuple[str, ...]:
    """Return any text, or a list of texts. Raises `InvalidValueError` for anything else."""
    if not isinstance(value, (str, list)):
        raise InvalidValueError(f"must be text in quotes, or a list of texts, not {shown(value)}")
    return value if isinstance(value, str) else texts(value)


def switch(value: object) -> bool:
    """Return true or false. Raises `InvalidValueError` for anything else, such as the text ``"true"``."""
    if not isinstance(value, bool):
        raise InvalidValueError(f"must be true or false, without quotes, not {shown(value)}")
    return value


def whole_number(lowest: int, highest: int) -> Callable[[object], int]:
    """Return a reader of a whole number from `lowest` to `highest`, both included.

    The reader raises `InvalidValueError` for anything else, also for 1.0 and true.
    """

    def read(value: object) -> int:
        """Return a whole number from the file; raise `InvalidValueError` if it is none, or out of range."""
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise InvalidValueError(f"must be a whole number from {lowest} to {highest}, not {shown(value)}")
        return value

    return read


def number(lowest: float, highest: float) -> Callable[[object], float]:
    """Return a reader of a number from `lowest` to `highest`, both included; it returns a float.

    The reader raises `InvalidValueError` for anything else, also for true.
    """

    def read(value: object) -> float:
        """Return a number from the file; raise `InvalidValueError` if it is none, or out of range."""
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and lowest <= value <= highest
        if not fits or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise InvalidValueError(f"must be a number from {lowest:g} to {highest:g}, not {shown(value)}")
        return float(value)

    return read


def duration(lowest: float, highest: float) -> Callable[[object], float]:
    """Return a reader of a duration from `lowest` to `highest` seconds, both included; it returns seconds.

    The reader raises `InvalidValueError` for anything else.
    """

    def read(value: object) -> float:
        """Return a duration from the file in seconds; raise `InvalidValueError` if it can't be that."""
        try:
            seconds = parse_duration(value)
        except DurationError as error:
            raise InvalidValueError(f"can't be {shown(value)}; {error}") from error
        if not lowest <= seconds <= highest:
            limits = f"from {duration_in_words(lowest)} to {duration_in_words(highest)}"
            raise InvalidValueError(f"must be {limits}, not {shown(value)}")
        return seconds

    return read


def word(known: Collection[str]) -> Callable[[object], str]:
    """Return a reader of one of the known words, in exactly this spelling.

    The reader raises `InvalidValueError` for anything else.
    """

    def read(value: object) -> str:
        """Return a word from the file; raise `InvalidValueError` if it isn't one of the known words."""
        if not isinstance(value, str):
            raise InvalidValueError(f"must be a word in quotes, not {shown(value)}")
        if value not in known:
            raise InvalidValueError(f"can't be {shown(value)}; {did_you_mean(value, known)}")
        return value

    return read
