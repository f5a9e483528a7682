"""The code of a routine on the screen: drawn whole with its quiet zone, or a way to get it elsewhere."""

from __future__ import annotations

import pytest

from tests.core.routine_editing.test_variation import NECK_ROUTINE
from tpsession.core.routine_editing.qr_code import QUIET_ZONE, QrCode
from tpsession.report.qr_code import make_qr_code
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.view_models.routines.routine_code import (
    ADD_COMMAND,
    NO_BLOCKS,
    TOO_LONG,
    RoutineCodeView,
    make_code_view,
)

DARK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
PAGE = "tpsession routines show neck --as-page neck.html"


def code_of(text: str) -> QrCode:
    """Return the code of a short text."""
    code = make_qr_code(text)
    assert code is not None
    return code


def view(code: QrCode | None, columns: int, rows: int, charset: Charset = Charset.UNICODE) -> RoutineCodeView:
    """Return what is shown of the neck's routine."""
    return make_code_view(code, NECK_ROUTINE, columns, rows, charset)


@pytest.mark.parametrize("text", ["x", "x" * 500])
def test_every_module_and_the_whole_quiet_zone_is_drawn(text: str) -> None:
    code = code_of(text)
    drawn = view(code, code.size, (code.size + 1) // 2).rows
    rows = [bytes(DARK[cell][half] for cell in line) for line in drawn for half in (0, 1)]
    assert {len(row) for row in rows} == {code.size}
    inside = rows[QUIET_ZONE : code.size - QUIET_ZONE]
    assert tuple(row[QUIET_ZONE:-QUIET_ZONE] for row in inside) == code.rows
    assert sum(map(sum, rows)) == sum(map(sum, code.rows))


def test_one_column_or_row_too_few_says_what_it_needs_and_how_to_get_a_page() -> None:
    code = code_of("x")
    for columns, rows in ((28, 15), (29, 14)):
        shown = view(code, columns, rows)
        assert shown.rows == ()
        room = f"here is room for {columns} and {rows}."
        assert shown.text[0].startswith(f"The code needs 29 columns and 15 rows; {room}")
        assert shown.text[-1] == PAGE
    anywhere = make_code_view(code, NECK_ROUTINE._replace(area=None), 9, 9, Charset.UNICODE)
    assert anywhere.text[-1] == PAGE.replace("neck -", "neck --area AREA -")


def test_what_to_do_with_it_stands_beside_it_if_there_is_room() -> None:
    assert view(code_of("x"), 58, 15).text[-1] == ADD_COMMAND
    assert [view(code_of("x"), columns, 15).is_beside for columns in (58, 59)] == [False, True]


def test_without_blocks_or_with_too_much_text_no_code_is_drawn() -> None:
    shown = view(code_of("x"), 200, 60, Charset.ASCII)
    assert (shown.rows, shown.text[0], shown.text[-1]) == ((), NO_BLOCKS, PAGE)
    shown = view(None, 200, 60)
    assert (shown.rows, shown.text) == ((), (TOO_LONG, "tpsession routines print neck > neck.toml"))
