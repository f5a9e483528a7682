"""The backup that is made by itself once on each day that the history changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.core.task_progress import ProgressPart
from tpsession.store.backups import daily
from tpsession.store.backups.service import Backups
from tpsession.store.history import SqliteHistory, open_history


class WatchedBackups(Backups):
    """Backups that tell when one was made, and can fail."""

    def __init__(self, path: Path, clock: FakeClock) -> None:
        super().__init__(path, clock)
        self.is_made = Event()
        self.is_full = False

    def make(self, label: str, progress: ProgressPart | None = None) -> Path:
        if self.is_full:
            raise HistoryError("The disk is full.")
        made = super().make(label)
        self.is_made.set()
        return made


@pytest.fixture
def backups(path: Path, clock: FakeClock) -> WatchedBackups:
    return WatchedBackups(path, clock)


@pytest.fixture
def start_backed_up(path: Path, clock: FakeClock, backups: WatchedBackups) -> Callable[[], SqliteHistory]:
    return lambda: open_history(path, clock, backups=lambda: backups)


def days(backups: Backups) -> list[str]:
    return [f"{backup.made_at:%d} {backup.label}" for backup in reversed(backups.list_all())]


def test_there_is_one_for_each_day_that_the_history_changed(
    clock: FakeClock, backups: WatchedBackups, start_backed_up: Callable[[], SqliteHistory], path: Path
) -> None:
    start_backed_up().close()
    assert days(backups) == []
    for number in range(2):
        with start_backed_up() as history:
            history.add_session(a_record(number, status=Status.COMPLETED), [])
        assert days(backups) == ["31 daily"]
    clock.change_date(days=1)
    with start_backed_up() as history:
        assert len(history.find_sessions(HistoryQuery())) == 2
    assert days(backups) == ["31 daily"]
    with start_backed_up() as history:
        history.save_screening_time(START)
    assert days(backups) == ["31 daily", "01 daily"]
    clock.change_date(days=1)
    # A program that may not write makes none.
    reader = open_history(path, clock, read_only=True, backups=lambda: backups)
    with reader, pytest.raises(HistoryError):
        reader.save_screening_time(START)
    assert len(days(backups)) == 2


def test_a_program_that_stays_open_makes_it_a_while_after_a_session_and_not_during_it(
    clock: FakeClock,
    backups: WatchedBackups,
    start_backed_up: Callable[[], SqliteHistory],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(daily, "QUIET_S", 0.05)
    record = a_record()
    with start_backed_up() as history:
        history.start_session(record, "the plan", a_checkpoint())
        history.save_rating(record.id, a_rating())
        assert not backups.is_made.wait(0.3)
        history.finish_session(record.id, Status.COMPLETED, None, a_checkpoint(60))
        assert backups.is_made.wait(10)
        clock.change_date(days=1)
        backups.is_made.clear()
        history.save_note(record.id, "better")
        assert backups.is_made.wait(10)
    assert days(backups) == ["31 daily", "01 daily"]


def test_one_that_fails_disturbs_nothing_and_is_tried_again(
    backups: WatchedBackups, start_backed_up: Callable[[], SqliteHistory]
) -> None:
    backups.is_full = True
    with start_backed_up() as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
        assert history.background_error() is None
    assert days(backups) == []
    backups.is_full = False
    with start_backed_up() as history:
        history.save_screening_time(START)
    assert days(backups) == ["31 daily"]


def test_a_rating_is_acknowledged_while_a_backup_is_being_made(
    clock: FakeClock, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "QUIET_S", 0.01)
    begun, may_end, ended = Event(), Event(), Event()

    class SlowBackups(Backups):
        def make(self, label: str, progress: ProgressPart | None = None) -> Path:
            begun.set()
            assert may_end.wait(10)
            made = super().make(label)
            ended.set()
            return made

    backups = SlowBackups(path, clock)
    # Nor does the end of the program wait for ever.
    monkeypatch.setattr(daily, "LONGEST_WAIT_S", 0.05)
    record = a_record(status=Status.COMPLETED)
    with open_history(path, clock, backups=lambda: backups) as history:
        history.add_session(record, [])
        assert begun.wait(10)
        history.save_rating(record.id, a_rating(value=3))
        assert history.find_sessions(HistoryQuery())[0].after == 3
    assert days(backups) == []
    may_end.set()
    assert ended.wait(10)
    assert days(backups) == ["31 daily"]
