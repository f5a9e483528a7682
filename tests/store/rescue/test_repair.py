"""A damaged history: no altered value is used, nothing is deleted, and the person learns about it."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.scale import short_and_long
from tests.store.sample_records import a_checkpoint, a_rating, a_record
from tpsession.core.corrections.edit import make_deletion
from tpsession.core.errors import HistoryError, OpeningChoice
from tpsession.core.history.change import Change, ChangeKind
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, RecordKind, SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.search import SearchWord, SessionSearch
from tpsession.store import opening, paging
from tpsession.store.backups.service import BY_HAND, Backups
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import SqliteHistory, open_history
from tpsession.store.schema.migrations import MIGRATIONS, Migration, sql_statements
from tpsession.store.tables import SESSIONS as SESSIONS_TABLE

ALL = HistoryQuery()
SESSIONS = 25
TOUCH = Migration("101-touch", sql_statements("CREATE TABLE touched (it)"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history with many sessions, one of them interrupted; tests change copies of it."""
    path = tmp_path_factory.mktemp("whole") / "history.sqlite3"
    with open_history(path, FakeClock()) as history:
        for number in range(SESSIONS):
            record = a_record(number, status=Status.COMPLETED)._replace(steps=a_checkpoint(60).steps)
            history.add_session(
                record, [a_rating(RatingKind.AFTER, number % 11), a_rating(RatingKind.LATER, 5)]
            )
            if number % 3 == 0:
                history.save_note(record.id, "a note " * number)
        history.start_session(a_record(SESSIONS), "the plan " * 600, a_checkpoint(30))
    return path


@pytest.fixture
def copied(whole: Path, path: Path) -> Path:
    """A copy of the whole history, which the test may damage."""
    path.parent.mkdir()
    shutil.copyfile(whole, path)
    return path


def read(
    path: Path, clock: FakeClock
) -> tuple[list[SessionRecord], list[InterruptedSession], tuple[str, ...]]:
    with open_history(path, clock) as history:
        return history.find_sessions(ALL), history.find_interrupted_sessions(), history.damage_reports()


