"""Shows how much of a damaged history comes back: ``python -m tests.long.rescue [SEED]``.

A history of 200 sessions is damaged in many ways, and each time repaired as a start of the program does.
Which pages of the file hold which rows comes from SQLite, not from the code that repairs.
"""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from operator import methodcaller
from pathlib import Path

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_checkpoint, a_comparison, a_programme, a_rating, a_record
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.tables import DELETIONS, TABLES, SqlTable

PAGE = 4096
HEADER = 100
DELETED = 3
SENTENCE = re.compile(
    r"(\d+)(?: of (\d+))? sessions? (?:\(\d+ deleted before\) )?and (\d+) of (their )?(\d+) ratings?"
)

Rows = dict[tuple[str, object], tuple[object, ...]]
"""The rows of all tables, by table and what they are about."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A way in which a file is damaged."""

    kind: str
    content: bytes
    pages: frozenset[int]
    """The pages that are not whole."""


def make_history(path: Path, sessions: int) -> None:
    """Write a history: three of four sessions logged, the others played, with a plan and a state each."""
    clock = FakeClock()
    with open_history(path, clock) as history:
        history.save_programme(a_programme())
        history.save_comparison(a_comparison())
        history.save_screening_time(START)
        for number in range(sessions):
            after = a_rating(RatingKind.AFTER, number % 11, started_at=a_record(number).started_at)
            if number % 4:
                record = a_record(number, status=Status.COMPLETED)._replace(steps=a_checkpoint(60).steps)
                history.add_session(record, [after])
            else:
                record = a_record(number)
                history.start_session(record, f"the plan {number} " * 500, a_checkpoint(30))
                history.finish_session(
                    record.id, Status.COMPLETED, None, a_checkpoint(600, state=f"the state {number} " * 300)
                )
                history.save_rating(record.id, after)
            if number % 7 == 0:
                history.save_note(record.id, f"a note {number} " * (number % 40))
        deleted = [record.id for record in history.find_sessions(HistoryQuery(limit=DELETED))]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for session_id in deleted:
            values = DELETIONS.insert_values({"session_id": session_id, "at": START.isoformat()})
            connection.execute(DELETIONS.insert_sql(), values)


