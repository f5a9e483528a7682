"""Which program a session belongs to, and what becomes of it when that program dies."""

from __future__ import annotations

import subprocess
import sys
from errno import EACCES, EIO, EROFS
from pathlib import Path
from threading import Barrier, Thread

import pytest

from tests.fakes.ports import FakeClock
from tests.store.conftest import Opener
from tests.store.sample_records import START, a_checkpoint, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.history import SqliteHistory, open_history
from tpsession.store.writer_locks import WriterLocks, _lock

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]
LIVE = """
import sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_progress, a_record
from tpsession.store.history import open_history
history = open_history(Path(sys.argv[1]), FakeClock())
history.begin(a_record(), "the plan", a_progress())
print("began", flush=True)
sys.stdin.readline()
"""


def locks(path: Path) -> list[Path]:
    folder = path.parent / "writers"
    return sorted(folder.iterdir()) if folder.exists() else []


def live_program(path: Path) -> subprocess.Popen[bytes]:
    """Another process with a running session."""
    process = subprocess.Popen(
        [sys.executable, "-c", LIVE, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"began\n"
    return process


def test_a_session_of_a_live_process_runs_and_that_of_a_killed_one_is_offered(
    program: Opener, path: Path, clock: FakeClock
) -> None:
    process = live_program(path)
    try:
        history = program()
        assert [each.status for each in history.find_sessions(ALL)] == [Status.RUNNING]
        assert history.find_interrupted_sessions() == []
        assert len(locks(path)) == 1
    finally:
        process.kill()
        process.communicate()
    with open_history(path, clock, read_only=True) as reader:
        (found,) = reader.find_sessions(ALL)
    assert (found.status, found.ended_at) == (Status.PARTIAL, START)
    assert len(history.find_interrupted_sessions()) == 1
    assert locks(path) == []


def test_a_program_that_writes_no_session_has_no_lock_file(program: Opener, path: Path) -> None:
    history = program()
    history.save_screening_time(START)
    history.add_session(a_record(status=Status.COMPLETED), [])
    history.find_sessions(ALL)
    history.find_interrupted_sessions()
    assert locks(path) == []


def test_a_program_that_leaves_takes_its_lock_file_with_it(program: Opener, path: Path) -> None:
    history = program()
    history.start_session(a_record(), "the plan", a_checkpoint())
    assert len(locks(path)) == 1
    history.close()
    assert locks(path) == []


def test_lock_files_of_the_dead_go_when_a_program_begins_to_write(program: Opener, path: Path) -> None:
    (path.parent / "writers").mkdir(parents=True)
    (path.parent / "writers" / "dead.lock").touch()
    other = program()
    other.start_session(a_record(), "the plan", a_checkpoint())
    history = program()
    history.start_session(a_record(1), "the plan", a_checkpoint())
    assert [lock.stem for lock in locks(path)] == sorted([other._writers.token, history._writers.token])
    assert {each.status for each in history.find_sessions(ALL)} == {Status.RUNNING}


def test_of_two_programs_that_take_a_session_over_at_once_one_gets_it(program: Opener) -> None:
    for number in range(4):
        dead = program()
        record = a_record(number)
        dead.start_session(record, "the plan", a_checkpoint())
        dead.close()
        rivals = [program(), program(), program()]
        start = Barrier(len(rivals))
        won: list[SqliteHistory] = []
        lost: list[HistoryError] = []

        def take(
            rival: SqliteHistory,
            session_id: str = record.id,
            start: Barrier = start,
            won: list[SqliteHistory] = won,
            lost: list[HistoryError] = lost,
        ) -> None:
            start.wait()
            try:
                rival.take_over_session(session_id)
                won.append(rival)
            except HistoryError as error:
                lost.append(error)

        threads = [Thread(target=take, args=(rival,)) for rival in rivals]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(won), len(lost)) == (1, 2)
        won[0].finish_session(record.id, Status.COMPLETED, None, a_checkpoint(60))


def test_two_programs_that_look_at_once_never_take_a_dead_writer_for_alive(home: Path) -> None:
    folder = home / "writers"
    folder.mkdir(parents=True)
    wrong: list[bool] = []

    def look() -> None:
        writers = WriterLocks(folder)
        for number in range(20):
            (folder / f"dead{number}.lock").touch()
            wrong.append(writers.alive(f"dead{number}", patient=True))

    threads = [Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wrong) == 60
    assert not any(wrong)


def test_a_token_that_is_no_name_of_a_file_is_a_dead_writer(home: Path) -> None:
    writers = WriterLocks(home / "writers")
    assert not writers.alive("")
    assert not writers.alive("../../etc/passwd")
    assert not writers.alive(writers.token)
    assert not (home / "writers").exists()


@pytest.mark.parametrize(("code", "alive"), [(EROFS, False), (EACCES, False), (EIO, True)])
def test_where_nothing_may_be_written_nobody_writes_but_a_bad_disk_kills_nobody(
    home: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, alive: bool
) -> None:
    class Refused:
        def acquire(self, **_: object) -> None:
            raise OSError(code, "refused")

    (home / "writers").mkdir(parents=True)
    (home / "writers" / "other.lock").touch()
    monkeypatch.setattr("tpsession.store.writer_locks._lock", lambda _: Refused())
    assert WriterLocks(home / "writers").alive("other") is alive


def test_a_lock_file_that_is_taken_away_while_it_is_locked_is_made_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _lock
    taken: list[Path] = []

    def taken_away_once(path: Path) -> object:
        lock = made(path)
        if not taken:
            lock.acquire()
            path.unlink()
            taken.append(path)
        return lock

    monkeypatch.setattr("tpsession.store.writer_locks._lock", taken_away_once)
    writers = WriterLocks(home / "writers")
    writers.enlist()
    assert taken
    assert taken[0].exists()
    assert writers.alive(writers.token)
    assert WriterLocks(home / "writers").alive(writers.token)
    writers.leave()
