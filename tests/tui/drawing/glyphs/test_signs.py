"""The pause sign and the continue sign."""

from __future__ import annotations

import pytest

from tpsession.tui.drawing.glyphs.signs import draw_continue_sign, draw_pause_sign
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Picture


def lines(picture: Picture) -> list[str]:
    return ["".join(text for text, _ in row) for row in picture.rows]


def test_the_pause_sign_is_two_bars_and_the_continue_sign_a_triangle() -> None:
    assert lines(draw_pause_sign(15, 3, Charset.ASCII)) == ["###   ###"] * 3
    assert lines(draw_continue_sign(24, 7, Charset.ASCII)) == [
        "##        ",
        "######    ",
        "##########",
        "######    ",
        "##        ",
    ]


@pytest.mark.parametrize("charset", Charset)
def test_both_signs_fit_any_box_and_differ_wherever_they_have_enough_cells(charset: Charset) -> None:
    for columns in range(1, 70):
        for rows in range(1, 40):
            drawn = [lines(sign(columns, rows, charset)) for sign in (draw_pause_sign, draw_continue_sign)]
            for sign in drawn:
                assert len(sign) <= rows
                assert max(map(len, sign)) <= columns
                assert any(line.strip() for line in sign)
            if columns >= 5 and rows >= 3:
                assert drawn[0] != drawn[1]
