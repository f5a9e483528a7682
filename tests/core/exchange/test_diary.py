"""Scores of another diary: dates, scales, places and sides, and the rows that can't be taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from tpsession.commands.argument_types import DIARY_FIELDS
from tpsession.core.catalog.side import Side
from tpsession.core.exchange.diary import SHOWN_SCORES, DayOrder, Diary, DiaryField, DiaryMapping, read_diary
from tpsession.core.exchange.records import MAX_TEXT
from tpsession.core.exchange.session_csv import TableRow

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HEADER = [field.value for field in DiaryField]
GAP = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - a time of the diary has no zone


def read(*rows: Sequence[str], **options: Any) -> Diary:  # noqa: ANN401 - the fields of a mapping
    mapping = DiaryMapping(columns={field: field.value for field in DiaryField}, **options)
    return read_diary(
        HEADER, lambda: [TableRow(line, row) for line, row in enumerate(rows, 2)], mapping,
        now=NOW, to_local=lambda at: None if at == GAP else at.replace(tzinfo=UTC),
        make_id=lambda content: content,
    )  # fmt: skip


def row(**cells: str) -> list[str]:
    return [{"date": "2026-01-31", "score": "5", "place": "knee", **cells}.get(name, "") for name in HEADER]


def test_the_command_line_names_the_same_fields() -> None:
    assert tuple(HEADER) == DIARY_FIELDS


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("2026-01-31", "", "2026-01-31 12:00"),
        ("2026/1/31", "7:05", "2026-01-31 07:05"),
        ("31.01.2026", "18:30:59", "2026-01-31 18:30"),
        ("31.1.26", "6.30", "2026-01-31 06:30"),
        ("31-1-2026", "6:30 pm", "2026-01-31 18:30"),
        ("1/31/2026", "12:00 AM", "2026-01-31 00:00"),
        ("2026-01-31T18:30:00.000", "", "2026-01-31 18:30"),
        ("2026-01-31, 18:30", "", "2026-01-31 18:30"),
        ("31.01.2026, 18:30", "", "2026-01-31 18:30"),
        ("31.01.2026 18:30", "9:00", "2026-01-31 09:00"),
    ],
)
def test_dates_and_times_are_read_as_they_are_usually_written(date: str, time: str, expected: str) -> None:
    (score,) = read(row(date=date, time=time)).scores()
    assert score.describe() == f"line 2: {expected}  Knee  5"


def test_the_order_of_day_and_month_follows_from_the_column_or_is_given() -> None:
    days = [
        score.session.record.started_at.date().isoformat()
        for score in read(row(date="3/4/2026"), row(date="3/25/2026")).scores()
    ]
    assert days == ["2026-03-04", "2026-03-25"]
    unclear = read(row(date="3/4/2026"))
    assert unclear.refused == (
        'line 2: "3/4/2026" may be day or month first; say which with --dates dmy or mdy',
    )
    assert read(row(date="13/4/2026"), row(date="4/13/2026")).count == 0
    (score,) = read(row(date="3/4/2026"), day_order=DayOrder.DAY_FIRST).scores()
    assert score.session.record.started_at.month == 4


@pytest.mark.parametrize(
    ("texts", "values", "scale"),
    [
        (["0", "10", "3.4", "3,5", "9.5"], [0, 10, 3, 4, 10], "0 to 10"),
        (["0", "100", "34", "35", "44,9"], [0, 10, 3, 4, 4], "0 to 100"),
        (["7/10", "71/100", "2"], [7, 7, 2], "0 to 10"),
    ],
)
def test_a_column_has_one_scale_and_a_half_is_rounded_up(
    texts: list[str], values: list[int], scale: str
) -> None:
    diary = read(*(row(score=text, note=str(number)) for number, text in enumerate(texts)))
    assert [score.session.record.before for score in diary.scores()] == values
    assert any(scale in remark for remark in diary.remarks)


def test_a_scale_that_is_not_clear_is_given() -> None:
    (score,) = read(row(score="7"), scale=100).scores()
    assert score.session.record.before == 1


@pytest.mark.parametrize(
    ("cells", "options", "places"),
    [
        ({"place": "Low back"}, {}, [("low-back", Side.NONE)]),
        ({"place": "Knee; neck"}, {}, [("knee", Side.NONE), ("neck", Side.NONE)]),
        ({"place": "knee and neck, knee", "side": "L"}, {}, [("knee", Side.LEFT), ("neck", Side.LEFT)]),
        ({"place": "left knee"}, {"side": Side.RIGHT}, [("knee", Side.LEFT)]),
        ({"place": "Knie rechts"}, {"names": {"knie": "knee", "rechts": "right"}}, [("knee", Side.RIGHT)]),
        ({"place": "Hals/Kopf"}, {"names": {"hals/kopf": "head"}}, [("head", Side.NONE)]),
        ({"place": ""}, {"place": "hip", "side": Side.BOTH}, [("hip", Side.BOTH)]),
    ],
)
def test_places_and_sides_are_found_by_their_names(
    cells: dict[str, str], options: dict[str, Any], places: list[tuple[str, Side]]
) -> None:
    records = [score.session.record for score in read(row(**cells), **options).scores()]
    assert [(record.place, record.side) for record in records] == places


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"date": ""}, "it has no date"),
        ({"date": "soon"}, '"soon" isn\'t a date such as 2026-01-31 or 31.01.2026'),
        ({"date": "2026-02-30"}, 'there is no day "2026-02-30"'),
        ({"time": "25:00"}, '"25:00" isn\'t a time such as 18:30'),
        ({"time": "13:00 pm"}, '"13:00 pm" isn\'t a time such as 18:30'),
        ({"time": "noon"}, '"noon" isn\'t a time such as 18:30'),
        (
            {"date": "2026-03-29", "time": "2:30"},
            "there was no 2026-03-29 02:30: the clocks were set forward",
        ),
        ({"date": "2026-06-02"}, "2026-06-02 12:00 is in the future"),
        ({"score": ""}, "it has no score"),
        ({"score": "bad"}, '"bad" isn\'t a score from 0 to 10'),
        ({"score": "11/10"}, '"11/10" isn\'t a score from 0 to 10'),
        ({"score": "101"}, '"101" isn\'t a score from 0 to 100'),
        ({"place": ""}, "it has no place; say which with --place"),
        ({"place": "/ +"}, "it has no place; say which with --place"),
        ({"place": "toe"}, '"toe" isn\'t a place; say which with --name "toe=knee"'),
        ({"place": "my knee"}, '"my knee" isn\'t a place; say which with --name "my knee=knee"'),
        ({"place": "knee, toe"}, '"toe" isn\'t a place; say which with --name "toe=knee"'),
        ({"side": "up"}, '"up" isn\'t a side; say which with --name "up=left"'),
        ({"note": "x" * (MAX_TEXT + 1)}, "the note is too long"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_line_and_reason(
    cells: dict[str, str], reason: str
) -> None:
    diary = read(row(), row(**cells))
    assert diary.refused == (f"line 3: {reason}",)
    assert diary.count == 1


def test_only_the_first_scores_are_kept_to_be_shown_and_all_are_read_again() -> None:
    diary = read(*(row(time=f"{hour}:00") for hour in range(SHOWN_SCORES + 2)), row(score="x"))
    assert diary.count == SHOWN_SCORES + 2
    assert list(diary.scores())[:SHOWN_SCORES] == list(diary.first)
    assert len(list(diary.scores())) == diary.count


def test_the_same_row_twice_is_one_score_and_short_rows_have_empty_cells() -> None:
    diary = read(row(), row(), ["2026-01-31"])
    assert diary.count == 1
    assert diary.refused == ("line 3: the same as line 2; taken once", "line 4: it has no score")


def test_remarks_say_what_the_columns_mean() -> None:
    mapping = DiaryMapping(columns={DiaryField.DATE: "d", DiaryField.SCORE: "s"}, place="knee")
    diary = read_diary(
        ["d", "s"], lambda: [TableRow(2, ["2026-01-31", "3"])], mapping, now=NOW,
        to_local=lambda at: at.replace(tzinfo=UTC), make_id=lambda content: content,
    )  # fmt: skip
    assert diary.remarks == (
        "The scores are read as 0 to 10.",
        "What isn't whole is rounded; a half is rounded up.",
        "Where there is no time, noon is taken.",
    )
