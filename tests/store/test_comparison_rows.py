"""Rows of comparisons: damaged ones are left out and reported, and a repair keeps the others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_comparison, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.core.catalog.side import Side
from tpsession.core.history.comparison import Comparison, Outcome
from tpsession.core.history.records import ONLY_REST, HistoryQuery, Status
from tpsession.core.history.series import Series
from tpsession.store.comparison_rows import decode_comparison, encode_comparison
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history
from tpsession.store.rows import COMPARISONS

DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))
ROUTINES = st.text().filter(lambda routine: routine != ONLY_REST)


@given(
    st.builds(
        Comparison,
        id=st.uuids().map(str),
        series=st.builds(Series, st.text(), st.sampled_from(Side)),
        area=st.text(),
        things=st.lists(ROUTINES, min_size=2, max_size=3, unique=True).map(tuple),
        blocks=st.integers(7, 30),
        seed=st.integers(0, 2**63 - 1),
        started_on=DAYS,
        outcome=st.sampled_from(Outcome),
        ended_on=st.none() | DAYS,
    ),
    st.none() | st.floats(1.0, 3600.0),
)
def test_any_comparison_is_read_back_as_it_was(comparison: Comparison, rest_s: float | None) -> None:
    if rest_s is not None:
        comparison = replace(comparison, things=(*comparison.things[:2], ONLY_REST), rest_s=rest_s)
    assert decode_comparison(encode_comparison(comparison)) == comparison


@pytest.fixture
def with_comparisons(path: Path, clock: FakeClock) -> Path:
    """A history with a session and three comparisons."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
        for comparison_id in ("one", "two", "three"):
            history.save_comparison(a_comparison(comparison_id))
    return path


def execute(path: Path, statement: str, *parameters: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement, parameters)


@pytest.mark.parametrize("column", COMPARISONS.columns)
def test_a_changed_column_only_leaves_out_its_comparison(
    with_comparisons: Path, clock: FakeClock, column: str
) -> None:
    execute(with_comparisons, " ".join(("UPDATE comparisons SET", column, "= 'right' WHERE id = 'two'")))
    with open_history(with_comparisons, clock) as history:
        assert [comparison.id for comparison in history.find_comparisons()] == ["one", "three"]
        assert len(history.damage_reports()) == 1


@pytest.mark.parametrize(("column", "value"), [("outcome", "stiffness"), ("things", '["one"]')])
def test_a_value_of_a_newer_program_is_reported(
    with_comparisons: Path, clock: FakeClock, column: str, value: str
) -> None:
    checksum = COMPARISONS.checksum({**encode_comparison(a_comparison("two")), column: value})
    statement = " ".join(("UPDATE comparisons SET", column, "= ?, checksum = ? WHERE id = 'two'"))
    execute(with_comparisons, statement, value, checksum)
    with open_history(with_comparisons, clock) as history:
        assert len(history.find_comparisons()) == 2
        assert history.damage_reports() == (
            "The comparison that started on 2026-01-31 can't be read and isn't shown.",
        )


def test_a_repair_keeps_the_comparisons(with_comparisons: Path, clock: FakeClock) -> None:
    with closing(sqlite3.connect(with_comparisons)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sessions'").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(with_comparisons.read_bytes())
    content[(page - 1) * page_size : page * page_size] = bytes(page_size)
    with_comparisons.write_bytes(content)
    with pytest.raises(HistoryDamagedError):
        open_history(with_comparisons, clock)
    with open_history(with_comparisons, clock) as history:
        assert history.find_comparisons() == [a_comparison(each) for each in ("one", "two", "three")]


def test_a_history_of_an_older_version_gets_the_table(path: Path, clock: FakeClock) -> None:
    record = replace(a_record(status=Status.COMPLETED), before=None)
    write_first_schema(path, [(record, [])])
    with open_history(path, clock) as history:
        history.save_comparison(a_comparison())
        assert history.find_comparisons() == [a_comparison()]
        assert history.find_sessions(HistoryQuery()) == [record]
