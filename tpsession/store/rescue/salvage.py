"""Finds the intact rows in the bytes of a damaged history, and how many rows there were.

A page is read even if damage cut it off from the first page. Each row is known by the checksum that it
carries: it fits only if all values of the row, and the table that it is taken for, are right.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from tpsession.core.task_progress import ProgressPart
from tpsession.store.rescue.pages import (
    INDEX_LEAF,
    INDEX_NODE,
    TABLE_LEAF,
    TABLE_NODE,
    PagedFile,
    StoredValue,
    guess_layouts,
)
from tpsession.store.schema.former_tables import FORMER_TABLES, upgrade_row
from tpsession.store.tables import RATINGS, SESSIONS, TABLES, Row, SqlTable, Value

_STORED = 0
"""SQLite's mark of a column that is stored, unlike one that it computes when it is read."""
_SCHEMA_COLUMNS = 5
"""The columns of SQLite's list of tables and indexes: type, name, table, root page, SQL."""
_COUNTED_BY = {SESSIONS.name: "sqlite_autoindex_sessions_1", RATINGS.name: "ratings_by_session"}
"""For each table whose rows are counted, an index with the first column of all of its rows."""


@dataclass(frozen=True, slots=True)
class StoredForm:
    """How SQLite stores the rows of one of today's tables, or of an older version's."""

    table: SqlTable
    """The table as it is stored."""
    target: SqlTable
    """Today's table in which the rows go."""
    positions: tuple[int, ...]
    """Where the columns of `table`, and then the checksum, are in a record."""
    reals: tuple[int, ...]
    """Which of these hold numbers with a fraction; SQLite stores them as integers if the fraction is 0."""
    lengths: range
    """How many values a record may have."""

    def intact_row(self, record: Sequence[StoredValue]) -> Row | None:
        """Return the row that a record of the file holds; None if it isn't an intact row of this form.

        The row is as it was stored; `upgrade` makes a row of the present table of it.
        """
        if len(record) not in self.lengths:
            return None
        # A value may be a blob only if it is damaged, and then the checksum is wrong.
        values = [cast("Value", record[position]) for position in self.positions]
        for index in self.reals:
            if isinstance(number := values[index], int):
                values[index] = float(number)
        return self.table.checked_row(values)

    def upgrade(self, row: Row) -> Row:
        """Return a row of this form as a row of today's table."""
        return row if self.table is self.target else upgrade_row(self.target, row)


@dataclass(frozen=True, slots=True)
class Salvage:
    """What the bytes of a damaged history still hold."""

    rows: Mapping[str, Sequence[Row]]
    """The intact rows by the names of their tables, in the order of their numbers.

    Rows on pages that no other page leads to come last: they may be former states of other rows.
    """
    totals: Mapping[str, int | None]
    """How many sessions and ratings there were, by the names of their tables; None if nobody can tell."""

    @property
    def found(self) -> int:
        """The number of all intact rows, of all tables."""
        return sum(map(len, self.rows.values()))


@dataclass(frozen=True, slots=True)
class _FoundRow:
    """An intact row, with its number in its table and the page that it is on."""

    row: Row
    number: int
    page: int


def list_stored_forms(connection: sqlite3.Connection) -> list[StoredForm]:
    """Return how SQLite stores the rows of each of today's tables, and of each former one.

    A table that was changed since the first version has two forms: today's, and that of its former table in
    `FORMER_TABLES`.

    connection: a history with today's schema.
    """
    forms = []
    for table in TABLES:
        kinds = {
            str(name): str(kind)
            for _, name, kind, _, _, _, hidden in connection.execute(f"PRAGMA table_xinfo({table.name})")
            if hidden == _STORED
        }
        order = list(kinds)
        former = FORMER_TABLES.get(table.name)
        for stored in (table,) if former is None else (table, former):
            names = (*stored.columns, "checksum")
            is_other = not kinds.keys() >= set(names)
            positions = tuple(range(len(names)) if is_other else map(order.index, names))
            reals = tuple(index for index, name in enumerate(names) if kinds.get(name) == "REAL")
            lengths = range(max(positions) + 1, (len(names) if is_other else len(order)) + 1)
            forms.append(StoredForm(stored, table, positions, reals, lengths))
    return forms


def salvage(content: bytes, forms: Sequence[StoredForm], progress: ProgressPart) -> Salvage:
    """Return what the bytes of a damaged history still hold, by the layout with which most rows are found.

    Never raises for damage, but `TaskStoppedError` if the person stops it.

    Args:
        content: All bytes of the file.
        forms: Those of `list_stored_forms`.
        progress: Learns how far it is, and may stop it.

    """
    layouts = guess_layouts(content)
    read = []
    for (page_size, reserved), part in zip(layouts, progress.divide(*(1 for _ in layouts)), strict=True):
        pages = PagedFile(content, page_size, reserved, progress.whole.check)
        read.append(_Reading(pages, forms, part).result())
    return max(read, key=lambda result: result.found)


