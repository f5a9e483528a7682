"""Histories of the first version: they are migrated with all their sessions, and repaired if damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_rating, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, RecordKind, SessionRecord, Status
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.rows import RATINGS

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
        replace(record, after=after.value, later=(later,)) for record, (after, later) in reversed(sessions)
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
    session = replace(
        a_record(status=Status.COMPLETED),
        place="head",
        flags=(RatingFlag.PAINKILLER, RatingFlag.HEAT),
        spot="behind the left eye",
    )
    score = replace(
        a_record(1, area="", routine="", status=Status.COMPLETED), place="knee", kind=RecordKind.SCORE
    )
    later = replace(a_rating(RatingKind.LATER, 4), flags=(RatingFlag.HEAT,))
    with open_history(path, clock) as history:
        history.add_session(session, [])
        history.add_session(score, [])
        history.save_rating(session.id, later)
    with open_history(path, clock) as history:
        assert history.find_sessions(ALL) == [score, replace(session, later=(later,))]


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
