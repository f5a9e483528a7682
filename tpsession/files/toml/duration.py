"""Reads and writes durations as people write them: ``90``, ``"1m30s"``, ``"1:30"``, ``"1h"``."""

from __future__ import annotations

from datetime import time

from tpsession.core.text.duration import NUMBER, parse_duration_text

# The same in the syntax of JSON Schema, which has no \d for ASCII digits alone.
_EDITOR_NUMBER = NUMBER.replace(r"\d", "[0-9]")
_EDITOR_UNITS = "".join(
    f"({_EDITOR_NUMBER} ?{unit})?" for unit in ("h(ours?)? ?", "m(in(utes?)?)? ?", "s(ec(onds?)?)?")
)
_EDITOR_CLOCK = "([0-9]{1,3}:[0-5]?[0-9]|[0-9]{1,3}):[0-5][0-9]"
PATTERN = rf"^({_EDITOR_NUMBER}|(?=.){_EDITOR_UNITS}|{_EDITOR_CLOCK})$"
"""A regular expression, for editors, of the texts that are durations; it doesn't limit their range."""

HOW_TO_WRITE = 'write seconds (90) or text such as "1m30s"'


class DurationError(ValueError):
    """Raised for a value that is not a duration; its text says what would be right."""


def parse_duration(value: object) -> float:
    """Return the seconds, 0 or more, of a duration: a number of seconds, or a text such as ``1m30s``.

    It may come from a file, or be typed. Raises `DurationError` for anything else, for a text of more than 32
    characters, for a number without quotes above 1e9, and for a time of day, which TOML makes of ``00:01:30``
    without quotes. How long a text may mean is checked by the caller.
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
    parsed = parse_duration_text(value)
    if parsed is None:
        raise DurationError(HOW_TO_WRITE)
    return parsed


def format_duration(seconds: float) -> str:
    """Return 0 to 1e9 seconds, at the finest in milliseconds, as a file has them: ``1m30s``.

    `parse_duration` reads them back exactly. A number with a fraction is written in seconds alone: ``90.5s``.
    """
    if seconds != int(seconds):
        return f"{seconds!r}s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "m"), (rest, "s")]
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"