def change_row(path: Path, statement: str, *parameters: object) -> None:
    """Change a row without changing its checksum, as a changed byte would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement, parameters)


def flip_byte(path: Path, place: int, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= chance.randrange(1, 256)
    path.write_bytes(content)


def quarantined(path: Path) -> list[Path]:
    return sorted(path.parent.glob("history-damaged-*.sqlite3"))


# One row


def test_an_altered_session_is_left_out_and_reported(copied: Path, clock: FakeClock) -> None:
    before, _, _ = read(copied, clock)
    change_row(copied, "UPDATE sessions SET active_s = 541 WHERE id = ?", before[3].id)
    now, _, damaged = read(copied, clock)
    assert now == [*before[:3], *before[4:]]
    assert len(damaged) == 1
    assert before[3].id in damaged[0]


def test_an_altered_rating_is_left_out_and_its_session_reported(copied: Path, clock: FakeClock) -> None:
    before, _, _ = read(copied, clock)
    session = before[3]
    change_row(copied, "UPDATE ratings SET value = 9 WHERE kind = 'after' AND session_id = ?", session.id)
    now, _, damaged = read(copied, clock)
    assert now == [record._replace(after=None) if record.id == session.id else record for record in before]
    assert damaged == (
        f"A rating of the session of {session.started_at:%Y-%m-%d %H:%M} is damaged and isn't shown.",
    )


def test_a_missing_rating_is_reported(copied: Path, clock: FakeClock) -> None:
    before, _, _ = read(copied, clock)
    change_row(copied, "DELETE FROM ratings WHERE kind = 'later' AND session_id = ?", before[1].id)
    change_row(copied, "DELETE FROM ratings WHERE kind = 'before' AND session_id = ?", before[2].id)
    now, _, damaged = read(copied, clock)
    assert now[2].before is None
    assert len(damaged) == 2


def test_damage_is_reported_as_a_background_error_and_stays_in_the_file(
    copied: Path, clock: FakeClock
) -> None:
    change_row(copied, "UPDATE sessions SET note = 'not what was written' WHERE number = 2")
    with open_history(copied, clock) as history:
        assert history.background_error() is None
        history.find_sessions(ALL)
        assert "is damaged and isn't shown" in str(history.background_error())
        history.find_sessions(ALL)
        assert len(history.damage_reports()) == 1
    with closing(sqlite3.connect(copied)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (SESSIONS + 1,)


def search_in_pages(history: SqliteHistory, order: HistoryOrder = HistoryOrder.NEWEST) -> list[SessionRecord]:
    """Return what a search that every session matches finds, in pages."""
    query = HistoryQuery(order=order, limit=3, search=SessionSearch((SearchWord("2026"),)))
    page = history.load_page(query, None)
    found = list(page.records)
    while page.position is not None:
        page = history.load_page(query, page.position)
        found += page.records
    return found


COLUMNS = (
    *("started_at", "note", "steps", "routine", "ended_at", "planned_s", "writer", "id", "flags", "place"),
    *("stop_reason", "active_s", "started_utc"),
)


@pytest.mark.parametrize("damage", ["CAST(x'80ff' AS TEXT)", "x'00112233'", "3.5", "'2026-13-99T00:00'"])
def test_a_wrong_value_in_any_column_only_leaves_out_its_row(
    copied: Path, clock: FakeClock, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for column in COLUMNS:
        change_row(copied, " ".join(("UPDATE sessions SET", column, "=", damage, "WHERE number = 4")))
        now, _, damaged = read(copied, clock)
        assert len(now) == SESSIONS
        assert len(damaged) == 1
        for piece in (1, 4, 1000):
            monkeypatch.setattr(paging, "PIECE", piece)
            with open_history(copied, clock) as history:
                assert search_in_pages(history) == now


def test_an_interrupted_session_without_its_plan_is_not_offered_but_reported(
    copied: Path, clock: FakeClock
) -> None:
    change_row(copied, "UPDATE plans SET plan = plan || '.'")
    now, interrupted, damaged = read(copied, clock)
    assert interrupted == []
    assert now[0].status is Status.PARTIAL
    assert any("can't be resumed" in sentence for sentence in damaged)


def test_nothing_gives_a_damaged_session_a_valid_checksum_again(copied: Path, clock: FakeClock) -> None:
    before, _, _ = read(copied, clock)
    change_row(copied, "UPDATE sessions SET active_s = 1 WHERE id = ?", before[5].id)
    with open_history(copied, clock) as history:
        with pytest.raises(HistoryError, match="is damaged"):
            history.save_note(before[5].id, "a note")
        with pytest.raises(HistoryError, match="is damaged"):
            history.save_rating(before[5].id, a_rating())
        assert len(history.find_sessions(ALL)) == SESSIONS


def test_an_altered_screening_time_counts_as_never(copied: Path, clock: FakeClock) -> None:
    with open_history(copied, clock) as history:
        history.save_screening_time(clock.local_time())
    change_row(copied, "UPDATE facts SET value = '2030-01-01T00:00:00+00:00'")
    with open_history(copied, clock) as history:
        assert history.load_screening_time() is None
        assert history.damage_reports() == ("A row of facts is damaged and isn't shown.",)


def test_an_intact_row_of_a_newer_program_is_left_out_and_reported(copied: Path, clock: FakeClock) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        row = SESSIONS_TABLE.checked_row(
            connection.execute(SESSIONS_TABLE.select_sql("WHERE t.number = 3")).fetchone()
        )
    assert row is not None
    checksum = SESSIONS_TABLE.checksum({**row, "stop_reason": "bored"})
    change_row(copied, "UPDATE sessions SET stop_reason = 'bored', checksum = ? WHERE number = 3", checksum)
    now, _, damaged = read(copied, clock)
    assert len(now) == SESSIONS
    assert len(damaged) == 1
    assert "can't be read" in damaged[0]


# The whole file


def test_a_file_that_is_no_database_is_quarantined_and_reported(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.write_bytes(b"These are my notes, not a database.\n" * 500)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(path, clock)
    (damaged_file,) = quarantined(path)
    assert damaged_file.name == "history-damaged-20260131-090000.sqlite3"
    assert damaged_file.read_bytes().startswith(b"These are my notes")
    assert str(damaged_file) in caught.value.message
    assert "Nothing was deleted" in caught.value.message
    assert "starts empty" in caught.value.message
    assert "There is no backup." in caught.value.advice
    assert (caught.value.damaged_path, caught.value.backup, caught.value.recovered) == (damaged_file, None, 0)
    assert caught.value.exit_code == 4
    assert read(path, clock) == ([], [], ())


def test_a_damaged_file_opened_read_only_is_not_moved(copied: Path, clock: FakeClock) -> None:
    copied.write_bytes(b"x" * 10_000)
    before = sorted(copied.parent.rglob("*"))
    with pytest.raises(HistoryDamagedError, match="Nothing was changed") as caught:
        open_history(copied, clock, read_only=True)
    assert caught.value.damaged_path == copied
    assert sorted(copied.parent.rglob("*")) == before


def test_what_can_be_read_of_a_damaged_file_is_recovered(copied: Path, clock: FakeClock) -> None:
    before, interrupted, _ = read(copied, clock)
    damaged = copied.read_bytes()
    with closing(sqlite3.connect(copied)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sessions_by_area'"
        ).fetchone()
    content = bytearray(damaged)
    content[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    copied.write_bytes(content)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(copied, clock)
    assert caught.value.recovered == SESSIONS + 1
    assert quarantined(copied)[0].read_bytes() == bytes(content)
    assert read(copied, clock) == (before, interrupted, ())
    with open_history(copied, clock) as history:
        worst = history.find_sessions(HistoryQuery(order=HistoryOrder.WORST_CHANGE, limit=3))
    assert [record.after for record in worst] == [10, 10, 9]
    assert copied.stat().st_mode & 0o077 == 0
    assert not list(copied.parent.glob("*rescue*"))


def test_what_was_recovered_and_the_newest_good_backup_are_offered(copied: Path, clock: FakeClock) -> None:
    before, _, _ = read(copied, clock)
    with open_history(copied, clock) as history:
        history.add_session(before[0]._replace(id="score", area="", kind=RecordKind.SCORE, routine=""), [])
    backup = Backups(copied, clock).make(BY_HAND)
    with open_history(copied, clock) as history:
        deletion = make_deletion(before[5], clock.local_time().date())
        history.save_change(Change("c", clock.local_time(), ChangeKind.DELETION, tuple(deletion)))
    content = copied.read_bytes()
    copied.write_bytes(bytes(4096) + content[4096:])
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(copied, clock)
    made = "Go back to the backup of 31 January, 09:00"
    assert caught.value.choices == (
        OpeningChoice(f"Continue with what was recovered: {SESSIONS} sessions and 1 pain score"),
        OpeningChoice(f"{made}: {SESSIONS + 1} sessions and 1 pain score", str(backup)),
    )
    assert caught.value.explanation.count(" goes up to ") == 2
    assert f"tpsession restore {backup}" in caught.value.advice
    # A name of somebody's own says no time, but the file does.
    renamed = backup.with_name("mine copy.sqlite3")
    backup.rename(renamed)
    os.utime(renamed, (0, 0))
    copied.write_bytes(bytes(4096) + content[4096:])
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(copied, clock)
    assert " January 1970" in caught.value.choices[1].text
    assert f'tpsession restore "{renamed}"' in caught.value.advice


def test_rows_on_both_sides_of_a_damaged_page_are_recovered(copied: Path, clock: FakeClock) -> None:
    before, _, _ = read(copied, clock)
    with closing(sqlite3.connect(copied)) as connection:
        pages = [
            number
            for (number,) in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = 'sessions' AND pagetype = 'leaf' ORDER BY path"
            )
        ]
    assert len(pages) > 2
    content = bytearray(copied.read_bytes())
    broken = pages[len(pages) // 2]
    content[(broken - 1) * 4096 : broken * 4096] = b"\xaa" * 4096
    copied.write_bytes(content)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(copied, clock)
    now, _, damaged = read(copied, clock)
    assert 0 < caught.value.recovered == len(now) < SESSIONS
    assert {before[0].id, before[-1].id} <= {record.id for record in now}
    assert all(record in before for record in now)
    assert damaged == ()


def test_damage_found_while_reading_makes_the_next_opening_check_the_whole_file(
    copied: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(copied, clock)
    monkeypatch.setattr(opening, "CHECKED_SESSIONS", 0)
    with closing(sqlite3.connect(copied)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ratings'").fetchone()
    content = bytearray(copied.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    copied.write_bytes(content)
    with (
        open_history(copied, clock) as history,
        pytest.raises(HistoryDamagedError, match="Close tpsession and start it again"),
    ):
        history.find_sessions(ALL)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(copied, clock)
    assert caught.value.recovered == SESSIONS + 1
    # Only the page that led to the ratings was damaged.
    assert read(copied, clock) == before
    assert sorted(file.name for file in copied.parent.iterdir() if file.is_file()) == [
        quarantined(copied)[0].name,
        "history.sqlite3",
    ]


def test_an_old_journal_is_never_applied_to_the_new_history(copied: Path, clock: FakeClock) -> None:
    copied.write_bytes(b"x" * 10_000)
    journal = copied.with_name("history.sqlite3-journal")
    journal.write_bytes(b"an old journal")
    with pytest.raises(HistoryDamagedError):
        open_history(copied, clock)
    assert not journal.exists()
    assert read(copied, clock) == ([], [], ())


def test_a_journal_stays_beside_the_file_if_the_repair_fails(
    copied: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Too short for SQLite, which would delete a journal that it can't read.
    copied.write_bytes(b"x" * 50)
    copied.with_name("history.sqlite3-journal").write_bytes(b"an old journal")
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        """Refuse to put the new file in the place of the damaged one."""
        if path.name.endswith(".rescue"):
            raise PermissionError(13, "in use")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(HistoryError, match="in use"):
        open_history(copied, clock)
    assert {file.name: file.read_bytes() for file in copied.parent.iterdir() if file.is_file()} == {
        "history.sqlite3": b"x" * 50,
        "history.sqlite3-journal": b"an old journal",
    }


@pytest.mark.parametrize("size", [2, 50, 100, 4096, 5000, 30_000])
def test_a_truncated_file_is_quarantined(copied: Path, clock: FakeClock, size: int) -> None:
    before, _, _ = read(copied, clock)
    copied.write_bytes(copied.read_bytes()[:size])
    with pytest.raises(HistoryDamagedError):
        open_history(copied, clock)
    now, _, _ = read(copied, clock)
    known = {record.id: record for record in before}
    assert all(record.area == known[record.id].area for record in now)


def test_an_unknown_list_of_migrations_is_damage_and_not_a_newer_program(
    copied: Path, clock: FakeClock
) -> None:
    change_row(copied, "UPDATE migrations SET name = '001-sessionr' WHERE number = 1")
    with pytest.raises(HistoryDamagedError):
        open_history(copied, clock)
    assert len(read(copied, clock)[0]) == SESSIONS + 1


# Backups


def test_the_newest_intact_backup_is_named(copied: Path, clock: FakeClock) -> None:
    open_history(copied, clock, migrations=(*MIGRATIONS, TOUCH)).close()
    good = Backups(copied, clock).find_newest_intact()
    assert good is not None
    shutil.copyfile(good, good.with_name("history-later.sqlite3"))
    change_row(good.with_name("history-later.sqlite3"), "UPDATE ratings SET value = 1 WHERE number = 7")
    good.with_name("history-latest.sqlite3").write_bytes(good.read_bytes()[:20_000])
    copied.write_bytes(b"x" * 10_000)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(copied, clock)
    assert caught.value.backup == good
    assert str(good) in caught.value.advice


def test_a_file_is_quarantined_also_on_a_disk_without_links(
    copied: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", link)
    change_row(copied, "UPDATE migrations SET name = '001-sessionr' WHERE number = 1")
    content = copied.read_bytes()
    with pytest.raises(HistoryDamagedError):
        open_history(copied, clock)
    assert quarantined(copied)[0].read_bytes() == content
    assert len(read(copied, clock)[0]) == SESSIONS + 1


# Random bytes


def try_open(path: Path, clock: FakeClock) -> SqliteHistory | None:
    try:
        return open_history(path, clock)
    except HistoryDamagedError:
        return None


@pytest.mark.parametrize("flips", short_and_long(40, 5000))
def test_a_changed_byte_never_gives_a_changed_value_or_an_unexpected_error(
    copied: Path, clock: FakeClock, tmp_path: Path, flips: int
) -> None:
    before, interrupted, _ = read(copied, clock)
    size = copied.stat().st_size
    known = {record.id: record for record in before}
    chance = random.Random(20260131)  # noqa: S311 - a test repeats its chances
    for number in range(flips):
        copy = tmp_path / f"flip{number}" / "history.sqlite3"
        copy.parent.mkdir()
        shutil.copyfile(copied, copy)
        flip_byte(copy, chance.randrange(size), chance)
        reported = False
        try:
            history = try_open(copy, clock)
            if history is None:
                reported = True
                history = open_history(copy, clock)
            with history:
                now, unfinished = history.find_sessions(ALL), history.find_interrupted_sessions()
                in_pages = search_in_pages(history)
                reported = reported or bool(history.damage_reports())
        except HistoryError:
            continue
        if not reported:
            assert (now, unfinished) == (before, interrupted)
            assert in_pages == now
        for record in now:
            original = known[record.id]
            assert record.later in {(), original.later}
            assert record.before in {None, original.before}
            assert record.after in {None, original.after}
            assert original == record._replace(
                before=original.before, after=original.after, later=original.later
            )
        assert all(session in interrupted or reported for session in unfinished)
