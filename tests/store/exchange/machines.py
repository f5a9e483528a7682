"""Machines with a history each, which exchange files."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from uuid import UUID

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_record
from tpsession.core.corrections.edit import make_deletion, make_edit
from tpsession.core.exchange.json_encoding import encode_file
from tpsession.core.exchange.json_reading import FileChecker, iterate_whole
from tpsession.core.exchange.outcome import ImportOutcome
from tpsession.core.exchange.records import ImportedFile
from tpsession.core.history.change import Change, ChangeKind, CorrectedField
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.store.history import SqliteHistory, open_history

NOW = START + timedelta(days=10)


def read_export(text: str) -> ImportedFile:
    """Return the content of an export, which has no problems."""
    checker = FileChecker()
    read = partial(iterate_whole, json.loads(text))
    checker.check_all_but_sessions(read())
    sessions = list(checker.check_sessions(read))
    assert checker.problems == []
    return checker.make_file(lambda: iter(sessions), read)


@cache
def _empty_history() -> bytes:
    """Return the file of an empty history: making one waits for the disk several times."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "history.sqlite3")
        open_history(path, FakeClock()).close()
        return path.read_bytes()


def _make_id(number: int) -> str:
    return str(UUID(int=number, version=4))


@contextmanager
def start_two(folder: Path) -> Iterator[tuple[Machine, Machine]]:
    """Begin with two empty histories that share a clock."""
    clock = FakeClock(date=NOW)
    with Machine.start(folder / "a", clock) as here, Machine.start(folder / "b", clock) as there:
        yield here, there


@dataclass
class Machine:
    """A history. Its clock, which machines may share, goes on by an hour with each change."""

    history: SqliteHistory
    clock: FakeClock
    ids: Iterator[str]
    """New ids, the same ones in each run of a test."""

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, *_: object) -> None:
        self.history.close()

    @classmethod
    def start(cls, folder: Path, clock: FakeClock | None = None) -> Machine:
        """Begin with an empty history in a folder, or with the one that is there."""
        clock = clock or FakeClock(date=NOW)
        path = folder / "history.sqlite3"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_empty_history())
        history = open_history(path, clock)
        # No power cut is simulated here, and to wait for the disk takes most of the time.
        history._read(lambda reader: reader.connection.execute("PRAGMA synchronous = OFF"), None)
        return cls(history, clock, map(_make_id, itertools.count(1 if folder.name == "a" else 1 << 64)))

    def export(self, query: HistoryQuery | None = None, *, with_deleted: bool = True) -> str:
        """Return the text of an export."""
        pieces: list[str] = []
        self.history.export(
            query or HistoryQuery(),
            lambda items: pieces.extend(encode_file(items)),
            with_deleted=with_deleted,
        )
        return "".join(pieces)

    def take(self, text: str, *, try_only: bool = False) -> Mapping[ImportOutcome, int]:
        """Import an export, and return what was done."""
        self._pass_time()
        file = read_export(text)
        if try_only:
            return self.history.try_import(file, lambda _: None)
        return self.history.merge_file(file, next(self.ids), lambda _: None)

    def add(self, number: int = 0, *ratings: Rating, **changes: object) -> str:
        """Add a session and return its id."""
        record = a_record(number, status=Status.COMPLETED)._replace(id=next(self.ids))
        record = record._replace(**changes)  # type: ignore[arg-type]  # as given
        self.history.add_session(record, ratings)
        return record.id

    def find(self, session_id: str) -> SessionRecord:
        """Return a session, a deleted one too."""
        record = self.history.find_record(session_id)
        assert record is not None
        return record

    def edit(self, session_id: str, texts: Mapping[CorrectedField, str]) -> str | None:
        """Correct a session; return the id of the change, or None if it changes nothing."""
        corrections = make_edit(self.find(session_id), texts, self._pass_time())
        if not corrections:
            return None
        return self._save(ChangeKind.EDIT, tuple(corrections))

    def delete(self, session_id: str) -> str:
        """Delete a session, and return the id of the change."""
        corrections = make_deletion(self.find(session_id), self._pass_time().date())
        return self._save(ChangeKind.DELETION, tuple(corrections))

    def undo(self) -> Change | None:
        """Undo the latest change that stands, and return it."""
        standing = [change for change in self.history.find_changes() if change.undone_at is None]
        if not standing:
            return None
        self.history.undo_change(standing[0].id, self._pass_time())
        return standing[0]

    def sessions(self) -> list[SessionRecord]:
        """Return all sessions that aren't deleted."""
        return self.history.find_sessions(HistoryQuery())

    def _save(self, kind: ChangeKind, corrections: tuple[object, ...]) -> str:
        change = Change(next(self.ids), self.clock.local_time(), kind, corrections)  # type: ignore[arg-type]  # as made
        self.history.save_change(change)
        return change.id

    def _pass_time(self) -> datetime:
        self.clock.pass_time(3600)
        return self.clock.local_time()
