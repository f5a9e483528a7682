"""A damaged history: nothing altered passes as good, nothing is deleted, and the person is told."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.scale import scaled
from tests.store.sample_records import a_checkpoint, a_rating, a_record
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.history.repository import InterruptedSession
from tpsession.store import history as history_module
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import SqliteHistory, open_history
from tpsession.store.migrations import MIGRATIONS, Migration, statements
from tpsession.store.repair import _one_by_one, find_newest_intact_backup
from tpsession.store.rows import SESSIONS as SESSIONS_TABLE

ALL = HistoryQuery()
SESSIONS = 25
FLIPS = scaled(100, 5000)
TOUCH = Migration("002-touch", statements("CREATE TABLE touched (it)"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history with many sessions, one of them unfinished; tests change copies of it."""
    path = tmp_path_factory.mktemp("whole") / "history.sqlite3"
    with open_history(path, FakeClock()) as history:
        for number in range(SESSIONS):
            record = replace(a_record(number, status=Status.COMPLETED), steps=a_checkpoint(60).steps)
            history.add_session(record, [a_rating(RatingKind.AFTER, number % 11), a_rating(RatingKind.LATER, 5)])
            if number % 3 == 0:
                history.save_note(record.id, "a note " * number)
        history.start_session(a_record(SESSIONS), "the plan " * 600, a_checkpoint(30))
    return path


@pytest.fixture
def filled(whole: Path, path: Path) -> Path:
    """A copy of that history."""
    path.parent.mkdir()
    shutil.copyfile(whole, path)
    return path


def read(
    path: Path, clock: FakeClock
) -> tuple[list[SessionRecord], list[InterruptedSession], tuple[str, ...]]:
    with open_history(path, clock) as history:
        return history.find_sessions(ALL), history.find_interrupted_sessions(), history.damage_reports()


