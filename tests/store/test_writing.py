"""When data is on the disk, and what happens if it can't be written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.fakes.ports import FakeClock
from tests.store.conftest import StartProgram
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tpsession.clock import SystemClock
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.core.history.series import Series
from tpsession.store.history import SqliteHistory, open_history

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]


@contextmanager
def another_program_writing(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def execute_in_thread(history: SqliteHistory, statement: str) -> None:
    """Run a statement on the history's own connection."""

    def work() -> None:
        assert history._reader is not None
        history._reader.connection.execute(statement).fetchall()

    history._thread.run(work)


def test_a_deleted_session_counts_in_no_series(history: SqliteHistory) -> None:
    for number in range(2):
        history.add_session(a_record(number, status=Status.COMPLETED), [])
    newest, older = history.find_sessions(ALL)
    for record, left in ((newest, [Series(older.place, older.side)]), (older, [])):
        execute_in_thread(history, f"INSERT INTO deletions VALUES ('{record.id}', '', '')")  # noqa: S608
        assert history.list_series() == left


def stored_state(path: Path) -> str:
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        (state,) = connection.execute("SELECT state FROM states").fetchone()
    return str(state)


def wait_until(condition: object, *, at_most_s: float = 5.0) -> float:
    """Wait for a condition; return the seconds that it took."""
    assert callable(condition)
    clock = SystemClock()
    start, pause = clock.now(), Event()
    while not condition():
        assert clock.now() - start < at_most_s
        pause.wait(0.01)
    return clock.now() - start


def test_saved_data_is_in_the_file_when_the_call_returns(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_rating(record.id, a_rating(RatingKind.AFTER, 4))
    history.save_note(record.id, "stiff")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT kind, value FROM ratings ORDER BY number").fetchall() == [
            ("before", 6),
            ("after", 4),
        ]
        assert connection.execute("SELECT note, status FROM sessions").fetchall() == [("stiff", "running")]


