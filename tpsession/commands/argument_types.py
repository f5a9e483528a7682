# ruff: noqa: PLC0415 - the parser is built at every start, and most commands need none of these modules
"""The `type` functions of the command line's parser: places, areas, sides, ratings, numbers, days and times.

Each takes the text of one argument and returns its value, or raises `argparse.ArgumentTypeError`. The parser
is built at every start, so a function imports what it needs only when it is called: together that takes
45 ms, and most commands need none of it.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from tpsession.core.catalog.area import Area
    from tpsession.core.catalog.side import Side
    from tpsession.core.history.records import HistoryOrder, Status

SLOWEST = 0.5
FASTEST = 60.0
DIARY_FIELDS = ("date", "time", "score", "place", "side", "note")
"""The values of `DiaryField`, whose module is too slow to import at every start; a test compares them."""
STOP_REASONS = ("painful", "sharp", "numb", "dizzy", "bruise", "interrupted")
"""The values of `StopReason`, whose module is too slow to import at every start; a test compares them."""


def area(text: str) -> Area:
    """Return the area with this id, in any case of letters. Raises `ArgumentTypeError` for any other text."""
    from tpsession.core.catalog.area import AREAS

    found = AREAS.get(text.lower())
    if found is None:
        from tpsession.files.toml.wording import did_you_mean, quoted

        raise ArgumentTypeError(f"there is no area {quoted(text)}; {did_you_mean(text, AREAS)}")
    return found


def area_or_any(text: str) -> Area | None:
    """Return the area with this id, or None for "any", in any case of letters. Raises as `area` does."""
    from tpsession.core.catalog.area import ANY_AREA_ID

    return None if text.lower() == ANY_AREA_ID else area(text)


def place(text: str) -> str:
    """Return the id of the place that `find_place` finds: for an id, a name or a word such as "knees".

    Raises `ArgumentTypeError` if it finds none.
    """
    from tpsession.core.catalog.place import PLACES, find_place

    found = find_place(text)
    if found is None:
        from tpsession.files.toml.wording import did_you_mean, quoted

        raise ArgumentTypeError(f"there is no place {quoted(text)}; {did_you_mean(text, PLACES)}")
    return found


def spot(text: str) -> str:
    """Return a few words about a spot, without spaces around them; they may be empty.

    Raises `ArgumentTypeError` for more than `MAX_SPOT` characters, spaces around them included.
    """
    from tpsession.core.corrections.edit import MAX_SPOT

    if len(text) > MAX_SPOT:
        raise ArgumentTypeError(f"the spot has {len(text)} characters; it may have {MAX_SPOT}")
    return text.strip()


def person(text: str) -> str:
    """Return the name of a person, without spaces around it.

    Raises `ArgumentTypeError` for a text that `check_person` refuses.
    """
    from tpsession.core.errors import UsageError
    from tpsession.files.people import check_person

    try:
        return check_person(text)
    except UsageError as error:
        raise ArgumentTypeError(str(error)) from None


def side(text: str) -> Side:
    """Return the side with this name, in any case of letters; ``each``, as in routine files, means both.

    Raises `ArgumentTypeError` for any other text.
    """
    from tpsession.core.catalog.side import Side

    name = "both" if text.lower() == "each" else text.lower()
    try:
        return Side(name)
    except ValueError:
        raise ArgumentTypeError(f'there is no side "{text}"; use left, right, both or none') from None


def status(text: str) -> Status:
    """Return the status with this name, in any case of letters; ``unfinished`` is another name of partial.

    Raises `ArgumentTypeError` for any other text.
    """
    from tpsession.core.history.records import Status

    name = "partial" if text.lower() == "unfinished" else text.lower()
    try:
        return Status(name)
    except ValueError:
        raise ArgumentTypeError(
            f'there is no status "{text}"; use completed, stopped, unfinished or running'
        ) from None


def order(text: str) -> HistoryOrder:
    """Return the order with this name in which to list sessions; the case of letters doesn't matter.

    Raises `ArgumentTypeError` for any other text.
    """
    from tpsession.core.history.records import HistoryOrder

    try:
        return HistoryOrder(text.lower())
    except ValueError:
        names = [order.value for order in HistoryOrder]
        raise ArgumentTypeError(
            f'there is no order "{text}"; use {", ".join(names[:-1])} or {names[-1]}'
        ) from None


def rating(text: str) -> int:
    """Return a pain rating, a whole number from 0 to 10. Raises `ArgumentTypeError` for any other text."""
    from tpsession.core.history.ratings import parse_rating

    value = parse_rating(text)
    if value is None:
        raise ArgumentTypeError(f'must be a whole number from 0 to 10, not "{text}"')
    return value


def later_rating(text: str) -> tuple[datetime, int]:
    """Return the time and the number of a later rating that is written as ``TIME=N``.

    The time is read as by `past_time`, the number as by `rating`. Raises `ArgumentTypeError` for any other
    text.
    """
    at, equals, value = text.rpartition("=")
    if not equals:
        raise ArgumentTypeError(f'must be a time and a number, such as 2026-01-31T18:30=4, not "{text}"')
    return past_time(at), rating(value)


def diary_column(text: str) -> tuple[str, str]:
    """Return the field, in lower case, and the column, without spaces around it, of a text ``FIELD=COLUMN``.

    The first ``=`` separates them. Raises `ArgumentTypeError` if there is none, or for a field that isn't in
    `DIARY_FIELDS`.
    """
    field, equals, column = text.partition("=")
    if not equals or field.lower() not in DIARY_FIELDS:
        raise ArgumentTypeError(f'must be one of {", ".join(DIARY_FIELDS)}, and a column, not "{text}"')
    return field.lower(), column.strip()


def diary_name(text: str) -> tuple[str, str]:
    """Return a name used in a diary, and the id of the place or side that it means, of a text ``NAME=ID``.

    The last ``=`` separates them, and both are returned in lower case. Raises `ArgumentTypeError` for an
    unknown id, and without a name.
    """
    from tpsession.core.catalog.place import PLACES

    name, _, found = text.rpartition("=")
    if not name.strip() or found.lower() not in {*PLACES, "left", "right", "both", "none"}:
        raise ArgumentTypeError(f'must be a name and our place or side, such as Knie=knee, not "{text}"')
    return name.strip().casefold(), found.lower()


def speed(text: str) -> float:
    """Return the speed to play at, as a multiple of the normal one, from `SLOWEST` to `FASTEST`.

    Raises `ArgumentTypeError` for any other text.
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    # Written this way round, the comparison refuses "nan" as well.
    if not SLOWEST <= value <= FASTEST:
        raise ArgumentTypeError(f'must be a number from {SLOWEST:g} to {FASTEST:g}, not "{text}"')
    return value


