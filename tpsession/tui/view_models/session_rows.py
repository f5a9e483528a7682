"""What each column of the list of sessions shows, how wide it is, and what its heading sorts by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import HistoryOrder, SessionRecord, Status
from tpsession.core.history.wording import (
    STATUS_WORDS,
    describe_record_routine,
    format_datetime,
    format_rating_change,
)
from tpsession.core.text.formatting import format_timer
from tpsession.tui.text.columns import align_right, fit_text
from tpsession.tui.text.plain_text import display_text

MIN_WIDTH_OF_ONE_LINE = 54
"""The smallest width in cells, without the margins, at which a session takes one line."""
GAP = "  "
_MARKS = {Status.COMPLETED: " ", Status.STOPPED: "x", Status.PARTIAL: "~", Status.RUNNING: ">"}
_SCORE_MARK = "*"
_CORRECTED = "†"
"""Behind the place of a session that was corrected."""
_MEANINGS = {
    **{mark: STATUS_WORDS[status] for status, mark in _MARKS.items() if status is not Status.COMPLETED},
    _SCORE_MARK: "pain score",
    _CORRECTED: "corrected",
}
"""What each mark means, in the order in which they are explained below the list."""
_SCORE = "score"
"""Shown instead of the status of a pain score."""
MARKS_HELP = (
    "In a narrow list, x marks a session that was stopped, ~ one that was left unfinished, > one that is "
    "running, and * a pain score. A session that was corrected has a † after its place."
)
"""What the marks mean that stand for the status if there is no room for its word."""


class Column(StrEnum):
    """A column of the list, in the order from left to right; the value is its heading."""

    WHEN = "When"
    ROUTINE = "Routine"
    PLACE = "Where"
    PAIN = "Pain"
    CHANGE = "Change"
    WORKED = "Worked"
    STATUS = "Status"


_WHEN = len("2026-01-31 09:00")
_PAIN = len("10 → 10")
_CHANGE = len("▼ 10 less")
_WORKED = len("1:00:00")
_STATUS = len("unfinished")
_PLACE = 24
"""The largest width of the place if there are other columns to fill."""
COLUMN_ORDERS: Mapping[Column, tuple[HistoryOrder, HistoryOrder]] = {
    Column.WHEN: (HistoryOrder.NEWEST, HistoryOrder.OLDEST),
    Column.PAIN: (HistoryOrder.MOST_PAIN, HistoryOrder.LEAST_PAIN),
    Column.CHANGE: (HistoryOrder.WORST_CHANGE, HistoryOrder.BEST_CHANGE),
}
"""The orders of each column that the list can be sorted by: first from high to low, then from low to high."""


class Tone(StrEnum):
    """What a cell says about the pain; each has a colour."""

    PLAIN = "plain"
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a column in one row, padded to the column's width."""

    column: Column
    text: str
    tone: Tone = Tone.PLAIN


def next_order(order: HistoryOrder) -> HistoryOrder:
    """Return the order after this one, and the first after the last."""
    orders = list(HistoryOrder)
    return orders[(orders.index(order) + 1) % len(orders)]


def order_of_heading(column: Column, order: HistoryOrder) -> HistoryOrder | None:
    """Return the order that a click on a heading chooses; None if no order belongs to that column.

    It is the first order of the column, or its second one if the list is in the first now.

    order: the present one.
    """
    if column not in COLUMN_ORDERS:
        return None
    first, second = COLUMN_ORDERS[column]
    return second if order is first else first