class _Reading:
    """Reads all pages of a file once, taking it that the pages have a certain size."""

    def __init__(self, file: PagedFile, forms: Sequence[StoredForm], progress: ProgressPart) -> None:
        """Read every page, and keep the intact rows of `forms`.

        progress: learns how far it is; its last third is for `result`.
        """
        self._file = file
        reading, self._counting = progress.divide(2, 1)
        self._forms = list(forms)
        self._found: dict[str, list[_FoundRow]] = defaultdict(list)
        self._roots: dict[str, int] = {}
        """The root pages of tables and indexes by name. Damage may have changed them."""
        self._free = file.find_free_pages()
        self._linked: set[int] = set()
        """The pages of tables that another page leads to, which is itself not free."""
        for number in reading.watch(range(1, file.count + 1), file.count):
            page = file.read_tree_page(number)
            if page is None:
                continue
            if page.kind == TABLE_NODE and number not in self._free:
                self._linked.update(page.children)
            elif page.kind == TABLE_LEAF:
                for cell in page.cells:
                    self._collect(file.read_record(cell), cell.number, number)
        self._linked.update(self._roots.values())

    def result(self) -> Salvage:
        """Return the intact rows by table, and how many sessions and ratings there were, None if unknown.

        Rows on pages to which other pages lead come before all others, and both are sorted by number. Rows on
        a page that counts as free are left out, unless another page leads to it. Raises `TaskStoppedError` if
        the person stops it.
        """
        # A page counts as free if the list of free pages says so, unless that list is damaged: then another
        # page may lead to it.
        live = {
            name: [row for row in rows if row.page not in self._free or row.page in self._linked]
            for name, rows in self._found.items()
        }
        return Salvage(
            {
                table.name: [found.row for found in sorted(live.get(table.name, ()), key=self._rank)]
                for table in TABLES
            },
            {
                name: self._count(name, live.get(name, ()), part)
                for name, part in zip(_COUNTED_BY, self._counting.divide(1, 3), strict=True)
            },
        )

    def _rank(self, found: _FoundRow) -> tuple[bool, int]:
        """Return the sort key of a row: rows on pages that other pages lead to come first, then by number."""
        return found.page not in self._linked, found.number

    def _collect(self, record: Sequence[StoredValue] | None, number: int, page: int) -> None:
        """Keep a record if it is an intact row of one of our tables, or says where a table or index is.

        Anything else is passed over.

        Args:
            record: Its values; None if they can't be read.
            number: The number of the row in its table.
            page: The page that it is on.

        """
        if record is None:
            return
        if len(record) == _SCHEMA_COLUMNS and record[0] in {"table", "index"}:
            _, name, _, root, _ = record
            if isinstance(name, str) and isinstance(root, int):
                self._roots[name] = root
            return
        for form in self._forms:
            row = form.intact_row(record)
            if row is not None:
                for other in self._forms:
                    # A row of an older table may be in several tables of today.
                    if other.table == form.table:
                        self._found[other.target.name].append(_FoundRow(other.upgrade(row), number, page))
                if form is not self._forms[0]:
                    # The next row is most likely of the same table.
                    self._forms.remove(form)
                    self._forms.insert(0, form)
                return

    def _count(self, name: str, found: Sequence[_FoundRow], progress: ProgressPart) -> int | None:
        """Return how many rows a table had, by its own tree or else its index's; None if neither is whole.

        A tree that lacks one of the intact rows isn't that of the table: damage changed where it begins.

        name: the table's. found: its intact rows.
        """
        tree = self._file.walk_tree(self._roots.get(name, 0), (TABLE_LEAF, TABLE_NODE))
        if tree is not None and all(row.page in tree for row in found):
            return sum(len(page.cells) for page in tree.values() if page.kind == TABLE_LEAF)
        tree = self._file.walk_tree(self._roots.get(_COUNTED_BY[name], 0), (INDEX_LEAF, INDEX_NODE))
        if tree is None:
            return None
        cells = [cell for page in tree.values() for cell in page.cells]
        entries = {
            (record[0], record[-1])
            for cell in progress.watch(cells, len(cells))
            if (record := self._file.read_record(cell))
        }
        is_complete = all((next(iter(row.row.values())), row.number) in entries for row in found)
        return len(cells) if is_complete else None
