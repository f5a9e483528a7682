"""When things are on the disk, and what happens where the disk can't take them."""

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
from tests.store.conftest import Opener
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tpsession.clock import SystemClock
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.history import SqliteHistory, open_history

ALL = HistoryQuery()
ROOT = Path(__file__).parents[2]


@contextmanager
def another_program_writing(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def in_thread(history: SqliteHistory, statement: str) -> None:
    """Run a statement on the history's own connection."""

    def work() -> None:
        assert history._reader is not None
        history._reader.connection.execute(statement).fetchall()

    history._worker.call(work)


def stored_state(path: Path) -> str:
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        (state,) = connection.execute("SELECT state FROM states").fetchone()
    return str(state)


def until(condition: object, *, at_most_s: float = 5.0) -> float:
    """Wait for a condition; the seconds that it took."""
    assert callable(condition)
    clock = SystemClock()
    start, pause = clock.now(), Event()
    while not condition():
        assert clock.now() - start < at_most_s
        pause.wait(0.01)
    return clock.now() - start


def test_what_is_acknowledged_is_in_the_file_when_the_call_returns(program: Opener, path: Path) -> None:
    history = program()
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


def test_progress_is_in_the_file_within_a_second_without_another_call(program: Opener, path: Path) -> None:
    history = program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    for seconds in range(1, 30):
        history.save_checkpoint(record.id, a_checkpoint(seconds, state=f"state {seconds}"))
    assert until(lambda: stored_state(path) == "state 29") < 1.0


def test_keeping_progress_never_waits_for_another_program(program: Opener, path: Path) -> None:
    history = program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    clock = SystemClock()
    with another_program_writing(path):
        start = clock.now()
        for seconds in range(100):
            history.save_checkpoint(record.id, a_checkpoint(seconds))
        taken = clock.now() - start
    assert taken < 0.25
    assert history.find_sessions(ALL)[0].active_s == 99 / 2


def test_a_call_waits_for_another_program_that_writes_for_a_moment(program: Opener, path: Path) -> None:
    history = program()
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


def test_a_call_gives_up_with_clear_words_where_another_program_never_ends(
    program: Opener, path: Path
) -> None:
    history = program()
    in_thread(history, "PRAGMA busy_timeout = 50")
    with another_program_writing(path), pytest.raises(HistoryError, match="another program is writing"):
        history.save_screening_time(START)
    history.save_screening_time(START)


def test_what_nobody_waited_for_is_tried_again_and_its_trouble_told(program: Opener, path: Path) -> None:
    history = program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    in_thread(history, "PRAGMA busy_timeout = 20")
    with another_program_writing(path):
        history.save_checkpoint(record.id, a_checkpoint(8, state="eight"))
        until(lambda: history.background_error() is not None)
        assert "another program is writing" in str(history.background_error())
        with pytest.raises(HistoryError):
            history.save_note(record.id, "a note")
    until(lambda: history.background_error() is None)
    assert stored_state(path) == "eight"
    assert history.find_sessions(ALL)[0].note == ""


def test_progress_of_no_session_is_told_by_the_next_write_and_by_no_other(program: Opener) -> None:
    history = program()
    history.save_checkpoint("no such id", a_checkpoint())
    until(lambda: history.background_error() is not None)
    with pytest.raises(HistoryError, match="no such id"):
        history.save_screening_time(START)
    assert history.background_error() is None
    history.save_screening_time(START)


def test_progress_that_was_taken_over_by_another_program_changes_nothing(program: Opener, path: Path) -> None:
    first = program()
    record = a_record()
    first.start_session(record, "the plan", a_checkpoint())
    # Somebody tidied the folder while the program was running.
    for lock in (path.parent / "writers").iterdir():
        lock.unlink()
    second = program()
    second.take_over_session(record.id)
    first.save_checkpoint(record.id, a_checkpoint(500))
    with pytest.raises(HistoryError, match="taken over"):
        first.save_screening_time(START)
    assert second.find_sessions(ALL)[0].active_s == 0.0


def test_even_a_mistake_in_the_program_doesn_t_end_the_thread(program: Opener) -> None:
    history = program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, "not a progress")  # type: ignore[arg-type]  # the mistake
    until(lambda: history.background_error() is not None)
    with pytest.raises(AttributeError):
        history.save_screening_time(START)
    history.save_screening_time(START)


def test_closing_writes_what_is_outstanding(program: Opener, path: Path) -> None:
    history = program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_checkpoint(record.id, a_checkpoint(77, state="the last"))
    history.close()
    assert stored_state(path) == "the last"


def test_closing_says_what_could_not_be_written_and_closes_all_the_same(program: Opener, path: Path) -> None:
    history = program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    in_thread(history, "PRAGMA busy_timeout = 20")
    with another_program_writing(path):
        history.save_checkpoint(record.id, a_checkpoint(77))
        with pytest.raises(HistoryError, match="another program is writing"):
            history.close()
    assert len(program().find_interrupted_sessions()) == 1


def test_a_full_disk_loses_nothing_that_was_kept(program: Opener, path: Path) -> None:
    history = program()
    record = a_record()
    history.start_session(record, "the plan", a_checkpoint())
    history.save_rating(record.id, a_rating(RatingKind.AFTER, 4))
    pages = path.stat().st_size // 4096
    in_thread(history, f"PRAGMA max_page_count = {pages}")
    with pytest.raises(HistoryError, match="the disk is full") as caught:
        history.start_session(a_record(1), "a plan " * 20_000, a_checkpoint())
    assert "space" in caught.value.advice
    assert caught.value.exit_code == 4
    history.save_checkpoint(record.id, a_checkpoint(9, state="s" * 100_000))
    until(lambda: history.background_error() is not None)
    (found,) = history.find_sessions(ALL)
    assert (found.id, found.after) == (record.id, 4)
    in_thread(history, "PRAGMA max_page_count = 100000")
    until(lambda: history.background_error() is None)
    assert history.find_sessions(ALL)[0].active_s == 4.5


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_refuses_to_write_is_told_and_the_file_stays_sound(path: Path, clock: FakeClock) -> None:
    script = """
import resource, sys
from pathlib import Path
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_progress, a_record
from tpsession.core.errors import HistoryError
from tpsession.store.history import open_history
history = open_history(Path(sys.argv[1]), FakeClock())
record = a_record()
history.begin(record, "the plan", a_progress())
print(record.id, flush=True)
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))
try:
    for number in range(50):
        kept = a_record(number)
        history.begin(kept, "plan " * 1000, a_progress())
        print(kept.id, flush=True)
except HistoryError as error:
    sys.exit(f"told: {error}")
"""
    finished = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert finished.stderr.startswith("told: The history")
    assert finished.returncode == 1
    with open_history(path, clock) as history:
        assert sorted(each.id for each in history.find_sessions(ALL)) == sorted(finished.stdout.split())
        assert history.damage_reports() == ()
        history.start_session(a_record(99), "the plan", a_checkpoint())
        history.finish_session(history.find_sessions(ALL)[0].id, Status.COMPLETED, None, a_checkpoint())
