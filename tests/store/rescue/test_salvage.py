"""What is taken from a damaged file: no former state of a row, and true numbers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import START, a_checkpoint, a_rating, a_record
from tpsession.core.history.ratings import RatingKind
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.connection import connect, transaction
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.rescue.recovered import Recovered
from tpsession.store.rows import encode_rating, encode_session
from tpsession.store.tables import RATINGS, SESSIONS

PAGE = 4096
WHOLE = Recovered(200, 200, 0, 0, 400, 400, 400)


def open_damaged(path: Path) -> str:
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(path, FakeClock())
    return caught.value.message


def make_history(path: Path, sessions: int) -> sqlite3.Connection:
    """Write a history in one transaction, and return a connection to it; each session has two ratings."""
    open_history(path, FakeClock()).close()
    connection = connect(path)
    with transaction(connection):
        for number in range(sessions):
            record = a_record(number, status=Status.COMPLETED)._replace(id=f"session {number}")
            row = encode_session(record, known_at=START, ratings=2, writer="")
            connection.execute(SESSIONS.insert_sql(), SESSIONS.insert_values(row))
        save_ratings(connection, sessions, 2)
    return connection


def save_ratings(connection: sqlite3.Connection, sessions: int, value: int) -> None:
    """Save the ratings before and after each session."""
    for number in range(sessions):
        for kind in (RatingKind.BEFORE, RatingKind.AFTER):
            row = encode_rating(f"session {number}", a_rating(kind, value))
            connection.execute(RATINGS.insert_sql(), RATINGS.insert_values(row))


def read_ratings(path: Path) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT session_id, kind, value FROM ratings"))


@pytest.mark.parametrize("secure_delete", ["OFF", "ON"])
def test_former_ratings_on_free_pages_are_never_shown_again(path: Path, secure_delete: str) -> None:
    with closing(make_history(path, 120)) as connection:
        connection.execute(f"PRAGMA secure_delete = {secure_delete}")
        with transaction(connection):
            connection.execute("DELETE FROM ratings")
            save_ratings(connection, 30, 9)
        assert connection.execute("PRAGMA freelist_count").fetchone() > (1,)
    before = read_ratings(path)
    assert {value for _, _, value in before} == {9}
    content = bytearray(path.read_bytes())
    content[:100] = bytes(100)
    path.write_bytes(content)
    assert "120 of 120 sessions and 60 of 60 ratings" in open_damaged(path)
    assert read_ratings(path) == before


def test_a_wrong_start_of_a_table_gives_no_wrong_number(path: Path) -> None:
    """A changed byte may make one table look like another; then an index tells the number, or nothing."""
    with closing(make_history(path, 60)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for name in ("sessions", "sqlite_autoindex_sessions_1"):
            other = "ratings" if name == "sessions" else "ratings_by_session"
            connection.execute(
                "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = ?)"
                " WHERE name = ?",
                (other, name),
            )
            copy = path.with_name("copy") / "history.sqlite3"
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
            message = open_damaged(copy)
            expected = "60 of 60 sessions" if name == "sessions" else "60 sessions and 120 of 120 ratings"
            assert expected in message
    assert "How many sessions there were isn't known." in message


def test_a_session_that_ran_comes_back_with_its_plan_and_its_newest_state(path: Path) -> None:
    with open_history(path, FakeClock()) as history:
        record = a_record()
        history.start_session(record, "the plan " * 3_000, a_checkpoint(1, state="a state " * 2_000))
        for second in range(2, 9):
            history.save_checkpoint(record.id, a_checkpoint(second, state=f"state {second} " * 1_000))
            history.save_note(record.id, f"note {second}")
    content = bytearray(path.read_bytes())
    content[:PAGE] = bytes(PAGE)
    path.write_bytes(content)
    open_damaged(path)
    with open_history(path, FakeClock()) as history:
        (found,) = history.find_interrupted_sessions()
        assert found.plan == "the plan " * 3_000
        assert found.checkpoint.state == "state 8 " * 1_000
        assert history.find_sessions(HistoryQuery())[0].note == "note 8"
        assert history.damage_reports() == ()


@pytest.mark.parametrize(
    ("recovered", "sentence"),
    [
        (WHOLE, "200 of 200 sessions and 400 of 400 ratings were recovered."),
        (
            replace(WHOLE, sessions=198, ratings=390, ratings_of_sessions=396, deleted=3),
            "198 of 200 sessions (3 deleted before) and 390 of 400 ratings were recovered.",
        ),
        (
            Recovered(196, None, 0, 0, 390, None, 392),
            (
                "196 sessions and 390 of their 392 ratings were recovered."
                " How many sessions there were isn't known."
            ),
        ),
        (Recovered(1, 1, 0, 0, 1, 1, 1), "1 of 1 session and 1 of 1 rating were recovered."),
        (Recovered(1, 1, 0, 0, 0, 0, 0), "1 of 1 session was recovered."),
        (
            Recovered(9, 12, 2, 0, 0, None, 18),
            "9 of 12 sessions and scores and 0 of their 18 ratings were recovered.",
        ),
        (
            Recovered(0, 7, 0, 0, 0, 9, 0),
            "None of 7 sessions could be recovered, so the history starts empty.",
        ),
        (
            Recovered(0, None, 0, 0, 0, None, 0),
            "No session could be recovered, so the history starts empty.",
        ),
    ],
)
def test_the_person_reads_only_numbers_that_are_known(recovered: Recovered, sentence: str) -> None:
    assert recovered.describe() == sentence
