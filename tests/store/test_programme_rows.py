"""Rows of programmes: damaged ones are left out and reported, and a repair keeps the others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_programme, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.core.catalog.side import Side
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.programme_rows import decode_programme, encode_programme
from tpsession.store.rows import PROGRAMMES

DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))
PAUSES = st.builds(
    lambda first, length: Pause(first, None if length is None else first + timedelta(days=length)),
    DAYS,
    st.none() | st.integers(0, 365),
)


@given(
    st.builds(
        Programme,
        id=st.uuids().map(str),
        routine=st.text(),
        place=st.text(),
        area=st.text(),
        side=st.sampled_from(Side),
        sessions=st.integers(2, 60),
        every_days=st.integers(1, 14),
        started_on=DAYS,
        ended_on=st.none() | DAYS,
        pause=st.none() | PAUSES,
        title=st.text(),
    )
)
def test_any_programme_is_read_back_as_it_was(programme: Programme) -> None:
    assert decode_programme(encode_programme(programme)) == programme


@pytest.fixture
def with_programmes(path: Path, clock: FakeClock) -> Path:
    """A history with a session and three programmes."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
        for programme_id in ("one", "two", "three"):
            history.save_programme(a_programme(programme_id))
    return path


def execute(path: Path, statement: str, *parameters: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement, parameters)


@pytest.mark.parametrize("column", PROGRAMMES.columns)
def test_a_changed_column_only_leaves_out_its_programme(
    with_programmes: Path, clock: FakeClock, column: str
) -> None:
    execute(with_programmes, " ".join(("UPDATE programmes SET", column, "= 'left' WHERE id = 'two'")))
    with open_history(with_programmes, clock) as history:
        left = ["one", "three"] if column != "side" else ["one", "two", "three"]
        assert [programme.id for programme in history.find_programmes()] == left
        assert len(history.damage_reports()) == 3 - len(left)


def test_a_value_of_a_newer_program_is_reported(with_programmes: Path, clock: FakeClock) -> None:
    row = {**encode_programme(a_programme("two")), "every_days": 400}
    execute(
        with_programmes,
        "UPDATE programmes SET every_days = 400, checksum = ? WHERE id = 'two'",
        PROGRAMMES.checksum(row),
    )
    with open_history(with_programmes, clock) as history:
        assert len(history.find_programmes()) == 2
        assert history.damage_reports() == (
            "The programme that started on 2026-01-31 can't be read and isn't shown.",
        )


def test_a_programme_without_a_first_day_is_refused() -> None:
    with pytest.raises(ValueError, match="first day"):
        decode_programme({**encode_programme(a_programme()), "started_on": None})


def test_a_repair_keeps_the_programmes(with_programmes: Path, clock: FakeClock) -> None:
    with closing(sqlite3.connect(with_programmes)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sessions'").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(with_programmes.read_bytes())
    content[(page - 1) * page_size : page * page_size] = bytes(page_size)
    with_programmes.write_bytes(content)
    with pytest.raises(HistoryDamagedError):
        open_history(with_programmes, clock)
    with open_history(with_programmes, clock) as history:
        assert history.find_programmes() == [a_programme(each) for each in ("one", "two", "three")]


def test_a_history_of_an_older_version_gets_the_table(path: Path, clock: FakeClock) -> None:
    record = replace(a_record(status=Status.COMPLETED), before=None)
    write_first_schema(path, [(record, [])])
    with open_history(path, clock) as history:
        history.save_programme(a_programme())
        assert history.find_programmes() == [a_programme()]
        assert history.find_sessions(HistoryQuery()) == [record]
