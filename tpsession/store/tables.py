"""The tables of the history, whose rows carry checksums.

A changed byte often passes SQLite's own checks. So each row holds a checksum of its content, and a row whose
checksum doesn't fit is never used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

try:
    # Where `hashlib` has it from. Importing `hashlib` would also load OpenSSL, which takes 4 MB of memory.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

Value = str | int | float | None
"""The value of a column."""
Row = Mapping[str, Value]
"""The columns of a row by name, without the checksum."""

_ROWS_TOGETHER = 200
"""How many rows are encoded together."""

# default=repr: a damaged file may hold a blob instead of text, which must give a wrong checksum, not raise.
# Made once, because json.dumps with options makes an encoder at each call: a third of the time to read a row.
_to_canonical_json = json.JSONEncoder(separators=(",", ":"), default=repr).encode


def _checksum(table: str, values: Sequence[Value]) -> str:
    """Return 128 bits of BLAKE2b as hex, over the JSON of the table's name and the row's values."""
    return digest(_to_canonical_json([table, values]))


def _checksums(table: str, rows: Sequence[Sequence[Value]]) -> list[str]:
    """Return the checksums of some rows; they are sure to be right if each begins and ends with a text.

    They are encoded together and then cut apart, which takes half of the time for short rows.
    """
    parts = _to_canonical_json(rows)[3:-3].split('"],["')
    if len(parts) != len(rows):
        # A text in them is like the cut.
        return [_checksum(table, row) for row in rows]
    return [digest(f'["{table}",["{part}"]]') for part in parts]


def digest(text: str) -> str:
    """Return 128 bits of BLAKE2b over a text in UTF-8, as hex."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


class SqlTable(NamedTuple):
    """A table whose rows carry checksums."""

    name: str
    columns: tuple[str, ...]
    """The columns that the checksum covers. Their order is part of the file format."""

    @property
    def column_list(self) -> str:
        """The columns that `checked_row` expects, for a SELECT in which the table's alias is ``t``."""
        return ", ".join(f"t.{column}" for column in (*self.columns, "checksum"))

    def select_sql(self, rest: str = "", columns: str = "") -> str:
        """Return a SELECT of whole rows, as `checked_row` takes them, or of `columns`; the alias is ``t``.

        rest: what follows the table's name, such as a WHERE clause.
        """
        return f"SELECT {columns or self.column_list} FROM {self.name} t {rest}"  # noqa: S608 - all of it is fixed text of ours

    def insert_sql(self, verb: str = "INSERT", more: tuple[str, ...] = ()) -> str:
        """Return the statement that writes a whole row, with the parameters of `insert_values`.

        verb: ``INSERT``, or with what SQLite does about a row that is there, such as ``INSERT OR REPLACE``.
        more: columns that the checksum doesn't cover; their values follow.
        """
        columns = (*self.columns, "checksum", *more)
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        return f"{verb} INTO {self.name} ({names}) VALUES ({marks})"

    def update_sql(self, columns: Iterable[str], rest: str) -> str:
        """Return the statement that writes some columns and the checksum.

        Its parameters are the values of `columns` in this order, the checksum, and the parameters of `rest`,
        which follows the assignments. Only the indexes of these columns are written.
        """
        changes = ", ".join(f"{column} = ?" for column in (*columns, "checksum"))
        return f"UPDATE {self.name} SET {changes} {rest}"  # noqa: S608 - all of it is fixed text of ours

    def checksum(self, row: Row) -> str:
        """Return the checksum that a row with this content must have."""
        return _checksum(self.name, [row[column] for column in self.columns])

    def insert_values(self, row: Row) -> list[Value]:
        """Return the parameters of `insert_sql`, including the checksum."""
        values = [row[column] for column in self.columns]
        return [*values, _checksum(self.name, values)]

    def insert_many_values(self, rows: Sequence[Row]) -> Iterator[list[Value]]:
        """Yield what `insert_values` returns for each row; the first and the last column must hold texts."""
        for first in range(0, len(rows), _ROWS_TOGETHER):
            piece = [[row[column] for column in self.columns] for row in rows[first : first + _ROWS_TOGETHER]]
            for values, checksum in zip(piece, _checksums(self.name, piece), strict=True):
                yield [*values, checksum]

    def is_intact(self, raw: Sequence[Value]) -> bool:
        """Return whether the checksum of a fetched row is right; `raw` is as for `checked_row`."""
        return _checksum(self.name, raw[:-1]) == raw[-1]

    def intact_rows(self, raw: Sequence[Sequence[Value]]) -> Iterator[Sequence[Value]]:
        """Yield the fetched rows whose checksums are right; `raw` are rows as for `checked_row`."""
        return compress(raw, self.are_intact(raw))

    def are_intact(self, raw: Sequence[Sequence[Value]]) -> Iterator[bool]:
        """Yield for each fetched row, in order, whether its checksum is right; `raw` as for `checked_row`."""
        for first in range(0, len(raw), _ROWS_TOGETHER):
            rows = raw[first : first + _ROWS_TOGETHER]
            checksums = _checksums(self.name, [row[:-1] for row in rows])
            # Rows of some tables, and damaged ones, begin or end with something else than a text, so that
            # they are cut wrongly. So only a row that is wrong by itself as well is damaged.
            for row, checksum in zip(rows, checksums, strict=True):
                yield checksum == row[-1] or self.is_intact(row)

    def checked_row(self, raw: Sequence[Value]) -> Row | None:
        """Return the columns of a fetched row by name, or None if its checksum is wrong.

        raw: a whole row as `select_sql` fetches it, with the checksum last.
        """
        return dict(zip(self.columns, raw, strict=False)) if self.is_intact(raw) else None


