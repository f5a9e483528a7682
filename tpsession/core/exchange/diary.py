"""Takes pain scores from the CSV table of another pain diary, by a mapping of its columns.

Rules: a score is 0 to 10 or 0 to 100, which is divided by ten; the whole column has one scale. What isn't
whole is rounded, and a half is rounded up, to the worse side. A row that names several places becomes one
score for each. Without a time, noon is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeAlias

from tpsession.core.catalog.place import PLACES, place_name
from tpsession.core.catalog.side import Side
from tpsession.core.exchange.records import MAX_TEXT, ExchangedSession
from tpsession.core.exchange.session_csv import TableRow
from tpsession.core.history.ratings import HIGHEST, Rating, RatingKind
from tpsession.core.history.records import RecordKind, SessionRecord, Status
from tpsession.core.text.formatting import describe_place

SHOWN_SCORES = 10
"""So many scores are shown before the others are taken."""
NOON = time(12)
_LARGE_SCALE = 100
_SIDES = {"": Side.NONE, "l": Side.LEFT, "r": Side.RIGHT, **{side.value: side for side in Side}}
_SEPARATORS = re.compile(r"[;,/+&]|\band\b")
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ,]+(.+))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,]+(.+))?")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]m)?", re.IGNORECASE)
_SCORE = re.compile(r"(\d{1,3}(?:\.\d+)?)(?:\s*/\s*(10|100))?")


class DiaryField(StrEnum):
    """What a column of a diary can be mapped to."""

    DATE = "date"
    TIME = "time"
    SCORE = "score"
    PLACE = "place"
    SIDE = "side"
    NOTE = "note"


class DayOrder(StrEnum):
    """Which number of a date comes first, if the year comes last."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


_Cells: TypeAlias = Mapping[DiaryField, str]
"""The cells of a row, without the spaces around them."""


@dataclass(frozen=True, slots=True)
class DiaryMapping:
    """How the table of a diary is read."""

    columns: Mapping[DiaryField, str]
    """The name of the column that holds each field."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the diary calls places and sides, in small letters, with our ids."""
    place: str | None = None
    """The id of the place where a row has none."""
    side: Side = Side.NONE
    """The side where a row has none."""
    scale: int | None = None
    """The highest score, 10 or 100; None to find it out."""
    day_order: DayOrder | None = None
    """None to find it out."""


@dataclass(frozen=True, slots=True)
class DiaryScore:
    """A pain score of a diary that can be imported, and its line in the table."""

    line: int
    session: ExchangedSession

    def describe(self) -> str:
        """Return the score in one line: ``line 2: 2026-01-31 18:30  Knee, left side  6``.

        Its note follows, if it has one.
        """
        record = self.session.record
        place = describe_place(place_name(record.place), record.side)
        parts = [f"{record.started_at:%Y-%m-%d %H:%M}", place, str(record.before), record.note]
        return f"line {self.line}: " + "  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Diary:
    """What was found in a table."""

    scores: Callable[[], Iterator[DiaryScore]]
    """Yields all that can be taken; each call reads the table again."""
    count: int
    """How many those are."""
    first: tuple[DiaryScore, ...]
    """The first ones, `SHOWN_SCORES` at most."""
    refused: tuple[str, ...]
    """Each row that can't be taken, with its line and the reason."""
    remarks: tuple[str, ...]
    """How the table was read, in sentences."""


class _RowError(ValueError):
    """Why a row can't be taken."""