def change(path: Path, statement: str, *parameters: object) -> None:
    """Alter a row as a changed byte would: behind the back of its checksum."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement, parameters)


def flip(path: Path, place: int, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= chance.randrange(1, 256)
    path.write_bytes(content)


def asides(path: Path) -> list[Path]:
    return sorted(path.parent.glob("history-damaged-*.sqlite3"))


# One row


def test_an_altered_session_is_left_out_and_named(filled: Path, clock: FakeClock) -> None:
    before, _, _ = read(filled, clock)
    change(filled, "UPDATE sessions SET active_s = 541 WHERE id = ?", before[3].id)
    now, _, damaged = read(filled, clock)
    assert now == [*before[:3], *before[4:]]
    assert len(damaged) == 1
    assert before[3].id in damaged[0]


def test_an_altered_rating_is_left_out_and_its_session_named(filled: Path, clock: FakeClock) -> None:
    before, _, _ = read(filled, clock)
    session = before[3]
    change(filled, "UPDATE ratings SET value = 9 WHERE kind = 'after' AND session_id = ?", session.id)
    now, _, damaged = read(filled, clock)
    assert now == [replace(each, after=None) if each.id == session.id else each for each in before]
    assert damaged == (
        f"A rating of the session of {session.started_at:%Y-%m-%d %H:%M} is damaged and was left out.",
    )


def test_a_rating_that_vanished_is_missed(filled: Path, clock: FakeClock) -> None:
    before, _, _ = read(filled, clock)
    change(filled, "DELETE FROM ratings WHERE kind = 'later' AND session_id = ?", before[1].id)
    change(filled, "DELETE FROM ratings WHERE kind = 'before' AND session_id = ?", before[2].id)
    now, _, damaged = read(filled, clock)
    assert now[2].before is None
    assert len(damaged) == 2


def test_damage_is_told_as_trouble_and_stays_in_the_file(filled: Path, clock: FakeClock) -> None:
    change(filled, "UPDATE sessions SET note = 'not what was written' WHERE number = 2")
    with open_history(filled, clock) as history:
        assert history.background_error() is None
        history.find_sessions(ALL)
        assert "is damaged and was left out" in str(history.background_error())
        history.find_sessions(ALL)
        assert len(history.damage_reports()) == 1
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (SESSIONS + 1,)


COLUMNS = ("started_at", "note", "steps", "routine", "ended_at", "planned_s", "writer")


@pytest.mark.parametrize("damage", ["CAST(x'80ff' AS TEXT)", "x'00112233'", "3.5", "'2026-13-99T00:00'"])
def test_a_value_of_any_kind_in_any_place_is_only_damage(filled: Path, clock: FakeClock, damage: str) -> None:
    for column in COLUMNS:
        change(filled, " ".join(("UPDATE sessions SET", column, "=", damage, "WHERE number = 4")))
        now, _, damaged = read(filled, clock)
        assert len(now) == SESSIONS
        assert len(damaged) == 1


def test_an_unfinished_session_without_its_plan_is_not_offered_but_named(
    filled: Path, clock: FakeClock
) -> None:
    change(filled, "UPDATE plans SET plan = plan || '.'")
    now, unfinished, damaged = read(filled, clock)
    assert unfinished == []
    assert now[0].status is Status.PARTIAL
    assert any("can't be resumed" in each for each in damaged)


def test_nothing_gives_a_damaged_session_a_good_checksum_again(filled: Path, clock: FakeClock) -> None:
    before, _, _ = read(filled, clock)
    change(filled, "UPDATE sessions SET active_s = 1 WHERE id = ?", before[5].id)
    with open_history(filled, clock) as history:
        with pytest.raises(HistoryError, match="is damaged"):
            history.save_note(before[5].id, "a note")
        with pytest.raises(HistoryError, match="is damaged"):
            history.save_rating(before[5].id, a_rating())
        assert len(history.find_sessions(ALL)) == SESSIONS


def test_an_altered_safety_time_counts_as_never(filled: Path, clock: FakeClock) -> None:
    with open_history(filled, clock) as history:
        history.save_screening_time(clock.local_time())
    change(filled, "UPDATE facts SET value = '2030-01-01T00:00:00+00:00'")
    with open_history(filled, clock) as history:
        assert history.load_screening_time() is None
        assert history.damage_reports() == ("A row of facts is damaged and was left out.",)


def test_a_sound_row_that_a_later_program_understands_is_left_out_and_named(
    filled: Path, clock: FakeClock
) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        row = SESSIONS_TABLE.read(connection.execute(SESSIONS_TABLE.select("WHERE t.number = 3")).fetchone())
    assert row is not None
    good = SESSIONS_TABLE.checksum({**row, "stop_reason": "bored"})
    change(filled, "UPDATE sessions SET stop_reason = 'bored', checksum = ? WHERE number = 3", good)
    now, _, damaged = read(filled, clock)
    assert len(now) == SESSIONS
    assert len(damaged) == 1
    assert "can't be understood" in damaged[0]


# The whole file


def test_a_file_that_is_no_database_is_set_aside_and_the_person_told(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.write_bytes(b"These are my notes, not a database.\n" * 500)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(path, clock)
    (aside,) = asides(path)
    assert aside.name == "history-damaged-20260131-090000.sqlite3"
    assert aside.read_bytes().startswith(b"These are my notes")
    assert str(aside) in caught.value.message
    assert "Nothing was deleted" in caught.value.message
    assert "starts empty" in caught.value.message
    assert "There is no backup." in caught.value.advice
    assert (caught.value.damaged_path, caught.value.backup, caught.value.recovered) == (aside, None, 0)
    assert caught.value.exit_code == 4
    assert read(path, clock) == ([], [], ())


def test_reading_only_moves_no_damaged_file(filled: Path, clock: FakeClock) -> None:
    filled.write_bytes(b"x" * 10_000)
    before = sorted(filled.parent.rglob("*"))
    with pytest.raises(HistoryDamagedError, match="Nothing was changed") as caught:
        open_history(filled, clock, read_only=True)
    assert caught.value.damaged_path == filled
    assert sorted(filled.parent.rglob("*")) == before


def test_what_can_be_read_of_a_damaged_file_is_saved(filled: Path, clock: FakeClock) -> None:
    before, offered, _ = read(filled, clock)
    damaged = filled.read_bytes()
    with closing(sqlite3.connect(filled)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sessions_by_area'"
        ).fetchone()
    content = bytearray(damaged)
    content[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    filled.write_bytes(content)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(filled, clock)
    assert caught.value.recovered == SESSIONS + 1
    assert asides(filled)[0].read_bytes() == bytes(content)
    assert read(filled, clock) == (before, offered, ())
    assert filled.stat().st_mode & 0o077 == 0
    assert not list(filled.parent.glob("*rescue*"))


def test_rows_on_both_sides_of_a_broken_page_are_saved(filled: Path, clock: FakeClock) -> None:
    before, _, _ = read(filled, clock)
    with closing(sqlite3.connect(filled)) as connection:
        pages = [
            number
            for (number,) in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = 'sessions' AND pagetype = 'leaf' ORDER BY path"
            )
        ]
    assert len(pages) > 2
    content = bytearray(filled.read_bytes())
    broken = pages[len(pages) // 2]
    content[(broken - 1) * 4096 : broken * 4096] = b"\xaa" * 4096
    filled.write_bytes(content)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(filled, clock)
    now, _, damaged = read(filled, clock)
    assert 0 < caught.value.recovered == len(now) < SESSIONS
    assert {before[0].id, before[-1].id} <= {each.id for each in now}
    assert all(each in before for each in now)
    assert damaged == ()


@pytest.mark.parametrize("upwards", [True, False])
def test_a_broken_tree_that_leads_in_circles_is_given_up(*, upwards: bool) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        rows = _one_by_one(
            connection, "SELECT 7, 'a row' WHERE ?", 5 if upwards else 9, 50 * upwards, upwards=upwards
        )
        assert list(rows) == [(7, ["a row"])]


def test_damage_that_is_met_only_later_is_looked_for_at_the_next_opening(
    filled: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_module, "CHECKED_SESSIONS", 0)
    with closing(sqlite3.connect(filled)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ratings'").fetchone()
    content = bytearray(filled.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    filled.write_bytes(content)
    with (
        open_history(filled, clock) as history,
        pytest.raises(HistoryDamagedError, match="Close tpsession and start it again"),
    ):
        history.find_sessions(ALL)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(filled, clock)
    assert caught.value.recovered == SESSIONS + 1
    now, _, damaged = read(filled, clock)
    assert len(now) == SESSIONS + 1
    assert now[3].after is None
    assert len(damaged) == SESSIONS + 1  # each misses its ratings, and says so
    assert sorted(each.name for each in filled.parent.iterdir() if each.is_file()) == [
        asides(filled)[0].name,
        "history.sqlite3",
    ]


def test_an_old_journal_is_never_played_into_the_new_history(filled: Path, clock: FakeClock) -> None:
    filled.write_bytes(b"x" * 10_000)
    journal = filled.with_name("history.sqlite3-journal")
    journal.write_bytes(b"an old journal")
    with pytest.raises(HistoryDamagedError):
        open_history(filled, clock)
    assert not journal.exists()
    assert read(filled, clock) == ([], [], ())


@pytest.mark.parametrize("kept", [2, 50, 100, 4096, 5000, 30_000])
def test_a_file_that_was_cut_off_is_set_aside(filled: Path, clock: FakeClock, kept: int) -> None:
    before, _, _ = read(filled, clock)
    filled.write_bytes(filled.read_bytes()[:kept])
    with pytest.raises(HistoryDamagedError):
        open_history(filled, clock)
    now, _, _ = read(filled, clock)
    known = {each.id: each for each in before}
    assert all(each.area == known[each.id].area for each in now)


def test_a_list_of_migrations_that_no_program_wrote_is_damage_and_not_a_newer_program(
    filled: Path, clock: FakeClock
) -> None:
    change(filled, "UPDATE migrations SET name = '001-sessionr'")
    with pytest.raises(HistoryDamagedError):
        open_history(filled, clock)
    assert len(read(filled, clock)[0]) == SESSIONS + 1


# Backups


def test_the_newest_sound_backup_is_named(filled: Path, clock: FakeClock) -> None:
    open_history(filled, clock, migrations=(*MIGRATIONS, TOUCH)).close()
    good = find_newest_intact_backup(filled)
    assert good is not None
    shutil.copyfile(good, good.with_name("history-later.sqlite3"))
    change(good.with_name("history-later.sqlite3"), "UPDATE ratings SET value = 1 WHERE number = 7")
    good.with_name("history-latest.sqlite3").write_bytes(good.read_bytes()[:20_000])
    filled.write_bytes(b"x" * 10_000)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(filled, clock)
    assert caught.value.backup == good
    assert str(good) in caught.value.advice


def test_a_disk_without_links_is_good_enough_to_set_a_file_aside(
    filled: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", link)
    change(filled, "UPDATE migrations SET name = '001-sessionr'")
    content = filled.read_bytes()
    with pytest.raises(HistoryDamagedError):
        open_history(filled, clock)
    assert asides(filled)[0].read_bytes() == content
    assert len(read(filled, clock)[0]) == SESSIONS + 1


# Random bytes


def opened(path: Path, clock: FakeClock) -> SqliteHistory | None:
    try:
        return open_history(path, clock)
    except HistoryDamagedError:
        return None


def test_no_changed_byte_gives_a_changed_value_or_a_traceback(
    filled: Path, clock: FakeClock, tmp_path: Path
) -> None:
    before, offered, _ = read(filled, clock)
    size = filled.stat().st_size
    known = {each.id: each for each in before}
    chance = random.Random(20260131)  # noqa: S311 - a test repeats its chances
    for number in range(FLIPS):
        copy = tmp_path / f"flip{number}" / "history.sqlite3"
        copy.parent.mkdir()
        shutil.copyfile(filled, copy)
        flip(copy, chance.randrange(size), chance)
        told = False
        try:
            history = opened(copy, clock)
            if history is None:
                told = True
                history = open_history(copy, clock)
            with history:
                now, unfinished = history.find_sessions(ALL), history.find_interrupted_sessions()
                told = told or bool(history.damage_reports())
        except HistoryError:
            continue
        if not told:
            assert (now, unfinished) == (before, offered)
        for each in now:
            original = known[each.id]
            assert each.later in {(), original.later}
            assert each.before in {None, original.before}
            assert each.after in {None, original.after}
            assert original == replace(
                each, before=original.before, after=original.after, later=original.later
            )
        assert all(each in offered or told for each in unfinished)
