"""The reader of pages agrees with SQLite on intact files, and never fails on damaged ones."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from operator import methodcaller
from pathlib import Path

import pytest

from tpsession.store.rescue.pages import (
    INDEX_LEAF,
    INDEX_NODE,
    TABLE_LEAF,
    TABLE_NODE,
    PagedFile,
    StoredValue,
    guess_layouts,
)

VALUES: tuple[StoredValue, ...] = (
    *(None, 0, 1, -1, 127, -128, 32_767, 8_388_607, 2**31, -(2**47), 2**63 - 1, -(2**63), 0.5, -1e300),
    *("", "a text", "ünïcode \U0001f590", b"", b"\x00\xff", "long " * 20_000, b"\x01" * 1_000),
)


def make_file(path: Path, page_size: int, rows: int = 150) -> dict[int, list[StoredValue]]:
    """Write a table with an index and return its rows by number."""
    chance = random.Random(7)  # noqa: S311 - a test repeats its chances
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute("CREATE TABLE things (a, b, c)")
        connection.execute("CREATE INDEX by_a ON things (a)")
        made = {number * 1_000: chance.choices(VALUES, k=3) for number in range(1, rows + 1)}
        connection.executemany(
            "INSERT INTO things (rowid, a, b, c) VALUES (?, ?, ?, ?)", ((n, *row) for n, row in made.items())
        )
        connection.commit()
    return made


def read_all(file: PagedFile) -> dict[int, list[StoredValue] | None]:
    return {
        cell.number: file.read_record(cell)
        for number in range(2, file.count + 1)
        if (page := file.read_tree_page(number)) is not None and page.kind == TABLE_LEAF
        for cell in page.cells
    }


@pytest.mark.parametrize("page_size", [512, 4096, 65_536])
def test_an_intact_file_is_read_as_sqlite_reads_it(tmp_path: Path, page_size: int) -> None:
    path = tmp_path / "file.sqlite3"
    made = make_file(path, page_size)
    content = path.read_bytes()
    assert guess_layouts(content)[0] == (page_size, 0)
    file = PagedFile(content, page_size, 0)
    assert read_all(file) == made
    with closing(sqlite3.connect(path)) as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema"))
    tables = file.walk_tree(roots["things"], (TABLE_LEAF, TABLE_NODE))
    indexes = file.walk_tree(roots["by_a"], (INDEX_LEAF, INDEX_NODE))
    assert tables is not None
    assert indexes is not None
    assert sum(len(page.cells) for page in tables.values() if page.kind == TABLE_LEAF) == len(made)
    assert sum(len(page.cells) for page in indexes.values()) == len(made)
    assert file.find_free_pages() == set()


def test_a_tree_that_lacks_an_entry_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite3"
    make_file(path, 4096)
    content = path.read_bytes()
    tree = PagedFile(content, 4096, 0).walk_tree(2, (TABLE_LEAF, TABLE_NODE))
    assert tree is not None
    leaf = next(number for number, page in tree.items() if page.kind == TABLE_LEAF)
    for offset, change in ((4, 1), (0, 8), (6, 1), (7, 1), (2, 9)):
        damaged = bytearray(content)
        damaged[(leaf - 1) * 4096 + offset] ^= change
        assert PagedFile(bytes(damaged), 4096, 0).walk_tree(2, (TABLE_LEAF, TABLE_NODE)) is None
    assert PagedFile(content[: (leaf - 1) * 4096], 4096, 0).walk_tree(2, (TABLE_LEAF, TABLE_NODE)) is None
    assert PagedFile(content, 4096, 0).walk_tree(0, (TABLE_LEAF, TABLE_NODE)) is None


def test_free_pages_are_known_by_their_list_without_the_first_page(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite3"
    make_file(path, 512)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM things WHERE rowid > 20000")
        connection.commit()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    content = bytes(512) + path.read_bytes()[512:]
    assert free > 1
    assert len(PagedFile(content, 512, 0).find_free_pages()) == free


def test_noise_of_any_length_has_no_rows_and_raises_nothing() -> None:
    chance = random.Random(3)  # noqa: S311 - a test repeats its chances
    for length in (0, 1, 50, 99, 100, 107, 108, 511, 5_000):
        for kind in (b"", b"\x00" * length, b"\x0d" * length, chance.randbytes(length)):
            content = kind[:length]
            for page_size, reserved in guess_layouts(content):
                file = PagedFile(content, page_size, reserved)
                file.find_free_pages()
                for number in range(file.count + 2):
                    page = file.read_tree_page(number)
                    for cell in page.cells if page else ():
                        file.read_record(cell)
                    assert page is None or file.walk_tree(number, (TABLE_LEAF, TABLE_NODE)) is None


def test_a_row_whose_overflow_pages_are_cut_off_can_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE things (a)")
        connection.execute("INSERT INTO things VALUES (?)", ("x" * 20_000,))
        connection.commit()
    content = path.read_bytes()
    assert read_all(PagedFile(content, 4096, 0)) == {1: ["x" * 20_000]}
    assert read_all(PagedFile(content[:-1], 4096, 0)) == {1: None}
    assert read_all(PagedFile(content[:-4096], 4096, 0)) == {1: None}


def test_text_that_is_no_utf8_is_read_as_the_history_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE things (a)")
        connection.execute("INSERT INTO things VALUES (CAST(x'80ff41' AS TEXT))")
        connection.commit()
        connection.text_factory = methodcaller("decode", "utf-8", "surrogateescape")
        ((text,),) = connection.execute("SELECT a FROM things")
    assert read_all(PagedFile(path.read_bytes(), 4096, 0)) == {1: [text]}