def read_diary(
    header: Sequence[str],
    read_rows: Callable[[], Iterable[TableRow]],
    mapping: DiaryMapping,
    *,
    now: datetime,
    to_local: Callable[[datetime], datetime | None],
    make_id: Callable[[str], str],
) -> Diary:
    """Return the scores in a table, and a text with line and reason for each row or score not taken.

    A score that is the same as an earlier one isn't taken again. The table is read up to three times here,
    and once more each time somebody goes through all scores of the result. Nothing is saved.

    Args:
        header: The names of the columns; all columns that the mapping names must be among them.
        read_rows: Returns the rows below the header, and is called again and again; there may be very many.
        mapping: What the columns mean. If it leaves the scale or the order of dates open, these are found out
            from the table. Dates whose order can't be found out are refused.
        now: The present local time; later scores are refused.
        to_local: Returns a time of the diary with its UTC offset; None if the clocks skipped it.
        make_id: Returns an id that is made from a text, so that the same score has the same id again.

    """
    places = {diary_field: list(header).index(name) for diary_field, name in mapping.columns.items()}

    def read() -> Iterator[tuple[int, _Cells]]:
        """Yield each row with its line, as the stripped cells of the columns that the mapping names."""
        for row in read_rows():
            yield row.line, {key: row.cells[at].strip() for key, at in places.items() if at < len(row.cells)}

    scale = mapping.scale or _find_scale(cells for _, cells in read())
    order = mapping.day_order or _find_order(cells for _, cells in read())
    reader = _RowReader(mapping, scale, order, now, to_local, make_id)
    first: list[DiaryScore] = []
    refused: list[str] = []
    count = 0
    for found in reader.read_all(read()):
        if isinstance(found, str):
            refused.append(found)
            continue
        count += 1
        if count <= SHOWN_SCORES:
            first.append(found)

    def scores() -> Iterator[DiaryScore]:
        """Yield the scores of the table; every call reads the whole table again."""
        return (found for found in reader.read_all(read()) if not isinstance(found, str))

    return Diary(scores, count, tuple(first), tuple(refused), reader.remarks())


