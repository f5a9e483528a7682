"""Durations as people type them, ``90``, ``1m30s`` or ``1:30``, and as they stand in a sentence."""

from __future__ import annotations

import re

NUMBER = r"\d+(?:\.\d+)?"
"""A regular expression for a number in a duration, with `re.ASCII`."""
_SECONDS = re.compile(NUMBER, re.ASCII)
_HOURS, _MINUTES, _SECONDS_UNIT = "h(?:ours?)?", "m(?:in(?:utes?)?)?", "s(?:ec(?:onds?)?)?"
_UNITS = re.compile(
    rf"(?:({NUMBER}) ?{_HOURS} ?)?(?:({NUMBER}) ?{_MINUTES} ?)?(?:({NUMBER}) ?{_SECONDS_UNIT})?", re.ASCII
)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})", re.ASCII)
_LONGEST_TEXT = 32


def parse_duration_text(text: str) -> float | None:
    """Return the seconds in a duration as people type it.

    It is a number of seconds such as ``90``, numbers with units such as ``1.5h`` or ``1m30s``, or numbers
    with colons: ``1:30`` is a minute and a half, ``1:30:00`` an hour and a half. None for any other text.
    Whether the duration makes sense, the caller decides.
    """
    text = text.strip(" ")
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


def duration_in_words(seconds: float) -> str:
    """Return a duration in units for a sentence: ``45 s``, ``5 min 30 s``, ``3 h 20 min``.

    Seconds aren't rounded. Hours are named only above one hour, which itself is ``60 min``. Units that are 0
    are left out; 0 seconds are ``0 s``.
    """
    hours = int(seconds // 3600) if seconds > 3600 else 0
    minutes, rest = divmod(seconds - hours * 3600, 60)
    parts = [(hours, "h"), (int(minutes), "min"), (rest, "s")]
    return " ".join(f"{number:g} {unit}" for number, unit in parts if number) or "0 s"
