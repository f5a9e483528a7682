"""Rows of programmes and comparisons: damaged ones are left out and reported, a repair keeps the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_comparison, a_programme, a_record
from tests.store.schema.first_schema import write_first_schema
from tpsession.core.catalog.side import Side
from tpsession.core.history.comparison import Comparison, Outcome
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.history.records import ONLY_REST, HistoryQuery, Status
from tpsession.core.history.series import Series
from tpsession.store.comparison_rows import decode_comparison, encode_comparison
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import SqliteHistory, open_history
from tpsession.store.programme_rows import decode_programme, encode_programme
from tpsession.store.tables import COMPARISONS, PROGRAMMES, Row, SqlTable, Value

DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))


@dataclass(frozen=True)
class Kind:
    """What is saved in one of the two tables, and how."""

    name: str
    table: SqlTable
    sample: Callable[[str], Any]
    """Makes one with an id."""
    encode: Callable[[Any], Row]
    save: Callable[[SqliteHistory, Any], None]
    find: Callable[[SqliteHistory], list[Any]]


PROGRAMME = Kind(
    "programme",
    PROGRAMMES,
    a_programme,
    encode_programme,
    SqliteHistory.save_programme,
    SqliteHistory.find_programmes,
)
COMPARISON = Kind(
    "comparison",
    COMPARISONS,
    a_comparison,
    encode_comparison,
    SqliteHistory.save_comparison,
    SqliteHistory.find_comparisons,
)
KINDS = pytest.mark.parametrize("kind", [PROGRAMME, COMPARISON], ids=lambda kind: kind.name)
IDS = ("one", "two", "three")


def write_three(path: Path, clock: FakeClock, kind: Kind) -> None:
    """Make a history with a session and three of a kind."""
    with open_history(path, clock) as history:
        history.add_session(a_record(status=Status.COMPLETED), [])
        for each in IDS:
            kind.save(history, kind.sample(each))


def change_second(path: Path, kind: Kind, **values: Value) -> None:
    """Write values into the row of the second one, as a damaged disk or a newer program would."""
    changes = ", ".join(f"{column} = ?" for column in values)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE {kind.table.name} SET {changes} WHERE id = 'two'", (*values.values(),))  # noqa: S608


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


@pytest.mark.parametrize(
    ("kind", "column"),
    [(kind, column) for kind in (PROGRAMME, COMPARISON) for column in kind.table.columns],
    ids=lambda value: value.name if isinstance(value, Kind) else value,
)
def test_a_changed_column_only_leaves_out_its_own_row(
    path: Path, clock: FakeClock, kind: Kind, column: str
) -> None:
    write_three(path, clock, kind)
    # The samples are for the left side.
    change_second(path, kind, **{column: "right"})
    with open_history(path, clock) as history:
        assert [each.id for each in kind.find(history)] == ["one", "three"]
        assert len(history.damage_reports()) == 1


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [(PROGRAMME, "every_days", 400), (COMPARISON, "outcome", "stiffness"), (COMPARISON, "things", '["one"]')],
    ids=lambda value: value.name if isinstance(value, Kind) else None,
)
def test_a_value_of_a_newer_program_is_reported(
    path: Path, clock: FakeClock, kind: Kind, column: str, value: Value
) -> None:
    write_three(path, clock, kind)
    checksum = kind.table.checksum({**kind.encode(kind.sample("two")), column: value})
    change_second(path, kind, **{column: value, "checksum": checksum})
    with open_history(path, clock) as history:
        assert [each.id for each in kind.find(history)] == ["one", "three"]
        assert history.damage_reports() == (
            f"The {kind.name} that started on 2026-01-31 can't be read and isn't shown.",
        )


def test_a_programme_without_a_first_day_is_refused() -> None:
    with pytest.raises(ValueError, match="first day"):
        decode_programme({**encode_programme(a_programme()), "started_on": None})


@KINDS
def test_a_repair_keeps_them(path: Path, clock: FakeClock, kind: Kind) -> None:
    write_three(path, clock, kind)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sessions'").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * page_size : page * page_size] = bytes(page_size)
    path.write_bytes(content)
    with pytest.raises(HistoryDamagedError):
        open_history(path, clock)
    with open_history(path, clock) as history:
        assert kind.find(history) == [kind.sample(each) for each in IDS]


@KINDS
def test_a_history_of_an_older_version_gets_the_table(path: Path, clock: FakeClock, kind: Kind) -> None:
    record = a_record(status=Status.COMPLETED)._replace(before=None)
    write_first_schema(path, [(record, [])])
    with open_history(path, clock) as history:
        kind.save(history, kind.sample("one"))
        assert kind.find(history) == [kind.sample("one")]
        assert history.find_sessions(HistoryQuery()) == [record]
