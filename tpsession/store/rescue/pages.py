"""Reads the pages of a SQLite file from its bytes: the trees of tables and indexes, and their records.

SQLite gives up a tree at its first damaged page, and the whole file if the first page is damaged. But every
page can be read by itself. The format is described in https://sqlite.org/fileformat2.html.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from struct import error as StructError  # noqa: N812 - the class of the errors of this module
from struct import unpack_from

StoredValue = str | bytes | int | float | None

INDEX_NODE, TABLE_NODE, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
"""The kinds of pages of a tree; each is the first byte of such a page."""
_NODES = (INDEX_NODE, TABLE_NODE)
_TABLES = (TABLE_NODE, TABLE_LEAF)

FILE_HEADER = 100
"""Bytes at the start of the file, before the tree of the first page."""
USUAL_PAGE_SIZE = 4096
"""The page size of SQLite's new files, in bytes."""
_PAGE_SIZES = tuple(2**power for power in range(9, 17))
_MOST_RESERVED = 32
"""Bytes at the end of each page that SQLite may leave to others; more than this is taken for damage."""
_LEAST_CELL = 4
"""The fewest bytes that a cell takes up."""
_INTEGER_SIZES = (0, 1, 2, 3, 4, 6, 8)
"""Bytes of an integer, by its type in a record."""


@dataclass(frozen=True, slots=True)
class BtreeCell:
    """An entry on a page of a tree."""

    number: int
    """The row's number in its table; 0 in an index."""
    length: int
    """Bytes of its record."""
    local: bytes
    """The part of its record that is on the page."""
    overflow: int
    """The page where its record continues; 0 if it doesn't."""


@dataclass(frozen=True, slots=True)
class TreePage:
    """A page of a tree of a table or of an index, as far as it can be read."""

    kind: int
    cells: tuple[BtreeCell, ...]
    """Its entries that lie within the page."""
    children: tuple[int, ...]
    """The pages below it in its tree."""
    adds_up: bool
    """Whether its entries and its free space fill the page exactly, so that no entry is missing."""


