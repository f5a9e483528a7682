"""The signs of a clock that stands."""

from __future__ import annotations

import pytest

from tpsession.tui.drawing.glyphs.signs import draw_continue_sign, draw_pause_sign
from tpsession.tui.drawing.raster.picture import Charset, Picture


def lines(picture: Picture) -> list[str]:
    return ["".join(text for text, _ in row) for row in picture.rows]


def test_two_bars_pause_and_a_triangle_waits() -> None:
    assert lines(draw_pause_sign(15, 3, Charset.ASCII)) == ["###   ###"] * 3
    assert lines(draw_continue_sign(24, 7, Charset.ASCII)) == [
        "##        ",
        "######    ",
        "##########",
        "######    ",
        "##        ",
    ]


@pytest.mark.parametrize("charset", Charset)
def test_both_fit_any_room_and_are_told_apart_wherever_there_is_room_for_either(charset: Charset) -> None:
    for columns in range(1, 70):
        for rows in range(1, 40):
            drawn = [lines(sign(columns, rows, charset)) for sign in (draw_pause_sign, draw_continue_sign)]
            for sign in drawn:
                assert len(sign) <= rows
                assert max(map(len, sign)) <= columns
                assert any(line.strip() for line in sign)
            if columns >= 5 and rows >= 3:
                assert drawn[0] != drawn[1]
