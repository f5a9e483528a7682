"""What the words of the command line mean: areas, sides, ratings, days and times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tpsession.core.catalog.side import Side
from tpsession.core.errors import UsageError
from tpsession.core.history.ratings import parse_rating

if TYPE_CHECKING:
    from tpsession.core.catalog.area import Area

SLOWEST = 0.5
FASTEST = 60.0


def area(word: str | None) -> Area | None:
    """The area of an id. Raises `UsageError` where there is none."""
    if word is None:
        return None
    from tpsession.core.catalog.area import AREAS  # noqa: PLC0415 - a tenth of the start, and rarely asked for

    found = AREAS.get(word.lower())
    if found is None:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a slip

        close = get_close_matches(word.lower(), AREAS, n=1)
        known = f'Did you mean "{close[0]}"?' if close else f"Known areas: {', '.join(AREAS)}."
        raise UsageError(f'There is no area "{word}".', known)
    return found


def side(word: str | None) -> Side | None:
    """The side of a word. Raises `UsageError` where there is none."""
    if word is None:
        return None
    # "each" is what a routine file calls a session on both sides.
    meant = "both" if word.lower() == "each" else word.lower()
    try:
        return Side(meant)
    except ValueError:
        raise UsageError(f'There is no side "{word}".', "It is left, right, both or none.") from None


def rating(word: str | None, option: str) -> int | None:
    """The rating of an option. Raises `UsageError` where it isn't a whole number from 0 to 10."""
    if word is None:
        return None
    value = parse_rating(word)
    if value is None:
        raise UsageError(f'{option} is a whole number from 0 to 10, not "{word}".')
    return value


def speed(word: str | None) -> float | None:
    """How many times the speed. Raises `UsageError` outside `SLOWEST` to `FASTEST`."""
    if word is None:
        return None
    try:
        value = float(word)
    except ValueError:
        value = 0.0
    # Written so that "nan" fails as well.
    if not SLOWEST <= value <= FASTEST:
        raise UsageError(f'--speed is a number from {SLOWEST:g} to {FASTEST:g}, not "{word}".')
    return value


def limit(word: str | None) -> int | None:
    """The most sessions wanted. Raises `UsageError` where it isn't a whole number from 1 on."""
    if word is None:
        return None
    if word.isascii() and word.isdigit() and len(word) <= 9 and int(word) > 0:
        return int(word)
    raise UsageError(f'--limit is a whole number from 1 on, not "{word}".')


def day(word: str | None, option: str, today: date) -> date | None:
    """The local day of ``YYYY-MM-DD`` or ``30d``. Raises `UsageError` where it is neither."""
    if word is None:
        return None
    number = word[:-1]
    try:
        if word.endswith("d") and number.isascii() and number.isdigit():
            return today - timedelta(days=int(number))
        return date.fromisoformat(word)
    except (ValueError, OverflowError):
        raise UsageError(f'{option} is a day such as 2026-01-31, or 30d, not "{word}".') from None


def moment(word: str | None, now: datetime) -> datetime:
    """The time of ``YYYY-MM-DDTHH:MM`` or ``HH:MM``, local unless it brings its offset; now if None.

    Raises `UsageError` where it is neither, or lies in the future.
    """
    if word is None:
        return now
    try:
        text = f"{now.date().isoformat()}T{word}" if "-" not in word else word
        meant = datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f'--at is a time such as 2026-01-31T18:30, or 18:30, not "{word}".') from None
    if meant > now:
        raise UsageError(f"--at {word} lies in the future.", "A session is logged after it was done.")
    return meant