class PagedFile:
    """The bytes of a SQLite file in pages, which are numbered from 1. Damage never raises."""

    def __init__(
        self, content: bytes, page_size: int, reserved: int, tick: Callable[[], None] = lambda: None
    ) -> None:
        """Use a file's content.

        Args:
            content: All bytes of the file.
            page_size: Bytes of a page.
            reserved: Bytes at the end of each page that SQLite doesn't use.
            tick: Called each time that a page of a tree is read; what it raises ends the reading.

        """
        self._content = content
        self._tick = tick
        self._page_size = page_size
        self._usable = page_size - reserved
        self._most_local = {True: self._usable - 35, False: (self._usable - 12) * 64 // 255 - 23}
        """The longest record that a page holds whole, by whether it is in a table."""
        self.count = -(-len(content) // page_size)
        """The number of pages, with one at the end that is cut off."""

    def read_tree_page(self, number: int) -> TreePage | None:
        """Return a page of a tree, or None if it is of another kind or cut off before its entries.

        Entries that can't be read are left out; then the page doesn't add up.

        number: the page's, from 1; one that isn't there gives None.
        """
        self._tick()
        page = self._page_bytes(number)
        start = FILE_HEADER if number == 1 else 0
        try:
            kind, free_block, count, content_start, fragments = unpack_from(">BHHHB", page, start)
            if kind not in {*_NODES, INDEX_LEAF, TABLE_LEAF}:
                return None
            pointers = start + (12 if kind in _NODES else 8)
            offsets = unpack_from(f">{count}H", page, pointers)
            last_child = unpack_from(">I", page, start + 8) if kind in _NODES else ()
        except StructError:
            return None
        cells: list[BtreeCell] = []
        children: list[int] = []
        used = fragments
        for offset in offsets:
            try:
                cell, child, size = self._decode_cell(page, kind, offset)
            except (IndexError, StructError):
                continue
            cells.append(cell)
            children += child
            used += size
        free = _free_bytes(page, free_block)
        adds_up = len(cells) == count and used + free == self._usable - (content_start or 65_536)
        return TreePage(kind, tuple(cells), (*children, *last_child), adds_up)

    def read_record(self, cell: BtreeCell) -> list[StoredValue] | None:
        """Return the values of an entry's record, or None if it can't be read whole; damage never raises."""
        content = self._record_bytes(cell)
        try:
            return None if content is None else _decode_record(content)
        except (IndexError, StructError, ValueError):
            return None

    def find_free_pages(self) -> set[int]:
        """Return the numbers of the pages that seem to be free; they may hold former states of rows.

        All that look like a list of free pages count, and the pages that they list. So damage in the first
        page, which says where the first list is, hides none.
        """
        free: set[int] = set()
        for number in range(2, self.count + 1):
            page = self._page_bytes(number)
            if len(page) < 8:
                continue
            following, count = unpack_from(">II", page)
            if following <= self.count and count + following > 0 and 8 + 4 * count <= len(page):
                listed = unpack_from(f">{count}I", page, 8)
                if len({*listed}) == count and all(1 < each <= self.count for each in listed):
                    free |= {number, *listed}
        return free

    def walk_tree(self, root: int, kinds: Sequence[int]) -> dict[int, TreePage] | None:
        """Return all pages of a tree by their numbers, or None if it isn't whole.

        It isn't if a page is missing, damaged or of another kind, or is met twice.

        Args:
            root: The number of its root page; 0 or any other that isn't there gives None.
            kinds: The kind of its leaves, and that of its other pages.

        """
        found: dict[int, TreePage] = {}
        waiting = [root]
        while waiting:
            number = waiting.pop()
            page = self.read_tree_page(number) if 0 < number <= self.count else None
            if page is None or not page.adds_up or page.kind not in kinds or number in found:
                return None
            found[number] = page
            waiting += page.children
        return found

    def _page_bytes(self, number: int) -> bytes:
        """Return the bytes of a page without those reserved at its end.

        They are fewer if the file ends before, and none for a page that isn't there.
        """
        start = (number - 1) * self._page_size
        return self._content[start : start + self._usable] if number > 0 else b""

    def _decode_cell(self, page: bytes, kind: int, offset: int) -> tuple[BtreeCell, tuple[int, ...], int]:
        """Return the entry at an offset of a page, its child page, and its size in bytes.

        The child page is the one with the smaller keys: a tuple with its number, empty on a leaf.

        Raises `IndexError` or `struct.error` if the entry isn't within the page.
        """
        at, number, length, overflow = offset, 0, 0, 0
        child: tuple[int, ...] = ()
        if kind in _NODES:
            child = unpack_from(">I", page, at)
            at += 4
        if kind != TABLE_NODE:
            length, at = _varint(page, at)
        if kind in _TABLES:
            number, at = _varint(page, at)
        local = self._local_size(length, is_table=kind in _TABLES)
        content = page[at : at + local]
        at += local
        if local < length:
            (overflow,) = unpack_from(">I", page, at)
            at += 4
        if at > len(page):
            raise IndexError(offset)
        return BtreeCell(number, length, content, overflow), child, max(at - offset, _LEAST_CELL)

    def _local_size(self, length: int, *, is_table: bool) -> int:
        """Return how many bytes of a record are on its page; the others are in overflow pages."""
        if length <= self._most_local[is_table]:
            return length
        least = (self._usable - 12) * 32 // 255 - 23
        size = least + (length - least) % (self._usable - 4)
        return size if size <= self._most_local[is_table] else least

    def _record_bytes(self, cell: BtreeCell) -> bytes | None:
        """Return all bytes of an entry's record, also those in overflow pages; None if some are missing."""
        rest, number = cell.length - len(cell.local), cell.overflow
        if rest > len(self._content):
            return None
        parts = [cell.local]
        while rest > 0:
            page = self._page_bytes(number)
            part = page[4 : 4 + rest]
            if len(part) < min(rest, self._usable - 4):
                return None
            (number,) = unpack_from(">I", page)
            parts.append(part)
            rest -= len(part)
        return b"".join(parts)


def guess_layouts(content: bytes) -> list[tuple[int, int]]:
    """Return the pairs of page size and reserved bytes that a file may have, the likeliest first.

    They combine what the header says, unless that is impossible, with the usual page size and no reserved
    bytes, because the header may be damaged. Never empty.
    """
    sizes, reserved = [USUAL_PAGE_SIZE], [0]
    if len(content) >= FILE_HEADER:
        (size,) = unpack_from(">H", content, 16)
        sizes.insert(0, 65_536 if size == 1 else size)
        reserved.insert(0, content[20])
    return list(
        dict.fromkeys(
            (size, bytes_left)
            for size in sizes
            for bytes_left in reserved
            if size in _PAGE_SIZES and bytes_left <= _MOST_RESERVED
        )
    )


def _free_bytes(page: bytes, offset: int) -> int:
    """Return the bytes in the free blocks of a page; -1 if their chain is broken.

    offset: where the first of these blocks is; 0 if there is none.
    """
    total = 0
    while offset:
        try:
            following, size = unpack_from(">HH", page, offset)
        except StructError:
            return -1
        if 0 < following <= offset:
            # They are in order. A damaged chain might be endless.
            return -1
        total += size
        offset = following
    return total


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """Decode the SQLite integer of 1 to 9 bytes at an offset; return it and the offset after it.

    Raises `IndexError` if the content ends before.
    """
    value = 0
    for index in range(8):
        byte = content[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | content[at + 8], at + 9


def _decode_record(content: bytes) -> list[StoredValue]:
    """Return the values in a record.

    Raises `IndexError`, `struct.error` or `ValueError` if it can't be decoded. Text that isn't UTF-8 is
    decoded with surrogates, as the history is read.
    """
    end, at = _varint(content, 0)
    body = end
    values: list[StoredValue] = []
    while at < end:
        kind, at = _varint(content, at)
        if kind < len(_INTEGER_SIZES):
            size = _INTEGER_SIZES[kind]
            values.append(int.from_bytes(content[body : body + size], signed=True) if size else None)
        elif kind == 7:
            size = 8
            values.append(unpack_from(">d", content, body)[0])
        elif kind in {8, 9}:
            size = 0
            values.append(kind - 8)
        elif kind >= 12:
            size = (kind - 12) // 2
            part = content[body : body + size]
            values.append(part.decode("utf-8", "surrogateescape") if kind % 2 else part)
        else:
            raise ValueError(f"no type of a value: {kind}")
        body += size
        if body > len(content):
            raise IndexError(body)
    return values
