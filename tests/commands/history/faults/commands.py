"""The commands that write the history or a file from it, each with the history that it needs."""

from __future__ import annotations

import itertools
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from tests.store.sample_records import START, a_checkpoint, a_record
from tests.store.schema.earlier import write_schema
from tpsession import clock
from tpsession.store.history import open_history

Run = Callable[..., None]
"""Runs a command, which must succeed."""
NOW = START + timedelta(days=30, hours=3)
DIARY = "Datum;Schmerz\n31.01.2026;3,5\n01.02.2026;5\n"


class _SameTime(datetime):
    """The present time, always the same."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # as `SystemClock` calls it
        assert tz is None
        return NOW


def same_each_time() -> Callable[[int], None]:
    """Give this process one time of day, and ids in one order; return a function that begins at a number.

    To be called before any command is imported, because each imports `uuid4` by its name.
    """
    numbers: Iterator[int] = iter(())

    def make_id() -> uuid.UUID:
        return uuid.UUID(int=next(numbers) << 64, version=4)

    def begin(number: int) -> None:
        nonlocal numbers
        numbers = itertools.count(number)

    uuid.uuid4 = make_id
    setattr(clock, "datetime", _SameTime)  # noqa: B010 - the class of which it asks the time
    return begin


def prepare_plain(folder: Path, run: Run) -> None:
    """Make a history with some corrections and an interrupted session, a backup, and files to import."""
    run("log", "--area", "neck", "--before", "6", "--after", "4", "--at", "2026-02-01T18:00")
    run("backup", str(folder / "files"))
    next((folder / "files").glob("history-*")).replace(folder / "files" / "kept.sqlite")
    for number in range(6):
        run("log", "--area", "foot", "--before", str(number), "--note", "as ever", "--at", "2026-02-02T18:00")
    with open_history(folder / "home" / "history.sqlite", clock.SystemClock()) as history:
        history.start_session(a_record(), "the plan" * 600, a_checkpoint())
    run("export", "-o", str(folder / "files" / "other.json"))
    for _ in range(3):
        run("delete", "last", "--purge", "--yes")
    run("edit", "last", "--before", "7", "--note", "worse", "--later", "2026-02-03T07:00=3")
    (folder / "files" / "diary.csv").write_text(DIARY)
    # The text of the export with other ids, so that it adds sessions.
    text = (folder / "files" / "other.json").read_text()
    (folder / "files" / "other.json").write_text(text.replace("-8000-000000000000", "-9000-000000000000"))
    shutil.rmtree(folder / "home" / "backups")


def prepare_imported(folder: Path, run: Run) -> None:
    """Make a history into which a file was imported."""
    prepare_plain(folder, run)
    run("import", str(folder / "files" / "other.json"))
    shutil.rmtree(folder / "home" / "backups")


def prepare_damaged(folder: Path, run: Run) -> None:
    """Make a history whose header is lost."""
    prepare_plain(folder, run)
    file = folder / "home" / "history.sqlite"
    content = bytes(100) + file.read_bytes()[100:]
    file.write_bytes(content)
    (folder / "files" / "damaged").write_bytes(content)


def prepare_older(folder: Path, run: Run) -> None:
    """Make a history of an earlier schema."""
    assert callable(run)
    (folder / "home").mkdir(mode=0o700)
    write_schema(folder / "home" / "history.sqlite", 4)


@dataclass(frozen=True, slots=True)
class Case:
    """A command and the history on which it is run."""

    prepare: Callable[[Path, Run], None]
    arguments: tuple[str, ...]
    """What is typed; FILES stands for a folder with files, OUT for an empty one."""
    codes: frozenset[int] = frozenset({4})
    """The exit codes that it may have when the disk fails."""
    code: int = 0
    """Its exit code when the disk doesn't fail."""


_MAPPED = ("--map", "date=Datum", "--map", "score=Schmerz", "--place", "knee", "--yes")
_OF_FILE = frozenset({1, 4})

CASES: Mapping[str, Case] = MappingProxyType(
    {
        "log": Case(prepare_plain, ("log", "--place", "knee", "--before", "5", "--note", "new")),
        "edit": Case(prepare_plain, ("edit", "last", "--before", "2", "--note", "much better")),
        "delete": Case(prepare_plain, ("delete", "last")),
        "purge": Case(prepare_plain, ("delete", "last", "--purge", "--yes", "--backups")),
        "undo": Case(prepare_plain, ("undo",)),
        "undo import": Case(prepare_imported, ("undo",)),
        "import": Case(prepare_plain, ("import", "FILES/other.json"), _OF_FILE),
        "import diary": Case(prepare_plain, ("import", "FILES/diary.csv", *_MAPPED), _OF_FILE),
        "export": Case(prepare_plain, ("export", "-o", "OUT/all.json"), _OF_FILE),
        "export table": Case(prepare_plain, ("export", "-o", "OUT/all.csv"), _OF_FILE),
        "backup": Case(prepare_plain, ("backup",)),
        "backup there": Case(prepare_plain, ("backup", "OUT/new")),
        "restore": Case(prepare_plain, ("restore", "FILES/kept.sqlite", "--yes")),
        "rescue": Case(prepare_damaged, ("log", "--place", "knee", "--before", "5"), code=4),
        "update": Case(prepare_older, ("log", "--place", "knee", "--before", "5")),
    }
)
"""Each case by its name."""