class Truth:
    """What an intact history holds, and where."""

    def __init__(self, path: Path) -> None:
        """Read all rows, and from SQLite's own statistics the pages of each."""
        self.content = path.read_bytes()
        with closing(sqlite3.connect(path)) as connection:
            self.rows = read_rows(connection)
            found = (_find_pages(connection, table) for table in TABLES)
            self.pages = {key: pages for rows in found for key, pages in rows}
        self.records, _ = read_history(path)

    def changed(self, kind: str, start: int, new: bytes) -> Damage:
        """Return the damage of some bytes that were replaced."""
        content = bytearray(self.content)
        content[start : start + len(new)] = new
        pages = range(start // PAGE + 1, (start + len(new) - 1) // PAGE + 2)
        return Damage(kind, bytes(content), frozenset(pages))

    def cut(self, length: int) -> Damage:
        """Return the damage of a file that lost its end."""
        pages = range(length // PAGE + 1, len(self.content) // PAGE + 1)
        return Damage("cut off", self.content[:length], frozenset(pages))


def key_of(table: str, row: tuple[object, ...]) -> tuple[str, object]:
    """Return what a row is about: a session has several ratings, but of the same kind only one here."""
    return table, row[:2] if table == "ratings" else row[0]


def read_rows(connection: sqlite3.Connection) -> Rows:
    """Return all rows of a history; text that is damaged is no UTF-8."""
    connection.text_factory = methodcaller("decode", "utf-8", "surrogateescape")
    return {
        key_of(table.name, row): row for table in TABLES for row in connection.execute(table.select_sql())
    }


def _find_pages(
    connection: sqlite3.Connection, table: SqlTable
) -> Iterator[tuple[tuple[str, object], frozenset[int]]]:
    """Yield each row of a table with the pages that hold it: one of the tree, and its overflow pages."""
    rows = connection.execute(table.select_sql("ORDER BY t.rowid")).fetchall()
    pages = connection.execute(
        "SELECT path, pageno, pagetype, ncell FROM dbstat WHERE name = ? ORDER BY path", (table.name,)
    ).fetchall()
    overflow: dict[str, set[int]] = defaultdict(set)
    for path, number, kind, _ in pages:
        if kind == "overflow":
            overflow[path.split("+")[0]].add(number)
    waiting = iter(rows)
    for path, number, kind, cells in pages:
        if kind == "leaf":
            for cell in range(cells):
                own = frozenset({number, *overflow[f"{path}{cell:03x}"]})
                yield key_of(table.name, next(waiting)), own
    assert next(waiting, None) is None


def read_history(path: Path) -> tuple[dict[str, SessionRecord], tuple[str, ...]]:
    """Return the sessions that a history shows, by id, and what it says about damage."""
    with open_history(path, FakeClock()) as history:
        return {each.id: each for each in history.find_sessions(HistoryQuery())}, history.damage_reports()


def changes(truth: Truth, count: int, chance: random.Random) -> Iterator[Damage]:
    """Yield random changes anywhere: one byte, or a run of up to a page."""
    for number in range(count):
        length = 1 if number % 2 else chance.randrange(2, PAGE)
        start = chance.randrange(len(truth.content) - length)
        old = truth.content[start : start + length]
        new = bytes([old[0] ^ chance.randrange(1, 256)]) if length == 1 else chance.randbytes(length)
        yield truth.changed("one byte" if length == 1 else "up to a page", start, new)


def cuts(truth: Truth, count: int, chance: random.Random) -> Iterator[Damage]:
    """Yield files of random lengths."""
    for _ in range(count):
        yield truth.cut(chance.randrange(2, len(truth.content)))


def first_page_changes(truth: Truth, count: int, others: int, chance: random.Random) -> Iterator[Damage]:
    """Yield a changed bit in each of the first bytes of the header, and changed bytes in the rest of page 1.

    Most of the rest is empty, so half of those are in what isn't.
    """
    for place in range(count):
        new = bytes([truth.content[place] ^ 1 << chance.randrange(8)])
        yield truth.changed("bit of the header", place, new)
    used = [place for place in range(HEADER, PAGE) if truth.content[place]]
    for number in range(others):
        place = chance.choice(used) if number % 2 else chance.randrange(HEADER, PAGE)
        new = bytes([truth.content[place] ^ chance.randrange(1, 256)])
        yield truth.changed("byte of page 1", place, new)


def check(truth: Truth, damage: Damage, folder: Path) -> Mapping[str, int]:
    """Damage a copy of the history, repair it, and check what comes back; return figures about it.

    Raises `AssertionError` if a row whose own pages are whole is missing, anything is shown that wasn't
    written, or the message counts wrongly.
    """
    path = folder / "history.sqlite3"
    path.write_bytes(damage.content)
    message = ""
    try:
        shown, reports = read_history(path)
    except HistoryDamagedError as error:
        message = error.message
        shown, reports = read_history(path)
    with closing(sqlite3.connect(path)) as connection:
        rows = read_rows(connection)
    whole = {key for key, pages in truth.pages.items() if not pages & damage.pages}
    sessions = {key for key in whole if key[0] == "sessions"}
    back = {
        key
        for key in whole
        # What belongs to a lost session can't be kept.
        if "session_id" not in _columns(key[0]) or ("sessions", truth.rows[key][0]) in sessions
    }
    for key in back:
        assert rows.get(key) == truth.rows[key], (damage.kind, key)
    _check_shown(truth, shown, reports, message)
    if ("deletions", next(iter(_deleted(truth)))) in whole:
        assert not _deleted(truth) & shown.keys()
    figures = Counter(files=1, whole=len(sessions), back=len(sessions & rows.keys()), repaired=bool(message))
    figures["extra"] = sum(key[0] == "sessions" for key in rows) - figures["back"] if message else 0
    if message:
        figures["total known"] = _check_message(truth, message, rows)
    return figures


def _columns(table: str) -> tuple[str, ...]:
    return next(each.columns for each in TABLES if each.name == table)


def _deleted(truth: Truth) -> set[object]:
    return {about for table, about in truth.rows if table == "deletions"}


def _check_shown(
    truth: Truth, shown: Mapping[str, SessionRecord], reports: tuple[str, ...], message: str
) -> None:
    """Check that each session shown is as it was saved, and that one without a rating is reported."""
    if not message and not reports:
        assert shown == truth.records
    for session_id, record in shown.items():
        key = ("sessions", session_id)
        assert key in truth.rows
        original = truth.records.get(session_id)
        if original is None:
            continue  # deleted, and the row that says so is lost
        assert record.before in {None, original.before}
        assert record.after in {None, original.after}
        assert record._replace(before=original.before, after=original.after) == original
        assert record == original or reports


def _check_message(truth: Truth, message: str, rows: Rows) -> int:
    """Check the numbers in the message of a repair; return 1 if it says how many sessions there were."""
    tables = Counter(table for table, _ in rows)
    found = SENTENCE.search(message)
    if found is None:
        assert not tables["sessions"], message
        return 0
    sessions, sessions_before, ratings, their, ratings_before = found.groups()
    had = Counter(table for table, _ in truth.rows)
    position = _columns("sessions").index("ratings")
    told = sum(int(str(row[position])) for (table, _), row in rows.items() if table == "sessions")
    assert int(sessions) == tables["sessions"], message
    assert int(ratings) == tables["ratings"], message
    assert int(ratings_before) == (told if their else had["ratings"]), message
    assert sessions_before is None or int(sessions_before) == had["sessions"], message
    return int(sessions_before is not None)


def damages(truth: Truth, chance: random.Random) -> Iterator[Damage]:
    """Yield all damages of the full form."""
    yield from changes(truth, 300, chance)
    yield from cuts(truth, 50, chance)
    yield from first_page_changes(truth, HEADER, 60, chance)


def main(seed: int = 12) -> int:
    """Print for each kind of damage how many sessions were whole, and how many of these came back."""
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "history.sqlite3"
        make_history(path, 200)
        truth = Truth(path)
        for number, damage in enumerate(damages(truth, random.Random(seed))):  # noqa: S311 - repeatable
            folder = Path(name) / str(number)
            folder.mkdir()
            figures[damage.kind].update(check(truth, damage, folder))
            shutil.rmtree(folder)
    columns = ("files", "repaired", "whole", "back", "extra", "total known")
    sys.stdout.write(f"{'damage':20}" + "".join(f"{column:>12}" for column in columns) + "\n")
    for kind, counted in figures.items():
        sys.stdout.write(f"{kind:20}" + "".join(f"{counted[column]:12}" for column in columns) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
