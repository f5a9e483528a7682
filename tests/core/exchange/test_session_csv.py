"""The table of sessions: written, harmless in a spreadsheet, and read back."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from functools import partial
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.exchange.samples import IDS, a_score, a_session
from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_reading import ALL_BUT_SESSIONS, SESSIONS, FileChecker
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import ExchangedSession
from tpsession.core.exchange.session_csv import (
    BYTE_ORDER_MARK,
    COLUMNS,
    encode_table,
    is_own_table,
    iterate_table,
    make_harmless,
    read_rows,
    restore,
)
from tpsession.core.history.ratings import RatingFlag, RatingKind


def read_back(text: str) -> tuple[list[ExchangedSession], list[str]]:
    rows = list(read_rows(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="\n")))
    assert is_own_table(rows[0].cells)
    checker = FileChecker()
    checker.check_all_but_sessions(iterate_table(rows, ALL_BUT_SESSIONS))
    return list(checker.check_sessions(partial(iterate_table, rows, {SESSIONS}))), checker.problems


def test_a_session_is_a_row_and_comes_back_without_steps_plan_and_corrections() -> None:
    text = "".join(encode_table([a_session(), a_score()]))
    assert text.startswith(f"{BYTE_ORDER_MARK}id,kind,started_at,")
    (first, score), problems = read_back(text)
    assert problems == []
    session = a_session()
    ended_at = session.record.ended_at
    assert ended_at is not None
    assert first.record == session.record._replace(steps=())
    at_the_end = replace(session.ratings[1], at=ended_at)
    assert first.ratings == (session.ratings[0], at_the_end, session.ratings[2])
    assert score == a_score()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_harmless_and_comes_back(text: str) -> None:
    cell = make_harmless(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restore(cell) == text
    session = a_session()
    changed = replace(session, record=session.record._replace(note=text, spot=text))
    ((found,), _) = read_back("".join(encode_table([changed])))
    assert (found.record.note, found.record.spot) == (text, text)


def test_a_mistake_is_named_with_its_line() -> None:
    header, first, second, *_ = "".join(encode_table([a_session(), a_score()])).splitlines(keepends=True)
    header = header.removeprefix(BYTE_ORDER_MARK)
    row = dict(zip(COLUMNS, next(csv.reader([first + second])), strict=True))
    bad = {**row, "before": "11", "planned_s": "long"}
    rows = "".join(
        [header, "\n", json.dumps(list(bad.values()))[1:-1].replace(", ", ",").replace("\\n", " ")]
    )
    _, problems = read_back(rows)
    assert problems == ['sessions[3].planned_s: is "long"; it must be a number of seconds']
    with pytest.raises(MisfitError, match="line 2: has 2 cells; it must have 18"):
        read_back(f"{header}1,2\n")
    with pytest.raises(MisfitError, match="line 2: has 1 cell; it must have 18"):
        read_back(f"{header}1\n")
    with pytest.raises(MisfitError, match='column "id": is there twice; keep one'):
        read_back("id,kind,started_at,place,id\n")
    with pytest.raises(MisfitError, match='column "more": isn\'t known here'):
        read_back("id,kind,started_at,place,more\n")
    with pytest.raises(MisfitError, match="line 2: "):
        list(read_rows(["a\n", '"b" c\n']))


def test_later_ratings_and_missing_columns() -> None:
    head = "id,kind,started_at,place,side,area,later\n"
    at = "2026-01-31T18:00:00+00:00"
    (session,), _ = read_back(f"{head}{IDS[0]},session,{at},neck,left,neck,{at}=3 heat; {at}=4\n")
    assert [rating.value for rating in session.record.later] == [3, 4]
    _, problems = read_back(f"{head}{IDS[0]},session,{at},neck,left,neck,{at}=\n")
    assert problems == ['sessions[2].ratings[0].value: is ""; it must be a whole number from 0 to 10']
    assert session.ratings[0].kind is RatingKind.LATER
    (session,), _ = read_back(f"{head}{IDS[0]},session,{at},neck,left,neck,{at}=3 heat sore stiffness-7\n")
    (rating,) = session.record.later
    assert (rating.flags, rating.is_sore, rating.stiffness) == ((RatingFlag.HEAT,), True, 7)
    _, problems = read_back(f"{head}{IDS[0]},session,{at},neck,left,neck,{at}=3 heat sour\n")
    assert problems[0].startswith('sessions[2].ratings[0].flags[1]: is "sour"')


def test_another_table_and_an_anonymous_one_are_told_apart() -> None:
    assert not is_own_table(["Datum", "Schmerz"])
    assert not is_own_table([])
    text = "".join(encode_table([], anonymous=True))
    with pytest.raises(TpsessionError, match="The file is anonymous"):
        is_own_table(text.removeprefix(BYTE_ORDER_MARK).split(","))
