"""What every picture on the screen does alike."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture
from tpsession.tui.widgets.common.pictures import PictureWidget


class Square(PictureWidget):
    """A picture of three by two cells, and how often it was drawn."""

    drawn = 0

    def draw(self, columns: int, rows: int) -> Picture:
        self.drawn += 1
        return Picture(((("ab", Ink.AREA), ("c", Ink.SPOT)), (("def", Ink.OUTLINE),)))


class Stage(App[None]):
    charset = Charset.UNICODE

    def __init__(self, picture: PictureWidget) -> None:
        super().__init__()
        self.picture = picture

    def compose(self) -> ComposeResult:
        yield self.picture


def look(picture: PictureWidget, what: Callable[[Stage, Pilot[None]], Awaitable[None]]) -> None:
    async def run() -> None:
        stage = Stage(picture)
        async with stage.run_test(size=(9, 6)) as pilot:
            await pilot.pause()
            await what(stage, pilot)

    asyncio.run(run())


def lines(picture: PictureWidget) -> list[str]:
    return ["".join(segment.text for segment in picture.render_line(y)) for y in range(picture.size.height)]


def test_a_smaller_picture_lies_in_the_middle() -> None:
    async def check(stage: Stage, pilot: Pilot[None]) -> None:
        blank = " " * 9
        assert lines(stage.picture) == [blank, blank, "   abc   ", "   def   ", blank, blank]

    look(Square(), check)


def test_a_picture_can_lie_in_a_corner() -> None:
    class Corner(Square):
        ALIGNMENT = ("right", "bottom")

    async def check(stage: Stage, pilot: Pilot[None]) -> None:
        assert lines(stage.picture)[-2:] == ["      abc", "      def"]

    look(Corner(), check)


def test_a_larger_picture_is_cut_off() -> None:
    class Large(PictureWidget):
        def draw(self, columns: int, rows: int) -> Picture:
            return Picture(((("0123456789abc", Ink.TEXT),),) * 9)

    async def check(stage: Stage, pilot: Pilot[None]) -> None:
        assert lines(stage.picture) == ["012345678"] * 6

    look(Large(), check)


def test_a_picture_is_drawn_once_until_it_is_to_be_drawn_anew() -> None:
    square = Square()

    async def check(stage: Stage, pilot: Pilot[None]) -> None:
        lines(square)
        assert square.drawn == 1
        square.redraw()
        lines(square)
        assert square.drawn == 2

    look(square, check)


def test_a_place_on_the_screen_is_found_in_the_picture() -> None:
    async def check(stage: Stage, pilot: Pilot[None]) -> None:
        assert stage.picture.cell_at(3, 2) == (0, 0)
        assert stage.picture.cell_at(5, 3) == (2, 1)
        for beside in ((2, 2), (6, 2), (4, 1), (4, 4)):
            assert stage.picture.cell_at(*beside) is None

    look(Square(), check)


def test_each_ink_has_a_colour_of_the_theme_and_follows_it() -> None:
    def colours(picture: PictureWidget) -> list[object]:
        return [segment.style and segment.style.color for segment in picture.render_line(2)]

    async def check(stage: Stage, pilot: Pilot[None]) -> None:
        dark = colours(stage.picture)
        assert len(set(map(str, dark))) >= 3
        stage.theme = "textual-light"
        await pilot.pause()
        assert colours(stage.picture) != dark

    look(Square(), check)


def test_braille_is_drawn_unless_the_program_says_that_the_terminal_shows_no_more_than_ascii() -> None:
    async def check(stage: Stage, pilot: Pilot[None]) -> None:
        assert stage.picture.charset is Charset.UNICODE
        stage.charset = Charset.ASCII
        assert {stage.picture.charset} == {Charset.ASCII}

    look(Square(), check)
