"""A history that takes long to open: how far it is, and how it is stopped without a change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_rating, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.core.task_progress import TaskProgress
from tpsession.store.connection import mark_suspect
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.rescue.repair import RECOVERING
from tpsession.store.schema.migrating import UPDATING

SESSIONS = 40
ALL = HistoryQuery()


class Watched(TaskProgress):
    """Notes what was to be seen, and is stopped at a percent, as a person would do it."""

    def __init__(self, stop_at: int | None = None) -> None:
        super().__init__(self.note)
        self.seen: list[tuple[str, int]] = []
        self.stop_at = stop_at

    def note(self, _: TaskProgress) -> None:
        self.seen.append((self.text, self.percent))
        if self.stop_at is not None and self.percent >= self.stop_at:
            self.stop()


@pytest.fixture
def damaged(path: Path, clock: FakeClock) -> Path:
    """A history with a backup, whose first page is lost."""
    with open_history(path, clock) as history:
        for number in range(SESSIONS):
            record = a_record(number, status=Status.COMPLETED)
            history.add_session(record, [a_rating(RatingKind.AFTER, number % 11)])
    content = path.read_bytes()
    path.write_bytes(bytes(4096) + content[4096:])
    return path


@pytest.fixture
def old(path: Path) -> Path:
    """A history of the first version."""
    rating = a_rating(RatingKind.AFTER, 3)
    write_first_schema(path, [(a_record(number), [rating]) for number in range(SESSIONS)])
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of the history; the backups are in a folder of their own."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_a_rescue_says_how_far_it_is(damaged: Path, clock: FakeClock) -> None:
    progress = Watched()
    with pytest.raises(HistoryDamagedError):
        open_history(damaged, clock, progress=progress)
    texts, percents = zip(*progress.seen, strict=True)
    assert set(texts) == {RECOVERING}
    assert list(percents) == sorted(percents)
    assert len(set(percents)) > 20
    assert percents[-1] >= 90


@pytest.mark.parametrize("stop_at", [0, 1, 20, 44, 60, 89, 90])
def test_a_stopped_rescue_leaves_the_damaged_file_alone_as_it_was(
    damaged: Path, clock: FakeClock, stop_at: int
) -> None:
    before = files(damaged.parent)
    with pytest.raises(HistoryError, match="Nothing in your history was changed") as caught:
        open_history(damaged, clock, progress=Watched(stop_at))
    assert not isinstance(caught.value, HistoryDamagedError)
    assert files(damaged.parent) == before
    with pytest.raises(HistoryDamagedError, match=f"{SESSIONS} of {SESSIONS} sessions"):
        open_history(damaged, clock)


def test_a_damaged_file_gets_one_other_name_even_if_a_rescue_was_killed(
    damaged: Path, clock: FakeClock
) -> None:
    killed = damaged.with_name("history-damaged-20260101-080000.sqlite3")
    killed.hardlink_to(damaged)
    damaged.with_name("history-damaged-20260101-090000.sqlite3").symlink_to("nowhere")
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(damaged, clock)
    assert caught.value.damaged_path == killed
    assert [file for file in damaged.parent.glob("history-damaged-*") if file.exists()] == [killed]


@pytest.mark.parametrize("stop_at", [0, 10, 20, 40, 60, 70, 95])
def test_a_stopped_update_leaves_the_old_file_as_it_was(old: Path, clock: FakeClock, stop_at: int) -> None:
    before = files(old.parent)
    progress = Watched(stop_at)
    with pytest.raises(HistoryError, match="Nothing in your history was changed"):
        open_history(old, clock, progress=progress)
    assert {text for text, _ in progress.seen} == {UPDATING}
    assert files(old.parent) == before
    with open_history(old, clock) as history:
        assert len(history.find_sessions(ALL)) == SESSIONS


def test_a_check_of_the_whole_file_goes_on_visibly_and_can_be_stopped(old: Path, clock: FakeClock) -> None:
    open_history(old, clock).close()
    mark_suspect(old)
    with pytest.raises(HistoryError, match="You stopped it"):
        open_history(old, clock, progress=Watched(stop_at=0))
    progress = Watched()
    open_history(old, clock, progress=progress).close()
    assert progress.seen[0] == ("Checking your history", 0)


def test_a_new_history_and_one_of_today_have_nothing_to_show(path: Path, clock: FakeClock) -> None:
    progress = Watched()
    for _ in range(2):
        open_history(path, clock, progress=progress).close()
    assert progress.seen == []
    assert progress.text == ""