class _RowReader:
    """Reads the rows of one table, which have one scale and one order of day and month."""

    def __init__(
        self,
        mapping: DiaryMapping,
        scale: int,
        order: DayOrder | None,
        now: datetime,
        to_local: Callable[[datetime], datetime | None],
        make_id: Callable[[str], str],
    ) -> None:
        self._mapping = mapping
        self._now = now
        self._to_local = to_local
        self._make_id = make_id
        self._names = {
            **{name.casefold(): place for place, name in PLACES.items()},
            **{place: place for place in PLACES},
            **mapping.names,
        }
        self._scale = scale
        self._order = order

    def remarks(self) -> tuple[str, ...]:
        """Return sentences on how the table is read: its scale and rounding, and what its columns call for.

        Without a column of times, one says that noon is taken where no time is behind the date. With a column
        of places, one is about several places in one row.
        """
        remarks = []
        if self._scale == _LARGE_SCALE:
            remarks.append("The scores are read as 0 to 100, and divided by ten.")
        else:
            remarks.append("The scores are read as 0 to 10.")
        remarks.append("What isn't whole is rounded; a half is rounded up.")
        if DiaryField.TIME not in self._mapping.columns:
            remarks.append("Where there is no time, noon is taken.")
        if DiaryField.PLACE in self._mapping.columns:
            remarks.append("A row with several places becomes one score for each.")
        return tuple(remarks)

    def read_all(self, rows: Iterable[tuple[int, _Cells]]) -> Iterator[DiaryScore | str]:
        """Yield the scores of the rows, and for each row or score that can't be taken a text that says why.

        The text begins with the row's line. A score that is the same as one of an earlier row gives such a
        text, because it is taken once.

        rows: the cells of each row, with its line, counted from 1.
        """
        # Needed for all rows: the ids follow no order.
        seen: dict[str, int] = {}
        for line, cells in rows:
            try:
                sessions = self._read_row(cells)
            except _RowError as error:
                yield f"line {line}: {error}"
                continue
            for session in sessions:
                same = seen.setdefault(session.record.id, line)
                if same == line:
                    yield DiaryScore(line, session)
                else:
                    yield f"line {line}: the same as line {same}; taken once"

    def _read_row(self, cells: _Cells) -> list[ExchangedSession]:
        """Return one pain score for each place of a row, at least one.

        Raises `_RowError` if the row has no date or no score, if neither it nor the mapping has a place, if a
        cell can't be read or is too long, or if its time is in the future or was skipped by the clocks.
        """
        at = self._read_time(cells)
        score = self._read_score(cells.get(DiaryField.SCORE, ""))
        note = cells.get(DiaryField.NOTE, "")
        if len(note) > MAX_TEXT:
            raise _RowError("the note is too long")
        local = self._to_local(at)
        if local is None:
            raise _RowError(f"there was no {at:%Y-%m-%d %H:%M}: the clocks were set forward")
        if local > self._now:
            raise _RowError(f"{at:%Y-%m-%d %H:%M} is in the future")
        return [
            self._make_session(at, local, place, side, score, note)
            for place, side in self._read_places(cells)
        ]

    def _make_session(
        self, at: datetime, local: datetime, place: str, side: Side, score: int, note: str
    ) -> ExchangedSession:
        """Return a pain score of the diary as a session to import; the same content always gets the same id.

        at: the time as the diary has it, for the id. local: the same time with its UTC offset, for the
        record.
        """
        content = json.dumps([at.isoformat(), place, side.value, score, note])
        record = SessionRecord(
            id=self._make_id(content),
            started_at=local,
            ended_at=local,
            status=Status.COMPLETED,
            stop_reason=None,
            routine="",
            place=place,
            area="",
            side=side,
            planned_s=0.0,
            active_s=0.0,
            before=score,
            note=note,
            kind=RecordKind.SCORE,
        )
        return ExchangedSession(record, (Rating(RatingKind.BEFORE, score, local),))

    def _read_time(self, cells: _Cells) -> datetime:
        """Return the day and time of a row: the time in its cell or behind the date, or else noon.

        Raises `_RowError` if there is no date, or if the date or the time can't be read.
        """
        text = cells.get(DiaryField.DATE, "")
        if not text:
            raise _RowError("it has no date")
        day, rest = self._read_day(text)
        written = cells.get(DiaryField.TIME, "") or rest
        return datetime.combine(day, _read_time_of_day(written) if written else NOON)

    def _read_day(self, text: str) -> tuple[date, str]:
        """Return the day at the beginning of a cell, and the text after it; empty if nothing follows.

        Spaces, commas or a ``T`` are between the two. In a date that ends with the year, the day comes first
        if it has points, as in ``31.01.2026``; otherwise the table's order tells the day from the month. A
        year of two digits is from 2000 to 2099. Raises `_RowError` if the order is needed but not known, or
        if the cell isn't a possible date with or without such a text.
        """
        numbers: tuple[str, str, str]
        if found := _YEAR_FIRST.fullmatch(text):
            numbers, rest = (found[1], found[2], found[3]), found[4]
        elif found := _YEAR_LAST.fullmatch(text):
            first, mark, second, year, rest = found.groups()
            order = DayOrder.DAY_FIRST if mark == "." else self._order
            if order is None:
                raise _RowError(f'"{text}" may be day or month first; say which with --dates dmy or mdy')
            day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
            numbers = (year if len(year) == len("2026") else f"20{year}", month, day)
        else:
            raise _RowError(f'"{text}" isn\'t a date such as 2026-01-31 or 31.01.2026')
        try:
            return date(*map(int, numbers)), rest or ""
        except ValueError:
            raise _RowError(f'there is no day "{text}"') from None

    def _read_score(self, text: str) -> int:
        """Return a score as a rating from 0 to 10, rounded to the nearest whole number; a half is rounded up.

        text: a number, perhaps with a point or a comma. It is on the table's scale unless it names its own,
        as in ``45/100``. Raises `_RowError` for any other text, and for a number outside its scale.
        """
        if not text:
            raise _RowError("it has no score")
        found = _SCORE.fullmatch(text.replace(",", "."))
        scale = int(found[2]) if found and found[2] else self._scale
        value = Decimal(found[1]) * HIGHEST / scale if found else Decimal(-1)
        if not 0 <= value <= HIGHEST:
            raise _RowError(f'"{text}" isn\'t a score from 0 to {scale}')
        return int(value.quantize(Decimal(1), ROUND_HALF_UP))

    def _read_places(self, cells: _Cells) -> list[tuple[str, Side]]:
        """Return the places of a row with their sides, each pair once; without one, the mapping's place.

        A place has the side beside its name, as in ``left knee``, or else the row's side, or else the
        mapping's. A place cell of only separators, such as ``/``, names no place. Raises `_RowError` for an
        unknown place or side, and if neither the row nor the mapping has a place.
        """
        side_text = cells.get(DiaryField.SIDE, "")
        side = self._find_side(side_text) if side_text else self._mapping.side
        if side is None:
            raise _RowError(f'"{side_text}" isn\'t a side; say which with --name "{side_text}=left"')
        text = cells.get(DiaryField.PLACE, "")
        whole = self._find_place(text, side) if text else None
        parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
        if not whole and not parts:
            if self._mapping.place is None:
                raise _RowError("it has no place; say which with --place")
            return [(self._mapping.place, side)]
        found = [whole] if whole else [self._find_place(part, side) for part in parts]
        for part, place in zip(parts, found, strict=False):
            if place is None:
                raise _RowError(f'"{part}" isn\'t a place; say which with --name "{part}=knee"')
        return list(dict.fromkeys(place for place in found if place))

    def _find_place(self, text: str, side: Side) -> tuple[str, Side] | None:
        """Return the place that a text names, and its side; None if the text names no place.

        The name may be an own one of the diary, from the mapping, or the name or id of the place here. side:
        the side of the place, unless the text names another one, as in ``left knee``.
        """
        name = text.casefold()
        place = self._names.get(name)
        if place in PLACES:
            return place, side
        words = name.split()
        for word, others in ((words[0], words[1:]), (words[-1], words[:-1])) if len(words) > 1 else ():
            place, named = self._names.get(" ".join(others)), self._find_side(word)
            if place in PLACES and named is not None:
                return place, named
        return None

    def _find_side(self, text: str) -> Side | None:
        """Return the side that a text says, in English or in a word of the mapping; None if it says none.

        text: a cell for the side, or a word of a cell for the place; not empty.
        """
        name = text.casefold()
        return _SIDES.get(self._mapping.names.get(name, name))


