"""Histories of the first version: they are migrated with all their sessions, and repaired if damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_rating, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, RecordKind, SessionRecord, Status
from tpsession.store.connection import connect, make_history_file, transaction
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.rows import encode_session
from tpsession.store.schema.former_tables import FORMER_TABLES
from tpsession.store.schema.migrating import migrate
from tpsession.store.schema.migrations import MIGRATIONS
from tpsession.store.tables import PLANS, RATINGS, SESSIONS, STATES, Row

ALL = HistoryQuery()


def sample_sessions() -> list[tuple[SessionRecord, list[Rating]]]:
    """Twenty sessions on two areas, with an after-rating and a later rating each."""
    sessions = []
    for number in range(20):
        record = a_record(number, area=("neck", "jaw")[number % 2], before=None, status=Status.COMPLETED)
        ratings = [a_rating(RatingKind.AFTER, number % 11), a_rating(RatingKind.LATER, 5, hours=3.0)]
        sessions.append((record, ratings))
    return sessions


def as_shown(sessions: list[tuple[SessionRecord, list[Rating]]]) -> list[SessionRecord]:
    """Return the records that a history with these sessions lists."""
    return [
        record._replace(after=after.value, later=(later,)) for record, (after, later) in reversed(sessions)
    ]


def test_the_sessions_of_the_first_version_have_their_area_as_place(path: Path, clock: FakeClock) -> None:
    sessions = sample_sessions()
    write_first_schema(path, sessions)
    for read_only in (True, False):
        with open_history(path, clock, read_only=read_only) as history:
            assert history.find_sessions(ALL) == as_shown(sessions)
            assert history.damage_reports() == ()
            jaw = history.find_sessions(HistoryQuery(place="jaw"))
            assert {record.area for record in jaw} == {"jaw"}
            assert len(jaw) == 10


def test_the_sessions_of_the_first_version_can_be_sorted_by_their_ratings(
    path: Path, clock: FakeClock
) -> None:
    sessions = sample_sessions()
    for number, (_, ratings) in enumerate(sessions):
        ratings.append(a_rating(RatingKind.BEFORE, number * 7 % 11, hours=0.0))
    write_first_schema(path, sessions)
    with open_history(path, clock) as history:
        worst = history.find_sessions(HistoryQuery(order=HistoryOrder.WORST_CHANGE))
    changes = [(record.after or 0) - (record.before or 0) for record in worst]
    assert changes == sorted(changes, reverse=True)
    assert len(set(changes)) > 5


def test_a_damaged_row_of_the_first_version_stays_damaged(path: Path, clock: FakeClock) -> None:
    sessions = sample_sessions()
    write_first_schema(path, sessions)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE sessions SET area = 'foot' WHERE number = 1")
        connection.execute("UPDATE ratings SET value = 9 WHERE number = 3")
    with open_history(path, clock) as history:
        shown = history.find_sessions(ALL)
        reports = history.damage_reports()
    assert [record.id for record in shown] == [record.id for record, _ in reversed(sessions[1:])]
    assert shown[-1].after is None
    assert len(reports) == 2


@pytest.mark.parametrize("page", [2, 3, 5])
def test_a_damaged_file_of_the_first_version_is_repaired_into_one_of_today(
    path: Path, clock: FakeClock, page: int
) -> None:
    sessions = sample_sessions()
    write_first_schema(path, sessions)
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : (page - 1) * 4096 + 200] = bytes(200)
    path.write_bytes(content)
    with pytest.raises(HistoryDamagedError):
        open_history(path, clock)
    with open_history(path, clock) as history:
        shown = {record.id: record for record in history.find_sessions(ALL)}
        assert history.damage_reports() == () or page == 5
    wanted = {record.id: record for record in as_shown(sessions)}
    assert {id: (one.place, one.area) for id, one in shown.items()} == {
        id: (wanted[id].place, wanted[id].area) for id in shown
    }
    assert len(shown) == 20 or page == 2


def test_places_flags_spots_and_kinds_are_saved(path: Path, clock: FakeClock) -> None:
    session = a_record(status=Status.COMPLETED)._replace(
        place="head",
        flags=(RatingFlag.PAINKILLER, RatingFlag.HEAT),
        spot="behind the left eye",
    )
    score = a_record(1, area="", routine="", status=Status.COMPLETED)._replace(
        place="knee", kind=RecordKind.SCORE
    )
    later = replace(a_rating(RatingKind.LATER, 4), flags=(RatingFlag.HEAT,))
    with open_history(path, clock) as history:
        history.add_session(session, [])
        history.add_session(score, [])
        history.save_rating(session.id, later)
    with open_history(path, clock) as history:
        assert history.find_sessions(ALL) == [score, session._replace(later=(later,))]


def test_a_rating_with_a_flag_of_a_newer_program_is_reported_as_damaged(path: Path, clock: FakeClock) -> None:
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [a_rating(RatingKind.LATER, 4)])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        ((number, *raw),) = connection.execute(
            RATINGS.select_sql("WHERE t.kind = 'later'", f"t.number, {RATINGS.column_list}")
        ).fetchall()
        row = RATINGS.checked_row(raw)
        assert row is not None
        changed = {**row, "flags": "acupuncture"}
        connection.execute(
            "UPDATE ratings SET flags = 'acupuncture', checksum = ? WHERE number = ?",
            (RATINGS.checksum(changed), number),
        )
    with open_history(path, clock) as history:
        (shown,) = history.find_sessions(ALL)
        assert shown.later == ()
        assert len(history.damage_reports()) == 1


def write_sixth_schema(path: Path, plans: list[str]) -> list[SessionRecord]:
    """Make a history as the sixth migration left it. Each plan has its session; the last one runs."""
    make_history_file(path)
    records = [
        a_record(number, status=Status.RUNNING if number == len(plans) - 1 else Status.COMPLETED)
        for number in range(len(plans))
    ]
    former = FORMER_TABLES[PLANS.name]
    with closing(connect(path)) as connection:
        migrate(connection, path, FakeClock(), MIGRATIONS[:6])
        with transaction(connection):
            for record, plan in zip(records, plans, strict=True):
                session = encode_session(record, known_at=record.started_at, ratings=0, writer="")
                state: Row = {"session_id": record.id, "state": "the state"}
                for table, row in (
                    (SESSIONS, session),
                    (former, {"session_id": record.id, "plan": plan}),
                    (STATES, state),
                ):
                    connection.execute(table.insert_sql(), table.insert_values(row))
    return records


def session_plans(path: Path) -> dict[str, str]:
    """Return the plan of each session by its id."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(
            connection.execute(
                "SELECT session_id, plan FROM session_plans JOIN plans ON plans.id = session_plans.plan_id"
            )
        )


