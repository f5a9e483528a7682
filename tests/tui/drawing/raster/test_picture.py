"""Pictures that are changed without being drawn again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tpsession.tui.drawing.raster.canvas import Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture, Run, merge_blanks, replace_cell

ROWS = st.lists(
    st.tuples(st.text("abc", min_size=1, max_size=4), st.sampled_from([Ink.AREA, Ink.SPOT]))
    | st.tuples(st.sampled_from([" ", "   "]), st.just(Ink.BLANK))
).map(tuple)


def cells(row: tuple[Run, ...]) -> list[tuple[str, Ink]]:
    """The characters of a row, each with its ink; a space has none."""
    return [(char, Ink.BLANK if char == " " else ink) for text, ink in row for char in text]


@given(ROWS, st.integers(-2, 20))
def test_one_cell_of_a_row_is_replaced_and_none_beside_it(row: tuple[Run, ...], column: int) -> None:
    wanted = cells(row)
    if 0 <= column < len(wanted):
        wanted[column] = ("x", Ink.GUIDE)
    assert cells(replace_cell(row, column, "x", Ink.GUIDE)) == wanted


@given(st.lists(ROWS, max_size=3))
def test_merged_blanks_leave_every_character_and_its_ink(rows: list[tuple[Run, ...]]) -> None:
    merged = merge_blanks(Picture(tuple(rows)))
    assert [cells(row) for row in merged.rows] == [cells(row) for row in rows]
    for row in merged.rows:
        assert all(ink is not Ink.BLANK for _, ink in row[1:])
        assert not any(char != " " for text, _ in row for char in text.partition(" ")[2])


def test_a_text_is_written_as_far_as_it_lies_on_the_canvas() -> None:
    canvas = Canvas(4, 2)
    canvas.write(2, 1, "abc", Ink.TEXT)
    canvas.write(0, 2, "abc", Ink.TEXT)
    canvas.write(-1, 0, "xy", Ink.TEXT)
    assert canvas.to_picture(Charset.ASCII).lines == ("y   ", "  ab")
