"""What programs do with a history while they are killed: one kind of work after the other, in small steps.

The same steps give the same history each time, so what a killed program must have left is known from one
that wasn't killed.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_checkpoint, a_comparison, a_programme, a_rating, a_record
from tests.store.schema.earlier import write_schema
from tpsession.core.corrections.edit import make_deletion, make_edit
from tpsession.core.exchange.json_encoding import encode_file
from tpsession.core.history.change import Change, ChangeKind, CorrectedField
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord, Status
from tpsession.files.exchange.json_file import read_json_file, write_pieces
from tpsession.store.backups.restoring import preparing_restore
from tpsession.store.backups.service import BEFORE_IMPORT, BY_HAND, Backups
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import SqliteHistory, open_history

OLDEST_FIRST = HistoryQuery(order=HistoryOrder.OLDEST)
SESSIONS = 12
"""Sessions of a history before the work, one of them interrupted."""


def make_id(number: int) -> str:
    """Return the same id for the same number."""
    return str(UUID(int=random.Random(number).getrandbits(128), version=4))  # noqa: S311 - the same each time


class Program:
    """A program that works on the history in a folder; its clock goes on by a day with each step."""

    def __init__(self, folder: Path, day: int = 40) -> None:
        """Use a folder, in which the history has a folder of its own; begin on a day after the first one."""
        self.path = folder / "home" / "history.sqlite3"
        self.files = folder / "files"
        """Where the files are that the work needs."""
        self.clock = FakeClock(date=START + timedelta(days=day))
        self.backups = Backups(self.path, self.clock)

    def open(self, path: Path | None = None) -> SqliteHistory:
        """Open the history as a command does; a backup is made each day that it changes."""
        backups = None if path else lambda: self.backups
        return open_history(path or self.path, self.clock, backups=backups)

    def steps(self) -> Iterator[int]:
        """Yield numbers without end, each on another day."""
        number = 0
        while True:
            self.clock.change_date(days=1)
            yield number
            number += 1

    def change(self, history: SqliteHistory, kind: ChangeKind, number: int) -> None:
        """Correct or delete the session with a number, the oldest of all being 0."""
        record = history.find_sessions(OLDEST_FIRST)[number]
        now = self.clock.local_time()
        if kind is ChangeKind.DELETION:
            corrections = make_deletion(record, now.date())
        else:
            texts = {
                CorrectedField.NOTE: f"corrected on {now}",
                CorrectedField.BEFORE: str((record.before or 0) + 1),
                CorrectedField.TIME: (record.started_at + timedelta(minutes=7)).isoformat(),
            }
            corrections = make_edit(record, texts, now)
        history.save_change(Change(make_id(int(now.timestamp())), now, kind, tuple(corrections)))

    def export(self, history: SqliteHistory, name: str) -> None:
        """Write the whole history into a file."""
        history.export(HistoryQuery(), lambda items: write_pieces(self.files / name, encode_file(items)))


def sample_sessions(first: int, count: int) -> list[SessionRecord]:
    """Return sessions with a rating before and after. Each number has its session, one an hour."""
    return [
        a_record(
            status=Status.COMPLETED, started_at=START + timedelta(hours=number), before=number % 10
        )._replace(
            id=make_id(number),
            after=number % 7,
        )
        for number in range(first, first + count)
    ]


def prepare_history(program: Program) -> None:
    """Make a history that was used for a while, with an interrupted session and a backup."""
    with program.open() as history:
        history.save_programme(a_programme(make_id(501)))
        for record in sample_sessions(0, SESSIONS - 1):
            history.add_session(record, [a_rating(RatingKind.LATER, 2, started_at=record.started_at)])
        interrupted = a_record(SESSIONS - 1)._replace(id=make_id(SESSIONS - 1))
        history.start_session(interrupted, "the plan of it" * 50, a_checkpoint(30, state="its state"))
        history.save_checkpoint(interrupted.id, a_checkpoint(31, state="its state"))


def play(program: Program) -> Iterator[None]:
    """Play sessions; their checkpoints are written in the background."""
    with program.open() as history:
        for number in program.steps():
            started_at = program.clock.local_time()
            record = a_record(before=number % 11, started_at=started_at)._replace(id=make_id(1000 + number))

            def checkpoint(seconds: int, record: SessionRecord = record) -> None:
                state = f"{record.id} at {seconds}"
                at = a_checkpoint(seconds, state=state, started_at=record.started_at)
                history.save_checkpoint(record.id, at)

            first = a_checkpoint(started_at=started_at)
            history.start_session(record, f"the plan of {record.id}", first)
            yield
            checkpoint(1)
            history.save_rating(record.id, a_rating(RatingKind.AFTER, number % 7, started_at=started_at))
            yield
            checkpoint(2)
            history.save_note(record.id, f"note {number}")
            yield
            checkpoint(3)
            end = a_checkpoint(4, started_at=started_at)
            history.finish_session(record.id, Status.COMPLETED, None, end)
            yield


def log(program: Program) -> Iterator[None]:
    """Add a session that was done without the program; each time, a backup of the day is made."""
    for number in program.steps():
        with program.open() as history:
            (record,) = sample_sessions(1000 + number, 1)
            history.add_session(record, [a_rating(RatingKind.LATER, 1, started_at=record.started_at)])
        yield


def edit(program: Program) -> Iterator[None]:
    """Correct several fields of a session together."""
    for number in program.steps():
        with program.open() as history:
            program.change(history, ChangeKind.EDIT, number % (SESSIONS - 1))
        yield


def delete(program: Program) -> Iterator[None]:
    """Delete a session, remove another one for good, and then the first one."""
    for _ in program.steps():
        with program.open() as history:
            first, second, *_ = (record.id for record in history.find_sessions(OLDEST_FIRST))
            program.change(history, ChangeKind.DELETION, 0)
            yield
            for session_id in (second, first):
                history.delete_for_good([session_id], program.clock.local_time())
                yield


def undo(program: Program) -> Iterator[None]:
    """Take corrections, deletions and imports back, the latest first."""
    for _ in program.steps():
        with program.open() as history:
            standing = [change for change in history.find_changes() if change.undone_at is None]
            history.undo_change(standing[0].id, program.clock.local_time())
        yield


def prepare_changes(program: Program) -> None:
    """Make a history with corrections, deletions and imports."""
    prepare_imports(program)
    for _ in islice(import_files(program), 2):
        pass
    with program.open() as history:
        for number, kind in enumerate((ChangeKind.EDIT, ChangeKind.DELETION) * 4):
            program.clock.change_date(days=1)
            program.change(history, kind, number)


IMPORTED = ("first.json", "second.json", "third.json")


def prepare_imports(program: Program) -> None:
    """Make a history, and exports of another one that shares some sessions with it."""
    prepare_history(program)
    other = program.files / "other.sqlite3"
    with program.open(other) as history:
        for record in (*sample_sessions(0, 5), *sample_sessions(100, 50)):
            history.add_session(record, [])
        running = a_record(300)._replace(id=make_id(300))
        history.start_session(running, "another plan" * 50, a_checkpoint())
        history.finish_session(running.id, Status.COMPLETED, None, a_checkpoint(60))
        program.export(history, IMPORTED[0])
        for number in range(8):
            program.change(history, ChangeKind.EDIT if number % 2 else ChangeKind.DELETION, number)
            program.clock.change_date(hours=1)
        program.export(history, IMPORTED[1])
        for record in sample_sessions(400, 10):
            history.add_session(record, [])
        history.save_comparison(a_comparison(make_id(500)))
        program.export(history, IMPORTED[2])


def import_files(program: Program) -> Iterator[None]:
    """Import a file as the command does: a backup is made before."""
    for number in program.steps():
        program.backups.make(BEFORE_IMPORT)
        with program.open() as history:
            file = read_json_file(program.files / IMPORTED[number % len(IMPORTED)])
            history.merge_file(file, make_id(2000 + number), lambda _: None)
        yield


def back_up(program: Program) -> Iterator[None]:
    """Change the history, and back it up."""
    for number in program.steps():
        with program.open() as history:
            history.save_note(make_id(0), f"note {number}")
            program.backups.make(BY_HAND)
        yield


RESTORED = ("one.sqlite3", "two.sqlite3")


def prepare_restore(program: Program) -> None:
    """Make a history, and backups of two other states of it."""
    prepare_history(program)
    for number, name in enumerate(RESTORED):
        with program.open() as history:
            program.change(history, ChangeKind.EDIT, number)
            program.change(history, ChangeKind.DELETION, number + 1)
        program.clock.change_date(days=1)
        shutil.copyfile(program.path, program.files / name)


def restore(program: Program) -> Iterator[None]:
    """Put one and the other backup in the place of the history in turn."""
    for number in program.steps():
        file = program.files / RESTORED[number % 2]
        with preparing_restore(file, program.path, program.clock) as prepared:
            prepared.finish(program.backups)
        yield


DAMAGED = ("header.sqlite3", "end.sqlite3", "page.sqlite3")


def prepare_damage(program: Program) -> None:
    """Make a history, and damaged copies of it."""
    prepare_history(program)
    content = program.path.read_bytes()
    with closing(sqlite3.connect(program.path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ratings'").fetchone()
    start = (page - 1) * 4096
    damaged = (
        bytes(100) + content[100:],
        content[: -4096 * 2],
        content[:start] + os.urandom(4096) + content[start + 4096 :],
    )
    for name, each in zip(DAMAGED, damaged, strict=True):
        (program.files / name).write_bytes(each)


def rescue(program: Program) -> Iterator[None]:
    """Damage the history, and open it, which recovers what can be read."""
    for number in program.steps():
        copied = program.files / f"{number}.copied"
        shutil.copyfile(program.files / DAMAGED[number % len(DAMAGED)], copied)
        copied.replace(program.path)
        try:
            program.open().close()
        except HistoryDamagedError:
            yield


def prepare_update(program: Program) -> None:
    """Make histories of earlier schemas, the first of them in the history's place."""
    for schema in (1, 2, 6, 8):
        write_schema(program.files / f"{schema}.sqlite3", schema)
    write_schema(program.path, 4)


