"""Sessions as a flat table, one row a session, that a spreadsheet opens without running anything.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula. So such a text gets an
apostrophe in front, which reading takes away again.
"""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tpsession.core.corrections.fields import encode_later
from tpsession.core.exchange.json_reading import SESSIONS, Entries, FileEntry, refuse_anonymous
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import ExchangedSession
from tpsession.core.history.ratings import RatingKind, Soreness, read_words
from tpsession.core.text.formatting import format_count

BYTE_ORDER_MARK = "\ufeff"
"""Begins the file: without it, Excel reads UTF-8 as another encoding. LibreOffice doesn't mind it."""
COLUMNS = (
    "id", "kind", "started_at", "ended_at", "status", "stop_reason", "routine", "place", "area", "side",
    "before", "after", "later", "flags", "planned_s", "active_s", "spot", "note",
)  # fmt: skip
ANONYMOUS_ID = "anonymous_id"
"""The first column of an anonymous table instead of ``id``, by which an import knows and refuses it."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_LATER_SEPARATOR = "; "


def make_harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, if needed with an apostrophe in front.

    A text that begins with an apostrophe gets another one, so that `restore` gives it back.
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def restore(cell: str) -> str:
    """Return the text of a cell without one apostrophe at its beginning, which `make_harmless` puts there.

    In a table from elsewhere, an apostrophe that the text itself begins with is removed, too.
    """
    return cell.removeprefix("'")


class _Line:
    """Holds the line that `csv.writer` has written last."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def encode_table(sessions: Iterable[ExchangedSession], *, anonymous: bool = False) -> Iterator[str]:
    """Yield a table as text, a row at a time with its line end: a header, then one row for each session.

    The header begins with a byte order mark. A row has several lines if one of its texts has.

    anonymous: whether the header is marked so that no import takes the table. The sessions are written as
    they are: change them with `Anonymizer` before.
    """
    line = _Line()
    writer = csv.writer(line)
    writer.writerow([ANONYMOUS_ID, *COLUMNS[1:]] if anonymous else COLUMNS)
    yield BYTE_ORDER_MARK + line.text
    for session in sessions:
        writer.writerow(_format_row(session))
        yield line.text


def _format_row(session: ExchangedSession) -> list[object]:
    """Return the cells of a session in the order of `COLUMNS`. A cell without a value is empty.

    The routine's id, the spot and the note are written as `make_harmless` returns them.
    """
    record = session.record
    later = (rating for rating in session.ratings if rating.kind is RatingKind.LATER)
    return [
        record.id,
        record.kind.value,
        record.started_at.isoformat(),
        record.ended_at.isoformat() if record.ended_at else "",
        record.status.value,
        record.stop_reason.value if record.stop_reason else "",
        make_harmless(record.routine),
        record.place,
        record.area,
        record.side.value,
        "" if record.before is None else record.before,
        "" if record.after is None else record.after,
        _LATER_SEPARATOR.join(encode_later(later).splitlines()),
        " ".join(flag.value for flag in record.flags),
        _seconds(record.planned_s),
        _seconds(record.active_s),
        make_harmless(record.spot),
        make_harmless(record.note),
    ]