def test_the_plans_of_an_older_history_are_shared_and_its_file_becomes_smaller(
    path: Path, clock: FakeClock
) -> None:
    texts = [letter * 9000 for letter in "ababababaababab" * 20 + "c"]
    records = write_sixth_schema(path, texts)
    before = path.stat().st_size
    with open_history(path, clock) as history:
        (interrupted,) = history.find_interrupted_sessions()
        assert (interrupted.plan, interrupted.checkpoint.state) == (texts[-1], "the state")
        assert [record.id for record in reversed(history.find_sessions(ALL))] == [one.id for one in records]
        assert history.damage_reports() == ()
    assert session_plans(path) == {record.id: text for record, text in zip(records, texts, strict=True)}
    assert path.stat().st_size < before / 5
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM plans").fetchone() == (3,)
        assert connection.execute("SELECT session_id FROM states").fetchall() == [(records[-1].id,)]


def test_a_damaged_plan_of_an_older_history_is_left_out_and_reported(path: Path, clock: FakeClock) -> None:
    write_sixth_schema(path, ["first", "second"])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE plans SET plan = 'secand' WHERE plan = 'second'")
    with open_history(path, clock) as history:
        assert history.find_interrupted_sessions() == []
        (report,) = history.damage_reports()
    assert "its plan or state is damaged" in report
    assert list(session_plans(path).values()) == ["first"]


def test_a_damaged_file_with_a_plan_for_each_session_is_repaired_with_its_plans(
    path: Path, clock: FakeClock
) -> None:
    texts = [letter * 9000 for letter in "ababc"]
    records = write_sixth_schema(path, texts)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sessions_by_routine'"
        ).fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : (page - 1) * 4096 + 200] = bytes(200)
    path.write_bytes(content)
    with pytest.raises(HistoryDamagedError) as caught:
        open_history(path, clock)
    assert caught.value.recovered == len(records)
    assert session_plans(path) == {record.id: text for record, text in zip(records, texts, strict=True)}


def test_an_update_that_failed_half_way_can_be_tried_again_by_the_same_program(
    path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = write_sixth_schema(path, [letter * 9000 for letter in "abcde"])

    def fail(*_: object) -> NoReturn:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr("tpsession.store.schema.former_tables.upgrade_row", fail)
        # The error is kept, as by a screen that shows it.
        with pytest.raises(HistoryError) as kept:
            open_history(path, clock)
    with open_history(path, clock) as history:
        assert len(history.find_sessions(ALL)) == len(records)
    assert "couldn't be updated" in str(kept.value)