def update(program: Program) -> Iterator[None]:
    """Open a history of an earlier schema, which brings it to that of today."""
    for number in program.steps():
        program.open().close()
        yield
        copied = program.files / f"{number}.copied"
        shutil.copyfile(program.files / f"{(1, 2, 6, 8)[number % 4]}.sqlite3", copied)
        copied.replace(program.path)


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work."""

    prepare: Callable[[Program], None]
    """Makes the history, and the files that the work needs."""
    work: Callable[[Program], Iterator[None]]
    """Works without end; each item says that a step was acknowledged as saved."""
    steps: int
    """How many steps a program takes before it only waits."""
    kept: str = ""
    """Which history each step keeps as a backup: that of "before" it, that of "after" it, or none."""


WORK: Mapping[str, Work] = MappingProxyType(
    {
        "play": Work(prepare_history, play, 16),
        "log": Work(prepare_history, log, 6),
        "edit": Work(prepare_history, edit, 6),
        "delete": Work(prepare_history, delete, 8),
        "undo": Work(prepare_changes, undo, 8),
        "import": Work(prepare_imports, import_files, 3, kept="before"),
        "back up": Work(prepare_history, back_up, 6, kept="after"),
        "restore": Work(prepare_restore, restore, 6, kept="before"),
        "rescue": Work(prepare_damage, rescue, 3),
        "update": Work(prepare_update, update, 5),
    }
)
"""Every kind of work by its name."""
