"""Going back to a backup: what it changes is known first, what is there is kept, and nothing is halved."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.ports import MORNING, FakeClock
from tests.store.sample_records import a_checkpoint, a_comparison, a_programme, a_rating, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.core.corrections.edit import make_deletion
from tpsession.core.dialogue.restore import HistoryDifference, RowDifference
from tpsession.core.errors import HistoryError
from tpsession.core.history.change import Change, ChangeKind
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.task_progress import TaskProgress, TaskStoppedError
from tpsession.store.backups import restoring
from tpsession.store.backups.restoring import preparing_restore
from tpsession.store.backups.service import BY_HAND, Backups
from tpsession.store.failures import DamageFoundError
from tpsession.store.history import open_history
from tpsession.store.schema.migrations import MIGRATIONS, Migration, sql_statements

ALL = HistoryQuery()
DAY_BEFORE = MORNING - timedelta(days=1)


def yesterdays(number: int) -> SessionRecord:
    return a_record(status=Status.COMPLETED, started_at=DAY_BEFORE + timedelta(minutes=number), before=None)


@pytest.fixture
def backup(path: Path, clock: FakeClock, tmp_path: Path) -> Path:
    """A backup of three sessions with a rating each, after which one was changed and another one added."""
    records = [yesterdays(number) for number in range(3)]
    with open_history(path, clock) as history:
        for record in records:
            history.add_session(record, [a_rating(RatingKind.AFTER, 4)])
    made = Backups(path, clock).make_in(tmp_path / "kept")
    with open_history(path, clock) as history:
        history.save_rating(records[0].id, a_rating(RatingKind.AFTER, 2))
        history.save_note(records[1].id, "better")
        history.add_session(yesterdays(3), [a_rating(RatingKind.AFTER, 1), a_rating(RatingKind.LATER, 1)])
    return made


def content(path: Path, clock: FakeClock) -> list[SessionRecord]:
    with open_history(path, clock, read_only=True) as history:
        found = history.find_sessions(ALL)
        assert history.damage_reports() == ()
        return found


def restore(file: Path, path: Path, clock: FakeClock) -> tuple[HistoryDifference, Path | None]:
    with preparing_restore(file, path, clock) as prepared:
        return prepared.difference, prepared.finish(Backups(path, clock))


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_restore_says_what_it_changes_keeps_what_was_there_and_can_be_taken_back(
    path: Path, clock: FakeClock, backup: Path
) -> None:
    now, then = content(path, clock), content(backup, clock)
    difference, kept = restore(backup, path, clock)
    assert difference == HistoryDifference(
        RowDifference(only_here=1, different=1), RowDifference(only_here=2, different=1)
    )
    assert content(path, clock) == then
    assert kept is not None
    assert (kept.parent, content(kept, clock)) == (path.parent / "backups", now)
    difference, _ = restore(kept, path, clock)
    assert difference == HistoryDifference(
        RowDifference(only_there=1, different=1), RowDifference(only_there=2, different=1)
    )
    assert content(path, clock) == now
    with preparing_restore(kept, path, clock) as prepared:
        assert prepared.difference.changes_nothing
    assert names(path.parent) == {path.name, "backups", "writers"}


@pytest.mark.skipif(os.name == "nt", reason="links need a permission there")
def test_a_link_stays_and_what_it_leads_to_is_restored(
    path: Path, clock: FakeClock, backup: Path, tmp_path: Path
) -> None:
    linked = tmp_path / "synced" / "mine.sqlite3"
    linked.parent.mkdir()
    path.rename(linked)
    path.symlink_to(linked)
    restore(backup, path, clock)
    assert path.is_symlink()
    assert content(linked, clock) == content(path, clock) == content(backup, clock)
    assert names(linked.parent) <= {linked.name, "writers"}


def test_a_restore_that_is_not_finished_changes_nothing(path: Path, clock: FakeClock, backup: Path) -> None:
    before = path.read_bytes()
    path.with_name(f"{path.name}.restoring").write_text("left by a killed program")
    with preparing_restore(backup, path, clock):
        pass
    assert path.read_bytes() == before
    assert names(path.parent) == {path.name, "backups", "writers"}


def test_without_a_history_the_backup_becomes_it(
    path: Path, clock: FakeClock, backup: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new computer" / path.name
    difference, kept = restore(backup, new, clock)
    assert difference == HistoryDifference(RowDifference(only_there=3), RowDifference(only_there=3))
    assert kept is None
    assert content(new, clock) == content(backup, clock)
    if os.name == "posix":
        assert new.stat().st_mode & 0o077 == 0


def test_programmes_and_comparisons_are_compared_as_well(path: Path, clock: FakeClock) -> None:
    backups = Backups(path, clock)
    with open_history(path, clock) as history:
        history.save_programme(a_programme())
        kept = backups.make(BY_HAND)
        history.save_programme(replace(a_programme(), sessions=9))
        history.save_comparison(a_comparison())
    difference, _ = restore(kept, path, clock)
    assert difference == HistoryDifference(is_programme_or_comparison_different=True)
    with open_history(path, clock) as history:
        assert (history.find_programmes(), history.find_comparisons()) == ([a_programme()], [])


def test_a_backup_of_an_older_version_is_brought_up_to_date_and_stays_as_it_is(
    path: Path, clock: FakeClock, tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite3"
    record = yesterdays(1)
    write_first_schema(old, [(record, [a_rating(RatingKind.AFTER, 3)])])
    before = old.read_bytes()
    restore(old, path, clock)
    assert content(path, clock) == [record._replace(after=3)]
    assert old.read_bytes() == before
    assert names(tmp_path) == {"old.sqlite3"}


# Safety


def test_a_stop_of_today_stays_on_record_because_it_means_rest(
    path: Path, clock: FakeClock, backup: Path
) -> None:
    stopped, interrupted = (a_record(started_at=MORNING) for _ in range(2))
    with open_history(path, clock) as history:
        for record, reason in ((stopped, StopReason.SHARP), (interrupted, StopReason.INTERRUPTED)):
            history.start_session(record, "the plan", a_checkpoint())
            if record is stopped:
                morning = Backups(path, clock).make(BY_HAND)
            history.finish_session(record.id, Status.STOPPED, reason, a_checkpoint(60))
        history.save_rating(stopped.id, a_rating(RatingKind.AFTER, 7))
        now = {record.id: record for record in history.find_sessions(ALL)}
    # One lacks it, and the other has it as a session that hadn't ended.
    for file in (backup, morning):
        difference, _ = restore(file, path, clock)
        assert difference.kept_rests == 1
        restored = {record.id: record for record in content(path, clock)}
        assert restored[stopped.id] == now[stopped.id]
        assert interrupted.id not in restored
    clock.change_date(days=1)
    difference, _ = restore(backup, path, clock)
    assert difference.kept_rests == 0
    assert stopped.id not in {record.id for record in content(path, clock)}


def test_the_day_of_the_stop_counts_not_that_of_the_start(path: Path, clock: FakeClock, backup: Path) -> None:
    late = a_record(
        status=Status.STOPPED, started_at=MORNING - timedelta(hours=9, minutes=1), before=None
    )._replace(
        ended_at=MORNING - timedelta(hours=8),
        stop_reason=StopReason.DIZZY,
    )
    with open_history(path, clock) as history:
        history.add_session(late, [])
    difference, _ = restore(backup, path, clock)
    assert difference.kept_rests == 1
    assert late in content(path, clock)


def test_a_session_that_was_deleted_for_good_does_not_come_back(
    path: Path, clock: FakeClock, backup: Path
) -> None:
    now = clock.local_time()
    with open_history(path, clock) as history:
        gone, deleted, *_ = history.find_sessions(HistoryQuery(order=HistoryOrder.OLDEST))
        for record in (gone, deleted):
            deletion = tuple(make_deletion(record, now.date()))
            history.save_change(Change(record.id, now, ChangeKind.DELETION, deletion))
        history.delete_for_good([gone.id], now)
    difference, _ = restore(backup, path, clock)
    assert difference.kept_deletions == 1
    # One that was only deleted comes back: the backup is from before.
    assert difference.sessions == RowDifference(only_here=1, only_there=1)
    then, restored = ({record.id for record in content(file, clock)} for file in (backup, path))
    assert then - restored == {gone.id}
    difference, _ = restore(backup, path, clock)
    assert difference.changes_nothing


def test_a_program_with_a_session_open_is_not_disturbed(path: Path, clock: FakeClock, backup: Path) -> None:
    with open_history(path, clock) as other:
        with preparing_restore(backup, path, clock) as prepared:
            other.start_session(a_record(5), "the plan", a_checkpoint())
            before = path.read_bytes()
            with pytest.raises(HistoryError, match="is using your history"):
                prepared.finish(Backups(path, clock))
        with (
            pytest.raises(HistoryError, match="is using your history"),
            preparing_restore(backup, path, clock),
        ):
            pass
        assert path.read_bytes() == before


def test_a_program_that_is_open_meanwhile_writes_nothing_into_the_old_file(
    path: Path, clock: FakeClock, backup: Path
) -> None:
    with open_history(path, clock) as other:
        restore(backup, path, clock)
        with pytest.raises(HistoryError, match=r"moved or replaced.*start it again"):
            other.add_session(a_record(5, status=Status.COMPLETED), [])


# Files that can't be restored


def newer(path: Path, clock: FakeClock) -> None:
    later = (*MIGRATIONS, Migration("901-moods", sql_statements("CREATE TABLE moods (name TEXT)")))
    open_history(path, clock, migrations=later).close()


def foreign(path: Path, _clock: FakeClock) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE migrations (what TEXT)")


def rowless(path: Path, _clock: FakeClock) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE ratings SET value = 9 WHERE number = 1")


def cut_off(path: Path, _clock: FakeClock) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (newer, "was written by a newer tpsession"),
        (foreign, "isn't a backup of tpsession"),
        (rowless, "is damaged"),
        (cut_off, "is damaged"),
        (lambda file, _: file.write_text("a letter"), "is damaged, or isn't a backup"),
        (lambda file, _: file.write_text(""), "isn't a backup of tpsession"),
        (lambda file, _: file.unlink(), "doesn't exist"),
        (lambda file, _: (file.unlink(), file.mkdir()), "is a folder"),
    ],
)
def test_a_file_that_is_no_good_backup_is_refused_by_name(
    path: Path, clock: FakeClock, backup: Path, spoil: object, message: str
) -> None:
    assert callable(spoil)
    if spoil is foreign:
        backup.unlink()
    spoil(backup, clock)
    before = path.read_bytes()
    with pytest.raises(HistoryError) as caught, preparing_restore(backup, path, clock):
        pass
    assert str(backup) in caught.value.message
    assert message in caught.value.message
    assert "Nothing was changed." in str(caught.value)
    assert path.read_bytes() == before
    assert names(path.parent) == {path.name, "backups", "writers"}


def test_a_disk_that_fails_meanwhile_is_not_called_damage(
    path: Path, clock: FakeClock, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misread(*_: object, **_options: object) -> int:
        raise DamageFoundError("*** in database main ***")

    for step in ("count_damaged_rows", "compare_histories"):
        with monkeypatch.context() as patch:
            patch.setattr(restoring, step, misread)
            with (
                pytest.raises(
                    HistoryError, match=r"history\.sqlite3 can't be used: the disk could not be read"
                ),
                preparing_restore(backup, path, clock),
            ):
                pass
    assert names(path.parent) == {path.name, "backups", "writers"}


def test_a_backup_that_the_disk_cannot_read_is_named(
    path: Path, clock: FakeClock, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(restoring, "check_readable", unreadable)
    with (
        pytest.raises(HistoryError, match=r"The backup .* can't be read: the disk .* Nothing was changed"),
        preparing_restore(backup, path, clock),
    ):
        pass


def test_the_history_itself_is_no_backup(path: Path, clock: FakeClock, backup: Path) -> None:
    with pytest.raises(HistoryError, match="is your history itself"), preparing_restore(path, path, clock):
        pass
    assert backup.exists()


@pytest.mark.parametrize(
    ("text", "percent"), [("Checking", 0), ("Checking", 50), ("Keeping", 0), ("Keeping", 50)]
)
def test_a_stopped_restore_changes_nothing(
    path: Path, clock: FakeClock, backup: Path, text: str, percent: int
) -> None:
    before = path.read_bytes()

    def watch(progress: TaskProgress) -> None:
        if progress.text.startswith(text) and progress.percent >= percent:
            progress.stop()

    progress = TaskProgress(watch)
    with (
        pytest.raises(TaskStoppedError),
        preparing_restore(backup, path, clock, progress) as prepared,
    ):
        prepared.finish(Backups(path, clock), progress)
    assert progress.text.startswith(text)
    assert path.read_bytes() == before
    assert names(path.parent) == {path.name, "backups", "writers"}
