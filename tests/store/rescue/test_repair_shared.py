"""A damaged history that several programs open at once: one of them repairs it, and nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_checkpoint, a_rating, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store import opening
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.rescue import repair
from tpsession.store.rescue.recovered import Recovered
from tpsession.store.writer_locks import WriterLocks

ALL = HistoryQuery()
ROOT = Path(__file__).parents[3]
READABLE = 3
PROGRAMS = 5
ADD = """
import sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_record
from tpsession.core.history.records import Status
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
sys.stdin.readline()
try:
    with open_history(Path(sys.argv[1]), FakeClock()) as history:
        record = a_record(status=Status.COMPLETED)
        history.add_session(record, [])
        print("added", record.id)
except HistoryDamagedError as error:
    print("damaged", error.recovered)
"""


@pytest.fixture
def damaged(path: Path, clock: FakeClock) -> Path:
    """A history with a damaged index, whose sessions can all be read."""
    with open_history(path, clock) as history:
        for number in range(READABLE):
            history.add_session(a_record(number, status=Status.COMPLETED), [a_rating()])
    damage_index(path)
    return path


def damage_index(path: Path) -> None:
    """Overwrite an index, as a bad disk would, without SQLite."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sessions_by_area'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)


def session_ids(path: Path, clock: FakeClock) -> set[str]:
    with open_history(path, clock, read_only=True) as history:
        return {record.id for record in history.find_sessions(ALL)}


def quarantined(path: Path) -> list[Path]:
    return sorted(path.parent.glob("history-damaged-*"))


def test_of_several_programs_one_repairs_a_damaged_history_and_none_loses_a_session(
    damaged: Path, clock: FakeClock
) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", ADD, str(damaged)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(PROGRAMS)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"go\n")
        program.stdin.flush()
    outputs = [program.communicate(timeout=60)[0].decode().split() for program in programs]
    assert [program.returncode for program in programs] == [0] * PROGRAMS
    assert sorted(output[0] for output in outputs) == [*["added"] * (PROGRAMS - 1), "damaged"]
    assert ["damaged", str(READABLE)] in outputs
    assert len(quarantined(damaged)) == 1
    now = session_ids(damaged, clock)
    assert {session for outcome, session in outputs if outcome == "added"} <= now
    assert len(now) == READABLE + PROGRAMS - 1


def test_a_program_that_sees_the_damage_later_uses_what_another_one_repaired(
    damaged: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    repair_history = repair.repair_history

    def late(*arguments: object) -> object:
        monkeypatch.setattr(repair, "repair_history", repair_history)
        with pytest.raises(HistoryDamagedError):
            open_history(damaged, clock)
        return repair_history(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(repair, "repair_history", late)
    with open_history(damaged, clock) as history:
        assert len(history.find_sessions(ALL)) == READABLE
    assert len(quarantined(damaged)) == 1


def test_a_damaged_history_stays_where_it_is_while_another_program_has_a_session_open(
    path: Path, clock: FakeClock
) -> None:
    with open_history(path, clock) as writer:
        record = a_record()
        writer.start_session(record, "the plan", a_checkpoint())
        damage_index(path)
        before = path.read_bytes()
        with pytest.raises(HistoryError, match="another tpsession has a session open") as caught:
            open_history(path, clock)
        assert "Close that one first" in caught.value.advice
        assert path.read_bytes() == before
        writer.save_rating(record.id, a_rating())
    assert quarantined(path) == []
    with pytest.raises(HistoryDamagedError) as damage:
        open_history(path, clock)
    assert damage.value.recovered == 1
    with open_history(path, clock) as history:
        assert history.find_sessions(ALL)[0].after == a_rating().value


@pytest.mark.skipif(os.name != "posix", reason="Windows can't replace an open file")
def test_a_program_that_has_the_old_file_open_writes_nothing_to_it(damaged: Path, clock: FakeClock) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "CHECKED_SESSIONS", 0)
        idle = open_history(damaged, clock)
    with idle:
        with pytest.raises(HistoryDamagedError):
            open_history(damaged, clock)
        with pytest.raises(HistoryError, match="moved or replaced") as caught:
            idle.save_screening_time(clock.local_time())
        assert "start it again" in caught.value.advice


def test_no_program_writes_to_a_damaged_file_while_it_is_recovered(
    damaged: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data acknowledged after its table was read would be missing in the new history."""
    salvage = repair._salvage
    outcome: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "CHECKED_SESSIONS", 0)
        idle = open_history(damaged, clock)

    def write() -> None:
        try:
            idle.save_screening_time(clock.local_time())
            outcome.append("acknowledged")
        except HistoryError:
            outcome.append("refused")

    writing = Thread(target=write)

    def slow(*arguments: object) -> Recovered:
        saved = salvage(*arguments)  # type: ignore[arg-type]
        writing.start()
        writing.join(0.3)
        return saved

    monkeypatch.setattr(repair, "_salvage", slow)
    with idle:
        with pytest.raises(HistoryDamagedError):
            open_history(damaged, clock)
        writing.join()
    assert outcome == ["refused"]


def test_a_repair_that_takes_too_long_is_reported(
    damaged: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tpsession.store.writer_locks._REPAIR_WAIT_S", 0.05)
    before = damaged.read_bytes()
    with (
        WriterLocks(damaged.parent / "writers").repairing(),
        pytest.raises(HistoryError, match="is recovering what can be read"),
    ):
        open_history(damaged, clock)
    assert damaged.read_bytes() == before


@pytest.fixture(params=["links", "no links"])
def any_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError("no links here")

    if request.param == "no links":
        monkeypatch.setattr("os.link", link)


@pytest.mark.usefixtures("any_disk")
def test_the_history_is_never_missing_and_a_failed_repair_leaves_it_alone(
    damaged: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = damaged.read_bytes()

    def full(*_: object) -> int:
        assert damaged.read_bytes() == before
        assert len(quarantined(damaged)) == 1
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(repair, "_salvage", full)
        with pytest.raises(HistoryError, match="the disk is full"):
            open_history(damaged, clock)
    assert damaged.read_bytes() == before
    assert quarantined(damaged) == []
    with pytest.raises(HistoryDamagedError):
        open_history(damaged, clock)
    assert quarantined(damaged)[0].read_bytes() == before
    assert quarantined(damaged)[0].stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("any_disk")
def test_a_file_that_takes_the_name_meanwhile_is_never_overwritten(
    damaged: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = damaged.with_name("history-damaged-taken.sqlite3")
    taken.write_text("the only copy of something")
    monkeypatch.setattr(repair, "find_unused_path", lambda *_: taken)
    before = damaged.read_bytes()
    with pytest.raises(HistoryError):
        open_history(damaged, clock)
    assert taken.read_text() == "the only copy of something"
    assert damaged.read_bytes() == before