def _read_time_of_day(text: str) -> time:
    """Return the time in a text such as ``18:30``, ``18:30:15`` or ``6:30 pm``.

    Raises `_RowError` for any other text.
    """
    found = _TIME.fullmatch(text.strip())
    hour = int(found[1]) if found else -1
    if found and found[4]:
        is_pm = found[4].lower() == "pm"
        hour = hour % NOON.hour + (NOON.hour if is_pm else 0) if 1 <= hour <= NOON.hour else -1
    minute, second = (int(found[2]), int(found[3] or 0)) if found else (0, 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise _RowError(f'"{text}" isn\'t a time such as 18:30') from None


def _find_scale(rows: Iterable[_Cells]) -> int:
    """Return the highest score of the table's scale: 100 if a score is over 10, or else 10.

    Scores that name their own scale, such as ``45/100``, don't count.
    """
    for cells in rows:
        found = _SCORE.fullmatch(cells.get(DiaryField.SCORE, "").replace(",", "."))
        if found and not found[2] and Decimal(found[1]) > HIGHEST:
            return _LARGE_SCALE
    return HIGHEST


def _find_order(rows: Iterable[_Cells]) -> DayOrder | None:
    """Return whether day or month comes first in the table's dates that end with the year.

    A number over 12 shows it. None if no date has one, or if they contradict each other. Dates with points
    don't count, because in them the day always comes first.
    """
    orders = set()
    for cells in rows:
        found = _YEAR_LAST.fullmatch(cells.get(DiaryField.DATE, ""))
        if found and found[2] != ".":
            if int(found[1]) > 12:
                orders.add(DayOrder.DAY_FIRST)
            elif int(found[3]) > 12:
                orders.add(DayOrder.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else None