def _seconds(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a CSV file."""

    line: int
    """The line on which it begins, from 1."""
    cells: Sequence[str]


def read_rows(lines: Iterable[str], delimiter: str = ",") -> Iterator[TableRow]:
    """Yield the rows of a CSV file, the header included, without blank ones; cells keep their spaces.

    Raises `MisfitError`, perhaps after some rows, for a file that isn't CSV.

    Args:
        lines: The file's lines with their ends, split at line feeds only: a note can hold other characters
            that end a line.
        delimiter: The character between two cells.

    """
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise MisfitError(str(error), f"line {line}") from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield TableRow(line, cells)
        line = reader.line_num + 1


def is_own_table(header: Sequence[str]) -> bool:
    """Return whether a header has the columns id, kind, started_at and place, as this program's tables have.

    Raises `TpsessionError` for the header of an anonymous table, which can't be imported.
    """
    if header and header[0] == ANONYMOUS_ID:
        refuse_anonymous()
    return {"id", "kind", "started_at", "place"} <= set(header)


def iterate_table(rows: Iterable[TableRow], needed: Container[str]) -> Entries:
    """Yield the sessions of a table as entries of a JSON export, so that they are checked in the same way.

    An entry with the format comes first. The place of a session's entry is its line. Raises `MisfitError` for
    a column that is unknown or there twice, or for a row that has more or fewer cells than the header.

    Args:
        rows: The header, which must be there, and the rows below it.
        needed: The sections whose items are needed. Without the sessions, their entries have the value None.

    """
    numbered = iter(rows)
    header = next(numbered).cells
    for index, name in enumerate(header):
        if name in header[:index]:
            raise MisfitError("is there twice; keep one", f'column "{name}"')
        if name not in COLUMNS:
            raise MisfitError(
                f"isn't known here; take it out, or use {', '.join(COLUMNS)}", f'column "{name}"'
            )
    yield FileEntry("format", -1, 1)
    for row in numbered:
        if len(row.cells) != len(header):
            raise MisfitError(
                f"has {format_count(len(row.cells), 'cell')}; it must have {len(header)}", f"line {row.line}"
            )
        cells = dict(zip(header, row.cells, strict=True))
        yield FileEntry(SESSIONS, row.line, _to_json_session(cells) if SESSIONS in needed else None)


def _to_json_session(cells: dict[str, str]) -> dict[str, Any]:
    """Return a row as a session of a JSON export. A cell that can't be read stays as text; nothing is raised.

    The later check of the JSON then names that cell. What every session needs, such as its start, stays as it
    is, even if it is empty. Any other empty cell becomes null, an empty text or list, or a missing key, as
    the JSON needs it. Without a status, the session is ``completed``. The ratings before and after get the
    times of its start and end, because the table has no times for them.

    cells: by the name of the column. A missing column counts as empty, or if every session needs it, the key
    is missing.
    """
    started_at = cells.get("started_at", "")
    ended_at = cells.get("ended_at", "") or None
    ratings: list[dict[str, Any]] = [
        {"kind": kind, "value": _read_number(cells[kind]), "at": at}
        for kind, at in (("before", started_at), ("after", ended_at or started_at))
        if cells.get(kind)
    ]
    for text in cells.get("later", "").split(_LATER_SEPARATOR.strip()):
        if text.strip():
            at, _, given = text.strip().partition("=")
            value, *words = given.split() or [""]
            later: dict[str, Any] = {"kind": "later", "value": _read_number(value), "at": at}
            ratings.append({**later, **_read_later_words(words)})
    needed = ("id", "kind", "started_at", "place", "side")
    session: dict[str, Any] = {key: cells[key] for key in needed if key in cells}
    session |= {key: cells.get(key) or None for key in ("ended_at", "stop_reason", "area")}
    session |= {key: restore(cells.get(key, "")) for key in ("routine", "spot", "note")}
    session |= {key: _read_number(cells[key]) for key in ("planned_s", "active_s") if cells.get(key)}
    flags: list[str] = cells.get("flags", "").split()
    return {**session, "status": cells.get("status") or "completed", "flags": flags, "ratings": ratings}


def _read_later_words(words: Iterable[str]) -> dict[str, Any]:
    """Return the flags, soreness and stiffness of a later rating, by their keys in the JSON.

    If a word can't be read, all words are returned as flags; the later check of the JSON refuses these.
    """
    try:
        flags, soreness, stiffness = read_words(words)
    except ValueError:
        return {"flags": list(words)}
    sore = None if soreness is None else soreness is Soreness.SORE
    return {"flags": [flag.value for flag in flags], "sore": sore, "stiffness": stiffness}


def _read_number(cell: str) -> int | float | str:
    """Return the number in a cell, or the cell's text as it is if that is no number."""
    for read in (int, float):
        try:
            return read(cell)
        except ValueError:
            continue
    return cell
