"""The tables of other pain diaries, as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpsession.core.errors import TpsessionError
from tpsession.files.exchange.csv_file import read_diary_rows, read_table
from tpsession.files.exchange.json_file import ImportFileError


@pytest.mark.parametrize("above", ["", "\n", ";;\n", '"";"";""\r\n'])
def test_the_separator_is_that_of_the_header_even_below_empty_rows(tmp_path: Path, above: str) -> None:
    table = tmp_path / "diary.csv"
    table.write_text(f"{above}date;score;note\n2026-01-31;4;a,b\n", encoding="utf-8")

    columns, read = read_diary_rows(table)

    assert columns == ["date", "score", "note"]
    assert [row.cells for row in read()] == [["2026-01-31", "4", "a,b"]]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_names_of_the_columns_may_be_quoted_and_have_several_lines(tmp_path: Path, mark: str) -> None:
    table = tmp_path / "diary.csv"
    header = mark.join(['"date"', '"pain\n0 to 10"', '"note"'])
    table.write_text(f"{header}\n{mark.join(['2026-01-31', '4', 'calm'])}\n", encoding="utf-8")

    columns, read = read_diary_rows(table)

    assert columns == ["date", "pain\n0 to 10", "note"]
    assert [row.cells for row in read()] == [["2026-01-31", "4", "calm"]]


def test_a_table_that_can_be_read_with_no_separator_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "diary.csv"
    table.write_text('"date\n2026-01-31,4\n', encoding="utf-8")

    with pytest.raises(ImportFileError):
        read_diary_rows(table)


def test_of_another_diary_with_quoted_columns_the_columns_are_named(tmp_path: Path) -> None:
    table = tmp_path / "diary.csv"
    table.write_text('"date";"score"\n2026-01-31;4\n', encoding="utf-8")

    with pytest.raises(TpsessionError, match="Its columns are: date, score"):
        read_table(table)
