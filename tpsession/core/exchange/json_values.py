"""Reads single values of JSON, and says of a wrong one what would be right.

Each function returns the value that a JSON value stands for, or raises `MisfitError`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from tpsession.core.exchange.records import MAX_TEXT

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""Years that a time may have (ours): what is outside comes from a broken file."""
LONGEST_QUOTE = 60
"""So many characters of a wrong value are quoted."""
_LONGEST_S = 1e6
"""Seconds that a step or session may have (ours): eleven days, far beyond any."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_EXAMPLE_TIME = "2026-01-31T09:00:00+01:00"

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class MisfitError(ValueError):
    """A value that an export can't have, with its path in the file."""

    def __init__(self, message: str, path: str = "") -> None:
        """Make the error. path: such as ``ratings[0].value``; empty for the item itself."""
        super().__init__(f"{path}: {message}" if path else message)
        self.message = message
        self.path = path

    def inside(self, outer: str) -> MisfitError:
        """Return a new error with the same message, and with `outer` put in front of its path."""
        joint = "." if self.path and not self.path.startswith("[") else ""
        return MisfitError(self.message, f"{outer}{joint}{self.path}")


def read_id(value: object) -> str:
    """Return a UUID in small letters as it is. Raises `MisfitError` for anything else."""
    if isinstance(value, str) and _UUID.fullmatch(value):
        return value
    raise make_misfit(value, "a UUID in small letters, such as 3f2a4c1e-0d5b-4a6f-9c7d-1b2e3f4a5b6c")


def read_time(value: object) -> datetime:
    """Return a time with its UTC offset, from a text in ISO 8601.

    Raises `MisfitError` for anything else, and for a year outside `FIRST_YEAR` to `LAST_YEAR`.
    """
    try:
        at = datetime.fromisoformat(read_text(value))
        if at.tzinfo is not None and FIRST_YEAR <= at.year <= LAST_YEAR:
            return at
    except ValueError:
        pass
    raise make_misfit(value, f"a time with its offset from UTC, such as {_EXAMPLE_TIME}")


def read_day(value: object) -> date:
    """Return a day, from a text in ISO 8601.

    Raises `MisfitError` for anything else, and for a year outside `FIRST_YEAR` to `LAST_YEAR`.
    """
    try:
        day = date.fromisoformat(read_text(value))
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    except ValueError:
        pass
    raise make_misfit(value, "a day such as 2026-01-31")


def read_text(value: object) -> str:
    """Return a text of at most `MAX_TEXT` characters as it is. Raises `MisfitError` for anything else."""
    if not isinstance(value, str):
        raise make_misfit(value, "a text in quotation marks")
    if len(value) > MAX_TEXT:
        raise MisfitError(f"has {len(value)} characters; it may have {MAX_TEXT}")
    return value


def read_truth(value: object) -> bool:
    """Return true or false as it is. Raises `MisfitError` for anything else, also for 0 and 1."""
    if not isinstance(value, bool):
        raise make_misfit(value, "true or false")
    return value


def read_seconds(value: object) -> float:
    """Return a number of seconds as a float. Raises `MisfitError` if it isn't one from 0 to `_LONGEST_S`."""
    if isinstance(value, bool) or not isinstance(value, (float, int)):
        raise make_misfit(value, "a number of seconds")
    if not 0 <= value <= _LONGEST_S:
        raise make_misfit(value, f"a number of seconds from 0 to {_LONGEST_S:.0f}")
    return float(value)


def whole_number(lowest: int, highest: int) -> Callable[[object], int]:
    """Return a function that reads a whole number from `lowest` to `highest`, or raises `MisfitError`."""

    def read(value: object) -> int:
        """Return the number as it is. Raises `MisfitError` if it isn't whole or is out of range."""
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise make_misfit(value, f"a whole number from {lowest} to {highest}")
        return value

    return read


def choice_of(kind: type[E], allowed: tuple[E, ...] = ()) -> Callable[[object], E]:
    """Return a function that reads one of several words as a value of an enumeration.

    The function raises `MisfitError` for anything else.

    Args:
        kind: The enumeration, whose values are the words.
        allowed: The values that are allowed; all of `kind` if empty.

    """
    choices = {choice.value: choice for choice in allowed or kind}

    def read(value: object) -> E:
        """Return the value of the enumeration with this word. Raises `MisfitError` if none has it."""
        try:
            return choices[value]  # type: ignore[index]  # what isn't a text isn't in it
        except (KeyError, TypeError):
            raise make_misfit(value, f"one of {', '.join(choices)}") from None

    return read


def known_id(ids: Container[str], what: str) -> Callable[[object], str]:
    """Return a function that returns one of these ids as it is, and raises `MisfitError` for anything else.

    what: what a right value is, in words, for the error.
    """

    def read(value: object) -> str:
        """Return the id as it is. Raises `MisfitError` if it isn't a known one."""
        if not isinstance(value, str) or value not in ids:
            raise make_misfit(value, what)
        return value

    return read


def optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Return a function that reads null as None, and anything else with `read`."""
    return lambda value: None if value is None else read(value)


def read_list(value: object) -> list[Any]:
    """Return a list as it is, whatever is in it. Raises `MisfitError` for anything else."""
    if not isinstance(value, list):
        raise make_misfit(value, "a list in brackets")
    return value


def list_of(read: Callable[[Any], T]) -> Callable[[object], tuple[T, ...]]:
    """Return a function that reads a list as a tuple, each item with `read`.

    The function raises `MisfitError` if the value is no list or an item is wrong; the error names the item's
    index, from 0.
    """

    def read_all(value: object) -> tuple[T, ...]:
        """Return the items of a list, each read; the `MisfitError` of a wrong one names its index, from 0."""
        items = read_list(value)
        found = list[T]()
        try:
            for item in items:
                found.append(read(item))
        except MisfitError as misfit:
            raise misfit.inside(f"[{len(found)}]") from None
        return tuple(found)

    return read_all


def make_misfit(value: object, right: str) -> MisfitError:
    """Return an error whose message shows a value and says what would be right. right: that in words.

    Of a list or an object the message says only that it is one, and a number that isn't finite is called
    ``not a number``.
    """
    if isinstance(value, list | dict):
        shown = "a list" if isinstance(value, list) else "an object"
    elif isinstance(value, float) and not math.isfinite(value):
        shown = "not a number"
    else:
        names = {None: "null", True: "true", False: "false"}
        shown = names[value] if value is None or isinstance(value, bool) else _quote(value)
    return MisfitError(f"is {shown}; it must be {right}")


def _quote(value: object) -> str:
    """Return a value for a message: a string in quotes, anything else as Python writes it.

    If that has more than `LONGEST_QUOTE` characters, quotes included, it is cut to so many, and three dots
    follow without a closing quote.
    """
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}..."
