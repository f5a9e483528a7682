"""Which program owns a session, and what happens to it when that program dies."""

from __future__ import annotations

import subprocess
import sys
from errno import EACCES, EIO, EROFS
from pathlib import Path
from threading import Barrier, Thread

import pytest

from tests.fakes.ports import FakeClock
from tests.store.conftest import StartProgram
from tests.store.sample_records import START, a_checkpoint, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.history import SqliteHistory, open_history
from tpsession.store.writer_locks import WriterLocks, _make_lock

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]
LIVE = """
import sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_checkpoint, a_record
from tpsession.store.history import open_history
history = open_history(Path(sys.argv[1]), FakeClock())
history.start_session(a_record(), "the plan", a_checkpoint())
print("began", flush=True)
sys.stdin.readline()
"""


def lock_files(path: Path) -> list[Path]:
    folder = path.parent / "writers"
    return sorted(folder.iterdir()) if folder.exists() else []


def start_live_program(path: Path) -> subprocess.Popen[bytes]:
    """Start another process with a running session."""
    process = subprocess.Popen(
        [sys.executable, "-c", LIVE, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"began\n"
    return process


def test_a_session_is_running_while_its_process_lives_and_interrupted_once_it_is_killed(
    start_program: StartProgram, path: Path, clock: FakeClock
) -> None:
    process = start_live_program(path)
    try:
        history = start_program()
        assert [record.status for record in history.find_sessions(ALL)] == [Status.RUNNING]
        assert history.find_interrupted_sessions() == []
        assert len(lock_files(path)) == 1
    finally:
        process.kill()
        process.communicate()
    with open_history(path, clock, read_only=True) as reader:
        (found,) = reader.find_sessions(ALL)
    assert (found.status, found.ended_at) == (Status.PARTIAL, START)
    assert len(history.find_interrupted_sessions()) == 1
    assert lock_files(path) == []


def test_a_program_without_a_session_has_no_lock_file(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    history.save_screening_time(START)
    history.add_session(a_record(status=Status.COMPLETED), [])
    history.find_sessions(ALL)
    history.find_interrupted_sessions()
    assert lock_files(path) == []


def test_a_program_that_closes_the_history_removes_its_lock_file(
    start_program: StartProgram, path: Path
) -> None:
    history = start_program()
    history.start_session(a_record(), "the plan", a_checkpoint())
    assert len(lock_files(path)) == 1
    history.close()
    assert lock_files(path) == []


def test_lock_files_of_dead_writers_are_removed_when_a_program_starts_to_write(
    start_program: StartProgram, path: Path
) -> None:
    (path.parent / "writers").mkdir(parents=True)
    (path.parent / "writers" / "dead.lock").touch()
    other = start_program()
    other.start_session(a_record(), "the plan", a_checkpoint())
    history = start_program()
    history.start_session(a_record(1), "the plan", a_checkpoint())
    assert [lock.stem for lock in lock_files(path)] == sorted([other._writers.token, history._writers.token])
    assert {record.status for record in history.find_sessions(ALL)} == {Status.RUNNING}


def test_of_several_programs_that_take_over_a_session_at_once_one_gets_it(
    start_program: StartProgram,
) -> None:
    for number in range(4):
        dead = start_program()
        record = a_record(number)
        dead.start_session(record, "the plan", a_checkpoint())
        dead.close()
        rivals = [start_program(), start_program(), start_program()]
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


def test_programs_that_check_at_once_never_take_a_dead_writer_for_alive(home: Path) -> None:
    folder = home / "writers"
    folder.mkdir(parents=True)
    wrong: list[bool] = []

    def check() -> None:
        writers = WriterLocks(folder)
        for number in range(20):
            (folder / f"dead{number}.lock").touch()
            wrong.append(writers.is_alive(f"dead{number}", wait_for_check=True))

    threads = [Thread(target=check) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wrong) == 60
    assert not any(wrong)


def test_a_token_that_is_not_a_file_name_is_a_dead_writer(home: Path) -> None:
    writers = WriterLocks(home / "writers")
    assert not writers.is_alive("")
    assert not writers.is_alive("../../etc/passwd")
    assert not writers.is_alive(writers.token)
    assert not (home / "writers").exists()


@pytest.mark.parametrize(("code", "alive"), [(EROFS, False), (EACCES, False), (EIO, True)])
def test_a_lock_that_fails_means_a_dead_writer_only_if_the_folder_is_read_only(
    home: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, alive: bool
) -> None:
    class Refused:
        def acquire(self, **_: object) -> None:
            raise OSError(code, "refused")

    (home / "writers").mkdir(parents=True)
    (home / "writers" / "other.lock").touch()
    monkeypatch.setattr("tpsession.store.writer_locks._make_lock", lambda _: Refused())
    assert WriterLocks(home / "writers").is_alive("other") is alive


def test_a_lock_file_that_is_removed_while_it_is_locked_is_made_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_lock = _make_lock
    removed: list[Path] = []

    def make_lock_removed_once(path: Path) -> object:
        lock = make_lock(path)
        if not removed:
            lock.acquire()
            path.unlink()
            removed.append(path)
        return lock

    monkeypatch.setattr("tpsession.store.writer_locks._make_lock", make_lock_removed_once)
    writers = WriterLocks(home / "writers")
    writers.register()
    assert removed
    assert removed[0].exists()
    assert writers.is_alive(writers.token)
    assert WriterLocks(home / "writers").is_alive(writers.token)
    writers.unregister()