def test_a_checkpoint_is_in_the_file_within_a_second(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    for seconds in range(1, 30):
        history.save_checkpoint(record.id, a_checkpoint(seconds, state=f"state {seconds}"))
    assert wait_until(lambda: stored_state(path) == "state 29") < 1.0


def test_saving_a_checkpoint_never_waits_for_another_program(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    clock = SystemClock()
    with another_program_writing(path):
        start = clock.now()
        for seconds in range(100):
            history.save_checkpoint(record.id, a_checkpoint(seconds))
        elapsed = clock.now() - start
    assert elapsed < 0.25
    assert history.find_sessions(ALL)[0].active_s == 99 / 2


def test_a_call_waits_while_another_program_writes(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    done = Event()

    def write() -> None:
        history.save_screening_time(START)
        done.set()

    with another_program_writing(path):
        thread = Thread(target=write)
        thread.start()
        assert not done.wait(0.2)
    thread.join()
    assert history.load_screening_time() == START


def test_a_call_gives_up_with_a_clear_error_if_another_program_keeps_writing(
    start_program: StartProgram, path: Path
) -> None:
    history = start_program()
    execute_in_thread(history, "PRAGMA busy_timeout = 50")
    with another_program_writing(path), pytest.raises(HistoryError, match="another program is writing"):
        history.save_screening_time(START)
    history.save_screening_time(START)


def test_a_checkpoint_is_tried_again_and_its_error_reported(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    execute_in_thread(history, "PRAGMA busy_timeout = 20")
    with another_program_writing(path):
        history.save_checkpoint(record.id, a_checkpoint(8, state="eight"))
        wait_until(lambda: history.background_error() is not None)
        assert "another program is writing" in str(history.background_error())
        with pytest.raises(HistoryError):
            history.save_note(record.id, "a note")
    wait_until(lambda: history.background_error() is None)
    assert stored_state(path) == "eight"
    assert history.find_sessions(ALL)[0].note == ""


def test_a_checkpoint_of_no_session_makes_only_the_next_write_fail(
    start_program: StartProgram,
) -> None:
    history = start_program()
    history.save_checkpoint("no such id", a_checkpoint())
    wait_until(lambda: history.background_error() is not None)
    with pytest.raises(HistoryError, match="no such id"):
        history.save_screening_time(START)
    assert history.background_error() is None
    history.save_screening_time(START)


def test_a_checkpoint_of_a_session_that_was_taken_over_changes_nothing(
    start_program: StartProgram, path: Path
) -> None:
    first = start_program()
    record = a_record()
    first.start_session(record, "the plan", a_checkpoint())
    # The lock files were deleted while the program was running.
    for lock in (path.parent / "writers").iterdir():
        lock.unlink()
    second = start_program()
    second.take_over_session(record.id)
    first.save_checkpoint(record.id, a_checkpoint(500))
    with pytest.raises(HistoryError, match="taken over"):
        first.save_screening_time(START)
    assert second.find_sessions(ALL)[0].active_s == 0.0


def test_even_a_bug_does_not_end_the_thread(start_program: StartProgram) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, "not a checkpoint")  # type: ignore[arg-type]  # the bug
    wait_until(lambda: history.background_error() is not None)
    with pytest.raises(AttributeError):
        history.save_screening_time(START)
    history.save_screening_time(START)


def test_closing_writes_everything_pending(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, a_checkpoint(77, state="the last"))
    history.close()
    assert stored_state(path) == "the last"


def test_closing_raises_what_could_not_be_written_and_still_closes(
    start_program: StartProgram, path: Path
) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    execute_in_thread(history, "PRAGMA busy_timeout = 20")
    with another_program_writing(path):
        history.save_checkpoint(record.id, a_checkpoint(77))
        with pytest.raises(HistoryError, match="another program is writing"):
            history.close()
    assert len(start_program().find_interrupted_sessions()) == 1


def test_a_full_disk_loses_nothing_that_was_saved(start_program: StartProgram, path: Path) -> None:
    history = start_program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_rating(record.id, a_rating(RatingKind.AFTER, 4))
    pages = path.stat().st_size // 4096
    execute_in_thread(history, f"PRAGMA max_page_count = {pages}")
    with pytest.raises(HistoryError, match="the disk is full") as caught:
        history.start_session(a_record(1), "a plan " * 20_000, a_checkpoint())
    assert "space" in caught.value.advice
    assert caught.value.exit_code == 4
    history.save_checkpoint(record.id, a_checkpoint(9, state="s" * 100_000))
    wait_until(lambda: history.background_error() is not None)
    (found,) = history.find_sessions(ALL)
    assert (found.id, found.after) == (record.id, 4)
    execute_in_thread(history, "PRAGMA max_page_count = 100000")
    wait_until(lambda: history.background_error() is None)
    assert history.find_sessions(ALL)[0].active_s == 4.5


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_refuses_to_write_raises_an_error_and_the_file_stays_intact(
    path: Path, clock: FakeClock
) -> None:
    script = """
import resource, sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_checkpoint, a_record
from tpsession.core.errors import HistoryError
from tpsession.store.history import open_history
history = open_history(Path(sys.argv[1]), FakeClock())
record = a_record()
history.start_session(record, "the plan", a_checkpoint())
print(record.id, flush=True)
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))
try:
    for number in range(50):
        another = a_record(number)
        history.start_session(another, "plan " * 1000, a_checkpoint())
        print(another.id, flush=True)
except HistoryError as error:
    sys.exit(f"error: {error}")
"""
    finished = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert finished.stderr.startswith("error: The history")
    assert finished.returncode == 1
    with open_history(path, clock) as history:
        assert sorted(record.id for record in history.find_sessions(ALL)) == sorted(finished.stdout.split())
        assert history.damage_reports() == ()
        history.start_session(a_record(99), "the plan", a_checkpoint())
        history.finish_session(history.find_sessions(ALL)[0].id, Status.COMPLETED, None, a_checkpoint())
