"""The tables of other pain diaries, as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpsession.files.exchange.csv_file import read_diary_rows


@pytest.mark.parametrize("above", ["", "\n", ";;\n", '"";"";""\r\n'])
def test_the_separator_is_that_of_the_header_even_below_empty_rows(tmp_path: Path, above: str) -> None:
    table = tmp_path / "diary.csv"
    table.write_text(f"{above}date;score;note\n2026-01-31;4;a,b\n", encoding="utf-8")

    columns, read = read_diary_rows(table)

    assert columns == ["date", "score", "note"]
    assert [row.cells for row in read()] == [["2026-01-31", "4", "a,b"]]