def fit_columns(room: int) -> dict[Column, int]:
    """Return the columns of a line of `room` cells, from left to right, and the width of each.

    Date, place, pain and change are always shown. If there is room, the status is added, then both the
    routine and the time worked. Without the status, the place begins with a mark for it.
    """
    free = room - _WHEN - _PAIN - _CHANGE - 3 * len(GAP)
    routine = worked = status = 0
    if free >= _STATUS + len(GAP) + _PLACE:
        status = _STATUS
        free -= status + len(GAP)
        if free >= 2 * _PLACE:
            worked = _WORKED
            free -= worked + len(GAP)
            place = min(_PLACE, free // 2 - 1)
            routine, free = free - place - len(GAP), place
    widths = (_WHEN, routine, free, _PAIN, _CHANGE, worked, status)
    return {column: width for column, width in zip(Column, widths, strict=True) if width}


def find_marks(records: Collection[SessionRecord]) -> set[str]:
    """Return the marks that these sessions have in a narrow list: for status, score and correction.

    A space may be among them, the mark of a completed session, which needs no explanation.
    """
    marks = {_mark(record) for record in records}
    return marks | ({_CORRECTED} if any(record.is_corrected for record in records) else set())


def describe_marks(marks: Collection[str], room: int) -> str:
    """Return what these marks mean, those that lines of `room` cells show; empty if there are none.

    Lines with a column for the status show only the mark for a correction.
    """
    shown = {_CORRECTED} if Column.STATUS in fit_columns(room) else set(_MEANINGS)
    return "   ".join(f"{mark} {text}" for mark, text in _MEANINGS.items() if mark in shown & set(marks))


def make_headings(room: int, order: HistoryOrder, *, in_one_line: bool) -> list[Cell]:
    """Return the headings of the columns. The one that the list is sorted by has an arrow.

    The arrow points down if the values go from high to low, such as from the newest to the oldest. Where a
    session takes two lines, only the columns of the first have a heading.

    room: the cells of a line. in_one_line: whether each session takes one line.
    """
    columns = fit_columns(room) if in_one_line else _fit_first_line(room)
    has_mark = in_one_line and Column.STATUS not in columns
    texts = {column: _heading(column, order) for column in columns}
    if has_mark:
        # The places below begin with a mark and a space.
        texts[Column.PLACE] = f"  {texts[Column.PLACE]}"
    return [Cell(column, _fit(column, texts[column], width)) for column, width in columns.items()]


def make_row(record: SessionRecord, routine_names: Mapping[str, str], room: int) -> list[Cell]:
    """Return a session as one line of cells, which together with the gaps between them fill `room` cells."""
    columns = fit_columns(room)
    mark = "" if Column.STATUS in columns else f"{_mark(record)} "
    texts = {
        Column.WHEN: format_datetime(record.started_at),
        Column.ROUTINE: display_text(describe_record_routine(record, routine_names)),
        Column.PLACE: mark + _format_place(record, columns[Column.PLACE] - len(mark)),
        Column.PAIN: format_pain(record),
        Column.CHANGE: format_rating_change(record.before, record.after),
        Column.WORKED: format_timer(record.active_s) if record.active_s else "",
        Column.STATUS: _SCORE if record.is_score else STATUS_WORDS[record.status],
    }
    return [
        Cell(column, _fit(column, texts[column], width), _choose_tone(record, column))
        for column, width in columns.items()
    ]


def make_two_lines(
    record: SessionRecord, routine_names: Mapping[str, str], line: int, room: int
) -> list[Cell]:
    """Return the cells of the first (0) or the second (1) line of a session that takes two.

    The first has the date, the ratings and their change; the second is one cell with the mark of the status,
    the place and the routine. Both are padded or cut to `room` cells, gaps included.
    """
    if line == 1:
        routine = display_text(describe_record_routine(record, routine_names))
        return [Cell(Column.PLACE, fit_text(f"{_mark(record)} {_format_place(record)}; {routine}", room))]
    texts = (
        format_datetime(record.started_at),
        format_pain(record),
        format_rating_change(record.before, record.after),
    )
    return [
        Cell(column, _fit(column, text, width), _choose_tone(record, column))
        for (column, width), text in zip(_fit_first_line(room).items(), texts, strict=True)
    ]


def _fit_first_line(room: int) -> dict[Column, int]:
    """Return the columns of the first line of a session that takes two, with their widths.

    The date takes what is left of `room`, the cells of the line.
    """
    when = room - _PAIN - _CHANGE - 2 * len(GAP)
    return {Column.WHEN: when, Column.PAIN: _PAIN, Column.CHANGE: _CHANGE}


def _heading(column: Column, order: HistoryOrder) -> str:
    """Return the heading of a column, with an arrow if the list is sorted by it."""
    orders = COLUMN_ORDERS.get(column, ())
    return f"{column} {'↓↑'[orders.index(order)]}" if order in orders else str(column)


def _fit(column: Column, text: str, width: int) -> str:
    """Return a text in the width of its column; the time worked is aligned to the right."""
    return align_right(text, width) if column is Column.WORKED else fit_text(text, width)


def _mark(record: SessionRecord) -> str:
    """Return the mark for the status, a space if it is completed; for a pain score, the score's own mark."""
    return _SCORE_MARK if record.is_score else _MARKS[record.status]


def _format_place(record: SessionRecord, width: int | None = None) -> str:
    """Return the place, the side if the session has one, and a mark if the session was corrected.

    width: the cells that the text fills: it is padded, or the place is shortened. None for its own length.
    """
    name = display_text(place_name(record.place))
    side = "" if record.side is Side.NONE else f", {record.side}"
    side += f" {_CORRECTED}" if record.is_corrected else ""
    if width is None:
        return name + side
    room = width - len(side)
    return fit_text((name if cell_len(name) <= room else fit_text(name, room).rstrip()) + side, width)


def format_pain(record: SessionRecord) -> str:
    """Return both ratings, such as `` 6 → 4``, a dash for one that is missing; of a pain score, its number.

    The first number is padded to 2 characters on the left.
    """
    before = "-" if record.before is None else str(record.before)
    if record.is_score:
        return f"{before:>2}"
    after = "-" if record.after is None else str(record.after)
    return f"{before:>2} → {after}"


def _choose_tone(record: SessionRecord, column: Column) -> Tone:
    """Return the tone of a session's cell: less or more pain in the column of changes, else plain."""
    if column is not Column.CHANGE or record.before is None or record.after is None:
        return Tone.PLAIN
    if record.after == record.before:
        return Tone.PLAIN
    return Tone.MORE if record.after > record.before else Tone.LESS