def limit(text: str) -> int:
    """Return the most sessions to list: a whole number of 1 or more, with nine digits at most.

    Raises `ArgumentTypeError` for any other text.
    """
    if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f'must be a whole number of 1 or more, not "{text}"')


def sessions(text: str) -> int:
    """Return how many sessions a programme is to have.

    Raises `ArgumentTypeError` for anything but a whole number from `MIN_SESSIONS` to `MAX_SESSIONS`.
    """
    from tpsession.core.catalog.proposed import MAX_SESSIONS, MIN_SESSIONS

    return _whole_number(text, MIN_SESSIONS, MAX_SESSIONS)


def every_days(text: str) -> int:
    """Return how many days there are from one session of a programme to the next; 1 for every day.

    Raises `ArgumentTypeError` for anything but a whole number from `MIN_EVERY_DAYS` to `MAX_EVERY_DAYS`.
    """
    from tpsession.core.catalog.proposed import MAX_EVERY_DAYS, MIN_EVERY_DAYS

    return _whole_number(text, MIN_EVERY_DAYS, MAX_EVERY_DAYS)


def blocks(text: str) -> int:
    """Return how many blocks a comparison is to have: how many times each thing is done.

    Raises `ArgumentTypeError` for anything but a whole number from the fewest blocks of a comparison of two
    things to `MAX_BLOCKS`. A comparison of three things needs more; that is checked when it is made.
    """
    from tpsession.core.history.comparison import MAX_BLOCKS, MIN_BLOCKS

    return _whole_number(text, min(MIN_BLOCKS.values()), MAX_BLOCKS)


def _whole_number(text: str, lowest: int, highest: int) -> int:
    """Return a whole number from `lowest` to `highest`. Raises `ArgumentTypeError` for any other text."""
    if text.isascii() and text.isdigit() and len(text) <= 9 and lowest <= int(text) <= highest:
        return int(text)
    raise ArgumentTypeError(f'must be a whole number from {lowest} to {highest}, not "{text}"')


def time_of_day(text: str) -> time:
    """Return the time of a text such as ``18:30``, without a time zone; ``8:05`` is possible, too.

    Raises `ArgumentTypeError` for any other text.
    """
    from datetime import datetime

    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a time in whatever zone the person is
    except ValueError:
        raise ArgumentTypeError(f'must be a time such as 18:30, not "{text}"') from None


def day(text: str) -> date:
    """Return the day of an ISO date such as ``2026-01-31``, or of ``30d``: 30 days ago in local time.

    A date may be in the future. Raises `ArgumentTypeError` for any other text.
    """
    from datetime import date, timedelta

    from tpsession.clock import SystemClock

    number = text[:-1]
    try:
        if text.endswith("d") and number.isascii() and number.isdigit():
            return SystemClock().local_time().date() - timedelta(days=int(number))
        return date.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f'must be a day such as 2026-01-31, or 30d, not "{text}"') from None


def past_time(text: str) -> datetime:
    """Return the past time that a text means, in local time, as `parse_past_time` reads it.

    Raises `ArgumentTypeError` for a time in the future, for one that the clocks skipped, and for any other
    text.
    """
    from tpsession.clock import SystemClock
    from tpsession.core.errors import UsageError
    from tpsession.core.text.past_time import parse_past_time

    try:
        return parse_past_time(text, SystemClock())
    except UsageError as error:
        raise ArgumentTypeError(error.message) from None
