"""Readers of single values: each returns what the value means or says what it would have to be."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

from tpsession.files.routines.duration import DurationError, in_words, parse_duration
from tpsession.files.toml.table import WrongValue
from tpsession.files.toml.wording import did_you_mean, shown


def text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise WrongValue(f"must be a text in quotes, not {shown(value)}")
    return value


def visible_text(value: object) -> str:
    """A text in which something can be seen."""
    read = text(value)
    if not read.strip():
        raise WrongValue("is empty; write a few words")
    return read


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise WrongValue(f'must be a list of texts, as in ["oil", "towel"], not {shown(value)}')
    for item in value:
        if not isinstance(item, str):
            raise WrongValue(f'must be a list of texts, as in ["oil", "towel"]; it holds {shown(item)}')
    return tuple(value)


def switch(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise WrongValue(f"must be true or false, without quotes, not {shown(value)}")
    return value


def whole_number(lowest: int, highest: int) -> Callable[[object], int]:
    """A whole number in a range."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise WrongValue(f"must be a whole number from {lowest} to {highest}, not {shown(value)}")
        return value

    return read


def number(lowest: float, highest: float) -> Callable[[object], float]:
    """A number in a range."""

    def read(value: object) -> float:
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and lowest <= value <= highest
        if not fits or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise WrongValue(f"must be a number from {lowest:g} to {highest:g}, not {shown(value)}")
        return float(value)

    return read


def duration(lowest: float, highest: float) -> Callable[[object], float]:
    """A duration in a range, in seconds."""

    def read(value: object) -> float:
        try:
            seconds = parse_duration(value)
        except DurationError as error:
            raise WrongValue(f"can't be {shown(value)}; {error}") from error
        if not lowest <= seconds <= highest:
            raise WrongValue(f"must be {in_words(lowest)} to {in_words(highest)}, not {shown(value)}")
        return seconds

    return read


def word(known: Collection[str]) -> Callable[[object], str]:
    """One of some words."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise WrongValue(f"must be a word in quotes, not {shown(value)}")
        if value not in known:
            raise WrongValue(f"can't be {shown(value)}; {did_you_mean(value, known)}")
        return value

    return read
