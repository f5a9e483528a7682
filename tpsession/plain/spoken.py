"""Says in words what the screen abbreviates, for plain mode: units, dates and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from tpsession.core.history.wording import format_spoken_date

_UNITS = {"s": "second", "min": "minute", "h": "hour"}
_ABBREVIATED = re.compile(r"\b(\d+(?:\.\d+)?) (s|min|h)\b")
_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})( (?=\d{2}:\d{2}))?")
_PLACE = "\0{}\0"
"""What stands for a typed text while the rest is spelled out; no text of the program has a NUL."""
_BRACKETS = re.compile(r" \(([^()]*)\)")


def spell_out(text: str, typed: Iterable[str] = ()) -> str:
    """Return a sentence of the program as it is to be heard.

    ``30 s`` becomes ``30 seconds``, ``2026-01-31`` becomes ``31 January 2026``, and what is in brackets
    behind a space comes behind a comma instead. Texts that a person typed must not be changed in this way.

    typed: what a person typed of the text; it stays as it is.
    """
    kept = [part for part in typed if part]
    for number, part in enumerate(kept):
        text = text.replace(part, _PLACE.format(number))
    text = _ABBREVIATED.sub(lambda found: _spell_unit(found[1], found[2]), text)
    text = _DAY.sub(lambda found: f"{_spell_day(found[1])}{', ' if found[2] else ''}", text)
    text = _BRACKETS.sub(r", \1", text)
    for number, part in enumerate(kept):
        text = text.replace(_PLACE.format(number), part)
    return text


def _spell_unit(number: str, unit: str) -> str:
    word = _UNITS[unit]
    return f"{number} {word}" if number == "1" else f"{number} {word}s"


def _spell_day(text: str) -> str:
    """Return a day such as ``2026-01-31`` in words: ``31 January 2026``. Return any other text unchanged."""
    try:
        return format_spoken_date(date.fromisoformat(text))
    except ValueError:
        return text
