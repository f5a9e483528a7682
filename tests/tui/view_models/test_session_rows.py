"""The rows of the list of sessions: columns for every width, headings, and that what is shown is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.core.history.test_wording import DONE
from tests.fakes.history import to_searchable
from tests.fakes.ports import MORNING
from tpsession.core.catalog.place import PLACES
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import HistoryOrder, RecordKind, SessionRecord, Status, StopReason
from tpsession.core.history.search_parser import parse_search
from tpsession.tui.view_models.session_rows import (
    GAP,
    MARKS_HELP,
    Cell,
    Column,
    Tone,
    make_headings,
    make_row,
    make_two_lines,
    next_order,
    order_of_heading,
)

NAMES = {"classic": "The classic"}
ratings = st.none() | st.integers(0, 10)
records = st.builds(
    DONE._replace,
    started_at=st.integers(0, 10_000).map(lambda hours: MORNING - timedelta(hours=hours)),
    routine=st.sampled_from(["classic", "lost-one", "", "日本語"]),
    place=st.sampled_from([*PLACES, "elsewhere", "[b]x"]),
    side=st.sampled_from(Side),
    status=st.sampled_from(Status),
    active_s=st.sampled_from([0.0, 59.0, 500.0, 4000.0]),
    kind=st.sampled_from(RecordKind),
    before=ratings,
    after=ratings,
)


def text_of(cells: list[Cell]) -> str:
    """Return a row as the list shows it."""
    return GAP.join(cell.text for cell in cells)


@given(records, st.integers(51, 250))
def test_a_row_and_its_headings_fill_any_room(record: SessionRecord, room: int) -> None:
    row, headings = make_row(record, NAMES, room), make_headings(room, HistoryOrder.NEWEST, in_one_line=True)
    assert cell_len(text_of(row)) == cell_len(text_of(headings)) == room
    assert [cell.column for cell in row] == [cell.column for cell in headings]


@pytest.mark.parametrize("room", [57, 76, 200])
def test_a_heading_is_above_what_it_names(room: int) -> None:
    headings = text_of(make_headings(room, HistoryOrder.NEWEST, in_one_line=True))
    row = text_of(make_row(DONE._replace(place="neck"), NAMES, room))
    assert headings.index("Where") == row.index("Neck")


@given(records, st.integers(30, 51))
def test_two_lines_fill_any_room(record: SessionRecord, room: int) -> None:
    for line in (0, 1):
        assert cell_len(text_of(make_two_lines(record, NAMES, line, room))) == room
    assert cell_len(text_of(make_headings(room, HistoryOrder.BEST_CHANGE, in_one_line=False))) == room


@given(records)
def test_every_word_of_a_row_finds_its_session(record: SessionRecord) -> None:
    shown = text_of(make_row(record, NAMES, 250))
    for text in (shown, *shown.split()):
        search = parse_search(text, NAMES, date(2020, 1, 1))
        assert search is None or search.matches(to_searchable(record)), text


@pytest.mark.parametrize(
    ("after", "text", "tone"),
    [
        (3, "▼ 3 less ", Tone.LESS),
        (7, "▲ 1 more ", Tone.MORE),
        (6, "= same   ", Tone.PLAIN),
        (None, 9 * " ", Tone.PLAIN),
    ],
)
def test_less_and_more_pain_differ_in_mark_words_and_tone(after: int | None, text: str, tone: Tone) -> None:
    cells = make_row(DONE._replace(before=6, after=after), NAMES, 80)
    change = next(cell for cell in cells if cell.column is Column.CHANGE)
    assert (change.text, change.tone) == (text, tone)
    assert {cell.tone for cell in cells if cell is not change} == {Tone.PLAIN}


@pytest.mark.parametrize("status", Status)
def test_the_status_is_shown_in_every_width(status: Status) -> None:
    words = {"completed": " ", "stopped": "x", "partial": "~", "running": ">"}
    record = DONE._replace(status=status, stop_reason=StopReason.NUMB if status is Status.STOPPED else None)
    assert text_of(make_two_lines(record, NAMES, 1, 40)).startswith(f"{words[status]} Neck")
    assert f"  {words[status]} Neck" in text_of(make_row(record, NAMES, 57))
    assert (
        # That is the list on a screen of 120 columns, beside the details.
        text_of(make_row(record, NAMES, 75))
        .rstrip()
        .endswith("unfinished" if status is Status.PARTIAL else str(status))
    )
    assert words[status] in MARKS_HELP


def test_a_pain_score_has_one_rating_and_is_called_so() -> None:
    score = DONE._replace(kind=RecordKind.SCORE, routine="", before=4, active_s=0.0)
    wide = text_of(make_row(score, NAMES, 120))
    assert "Pain score" in wide
    assert wide.rstrip().endswith("score")
    assert " 4  " in wide
    assert "→" not in wide
    assert "* Neck" in text_of(make_row(score, NAMES, 57))


def test_the_heading_of_the_order_has_an_arrow() -> None:
    arrows = {
        HistoryOrder.NEWEST: "When ↓",
        HistoryOrder.OLDEST: "When ↑",
        HistoryOrder.WORST_CHANGE: "Change ↓",
        HistoryOrder.BEST_CHANGE: "Change ↑",
        HistoryOrder.MOST_PAIN: "Pain ↓",
        HistoryOrder.LEAST_PAIN: "Pain ↑",
    }
    for order, heading in arrows.items():
        for room, in_one_line in ((200, True), (57, True), (40, False)):
            shown = text_of(make_headings(room, order, in_one_line=in_one_line))
            assert heading in shown
            assert shown.count("↓") + shown.count("↑") == 1


def test_a_click_on_a_heading_sorts_by_it_and_a_second_one_the_other_way_round() -> None:
    for column in (Column.WHEN, Column.PAIN, Column.CHANGE):
        first = order_of_heading(
            column, HistoryOrder.NEWEST if column is not Column.WHEN else HistoryOrder.OLDEST
        )
        assert first is not None
        second = order_of_heading(column, first)
        assert second not in {None, first}
        assert order_of_heading(column, HistoryOrder(str(second))) is first
    assert order_of_heading(Column.PLACE, HistoryOrder.NEWEST) is None


def test_the_next_order_comes_round_all() -> None:
    order, seen = HistoryOrder.NEWEST, []
    for _ in HistoryOrder:
        seen.append(order)
        order = next_order(order)
    assert seen == list(HistoryOrder)
    assert order is HistoryOrder.NEWEST
