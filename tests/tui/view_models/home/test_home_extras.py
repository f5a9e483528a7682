"""What home shows below the list: the last sessions, and what is planned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.programme.samples import PROGRAMME
from tests.fakes.ports import MORNING
from tests.store.sample_records import a_record
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import RecordKind, SessionRecord
from tpsession.core.programme.schedule import make_schedule
from tpsession.tui.view_models.home.home_extras import (
    FEWEST_SESSIONS,
    MOST_SESSIONS,
    count_session_lines,
    planned_lines,
    session_lines,
)

TODAY = MORNING.date()


def done(days_ago: int, place: str, before: int | None, after: int | None) -> SessionRecord:
    record = a_record(started_at=MORNING - timedelta(days=days_ago))
    return record._replace(place=place, side=Side.LEFT, before=before, after=after)


def test_each_session_has_its_day_place_and_ratings_in_columns() -> None:
    score = done(2, "neck", 4, None)._replace(kind=RecordKind.SCORE)
    assert session_lines([done(1, "neck", 6, 3), score, done(3, "skull-base", 5, None)], TODAY) == [
        "yesterday   Neck, left side                6 → 3   ▼ 3 less",
        "3 days ago  Base of the skull, left side   5 → -",
    ]
    assert len(session_lines([done(day, "neck", 6, 3) for day in range(20)], TODAY)) == MOST_SESSIONS


def test_what_is_planned_has_a_line_each() -> None:
    schedule = make_schedule(PROGRAMME, (), PROGRAMME.started_on)
    (line,) = planned_lines([schedule])
    assert line.endswith(" days done. Due today.")
    assert planned_lines([]) == []


@pytest.mark.parametrize(("rows", "shown"), [(56, 8), (30, 5), (28, 3), (27, 0), (12, 0)])
def test_the_routines_keep_their_rows(rows: int, shown: int) -> None:
    assert count_session_lines(8, routine_rows=17, rows=rows, others=6) == shown


@given(st.integers(0, 8), st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))
def test_nothing_is_pushed_off_the_screen(available: int, routine_rows: int, rows: int, others: int) -> None:
    shown = count_session_lines(available, routine_rows=routine_rows, rows=rows, others=others)
    assert shown == 0 or (shown >= FEWEST_SESSIONS and routine_rows + others + shown + 2 <= rows)
