"""Reads and writes durations as people write them: ``90``, ``"1m30s"``, ``"1:30"``, ``"1h"``."""

from __future__ import annotations

import re
from datetime import time

_NUMBER = r"\d+(?:\.\d+)?"
_SECONDS = re.compile(_NUMBER, re.ASCII)
_UNITS = re.compile(rf"(?:({_NUMBER}) ?h ?)?(?:({_NUMBER}) ?m(?:in)? ?)?(?:({_NUMBER}) ?s(?:ec)?)?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})", re.ASCII)
_LONGEST_TEXT = 32

# The same in the syntax of JSON Schema, which has no \d for ASCII digits alone.
_EDITOR_NUMBER = _NUMBER.replace(r"\d", "[0-9]")
_EDITOR_UNITS = rf"({_EDITOR_NUMBER} ?h ?)?({_EDITOR_NUMBER} ?m(in)? ?)?({_EDITOR_NUMBER} ?s(ec)?)?"
_EDITOR_CLOCK = "([0-9]{1,3}:[0-5]?[0-9]|[0-9]{1,3}):[0-5][0-9]"
PATTERN = rf"^({_EDITOR_NUMBER}|(?=.){_EDITOR_UNITS}|{_EDITOR_CLOCK})$"
"""A regular expression, for editors, of the texts that are durations; it doesn't limit their range."""

HOW_TO_WRITE = 'write seconds (90) or text such as "1m30s"'


class DurationError(ValueError):
    """Raised for a value that is not a duration; its text says what would be right."""


def parse_duration(value: object) -> float:
    """Return the seconds, 0 or more, of a duration: a number of seconds, or a text such as ``1m30s``.

    Raises `DurationError` for anything else, such as a number above 1e9, or a time of day, which TOML makes
    of ``00:01:30`` without quotes. The caller checks the range.
    """
    if isinstance(value, bool):
        raise DurationError(HOW_TO_WRITE)
    if isinstance(value, (int, float)):
        # Written this way round, the comparison refuses "not a number" too, and an int too large for a float.
        if not 0 <= value <= 1e9:
            raise DurationError(HOW_TO_WRITE)
        return float(value)
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        raise DurationError(
            f'TOML reads it as a time of day; put it in quotes, like "{format_duration(seconds)}"'
        )
    if not isinstance(value, str):
        raise DurationError(HOW_TO_WRITE)
    parsed = _parse_text(value.strip(" "))
    if parsed is None:
        raise DurationError(HOW_TO_WRITE)
    return parsed


def _parse_text(text: str) -> float | None:
    """Return the seconds of a text such as ``90``, ``1m30s`` or ``1:30``; None if it isn't a duration."""
    if not text or len(text) > _LONGEST_TEXT:
        return None
    if _SECONDS.fullmatch(text):
        return float(text)
    if match := _UNITS.fullmatch(text):
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if seconds > 59 or (match[1] and minutes > 59):
            return None
        return float(hours * 3600 + minutes * 60 + seconds)
    return None


def format_duration(seconds: float) -> str:
    """Return 0 to 1e9 seconds as a file has them, ``1m30s``; `parse_duration` reads them back exactly.

    A fraction is written in seconds alone: ``90.5s``.
    """
    if seconds != int(seconds):
        return f"{seconds!r}s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "m"), (rest, "s")]
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def duration_in_words(seconds: float) -> str:
    """Return a duration for a sentence: ``45 s``, ``5 min 30 s``, ``3 h 20 min``; an hour is ``60 min``."""
    hours = int(seconds // 3600) if seconds > 3600 else 0
    minutes, rest = divmod(seconds - hours * 3600, 60)
    parts = [(hours, "h"), (int(minutes), "min"), (rest, "s")]
    return " ".join(f"{number:g} {unit}" for number, unit in parts if number) or "0 s"