SESSIONS = SqlTable(
    "sessions",
    (
        "id",
        "started_at",
        "started_utc",
        "local_date",
        "ended_at",
        "known_at",
        "status",
        "stop_reason",
        "routine",
        "area",
        "side",
        "planned_s",
        "active_s",
        "note",
        "steps",
        "ratings",
        "writer",
        "place",
        "flags",
        "spot",
        "kind",
    ),
)
RATINGS = SqlTable("ratings", ("session_id", "kind", "value", "at", "at_utc", "flags"))
PLANS = SqlTable("plans", ("id", "plan"))
"""The texts of plans, each stored once. Their ids are made of their content: see `rows.plan_id`."""
SESSION_PLANS = SqlTable("session_plans", ("session_id", "plan_id"))
"""Which plan each session played."""
STATES = SqlTable("states", ("session_id", "state"))
DELETIONS = SqlTable("deletions", ("session_id", "at"))
FACTS = SqlTable("facts", ("name", "value"))
PROGRAMMES = SqlTable(
    "programmes",
    (
        "id",
        "routine",
        "place",
        "area",
        "side",
        "sessions",
        "every_days",
        "started_on",
        "ended_on",
        "pause_first_day",
        "pause_last_day",
        "title",
    ),
)
COMPARISONS = SqlTable(
    "comparisons",
    (
        "id",
        "place",
        "side",
        "area",
        "things",
        "blocks",
        "outcome",
        "seed",
        "rest_s",
        "started_on",
        "ended_on",
    ),
)
CHANGES = SqlTable("changes", ("id", "at", "at_utc", "kind", "undone_at", "corrections"))
CORRECTIONS = SqlTable("corrections", ("change_id", "session_id", "field", "earlier", "now"))
TABLES = (
    SESSIONS,
    RATINGS,
    PLANS,
    SESSION_PLANS,
    STATES,
    DELETIONS,
    FACTS,
    PROGRAMMES,
    COMPARISONS,
    CHANGES,
    CORRECTIONS,
)
"""Every table with checksums. A table comes before the tables that refer to it."""
